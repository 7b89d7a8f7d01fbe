"""What units handed in: versions of submissions, and the figures of their summary returns (C4, C10)."""

from datetime import datetime
from typing import Any, Final, NamedTuple

import pandas as pd
from sqlalchemy import Connection, Select, Subquery, and_, case, func, select

from data_access.asked import ask, instant
from data_access.facts import accepted, reviewed, standing
from data_access.filters import Question
from data_access.frames import (
    COUNT,
    FIGURE,
    FLAG,
    INSTANT,
    LINE,
    NUMBER,
    OPTIONAL_COUNT,
    TEXT,
    UNIT,
    Contract,
    RawRows,
    framed,
    listed,
    to_frame,
)
from data_access.labels import Line, Unit
from data_access.schema import line, metric, metric_value, obligation, submission
from data_access.selection import campaign_ids, line_columns, line_ids, line_order, unit_columns, unit_order, units

SUBMISSIONS: Final[Contract] = {
    **UNIT,
    **LINE,
    "period": TEXT,
    "version": COUNT,
    "status": TEXT,
    "standing": FLAG,
    "submitted_at": INSTANT,
    "reviewed_at": INSTANT,
    "channel": TEXT,
    "is_zero_report": FLAG,
    "content": TEXT,
}
METRICS: Final[Contract] = {
    **UNIT,
    **FIGURE,
    "section": TEXT,
    "aggregation": TEXT,
    "value": NUMBER,
    "return_line": TEXT,
    "return_version": OPTIONAL_COUNT,
}
METRIC_TOTALS: Final[Contract] = {
    "unit_group": TEXT,
    **FIGURE,
    "section": TEXT,
    "aggregation": TEXT,
    "total": NUMBER,
    "filled": COUNT,
    "units": COUNT,
}
RETURNING: Final = ("city", "member")
"""The groups that send summary returns; two tables that are never added up (C9, G9)."""


class Submission(NamedTuple):
    """A version handed in, with its standing at T; instants in UTC."""

    unit: Unit
    line: Line
    period: str
    version: int
    status: str
    """submitted (awaiting review), returned, accepted, superseded or withdrawn."""
    standing: bool
    submitted_at: datetime
    reviewed_at: datetime | None
    channel: str
    is_zero_report: bool
    content: str
    """loaded, refused (C10) or none."""


def select_submissions(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_submissions, ordered by unit, line, period and version."""
    unit = units(q)
    s, o = submission.c, obligation.c
    newest = func.max(case((and_(accepted(q), standing(q)), s.version))).over(partition_by=s.obligation_id)
    status = case(
        (s.status == "withdrawn", "withdrawn"),
        (~reviewed(q), "submitted"),
        (s.reviewed_at.is_(None), "submitted"),
        (and_(accepted(q), s.version < newest), "superseded"),
        (accepted(q), "accepted"),
        else_=s.status,
    )
    known = [s.submitted_at <= instant("as_of", q)]
    if q.known_at is not None:
        known.append(s.recorded_at <= instant("known_at", q))
    return (
        select(
            *unit_columns(unit),
            *line_columns(),
            case((o.period_key == "once", ""), else_=o.period_key),
            s.version,
            status,
            standing(q),
            s.submitted_at,
            case((reviewed(q), s.reviewed_at)),
            s.channel,
            s.is_zero_report,
            s.content,
        )
        .join_from(submission, obligation, o.id == s.obligation_id)
        .join(unit, unit.c.id == o.org_unit_id)
        .join(line, line.c.id == o.line_id)
        .where(o.line_id.in_(line_ids(q)), *known)
        .order_by(*unit_order(unit), *line_order(), o.period_key, s.version)
    )


def list_submissions(conn: Connection, q: Question) -> tuple[Submission, ...]:
    """Every version received by T with its standing then, ordered by unit, line, period and version."""
    return tuple(
        Submission._make((Unit._make(row[:7]), Line._make(row[7:12]), *row[12:18], row[18] or "", *row[19:]))
        for row in map(tuple, ask(conn, select_submissions, q))
    )


def load_submissions(conn: Connection, q: Question) -> pd.DataFrame:
    """list_submissions as a frame: columns SUBMISSIONS."""
    return to_frame(ask(conn, select_submissions, q), SUBMISSIONS)


def _summary_lines(q: Question) -> Subquery:
    """The lines whose submissions carry figures, the one that the notice names last first in rank."""
    ids = (
        select(obligation.c.line_id)
        .join(submission, submission.c.obligation_id == obligation.c.id)
        .where(submission.c.id.in_(select(metric_value.c.submission_id)))
        .distinct()
    )
    return (
        select(line.c.id, line.c.code, func.row_number().over(order_by=line.c.sort_order.desc()).label("rank"))
        .where(line.c.id.in_(ids), line.c.campaign_id.in_(campaign_ids(q.filters.campaign)))
        .subquery("summary_lines")
    )


def returns_in_force(q: Question) -> Subquery:
    """C10: per unit the highest accepted version, not refused on reading, of the last summary line that has one."""
    summary = _summary_lines(q)
    s, o = submission.c, obligation.c
    known = [accepted(q), standing(q), s.content != "refused"]
    ranked = (
        select(
            o.org_unit_id,
            s.id.label("submission_id"),
            s.version,
            s.submitted_at,
            s.is_zero_report,
            summary.c.code.label("line_code"),
            func.row_number()
            .over(partition_by=o.org_unit_id, order_by=[summary.c.rank, s.version.desc()])
            .label("place"),
        )
        .join_from(submission, obligation, o.id == s.obligation_id)
        .join(summary, summary.c.id == o.line_id)
        .where(*known)
        .subquery("ranked")
    )
    return select(ranked).where(ranked.c.place == 1).subquery("in_force")


def select_metrics(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_metrics, ordered by unit and metric."""
    unit, chosen = units(q), returns_in_force(q)
    m, v = metric.c, metric_value.c
    used = select(func.max(m.version)).where(
        m.id.in_(select(v.metric_id).where(v.submission_id.in_(select(chosen.c.submission_id))))
    )
    version = func.coalesce(used.scalar_subquery(), select(func.max(m.version)).scalar_subquery())
    value = case(
        (v.value.is_not(None), v.value),
        (and_(chosen.c.is_zero_report, v.submission_id.is_(None)), 0),
    )
    figures = (
        m.code,
        m.name_zh,
        m.name_en,
        m.unit,
        m.unit_en,
        m.section,
        m.aggregation,
        value,
        chosen.c.line_code,
        chosen.c.version,
    )
    names = list(METRICS)[len(UNIT) :]
    return (
        select(*unit_columns(unit), *(column.label(name) for column, name in zip(figures, names, strict=True)))
        .join_from(unit, metric, and_(unit.c.unit_group.in_(RETURNING), m.version == version))
        .outerjoin(chosen, chosen.c.org_unit_id == unit.c.id)
        .outerjoin(metric_value, and_(v.submission_id == chosen.c.submission_id, v.metric_id == m.id))
        .order_by(*unit_order(unit), m.sort_order, m.id)
    )


def _metrics(conn: Connection, q: Question) -> RawRows:
    """C10: every city and member unit × metric with the figure of the return in force at T; columns METRICS.

    A missing value is 未报, zero is zero (G10). return_line is '' where no return is in force. Line filters do not
    matter: the figures belong to a return, not to a line.
    """
    return ask(conn, select_metrics, q)


list_metrics = listed(_metrics, METRICS)
load_metrics = framed(_metrics, METRICS)


def select_metric_totals(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_metric_totals."""
    figure = select_metrics(q).order_by(None).subquery("figures").c
    names = [figure[name] for name in METRIC_TOTALS if name not in ("total", "filled", "units")]
    rows = select(*names, func.sum(figure.value), func.count(figure.value), func.count()).group_by(*names)
    return rows.order_by(figure.unit_group, figure.metric)


def _metric_totals(conn: Connection, q: Question) -> RawRows:
    """C10: per group (cities; member units; never both together) and metric the sum of filled values, the number of
    units that filled it in and the number of units. total is missing where nobody did. Columns METRIC_TOTALS.

    Stock metrics add over units as the others do; parts of a ratio are divided only by metric_ratios.
    """
    return ask(conn, select_metric_totals, q)


list_metric_totals = listed(_metric_totals, METRIC_TOTALS)
load_metric_totals = framed(_metric_totals, METRIC_TOTALS)
