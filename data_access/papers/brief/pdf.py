"""A brief as a PDF of text, one sheet a page of A4 landscape: what can be read can be copied and searched.

Its Chinese is set in STSong-Light, one of the fonts that readers of PDF bring along (Adobe-GB1): no file of a font, no
library of the system, and files of some 20 kB (ADR 0031).
"""

import io
from collections.abc import Callable
from math import atan2, degrees, hypot
from typing import Any, Final

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepInFrame,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
)

from data_access.drawing.palette import LIGHT
from data_access.papers.brief.blocks import Block, Brief, Ledger, Tile, Tiles
from data_access.papers.brief.pdf_cities import cities
from data_access.papers.brief.pdf_styles import RULED, Styles
from data_access.papers.documents.paper import Col, Table as Rows, Text
from data_access.wording import printable

PAGE: Final = landscape(A4)
MARGIN: Final = 14 * mm
FOOT: Final = 18 * mm
WIDTH: Final = PAGE[0] - 2 * MARGIN
HEIGHT: Final = PAGE[1] - MARGIN - FOOT
PALE: Final = 0.12
"""How much of a mark across a page is seen: found in a photograph, not in the way of reading."""
TONES: Final = {
    "bad": LIGHT.states["overdue"].fill,
    "plain": LIGHT.accent,
}


def brief_pdf(brief: Brief, mark: str = "") -> bytes:
    """The file; equal briefs make equal bytes. `mark`: who took it, at the foot of each page and pale across it."""
    file = io.BytesIO()
    styles = Styles(str(brief.lang))
    document = BaseDocTemplate(
        file,
        pagesize=PAGE,
        title=printable(brief.title),
        subject=printable(brief.label),
        lang="zh-CN" if brief.lang == "zh" else "en",
        invariant=1,
    )
    frame = Frame(MARGIN, FOOT, WIDTH, HEIGHT, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=_foot(brief, styles, mark)))
    story: list[Flowable] = []
    for sheet in brief.sheets:
        whole = [flowable for block in sheet.blocks for flowable in _block(block, styles)]
        title = styles.paragraph(sheet.title, styles.title)
        story += [KeepInFrame(WIDTH, HEIGHT, [title, *whole], mode="shrink"), PageBreak()]
    document.build(story[:-1])
    return file.getvalue()


def _foot(brief: Brief, styles: Styles, mark: str) -> Callable[[Canvas, Any], None]:
    """What stands at the foot of every page: label, sources, who took it, page; nothing of it is cut."""

    def draw(canvas: Canvas, document: Any) -> None:
        page = f"{document.page}/{len(brief.sheets)}"
        said = "　".join((*filter(None, (brief.label,)), brief.title, *brief.sources, *filter(None, (mark,))))
        foot = styles.paragraph(said, styles.note)
        _, height = foot.wrap(WIDTH - 16 * mm, FOOT)
        foot.drawOn(canvas, MARGIN, FOOT - 3 * mm - height)
        canvas.setFont(styles.font, 9)
        canvas.drawRightString(PAGE[0] - MARGIN, FOOT - 3 * mm - 10, page)
        canvas.setStrokeColor(colors.HexColor(LIGHT.rule))
        canvas.line(MARGIN, FOOT - 2 * mm, PAGE[0] - MARGIN, FOOT - 2 * mm)
        if mark:
            _across(canvas, printable(mark), styles)

    return draw


def _across(canvas: Canvas, mark: str, styles: Styles) -> None:
    """`mark` pale across the page, below all that is read."""
    canvas.saveState()
    canvas.translate(PAGE[0] / 2, PAGE[1] / 2)
    canvas.rotate(degrees(atan2(PAGE[1], PAGE[0])))
    size = min(30.0, 0.8 * hypot(*PAGE) / max(1.0, canvas.stringWidth(mark, styles.font, 1)))
    canvas.setFont(styles.font, size)
    canvas.setFillColor(colors.HexColor(LIGHT.quiet), alpha=PALE)
    canvas.drawCentredString(0, 0, mark)
    canvas.restoreState()


def _block(block: Block, styles: Styles) -> list[Flowable]:
    match block:
        case Tiles(tiles):
            return [Spacer(0, 10), _tiles(tiles, styles)]
        case Ledger():
            return [cities(block, WIDTH, styles), Spacer(0, 4), styles.paragraph(block.key, styles.note)]
        case Rows(columns, rows):
            return [_rows(columns, rows, styles), Spacer(0, 4)]
        case Text(kind, text):
            style = {"caption": styles.caption, "note": styles.note}.get(kind, styles.text)
            return [styles.paragraph(text, style)]


def _tiles(tiles: tuple[Tile, ...], styles: Styles) -> Table:
    """The figures side by side, a rule in their tone above each."""
    cells: list[Any] = []
    for one in tiles:
        parts = ((one.number, styles.number), (one.label, styles.text), (one.note, styles.note))
        cells += [[styles.paragraph(text, style) for text, style in parts], ""]
    gap = 6 * mm
    widths = [(WIDTH + gap) / len(tiles) - gap, gap] * len(tiles)
    look: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    look += [
        ("LINEABOVE", (2 * n, 0), (2 * n, 0), 2.5, colors.HexColor(TONES[one.tone])) for n, one in enumerate(tiles)
    ]
    return Table([cells[:-1]], widths[:-1], style=look)


def _rows(columns: tuple[Col, ...], rows: tuple[tuple[str, ...], ...], styles: Styles) -> Table:
    whole = sum(column.share for column in columns)
    heads = [styles.paragraph(one.heading, styles.heading, one.align) for one in columns]
    cells = [
        [styles.paragraph(text, styles.cell, column.align) for text, column in zip(row, columns, strict=True)]
        for row in rows
    ]
    return Table([heads, *cells], [WIDTH * one.share / whole for one in columns], repeatRows=1, style=RULED)
