"""Hazards counted per city, county, industry and source, general and major ones always apart (C13, G9)."""

from typing import Final

from data_access.database.schema.hazard import GRADES, HAZARD_SOURCES
from data_access.database.snapshot import Snapshot
from data_access.hazards.sums import SUMS, Sums, load_sums
from data_access.notice.industries import select_industries
from data_access.notice.places import ALL, PLACE, list_territory, load_city_of, places_asked
from data_access.question import Question
from data_access.tables.rows import TEXT, Contract, RawRows, framed, listed

HAZARD_SUMMARY: Final[Contract] = {**PLACE, "grade": TEXT, **SUMS}
HAZARD_COUNTIES: Final[Contract] = {
    "city_adcode": TEXT,
    "adcode": TEXT,
    "name_zh": TEXT,
    "name_en": TEXT,
    "short_zh": TEXT,
    "level": TEXT,
    "grade": TEXT,
    **SUMS,
}
HAZARD_INDUSTRIES: Final[Contract] = {
    "industry_code": TEXT,
    "industry_zh": TEXT,
    "industry_en": TEXT,
    "parent_code": TEXT,
    "grade": TEXT,
    **SUMS,
}
HAZARD_SOURCES_COUNTED: Final[Contract] = {"source": TEXT, "grade": TEXT, **SUMS}


def grades_asked(q: Question) -> list[str]:
    """The grades asked for, general before major: each has rows of its own in every table."""
    return [grade for grade in GRADES if not q.hazards.grades or grade in q.hazards.grades]


def _hazard_summary(s: Snapshot, q: Question) -> RawRows:
    """Hazards per city and grade, and for the whole province (place_code 'all', first), zeros included (C13).

    A hazard counts where it lies, in its grade at T; the province counts hazards, those registered for the province
    itself among them. Where only some cities are asked for or may be seen, only their rows are there. Columns
    HAZARD_SUMMARY, in official order; numerators and denominators of rates are HAZARD_RATES.
    """
    city_of = load_city_of(s, q)
    sums = Sums()
    for (adcode, grade), of_class, counts in load_sums(s, q, "adcode"):
        for place in (city_of[adcode], ALL):
            sums.add((place, grade), of_class, counts)
    return ((*place, grade, *sums.of((place[0], grade))) for place in places_asked(s, q) for grade in grades_asked(q))


list_hazard_summary = listed(_hazard_summary, HAZARD_SUMMARY)
load_hazard_summary = framed(_hazard_summary, HAZARD_SUMMARY)


def _hazard_counties(s: Snapshot, q: Question) -> RawRows:
    """Hazards per county-level division of the cities asked for and grade, zeros included (C13).

    What is registered for a city itself (市本级) has a row of its own with level 'prefecture', so that the rows of a
    city add up to its row in load_hazard_summary. Columns HAZARD_COUNTIES, ordered by city and adcode.
    """
    sums = Sums()
    for key, of_class, counts in load_sums(s, q, "adcode"):
        sums.add(key, of_class, counts)
    places = [place for place in list_territory(s, q) if place.city_adcode]
    return (
        (p.city_adcode, p.adcode, p.name_zh, p.name_en, p.short_zh, p.level, grade, *sums.of((p.adcode, grade)))
        for p in places
        for grade in grades_asked(q)
    )


list_hazard_counties = listed(_hazard_counties, HAZARD_COUNTIES)
load_hazard_counties = framed(_hazard_counties, HAZARD_COUNTIES)


def _hazard_industries(s: Snapshot, q: Question) -> RawRows:
    """Hazards per industry and grade, zeros included (C13): a top-level industry (parent_code '') with all below it,
    so only rows of one level may be added up. Hazards without an industry have a row with code '' if there are any.

    Columns HAZARD_INDUSTRIES, a top-level industry before those below it.
    """
    names = s.ask_lasting(select_industries, q.unfiltered().timeless())
    parent_of = {row.code: row.parent_code for row in names}
    sums = Sums()
    for (code, grade), of_class, counts in load_sums(s, q, "industry_code"):
        for key in {code, parent_of.get(code) or code}:
            sums.add((key, grade), of_class, counts)
    asked = set(q.hazards.industries) or set(parent_of)
    rows = [(*row[:3], row.parent_code or "") for row in names if {row.code, row.parent_code} & asked]
    if any(("", grade) in sums for grade in grades_asked(q)):
        rows.append(("", "", "", ""))
    return ((*row, grade, *sums.of((row[0], grade))) for row in rows for grade in grades_asked(q))


list_hazard_industries = listed(_hazard_industries, HAZARD_INDUSTRIES)
load_hazard_industries = framed(_hazard_industries, HAZARD_INDUSTRIES)


def _hazard_sources(s: Snapshot, q: Question) -> RawRows:
    """Hazards per source and grade, zeros included (C13); those without a source have a row with code '' if there are
    any. Columns HAZARD_SOURCES_COUNTED, in the order of the ledger's list.
    """
    sums = Sums()
    for (source, grade), of_class, counts in load_sums(s, q, "source"):
        sums.add((source, grade), of_class, counts)
    sources = [source for source in HAZARD_SOURCES if not q.hazards.sources or source in q.hazards.sources]
    if any(("", grade) in sums for grade in grades_asked(q)):
        sources.append("")
    return ((source, grade, *sums.of((source, grade))) for source in sources for grade in grades_asked(q))


list_hazard_sources = listed(_hazard_sources, HAZARD_SOURCES_COUNTED)
load_hazard_sources = framed(_hazard_sources, HAZARD_SOURCES_COUNTED)
