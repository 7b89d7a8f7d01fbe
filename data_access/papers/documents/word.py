"""A paper as a Word file: its blocks in the styles of a template, tables that break well.

The templates are the four Word files in `templates/`, one per form and language. Page, margins, header, page numbers,
fonts and sizes are theirs and are changed there, in Word (docs/papers.md).
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Mm, Pt, RGBColor
from docx.table import Table as WordTable, _Cell
from docx.text.paragraph import Paragraph

from data_access.papers.documents.archive import timeless
from data_access.papers.documents.paper import Align, Block, Cell, Grid, Mark, Paper, Table, Text, Words
from data_access.wording import printable

TEMPLATES: Final = Path(__file__).with_name("templates")
ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
STYLES: Final[dict[Words, str]] = {
    "title": "Title",
    "heading": "Heading 1",
    "text": "Body Text First Indent",
    "caption": "Caption",
    "note": "Note",
}
NOT_INDENTED: Final = "Body Text"
ALIGNED: Final = "Normal"
CELLS: Final[dict[Cell, str]] = {"text": "Table Text", "heading": "Table Heading", "figure": "Table Figure"}
RULED: Final = "Table Grid"
TOGETHER: Final = 16
"""Rows of a table up to which it moves to the next page rather than break."""
LINE_OF_TITLE: Final = 20
"""Characters of a title that fit into a line of a notice."""
ROW_HEIGHT: Final = 1.75
"""Least height of a row, in sizes of the text of a table."""
HEADER_FILL: Final = "EDEDED"
MARK_SIZE: Final = 7.5
MARK_INK: Final = "595959"
"""Grey that stays 7:1 on white."""


def docx_of(paper: Paper, mark: str = "") -> bytes:
    """The file; equal papers make equal bytes. Its properties name no person. `mark`: who took it, at the foot of each
    page.
    """
    word = _Writer(paper)
    word.head(paper.head)
    word.foot(mark)
    for block in paper.blocks:
        word.write(block)
    return word.file()


class _Writer:
    """A copy of the template that is being filled, block by block."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.lang = paper, paper.lang
        self.doc = Document(str(TEMPLATES / f"{paper.form}-{paper.lang}.docx"))
        self.doc.element.body.clear_content()  # the specimen

    def head(self, text: str) -> None:
        """Write `text` at the top of each page; nothing for ""."""
        section = self.doc.sections[0]
        for header in (section.header, section.first_page_header, section.even_page_header):
            if text and not header.is_linked_to_previous:
                self._run(header.paragraphs[0], text)

    def foot(self, mark: str) -> None:
        """Write `mark` below all else at the foot of each page; nothing for ""."""
        section = self.doc.sections[0]
        every = (section.footer, section.first_page_footer, section.even_page_footer)
        for footer in [one for one in every if not one.is_linked_to_previous] or [section.footer]:
            if mark:
                run = self._run(footer.add_paragraph(), mark)
                run.font.size, run.font.color.rgb = Pt(MARK_SIZE), RGBColor.from_string(MARK_INK)

    def write(self, block: Block) -> None:
        """One block below the others."""
        match block:
            case Table():
                self._table(block)
            case Grid():
                self._marks(block)
            case Text():
                self._text(block)

    def _text(self, block: Text) -> None:
        """A paragraph in its style, which yields to what the block wants for itself."""
        paragraph = self.doc.add_paragraph(style=_style(block))
        space = paragraph.paragraph_format
        if block.align:
            space.alignment = ALIGN[block.align]
        if block.stays:
            space.keep_with_next = True
        if block.before:
            space.space_before = Pt(block.before)
        if not block.after:
            space.space_after = Pt(0)
        long = block.kind == "title" and self.lang == "zh" and len(block.text) > LINE_OF_TITLE
        first, rest = _halves(block.text) if long else (block.text, "")
        run = self._run(paragraph, first)
        if rest:
            run.add_break()
            run.add_text(printable(rest))

    def _table(self, block: Table) -> None:
        columns, rows = block.columns, block.rows
        table = self._grid(len(rows) + 1, [column.share for column in columns])
        for place, row in enumerate(table.rows):
            words = [column.heading for column in columns] if place == 0 else rows[place - 1]
            header = place == 0
            _mark(row, "w:cantSplit")
            if header:
                _mark(row, "w:tblHeader")
            whole = len(rows) <= TOGETHER or place < 2 or place > len(rows) - 3  # at least three rows on a page
            stays = whole and (block.noted or place < len(rows))
            kind: Cell = "heading" if header or place - 1 in block.strong else "text"
            for cell, text, column in zip(row.cells, words, columns, strict=True):
                mark = Mark(text, kind, fill=HEADER_FILL if header else "")
                self._cell(cell, mark, "center" if header else column.align, stays=stays)

    def _marks(self, block: Grid) -> None:
        table = self._grid(len(block.rows), block.shares)
        for row, marks in zip(table.rows, block.rows, strict=True):
            for cell, mark in zip(row.cells, marks, strict=True):
                self._cell(cell, mark)

    def _grid(self, rows: int, shares: Sequence[float]) -> WordTable:
        """A ruled table without text, as wide as a line of text, its columns wide in these shares."""
        table: WordTable = self.doc.add_table(rows, len(shares), self.doc.styles[RULED])
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        whole = self._line_width()
        widths = [Emu(int(whole * share / sum(shares))) for share in shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        least = Emu(int(self.doc.styles[CELLS["text"]].font.size * ROW_HEIGHT))
        for row in table.rows:
            row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, least
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
        return table

    def _line_width(self) -> Length:
        """The width of a line of text. Word holds 156 mm as 156.02: that much wider, some headings break elsewhere."""
        section = self.doc.sections[0]
        margins = (section.left_margin or 0) + (section.right_margin or 0)
        return Mm(round(Emu((section.page_width or 0) - margins).mm, 1))

    def _cell(self, cell: _Cell, mark: Mark, align: Align = "center", *, stays: bool = False) -> None:
        """Write into a cell; `stays`: on the page of the row below it."""
        paragraph = cell.paragraphs[0]
        paragraph.style = self.doc.styles[CELLS[mark.kind]]
        paragraph.paragraph_format.alignment, paragraph.paragraph_format.keep_with_next = ALIGN[align], stays
        run = self._run(paragraph, mark.text)
        if mark.ink:
            run.font.color.rgb = RGBColor.from_string(mark.ink)
        if mark.fill:
            cell._tc.get_or_add_tcPr().append(_shade(mark.fill))

    def _run(self, paragraph: Paragraph, text: str) -> Any:
        """Add text to a paragraph."""
        run = paragraph.add_run(printable(text))
        if self.lang == "zh":  # quotation marks and dashes are in both alphabets
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
        return run

    def file(self) -> bytes:
        """The file, with its properties."""
        known, paper = self.doc.core_properties, self.paper
        known.title, known.keywords = printable(paper.name), printable(paper.keywords)
        known.language = "zh-CN" if self.lang == "zh" else "en"
        known.author = known.last_modified_by = known.comments = ""
        known.created = known.modified = paper.made.replace(tzinfo=None, microsecond=0)
        known.revision = 1
        file = io.BytesIO()
        self.doc.save(file)
        return timeless(file.getvalue())


def _style(block: Text) -> str:
    """The style of a paragraph. No text is justified: a rate is not broken and would tear gaps into its line."""
    if block.kind == "text" and block.align:
        return ALIGNED
    return STYLES[block.kind] if block.indent else NOT_INDENTED


def _halves(text: str) -> tuple[str, str]:
    """The text cut nearest to its middle where quotation marks or words let it."""
    cuts = [place for place, sign in enumerate(text) if sign == "“"]
    cuts += [place + 1 for place, sign in enumerate(text) if sign in "”、，和"]
    cut = min(cuts, key=lambda place: abs(place - len(text) / 2), default=len(text))
    return text[:cut], text[cut:]


def _shade(colour: str) -> Any:
    """The ground of a cell, as RRGGBB."""
    element = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        element.set(qn(f"w:{name}"), value)
    return element


def _mark(row: Any, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))
