"""The tables of the page of exposures."""

from collections.abc import Sequence
from typing import Any

from dashboard.hazards.tables import GRADES, industry, of_class, regulator, where
from dashboard.parts.table import Column
from dashboard.view import View


def cities(view: View) -> list[Column]:
    """Of Grades: exposed, closed, closed after it, open, open for long, each grade apart."""
    columns = [Column("name", view.t("heading.unit.city"), pinned=True)]
    for grade in GRADES:
        word = view.word("grade", grade)
        columns += [
            Column(
                f"{grade}.exposed_closed",
                view.t("exposures.column.closed", grade=word),
                "rate",
                f"{grade}.exposed",
                definition="exposed_closed",
            ),
            *(
                Column(f"{grade}.{name}", view.t(f"exposures.column.{name}", grade=word), "count")
                for name in ("closed_after", "exposed_open", "open_long")
            ),
        ]
    return columns


def newest(view: View, rows: Sequence[Any]) -> list[Column]:
    """Of rows of list_newest_exposures: when, where it was told, what it was about, and what became of it. Level and
    title of the reports are left out where none of them has one.
    """
    t = view.t
    told = {name for name in ("outlet_level", "title") if any(getattr(row, name) for row in rows)}
    columns = [
        Column("exposed_at", t("hazards.column.exposed_on"), "date", pinned=True),
        Column("outlet", t("exposures.column.outlet")),
        Column("outlet_level", t("exposures.column.level"), value=lambda row: view.word("outlet", row.outlet_level)),
        Column("title", t("exposures.column.title"), width="large"),
        Column("record", t("exposures.column.record"), value=lambda row: view.word("record", row.record)),
        Column("hazard_code", t("hazards.column.code")),
        where(view),
        industry(view),
        regulator(view),
        Column("grade", t("hazards.column.grade"), value=lambda row: view.word("grade", row.grade)),
        of_class(view),
        Column("closed_at", t("hazards.column.closed_on"), "date"),
        Column("days_to_close", t("exposures.column.days_to_close"), "count"),
        Column("days_open", t("exposures.column.days_open"), "count"),
    ]
    return [column for column in columns if column.name in told or column.name not in ("outlet_level", "title")]
