"""From a number as it was told then to the number of now: what was revised of it, and what has happened since."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from data_access.comparison.pairs import refusal, since_of
from data_access.comparison.standing import Parts, Thing, group_of, standing
from data_access.database.snapshot import Snapshot
from data_access.notice.places import PROVINCE
from data_access.notice.units import Place
from data_access.obligations.agenda import of_group
from data_access.obligations.at_instant import list_obligations
from data_access.question import Question
from data_access.urgency.order import list_urgency


class Step(NamedTuple):
    """From one set of things to another: how many came, how many went."""

    came: int
    gone: int

    @property
    def net(self) -> int:
        """What it adds to the number."""
        return self.came - self.gone


class Span(NamedTuple):
    """then + revised = known; known + happened = now."""

    then: int
    """T1 as the database knew it at T1."""
    revised: Step
    known: int
    """T1 as it is known now (or at K)."""
    happened: Step
    now: int
    """T2 as it is known now."""


class Bridge(NamedTuple):
    """One figure of one place; `d`: the denominator of a rate, else None."""

    place: Place
    figure: str
    n: Span
    d: Span | None


class Comparison(NamedTuple):
    """Two instants of a question."""

    since: datetime
    group: str
    whole: tuple[Bridge, ...]
    """Of all units that are compared, one for each figure."""
    units: tuple[Bridge, ...]
    """Of each unit, most pressing first, and of it one for each figure."""


def step(before: frozenset[Thing], after: frozenset[Thing]) -> Step:
    """What came and what went."""
    return Step(len(after - before), len(before - after))


def span(then: frozenset[Thing], known: frozenset[Thing], now: frozenset[Thing]) -> Span:
    """The two steps between three sets."""
    return Span(len(then), step(then, known), len(known), step(known, now), len(now))


def load_comparison(s: Snapshot, q: Question) -> Comparison | None:
    """The figures at q.since (as pairs.since_of) and at T; None for a pair that cannot be compared (pairs.refusal)."""
    if refusal(s, q) is not None:
        return None
    since, now = since_of(s, q), q.counted_from(None)
    known = now.at(since)
    then = known.known(since if q.known_at is None else min(since, q.known_at))
    stood = [standing(s, asked) for asked in (then, known, now)]
    compared = [one.unit for one in list_urgency(s, now) if one.unit.group == group_of(q)]
    owing = {one.unit for one in of_group(list_obligations(s, now), group_of(q))}
    places = [Place(unit.code, unit.zh, unit.en, unit.short) for unit in compared if unit in owing]
    whole = tuple(bridges(PROVINCE, stood))
    return Comparison(
        since, group_of(q), whole, tuple(one for place in places for one in bridges(place, stood, place.code))
    )


class Leg(NamedTuple):
    """The numerator or the denominator of a bridge, as a file has it."""

    place: Place
    figure: str
    part: str
    """n, d."""
    span: Span


def list_comparison(s: Snapshot, q: Question) -> Iterator[Leg]:
    """The bridges of load_comparison, a row for each numerator and denominator: of each unit, and before them of the
    whole where no city is left out.
    """
    found = load_comparison(s, q)
    if found is None:
        return
    narrowed = q.filters.cities or q.scope.cities is not None
    for one in found.units if narrowed else (*found.whole, *found.units):
        for part, told in (("n", one.n), ("d", one.d)):
            if told is not None:
                yield Leg(one.place, one.figure, part, told)


def bridges(place: Place, stood: Sequence[dict[str, Parts]], code: str = "") -> Iterator[Bridge]:
    """The bridge of each figure over what stood then, is known of it, and stands now; of one unit, or of all ("")."""
    for figure in stood[-1]:
        parts = [one[figure] for one in stood]
        over = [one.d for one in parts if one.d is not None]
        d = span(*(_own(one, code) for one in over)) if over else None
        yield Bridge(place, figure, span(*(_own(one.n, code) for one in parts)), d)


def _own(things: frozenset[Thing], code: str) -> frozenset[Thing]:
    return things if not code else frozenset(one for one in things if one[0] == code)
