"""A public database and its private place as one: known to belong together, and written together."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Literal, Self

from sqlalchemy import URL, Connection, Engine, Table, insert, select, text

from data_access.database.engine import write_engine
from data_access.database.schema import delivery, hazard, pairing
from seed.merge import one_writer
from seed.private import private_engine
from seed.private.tables import delivery_private, metadata, pairing_private
from seed.usage import UsageError


class Pair:
    """Both engines of one database; `one`: the private place is a schema of it, as usual on PostgreSQL."""

    def __init__(self, url: str | URL) -> None:
        self.public: Engine = write_engine(url)
        self.private: Engine = private_engine(url)
        ours, theirs = (
            (where.get_backend_name(), where.host, where.port, where.database)
            for where in (self.public.url, self.private.url)
        )
        self.one = ours[0] == "postgresql" and ours == theirs

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.public.dispose()
        self.private.dispose()

    @contextmanager
    def connected(self) -> Iterator[tuple[Connection, Connection]]:
        """Connections to both, twice the same one where both are one database: no table has its name in common."""
        with self.public.connect() as public:
            if not self.one:
                with self.private.connect() as private:
                    yield public, private
                return
            with public.begin():
                path = "SELECT set_config('search_path', current_setting('search_path') || ', private', false)"
                public.execute(text(path))
            yield public, public


@contextmanager
def both(public: Connection, private: Connection, first: Literal["public", "private"] = "public") -> Iterator[None]:
    """One transaction of both places, alone among all that write them; where it must be two, `first` is committed
    first. All take the private place's lock before the public one's, so nobody waits for each other.
    """
    if public is private:
        with public.begin():
            one_writer(public)
            yield
        return
    opened = {"private": private.begin()}
    try:
        one_writer(private, delivery_private)
        opened["public"] = public.begin()
        one_writer(public)
        yield
        opened.pop(first).commit()
        opened.popitem()[1].commit()
    finally:
        for transaction in opened.values():
            transaction.rollback()


def join(public: Connection, private: Connection) -> bool:
    """Let both places have one id; True if they got one now. UsageError if they belong to different databases.

    Only a private place without rows joins a database that has an id; places of before there were ids join each other.
    """
    ours, theirs = pair_ids(public, private)
    if ours and ours == theirs:
        return False
    empty = not any(_has_rows(private, table) for table in metadata.sorted_tables if table is not pairing_private)
    before_ids = ours is None and theirs is None and (_has_rows(public, delivery) or _has_rows(public, hazard))
    if not empty and not before_ids:
        raise _apart()
    wanted = ours or token_hex(16)
    private.execute(pairing_private.delete())
    private.execute(insert(pairing_private), [{"pair_id": wanted}])
    if not ours:
        public.execute(insert(pairing), [{"pair_id": wanted}])
    return True


def check_pair(public: Connection, private: Connection) -> None:
    """UsageError unless both places have the same id."""
    ours, theirs = pair_ids(public, private)
    if not ours or ours != theirs:
        raise _apart()


def pair_ids(public: Connection, private: Connection) -> tuple[str | None, str | None]:
    """The ids of the public and of the private place; None for a place that never had one."""
    return public.scalar(select(pairing.c.pair_id)), private.scalar(select(pairing_private.c.pair_id))


def _has_rows(connection: Connection, table: Table) -> bool:
    return connection.execute(select(table).limit(1)).first() is not None


def _apart() -> UsageError:
    return UsageError(
        "the private place (persons, narratives) belongs to another public database than this one: put back the file"
        " that it belongs to, or move the private file away and run `python -m seed init`; see docs/returns.md",
        "存放个人信息的库不属于当前数据库(其中一个可能丢失或恢复自备份)。请恢复与之配对的文件,或移走个人信息库后运行"
        " python -m seed init;参见 docs/returns.md。",
    )
