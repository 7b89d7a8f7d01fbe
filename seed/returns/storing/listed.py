"""Tables of rows without a number: a row is known by what identifies it in words."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, Table, insert, select, update

from seed.returns.reading.characters import comparable, same
from seed.returns.storing.load import Load


def store(
    load: Load, table: Table, rows: Sequence[dict[str, Any]], identity: Sequence[str], rest: Sequence[str]
) -> None:
    """Equal rows stay, rows of the same identity are updated in their order, the others are added; none is removed.

    `identity`: columns by which a row is known; `rest`: the others that are compared.
    """
    known: dict[object, list[RowMapping]] = defaultdict(list)
    of_unit = select(table).where(table.c.org_unit_id == load.unit_id)
    of_notice = of_unit.where(table.c.campaign_id.in_(load.reference.campaign_ids)).order_by(table.c.id)
    for stored in load.conn.execute(of_notice).mappings():
        known[_identity(stored, identity)].append(stored)
    rest_of_file = []
    for row in rows:
        alike = known[_identity(row, identity)]
        match = next((old for old in alike if all(same(old[name], row[name]) for name in rest)), None)
        if match is None:
            rest_of_file.append(row)
        else:
            alike.remove(match)
            load.counts.same += 1
    receipt = {"org_unit_id": load.unit_id, "delivery_id": load.delivery_id, "recorded_at": load.received}
    new = []
    for row in rest_of_file:
        alike = known[_identity(row, identity)]
        if not alike:
            new.append({**row, **receipt})
            continue
        old = alike.pop(0)
        if old["recorded_at"] > load.received:
            load.counts.same += 1
            continue
        load.conn.execute(update(table).where(table.c.id == old["id"]).values({**row, **receipt}))
        load.counts.changed += 1
    if new:
        load.conn.execute(insert(table), new)
    load.counts.new += len(new)


def _identity(row: RowMapping | dict[str, Any], names: Sequence[str]) -> object:
    """What a row is known by, its texts folded."""
    return comparable([row[name] for name in names])
