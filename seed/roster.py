"""The units that a notice addresses: offices and leagues of its places, departments; and the roster made of them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, insert, select, update

from data_access.database.schema import campaign_unit, org_unit, org_unit_alias
from seed.merge import Changes, Values, ids, merge
from seed.notice import League, Notice, NoticeError
from seed.reference_tables import Division, Reference

AFTER_ALL_PLACES = 1_000_000
"""sort_order of the first department: adcodes come before."""


def places(notice: Notice, reference: Reference) -> tuple[list[Division], list[Division]]:
    """The cities of the notice's province and their counties, as they were on the day of issue, by adcode."""
    head = notice.notice
    there = sorted((d for d in reference.divisions if d.in_force(head.issued_on)), key=lambda d: d.adcode)
    cities = [d for d in there if d.level == "prefecture" and d.parent_adcode == head.province_adcode]
    codes = {city.adcode for city in cities}
    counties = [d for d in there if d.level == "county" and d.parent_adcode in codes]
    if not cities:
        raise NoticeError(f"{head.code}: divisions.csv has no city (prefecture) of province {head.province_adcode}")
    return cities, counties


def load_units(connection: Connection, notice: Notice, reference: Reference) -> dict[str, Changes]:
    """Write the units of the notice's province and its roster.

    Once a roster was imported (members with provenance stated), members and offices are the roster's business.
    """
    cities, counties = places(notice, reference)
    changes = {
        "org_unit": merge(
            connection,
            org_unit,
            ("code",),
            [*_departments(notice, reference), *(_office(city, "city") for city in cities)],
            once=("provenance", "sort_order"),
        )
    }
    below = [*((city, "city") for city in cities), *((county, "county") for county in counties)]
    units = ids(connection, org_unit)
    if notice.league:
        rows = [_league(place, level, notice.league, units) for place, level in below]
    else:
        rows = [{**_office(county, "county"), "parent_id": units[str(county.parent_adcode)]} for county in counties]
    changes["org_unit"] += merge(connection, org_unit, ("code",), rows, once=("provenance", "sort_order"))
    changes["org_unit_alias"] = _load_aliases(connection, notice, reference, cities)
    return changes


def load_roster(connection: Connection, campaign_id: int, notice: Notice, reference: Reference) -> Changes:
    """Write campaign_unit for the notice: cities and counties always, departments until a roster replaces them."""
    cities, counties = places(notice, reference)
    units = ids(connection, org_unit)
    county_code = "{}-L" if notice.league else "{}"
    rows = [
        *((city.adcode, "city", "stated") for city in cities),
        *((county_code.format(county.adcode), "county", "inferred") for county in counties),
    ]
    if not _roster_imported(connection, campaign_id):
        province = notice.notice.province_adcode
        rows += [
            (unit.code, unit.unit_group, unit.provenance)
            for unit in reference.units
            if unit.province_adcode == province and unit.unit_group != "none"
        ]
    values = [
        {"campaign_id": campaign_id, "org_unit_id": units[code], "unit_group": group, "provenance": provenance}
        for code, group, provenance in rows
    ]
    return merge(connection, campaign_unit, ("campaign_id", "org_unit_id"), values)


def _roster_imported(connection: Connection, campaign_id: int) -> bool:
    found = select(campaign_unit.c.org_unit_id).where(
        campaign_unit.c.campaign_id == campaign_id,
        campaign_unit.c.unit_group == "member",
        campaign_unit.c.provenance == "stated",
    )
    return connection.execute(found.limit(1)).first() is not None


def _departments(notice: Notice, reference: Reference) -> list[Values]:
    return [
        {
            **unit.model_dump(exclude={"unit_group", "aliases"}),
            "level": "province",
            "adcode": None,
            "sort_order": AFTER_ALL_PLACES + number,
        }
        for number, unit in enumerate(reference.units)
        if unit.province_adcode == notice.notice.province_adcode
    ]


def _office(place: Division, level: str) -> Values:
    """The safety-committee office of a place: what returns mean by the place's name."""
    return {
        "code": place.adcode,
        "name_zh": place.name_zh,
        "name_en": place.name_en,
        "short_zh": place.short_zh,
        "kind": "committee_office",
        "level": level,
        "adcode": place.adcode,
        "province_adcode": place.adcode[:2] + "0000",
        "sort_order": int(place.adcode),
        "provenance": "stated",
    }


def _league(place: Division, level: str, league: League, units: dict[str, int]) -> Values:
    """'230102-L', below the office of its city."""
    return {
        **_office(place, level),
        "code": f"{place.adcode}-L",
        "name_zh": place.name_zh + league.name_zh,
        "name_en": f"{place.name_en} {league.name_en}".strip(),
        "kind": "volunteer_league",
        "parent_id": units[place.adcode if level == "city" else str(place.parent_adcode)],
    }


def _load_aliases(connection: Connection, notice: Notice, reference: Reference, cities: Sequence[Division]) -> Changes:
    """An alias that a roster has given to another unit stays there; names of counties repeat and have no alias."""
    province = notice.notice.province_adcode
    units = units_of(connection, province)
    wanted = {city.short_zh: units[city.adcode] for city in cities if city.short_zh != city.name_zh}
    for unit in reference.units:
        if unit.code in units:
            wanted |= dict.fromkeys(unit.aliases, units[unit.code])
    return bring_aliases(connection, province, wanted, keep=True)


def units_of(connection: Connection, province_adcode: str) -> dict[str, int]:
    """Code → id of the units of a province."""
    of_it = select(org_unit.c.code, org_unit.c.id).where(org_unit.c.province_adcode == province_adcode)
    return dict(connection.execute(of_it).all())


def bring_aliases(connection: Connection, province_adcode: str, wanted: Mapping[str, int], *, keep: bool) -> Changes:
    """Let these aliases mean these units within their province; with `keep` one that means another unit stays."""
    a = org_unit_alias.c
    of_province = select(a.alias, a.org_unit_id).join(org_unit).where(org_unit.c.province_adcode == province_adcode)
    known = dict(connection.execute(of_province).all())
    new = {alias: key for alias, key in wanted.items() if alias not in known}
    moved = {alias: key for alias, key in wanted.items() if alias in known and known[alias] != key and not keep}
    for alias, key in moved.items():
        old = (a.alias == alias) & (a.org_unit_id == known[alias])
        connection.execute(update(org_unit_alias).where(old).values(org_unit_id=key))
    if new:
        rows = [{"alias": alias, "org_unit_id": key} for alias, key in new.items()]
        connection.execute(insert(org_unit_alias), rows)
    return Changes(len(new), len(moved))
