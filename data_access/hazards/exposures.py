"""What was exposed in public (曝光) and was it fixed? (domain.md §5.2, question 15)"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data_access.columns.counting import counted
from data_access.columns.instants import NEVER, NO_DAY, instant_at
from data_access.database.days import EPOCH, local_date, start_of_day
from data_access.database.schema.hazard import CLASSES, GRADES
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import HazardsAt, chosen_rows, hazards_at, load_campaign_ids
from data_access.hazards.counts import grades_of
from data_access.hazards.days import today
from data_access.hazards.overlays import exposed_on
from data_access.hazards.register.overlays import NO_HAZARD, OUTLET_LEVELS
from data_access.hazards.register.rows import SOURCES
from data_access.notice.industries import NO_INDUSTRY, Industry, load_industries
from data_access.notice.places import ALL, NO_AREA, NOWHERE, load_areas, load_city_of, places_of
from data_access.notice.units import Place
from data_access.question import Question

LONG: Final = 30
"""Days since the exposure after which an open hazard is counted as open for long."""
NEWEST: Final = 200
PART: Final = 2_000
RECORDS: Final = ("hazard", "unconfirmed", "none")
_SHOWN_NOT: Final = -1


class Exposure(NamedTuple):
    """A report in public, and what became of the hazard that it was about."""

    exposed_at: datetime
    """The first second of its day, UTC."""
    outlet: str
    outlet_level: str
    title: str
    """Which may name a unit: '' where the hazard came from a tip and where it is not confirmed (returns §5)."""
    record: str
    """What it belongs to: 'hazard' (in F at T), 'unconfirmed' (known, but not confirmed by T, or void) or 'none': a gap
    in the data.
    """
    hazard_code: str
    city: Place
    place: Place
    industry: Industry
    grade: str
    """At T; '' of what is no hazard in F, like its class."""
    class_: str
    due_at: datetime | None
    closed_at: datetime | None
    days_to_close: int | None
    """Local days from it to the closing, unless that came before."""
    days_open: int | None
    """Local days from it to T, of what is open."""


class ExposureSums(NamedTuple):
    """Counts of hazards in F that were exposed by T."""

    exposed: int = 0
    exposed_closed: int = 0
    """Exposure closure (C13)."""
    closed_after: int = 0
    """Closed on the day of their first exposure or after it."""
    exposed_open: int = 0
    open_long: int = 0
    """Open for more than 30 days since it."""


class ExposureCount(NamedTuple):
    """Exposed hazards of one grade in a city, or in the whole province."""

    place: Place
    grade: str
    counts: ExposureSums


class Gaps(NamedTuple):
    """How many exposures there are, without a hazard on record, and of a hazard that is not in F at T."""

    exposures: int
    without_hazard: int
    unconfirmed: int


class _Told(NamedTuple):
    """All exposures, and what each belongs to at T: place in RECORDS, or that it is not chosen."""

    at: HazardsAt
    record: NDArray[np.int8]
    rows: NDArray[np.int32]
    """Of the register; NO_HAZARD for none."""

    def ordered(self, *, newest_first: bool = False) -> NDArray[np.int64]:
        """The places of those to show, by day, code and id."""
        x, there = self.at.register.exposures, np.flatnonzero(self.record != _SHOWN_NOT)
        rank = np.append(self.at.rows.rank, -1)[self.rows[there]]
        day = x.day[there]
        return there[np.lexsort((x.ids[there], rank, -day if newest_first else day))]


def stream_exposures(s: Snapshot, q: Question) -> Iterator[Exposure]:
    """list_exposures, a part at a time."""
    told = _told(s, q)
    return _finished(s, told, told.ordered())


def list_exposures(s: Snapshot, q: Question) -> tuple[Exposure, ...]:
    """Every exposure by T, in order of days.

    One without a hazard has no place and so is there only where the whole province and all hazards are chosen.
    """
    return tuple(stream_exposures(s, q))


def list_newest_exposures(s: Snapshot, q: Question, n: int = NEWEST) -> tuple[Exposure, ...]:
    """The n newest of list_exposures, the newest first."""
    told = _told(s, q)
    return tuple(_finished(s, told, told.ordered(newest_first=True)[:n]))


def count_exposures(s: Snapshot, q: Question) -> int:
    """How many list_exposures gives."""
    return load_exposure_gaps(s, q).exposures


def list_exposure_summary(s: Snapshot, q: Question) -> tuple[ExposureCount, ...]:
    """Exposed hazards per city (and province) and grade, zeros included. Places as in list_hazard_summary."""
    at = hazards_at(s, q)
    at = at.where(exposed_on(at) != NO_DAY)
    first, closed, closed_on = exposed_on(at), ~at.open, at.days("closed")
    masks = (closed, closed & (closed_on >= first), at.open, at.open & (today(q) - first > LONG))
    sums: Counter[tuple[str, str, int]] = Counter()
    city, codes = at.groups(load_city_of(s, q))
    for (place, grade), numbers in counted((city, at.grade), *masks):
        for number, hazards in enumerate(numbers):
            sums[codes[place], GRADES[grade], number] += hazards
            sums[ALL, GRADES[grade], number] += hazards
    fields = range(len(ExposureSums._fields))
    return tuple(
        ExposureCount(place, grade, ExposureSums(*(sums[place.code, grade, number] for number in fields)))
        for place in places_of(s, q)
        for grade in grades_of(q)
    )


def load_exposure_gaps(s: Snapshot, q: Question) -> Gaps:
    """Of the exposures of list_exposures those without a hazard on record, and those of a hazard that is not in F."""
    record = _told(s, q).record
    without, unconfirmed = (int((record == RECORDS.index(one)).sum()) for one in ("none", "unconfirmed"))
    return Gaps(int((record != _SHOWN_NOT).sum()), without, unconfirmed)


def _told(s: Snapshot, q: Question) -> _Told:
    return s.once((_told, q), lambda: _records(s, q))


def _records(s: Snapshot, q: Question) -> _Told:
    at = hazards_at(s, q)
    x = at.register.exposures
    of_campaign = (x.campaign == 0) | np.isin(x.campaign, load_campaign_ids(s, q))
    then, known = (x.day <= today(q)) & of_campaign, x.hazard != NO_HAZARD
    in_f, chosen = (np.zeros(len(at.rows) + 1, np.bool_) for _ in range(2))  # NO_HAZARD looks up the last
    in_f[at.chosen] = True
    record = np.full(len(x.day), _SHOWN_NOT, np.int8)
    record[then & in_f[x.hazard]] = RECORDS.index("hazard")
    if not (q.hazards.grades or q.hazards.classes):  # which only a hazard in F has
        chosen[:-1] = chosen_rows(s, q)
        record[then & chosen[x.hazard] & ~in_f[x.hazard]] = RECORDS.index("unconfirmed")
        if not (q.filters.cities or q.scope.cities is not None or any(astuple(q.hazards))):
            record[then & ~known] = RECORDS.index("none")
    return _Told(at, record, x.hazard)


def _finished(s: Snapshot, told: _Told, places: NDArray[np.int64]) -> Iterator[Exposure]:
    """The exposures at these places, with their places and industries by name."""
    for first in range(0, len(places), PART):
        yield from _part(s, told, places[first : first + PART])


def _part(s: Snapshot, told: _Told, places: NDArray[np.int64]) -> Iterator[Exposure]:
    q, rows, x = told.at.q, told.at.rows, told.at.register.exposures
    areas, industries, last = load_areas(s, q), load_industries(s, q), local_date(q.as_of, q.zone)
    hazard, record = told.rows[places], told.record[places]
    at = told.at.at_rows(hazard[record == RECORDS.index("hazard")])
    standing = zip(at.grade.tolist(), at.class_.tolist(), at.instants("due"), at.instants("closed"), strict=True)
    for place, row, of_record in zip(places.tolist(), hazard.tolist(), record.tolist(), strict=True):
        kind, known, day = RECORDS[of_record], row != NO_HAZARD, EPOCH + timedelta(days=int(x.day[place]))
        area = areas.get(rows.adcodes[rows.adcode[row]], NO_AREA) if known else NO_AREA
        grade, class_, due, closed = next(standing) if kind == "hazard" else (None, None, NEVER, NEVER)
        closed_at = instant_at(closed)
        to_close = (local_date(closed_at, q.zone) - day).days if closed_at else None
        named = kind == "none" or (kind == "hazard" and SOURCES[rows.source[row]] != "tip")
        yield Exposure(
            exposed_at=start_of_day(day, q.zone),
            outlet=x.outlet[place],
            outlet_level=OUTLET_LEVELS[x.level[place]],
            title=x.title[place] if named else "",
            record=kind,
            hazard_code=rows.code[row].decode() if known else "",
            city=areas[area.city].place if area.city else NOWHERE,
            place=area.place,
            industry=industries.get(rows.industries[rows.industry[row]], NO_INDUSTRY) if known else NO_INDUSTRY,
            grade="" if grade is None else GRADES[grade],
            class_="" if class_ is None else CLASSES[class_],
            due_at=instant_at(due),
            closed_at=closed_at,
            days_to_close=to_close if to_close is not None and to_close >= 0 else None,
            days_open=(last - day).days if kind == "hazard" and not closed_at else None,
        )
