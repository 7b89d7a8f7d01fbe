"""Submissions against obligations, as the register says (C4): versions, reviews, zero reports."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from data_access.database.schema import metric_value, obligation, submission
from seed.returns.kinds.register import CHANNELS, ONCE, TABLE
from seed.returns.reading.characters import same
from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.reference import Reference
from seed.returns.reading.table import Record
from seed.returns.storing.load import Counts

FACTS: Final = ("submitted_at", "reviewed_at", "return_reason", "channel", "is_zero_report", "file_ref")
NOT_IN_FORCE: Final = {"accepted": "superseded"}


@dataclass(frozen=True)
class Entry:
    """A version of a submission for an obligation that exists."""

    obligation_id: int
    version: int
    review: str
    facts: dict[str, Any]
    is_annex3: bool


def store(
    conn: Connection, reference: Reference, records: Sequence[Record], now: datetime
) -> tuple[Counts, list[Fault]]:
    """Take the submissions of a register. Rows without an obligation are named and left out: they owe nothing."""
    counts, left_out = Counts(), list[Fault]()
    entries: dict[int, dict[int, Entry]] = defaultdict(dict)
    obligations = _obligations(conn, reference)
    for record in records:
        if record["is_ledger"]:
            continue
        line = reference.lines[record["line"]]
        owed = obligations.get((line.id, record["unit"], record["period"] or ONCE))
        if owed is None:
            named = "period" if record["period"] else "line"
            value = shown(record.written[named])
            left_out.append(Fault("no_obligation", record.sheet, record.row, TABLE.column(named).heading, value))
            continue
        entries[owed][record["version"]] = _entry(reference, record, owed)
    known: dict[int, dict[int, RowMapping]] = defaultdict(dict)
    for row in conn.execute(select(submission)).mappings():
        known[row["obligation_id"]][row["version"]] = row
    rows: list[dict[str, Any]] = []
    for owed, versions in entries.items():
        rows += _bring(conn, versions, known[owed], now, counts)
    _insert(conn, reference, rows)
    return counts, left_out


def add_version(conn: Connection, obligation_id: int, facts: dict[str, Any], now: datetime) -> int:
    """The next version of a submission, awaiting review: a file that came outside any register. Returns its id."""
    of_it = submission.c.obligation_id == obligation_id
    last = conn.execute(select(func.max(submission.c.version)).where(of_it)).scalar() or 0
    row = {
        **dict.fromkeys(FACTS, None),
        **facts,
        "obligation_id": obligation_id,
        "version": last + 1,
        "status": "submitted",
        "is_zero_report": False,
        "content": "none",
        "recorded_at": facts["submitted_at"],
        "updated_at": now,
    }
    return int(conn.execute(insert(submission).returning(submission.c.id), [row]).scalar_one())


def accept(conn: Connection, key: int, at: datetime, now: datetime) -> None:
    """Accept one version of a submission at an instant; of all accepted ones the highest stands."""
    owed = conn.scalars(select(submission.c.obligation_id).where(submission.c.id == key)).one()
    rows = conn.execute(select(submission).where(submission.c.obligation_id == owed)).mappings().all()
    conn.execute(update(submission).where(submission.c.id == key).values(status="superseded", reviewed_at=at))
    reviews = {row["version"]: "accepted" if row["id"] == key else _reviewed(row) for row in rows}
    standing = statuses(reviews)
    for row in sorted(rows, key=lambda row: standing[row["version"]] == "accepted"):
        values = {"status": standing[row["version"]], "updated_at": now}
        conn.execute(update(submission).where(submission.c.id == row["id"]).values(values))


def obligation_of(conn: Connection, reference: Reference, line: str, unit_id: int, period: str = ONCE) -> int | None:
    """The obligation of a unit to submit `line` for a period."""
    meant = (obligation.c.line_id == reference.lines[line].id) & (obligation.c.org_unit_id == unit_id)
    query = select(obligation.c.id).where(meant, obligation.c.period_key == period)
    return conn.execute(query.order_by(obligation.c.role == "submit").order_by(obligation.c.id)).scalars().first()


def find(conn: Connection, obligation_id: int, version: int) -> RowMapping | None:
    """One version of a submission."""
    meant = (submission.c.obligation_id == obligation_id) & (submission.c.version == version)
    return conn.execute(select(submission).where(meant)).mappings().first()


def _obligations(conn: Connection, reference: Reference) -> dict[tuple[int, int, str], int]:
    """(line, unit, period) → obligation; to submit rather than to hold, if a unit owes both."""
    lines = [line.id for line in reference.lines.values()]
    query = select(obligation).where(obligation.c.line_id.in_(lines)).order_by(obligation.c.role == "submit")
    return {
        (row["line_id"], row["org_unit_id"], row["period_key"]): row["id"] for row in conn.execute(query).mappings()
    }


def _entry(reference: Reference, record: Record, owed: int) -> Entry:
    review = record["review"] or "submitted"
    reviewed = reference.start_of(record["reviewed"]) if record["reviewed"] and review != "submitted" else None
    channel = record["channel"]
    facts = {
        "submitted_at": reference.start_of(record["received"]),
        "reviewed_at": reviewed,
        "return_reason": record["return_reason"] if review == "returned" else None,
        "channel": CHANNELS.get(channel, "other") if channel else None,
        "is_zero_report": bool(record["is_zero"]),
        "file_ref": record["file"],
    }
    return Entry(owed, record["version"], review, facts, reference.lines[record["line"]].answers == "annex3")


def _bring(
    conn: Connection, versions: dict[int, Entry], known: dict[int, RowMapping], now: datetime, counts: Counts
) -> list[dict[str, Any]]:
    """Update the known versions of one obligation; the rows of the new ones."""
    reviews = {version: _reviewed(row) for version, row in known.items()}
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


def _reviewed(row: RowMapping) -> str:
    return "accepted" if row["status"] == "superseded" else str(row["status"])


def statuses(reviews: dict[int, str]) -> dict[int, str]:
    """The highest accepted version stands; accepted ones below it are superseded."""
    highest = max((version for version, review in reviews.items() if review == "accepted"), default=0)
    return {
        version: NOT_IN_FORCE.get(review, review) if version != highest else review
        for version, review in reviews.items()
    }


def _insert(conn: Connection, reference: Reference, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    made = insert(submission).returning(submission.c.id, sort_by_parameter_order=True)
    keys = conn.execute(made, rows).scalars().all()
    zero = [key for key, row in zip(keys, rows, strict=True) if row["content"] == "loaded"]
    set_figures(conn, zero, dict.fromkeys((number for number, _ in reference.metrics.values()), 0.0))


def set_figures(conn: Connection, submissions: Iterable[int], figures: dict[int, float | None]) -> None:
    """Insert the figures (metric id → value) of each of these submissions."""
    values = [
        {"submission_id": key, "metric_id": number, "value": value}
        for key in submissions
        for number, value in figures.items()
    ]
    if values:
        conn.execute(insert(metric_value), values)
