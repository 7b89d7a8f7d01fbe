"""What the map shows: one chosen measure per place, in words and as a number, and the scale of its colours."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.charts.place import Place
from dashboard.charts.ramp import Scale, count_scale
from dashboard.view import View
from data_access.notice.places import City
from data_access.notice.units import Unit
from data_access.obligations.counts import UnitCounts
from data_access.obligations.rates import RATES, SMALL_SAMPLE, ranks, ratio
from data_access.wording import number, rate, rate_text

MEASURES: Final = ("late", "overdue", "completion", "due_completion", "on_time", "on_time_stated", "held")
"""The first is what a map shows first: where something is overdue, tasks and hazards."""
COUNTS: Final = ("late", "overdue", "held")
STEP: Final = 0.1
"""The ends of a scale of rates are rounded outwards to tenths."""


@dataclass(frozen=True)
class Group:
    """A measure of a whole group of units: ΣN/ΣD of a rate (G11), or the sum of a count."""

    n: int
    d: int | None
    said: str = ""
    """In words of its own: 71 tasks and 18 hazards."""

    @property
    def text(self) -> str:
        """As it is printed: 76.6% (259/338), or 71."""
        if self.said:
            return self.said
        return number(self.n) if self.d is None else rate_text(self.n, self.d)


def places(
    view: View, units: Sequence[UnitCounts], held: Mapping[str, int], cities: Iterable[City], measure: str
) -> list[Place]:
    """One per unit (of one unit group), in the order given, with its rank where the measure is a rate (G12). `held`:
    adcode -> what a measure counts that is no count of tasks.
    """
    seats = {city.adcode: city for city in cities}
    order: list[int | None] = [None] * len(units)
    if measure in RATES:
        order = ranks([one.counts for one in units], measure)
    return [
        _place(view, one, held.get(one.unit.adcode, 0), rank, seats.get(one.unit.adcode), measure)
        for one, rank in zip(units, order, strict=True)
    ]


def whole(units: Iterable[UnitCounts], held: Mapping[str, int], measure: str) -> Group:
    """The measure of all units together; distinct activities (C11) come from `held`."""
    if measure == "held":
        return Group(held.get("all", 0), None)
    if measure in COUNTS:
        return Group(sum(one.counts.overdue for one in units), None)
    total = ratio((one.counts for one in units), measure)
    return Group(total.n, total.d)


def text(one: UnitCounts, measure: str) -> str:
    """The measure of a unit in words; overdue or a rate."""
    if measure in COUNTS:
        return number(one.counts.overdue)
    share = ratio([one.counts], measure)
    return rate_text(share.n, share.d)


def scale(found: Iterable[Place], measure: str) -> Scale:
    """The steps of the colours: rates from tenth to tenth around what there is, counts as count_scale has them."""
    values = [place.value for place in found if place.known]
    if measure in COUNTS:
        return count_scale(values)
    return rate_scale(values)


def rate_scale(values: Iterable[float]) -> Scale:
    """From tenth to tenth around what there is."""
    some = list(values)
    low = math.floor(min(some, default=0.0) / STEP + 1e-9) * STEP
    high = math.ceil(max(some, default=1.0) / STEP - 1e-9) * STEP
    if high - low < STEP / 2:
        low, high = (low - STEP, high) if high > 1 - STEP / 2 else (low, high + STEP)
    return Scale(max(low, 0.0), min(high, 1.0), ".0%")


def _place(view: View, one: UnitCounts, held: int, rank: int | None, seat: City | None, measure: str) -> Place:
    share = ratio([one.counts], measure) if measure in RATES else None
    n = share.n if share else one.counts.overdue if measure == "overdue" else held
    d = share.d if share else None
    said = number(n) if d is None else rate_text(n, d)
    small = d is not None and 0 < d < SMALL_SAMPLE
    return Place(
        code=one.unit.adcode,
        unit_code=one.unit.code,
        short=view.short(one.unit),
        name=view.name(one.unit),
        value=float(n) if d is None else n / d if d else math.nan,
        n=n,
        d=d,
        label=number(n) if d is None else rate(n, d),
        text=said,
        hover=_hover(view, one.unit, {"overdue": one.counts.overdue}, measure, said, rank, small=small),
        weight=float(n if d is None else d),
        rank=rank,
        small=small,
        lon=math.nan if seat is None or seat.lon is None else seat.lon,
        lat=math.nan if seat is None or seat.lat is None else seat.lat,
    )


def _hover(
    view: View, unit: Unit, counts: Mapping[str, int], measure: str, said: str, rank: int | None, *, small: bool
) -> str:
    lines = [view.name(unit), f"{view.t(f'map.measure.{measure}')} {said}"]
    if rank is not None:
        lines.append(view.t("map.hover.rank", rank=rank))
    if small:
        lines.append(view.t("map.small"))
    lines += [f"{view.t(f'map.measure.{name}')} {number(n)}" for name, n in counts.items() if name != measure]
    return "\n".join(lines)
