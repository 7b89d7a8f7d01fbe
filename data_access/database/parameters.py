"""The values of a question as named parameters of statements, so that a statement is built once for all questions of
its shape: building takes four times as long as SQLite needs to run it (20 ms of 27 on the sample campaign).
"""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, CompoundSelect, Date, Integer, Select, bindparam

from data_access.database.schema import UtcDateTime
from data_access.question import ANY_INSTANT, Filters, HazardFilters, Question, Scope

Statement: TypeAlias = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]

SOON: Final = timedelta(days=7)
SECOND: Final = timedelta(seconds=1)
DAY: Final = timedelta(days=1)
SHARED, NARROWING = (
    tuple(field.name for field in fields(holder) if field.default == ()) for holder in (Filters, HazardFilters)
)
STATEMENTS: Final = 256
"""Size of the caches of statements: some thirty selects, each in a few shapes."""

OF_INSTANTS: Final = frozenset(("as_of", "known_at", "since", "until", "soon", "today", "passed"))
"""The parameters whose values depend on an instant."""

_SOME: Final = ("?",)


def values(q: Question) -> dict[str, Any]:
    """The values of all parameters that a statement about `q` may have, by name."""
    local = q.as_of.astimezone(ZoneInfo(q.zone))
    return {
        "as_of": q.as_of,
        "known_at": q.known_at,
        "since": q.since,
        "until": q.as_of if q.known_at is None else min(q.as_of, q.known_at),
        "soon": q.as_of + SOON,
        "offset": minutes_east(q),
        "seen": q.scope.cities or (),
        "today": local.date(),
        "passed": last_day_over(q),
        **{name: getattr(q.filters, name) for name in SHARED},
        **{name: getattr(q.hazards, name) for name in NARROWING},
    }


def last_day_over(q: Question) -> date:
    """The last local day whose last second is over at T: deadlines up to it have passed (C2)."""
    return (q.as_of.astimezone(ZoneInfo(q.zone)) + SECOND).date() - DAY


def minutes_east(q: Question) -> int:
    """Minutes by which the campaign's zone is east of UTC at T."""
    offset = q.as_of.astimezone(ZoneInfo(q.zone)).utcoffset() or timedelta()
    return int(offset.total_seconds()) // 60


def instant(name: str, q: Question) -> BindParameter[datetime]:
    """The parameter as_of (T), known_at (K), until (the earlier of T and K: decisions are known on their day), soon or
    since.
    """
    return bindparam(name, values(q)[name], UtcDateTime())


def offset(q: Question) -> BindParameter[int]:
    """minutes_east as a parameter."""
    return bindparam("offset", minutes_east(q), Integer)


def day(name: str, q: Question) -> BindParameter[date]:
    """The parameter today (the local day of T: facts known by their day count up to it, C1) or passed (the last local
    day whose last second is over: deadlines up to it have passed, C2).
    """
    return bindparam(name, values(q)[name], Date())


def chosen(name: str, q: Question) -> BindParameter[Sequence[str]]:
    """The parameter of a list of codes for IN: cities, lines, groups, a filter of hazards, or seen (the cities of the
    scope).
    """
    return bindparam(name, list(values(q)[name]), expanding=True)


@lru_cache(STATEMENTS)
def statement_of(build: Callable[..., Statement], shape: Question, *arguments: Any) -> Statement:
    """The statement that `build` makes for questions of this shape (shape_of)."""
    return build(shape, *arguments)


@lru_cache(STATEMENTS)
def instants_in(build: Callable[..., Statement], shape: Question, *arguments: Any) -> list[str]:
    """The names in OF_INSTANTS that the statement has, sorted."""
    return sorted(OF_INSTANTS.intersection(statement_of(build, shape, *arguments).compile().params))


def shape_of(q: Question) -> Question:
    """`q` with stand-ins for what is only the value of a parameter: questions of one shape share statements."""
    shared: dict[str, Any] = {name: getattr(q.filters, name) and _SOME for name in SHARED}
    return replace(
        q,
        filters=Filters(q.filters.campaign, **shared),
        as_of=ANY_INSTANT,
        known_at=None if q.known_at is None else ANY_INSTANT,
        since=None if q.since is None else ANY_INSTANT,
        scope=Scope(None if q.scope.cities is None else _SOME),
        hazards=HazardFilters(**{name: getattr(q.hazards, name) and _SOME for name in NARROWING}),
    )
