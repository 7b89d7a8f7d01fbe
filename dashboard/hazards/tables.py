"""The tables of the pages about hazards: cities in the form that leaders know, kinds, times, ledger, majors."""

from collections.abc import Iterable, Sequence

from dashboard.hazards.grades import label_of
from dashboard.parts.columns import columns
from dashboard.parts.table import Column
from dashboard.parts.widths import Width
from dashboard.view import View
from data_access.cases.items import item
from data_access.database.schema.hazard import GRADES
from data_access.hazards.exposures import Exposure
from data_access.hazards.ledger import Hazard
from data_access.hazards.tables import HAZARDS, MAJORS


def items(hazards: Iterable[Hazard]) -> list[str]:
    """The cases of hazards."""
    return [item("hazard", one.code) for one in hazards]


def cities(view: View) -> list[Column]:
    """Of Grades: both grades with hazards, not rectified, overdue, both rates; listings of major ones by level."""
    return [
        Column("name", view.t("heading.unit.city"), pinned=True),
        *_counts(view, GRADES),
        *_listing_columns(view),
    ]


def majors_of_cities(view: View) -> list[Column]:
    """Of Grades: the major hazards alone, their listings, and what is in place."""
    t = view.t
    return [
        Column("name", t("heading.unit.city"), pinned=True),
        *_counts(view, ("major",)),
        *_listing_columns(view),
        Column("major.listed_late", t("majors.column.listed_late"), "count", width=110),
        Column("major.closed_unlisted", t("majors.column.closed_unlisted"), "count", width=110),
        _rate("in_place", "major.in_place", "major.open", t("majors.column.in_place")),
        _rate("reopened", "major.reopened", "major.ever_closed", t("majors.column.reopened")),
    ]


def _rate(name: str, n: str, d: str, title: str) -> Column:
    return Column(n, title, "rate", d, width=132, definition=f"hazard_{name}")


def _listing_columns(view: View) -> list[Column]:
    levels = [
        Column(f"major.listed_{level}", view.word("listing", level), "count", width=56)
        for level in ("province", "city", "county", "town")
    ]
    return [
        _rate("listed", "major.listed", "major.confirmed", view.t("hazards.column.listed")),
        *levels,
    ]


def kinds(view: View, title: str) -> list[Column]:
    """Of Grades: industries or sources."""
    return [Column("name", title, pinned=True), *_counts(view, GRADES)]


def _counts(view: View, grades: Sequence[str]) -> list[Column]:
    """Hazards, not closed, overdue and the two rates of each grade; “/” where nothing is due (C16)."""
    found = []
    for grade in grades:
        word = view.word("grade", grade)

        def title(key: str, word: str = word) -> str:
            return view.t(f"hazards.column.{key}", grade=word)

        found += [
            Column(f"{grade}.confirmed", title("confirmed"), "count", width=84),
            Column(f"{grade}.open", title("open"), "count", width=84),
            Column(f"{grade}.E", title("overdue"), "count", width=96),
            _rate("rectified", f"{grade}.closed", f"{grade}.confirmed", title("rectified")),
            _rate("in_time", f"{grade}.in_time", f"{grade}.matured", title("in_time")),
        ]
    return found


def times(view: View) -> list[Column]:
    """Of Times: days from order to completion of the closed ones beside the age of the open ones, and acceptance."""
    t = view.t
    return [
        Column("place", t("heading.unit.city"), pinned=True, value=lambda row: label_of(view, row.fixed.place).name),
        Column("fixed.grade", t("heading.grade_label"), value=lambda row: view.word("grade", row.fixed.grade)),
        Column("fixed.closed", t("hazards.column.fixed"), "count"),
        Column("fixed.median_days", t("hazards.column.median"), "number"),
        Column("fixed.mean_days", t("hazards.column.mean"), "number", value=lambda row: _tenth(row.fixed.mean_days)),
        Column("fixed.p90_days", t("hazards.column.p90"), "count"),
        Column("fixed.open", t("hazards.column.still_open"), "count"),
        Column("fixed.open_median_age", t("hazards.column.age"), "number"),
        Column("fixed.immediate_closed", t("hazards.column.immediate"), "count"),
        Column("accepted.median_days", t("hazards.column.decision"), "number"),
        Column("accepted.awaiting", t("hazards.column.awaiting"), "count"),
        Column("accepted.awaiting_long", t("hazards.column.awaiting_long"), "count"),
    ]


def longest(view: View) -> list[Column]:
    """Of the longest overdue: for how long, where, who has to act, what, and its listing; never a person.

    What is narrow comes first, so that a telephone shows who beside it, in English too.
    """
    return columns(
        view,
        HAZARDS,
        "days_overdue where regulator industry grade due_on listing hazard",
        own=(regulator(view, 130), where(view, 130), _listing_column(view)),
        titles={"days_overdue": view.t("heading.days")},
        widths={"days_overdue": 72, "grade": 56, "due_on": 92},
    )


def ledger(view: View, rows: Sequence[Hazard]) -> list[Column]:
    """Of the ledger: public columns only; the unit where one of them is named."""
    return columns(
        view,
        HAZARDS,
        f"hazard where industry regulator {_named(rows)} grade source class "
        "confirmed_on due_on rectified_on closed_on days_overdue extensions reopened",
        own=(where(view), regulator(view), _unit(view), of_class(view)),
        titles={"days_overdue": view.t("heading.days")},
        pinned="hazard",
    )


def majors(view: View, rows: Sequence[Hazard]) -> list[Column]:
    """Of major hazards: listing, deadline, five things in place, funds, days over; units as in ledger."""
    things = Column("in_place", view.t("hazards.column.in_place"), value=lambda row: in_place(view, row))
    return columns(
        view,
        MAJORS,
        f"hazard where industry regulator {_named(rows)} class "
        "due_on days_overdue listing listed_on listing_due_on in_place funds_wan exposed_on closed_on",
        own=(where(view), regulator(view), _unit(view), of_class(view), _listing_column(view), things),
        titles={"days_overdue": view.t("heading.days")},
        pinned="hazard",
    )


def in_place(view: View, row: Hazard) -> str:
    """The five things that are in place by name, and how many; missing ones are not said to be absent (G10)."""
    there = [view.t(f"hazards.thing.{thing}") for thing, yes in row.things._asdict().items() if yes]
    missing = sum(yes is None for yes in row.things)
    said = f"{len(there)}/5 {view.t('list.and').join(there)}".strip()
    return said + (view.t("hazards.thing.missing", n=missing) if missing else "")


def of_class(view: View) -> Column:
    """The class of a row (C13) in words; nothing where there is none."""

    def text(row: Hazard | Exposure) -> str:
        what = row.class_ and view.t(f"hazards.class.{row.class_}")
        return view.t("filter.coded", code=row.class_, what=what) if what else ""

    return Column("class", view.t("hazards.column.class"), value=text)


def where(view: View, width: Width | int = "medium") -> Column:
    """City and county of a row."""

    def text(row: Hazard | Exposure) -> str:
        return " ".join(dict.fromkeys(filter(None, (view.name(row.city), view.name(row.place)))))

    return Column("where", view.t("hazards.column.where"), value=text, width=width)


def regulator(view: View, width: Width | int | None = None) -> Column:
    """The department in charge of a row's industry."""

    def text(row: Hazard | Exposure) -> str:
        none = view.t("hazards.regulator.none") if row.industry.code else ""  # an exposure may be of no hazard
        return view.pick(row.industry.regulator.zh, row.industry.regulator.en) or none

    return Column("regulator", view.t("hazards.column.regulator"), value=text, width=width)


def _unit(view: View) -> Column:
    """某企业 unless the unit was publicly named (returns §5)."""
    withheld = view.t("hazards.enterprise")
    return Column("unit_name", view.t("hazards.column.unit"), value=lambda row: row.unit_name or withheld)


def _named(rows: Sequence[Hazard]) -> str:
    """The name of that column; "" where all rows would say the same."""
    return "unit_name" if any(row.unit_name for row in rows) else ""


def _listing_column(view: View) -> Column:
    """The listing of a row: its level, whether it was taken off or is past its deadline; 未挂牌 where there is none."""

    def text(row: Hazard) -> str:
        listing = row.listing
        if not listing.level:
            return view.word("listing", "none")
        off = view.t("hazards.listing.off") if listing.delisted_at else ""
        late = view.t("hazards.listing.late") if listing.late else ""
        return f"{view.word('listing', listing.level)}{off}{late}"

    return Column("listing", view.t("hazards.column.listing"), value=text)


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
