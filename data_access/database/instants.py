"""Instants and days of the database as whole numbers, the same on both databases."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement


class microseconds(FunctionElement[int]):  # noqa: N801
    """An instant as whole microseconds since 1970 in UTC."""

    type = BigInteger()
    inherit_cache = True


@compiles(microseconds, "sqlite")
def _sqlite(element: microseconds, compiler: SQLCompiler, **kw: Any) -> str:
    instant = compiler.process(element.clauses, **kw)
    days = f"julianday(substr({instant}, 1, 19)) - 2440587.5"  # half the time of strftime('%s', …)
    return f"(CAST(round(({days}) * 86400) AS INTEGER) * 1000000 + CAST(substr({instant}, 21, 6) AS INTEGER))"


@compiles(microseconds, "postgresql")
def _postgresql(element: microseconds, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(extract(epoch FROM {compiler.process(element.clauses, **kw)}) * 1000000 AS BIGINT)"


class day_count(FunctionElement[int]):  # noqa: N801
    """A day as days since 1970-01-01."""

    type = Integer()
    inherit_cache = True


@compiles(day_count, "sqlite")
def _day_sqlite(element: day_count, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(julianday({compiler.process(element.clauses, **kw)}) - 2440587.5 AS INTEGER)"


@compiles(day_count, "postgresql")
def _day_postgresql(element: day_count, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(({compiler.process(element.clauses, **kw)}) - DATE '1970-01-01')"


def number_of(at: ColumnElement[datetime], never: int) -> ColumnElement[int]:
    """An instant as microseconds; `never` for none."""
    return func.coalesce(microseconds(at), never)


def number_of_date(day: ColumnElement[date], never: int) -> ColumnElement[int]:
    """A day as a number; `never` for none."""
    return func.coalesce(day_count(day), never)
