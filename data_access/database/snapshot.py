"""A snapshot: a connection that sees one instant of the database, and the answers that it has given already."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, TypeVar, cast

from sqlalchemy import Connection, Engine, Executable, Result, Row, Select

from data_access.database.parameters import Statement, instants_in, shape_of, statement_of, values
from data_access.database.shards import begin_whole
from data_access.question import ANY_INSTANT, Question

PARTITION: Final = 500
"""Rows fetched at a time: 500 slow other readers down half as much as 5,000."""

Made = TypeVar("Made")


class Memory(Protocol):
    """A memory of answers for all snapshots of the same data."""

    def __call__(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The answer under `key`, else that of `make()`, which is then remembered."""


class Later:
    """A connection that `open_` opens for whoever first needs the database; what it enters into its stack is closed
    when the connection is given back.
    """

    def __init__(self, open_: Callable[[ExitStack], Connection]) -> None:
        self._open, self._stack = open_, ExitStack()
        self._held: Connection | None = None

    def connection(self) -> Connection:
        """The connection; what opening it raises."""
        if self._held is None:
            with ExitStack() as stack:
                self._held = self._open(stack)
                self._stack = stack.pop_all()
        return self._held

    def give_back(self) -> None:
        """Close it; it is opened anew when it is needed again."""
        self._held = None
        self._stack.close()


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What every loader reads from. Each select runs once in it, so that all tables of a page count the same rows."""

    source: Connection | Later
    memory: Memory | None = None
    """Of answers that depend on no instant; None: they do not outlive the snapshot."""
    of_instants: Memory | None = None
    """Of answers that depend on one; None: they do not outlive the snapshot."""
    answers: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def connection(self) -> Connection:
        """Its connection, opened now where it was not needed before."""
        return self.source.connection() if isinstance(self.source, Later) else self.source

    def give_back(self) -> None:
        """Hold no connection while waiting for somebody else, if it can be opened again."""
        if isinstance(self.source, Later):
            self.source.give_back()

    def ask(
        self, build: Callable[..., Statement], q: Question, *arguments: Any, **parameters: Hashable
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """The rows of the statement `build(q, *arguments)`, which runs once in this snapshot. `build` may use only the
        shape of the question and named parameters (parameters.py); `parameters` are further ones, by name.
        """
        statement, key = statement_of(build, shape_of(q), *arguments), (build, q, arguments, *parameters.items())
        return self.once(key, lambda: self.connection.execute(statement, {**values(q), **parameters}).all())

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The result of `make()`, which runs once in this snapshot."""
        if key not in self.answers:
            self.answers[key] = make()
        return cast(Made, self.answers[key])

    def ask_lasting(
        self, build: Callable[..., Statement], q: Question, *arguments: Any
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """The rows of a statement that depends on no instant (notice, units, places, catalogue), as `ask`; remembered
        as `lasting`. ValueError for a statement with a parameter of an instant.
        """
        q = q.timeless()
        if found := instants_in(build, shape_of(replace(q, known_at=ANY_INSTANT, since=ANY_INSTANT)), *arguments):
            raise ValueError(f"{build.__name__} depends on {', '.join(found)}")
        return self.lasting((build, q, arguments), lambda: self.ask(build, q, *arguments))

    def lasting(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The result of `make()`, which depends on no instant: it runs once for all snapshots of the same data where
        there is a memory, else once in this snapshot.
        """
        return cast(Made, self.memory(key, make)) if self.memory else self.once(key, make)

    def shared(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The result of `make()`, which depends on the instants in its key: it runs once for all snapshots of the same
        data that ask for them at about the same time, where there is a memory, else once in this snapshot.
        """
        return cast(Made, self.of_instants(key, make)) if self.of_instants else self.once(key, make)

    def ask_in_parts(
        self, build: Callable[..., Statement], q: Question, *arguments: Any
    ) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
        """The rows of `build(q, *arguments)`, PARTITION at a time: memory does not grow with their number."""
        statement = statement_of(build, shape_of(q), *arguments)
        with self.connection.execute(statement, values(q), execution_options={"yield_per": PARTITION}) as result:
            yield from result.partitions()

    def streamed(self, build: Callable[[Question], Select[*tuple[Any, ...]]], q: Question) -> Iterator[tuple[Any, ...]]:
        """The rows of `build(q)` one by one, fetched as ask_in_parts does."""
        for partition in self.ask_in_parts(build, q):
            yield from map(tuple, partition)

    def execute(self, statement: Executable, parameters: Any = None) -> Result[*tuple[Any, ...]]:
        """The result of any other statement; it is not remembered."""
        return self.connection.execute(statement, parameters)

    def scalar(self, statement: Executable) -> Any:
        """The first value of the first row, None without rows."""
        return self.connection.scalar(statement)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Snapshot]:
    """A snapshot: all its selects see the same instant of the database; whatever it writes is rolled back.

    ShardsApartError where the database has shards and a load is on some of them only.
    """
    embedded = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if embedded:
            connection.execution_options(sqlite_begin="DEFERRED")
        else:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        transaction = begin_whole(connection)
        try:
            yield Snapshot(connection)
        except BaseException:
            if embedded:  # a select that was not read to its end would hold this snapshot for the next one
                connection.invalidate()
            raise
        finally:
            transaction.rollback()
