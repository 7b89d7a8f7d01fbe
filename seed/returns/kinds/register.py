"""报送登记表: a row is a delivery (期次 台账) or a version of a submission (事项编号, 期次, 版本)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, select, update

from data_access.database.schema import obligation, submission
from seed.bulk import insert_with_ids
from seed.returns.kinds.kind import Kind
from seed.returns.reading import columns
from seed.returns.reading.causes import check_reason
from seed.returns.reading.characters import same
from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.reference import Reference
from seed.returns.reading.table import Check, Column, Record, Table
from seed.returns.storing.load import Counts, OfficeLoad
from seed.returns.storing.submissions import ONCE, review_of, set_figures, statuses

LEDGER: Final = "台账"
REVIEWS: Final = {"待审": "submitted", "通过": "accepted", "退回": "returned"}
ZERO: Final = {"是": True, "否": False}
CHANNELS: Final = {
    "电子邮件": "email",
    "邮箱": "email",
    "传真": "fax",
    "微信": "wechat",
    "网站": "web",
    "网上": "web",
    "系统": "web",
    "邮寄": "paper",
    "纸质": "paper",
    "现场": "paper",
}


def receipt_faults(reference: Reference, *moments: datetime | None) -> list[Fault]:
    """What is wrong with the time of a receipt or a review: nothing came before the notice, or comes tomorrow."""
    faults = []
    for moment in moments:
        if moment and moment > datetime.now(UTC):
            faults.append(Fault("in_future"))
        elif moment and moment < reference.start_of(reference.issued_on):
            faults.append(Fault("before_notice", details={"day": reference.issued_on.isoformat()}))
    return faults


def check_row(record: Record, check: Check) -> None:
    """A submission has a line, a version and, once reviewed, its time, once sent back, why; a ledger has a file."""
    record.fields["is_ledger"] = record["period"] == LEDGER
    for name in ("received", "reviewed"):
        if record[name]:
            at = check.reference.start_of(record[name])
            for fault in receipt_faults(check.reference, at):
                check.fault(record, name, fault.code, **fault.details)
    if record["is_ledger"]:
        if not record["file"] and "file" not in record.written:
            check.fault(record, "file", "required")
        return
    if "line" not in record.written:
        check.fault(record, "line", "required")
    if "version" not in record.written:
        check.fault(record, "version", "required")
    elif record["version"] == 0:
        check.fault(record, "version", "out_of_range", expected="≥ 1")
    if record["review"] in ("accepted", "returned") and "reviewed" not in record.written:
        check.fault(record, "reviewed", "without", needed="审核时间")
    if record["review"] == "returned":
        check_reason(record, check, "return_reason", "returned")


def check_versions(records: list[Record], check: Check) -> None:
    """A version of a submission is registered once."""
    seen: dict[tuple[object, ...], Record] = {}
    for record in records:
        if record["is_ledger"] or not record["version"]:
            continue
        key = (record["unit"], record["line"], record["period"], record["version"])
        if key in seen:
            check.fault(record, "version", "repeated_key", first=str(seen[key].row))
        seen.setdefault(key, record)


TABLE: Final = Table(
    columns=(
        Column("单位", "unit", columns.unit, required="unknown_unit"),
        Column("事项编号", "line", columns.line),
        Column("期次", "period", columns.key),
        Column("版本", "version", columns.count, once=True),
        Column("收到时间", "received", columns.instant, required="required"),
        Column("方式", "channel", columns.word),
        Column("审核状态", "review", columns.one_of(REVIEWS)),
        Column("审核时间", "reviewed", columns.instant),
        Column("退回原因", "return_reason", columns.text),
        Column("是否零报告", "is_zero", columns.yes(words=ZERO)),
        Column("文件名", "file", columns.path),
        Column("备注", "note", columns.private, personal=True, absence="usual"),
    ),
    key=("unit", "line", "period", "version", "file", "received"),
    rule=check_row,
    whole=check_versions,
)


@dataclass(frozen=True)
class Version:
    """A version of a submission for an obligation that exists."""

    obligation_id: int
    version: int
    review: str
    facts: dict[str, Any]
    is_annex3: bool


def store(load: OfficeLoad, records: Sequence[Record]) -> None:
    """Store the submissions. Rows without an obligation are named and left out: they owe nothing."""
    conn, reference = load.conn, load.reference
    entries: dict[int, dict[int, Version]] = defaultdict(dict)
    obligations = _obligations(conn, reference)
    for record in records:
        if record["is_ledger"]:
            continue
        line = reference.lines[record["line"]]
        owed = obligations.get((line.id, record["unit"], record["period"] or ONCE))
        if owed is None:
            named = "period" if record["period"] else "line"
            value = shown(record.written[named])
            load.notes.append(Fault("no_obligation", record.sheet, record.row, TABLE.column(named).heading, value))
            continue
        entries[owed][record["version"]] = _entry(reference, record, owed)
    known: dict[int, dict[int, RowMapping]] = defaultdict(dict)
    for row in conn.execute(select(submission)).mappings():
        known[row["obligation_id"]][row["version"]] = row
    rows: list[dict[str, Any]] = []
    for owed, versions in entries.items():
        rows += _bring(conn, versions, known[owed], load.now, load.counts)
    _insert(conn, reference, rows)
    if load.counts.written:
        load.data_until = max(reference.start_of(record["received"]) for record in records)


def _obligations(conn: Connection, reference: Reference) -> dict[tuple[int, int, str], int]:
    """(line, unit, period) → obligation; to submit rather than to hold, if a unit owes both."""
    lines = [line.id for line in reference.lines.values()]
    query = select(obligation).where(obligation.c.line_id.in_(lines)).order_by(obligation.c.role == "submit")
    return {
        (row["line_id"], row["org_unit_id"], row["period_key"]): row["id"] for row in conn.execute(query).mappings()
    }


def _entry(reference: Reference, record: Record, owed: int) -> Version:
    review = record["review"] or "submitted"
    reviewed = reference.start_of(record["reviewed"]) if record["reviewed"] and review != "submitted" else None
    channel = record["channel"]
    facts = {
        "submitted_at": reference.start_of(record["received"]),
        "reviewed_at": reviewed,
        "return_reason": record["return_reason"] if review == "returned" else None,
        "return_reason_code": record["return_reason_code"] if review == "returned" else None,
        "channel": CHANNELS.get(channel, "other") if channel else None,
        "is_zero_report": bool(record["is_zero"]),
        "file_ref": record["file"],
    }
    return Version(owed, record["version"], review, facts, reference.lines[record["line"]].answers == "annex3")


def _bring(
    conn: Connection, versions: dict[int, Version], known: dict[int, RowMapping], now: datetime, counts: Counts
) -> list[dict[str, Any]]:
    """Update the known versions of one obligation; the rows of the new ones."""
    reviews = {version: review_of(row) for version, row in known.items()}
    reviews |= {version: entry.review for version, entry in versions.items()}
    standing = statuses(reviews)
    changes: dict[int, dict[str, Any]] = {}
    for version, row in known.items():
        entry = versions.get(version)
        wanted = {"status": standing[version], **(entry.facts if entry else {})}
        differing = {name: value for name, value in wanted.items() if not same(row[name], value)}
        counts.changed += bool(differing)
        counts.same += entry is not None and not differing
        if differing:
            changes[row["id"]] = {**differing, "updated_at": now}
    # Only one version may stand accepted: those that no longer do make room first.
    for key in sorted(changes, key=lambda key: changes[key].get("status") == "accepted"):
        conn.execute(update(submission).where(submission.c.id == key).values(changes[key]))
    new = [entry for version, entry in versions.items() if version not in known]
    counts.new += len(new)
    return [
        {
            **entry.facts,
            "obligation_id": entry.obligation_id,
            "version": entry.version,
            "status": standing[entry.version],
            "content": "loaded" if entry.facts["is_zero_report"] and entry.is_annex3 else "none",
            "recorded_at": entry.facts["submitted_at"],
            "updated_at": now,
        }
        for entry in new
    ]


def _insert(conn: Connection, reference: Reference, rows: Sequence[dict[str, Any]]) -> None:
    keys = insert_with_ids(conn, submission, rows)
    zero = [key for key, row in zip(keys, rows, strict=True) if row["content"] == "loaded"]
    set_figures(conn, zero, dict.fromkeys((number for number, _ in reference.metrics.values()), 0.0))


IDENTITY: Final = ("unit", "line", "period", "version")
KIND: Final = Kind("register", "报送登记表", TABLE, store_office=store, identity=IDENTITY)
