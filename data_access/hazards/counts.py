"""Hazards counted per city, county, industry and source, general and major ones always apart (C13, G9)."""

from typing import NamedTuple

from data_access.database.schema.hazard import GRADES, HAZARD_SOURCES
from data_access.database.snapshot import Snapshot
from data_access.hazards.sums import NOTHING, Sums, Tally, load_sums
from data_access.notice.industries import NO_INDUSTRY, Industry, load_industries
from data_access.notice.places import ALL, list_territory, load_city_of, places_of
from data_access.notice.units import Place
from data_access.question import Question


class HazardCount(NamedTuple):
    """Hazards of one grade in a city, or in the whole province."""

    place: Place
    grade: str
    counts: Sums

    @property
    def majors(self) -> Sums:
        """The counts if they are of major hazards, which alone have some rates; else zeros."""
        return self.counts if self.grade == "major" else NOTHING


class CountyCount(NamedTuple):
    """Hazards of one grade in a county, or registered for a city itself (市本级, level 'prefecture')."""

    city: str
    """The adcode of its city."""
    place: Place
    level: str
    grade: str
    counts: Sums


class IndustryCount(NamedTuple):
    """Hazards of one grade in an industry; NO_INDUSTRY for those without one."""

    industry: Industry
    grade: str
    counts: Sums


class SourceCount(NamedTuple):
    """Hazards of one grade that came from a source; '' for those without one."""

    source: str
    grade: str
    counts: Sums


def grades_of(q: Question) -> list[str]:
    """The chosen grades, general before major: each has rows of its own in every table."""
    return [grade for grade in GRADES if not q.hazards.grades or grade in q.hazards.grades]


def list_hazard_summary(s: Snapshot, q: Question) -> tuple[HazardCount, ...]:
    """Hazards per city and grade, and for the whole province (code 'all', first), zeros included (C13).

    A hazard counts where it lies, in its grade at T; the province counts hazards, those registered for the province
    itself among them. Where only some cities are chosen or may be seen, only their rows are there. In official
    order; numerators and denominators of rates are HAZARD_RATES.
    """
    city_of = load_city_of(s, q)
    tally = Tally()
    for (adcode, grade), of_class, counts in load_sums(s, q, "adcode"):
        for place in (city_of[adcode], ALL):
            tally.add((place, grade), of_class, counts)
    return tuple(
        HazardCount(place, grade, tally.of((place.code, grade))) for place in places_of(s, q) for grade in grades_of(q)
    )


def list_hazard_counties(s: Snapshot, q: Question) -> tuple[CountyCount, ...]:
    """Hazards per county-level division of the chosen cities and grade, zeros included (C13).

    What is registered for a city itself has a row of its own, so that the rows of a city add up to its row in
    list_hazard_summary. Ordered by city and adcode.
    """
    tally = Tally()
    for key, of_class, counts in load_sums(s, q, "adcode"):
        tally.add(key, of_class, counts)
    return tuple(
        CountyCount(one.city, one.place, one.level, grade, tally.of((one.place.code, grade)))
        for one in list_territory(s, q)
        if one.city
        for grade in grades_of(q)
    )


def list_hazard_industries(s: Snapshot, q: Question) -> tuple[IndustryCount, ...]:
    """Hazards per industry and grade, zeros included (C13): a top-level industry with all below it, so only rows of one
    level may be added up. Hazards without an industry have a row if there are any.

    A top-level industry comes before those below it.
    """
    industries = load_industries(s, q)
    tally = Tally()
    for (code, grade), of_class, counts in load_sums(s, q, "industry_code"):
        for key in {code, industries[code].group.code} if code else {code}:
            tally.add((key, grade), of_class, counts)
    chosen = set(q.hazards.industries) or set(industries)
    rows = [one for one in industries.values() if {one.code, one.group.code} & chosen]
    if any(("", grade) in tally for grade in grades_of(q)):
        rows.append(NO_INDUSTRY)
    return tuple(IndustryCount(one, grade, tally.of((one.code, grade))) for one in rows for grade in grades_of(q))


def list_hazard_sources(s: Snapshot, q: Question) -> tuple[SourceCount, ...]:
    """Hazards per source and grade, zeros included (C13); those without a source have a row if there are any. In the
    order of the ledger's list.
    """
    tally = Tally()
    for key, of_class, counts in load_sums(s, q, "source"):
        tally.add(key, of_class, counts)
    sources = [source for source in HAZARD_SOURCES if not q.hazards.sources or source in q.hazards.sources]
    if any(("", grade) in tally for grade in grades_of(q)):
        sources.append("")
    return tuple(SourceCount(source, grade, tally.of((source, grade))) for source in sources for grade in grades_of(q))
