"""The tables of the page of exposures."""

from collections.abc import Iterable, Sequence

from dashboard.hazards.tables import of_class, regulator, where
from dashboard.parts.columns import columns
from dashboard.parts.table import Column
from dashboard.view import View
from data_access.cases.items import item
from data_access.database.schema.hazard import GRADES
from data_access.hazards.exposures import Exposure
from data_access.hazards.tables import EXPOSURES


def items(exposures: Iterable[Exposure]) -> list[str]:
    """The cases of the hazards that were exposed; "" where there is none in F."""
    return [item("hazard", one.hazard_code) if one.record == "hazard" else "" for one in exposures]


def cities(view: View) -> list[Column]:
    """Of Grades: exposed, closed, closed after it, open, open for long, each grade apart."""
    found = [Column("name", view.t("heading.unit.city"), pinned=True)]
    for grade in GRADES:
        word = view.word("grade", grade)
        found += [
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
    return found


def newest(view: View, rows: Sequence[Exposure]) -> list[Column]:
    """Of exposures: when, where it was told, what it was about, and what became of it. Level and title of the reports
    are left out where none of them has one.
    """
    level = "outlet_level" if any(row.outlet_level for row in rows) else ""
    report = "report" if any(row.title for row in rows) else ""
    return columns(
        view,
        EXPOSURES,
        f"exposed_on outlet {level} {report} record hazard where industry regulator grade class closed_on "
        "days_to_close days_open",
        own=(where(view), regulator(view), of_class(view)),
        widths={"report": "large"},
        pinned="exposed_on",
    )
