"""docs/database.md, made from the tables: `python -m data_access.database.schema.document [FILE]`."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import CheckConstraint, Column, Index, Table, UniqueConstraint, make_url

from data_access.database.schema import metadata
from data_access.database.schema.types import ROOMS

POSTGRESQL: Final = make_url("postgresql+psycopg://").get_dialect()()
SQLITE: Final = make_url("sqlite://").get_dialect()()
INTRODUCTION: Final = Path(__file__).with_name("introduction.md")


def document() -> str:
    """The whole page as Markdown."""
    parts = [INTRODUCTION.read_text(encoding="utf-8").rstrip()]
    for room in ROOMS:
        parts.append(f"## {room}")
        parts += ["\n".join(_table(table)) for table in metadata.tables.values() if table.info["room"] == room]
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield f"### {table.name}\n\n{table.comment}\n"
    yield "| column | type | empty | key | meaning |\n|---|---|---|---|---|"
    for column in table.columns:
        cells = (
            f"`{column.name}`",
            _type(column),
            "yes" if column.nullable else "no",
            ", ".join(_keys(column)),
            (column.comment or "").replace("|", "\\|"),
        )
        yield f"| {' | '.join(cells)} |"
    if rules := sorted(_rules(table)):
        yield "\n" + "\n".join(f"- {rule}" for rule in rules)


def _type(column: Column[Any]) -> str:
    """The type as PostgreSQL calls it, and SQLite's name where it stores another."""
    here, there = (column.type.compile(dialect).lower() for dialect in (POSTGRESQL, SQLITE))
    return here if column.primary_key or here == there else f"{here} ({there})"


def _keys(column: Column[Any]) -> Iterator[str]:
    if column.primary_key:
        yield "primary key"
    for key in column.foreign_keys:
        cascade = ", goes with it" if key.ondelete == "CASCADE" else ""
        yield f"→ {key.target_fullname}{cascade}"


def _rules(table: Table) -> Iterator[str]:
    for rule in table.constraints:
        if isinstance(rule, UniqueConstraint):
            yield f"unique: {_list(rule.columns)}"
        elif isinstance(rule, CheckConstraint):
            yield f"check: `{rule.sqltext}`"
    for index in table.indexes:
        yield f"{'unique' if index.unique else 'index'}: {_list(index.columns)}{_where(index)}"


def _where(index: Index) -> str:
    condition = index.dialect_options["postgresql"]["where"]
    if condition is None:
        return ""
    words = str(condition.compile(dialect=POSTGRESQL, compile_kwargs={"literal_binds": True}))
    return f" where `{words.split('.', 1)[1]}`"


def _list(columns: Iterable[Column[Any]]) -> str:
    return ", ".join(f"`{column.name}`" for column in columns)


if __name__ == "__main__":
    page = document()
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page, encoding="utf-8")
    else:
        sys.stdout.write(page)
