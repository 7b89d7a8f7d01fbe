"""附件3 as the office would fill it at T: the figures of one unit, or the totals of a group (C10)."""

from datetime import datetime
from typing import NamedTuple

from data_access.annex3.figures import RETURNING, Metric, list_metric_totals, list_metrics, load_in_force
from data_access.annex3.ratios import RatioTotal, list_ratio_totals
from data_access.database.snapshot import Snapshot
from data_access.notice.units import Unit, load_units
from data_access.question import Question


class FormRow(NamedTuple):
    """A line of the form."""

    metric: Metric
    value: float | None
    """None: 未报."""
    filled: int | None = None
    """Of a total: how many units filled it in."""


class Form(NamedTuple):
    """One filled form: of a unit, or the totals of a group, which are never added to another group's."""

    group: str
    unit: Unit | None
    """None: the totals of the group."""
    rows: tuple[FormRow, ...]
    units: int
    """How many units the group has."""
    return_line: str = ""
    """The return in force; "" for none."""
    return_version: int | None = None
    received_at: datetime | None = None
    ratios: tuple[RatioTotal, ...] = ()


def question_of(q: Question) -> Question:
    """The question of a form: campaign and instants; a form is of a unit or group, whatever is filtered."""
    return q.unfiltered().counted_from(None)


def find_unit(s: Snapshot, q: Question, called: str) -> Unit | None:
    """The city or member unit with this code or name, in Chinese, in short or in English."""
    units = [unit for unit in load_units(s, question_of(q)).values() if unit.group in RETURNING]
    return next((unit for unit in units if called in (unit.code, unit.zh, unit.short, unit.en)), None)


def list_returning(s: Snapshot, q: Question) -> tuple[Unit, ...]:
    """The units that send Annex 3, in official order: cities, then member units."""
    return tuple(unit for unit in load_units(s, question_of(q)).values() if unit.group in RETURNING)


def load_unit_form(s: Snapshot, q: Question, unit: Unit) -> Form:
    """The form of one unit with its return in force at T, whole: what that return leaves empty is 未报."""
    q = question_of(q)
    rows = tuple(FormRow(row.metric, row.value) for row in list_metrics(s, q) if row.unit == unit)
    found = load_in_force(s, q).get(unit.code)
    source = (found.line.code, found.version.number, found.version.submitted_at) if found else ("", None, None)
    return Form(unit.group, unit, rows, 1, *source)


def load_total_form(s: Snapshot, q: Question, group: str) -> Form:
    """The form of a group's totals: sums of what was filled in, with the number of units that did."""
    q = question_of(q)
    order = list(dict.fromkeys(row.metric for row in list_metrics(s, q)))
    rows = [row for row in list_metric_totals(s, q) if row.unit_group == group]
    rows.sort(key=lambda row: order.index(row.metric))
    return Form(
        group,
        None,
        tuple(FormRow(row.metric, row.total, row.filled) for row in rows),
        max((row.units for row in rows), default=0),
        ratios=tuple(row for row in list_ratio_totals(s, q) if row.unit_group == group),
    )
