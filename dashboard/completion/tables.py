"""The columns of the completion page's tables: what is overdue, and what lies behind a cell."""

from collections.abc import Mapping
from datetime import datetime

from dashboard.charts.theme import SIGNS
from dashboard.parts.table import Column, Kind
from dashboard.view import View
from data_access.activities.ledger import Activity
from data_access.obligations.at_instant import Obligation


def late(view: View) -> list[Column]:
    """Of overdue obligations."""
    return [
        _unit(view),
        _line(view),
        _column(view, "days_overdue", "count"),
        _column(view, "due_basis", "basis"),
        _column(view, "due_at", "date"),
        _column(view, "period"),
    ]


def obligations(view: View, numbers: Mapping[int, int]) -> list[Column]:
    """Of the obligations behind a cell; `numbers`: how much there is for each, by key."""
    return [
        _unit(view),
        _line(view),
        _column(view, "period"),
        Column("said", _title(view, "said"), value=lambda one: state_text(view, one)),
        _column(view, "due_at", "date"),
        _column(view, "due_basis", "basis"),
        _column(view, "fulfilled_at", "date"),
        Column("days_overdue", _title(view, "late"), "count"),
        _column(view, "extensions", "count"),
        Column("evidence", _title(view, "evidence"), "count", value=lambda one: numbers[one.key]),
    ]


def activities(view: View) -> list[Column]:
    """Of activities: dates as held, else as planned."""
    return [
        _column(view, "title"),
        _line(view),
        Column("said", _title(view, "said"), value=lambda one: view.word("activity", one.status)),
        Column("start", _title(view, "start"), "date", value=start),
        Column("end", _title(view, "end"), "date", value=end),
        Column(f"hosts_{view.lang}", _title(view, "hosts")),
        _column(view, "attendance_onsite", "count"),
        _column(view, "attendance_online", "count"),
    ]


def submissions(view: View) -> list[Column]:
    """Of submissions: what the review has said by T."""
    return [
        _unit(view),
        _line(view),
        _column(view, "period"),
        _column(view, "version", "count"),
        _column(view, "submitted_at", "instant"),
        Column("said", _title(view, "said"), value=lambda one: view.word("submission", one.status)),
        _column(view, "reviewed_at", "date"),
    ]


def state_text(view: View, one: Obligation) -> str:
    """The sign and the word of a state, and whether all its versions await review (G5)."""
    state = f"{SIGNS[one.drawn_state]} {view.t(f'state.{one.drawn_state}')}"
    return state + (view.t("completion.provisional") if one.provisional else "")


def start(activity: Activity) -> datetime | None:
    """When an activity began, else when it is to begin."""
    return activity.held_start or activity.planned_start


def end(activity: Activity) -> datetime | None:
    """When an activity ended, else when it is to end."""
    return activity.held_end or activity.planned_end


def _title(view: View, name: str) -> str:
    return view.t(f"completion.column.{name}")


def _column(view: View, name: str, kind: Kind = "text") -> Column:
    return Column(name, _title(view, name), kind)


def _unit(view: View) -> Column:
    return Column("unit", _title(view, "unit"), value=lambda one: view.name(one.unit))


def _line(view: View) -> Column:
    return Column("line", _title(view, "line"), value=lambda one: view.short(one.line))
