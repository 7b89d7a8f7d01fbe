"""The columns of the completion page's tables: what is overdue, and what lies behind a cell."""

from dashboard.parts import behind, reasons
from dashboard.parts.columns import columns
from dashboard.parts.table import Column
from dashboard.view import View
from data_access.activities.tables import ACTIVITIES
from data_access.drawing.palette import SIGNS
from data_access.obligations.at_instant import Obligation
from data_access.obligations.reason import said
from data_access.obligations.tables import OBLIGATIONS, OVERDUE
from data_access.returns.tables import SUBMISSIONS


def late(view: View) -> list[Column]:
    """Of overdue obligations."""
    return columns(view, OVERDUE, "unit line_short days_overdue due_basis due_on period")


def obligations(view: View) -> list[Column]:
    """Of the obligations behind a cell."""
    return [
        *columns(view, OBLIGATIONS, "unit line_short period"),
        Column("state", view.t("heading.state"), value=lambda one: state_text(view, one)),
        *columns(view, OBLIGATIONS, "due_on due_basis done_on days_overdue extensions evidence"),
        reasons.column(view),
    ]


def activities(view: View) -> list[Column]:
    """Of activities: dates as held, else as planned."""
    return columns(
        view,
        ACTIVITIES,
        "title line_short status start end hosts attendance_onsite attendance_online",
        titles={
            "status": view.t("heading.state"),
            "start": view.t("completion.column.start"),
            "end": view.t("completion.column.end"),
        },
    )


def submissions(view: View) -> list[Column]:
    """Of submissions: what the review has said by T."""
    names = "unit line_short period version submitted_at status reviewed_on"
    return [
        *columns(view, SUBMISSIONS, names, titles={"status": view.t("heading.state")}),
        reasons.column(view, lambda one: said(one.sent_back, view.lang)),
    ]


def state_text(view: View, one: Obligation) -> str:
    """The sign and the word of a state, whether all its versions await review (G5), whether it is behind pace (G15)."""
    words = f"{SIGNS[one.drawn_state]} {view.t(f'state.{one.drawn_state}')}"
    return words + behind.mark(view, one) + (view.t("completion.provisional") if one.provisional else "")
