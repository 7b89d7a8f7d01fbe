"""Links between tips, measures and hazards of one notice, also those whose other end came later."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from data_access.database.schema import hazard, hazard_tip, measure_list_item, org_unit, tip
from seed.returns.reading.reference import Reference
from seed.returns.reading.values import items
from seed.returns.storing.load import Load, select_in

Hazards = Mapping[str, tuple[int, str | None]]
"""Number → id and city."""
Named = Mapping[tuple[str, datetime], str]
"""Number and recorded_at of a tip's version → the numbers of hazards as written."""


def link(conn: Connection, reference: Reference, named: Named) -> int:
    """Make all links of a notice that can be made now; how many are new."""
    of_notice = select(hazard.c.code, hazard.c.id, hazard.c.adcode).where(hazard.c.campaign_id == reference.notice_id)
    hazards = {row.code: (row.id, reference.city_of(row.adcode)) for row in conn.execute(of_notice)}
    return _tips(conn, reference, named, hazards) + _measures(conn, reference, hazards)


def _tips(conn: Connection, reference: Reference, named: Named, hazards: Hazards) -> int:
    """Tips in force to the hazards that they name."""
    in_force = select(tip.c.recorded_at, tip.c.code).where(
        tip.c.campaign_id == reference.notice_id, tip.c.superseded_at.is_(None)
    )
    known = {(row.hazard_id, row.tip_code) for row in conn.execute(select(hazard_tip))}
    wanted = {
        (hazards[number][0], row.code)
        for row in conn.execute(in_force)
        for number in items(named.get((row.code, row.recorded_at)))
        if number in hazards
    }
    rows = [{"hazard_id": key, "tip_code": code} for key, code in sorted(wanted - known)]
    if rows:
        conn.execute(insert(hazard_tip), rows)
    return len(rows)


def _measures(conn: Connection, reference: Reference, hazards: Hazards) -> int:
    """Items of a city's two lists to the hazards of that city that they name."""
    item = measure_list_item.c
    waiting = select(item.id, item.hazard_code, org_unit.c.adcode).join(org_unit, org_unit.c.id == item.org_unit_id)
    found = conn.execute(waiting.where(item.campaign_id == reference.notice_id, item.hazard_id.is_(None))).all()
    linked = [
        (row.id, hazards[row.hazard_code][0])
        for row in found
        if row.hazard_code in hazards and row.adcode in (None, hazards[row.hazard_code][1])
    ]
    for key, hazard_id in linked:
        conn.execute(update(measure_list_item).where(item.id == key).values(hazard_id=hazard_id))
    return len(linked)


def hazard_ids(load: Load, codes: Collection[str]) -> dict[str, int]:
    """Number → id of those of these hazards that the notice knows."""
    of_notice = select(hazard.c.id, hazard.c.code).where(hazard.c.campaign_id == load.reference.notice_id)
    return {row["code"]: row["id"] for row in select_in(load.conn, of_notice, hazard.c.code, codes)}


def link_tips(load: Load, named: Mapping[str, list[str]]) -> None:
    """Link tips, by number, to exactly the known ones of the hazards that they name; other links of them go."""
    ids = hazard_ids(load, [number for numbers in named.values() for number in numbers])
    linked: dict[str, set[int]] = defaultdict(set)
    links = select(hazard_tip).join(hazard).where(hazard.c.campaign_id == load.reference.notice_id)
    for row in select_in(load.conn, links, hazard_tip.c.tip_code, named):
        linked[row["tip_code"]].add(row["hazard_id"])
    rows = []
    for code, numbers in named.items():
        wanted = {ids[number] for number in numbers if number in ids}
        rows += [{"hazard_id": key, "tip_code": code} for key in sorted(wanted - linked[code])]
        for key in linked[code] - wanted:
            gone = (hazard_tip.c.tip_code == code) & (hazard_tip.c.hazard_id == key)
            load.conn.execute(delete(hazard_tip).where(gone))
    if rows:
        load.conn.execute(insert(hazard_tip), rows)
