"""The tables of the page of tips."""

from dashboard.parts.columns import columns
from dashboard.parts.table import Column
from dashboard.tips.page import name_of
from dashboard.view import View
from data_access.tips.counts import TIP_RATES
from data_access.tips.tables import TIPS


def counted(view: View, title: str) -> list[Column]:
    """Of rows of list_tips or list_tips_by_city: what came, what became of it, in time or not."""
    figures = {f"{name}_rate": view.t(f"tips.figure.{name}") for name in TIP_RATES}
    return columns(
        view,
        TIPS,
        "name received duplicate transferred rejected undecided accepted_rate closed_rate closed_on_time_rate overdue "
        "substantiated_rate",
        own=(Column("name", title, pinned=True, value=lambda row: name_of(view, row)),),
        titles={**figures, "overdue": view.t("tips.figure.overdue")},
    )


def county_weeks(view: View, weeks: list[str]) -> list[Column]:
    """Of CountyWeeks: one column per week."""

    def week(place: int, label: str) -> Column:
        return Column(f"week{place}", label, value=lambda row: row.weeks[place], width=64)

    places = [week(place, label) for place, label in enumerate(weeks)]
    return [Column("name", view.t("filter.county"), pinned=True), *places]
