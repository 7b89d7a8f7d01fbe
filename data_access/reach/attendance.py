"""How many people: what returns say and what activity rows say, two numbers side by side with their gap (question 14).

They are never blended, and attendance, views and quiz answers are never added (G14). Which figure of Annex 3 belongs to
which lines, and why, is data: the table line_metric.
"""

from collections import defaultdict
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, distinct, func, or_, select

from data_access.activities.facts import held
from data_access.activities.hosting import HOSTS, activity_asked, of_lines
from data_access.annex3.figures import METRIC_AT, RETURNING, FormFigure, list_metrics
from data_access.database.schema import activity, activity_unit, line, line_metric
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import labels, line_ids, line_order, units
from data_access.question import Question
from data_access.tables.rows import COUNT, FIGURE, NUMBER, OPTIONAL_COUNT, TEXT, UNIT, Contract, RawRows, framed, listed

ATTENDANCE_GAP: Final[Contract] = {
    **UNIT,
    **FIGURE,
    "measure": TEXT,
    "lines": TEXT,
    "returned": NUMBER,
    "return_line": TEXT,
    "return_version": OPTIONAL_COUNT,
    "activities": COUNT,
    "unfilled": COUNT,
    "people": OPTIONAL_COUNT,
    "joint": COUNT,
    "gap": NUMBER,
    "reason_zh": TEXT,
    "reason_en": TEXT,
}
ATTENDANCE_WHOLE: Final[Contract] = {
    **FIGURE,
    "measure": TEXT,
    "lines": TEXT,
    "activities": COUNT,
    "unfilled": COUNT,
    "people": OPTIONAL_COUNT,
    "joint": COUNT,
    "joint_people": OPTIONAL_COUNT,
}
NOTHING: Final = (0, 0, None, 0, 0, None)


class Matched(NamedTuple):
    """A figure of Annex 3 and the lines whose activity rows it is told beside."""

    measure: str
    lines: str
    reason_zh: str
    reason_en: str


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
    """Of an activity row the number that is told beside a figure: missing where it was not filled in."""
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
        .where(activity_unit.c.role.in_(HOSTS), activity.c.line_id.in_(told), activity_asked(q), held(q))
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
        .where(activity_asked(q), held(q), _of_people())
        .group_by(line_metric.c.metric_code)
    )


def _attendance_gap(s: Snapshot, q: Question) -> RawRows:
    """Per city and member unit and figure: `returned` of the return in force at T (C10; missing: 未报), and `people` of
    the held activities that the unit holds alone, with how many they are and how many of them have no number. gap =
    returned - people where both are there. Joint activities are only counted: their people are told for the province
    (C11). Filters of lines are set aside: a return is not of a line. Columns ATTENDANCE_GAP.
    """
    q = q.without_lines()
    matched = _matched(s, q)
    counted = {(unit, code): counts for unit, code, *counts in s.ask(select_rows_by_unit, q)}
    for row in list_metrics(s, q):
        if row.metric not in matched:
            continue
        match = matched[row.metric]
        alone, empty, people, joint, *_ = counted.get((row.unit_code, row.metric), NOTHING)
        gap = None if row.value is None or people is None else row.value - people
        source = (row.value, row.return_line, row.return_version)
        yield (
            *row[: len(UNIT)],
            *_named(row),
            *match[:2],
            *source,
            alone,
            empty,
            people,
            joint,
            gap,
            *match[2:],
        )


list_attendance_gap = listed(_attendance_gap, ATTENDANCE_GAP)
load_attendance_gap = framed(_attendance_gap, ATTENDANCE_GAP)


def _attendance_whole(s: Snapshot, q: Question) -> RawRows:
    """Per figure the held activities of the whole province, each once, with those held jointly by several cities or
    units apart. Of returns there is no such sum: cities and member units are never added (G9). Nothing where a city or
    a group is left out: people of a joint activity are not split (C11). Columns ATTENDANCE_WHOLE.
    """
    if q.filters.cities or q.filters.groups or q.scope.cities is not None:
        return
    q = q.without_lines()
    matched = _matched(s, q)
    figures = {row.metric: _named(row) for row in list_metrics(s, q) if row.metric in matched}
    counted = {code: counts for code, *counts in s.ask(select_rows_of_all, q)}
    for code, names in figures.items():
        alone, empty, people, joint, joint_empty, joint_people = counted.get(code, NOTHING)
        every = None if people is None and joint_people is None else (people or 0) + (joint_people or 0)
        yield (*names, *matched[code][:2], alone + joint, empty + joint_empty, every, joint, joint_people)


list_attendance_whole = listed(_attendance_whole, ATTENDANCE_WHOLE)
load_attendance_whole = framed(_attendance_whole, ATTENDANCE_WHOLE)


def _named(row: FormFigure) -> tuple[Any, ...]:
    return row[METRIC_AT : METRIC_AT + len(FIGURE)]


def _matched(s: Snapshot, q: Question) -> dict[str, Matched]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in s.ask_lasting(select_matches, q):
        found[row.metric_code].append(row)
    return {
        code: Matched(rows[0].measure, "、".join(row.code for row in rows), rows[0].reason_zh, rows[0].reason_en)
        for code, rows in found.items()
    }
