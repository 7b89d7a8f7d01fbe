"""What lies behind a cell of the matrix: its obligations, the activities that were held, the versions handed in."""

from dataclasses import dataclass, replace

import pandas as pd

from dashboard import agenda, store
from dashboard import completion_tables as tables
from dashboard.completion import Completion
from dashboard.rows import taken
from dashboard.view import View


@dataclass(frozen=True)
class Evidence:
    """Ready rows: obligations, activities and submissions of the chosen units and lines."""

    obligations: pd.DataFrame
    activities: pd.DataFrame
    submissions: pd.DataFrame


def read(view: View, group: str, unit_code: str) -> Evidence:
    """What one unit (or with "" the chosen cities) owes of the chosen lines and what it shows for it."""
    filters = replace(view.filters, groups=(group,))
    asked = replace(view, question=replace(view.question, filters=filters))
    obligations = _of_unit(agenda.of_group(store.obligations(view), group), unit_code)
    activities = store.activities(asked)
    if unit_code and group != "city":  # what one city is asked for is that city's own
        hosted = store.timeline(asked)
        hosts = zip(hosted["unit_code"].tolist(), hosted["code"].tolist(), strict=True)
        codes = {code for unit, code in hosts if unit == unit_code}
        activities = taken(activities, [at for at, code in enumerate(activities["code"].tolist()) if code in codes])
    submissions = _of_unit(agenda.of_group(store.submissions(asked), group), unit_code)
    return Evidence(
        obligations=tables.with_state(view, obligations),
        activities=tables.with_dates(view, activities),
        submissions=tables.with_review(view, submissions),
    )


def title(view: View, found: Completion, unit: str, line: str) -> str:
    """Whose and what: Jixi · M2.5 员工查隐患."""
    units = {heading.code: heading.name for heading in found.units}
    lines = {heading.code: f"{heading.code} {heading.name}" for heading in found.lines}
    several = view.t("list.and").join(view.city(code) for code in view.filters.cities)
    return view.t("list.dot").join(part for part in (units.get(unit, several), lines.get(line, "")) if part)


def _of_unit(frame: pd.DataFrame, unit_code: str) -> pd.DataFrame:
    if not unit_code:
        return frame
    return taken(frame, [place for place, code in enumerate(frame["unit_code"].tolist()) if code == unit_code])
