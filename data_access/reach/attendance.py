"""How many people: what returns say and what activity rows say, two numbers side by side with their gap (question 14).

They are never blended, and attendance, views and quiz answers are never added (G14). Which figure of Annex 3 belongs to
which lines, and why, is data: the table line_metric.
"""

from collections import defaultdict
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, distinct, func, or_, select

from data_access.activities.facts import held
from data_access.activities.hosting import HOSTS, activity_condition, of_lines
from data_access.annex3.figures import RETURNING, Metric, list_metrics
from data_access.database.schema import activity, activity_unit, line, line_metric
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import labels, line_ids, line_order, units
from data_access.notice.units import Unit
from data_access.question import Question


class Matched(NamedTuple):
    """A figure of Annex 3 and the lines whose activity rows count the same."""

    measure: str
    lines: str
    reason_zh: str
    reason_en: str


class Rows(NamedTuple):
    """Held activities, how many of them have no number of people, and the people of the others together; None where no
    activity has a number.
    """

    activities: int
    unfilled: int
    people: int | None


class AttendanceGap(NamedTuple):
    """How many people a unit reached by its return in force (C10), and by the held activities that it holds alone."""

    unit: Unit
    metric: Metric
    matched: Matched
    returned: float | None
    """None: 未报."""
    return_line: str
    """'' where no return is in force."""
    return_version: int | None
    alone: Rows
    joint: int
    """Held activities of several units: their people are counted for the province only (C11)."""

    @property
    def gap(self) -> float | None:
        """Returned minus counted, where both are there."""
        if self.returned is None or self.alone.people is None:
            return None
        return self.returned - self.alone.people


class AttendanceWhole(NamedTuple):
    """How many people the held activities of the whole province reached, each activity once."""

    metric: Metric
    matched: Matched
    whole: Rows
    joint: Rows
    """Those of them that are held jointly by several cities or units."""


NOTHING: Final = Rows(0, 0, None)


def select_matches(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of line_metric in the order of the notice: metric, measure, line, reasons."""
    m = line_metric.c
    columns = (m.metric_code, m.measure, line.c.code, m.reason_zh, m.reason_en)
    rows = select(*columns).join_from(line_metric, line).where(line.c.id.in_(line_ids(q)), _of_people())
    return rows.order_by(*line_order())


def _of_people() -> ColumnElement[bool]:
    """Whether a row of line_metric tells of people; others tell of how many activities there were."""
    return line_metric.c.measure.in_(("attendance", "views"))


def _people() -> ColumnElement[int | None]:
    """Of an activity row the number that stands beside a figure: missing where it was not filled in."""
    a = activity.c
    came = case(
        (
            or_(a.attendance_onsite.is_not(None), a.attendance_online.is_not(None)),
            func.coalesce(a.attendance_onsite, 0) + func.coalesce(a.attendance_online, 0),
        )
    )
    return case((line_metric.c.measure == "views", a.views), else_=came)


def _hosts(q: Question) -> Subquery:
    """Of each activity by how many it is held: its people are not split where they are several (C11). A city and its
    own leagues are one.
    """
    label, told = labels(q).alias("host"), select(line_metric.c.line_id).where(_of_people())
    who = func.coalesce(func.nullif(label.c.city_adcode, ""), label.c.unit_code)
    hosted = (
        select(activity_unit.c.activity_id, func.count(distinct(who)).label("hosts"))
        .join_from(activity, activity_unit, activity_unit.c.activity_id == activity.c.id)
        .join(label, label.c.id == activity_unit.c.org_unit_id)
        .where(activity_unit.c.role.in_(HOSTS), activity.c.line_id.in_(told), activity_condition(q), held(q))
        .group_by(activity_unit.c.activity_id)
    )
    return hosted.subquery("hosted")


def _counts(hosted: Subquery) -> list[ColumnElement[Any]]:
    people, alone = _people(), func.coalesce(hosted.c.hosts, 1) == 1
    return [
        count
        for which in (alone, ~alone)
        for count in (
            func.count().filter(which),
            func.count().filter(and_(which, people.is_(None))),
            func.sum(people).filter(which),
        )
    ]


def select_rows_by_unit(q: Question) -> Select[*tuple[Any, ...]]:
    """Per unit and metric what its held activity rows say: those that it holds alone, then those held jointly."""
    unit, hosted = units(q), _hosts(q)
    return (
        select(unit.c.unit_code, line_metric.c.metric_code, *_counts(hosted))
        .join_from(activity, activity_unit, activity_unit.c.activity_id == activity.c.id)
        .join(unit, unit.c.id == activity_unit.c.org_unit_id)
        .join(line_metric, line_metric.c.line_id == activity.c.line_id)
        .outerjoin(hosted, hosted.c.activity_id == activity.c.id)
        .where(of_lines(q), held(q), _of_people())
        .where(activity_unit.c.role.in_(HOSTS), unit.c.unit_group.in_(RETURNING))
        .group_by(unit.c.unit_code, line_metric.c.metric_code)
    )


def select_rows_of_all(q: Question) -> Select[*tuple[Any, ...]]:
    """The same of all distinct activities, whoever holds them."""
    hosted = _hosts(q)
    return (
        select(line_metric.c.metric_code, *_counts(hosted))
        .join_from(activity, line_metric, line_metric.c.line_id == activity.c.line_id)
        .outerjoin(hosted, hosted.c.activity_id == activity.c.id)
        .where(activity_condition(q), held(q), _of_people())
        .group_by(line_metric.c.metric_code)
    )


def list_attendance_gap(s: Snapshot, q: Question) -> tuple[AttendanceGap, ...]:
    """One for each city and member unit and each figure that is reported twice, by unit and in the order of the form.
    Filters of lines are set aside: a return is not of a line.
    """
    q = q.without_lines()
    matched = _matched(s, q)
    counted = {
        (unit, code): (Rows._make(counts[:3]), counts[3]) for unit, code, *counts in s.ask(select_rows_by_unit, q)
    }
    found = []
    for row in list_metrics(s, q):
        if row.metric.code in matched:
            alone, joint = counted.get((row.unit.code, row.metric.code), (NOTHING, 0))
            source = (row.value, row.return_line, row.return_version)
            found.append(AttendanceGap(row.unit, row.metric, matched[row.metric.code], *source, alone, joint))
    return tuple(found)


def list_attendance_whole(s: Snapshot, q: Question) -> tuple[AttendanceWhole, ...]:
    """One for each figure that is reported twice. Of returns there is no such sum: cities and member units are never
    added (G9). Nothing where a city or a group is left out: people of a joint activity are not split (C11).
    """
    if q.filters.cities or q.filters.groups or q.scope.cities is not None:
        return ()
    q = q.without_lines()
    matched = _matched(s, q)
    figures = {row.metric.code: row.metric for row in list_metrics(s, q) if row.metric.code in matched}
    counted = {code: (Rows._make(counts[:3]), Rows._make(counts[3:])) for code, *counts in s.ask(select_rows_of_all, q)}
    found = []
    for code, metric in figures.items():
        alone, joint = counted.get(code, (NOTHING, NOTHING))
        found.append(AttendanceWhole(metric, matched[code], _added(alone, joint), joint))
    return tuple(found)


def _added(one: Rows, other: Rows) -> Rows:
    people = None if one.people is None and other.people is None else (one.people or 0) + (other.people or 0)
    return Rows(one.activities + other.activities, one.unfilled + other.unfilled, people)


def _matched(s: Snapshot, q: Question) -> dict[str, Matched]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in s.ask_lasting(select_matches, q):
        found[row.metric_code].append(row)
    return {
        code: Matched(rows[0].measure, "、".join(row.code for row in rows), rows[0].reason_zh, rows[0].reason_en)
        for code, rows in found.items()
    }
