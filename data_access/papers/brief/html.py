"""A brief as one HTML file that opens offline, on a phone too: no script, nothing from elsewhere, pictures as SVG. The
same sheets are shown on a wall (dashboard/present).
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
    head,
    header,
    html,
    main,
    meta,
    p,
    section,
    small,
    span,
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

from data_access.drawing.palette import DARK, LIGHT, SIGNS, Palette
from data_access.papers.brief.blocks import Block, Brief, Ledger, Sheet, Tiles
from data_access.papers.documents.paper import Table, Text
from data_access.wording import number, printable

STYLE: Final = Path(__file__).with_name("brief.css")


def brief_html(brief: Brief) -> bytes:
    """The file; equal briefs make equal bytes."""
    page = html(lang="zh-CN" if brief.lang == "zh" else "en")[
        head[
            meta(charset="utf-8"),
            meta(name="viewport", content="width=device-width, initial-scale=1"),
            meta(name="color-scheme", content="light dark"),
            title[printable(brief.title)],
            style[Markup(styles())],  # noqa: S704  # our own file
        ],
        body(".brief")[
            header[h1[printable(brief.title)], label(brief), p(".sources")[_sources(brief)]],
            main[(sheet_section(brief, sheet) for sheet in brief.sheets)],
        ],
    ]
    return f"{page}\n".encode()


@cache
def styles() -> str:
    """The style sheet of a brief, for both themes and for paper; states have the colours of the palette."""
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{_states(DARK)}\n}}"
    return f"{STYLE.read_text(encoding='utf-8')}\n{_states(LIGHT)}\n{dark}\n"


def _states(palette: Palette) -> str:
    return "\n".join(
        f".brief .state.{state} {{ background: {mark.fill}; color: {mark.ink}; border: 1px solid {mark.line}; }}"
        for state, mark in palette.states.items()
    )


def label(brief: Brief) -> Node:
    """The word for data that are not real; nothing for real data."""
    return strong(".label")[brief.label] if brief.label else None


def _sources(brief: Brief) -> str:
    return " ".join(map(printable, brief.sources))


def sheet_section(brief: Brief, sheet: Sheet) -> Element:
    """One sheet, with what it was made of at its foot (on paper and on the wall, where it stands alone)."""
    return section(f".sheet.{sheet.name}", id=sheet.name)[
        h2[printable(sheet.title)],
        div(".blocks")[(_block(block) for block in sheet.blocks)],
        footer(".foot")[label(brief), " ", _sources(brief)],
    ]


def _block(block: Block) -> Node:
    match block:
        case Tiles(tiles):
            return div(".tiles")[
                (
                    div(f".tile.{one.tone}")[span(".number")[one.number], span[one.label], small[one.note]]
                    for one in tiles
                )
            ]
        case Ledger():
            return _ledger(block)
        case Table(columns, rows):
            return table[
                thead[tr[(th(scope="col", class_=one.align)[one.heading] for one in columns)]],
                tbody[
                    (
                        tr[
                            (
                                td(class_=column.align, data_label=column.heading)[printable(text)]
                                for text, column in zip(row, columns, strict=True)
                            )
                        ]
                        for row in rows
                    )
                ],
            ]
        case Text(kind, text):
            return p(f".{kind}")[printable(text)]


def _ledger(ledger: Ledger) -> Node:
    name, bar, *others = ledger.headings
    most = max((sum(n for _, n in row.states) for row in ledger.rows), default=1)
    return table(".ledger")[
        thead[tr[th(scope="col")[name], th(scope="col")[bar], (th(".right", scope="col")[one] for one in others)]],
        tbody[
            (
                tr[
                    th(scope="row")[row.name],
                    td(".bar")[_bar(row.states, most)],
                    (
                        td(class_=["right", {"hot": place in row.hot}], data_label=heading)[text]
                        for place, (text, heading) in enumerate(zip(row.cells, others, strict=True))
                    ),
                ]
                for row in ledger.rows
            )
        ],
    ]


def _bar(states: tuple[tuple[str, int], ...], most: int) -> Element:
    return span(".states")[
        (
            span(f".state.{state}", style=f"width:{100 * n / most:.2f}%")[f"{SIGNS[state]}{number(n)}"]
            for state, n in states
        )
    ]
