"""The columns of the completion page's tables: what is overdue, and all tasks."""

from collections.abc import Iterable

from dashboard.parts import behind, reasons
from dashboard.parts.columns import columns
from dashboard.parts.table import Column
from dashboard.view import View
from data_access.cases.tasks import task_item
from data_access.drawing.palette import SIGNS
from data_access.obligations.at_instant import Obligation
from data_access.obligations.tables import OBLIGATIONS, OVERDUE


def items(tasks: Iterable[Obligation]) -> list[str]:
    """The cases of tasks."""
    return [task_item(one) for one in tasks]


def late(view: View) -> list[Column]:
    """Of overdue obligations."""
    return columns(view, OVERDUE, "unit line_short days_overdue due_basis due_on period")


def obligations(view: View) -> list[Column]:
    """Of tasks."""
    return [
        *columns(view, OBLIGATIONS, "unit line_short period"),
        Column("state", view.t("heading.state"), value=lambda one: state_text(view, one)),
        *columns(view, OBLIGATIONS, "due_on due_basis done_on days_overdue extensions evidence"),
        reasons.column(view),
    ]


def state_text(view: View, one: Obligation) -> str:
    """The sign and the word of a state, whether all its versions await review (G5), whether it is behind pace (G15)."""
    words = f"{SIGNS[one.drawn_state]} {view.t(f'state.{one.drawn_state}')}"
    return words + behind.mark(view, one) + (view.t("completion.provisional") if one.provisional else "")
