"""A snapshot: a connection that sees one instant of the database, and what was already asked through it."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, TypeVar, cast

from sqlalchemy import Connection, Engine, Executable, Result, Row, Select

from data_access.database.parameters import Statement, instants_in, shape_of, statement_of, values
from data_access.question import ANY_INSTANT, Question

PARTITION: Final = 500
"""Rows fetched at a time: chunks of 500 disturb other viewers half as much as chunks of 5 000."""

Made = TypeVar("Made")


class Memory(Protocol):
    """Keeps answers that no instant changes for all snapshots that see the same data."""

    def __call__(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The answer kept under `key`, else that of `make()`, which is kept then."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What every loader reads from. Each select is asked once in it: tables of one page count the same rows."""

    connection: Connection
    memory: Memory | None = None
    """Of whoever opened it; None: nothing outlives the snapshot."""
    answers: dict[Hashable, Any] = field(default_factory=dict)

    def ask(
        self, build: Callable[..., Statement], q: Question, *arguments: Any, **parameters: Hashable
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """The rows of `build(q, *arguments)`; `build` takes from the question only its shape and named parameters.
        Further parameters of the statement are named.
        """
        statement, key = statement_of(build, shape_of(q), *arguments), (build, q, arguments, *parameters.items())
        return self.once(key, lambda: self.connection.execute(statement, {**values(q), **parameters}).all())

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make()` gives, worked out once in this snapshot."""
        if key not in self.answers:
            self.answers[key] = make()
        return cast(Made, self.answers[key])

    def ask_lasting(
        self, build: Callable[..., Statement], q: Question, *arguments: Any
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """As ask, for a select that no instant changes: what follows from the notice, units, places, the catalogue.
        ValueError for one that has a parameter of an instant.
        """
        q = q.timeless()
        if found := instants_in(build, shape_of(replace(q, known_at=ANY_INSTANT, since=ANY_INSTANT)), *arguments):
            raise ValueError(f"{build.__name__} depends on {', '.join(found)}")
        return self.lasting((build, q, arguments), lambda: self.ask(build, q, *arguments))

    def lasting(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make()` gives and no instant changes: worked out once for all snapshots that see the same data, where
        whoever opened this one has a memory, else once in it.
        """
        return cast(Made, self.memory(key, make)) if self.memory else self.once(key, make)

    def ask_in_parts(
        self, build: Callable[..., Statement], q: Question, *arguments: Any
    ) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
        """The rows of `build(q, *arguments)`, PARTITION at a time: memory does not grow with their number."""
        statement = statement_of(build, shape_of(q), *arguments)
        with self.connection.execute(statement, values(q), execution_options={"yield_per": PARTITION}) as result:
            yield from result.partitions()

    def streamed(self, build: Callable[[Question], Select[*tuple[Any, ...]]], q: Question) -> Iterator[tuple[Any, ...]]:
        """The same rows one by one."""
        for partition in self.ask_in_parts(build, q):
            yield from map(tuple, partition)

    def execute(self, statement: Executable, parameters: Any = None) -> Result[*tuple[Any, ...]]:
        """What a statement of no question gives; nothing of it is kept."""
        return self.connection.execute(statement, parameters)

    def scalar(self, statement: Executable) -> Any:
        """The first value of its first row, None without rows."""
        return self.connection.scalar(statement)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Snapshot]:
    """A snapshot whose every select sees the same instant of the database; nothing is kept of what it writes."""
    embedded = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if embedded:
            connection.execution_options(sqlite_begin="DEFERRED")
        else:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        transaction = connection.begin()
        try:
            yield Snapshot(connection)
        except BaseException:
            if embedded:  # a select that was not read to its end would hold this snapshot for the next one
                connection.invalidate()
            raise
        finally:
            transaction.rollback()
