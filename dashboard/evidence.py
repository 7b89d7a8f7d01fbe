"""What lies behind a cell of the matrix: its obligations, the activities that were held, the versions handed in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard import agenda, store
from dashboard import completion_tables as tables
from dashboard.completion import Completion
from dashboard.view import View


@dataclass(frozen=True)
class Evidence:
    """Ready rows: obligations, activities and submissions of the chosen units and lines."""

    obligations: pd.DataFrame
    activities: pd.DataFrame
    submissions: pd.DataFrame


def read(view: View, group: str, unit_code: str, lines: Sequence[str]) -> Evidence:
    """What one unit (or with "" the chosen cities) owes of `lines` and what it shows for it."""
    filters = replace(view.filters, lines=tuple(lines) or view.filters.lines, groups=(group,))
    asked = replace(view, question=replace(view.question, filters=filters))
    obligations = _of_unit(agenda.of_group(store.obligations(asked), group), unit_code)
    activities = store.activities(asked)
    if unit_code:
        hosted = store.timeline(asked)
        codes = hosted.loc[hosted["unit_code"] == unit_code, "code"]
        activities = activities[activities["code"].isin(codes)].reset_index(drop=True)
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
    return frame[frame["unit_code"] == unit_code].reset_index(drop=True) if unit_code else frame
