"""Bringing a table to the rows of a file: insert what is missing, update what differs, leave the rest alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, insert, select, text, update

from data_access.database.schema import load_log

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Changes:
    """How many rows were written."""

    inserted: int = 0
    updated: int = 0
    deleted: int = 0

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(self.inserted + other.inserted, self.updated + other.updated, self.deleted + other.deleted)

    @property
    def total(self) -> int:
        """All rows touched."""
        return self.inserted + self.updated + self.deleted


def one_writer(connection: Connection, table: Table = load_log) -> None:
    """Let other writers wait until this transaction ends; readers go on. SQLite's writer has its lock already.

    Every writer ends with a row in load_log, so that table's lock is the one that all of them meet.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))


def merge(
    connection: Connection,
    table: Table,
    keys: Sequence[str],
    rows: Sequence[Values],
    *,
    once: Collection[str] = (),
    within: Values | None = None,
) -> Changes:
    """Make `table` hold `rows`, known by `keys`; columns in `once` are written at insertion only.

    With `within` (column values), rows there that are not among `rows` are deleted.
    """
    columns = [table.c[name] for name in dict.fromkeys([*keys, *(name for row in rows for name in row)])]
    query = select(*columns)
    for name, value in (within or {}).items():
        query = query.where(table.c[name] == value)
    known = {tuple(row[key] for key in keys): row for row in connection.execute(query).mappings()}
    wanted = {tuple(row[key] for key in keys): row for row in rows}
    new = [dict(row) for key, row in wanted.items() if key not in known]
    changed = {
        key: {name: value for name, value in row.items() if name not in once and known[key][name] != value}
        for key, row in wanted.items()
        if key in known
    }
    changed = {key: values for key, values in changed.items() if values}
    gone = [key for key in known if key not in wanted] if within is not None else []
    if new:
        connection.execute(insert(table), new)
    for key, values in changed.items():
        connection.execute(update(table).where(_is(table, keys, key)).values(values))
    for key in gone:
        connection.execute(delete(table).where(_is(table, keys, key)))
    return Changes(len(new), len(changed), len(gone))


def ids(connection: Connection, table: Table, key: str = "code") -> dict[str, int]:
    """The surrogate id of each row, by its code."""
    return dict(connection.execute(select(table.c[key], table.c.id)).all())


def _is(table: Table, keys: Sequence[str], values: Sequence[Any]) -> Any:
    """The condition for one key; NULL equals NULL here."""
    return and_(*(table.c[k].is_(None) if v is None else table.c[k] == v for k, v in zip(keys, values, strict=True)))
