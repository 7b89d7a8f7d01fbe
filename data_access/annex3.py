"""附件3 as the office would fill it at T: the figures of one unit, or the totals of a group (C10)."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from data_access.asked import ask
from data_access.filters import Filters, Question
from data_access.labels import Unit, load_units
from data_access.metric_ratios import load_metric_ratios
from data_access.returns import METRICS, RETURNING, list_submissions, load_metric_totals, select_metrics

METRIC: Final = list(METRICS).index("metric")


class FormRow(NamedTuple):
    """A line of the form."""

    code: str
    name_zh: str
    name_en: str
    unit_zh: str
    """What it is counted in."""
    unit_en: str
    section: str
    value: float | None
    """None: 未报."""
    filled: int | None = None
    """Of a total: how many units filled it in."""


class Ratio(NamedTuple):
    """Σ part / Σ whole over the units that filled both parts in."""

    code: str
    part: float
    whole: float
    units: int


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
    ratios: tuple[Ratio, ...] = ()


def question_of(q: Question) -> Question:
    """The question of a form: campaign and instants; a form is of a unit or group, whatever is filtered."""
    return Question(Filters(q.filters.campaign), q.as_of, q.known_at, q.scope, q.zone)


def find_unit(conn: Connection, q: Question, called: str) -> Unit | None:
    """The city or member unit with this code or name, in Chinese, in short or in English."""
    units = [unit for unit in load_units(conn, question_of(q)).values() if unit.group in RETURNING]
    return next((unit for unit in units if called in (unit.code, unit.zh, unit.short, unit.en)), None)


def list_returning(conn: Connection, q: Question) -> tuple[Unit, ...]:
    """The units that send Annex 3, in official order: cities, then member units."""
    return tuple(unit for unit in load_units(conn, question_of(q)).values() if unit.group in RETURNING)


def load_unit_form(conn: Connection, q: Question, unit: Unit) -> Form:
    """The form of one unit with its return in force at T, whole: what that return leaves empty is 未报."""
    q = question_of(q)
    names = list(METRICS)
    rows = [dict(zip(names, row, strict=True)) for row in ask(conn, select_metrics, q) if row[0] == unit.code]
    first = rows[0] if rows else {}
    line, version = first.get("return_line") or "", first.get("return_version")
    received = next(
        (
            one.submitted_at
            for one in list_submissions(conn, q)
            if (one.unit.code, one.line.code, one.version) == (unit.code, line, version)
        ),
        None,
    )
    return Form(unit.group, unit, tuple(_row(row, row["value"]) for row in rows), 1, line, version, received)


def load_total_form(conn: Connection, q: Question, group: str) -> Form:
    """The form of a group's totals: sums of what was filled in, with the number of units that did."""
    q = question_of(q)
    totals = load_metric_totals(conn, q)
    order = list(dict.fromkeys(row[METRIC] for row in ask(conn, select_metrics, q)))
    rows = [row for row in totals.to_dict("records") if row["unit_group"] == group]
    rows.sort(key=lambda row: order.index(row["metric"]))
    ratios = load_metric_ratios(conn, q)
    return Form(
        group,
        None,
        tuple(_row(row, row["total"] if row["filled"] else None, row["filled"]) for row in rows),
        max((row["units"] for row in rows), default=0),
        ratios=tuple(
            Ratio(row["metric"], float(row["part"]), float(row["whole"]), int(row["units"]))
            for row in ratios.to_dict("records")
            if row["unit_group"] == group
        ),
    )


def _row(row: Any, value: Any, filled: Any = None) -> FormRow:
    return FormRow(
        row["metric"],
        row["metric_zh"],
        row["metric_en"],
        row["unit_of_measure"],
        row["unit_of_measure_en"],
        row["section"],
        None if value is None else float(value),
        None if filled is None else int(filled),
    )
