"""The tables of the pages about hazards: cities in the form that leaders know, kinds, times, ledger, majors."""

from collections.abc import Sequence
from typing import Any

from dashboard.hazards.grades import place
from dashboard.parts.table import Column, Width
from dashboard.view import View

GRADES = ("general", "major")


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
    columns = []
    for grade in grades:
        word = view.word("grade", grade)

        def title(key: str, word: str = word) -> str:
            return view.t(f"hazards.column.{key}", grade=word)

        columns += [
            Column(f"{grade}.confirmed", title("confirmed"), "count", width=84),
            Column(f"{grade}.open", title("open"), "count", width=84),
            Column(f"{grade}.E", title("overdue"), "count", width=96),
            _rate("rectified", f"{grade}.closed", f"{grade}.confirmed", title("rectified")),
            _rate("in_time", f"{grade}.in_time", f"{grade}.matured", title("in_time")),
        ]
    return columns


def times(view: View) -> list[Column]:
    """Of Times: days from order to completion of the closed ones beside the age of the open ones, and acceptance."""
    t = view.t
    return [
        Column("place", t("heading.unit.city"), pinned=True, value=lambda row: place(view, row.fixed)),
        Column("fixed.grade", t("hazards.column.grade"), value=lambda row: view.word("grade", row.fixed.grade)),
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
    """Of rows of list_longest_overdue: who has to act, where, what, for how long, and its listing; never a person."""
    t = view.t
    return [
        regulator(view, 130),
        Column("days_overdue", t("heading.days"), "count", width=72),
        where(view, 130),
        industry(view),
        Column("grade", t("hazards.column.grade"), value=lambda row: view.word("grade", row.grade), width=56),
        Column("due_at", t("heading.due_on"), "date", width=92),
        _listing_column(view),
        Column("hazard_code", t("hazards.column.code")),
    ]


def ledger(view: View, rows: Sequence[Any]) -> list[Column]:
    """Of `rows` of list_hazards: public columns only; the unit where one of them is named."""
    t = view.t
    return [
        Column("hazard_code", t("hazards.column.code"), pinned=True),
        where(view),
        industry(view),
        regulator(view),
        *_unit(view, rows),
        Column("grade", t("hazards.column.grade"), value=lambda row: view.word("grade", row.grade)),
        Column("source", t("hazards.column.source"), value=lambda row: view.word("source", row.source)),
        of_class(view),
        Column("confirmed_at", t("hazards.column.confirmed_on"), "date"),
        Column("due_at", t("heading.due_on"), "date"),
        Column("rectified_at", t("hazards.column.rectified_on"), "date"),
        Column("closed_at", t("hazards.column.closed_on"), "date"),
        Column("days_overdue", t("heading.days"), "count"),
        Column("extensions", t("hazards.column.extensions"), "count"),
        Column("reopened", t("hazards.column.reopened"), "count"),
    ]


def majors(view: View, rows: Sequence[Any]) -> list[Column]:
    """Of `rows` of list_majors: listing, deadline, five things in place, funds, days over; units as in ledger."""
    t = view.t
    return [
        Column("hazard_code", t("hazards.column.code"), pinned=True),
        where(view),
        industry(view),
        regulator(view),
        *_unit(view, rows),
        of_class(view),
        Column("due_at", t("heading.due_on"), "date"),
        Column("days_overdue", t("heading.days"), "count"),
        _listing_column(view),
        Column("listed_at", t("hazards.column.listed_on"), "date"),
        Column("listing_due_at", t("hazards.column.listing_due"), "date"),
        Column("in_place", t("hazards.column.in_place"), value=lambda row: in_place(view, row)),
        Column("funds_wan", t("hazards.column.funds"), "number"),
        Column("exposed_at", t("hazards.column.exposed_on"), "date"),
        Column("closed_at", t("hazards.column.closed_on"), "date"),
    ]


def in_place(view: View, row: Any) -> str:
    """The five things that are in place by name, and how many; missing ones are not said to be absent (G10)."""
    things = ("target", "people", "money", "time", "plan")
    told = [getattr(row, f"f_{thing}") for thing in things]
    there = [view.t(f"hazards.thing.{thing}") for thing, yes in zip(things, told, strict=True) if yes]
    missing = sum(yes is None for yes in told)
    said = f"{len(there)}/5 {view.t('list.and').join(there)}".strip()
    return said + (view.t("hazards.thing.missing", n=missing) if missing else "")


def of_class(view: View) -> Column:
    """The class of a row (C13) in words; nothing where there is none."""

    def said(row: Any) -> str:
        what = row.class_ and view.t(f"hazards.class.{row.class_}")
        return view.t("filter.coded", code=row.class_, what=what) if what else ""

    return Column("class_", view.t("hazards.column.class"), value=said)


def where(view: View, width: Width | int = "medium") -> Column:
    """City and county of a row."""

    def said(row: Any) -> str:
        names: Sequence[str] = (view.pick(row.city_zh, row.city_en), view.pick(row.place_zh, row.place_en))
        return " ".join(dict.fromkeys(name for name in names if name))

    return Column("where", view.t("hazards.column.where"), value=said, width=width)


def industry(view: View) -> Column:
    """The industry of a row."""
    return Column(
        "industry",
        view.t("hazards.column.industry"),
        value=lambda row: view.pick(row.industry_zh, row.industry_en),
    )


def regulator(view: View, width: Width | int | None = None) -> Column:
    """The department in charge of a row's industry."""

    def said(row: Any) -> str:
        none = view.t("hazards.regulator.none") if row.industry_code else ""  # an exposure may be of no hazard
        return view.pick(row.regulator_zh, row.regulator_en) or none

    return Column("regulator", view.t("hazards.column.regulator"), value=said, width=width)


def _unit(view: View, rows: Sequence[Any]) -> list[Column]:
    """某企业 unless the unit was publicly named (returns §5); no column where all rows would say so."""
    title, withheld = view.t("hazards.column.unit"), view.t("hazards.enterprise")
    named = any(row.unit_name for row in rows)
    return [Column("unit_name", title, value=lambda row: row.unit_name or withheld)] if named else []


def _listing_column(view: View) -> Column:
    """The listing of a row: its level, whether it was taken off or is past its deadline; 未挂牌 where there is none."""

    def said(row: Any) -> str:
        if not row.listing_level:
            return view.word("listing", "none")
        off = view.t("hazards.listing.off") if row.delisted_at else ""
        late = view.t("hazards.listing.late") if row.listing_late else ""
        return f"{view.word('listing', row.listing_level)}{off}{late}"

    return Column("listing", view.t("hazards.column.listing"), value=said)


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
