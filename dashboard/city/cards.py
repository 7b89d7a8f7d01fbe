"""The cities as cards, most pressing first: where the page of a city begins."""

from collections.abc import Sequence
from dataclasses import replace

from htpy import Element, a, div, span

from dashboard.addresses.href import SLOT, href, pattern
from dashboard.charts.state_bars import parts
from dashboard.data import reader
from dashboard.data.memory import remembered
from dashboard.overview.ledgers import Way, bar_parts, told
from dashboard.parts import findings
from dashboard.view import View
from data_access.board.rows import BoardRow, list_board
from data_access.drawing.state_bar import state_bar
from data_access.wording import rate_text

GROUP = "city"


@remembered
def read(view: View) -> list[BoardRow]:
    """The chosen cities, most pressing first; [] when none of them owes anything in what was asked for."""
    return list(reader.read(list_board, view.asking(view.question.of_groups(GROUP))))


def finding(view: View, rows: Sequence[BoardRow]) -> str:
    """How many cities have overdue tasks and, where hazards were asked for, overdue hazards."""
    units, late = findings.units(view, GROUP, len(rows)), sum(one.counts.overdue > 0 for one in rows)
    if any(one.general is None for one in rows):
        return view.t("city.finding.tasks", units=units, late=late)
    return view.t("city.finding", units=units, late=late, hazards=sum(_hazards(one) > 0 for one in rows))


def element(view: View, rows: Sequence[BoardRow]) -> Element:
    """A card a city: its name leads to its sheet, each state to its tasks in the drawer."""
    opened = pattern(view, item=SLOT)
    longest = max(sum(parts(one.counts).values()) for one in rows)
    return div(".cards")[(_card(view, one, opened, longest) for one in rows)]


def _card(view: View, one: BoardRow, opened: Way, longest: int) -> Element:
    counts, city, way = one.counts, one.unit.adcode, told(opened, "city", one.unit.adcode)
    hazards = one.general is not None
    return div(".card")[
        a(".name", href=href(view, item="", filters=replace(view.filters, cities=(city,))))[view.short(one.unit)],
        state_bar(bar_parts(view, view.name(one.unit), counts, way), longest),
        div(".facts")[
            _fact(view.t("city.card.overdue", n=counts.overdue), counts.overdue > 0),
            hazards and _fact(view.t("city.card.hazards", general=one.general, major=one.major), _hazards(one) > 0),
            _fact(view.t("city.card.on_time", rate=rate_text(counts.on_time, counts.due)), False),
            _fact(_silence(view, one.silent_days), False),
        ],
    ]


def _silence(view: View, days: int | None) -> str:
    if days is None:
        return view.t("city.card.nothing")
    return view.t("city.card.silent", n=days) if days else view.t("city.card.today")


def _hazards(one: BoardRow) -> int:
    return (one.general or 0) + (one.major or 0)


def _fact(text: str, hot: bool) -> Element:
    return span(class_="hot" if hot else None)[text]
