"""What every page shows as long as no return was received: what to do, and the deadlines of the notice.

Without any return every rate is 0 and every unit is overdue: such numbers would accuse and mean nothing.
"""

from dashboard.parts import findings, parts
from dashboard.parts.table import Column
from dashboard.view import Deadline, View


def draw(view: View) -> None:
    """Draw the finding that nothing was received, and the deadlines, which follow from the notice alone."""
    parts.finding(view.t("received.nothing"))
    parts.empty(view, view.t("received.nothing.why"))
    title = view.t("received.deadlines")
    parts.heading(title)
    parts.table(view, view.choices.deadlines, "deadlines", _columns(view), alt=title)


def _columns(view: View) -> list[Column]:
    def lines(one: Deadline) -> str:
        return findings.some(view, [line.label(view.lang) for line in one.lines], "finding.some.lines")

    def basis(one: Deadline) -> str:
        return view.t(f"finding.basis.{'stated' if one.stated else 'inferred'}")

    return [
        Column("day", view.t("heading.due_on"), width=100, value=lambda one: one.day.isoformat()),
        Column("basis", view.t("heading.due_basis_label"), width=130, value=basis),
        Column("lines", view.t("column.line_label"), width="large", value=lines),
    ]
