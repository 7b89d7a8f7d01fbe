"""The columns of the completion page's tables: what is overdue, and what lies behind a cell."""

from typing import Final

import pandas as pd

from dashboard.tables import Column, Kind
from dashboard.theme import SIGNS
from dashboard.view import View

LATE: Final = ("unit", "line", "days_overdue", "due_basis", "due_at", "period")
OBLIGATIONS: Final = (
    "unit", "line", "period", "said", "due_at", "due_basis", "fulfilled_at", "late", "extensions", "evidence",
)  # fmt: skip
ACTIVITIES: Final = ("title", "line", "said", "start", "end", "hosts", "attendance_onsite", "attendance_online")
SUBMISSIONS: Final = ("unit", "line", "period", "version", "submitted_at", "said", "reviewed_at")
KINDS: Final[dict[str, Kind]] = {
    "days_overdue": "count",
    "due_basis": "basis",
    "due_at": "date",
    "fulfilled_at": "date",
    "extensions": "count",
    "evidence": "count",
    "start": "date",
    "end": "date",
    "attendance_onsite": "count",
    "attendance_online": "count",
    "version": "count",
    "submitted_at": "instant",
    "reviewed_at": "date",
}


def columns(view: View, names: tuple[str, ...]) -> list[Column]:
    """The columns of one of the lists above, titled `completion.column.<name>`; names of things by language."""
    fields = {
        "unit": view.column("unit"),
        "line": f"line_short_{view.lang}",
        "hosts": "hosts_en" if view.lang == "en" else "hosts",
    }
    return [
        Column(fields.get(name, name), view.t(f"completion.column.{name}"), KINDS.get(name, "text")) for name in names
    ]


def with_state(view: View, obligations: pd.DataFrame) -> pd.DataFrame:
    """The obligations with `said`: sign and state in words, whether only versions awaiting review stand (G5), and
    `late`: the days late, "" for what is not.
    """
    states = ["due_soon" if soon else s for s, soon in zip(obligations["state"], obligations["due_soon"], strict=True)]
    pending = [view.t("completion.provisional") if flag else "" for flag in obligations["provisional"].tolist()]
    said = [f"{SIGNS[s]} {view.t(f'state.{s}')}{more}" for s, more in zip(states, pending, strict=True)]
    late = ["" if pd.isna(days) else f"{days:,}" for days in obligations["days_overdue"].tolist()]
    return obligations.assign(said=said, late=late)


def with_dates(view: View, activities: pd.DataFrame) -> pd.DataFrame:
    """The activities with `said` (status at T), `start` and `end`: as held, else as planned."""
    return activities.assign(
        said=[view.t(f"status.{code}") for code in activities["status"].tolist()],
        start=activities["held_start"].fillna(activities["planned_start"]),
        end=activities["held_end"].fillna(activities["planned_end"]),
    )


def with_review(view: View, submissions: pd.DataFrame) -> pd.DataFrame:
    """The submissions with `said`: what the review has said by T."""
    return submissions.assign(said=[view.t(f"review.{code}") for code in submissions["status"].tolist()])
