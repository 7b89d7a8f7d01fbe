"""A paper as a Word file: paragraphs in their styles, tables that break well."""

import io
from collections.abc import Sequence
from typing import Any, Final

from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from data_access.documents.archive import timeless
from data_access.documents.pages import head_pages, number_pages
from data_access.documents.paper import Align, Block, Grid, Paper, Table, Text
from data_access.documents.template import ALIGN, SIZES, blank, dress, text_width
from data_access.wording import printable

TOGETHER: Final = 16
"""Rows of a table up to which it moves to the next page rather than break."""
LINE_OF_TITLE: Final = 20
"""Characters of a title that fit into a line of a notice."""
HEADER_FILL: Final = "EDEDED"


def docx_of(paper: Paper) -> bytes:
    """The file; equal papers make equal bytes. Its properties name no person."""
    word = Writer(paper)
    if paper.numbered:
        number_pages(word)
    if paper.head:
        head_pages(word, paper.head)
    for block in paper.blocks:
        word.write(block)
    return word.saved()


class Writer:
    """A Word document that is being written, block by block."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.form, self.lang = paper, paper.form, paper.lang
        self.doc: Word = blank(paper.form, paper.lang)
        self.sizes = SIZES[paper.form, paper.lang]

    def write(self, block: Block) -> None:
        """One block below the others."""
        match block:
            case Table():
                self._table(block)
            case Grid():
                self._marks(block)
            case Text(kind="title"):
                self._title(block.text)
            case Text(kind="heading"):
                self._heading(block.text)
            case Text(kind="caption"):
                self._caption(block.text)
            case Text(kind="note"):
                self._note(block)
            case Text():
                self._text(block)

    def _title(self, text: str) -> None:
        first, rest = _halves(text) if self.lang == "zh" and len(text) > LINE_OF_TITLE else (text, "")
        run = self.run(self.doc.add_paragraph(style="Title"), first)
        if rest:
            run.add_break()
            run.add_text(rest)

    def _heading(self, text: str) -> None:
        paragraph = self.doc.add_paragraph(style="Heading 1")
        self._indent(paragraph)
        self.run(paragraph, text)

    def _text(self, block: Text) -> None:
        paragraph = self.doc.add_paragraph()
        space = paragraph.paragraph_format
        # Never justified: a rate with its parts is not broken, and would tear gaps into the line above it.
        space.alignment = ALIGN[block.align or "left"]
        if self.lang != "zh" and not block.align:
            space.space_after = Pt(self.sizes.line * 0.25)
        if block.indent and block.align is None:
            self._indent(paragraph)
        self.run(paragraph, block.text)
        if block.stays:
            space.keep_with_next = True
        if block.before:
            space.space_before = Pt(block.before)

    def _caption(self, text: str) -> None:
        paragraph = self.doc.add_paragraph()
        space = paragraph.paragraph_format
        space.alignment, space.keep_with_next = ALIGN["center"], True
        space.line_spacing_rule, space.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.sizes.table * 1.9)
        space.space_before = Pt(self.sizes.table * 0.4)
        run = self.run(paragraph, text, self.sizes.table + 1.5, part="heading")
        run.bold = self.lang != "zh"

    def _note(self, block: Text) -> None:
        paragraph = self.doc.add_paragraph()
        space = paragraph.paragraph_format
        space.line_spacing_rule, space.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.sizes.note * 1.5)
        space.space_before, space.space_after = Pt(2), Pt(self.sizes.note if block.after else 0)
        self.run(paragraph, block.text, self.sizes.note)

    def _table(self, block: Table) -> None:
        columns, rows = block.columns, block.rows
        table = self._grid(len(rows) + 1, [column.share for column in columns])
        for place, row in enumerate(table.rows):
            words = [column.heading for column in columns] if place == 0 else rows[place - 1]
            header = place == 0
            _mark(row._tr.get_or_add_trPr(), "w:cantSplit")
            if header:
                _mark(row._tr.get_or_add_trPr(), "w:tblHeader")
            whole = len(rows) <= TOGETHER or place < 2 or place > len(rows) - 3  # at least three rows on a page
            stays = whole and (block.noted or place < len(rows))
            for cell, text, column in zip(row.cells, words, columns, strict=True):
                self._cell(
                    cell,
                    text,
                    "center" if header else column.align,
                    part="heading" if header or place - 1 in block.strong else "body",
                    fill=HEADER_FILL if header else "",
                    stays=stays,
                )

    def _marks(self, block: Grid) -> None:
        table = self._grid(len(block.rows), block.shares)
        for row, marks in zip(table.rows, block.rows, strict=True):
            for cell, mark in zip(row.cells, marks, strict=True):
                size = self.sizes.table + mark.larger
                self._cell(cell, mark.text, part=mark.part, fill=mark.fill, ink=mark.ink, size=size)

    def _grid(self, rows: int, shares: Sequence[float]) -> WordTable:
        """A ruled table without text, its columns wide in these shares."""
        table: WordTable = self.doc.add_table(rows, len(shares))
        table.style = self.doc.styles["Table Grid"]
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        whole = text_width(self.form)
        widths = [Emu(int(whole * share / sum(shares))) for share in shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row in table.rows:
            row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Pt(self.sizes.table * 1.75)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
        return table

    def _cell(
        self,
        cell: _Cell,
        text: str,
        align: Align = "center",
        *,
        part: str = "body",
        fill: str = "",
        ink: str = "",
        size: float = 0,
        stays: bool = False,
    ) -> None:
        """Write into a cell; `stays`: on the page of the row below it."""
        size = size or self.sizes.table
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        space = paragraph.paragraph_format
        space.alignment, space.keep_with_next = ALIGN[align], stays
        space.line_spacing_rule, space.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size * 1.3)
        run = self.run(paragraph, text, size, part=part)
        run.bold = part == "heading" and self.lang != "zh"
        if ink:
            run.font.color.rgb = RGBColor.from_string(ink)
        margins = OxmlElement("w:tcMar")
        for side in ("left", "right"):
            margin = OxmlElement(f"w:{side}")
            margin.set(qn("w:w"), "50")
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
        properties = cell._tc.get_or_add_tcPr()
        if fill:
            properties.append(shade(fill))
        properties.append(margins)
        aligned = properties.find(qn("w:vAlign"))
        properties.append(aligned)  # the schema wants shading, margins, alignment in this order

    def saved(self) -> bytes:
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

    def _indent(self, paragraph: Paragraph) -> None:
        if self.lang == "zh" and self.form == "notice":
            properties = paragraph._p.get_or_add_pPr()
            indent = properties.get_or_add_ind()
            indent.set(qn("w:firstLineChars"), "200")
            indent.set(qn("w:firstLine"), str(int(self.sizes.body * 2 * 20)))

    def run(self, paragraph: Paragraph, text: str, size: float = 0, part: str = "") -> Any:
        """Add text to a paragraph, in the font of its style or of a part."""
        run = paragraph.add_run(printable(text))
        if size:
            run.font.size = Pt(size)
        if part:
            dress(run._r, part)
        if self.lang == "zh":  # quotation marks and dashes are in both alphabets
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
        return run


def _halves(text: str) -> tuple[str, str]:
    """The text cut nearest to its middle where quotation marks or words let it."""
    cuts = [place for place, sign in enumerate(text) if sign == "“"]
    cuts += [place + 1 for place, sign in enumerate(text) if sign in "”、，和"]
    cut = min(cuts, key=lambda place: abs(place - len(text) / 2), default=len(text))
    return text[:cut], text[cut:]


def shade(colour: str) -> Any:
    """The ground of a cell."""
    element = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        element.set(qn(f"w:{name}"), value)
    return element


def _mark(properties: Any, tag: str) -> None:
    properties.append(OxmlElement(tag))
