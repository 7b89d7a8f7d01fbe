"""Links between tips, measures and hazards of one notice whose other end came later."""

from sqlalchemy import Connection, insert, select, update

from data_access.schema import hazard, hazard_tip, measure_list_item, tip
from seed.returns.activities import items


def hazards_of(conn: Connection, notice_id: int) -> dict[str, int]:
    """Number → id of each hazard of a notice."""
    return dict(conn.execute(select(hazard.c.code, hazard.c.id).where(hazard.c.campaign_id == notice_id)).all())


def link_tips(conn: Connection, notice_id: int, named: dict[int, str], hazards: dict[str, int]) -> int:
    """Link a notice's tips in force to its hazards that they name (tip id → numbers as written); how many are new."""
    in_force = select(tip.c.id, tip.c.code).where(tip.c.campaign_id == notice_id, tip.c.superseded_at.is_(None))
    known = {(row.hazard_id, row.tip_code) for row in conn.execute(select(hazard_tip))}
    wanted = {
        (hazards[number], row.code)
        for row in conn.execute(in_force)
        for number in items(named.get(row.id))
        if number in hazards
    }
    rows = [{"hazard_id": key, "tip_code": code} for key, code in sorted(wanted - known)]
    if rows:
        conn.execute(insert(hazard_tip), rows)
    return len(rows)


def link_measures(conn: Connection, notice_id: int, hazards: dict[str, int]) -> int:
    """Link items of a notice's two lists to its hazards that came later; how many."""
    item = measure_list_item.c
    waiting = (item.campaign_id == notice_id) & item.hazard_code.is_not(None) & item.hazard_id.is_(None)
    found = conn.execute(select(item.id, item.hazard_code).where(waiting)).all()
    linked = [(row.id, hazards[row.hazard_code]) for row in found if row.hazard_code in hazards]
    for key, hazard_id in linked:
        conn.execute(update(measure_list_item).where(measure_list_item.c.id == key).values(hazard_id=hazard_id))
    return len(linked)
