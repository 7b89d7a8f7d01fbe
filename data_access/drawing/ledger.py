"""A ledger: a row a unit with its bar of states, its rate and its counts, each of them a link."""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from htpy import Element, caption, span, table, tbody, th, thead, tr
from markupsafe import Markup

from data_access.drawing.state_bar import Part, state_bar
from data_access.drawing.writing import filled, joined

ROW: Final = '<tr role="row" class="%s">%s<td class="states" role="cell">%s</td>%s%s</tr>'
NAME: Final = '<th class="name" scope="row" role="rowheader"><a href="%s" title="%s"%s>%s</a></th>'
CURRENT: Final = Markup(' aria-current="true"')
RATE: Final = '<td class="rate" role="cell"><a href="%s" title="%s"><b>%s</b> <span class="quiet">%s</span></a></td>'
CELL: Final = '<td class="n %s" role="cell"><a href="%s" title="%s">%s</a></td>'


class Cell(NamedTuple):
    """A count, what it means in words, and where it leads."""

    text: str
    label: str
    href: str
    mark: Literal["", "hot", "warm"] = ""
    """hot: what is late, and the most of its column; warm: what is behind the expected pace. Shaded, and in bold."""


class Row(NamedTuple):
    """A unit."""

    name: str
    label: str
    href: str
    parts: Sequence[Part]
    rate: Cell
    """The rate in large, its n/d in small."""
    of: str
    cells: Sequence[Cell]
    chosen: bool = False


class Headings(NamedTuple):
    """What stands above the columns."""

    name: str
    bar: Sequence[str]
    """The signs of the states with their words."""
    rate: str
    cells: Sequence[tuple[str, str]]
    """In short, and in full for the pointer and for those who cannot see it."""


def ledger(said: str, headings: Headings, rows: Sequence[Row]) -> Element:
    """The table; `said` is what it is, in a sentence."""
    longest = max((sum(part.n for part in row.parts) for row in rows), default=0)
    return table(".ledger", role="table", style=f"--cells:{len(headings.cells)}")[
        caption(".unseen")[said],
        thead(role="rowgroup")[
            tr(role="row")[
                th(".name", scope="col", role="columnheader")[headings.name],
                th(".states", scope="col", role="columnheader")[((span[word], " ") for word in headings.bar)],
                th(".rate", scope="col", role="columnheader")[headings.rate],
                (
                    th(".n", scope="col", role="columnheader", title=full)[
                        span(aria_hidden="true")[short], span(".unseen")[full]
                    ]
                    for short, full in headings.cells
                ),
            ]
        ],
        tbody(role="rowgroup")[joined(_row(row, longest) for row in rows)],
    ]


def _row(row: Row, longest: int) -> Markup:
    rate = filled(RATE, row.rate.href, row.rate.label, row.rate.text, row.of)
    cells = joined(filled(CELL, one.mark, one.href, one.label, one.text) for one in row.cells)
    name = filled(NAME, row.href, row.label, CURRENT if row.chosen else "", row.name)
    marked = "chosen" if row.chosen else ""
    return filled(ROW, marked, name, state_bar(row.parts, longest), rate, cells)
