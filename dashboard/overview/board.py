"""The board as HTML of ours: tiles, a small map, the ledger, what to settle first. Nothing here is remembered: the
links are this reader's own.
"""

from dataclasses import replace

from htpy import Element, a, div, h2, p, section, small

from dashboard.addresses.href import href
from dashboard.overview import first, headline, ledgers
from dashboard.overview.ledgers import chosen
from dashboard.overview.page import Overview
from dashboard.overview.peers import peers
from dashboard.parts.findings import join, units
from dashboard.places.ways import toggle
from dashboard.places.words import province
from dashboard.settings import settings
from dashboard.view import View
from data_access.board.rows import PLACED, BoardRow
from data_access.drawing.city_map import Area, Shapes, city_map, shapes
from data_access.drawing.tiles import tiles


def board(view: View, found: Overview) -> Element:
    """The whole board."""
    outline = _outline(view, found)
    return div(".board")[
        tiles(headline.tiles(view, found)),
        div(f".board-columns{'' if outline else '.no-map'}")[
            section(".map")[_map(view, found, outline)] if outline else None,
            section(".units")[
                _heading(view, found),
                ledgers.of_units(view, found.rows),
                peers(view),
                ledgers.of_groups(view, found.groups),
            ],
            section(".first")[first.first(view, found), first.changes(view, found)],
        ],
    ]


def _outline(view: View, found: Overview) -> Shapes | None:
    allowed = found.group == PLACED and settings().map_boundaries
    return shapes(province(view)) if allowed else None


def _map(view: View, found: Overview, outline: Shapes) -> list[Element]:
    key = "map" if found.hazards is None else "map.hazards"
    only = toggle(view)
    areas = [
        Area(row.unit.adcode, _late(row), _city_label(view, row), only(row.unit.city), chosen(view, row))
        for row in found.rows
    ]
    beside = [view.short(row.unit) for row in found.rows if row.unit.adcode not in outline.of]
    notes = [view.t("board.map.note"), settings().map_credit or view.t("board.map.credit")]
    notes += [view.t("board.map.beside", names=join(view, beside))] if beside else []
    title = view.t(f"board.{key}")
    return [
        h2[title, small[view.t("board.map.more")]],
        city_map(title, outline, areas),
        p(".quiet")[" ".join(notes)],
    ]


def _late(row: BoardRow) -> int:
    return row.counts.overdue + (row.general or 0) + (row.major or 0)


def _city_label(view: View, row: BoardRow) -> str:
    said = view.t("board.late.tasks", n=row.counts.overdue)
    if row.general is not None:
        said = view.t("board.late", tasks=said, general=row.general, major=row.major)
    return view.t("board.of", name=view.name(row.unit), said=said)


def _heading(view: View, found: Overview) -> Element:
    title = view.t("board.ledger", units=units(view, found.group, len(found.rows)))
    if not view.chosen.cities:
        return h2[title, small[view.t("board.ledger.note")]]
    everyone = href(view, item="", filters=replace(view.filters, cities=()))
    ways = [a(href=everyone)[view.t("board.ledger.everyone")]]
    if len(view.filters.cities) == 1:
        ways.append(a(href=href(view, "city"))[view.t("board.ledger.open", city=view.city(view.filters.cities[0]))])
    return h2[title, small[((way, " ") for way in ways)]]
