"""Versions of submissions: which stand, which obligation they are for (C4)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from data_access.database.schema import metric_value, obligation, submission
from seed.returns.reading.reference import Reference

ONCE: Final = "once"
"""The period of what is owed once."""
FACTS: Final = (
    *("submitted_at", "reviewed_at", "return_reason", "return_reason_code", "channel", "is_zero_report", "file_ref"),
)
NOT_IN_FORCE: Final = {"accepted": "superseded"}


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
    reviews = {row["version"]: "accepted" if row["id"] == key else review_of(row) for row in rows}
    standing = statuses(reviews)
    for row in sorted(rows, key=lambda row: standing[row["version"]] == "accepted"):
        values = {"status": standing[row["version"]], "updated_at": now}
        conn.execute(update(submission).where(submission.c.id == row["id"]).values(values))


def obligation_of(conn: Connection, reference: Reference, line: str, unit_id: int, period: str = ONCE) -> int | None:
    """The obligation of a unit to submit `line` for a period."""
    meant = (obligation.c.line_id == reference.lines[line].id) & (obligation.c.org_unit_id == unit_id)
    query = select(obligation.c.id).where(meant, obligation.c.period_key == period)
    return conn.execute(query.order_by(obligation.c.role == "submit").order_by(obligation.c.id)).scalars().first()


def version_of(conn: Connection, obligation_id: int, version: int) -> RowMapping | None:
    """One version of a submission, None if it is not there."""
    meant = (submission.c.obligation_id == obligation_id) & (submission.c.version == version)
    return conn.execute(select(submission).where(meant)).mappings().first()


def review_of(stored: RowMapping) -> str:
    """How the office judged a stored version: one that a later one superseded was accepted."""
    return "accepted" if stored["status"] == "superseded" else str(stored["status"])


def statuses(reviews: dict[int, str]) -> dict[int, str]:
    """Version → status, from version → review: the highest accepted one stands, accepted ones below are superseded."""
    highest = max((version for version, review in reviews.items() if review == "accepted"), default=0)
    return {
        version: NOT_IN_FORCE.get(review, review) if version != highest else review
        for version, review in reviews.items()
    }


def set_figures(conn: Connection, submissions: Iterable[int], figures: dict[int, float | None]) -> None:
    """Insert the figures (metric id → value) of each of these submissions."""
    values = [
        {"submission_id": key, "metric_id": number, "value": value}
        for key in submissions
        for number, value in figures.items()
    ]
    if values:
        conn.execute(insert(metric_value), values)
