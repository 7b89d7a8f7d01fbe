"""A brief as one HTML file that opens offline, on a phone too: no script, no link, nothing from elsewhere. The same
sheets are shown on a wall (dashboard/present).
"""

from functools import cache
from pathlib import Path
from typing import Final

from htpy import (
    Element,
    Node,
    body,
    div,
    footer,
    h1,
    h2,
    h3,
    head,
    header,
    html,
    main,
    meta,
    p,
    section,
    small,
    strong,
    style,
    table,
    tbody,
    td,
    th,
    thead,
    title,
    tr,
)
from markupsafe import Markup

from data_access.drawing import city_map, ledger, styles, tiles
from data_access.drawing.state_bar import Part
from data_access.papers.brief.blocks import Block, Brief, Ledger, LedgerRow, Sheet, Tiles
from data_access.papers.brief.places import outline_of
from data_access.papers.documents.paper import Table, Text
from data_access.wording import printable

STYLE: Final = Path(__file__).with_name("brief.css")
NOWHERE: Final = ' href=""'
"""What a piece writes where a mark leads nowhere: a file that is sent on has no page to open."""
TONES: Final[dict[str, tiles.Tone]] = {"bad": "red", "plain": "blue"}


def brief_html(brief: Brief, mark: str = "") -> bytes:
    """The file; equal briefs make equal bytes. `mark`: who took it, at the foot of each sheet."""
    page = html(lang="zh-CN" if brief.lang == "zh" else "en")[
        head[
            meta(charset="utf-8"),
            meta(name="viewport", content="width=device-width, initial-scale=1"),
            meta(name="color-scheme", content="light dark"),
            title[printable(brief.title)],
            style[Markup(styles.sheet_of_both() + own_style())],  # noqa: S704  # our own files
        ],
        body(".brief")[
            header[
                h1[printable(brief.title)],
                label(brief),
                (p(".sources")[printable(text)] for text in (_sources(brief), mark) if text),
            ],
            main[(sheet_section(brief, sheet, mark) for sheet in brief.sheets)],
        ],
    ]
    return f"{page}\n".encode()


@cache
def own_style() -> str:
    """What a brief looks like beside its pieces."""
    return STYLE.read_text(encoding="utf-8")


def label(brief: Brief) -> Node:
    """The word for data that are not real; nothing for real data."""
    return strong(".label")[brief.label] if brief.label else None


def _sources(brief: Brief) -> str:
    return " ".join(map(printable, brief.sources))


def sheet_section(brief: Brief, sheet: Sheet, mark: str = "") -> Element:
    """One sheet. At its foot what it was made of (on paper and on the wall, where it stands alone), and who took it."""
    return section(f".sheet.{sheet.name}", id=sheet.name)[
        h2[printable(sheet.title)],
        div(".blocks")[(_block(block) for block in sheet.blocks)],
        footer(".foot")[label(brief), " ", _sources(brief), mark and p(".mark")[printable(mark)]],
    ]


def _block(block: Block) -> Node:
    match block:
        case Tiles(found):
            drawn = [tiles.Tile(one.number, one.label, one.note, "", TONES[one.tone]) for one in found]
            return _leading_nowhere(tiles.tiles(drawn))
        case Ledger():
            return div(".places")[_map(block), div[_leading_nowhere(_ledger(block)), p(".note")[printable(block.key)]]]
        case Table():
            return _table(block)
        case Text(kind, text):
            return p(f".{kind}")[printable(text)]


def _leading_nowhere(piece: Element) -> Markup:
    return Markup(str(piece).replace(NOWHERE, ""))  # noqa: S704  # escaped by the piece


def _table(block: Table) -> Element:
    heads = (th(scope="col", class_=one.align)[one.heading] for one in block.columns)
    return table[
        thead[tr[heads]],
        tbody[
            (
                tr[
                    (
                        td(class_=column.align, data_label=column.heading)[printable(text)]
                        for text, column in zip(row, block.columns, strict=True)
                    )
                ]
                for row in block.rows
            )
        ],
    ]


def _map(found: Ledger) -> Node:
    """The places with their numbers; nothing where the province has no boundaries, or they are not wanted."""
    outline = outline_of(found)
    if outline is None:
        return None
    names = {row.code: row.name for row in found.rows}
    areas = [city_map.Area(code, n, f"{names[code]} {n}", "") for code, n in found.numbers.items()]
    drawn = city_map.city_map(found.map_title, outline, areas)
    return div(".map")[h3[found.map_title], _leading_nowhere(drawn), small[found.map_note]]


def _ledger(found: Ledger) -> Element:
    headings = ledger.Headings(found.name, [found.bar], found.rate, [(cell, cell) for cell in found.cells])
    return ledger.ledger(found.title, headings, [_row(found, row) for row in found.rows])


def _row(found: Ledger, row: LedgerRow) -> ledger.Row:
    cells = [
        ledger.Cell(text, heading, "", "hot" if place in row.hot else "")
        for place, (text, heading) in enumerate(zip(row.cells, found.cells, strict=True))
    ]
    parts = [Part(state, n, "", "") for state, n in row.states]
    return ledger.Row(row.name, row.name, "", parts, ledger.Cell(row.rate, found.rate, ""), f"({row.of})", cells)
