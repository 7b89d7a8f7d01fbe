"""The matrix of the page of returns, its key, and the same as a table."""

from typing import Final, NamedTuple

import plotly.graph_objects as go

from dashboard.charts.matrix import Cell, Heading, matrix
from dashboard.parts import legend, reasons
from dashboard.parts.table import Column
from dashboard.returns.page import Reporting
from dashboard.view import View
from data_access.cases.items import item
from data_access.drawing.palette import SIGNS
from data_access.notice.units import Line, Unit
from data_access.returns.reporting import Return
from data_access.wording import period

STATES: Final = {
    "in_time": "done_on_time",
    "in": "done_on_time",
    "late": "done_late",
    "returned": "overdue",
    "missing": "overdue",
    "awaited": "not_due",
    "open": "open",
    "waived": "waived",
}
"""The state whose colour and sign a reply has."""
BACK: Final = "\u21a9"


class Row(NamedTuple):
    """A unit with its returns by line and period."""

    unit: Unit
    returns: dict[tuple[str, str], Return]


def rows(found: Reporting) -> list[Row]:
    """One per unit, in official order."""
    own: dict[Unit, dict[tuple[str, str], Return]] = {unit: {} for unit in found.units}
    for one in found.returns:
        own[one.unit][one.line.code, one.period] = one
    return [Row(unit, returns) for unit, returns in own.items()]


def sign(reply: str) -> str:
    """The sign of a reply: sent back is told apart from missing."""
    return BACK if reply == "returned" else SIGNS[STATES[reply]]


def picture(view: View, found: Reporting, upright: bool, chosen: str) -> go.Figure:
    """Units and returns, each by colour and sign: what is owed once first, then week by week; `chosen` has a ring."""
    units = [Heading(unit.code, view.short(unit)) for unit in found.units]
    once = [Heading(line.code, view.short(line), view.t("returns.once")) for line in found.once]
    weeks = [Heading(f"{line.code} {code}", code[-3:], view.short(line)) for line, code in found.periods]
    cities = view.filters.cities
    cells = [
        Cell(
            one.unit.code,
            f"{one.line.code} {one.period}".strip(),
            STATES[one.reply],
            sign(one.reply),
            f"<b>{view.name(one.unit)}</b> · {_line(view, one)}<br>{reply_text(view, one)}",
            bool(cities and one.unit.adcode not in cities),
            item=item("task", one.unit.code, one.line.code, one.period),
        )
        for one in found.returns
    ]
    return matrix(cells, units, [*once, *weeks], view.dark, chosen, upright, view.lang == "zh")


def key(view: View, found: Reporting) -> str:
    """What the signs of the matrix mean, with how many returns have each: the key of a picture as HTML."""
    told = [(reply, sum(one.reply == reply for one in found.returns)) for reply in STATES]
    entries = [(STATES[reply], sign(reply), view.word("reply", reply), n) for reply, n in told if n]
    return legend.of(entries)


def weeks(view: View, found: Reporting) -> str:
    """From when to when the weeks of the matrix last, in words; "" where it has none."""
    codes = dict.fromkeys(code for _, code in found.periods)
    return view.t("list.and").join(period(code, view.lang) for code in codes)


def alt(view: View, found: Reporting) -> str:
    """The matrix in words: who misses what."""
    missing = [one for one in found.returns if one.reply in ("missing", "returned")]
    named = [f"{view.short(one.unit)} {_line(view, one)}" for one in missing]
    return view.t("returns.alt", units=len(found.units), n=len(missing), named=view.t("list.and").join(named))


def _line(view: View, one: Return) -> str:
    return f"{view.short(one.line)} {period(one.period, view.lang)}".strip()


def reply_text(view: View, one: Return | None) -> str:
    """A reply in words: when it came in, or for how long it is overdue; / where a unit owes none."""
    if one is None:
        return "/"
    words = f"{sign(one.reply)} {view.word('reply', one.reply)}"
    if one.days_late:
        words += view.t("returns.days", n=one.days_late)
    elif one.received_at is not None:
        words += f" {view.local(one.received_at):%m-%d}"
    if one.is_in and one.is_zero_report:
        words += view.t("returns.zero")
    if one.is_in and one.provisional:
        words += view.t("completion.provisional")
    if because := reasons.why(view, one):
        words += view.t("returns.why", reason=because)
    return words


def replies(view: View, found: Reporting) -> list[Column]:
    """Of rows: each return that is owed once in words, and the weekly ones counted."""

    def once(line: Line) -> Column:
        return Column(line.code, view.short(line), value=lambda row: reply_text(view, row.returns.get((line.code, ""))))

    columns = [
        Column("unit", view.t(f"heading.unit.{found.group}"), pinned=True, value=lambda row: view.name(row.unit)),
        *map(once, found.once),
    ]
    if not found.silence:
        return columns
    own = found.silence
    return [
        *columns,
        Column("weekly", view.t("returns.column.weekly"), value=lambda row: _weekly(found, row.unit)),
        Column("zero", view.t("returns.column.zero"), "count", value=lambda row: own[row.unit.code].zero_reports),
        Column("silent", view.t("returns.column.silent"), "count", value=lambda row: own[row.unit.code].silent),
        Column("last", view.t("returns.column.last"), "instant", value=lambda row: own[row.unit.code].last_at),
    ]


def _weekly(found: Reporting, unit: Unit) -> str:
    one = found.silence[unit.code]
    return f"{one.received}/{one.ended}" if one.ended else "/"
