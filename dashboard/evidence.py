"""What lies behind a cell of the matrix: its obligations, the activities that were held, the versions handed in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard import agenda, city, city_tables, store
from dashboard.tables import Column
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
        obligations=city_tables.obligation_rows(view, city.groups(city.grouped(view, obligations)))
        if len(obligations)
        else obligations,
        activities=city_tables.activity_rows(view, activities),
        submissions=city_tables.submission_rows(view, submissions),
    )


def obligations(view: View, one: bool) -> list[Column]:
    """The columns of the obligations; the unit is named unless there is only one."""
    rest = city_tables.obligations(view)[1:]
    return rest if one else [Column(view.column("unit"), view.t("column.unit")), *rest]


def _of_unit(frame: pd.DataFrame, unit_code: str) -> pd.DataFrame:
    return frame[frame["unit_code"] == unit_code].reset_index(drop=True) if unit_code else frame
