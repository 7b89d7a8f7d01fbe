"""What lies behind a cell of the matrix: its obligations, the activities that were held, the versions handed in."""

from dataclasses import dataclass

from dashboard.completion.page import Completion
from dashboard.data import reader, store
from dashboard.view import View
from data_access.activities.ledger import Activity, list_activities, list_timeline
from data_access.obligations import agenda
from data_access.obligations.at_instant import Obligation
from data_access.returns.submissions import Submission, list_submissions


@dataclass(frozen=True)
class CellRows:
    """Obligations, activities and submissions of the chosen units and lines."""

    obligations: list[Obligation]
    activities: list[Activity]
    submissions: list[Submission]


def read(view: View, group: str, unit_code: str) -> CellRows:
    """What one unit (or with "" the chosen cities) owes of the chosen lines and what it shows for it."""
    of_group = view.asking(view.question.of_groups(group))
    activities = list(reader.read(list_activities, of_group))
    if unit_code and group != "city":  # what one city is asked for is that city's own
        codes = {hosting.code for hosting in reader.read(list_timeline, of_group) if hosting.unit.code == unit_code}
        activities = [activity for activity in activities if activity.code in codes]
    owed = agenda.of_group(store.obligations(view), group)
    return CellRows(
        obligations=store.with_evidence(of_group, (one for one in owed if unit_code in ("", one.unit.code))),
        activities=activities,
        submissions=[one for one in reader.read(list_submissions, of_group) if unit_code in ("", one.unit.code)],
    )


def title(view: View, found: Completion, unit: str, line: str) -> str:
    """Whose and what: Jixi · M2.5 员工查隐患."""
    units = {heading.code: heading.name for heading in found.units}
    lines = {heading.code: f"{heading.code} {heading.name}" for heading in found.lines}
    several = view.t("list.and").join(view.city(code) for code in view.filters.cities)
    return view.t("list.dot").join(part for part in (units.get(unit, several), lines.get(line, "")) if part)
