"""Hazards: the row is a cache of what is last known; the events carry the history (C12, C13)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from data_access.database.schema import delivery, hazard, hazard_exposure, hazard_supervision
from seed.returns.kinds.hazards import TABLE
from seed.returns.reading.characters import same
from seed.returns.reading.table import Record
from seed.returns.storing.absent import Absent
from seed.returns.storing.events import Events
from seed.returns.storing.history import Row, Summary, changes_of, derive, summarise
from seed.returns.storing.industries import industry_code
from seed.returns.storing.load import Load, confirm, select_in

CONTENT: Final = (
    "campaign_id",
    "adcode",
    "industry_code",
    "site_kind",
    "unit_ref",
    "unit_named_public",
    "grade",
    "source",
    "found_on",
    "confirmed_at",
    "rect_type",
    "ordered_at",
    "due_original",
    "rectified_at",
    "accepted_at",
    "acceptance",
    "closed_at",
    "funds_wan",
    "f_target",
    "f_people",
    "f_money",
    "f_time",
    "f_plan",
    "lon",
    "lat",
)
STORED: Final = {
    "county": "adcode",
    "industry": "industry_code",
    "unit_name": "unit_ref",
    "confirmed_on": "confirmed_at",
    "ordered_on": "ordered_at",
    "due_on": "due_original",
    "rectified_on": "rectified_at",
    "accepted_on": "accepted_at",
    "closed_on": "closed_at",
    "listing_level": "level",
    "listing_doc_no": "doc_no",
    "exposure_outlet": "outlet",
}
"""Fields of a row that are stored under another name."""


def store(load: Load, records: Sequence[Record]) -> None:
    """Take the rows of a hazard ledger. A row older than what is known adds to the history only."""
    codes = [record["code"] for record in records]
    query = select(hazard, delivery.c.received_at).join(delivery, delivery.c.id == hazard.c.delivery_id, isouter=True)
    of_notice = query.where(hazard.c.campaign_id == load.reference.notice_id)
    known = {row["code"]: row for row in select_in(load.conn, of_notice, hazard.c.code, codes)}
    new = {record["code"]: _content(load, record) for record in records if record["code"] not in known}
    ids = {code: row["id"] for code, row in known.items()} | _insert(load, new, records)
    events = Events(load, ids.values())
    listings = _listings(load, ids.values())
    exposures = _exposures(load, ids.values())
    confirmed: list[int] = []
    absent = Absent(TABLE, STORED)
    for record in records:
        code, key = record["code"], ids[record["code"]]
        content = new.get(code) or _content(load, record)
        stored = known.get(code)
        late = stored is not None and stored["received_at"] is not None and stored["received_at"] > load.received
        row = row_of(content)
        changes = changes_of(events.of(key))
        if late and stored is not None:
            events.add_past(key, derive(row, changes), until=stored["received_at"])
            first = min(stored["recorded_at"], load.received)
            load.conn.execute(update(hazard).where(hazard.c.id == key).values(recorded_at=first))
            agrees = all(same(stored[name], value) for name, value in content.items())
            load.counts.same += agrees
            load.counts.older += not agrees
            continue
        if stored is not None:
            parts = {**_first(listings[key]), **_first(exposures[key])}
            after = {**_first(_listing(record)), **_first(_exposure(record)), **content}
            absent.compare(record, {**stored, **parts}, after)
        touched = events.bring_to(key, derive(row, changes))
        touched |= _set_listing(load, key, record, listings[key])
        touched |= _set_exposure(load, key, record, exposures[key])
        if stored is None:
            load.counts.new += 1
            continue
        if touched or not all(same(stored[name], value) for name, value in content.items()):
            load.counts.changed += 1
        else:
            load.counts.same += 1
            confirmed.append(key)
            continue
        derived = _derived(summarise(row, changes))
        receipt = {"delivery_id": load.delivery_id, "source_row": record.row, "updated_at": load.now}
        load.conn.execute(update(hazard).where(hazard.c.id == key).values({**content, **derived, **receipt}))
    load.notes += absent.check()
    confirm(load, hazard, confirmed)
    events.write()


def _derived(summary: Summary) -> dict[str, Any]:
    return {"state": summary.state, "round_no": summary.round_no, "due_current": summary.due_current}


def row_of(stored: Any) -> Row:
    """The history's view of a hazard's row, from its columns."""
    return Row(
        stored["grade"],
        stored["confirmed_at"],
        stored["ordered_at"],
        stored["due_original"],
        stored["rectified_at"],
        stored["accepted_at"],
        stored["acceptance"],
        stored["closed_at"],
    )


def _insert(load: Load, new: dict[str, dict[str, Any]], records: Sequence[Record]) -> dict[str, int]:
    rows = []
    for record in records:
        if record["code"] in new:
            receipt = {"delivery_id": load.delivery_id, "source_row": record.row, "recorded_at": load.received}
            content = new[record["code"]]
            derived = {**_derived(summarise(row_of(content), ())), "updated_at": load.now}
            rows.append({**content, **receipt, **derived, "code": record["code"]})
    if not rows:
        return {}
    made = insert(hazard).returning(hazard.c.id, sort_by_parameter_order=True)
    keys = load.conn.execute(made, rows).scalars().all()
    return {row["code"]: key for row, key in zip(rows, keys, strict=True)}


def _content(load: Load, record: Record) -> dict[str, Any]:
    reference = load.reference

    def start(name: str) -> Any:
        return reference.start_of(record[name]) if record[name] else None

    due = record["due_on"] or (record["ordered_on"] if record["rect_type"] == "immediate" else None)
    copied = ("adcode", "site_kind", "grade", "source", "found_on", "rect_type", "acceptance", "lon", "lat")
    return {
        **{name: record[name] for name in (*copied, "f_target", "f_people", "f_money", "f_time", "f_plan")},
        "campaign_id": reference.notice_id,
        "industry_code": industry_code(load, record["industry"]),
        "unit_ref": record["unit_name"],
        "unit_named_public": record["exposed_on"] is not None,
        "confirmed_at": start("confirmed_on"),
        "ordered_at": start("ordered_on"),
        "due_original": reference.end_of(due) if due else None,
        "rectified_at": start("rectified_on"),
        "accepted_at": start("accepted_on"),
        "closed_at": start("closed_on"),
        "funds_wan": None if record["funds_wan"] is None else float(record["funds_wan"]),
    }


def _listings(load: Load, keys: Any) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in select_in(load.conn, select(hazard_supervision), hazard_supervision.c.hazard_id, keys):
        names = ("level", "listed_on", "doc_no", "delisted_on")
        found[row["hazard_id"]].append({name: row[name] for name in names})
    return found


def _listing(record: Record) -> list[dict[str, Any]]:
    """The listing (挂牌) that the row speaks of; without a level it is the sender's own."""
    if not record["listed_on"]:
        return []
    listing = {"level": record["listing_level"] or "city", "listed_on": record["listed_on"]}
    return [{**listing, "doc_no": record["listing_doc_no"], "delisted_on": record["delisted_on"]}]


def _set_listing(load: Load, key: int, record: Record, known: list[dict[str, Any]]) -> bool:
    """True if the listing that the row speaks of is not the known one; then it takes its place."""
    wanted = _listing(record)
    if same(wanted, known):
        return False
    load.conn.execute(delete(hazard_supervision).where(hazard_supervision.c.hazard_id == key))
    if wanted:
        load.conn.execute(insert(hazard_supervision), [{**listing, "hazard_id": key} for listing in wanted])
    return True


def _exposures(load: Load, keys: Any) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in select_in(load.conn, select(hazard_exposure), hazard_exposure.c.hazard_id, keys):
        found[row["hazard_id"]].append({name: row[name] for name in ("exposed_on", "outlet")})
    return found


def _exposure(record: Record) -> list[dict[str, Any]]:
    return [{"exposed_on": record["exposed_on"], "outlet": record["exposure_outlet"]}] if record["exposed_on"] else []


def _first(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return rows[0] if rows else {}


def _set_exposure(load: Load, key: int, record: Record, known: list[dict[str, Any]]) -> bool:
    wanted = _exposure(record)
    if same(wanted, known):
        return False
    load.conn.execute(delete(hazard_exposure).where(hazard_exposure.c.hazard_id == key))
    extra = {"hazard_id": key, "campaign_id": load.reference.notice_id}
    if wanted:
        load.conn.execute(insert(hazard_exposure), [{**exposure, **extra} for exposure in wanted])
    return True
