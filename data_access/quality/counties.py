"""Counties beside their city: what lies in counties, and the city's own figure, which contains it already (G9)."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from sqlalchemy import Select, and_, select

from data_access.activities.facts import activity_known, ended_at
from data_access.annex3.figures import load_in_force
from data_access.columns.instants import NO_DAY
from data_access.database.campaign_trees import campaign_ids
from data_access.database.days import local_date
from data_access.database.schema import activity, activity_unit, line, line_metric, line_thing
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import load_campaign_ids
from data_access.hazards.register.register import load_register
from data_access.notice.places import COUNTY_LEVELS, list_territory, territory
from data_access.notice.selection import units
from data_access.notice.units import load_units
from data_access.quality.findings import Evidence, evidence, texts
from data_access.quality.returns import Return
from data_access.question import Question

FIRST_DAY: Final = date(1970, 1, 1)


class Counted(NamedTuple):
    """Something in a county that its city's figure contains."""

    unit: str
    """Code of the city's office."""
    code: str
    """Of the row of Annex 3."""
    county: tuple[str, str, str]
    """Adcode and names."""
    at: Any
    """From when on it counts: an instant, or a day as a number."""


Times: TypeAlias = defaultdict[tuple[str, str], defaultdict[tuple[str, str, str], list[Any]]]
"""Code of a unit and of a row of Annex 3 -> adcode and names of a county -> when something came to be counted."""


Read: TypeAlias = Callable[[Snapshot, Question], Iterator[Counted]]


def select_events(q: Question) -> Select[*tuple[Any, ...]]:
    """The held activities that lie in the counties of the city that led them and that a row of Annex 3 counts by the
    notice: code of the city's office, code of the row, adcode and names of the county, when it ended.
    """
    unit, place = units(q), territory(q)
    return (
        select(
            unit.c.unit_code, line_metric.c.metric_code, place.c.adcode, place.c.name_zh, place.c.name_en, ended_at()
        )
        .join_from(activity, activity_unit, activity_unit.c.activity_id == activity.c.id)
        .join(unit, unit.c.id == activity_unit.c.org_unit_id)
        .join(line_metric, and_(line_metric.c.line_id == activity.c.line_id, line_metric.c.measure == "events"))
        .join(place, place.c.adcode == activity.c.adcode)
        .where(
            activity.c.status == "held",
            activity_known(q),
            ended_at().is_not(None),
            activity.c.campaign_id.in_(campaign_ids(q.filters.campaign)),
            activity_unit.c.role == "lead",
            unit.c.unit_group == "city",
            place.c.city_adcode == unit.c.city_adcode,
            place.c.level.in_(COUNTY_LEVELS),
        )
    )


def select_counting(q: Question) -> Select[str]:
    """The rows of Annex 3 that count exposures by the notice."""
    t = line_thing.c
    of_notice = line.c.campaign_id.in_(campaign_ids(q.filters.campaign))
    return (
        select(t.metric_code).join(line).where(t.thing == "exposures", t.metric_code.is_not(None), of_notice).distinct()
    )


def _events(s: Snapshot, q: Question) -> Iterator[Counted]:
    yield from (Counted(unit, code, (place, zh, en), at) for unit, code, place, zh, en, at in s.ask(select_events, q))


def _exposed(s: Snapshot, q: Question) -> Iterator[Counted]:
    """The hazards in counties that were exposed, by the day of the first time."""
    register = load_register(s)
    figures = [code for (code,) in s.ask(select_counting, q)]
    offices = {unit.city: unit.code for unit in load_units(s, q).values() if unit.group == "city"}
    areas = {one.place.code: one for one in list_territory(s, q) if one.level in COUNTY_LEVELS and one.city in offices}
    hazards, days = register.exposures.first(NO_DAY)
    inside = np.isin(register.rows.campaign[hazards], load_campaign_ids(s, q))
    for place, day in zip(register.rows.adcode[hazards[inside]], days[inside].tolist(), strict=True):
        if area := areas.get(register.rows.adcodes[place]):
            county = area.place.code, area.place.zh, area.place.en
            yield from (Counted(offices[area.city], code, county, day) for code in figures)


def _times(s: Snapshot, q: Question, read: Read) -> Times:
    """What is counted, as sorted times by unit, row and county: read once for all instants."""
    every = q.unfiltered().timeless().known(q.known_at)

    def made() -> Times:
        found: Times = defaultdict(lambda: defaultdict(list))
        for one in read(s, every):
            found[one.unit, one.code][one.county].append(one.at)
        for counties in found.values():
            for times in counties.values():
                times.sort()
        return found

    return s.lasting((_times, read, every), made)


def counties_exceed(s: Snapshot, q: Question, returns: Iterable[Return]) -> Iterator[Evidence]:
    """Cities whose own figure is smaller than what lies in their counties up to the receipt of their return, which it
    contains: a row for each county.

    The other way round is no contradiction: a city holds events of its own, and ledgers may lack some. A figure that
    is missing is not smaller (G10).
    """
    cells: defaultdict[tuple[str, str], list[tuple[tuple[str, str, str], int]]] = defaultdict(list)
    sent = {code: one.version.submitted_at for code, one in load_in_force(s, q).items()}
    until = {code: min(at, q.as_of) for code, at in sent.items()}
    day = {code: (local_date(at, q.zone) - FIRST_DAY).days for code, at in sent.items()}
    limits: tuple[tuple[Read, Mapping[str, Any]], ...] = ((_events, until), (_exposed, day))
    for read, last in limits:
        for (unit, code), places in _times(s, q, read).items():
            for county, times in places.items() if unit in last else ():
                if number := bisect_right(times, last[unit]):
                    cells[unit, code].append((county, number))
    for one in returns:
        for code, figure in one.figures.items():
            counties = sorted(cells[one.unit.code, code])
            total = sum(n for _, n in counties)
            if figure.value is None or total <= figure.value:
                continue
            for (adcode, zh, en), n in counties:
                values = {"county": (zh, en), "n": n, "name": figure.name, "total": total, "own": figure.value}
                yield evidence(
                    one.unit,
                    "counties_exceed",
                    f"{one.unit.code}:{code}",
                    texts("rule.counties_exceed.row", **values, **one.source),
                    line=one.line,
                    item=adcode,
                    value=n,
                    compared=figure.value,
                )
