"""The values of a question as named parameters of statements, so that a statement is built once for all questions of
its shape: building one costs four times what SQLite needs to run it (20 ms of 27 on the sample campaign).
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, TypeAlias, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, CompoundSelect, Connection, Date, Integer, Row, Select, bindparam

from data_access.database.schema import UtcDateTime
from data_access.question import ANY_INSTANT, Filters, HazardFilters, Question, Scope, timeless
from data_access.tables.rows import Rows

PARTITION: Final = 500
"""Rows fetched at a time: chunks of 500 disturb other viewers half as much as chunks of 5 000."""


Statement: TypeAlias = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]

SOON: Final = timedelta(days=7)
SECOND: Final = timedelta(seconds=1)
DAY: Final = timedelta(days=1)
NARROWING: Final = tuple(field.name for field in fields(HazardFilters))
KEPT: Final = 256
"""Statements kept: some thirty selects in the few shapes that readers ask in."""

OF_INSTANTS: Final = frozenset(("as_of", "known_at", "since", "until", "soon", "today", "passed"))
"""The parameters that differ from instant to instant."""

_SOME: Final = ("?",)

Made = TypeVar("Made")


def values(q: Question) -> dict[str, Any]:
    """Every parameter that a statement about `q` may have."""
    local = q.as_of.astimezone(ZoneInfo(q.zone))
    return {
        "as_of": q.as_of,
        "known_at": q.known_at,
        "since": q.since,
        "until": q.as_of if q.known_at is None else min(q.as_of, q.known_at),
        "soon": q.as_of + SOON,
        "offset": minutes_east(q),
        "cities": q.filters.cities,
        "lines": q.filters.lines,
        "groups": q.filters.groups,
        "seen": q.scope.cities or (),
        "today": local.date(),
        "passed": (local + SECOND).date() - DAY,
        **{name: getattr(q.hazards, name) for name in NARROWING},
    }


def minutes_east(q: Question) -> int:
    """Minutes by which the campaign's zone is east of UTC at T."""
    offset = q.as_of.astimezone(ZoneInfo(q.zone)).utcoffset() or timedelta()
    return int(offset.total_seconds()) // 60


def instant(name: str, q: Question) -> BindParameter[datetime]:
    """as_of (T), known_at (K), until (T, or K if that is earlier: decisions are known on their day), soon or since."""
    return bindparam(name, values(q)[name], UtcDateTime())


def offset(q: Question) -> BindParameter[int]:
    """minutes_east, for SQL."""
    return bindparam("offset", minutes_east(q), Integer)


def day(name: str, q: Question) -> BindParameter[date]:
    """today (the local day of T: facts known by their day count up to it, C1) or passed (the last local day whose last
    second is over: deadlines up to it have passed, C2).
    """
    return bindparam(name, values(q)[name], Date())


def chosen(name: str, q: Question) -> BindParameter[Sequence[str]]:
    """The codes in cities, lines, groups, a filter of hazards, or the cities that may be seen, for IN."""
    return bindparam(name, list(values(q)[name]), expanding=True)


def ask(
    conn: Connection,
    build: Callable[..., Statement],
    q: Question,
    *arguments: Any,
    **parameters: Hashable,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of `build(q, *arguments)`; `build` takes from the question only its shape and named parameters. Further
    parameters of the statement are named.

    In a snapshot each select is asked once: tables of one page are counted from the same rows.
    """
    statement, key = _built(build, _shape(q), *arguments), (build, q, arguments, *parameters.items())
    return once(conn, key, lambda: conn.execute(statement, {**values(q), **parameters}).all())


def once(conn: Connection, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make()` gives, worked out once in a snapshot."""
    answers = conn.get_execution_options().get("answers", {})
    if key not in answers:
        answers[key] = make()
    return cast(Made, answers[key])


def ask_lasting(
    conn: Connection,
    build: Callable[..., Statement],
    q: Question,
    *arguments: Any,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """As ask, for a select that no instant changes: what follows from the notice, units, places, the catalogue.
    ValueError for one that has a parameter of an instant.
    """
    q = timeless(q)
    if found := _instants(build, _shape(replace(q, known_at=ANY_INSTANT, since=ANY_INSTANT)), *arguments):
        raise ValueError(f"{build.__name__} depends on {', '.join(found)}")
    return lasting(conn, (build, q, arguments), lambda: ask(conn, build, q, *arguments))


def lasting(conn: Connection, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make()` gives and no instant changes: worked out once for all snapshots that see the same data, where who
    opened this one keeps such answers (execution option `lasting`, a function like this one), else once in it.
    """
    keep = conn.get_execution_options().get("lasting")
    return cast(Made, keep(key, make)) if keep else once(conn, key, make)


def ask_in_parts(
    conn: Connection,
    build: Callable[..., Statement],
    q: Question,
    *arguments: Any,
) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    """These rows, PARTITION at a time: memory does not grow with their number."""
    statement = _built(build, _shape(q), *arguments)
    with conn.execute(statement, values(q), execution_options={"yield_per": PARTITION}) as result:
        yield from result.partitions()


@lru_cache(KEPT)
def _built(build: Callable[..., Statement], q: Question, *arguments: Any) -> Statement:
    return build(q, *arguments)


@lru_cache(KEPT)
def _instants(build: Callable[..., Statement], q: Question, *arguments: Any) -> list[str]:
    return sorted(OF_INSTANTS.intersection(_built(build, q, *arguments).compile().params))


def _shape(q: Question) -> Question:
    """`q` with stand-ins for what only fills parameters: what is left decides how a statement looks."""
    f = q.filters
    some = Filters(campaign=f.campaign, cities=f.cities and _SOME, lines=f.lines and _SOME, groups=f.groups and _SOME)
    return replace(
        q,
        filters=some,
        as_of=ANY_INSTANT,
        known_at=None if q.known_at is None else ANY_INSTANT,
        since=None if q.since is None else ANY_INSTANT,
        scope=Scope(None if q.scope.cities is None else _SOME),
        hazards=HazardFilters(**{name: getattr(q.hazards, name) and _SOME for name in NARROWING}),
    )


def streamed(conn: Connection, build: Callable[[Question], Select[*tuple[Any, ...]]], q: Question) -> Rows:
    """The rows of `build(q)`, read in partitions."""
    for partition in ask_in_parts(conn, build, q):
        yield from map(tuple, partition)
