"""Parts of a Word paper: paragraphs, tables that break well."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from data_access.documents.archive import timeless
from data_access.documents.template import SIZES, Form, blank, dress, text_width

Align = Literal["left", "center", "right"]
ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
TOGETHER: Final = 16
"""Rows of a table up to which it moves to the next page rather than break."""
LINE_OF_TITLE: Final = 20
"""Characters of a title that fit into a line of a notice."""
HEADER_FILL: Final = "EDEDED"


@dataclass(frozen=True)
class Col:
    """A column of a table: its heading, its share of the width, where its text stands."""

    heading: str
    share: float = 1
    align: Align = "center"


class Paper:
    """A document that is being written, from top to bottom."""

    def __init__(self, form: Form, lang: str) -> None:
        self.form, self.lang = form, lang
        self.doc: Word = blank(form, lang)
        self.sizes = SIZES[form, lang]

    def title(self, text: str) -> None:
        """The title; a long one in two lines of whole words."""
        first, rest = _halves(text) if self.lang == "zh" and len(text) > LINE_OF_TITLE else (text, "")
        run = self.run(self.doc.add_paragraph(style="Title"), first)
        if rest:
            run.add_break()
            run.add_text(rest)

    def heading(self, text: str) -> None:
        """A heading of the first rank."""
        paragraph = self.doc.add_paragraph(style="Heading 1")
        self._indent(paragraph)
        self.run(paragraph, text)

    def text(self, text: str, *, align: Align | None = None, indent: bool = True) -> Paragraph:
        """A paragraph; the first line begins two characters to the right, as in every Chinese paper."""
        paragraph = self.doc.add_paragraph()
        # Never justified: a rate with its parts is not broken, and would tear gaps into the line above it.
        paragraph.paragraph_format.alignment = ALIGN[align or "left"]
        if self.lang != "zh" and not align:
            paragraph.paragraph_format.space_after = Pt(self.sizes.line * 0.25)
        if indent and align is None:
            self._indent(paragraph)
        self.run(paragraph, text)
        return paragraph

    def caption(self, text: str) -> None:
        """The title of a table, which stays with it."""
        paragraph = self.doc.add_paragraph()
        space = paragraph.paragraph_format
        space.alignment, space.keep_with_next = ALIGN["center"], True
        space.line_spacing_rule, space.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.sizes.table * 1.9)
        space.space_before = Pt(self.sizes.table * 0.4)
        run = self.run(paragraph, text, self.sizes.table + 1.5, part="heading")
        run.bold = self.lang != "zh"

    def note(self, text: str, *, after: bool = True) -> None:
        """Small print below a table."""
        paragraph = self.doc.add_paragraph()
        space = paragraph.paragraph_format
        space.line_spacing_rule, space.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.sizes.note * 1.5)
        space.space_before, space.space_after = Pt(2), Pt(self.sizes.note if after else 0)
        self.run(paragraph, text, self.sizes.note)

    def table(
        self,
        columns: Sequence[Col],
        rows: Sequence[Sequence[str]],
        *,
        strong: Iterable[int] = (),
        noted: bool = False,
    ) -> Table:
        """A ruled table over the width of the text: its header row stands on every page, no row is torn, and a short
        table is not torn at all. `strong`: rows that are sums; `noted`: what comes next belongs to it.
        """
        table = self.grid(len(rows) + 1, [column.share for column in columns])
        bold = set(strong)
        for place, row in enumerate(table.rows):
            words = [column.heading for column in columns] if place == 0 else rows[place - 1]
            header = place == 0
            _mark(row._tr.get_or_add_trPr(), "w:cantSplit")
            if header:
                _mark(row._tr.get_or_add_trPr(), "w:tblHeader")
            whole = len(rows) <= TOGETHER or place < 2 or place > len(rows) - 3  # at least three rows on a page
            stays = whole and (noted or place < len(rows))
            for cell, text, column in zip(row.cells, words, columns, strict=True):
                self.cell(
                    cell,
                    text,
                    "center" if header else column.align,
                    part="heading" if header or place - 1 in bold else "body",
                    fill=HEADER_FILL if header else "",
                    stays=stays,
                )
        return table

    def grid(self, rows: int, shares: Sequence[float]) -> Table:
        """A ruled table without text, its columns wide in these shares."""
        table: Table = self.doc.add_table(rows, len(shares))
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

    def cell(
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

    def written(self, title: str, made: datetime, keywords: str = "") -> bytes:
        """The file. Its properties name no person; its dates are those of what it tells."""
        known = self.doc.core_properties
        known.title, known.keywords, known.language = title, keywords, "zh-CN" if self.lang == "zh" else "en"
        known.author = known.last_modified_by = known.comments = ""
        known.created = known.modified = made.replace(tzinfo=None, microsecond=0)
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
        run = paragraph.add_run(text)
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
