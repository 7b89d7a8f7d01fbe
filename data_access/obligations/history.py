"""What is owed, and what has come of it so far: everything that decides about an obligation, whatever T is.

How many activities there are does not bound these facts, the notice does: a handful for each obligation, however much
was held. So they are read once for all instants, and what holds at T is arithmetic (states.py, ADR 0022).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, union

from data_access.activities.facts import activity_known, ended_at
from data_access.database.days import day_of
from data_access.database.parameters import instant
from data_access.database.schema import (
    UtcDateTime,
    activity,
    activity_unit,
    campaign,
    line,
    obligation,
    obligation_extension,
    submission,
)
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import line_ids, units
from data_access.notice.units import Line, Unit, load_lines_by_id, load_units
from data_access.obligations.choice import chosen
from data_access.obligations.reason import NO_REASON, Reason, reason_of
from data_access.question import Question

SPECIAL: Final = or_(obligation.c.min_count > 1, obligation.c.date_rule == "on")
"""Of these the first activity is not enough to know (C5): minimum counts above one, and lines bound to a day."""


class Extension(NamedTuple):
    """A new deadline (C8)."""

    granted_at: datetime
    due_at: datetime
    reason: Reason
    doc_no: str
    recorded_at: datetime


class Version(NamedTuple):
    """A version handed in (C4)."""

    key: int
    number: int
    submitted_at: datetime
    status: str
    """What has become of it: one of schema.submission.SUBMISSION_STATUSES."""
    reviewed_at: datetime | None
    channel: str
    is_zero_report: bool
    content: str
    """loaded, refused (C10) or none."""
    return_reason: Reason
    """Of one sent back."""


class History(NamedTuple):
    """What a unit owes, and all that was decided, handed in or held for it, at whatever time; instants in UTC."""

    key: int
    unit: Unit
    line: Line
    period: str
    """'' for a line owed once."""
    role: str
    due_basis: str
    due_original: datetime | None
    date_rule: str
    waived_at: datetime | None
    extensions: Sequence[Extension]
    versions: Sequence[Version]
    """Of what is to be handed in, the first first."""
    enough_at: datetime | None
    """The end of the activity with which there were as many as are required (C5); None where there never were, and of
    what is to be handed in.
    """
    on_day: Mapping[datetime | None, datetime]
    """Deadline (the original one, or one granted) -> the end of the last activity needed that ended on its very day;
    of lines bound to a day only.
    """
    starts_on: date
    """The first day of its line's own window, else of the line's campaign (G15)."""
    waive_reason: Reason = NO_REASON
    waive_doc_no: str = ""


def list_histories(s: Snapshot, q: Question) -> tuple[History, ...]:
    """Every chosen obligation, ordered by group, unit, line, period. T does not matter, K does: reports that the
    database did not know then are left out.
    """
    every = q.unfiltered().timeless().known(q.known_at)
    histories = s.lasting((list_histories, every), lambda: _read(s, every))
    return histories if q.filters == every.filters else tuple(chosen(s, histories, q))


def _read(s: Snapshot, q: Question) -> tuple[History, ...]:
    of_unit, of_line = load_units(s, q), load_lines_by_id(s, q)
    unit_place, line_place = ({key: place for place, key in enumerate(labels)} for labels in (of_unit, of_line))
    extensions, versions = defaultdict[int, list[Extension]](list), defaultdict[int, list[Version]](list)
    for key, granted_at, due_at, doc_no, recorded_at, *why in s.ask(select_extensions, q):
        extensions[key].append(Extension(granted_at, due_at, reason_of(*why), doc_no, recorded_at))
    for key, *version, code, text in s.ask(select_versions, q):
        versions[key].append(Version._make([*version, reason_of(code, text)]))
    first = {(unit, line, role): ended for unit, line, role, ended in s.ask(select_first_held, q)}
    nth, on_day = dict[int, datetime | None](), defaultdict[int, dict[datetime | None, datetime]](dict)
    for key, due_at, nth_at, on_day_at in s.ask(select_counted, q):
        nth[key] = nth_at
        if on_day_at is not None:
            on_day[key][due_at] = on_day_at
    found, rows = [], s.ask(select_histories, q)
    rows = sorted(rows, key=lambda row: (unit_place[row.org_unit_id], line_place[row.line_id], row.period, row.role))
    for key, unit, row, host, special, period, role, basis, due, rule, waived_at, starts_on, code, text, doc in rows:
        enough = nth.get(key) if special else first.get((host, row, role))
        named = (key, of_unit[unit], of_line[row], period, role, basis, due, rule, waived_at)
        decided = (tuple(extensions.get(key, ())), tuple(versions.get(key, ())))
        reached = (None if role == "submit" else enough, on_day.get(key, {}))
        waived = (reason_of(code, text) if waived_at else NO_REASON, doc)
        found.append(History(*named, *decided, *reached, starts_on, *waived))
    return tuple(found)


def chosen_conditions(q: Question) -> tuple[ColumnElement[bool], ...]:
    """The conditions that select the obligations of the chosen lines and units."""
    unit = obligation.c.org_unit_id + 0  # or SQLite looks up every unit with every line: 8 500 times, a third of 2 ms
    return obligation.c.line_id.in_(line_ids(q)), unit.in_(select(units(q).c.id).correlate(None))


def select_histories(q: Question) -> Select[*tuple[Any, ...]]:
    """The chosen obligations, with the ids of unit, line and host, in no order."""
    o = obligation.c
    return (
        select(
            o.id,
            o.org_unit_id,
            o.line_id,
            o.host_unit_id,
            SPECIAL.label("special"),
            case((o.period_key == "once", ""), else_=o.period_key).label("period"),
            o.role,
            o.due_provenance,
            o.due_original,
            o.date_rule,
            o.waived_at,
            func.coalesce(line.c.window_start, campaign.c.starts_on).label("starts_on"),
            *(o.waive_reason_code, o.waive_reason, func.coalesce(o.waive_doc_no, "")),
        )
        .join(line, line.c.id == o.line_id)
        .join(campaign, campaign.c.id == line.c.campaign_id)
        .where(*chosen_conditions(q))
    )


def select_extensions(q: Question) -> Select[*tuple[Any, ...]]:
    """C8: of every obligation the new deadlines, with when and why they were granted."""
    x = obligation_extension.c
    told = (x.granted_at, x.new_due, func.coalesce(x.doc_no, ""), x.recorded_at, x.reason_code, x.reason)
    return select(x.obligation_id, *told).where(*_recorded(obligation_extension, q))


def select_versions(q: Question) -> Select[*tuple[Any, ...]]:
    """C4: of every obligation the versions handed in, the first first."""
    s = submission.c
    told = (s.id, s.version, s.submitted_at, s.status, s.reviewed_at, func.coalesce(s.channel, ""), s.is_zero_report)
    why = (s.content, s.return_reason_code, s.return_reason)
    return select(s.obligation_id, *told, *why).where(*_recorded(submission, q)).order_by(s.obligation_id, s.version)


def select_first_held(q: Question) -> Select[*tuple[Any, ...]]:
    """C5-C7: when the first activity ended, per host, line and role; leading or co-hosting is one."""
    role = role_of_host()
    return (
        select(activity_unit.c.org_unit_id, activity.c.line_id, role, func.min(ended_at()))
        .join(activity, activity.c.id == activity_unit.c.activity_id)
        .where(activity.c.status == "held", activity_known(q), activity.c.line_id.in_(line_ids(q)))
        .group_by(activity_unit.c.org_unit_id, activity.c.line_id, role)
    )


def role_of_host() -> ColumnElement[str]:
    """The role of an obligation that a unit's part in an activity discharges (C6, C7)."""
    return case((activity_unit.c.role == "attend", "attend"), else_="hold").label("role")


def select_counted(q: Question) -> Select[*tuple[Any, ...]]:
    """C5 of SPECIAL obligations, for the original deadline and each one granted: obligation, deadline, the end of the
    min_count-th activity, and of the min_count-th that ended on the deadline's day and not after it.
    """
    o, x, ended = obligation.c, obligation_extension.c, ended_at()
    granted = select(x.obligation_id, x.new_due).where(*_recorded(obligation_extension, q))
    dues = union(select(o.id.label("id"), o.due_original.label("due_at")).where(SPECIAL), granted).subquery("dues").c
    on_day = and_(o.date_rule == "on", ended <= dues.due_at, day_of(ended, q) == day_of(dues.due_at, q))
    flag, by = case((on_day, 1), else_=0), [ended, activity.c.id]
    numbered = (
        select(
            o.id,
            dues.due_at,
            o.min_count,
            ended.label("ended_at"),
            flag.label("on_day"),
            func.row_number().over(partition_by=[o.id, dues.due_at], order_by=by).label("place"),
            func.row_number().over(partition_by=[o.id, dues.due_at, flag], order_by=by).label("place_that_day"),
        )
        .join_from(obligation, dues.id.table, dues.id == o.id)
        .join(activity_unit, activity_unit.c.org_unit_id == o.host_unit_id)
        .join(activity, and_(activity.c.id == activity_unit.c.activity_id, activity.c.line_id == o.line_id))
        .where(
            SPECIAL,
            activity.c.line_id.in_(select(o.line_id).where(SPECIAL).correlate(None)),  # or all activities are joined
            o.role != "submit",
            (activity_unit.c.role == "attend") == (o.role == "attend"),
            o.line_id.in_(line_ids(q)),
            activity.c.status == "held",
            activity_known(q),
        )
        .subquery("numbered")
    )
    n, nothing = numbered.c, literal(None, UtcDateTime())
    enough = case((n.place == n.min_count, n.ended_at), else_=nothing)
    that_day = case((and_(n.on_day == 1, n.place_that_day == n.min_count), n.ended_at), else_=nothing)
    return select(n.id, n.due_at, *(func.min(one, type_=UtcDateTime()) for one in (enough, that_day))).group_by(
        n.id, n.due_at
    )


def _recorded(table: Any, q: Question) -> list[ColumnElement[bool]]:
    return [] if q.known_at is None else [table.c.recorded_at <= instant("known_at", q)]
