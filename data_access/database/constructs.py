"""SQL that the two databases write differently: each construct once, with its form for each of them (ADR 0040)."""

from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from data_access.database.schema import UtcDateTime


class local_day(FunctionElement[str]):  # noqa: N801
    """The ISO day of an instant, some minutes east of UTC: text, equal on both databases."""

    type = String(10)
    inherit_cache = True


class local_day_number(FunctionElement[int]):  # noqa: N801
    """The local day of an instant, some minutes east of UTC, as days since 1970-01-01; not for earlier days."""

    type = Integer()
    inherit_cache = True


class later(FunctionElement[datetime]):  # noqa: N801
    """An instant some whole seconds after another."""

    type = UtcDateTime()
    inherit_cache = True


class microseconds(FunctionElement[int]):  # noqa: N801
    """An instant as whole microseconds since 1970 in UTC."""

    type = BigInteger()
    inherit_cache = True


class day_count(FunctionElement[int]):  # noqa: N801
    """A day as days since 1970-01-01."""

    type = Integer()
    inherit_cache = True


DIALECTS: Final = ("sqlite", "postgresql")
FORMS: Final[dict[type[FunctionElement[Any]], tuple[str, str]]] = {
    local_day: (
        "strftime('%Y-%m-%d', {0}, ({1}) || ' minutes')",
        "to_char(({0}) AT TIME ZONE 'UTC' + make_interval(mins => CAST({1} AS INTEGER)), 'YYYY-MM-DD')",
    ),
    local_day_number: (
        "((CAST(strftime('%s', {0}) AS INTEGER) + ({1}) * 60) / 86400)",
        "CAST(floor((extract(epoch FROM {0}) + CAST({1} AS INTEGER) * 60) / 86400) AS INTEGER)",
    ),
    later: (
        "strftime('%Y-%m-%d %H:%M:%S.000000', {0}, ({1}) || ' seconds')",
        "(({0}) + make_interval(secs => {1}))",
    ),
    microseconds: (
        # half the time of strftime('%s', …), which would also round a fraction of .9995 up
        "(CAST(round((julianday(substr({0}, 1, 19)) - 2440587.5) * 86400) AS INTEGER) * 1000000 + substr({0}, 21, 6))",
        "CAST(extract(epoch FROM {0}) * 1000000 AS BIGINT)",
    ),
    day_count: ("CAST(julianday({0}) - 2440587.5 AS INTEGER)", "(({0}) - DATE '1970-01-01')"),
}
"""What each construct becomes on each of DIALECTS; {0} and {1} are its arguments."""


def _written(form: str, element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> str:
    return form.format(*(compiler.process(clause, **kw) for clause in element.clauses))


for _construct, _forms in FORMS.items():
    for _dialect, _form in zip(DIALECTS, _forms, strict=True):
        compiles(_construct, _dialect)(partial(_written, _form))
