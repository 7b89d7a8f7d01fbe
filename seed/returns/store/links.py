"""Links between tips, measures and hazards whose other end came later."""

from sqlalchemy import Connection, insert, select, update

from data_access.schema import hazard_tip, measure_list_item, tip
from seed.returns.activities import items


def link_tips(conn: Connection, named: dict[int, str], hazards: dict[str, int]) -> int:
    """Link tips in force to the hazards that they name (tip id → numbers as written); how many links are new."""
    in_force = select(tip.c.id, tip.c.code).where(tip.c.superseded_at.is_(None))
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


def link_measures(conn: Connection, hazards: dict[str, int]) -> int:
    """Link items of the two lists to hazards that came later; how many."""
    waiting = measure_list_item.c.hazard_code.is_not(None) & measure_list_item.c.hazard_id.is_(None)
    found = conn.execute(select(measure_list_item.c.id, measure_list_item.c.hazard_code).where(waiting)).all()
    linked = [(row.id, hazards[row.hazard_code]) for row in found if row.hazard_code in hazards]
    for key, hazard_id in linked:
        conn.execute(update(measure_list_item).where(measure_list_item.c.id == key).values(hazard_id=hazard_id))
    return len(linked)
