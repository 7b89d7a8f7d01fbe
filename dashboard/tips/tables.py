"""The tables of the page of tips."""

from dashboard.parts.table import Column
from dashboard.tips.page import name_of
from dashboard.view import View


def counted(view: View, title: str) -> list[Column]:
    """Of rows of list_tips or list_tips_by_city: what came, what became of it, in time or not."""
    t = view.t
    return [
        Column("name", title, pinned=True, value=lambda row: name_of(view, row)),
        *(
            Column(name, t(f"tips.column.{name}"), "count")
            for name in ("received", "duplicate", "transferred", "rejected", "undecided")
        ),
        Column("accepted", t("tips.figure.accepted"), "rate", "eligible", definition="tip_accepted"),
        Column("closed", t("tips.figure.closed"), "rate", "accepted", definition="tip_closed"),
        Column("closed_on_time", t("tips.figure.closed_on_time"), "rate", "due", definition="tip_closed_on_time"),
        Column("overdue", t("tips.figure.overdue"), "count"),
        Column("substantiated", t("tips.figure.substantiated"), "rate", "verified", definition="tip_substantiated"),
    ]


def county_weeks(view: View, weeks: list[str]) -> list[Column]:
    """Of CountyWeeks: one column per week."""

    def week(place: int, label: str) -> Column:
        return Column(f"week{place}", label, value=lambda row: row.weeks[place], width=64)

    places = [week(place, label) for place, label in enumerate(weeks)]
    return [Column("name", view.t("filter.county"), pinned=True), *places]
