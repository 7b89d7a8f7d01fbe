"""Hazards by place: one chosen measure of one grade, in words and as a number, for maps and rankings."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from dashboard.charts.place import Place
from dashboard.charts.ramp import Scale, count_scale
from dashboard.hazards.grades import Grades, Label
from dashboard.places.measures import Group, rate_scale
from dashboard.view import View
from data_access.database.schema.hazard import GRADES
from data_access.hazards.sums import HAZARD_RATES, Sums
from data_access.notice.places import City
from data_access.obligations.rates import SMALL_SAMPLE, ranks_of, ratio
from data_access.urgency.order import most_pressing
from data_access.wording import number, rate, rate_text

MEASURES: Final = ("rectified", "in_time", "E", "confirmed")
"""The two rates (ranked, for closing hazards is what matters: G14); the overdue and all hazards (counts)."""


ON_MAP: Final = tuple(f"{grade}.{measure}" for grade in GRADES for measure in MEASURES[:3])
"""What the page of the map offers of hazards: the grade and the measure."""


def places(view: View, rows: Sequence[Grades[Sums]], grade: str, cities: Iterable[City], measure: str) -> list[Place]:
    """One per row, by its hazards of one grade, in the order of every list of these pages: with most overdue major
    ones first, then with most general ones, ties in official order.
    """
    seats = {city.adcode: city for city in cities}
    order: list[int | None] = [None] * len(rows)
    if measure in HAZARD_RATES:
        order = ranks_of([ratio([row.of(grade)], measure, HAZARD_RATES) for row in rows])
    found = [
        _place(view, row.label, grade, row.of(grade), rank, seats.get(row.code), measure)
        for row, rank in zip(rows, order, strict=True)
    ]
    pressing = sorted(zip(rows, found, strict=True), key=lambda of: most_pressing(0, of[0].major.E, of[0].general.E, 0))
    return [place for _, place in pressing]


def whole(counts: Sums, measure: str) -> Group:
    """The measure of all places together, whose sum these counts are."""
    if measure in HAZARD_RATES:
        share = ratio([counts], measure, HAZARD_RATES)
        return Group(share.n, share.d)
    return Group(getattr(counts, measure), None)


def scale(found: Sequence[Place], measure: str) -> Scale:
    """The steps of the colours."""
    if measure in HAZARD_RATES:
        return rate_scale(place.value for place in found if place.known)
    return count_scale(place.n for place in found)


def _place(
    view: View, label: Label, grade: str, counts: Sums, rank: int | None, seat: City | None, measure: str
) -> Place:
    share = ratio([counts], measure, HAZARD_RATES) if measure in HAZARD_RATES else None
    n, d = (share.n, share.d) if share else (getattr(counts, measure), None)
    said = number(n) if d is None else rate_text(n, d)
    small = d is not None and 0 < d < SMALL_SAMPLE
    hover = [label.name, f"{view.word('grade', grade)} {view.t(f'hazards.measure.{measure}')} {said}"]
    if rank is not None:
        hover.append(view.t("map.hover.rank", rank=rank))
    if small:
        hover.append(view.t("map.small"))
    others = [name for name in ("confirmed", "E") if name != measure]
    hover += [f"{view.t(f'hazards.measure.{name}')} {number(getattr(counts, name))}" for name in others]
    return Place(
        code=label.code,
        unit_code=label.code,
        short=label.short,
        name=label.name,
        value=float(n) if d is None else n / d if d else math.nan,
        n=n,
        d=d,
        label=number(n) if d is None else rate(n, d),
        text=said,
        hover="\n".join(hover),
        weight=float(n if d is None else d),
        rank=rank,
        small=small,
        lon=math.nan if seat is None or seat.lon is None else seat.lon,
        lat=math.nan if seat is None or seat.lat is None else seat.lat,
    )
