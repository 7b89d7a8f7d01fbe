"""What the page of Annex 3 shows: the figures of each unit, their ratios, people as told twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.annex3.form import Annex, annex
from dashboard.data.memory import remembered
from dashboard.data.reader import read as ask
from dashboard.parts import findings
from dashboard.parts.findings import Finding
from dashboard.view import View
from data_access.annex3.figures import list_metric_totals, list_metrics
from data_access.annex3.ratios import list_metric_ratios
from data_access.reach.attendance import AttendanceGap, AttendanceWhole, list_attendance_gap, list_attendance_whole
from data_access.reach.line_items import LineItem, list_line_items


@dataclass(frozen=True)
class Annexes:
    """What the page shows. Groups of units stand side by side and are never added (G9)."""

    forms: list[Annex]
    """By group."""
    items: Sequence[LineItem]
    people: Sequence[AttendanceGap]
    people_of_all: Sequence[AttendanceWhole]
    finding: Finding


@remembered
def read(view: View) -> Annexes | None:
    """Annex 3 for `view`; None when no unit is asked for that sends it."""
    forms = annex(view, ask(list_metrics, view), ask(list_metric_totals, view), ask(list_metric_ratios, view))
    if not forms:
        return None
    return Annexes(
        forms,
        ask(list_line_items, view),
        ask(list_attendance_gap, view),
        ask(list_attendance_whole, view),
        finding(view, forms),
    )


def finding(view: View, forms: Sequence[Annex]) -> Finding:
    """How many units of each group have figures in force, and of the first one who has none."""
    first, *others = forms
    none = [name for code, name in first.names.items() if code not in first.sent]
    lead = [view.t("annex3.lead.none", n=len(none), names=findings.some(view, none))] if none else []
    lead += [_sent(view, "annex3.lead.other", form) for form in others]
    return Finding(_sent(view, "annex3.finding" if none else "annex3.finding.all", first), " ".join(lead))


def _sent(view: View, key: str, form: Annex) -> str:
    """How many units of a group have figures in force."""
    return view.t(key, units=findings.units(view, form.group, form.units), n=len(form.sent))
