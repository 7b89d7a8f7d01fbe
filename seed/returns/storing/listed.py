"""Media reports and the two lists: rows without a number, so that a row is known by what identifies it in words."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import RowMapping, Table, insert, select, update

from data_access.database.schema import hazard, measure_list_item, media_item
from seed.returns.reading.characters import comparable, same
from seed.returns.reading.table import Record
from seed.returns.storing.load import Load, select_in

MEDIA_IDENTITY: Final = ("outlet", "form", "published_on", "title")
MEDIA_REST: Final = ("outlet_level", "line_id", "url", "views")
MEASURE_IDENTITY: Final = ("list", "title", "owner_unit", "hazard_code")
MEASURE_REST: Final = ("due_on", "done_on", "hazard_id")


def store_media(load: Load, records: Sequence[Record]) -> None:
    """Take the rows of a media ledger."""
    rows = []
    for record in records:
        line = load.reference.lines.get(record["line"] or "")
        copied = {name: record[name] for name in (*MEDIA_IDENTITY, "outlet_level", "url", "views")}
        campaign_id = line.campaign_id if line else load.reference.notice_id
        rows.append(
            {**copied, "line_id": line.id if line else None, "campaign_id": campaign_id, "source_row": record.row}
        )
    _store(load, media_item, rows, MEDIA_IDENTITY, (*MEDIA_REST, "campaign_id"))


def store_measures(load: Load, records: Sequence[Record]) -> None:
    """Take the rows of the two lists; a hazard that is not known yet is linked when it comes."""
    query = select(hazard.c.id, hazard.c.code).where(hazard.c.campaign_id == load.reference.notice_id)
    codes = [record["hazard_code"] for record in records if record["hazard_code"]]
    hazards = {row["code"]: row["id"] for row in select_in(load.conn, query, hazard.c.code, codes)}
    rows = [
        {
            **{name: record[name] for name in (*MEASURE_IDENTITY, "due_on", "done_on")},
            "hazard_id": hazards.get(record["hazard_code"]),
            "campaign_id": load.reference.notice_id,
            "source_row": record.row,
        }
        for record in records
    ]
    _store(load, measure_list_item, rows, MEASURE_IDENTITY, MEASURE_REST)


def _store(
    load: Load, table: Table, rows: Sequence[dict[str, Any]], identity: tuple[str, ...], rest: tuple[str, ...]
) -> None:
    """Equal rows stay, rows of the same identity are updated in their order, the others are added; none is removed."""
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
