"""An empty Word document for each kind of paper and language: page, margins, fonts, styles (GB/T 9704).

Fonts are named and never embedded; each Chinese one has a substitute that every Windows has.
"""

import io
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from data_access.documents.paper import Form

ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
LATIN: Final = "Times New Roman"
FONTS: Final = {
    "title": ("方正小标宋简体", "宋体"),
    "heading": ("黑体", "SimHei"),
    "body": ("仿宋_GB2312", "仿宋"),
    "number": ("宋体", "SimSun"),
}
"""Part of a paper -> its Chinese font, and what stands in for it where it is not installed."""
MARGINS: Final[dict[Form, tuple[float, float, float, float]]] = {"notice": (37, 26, 35, 28), "sheet": (16, 18, 14, 18)}
"""Top, right, bottom, left, in mm."""
KEPT: Final = {
    "Normal",
    "Heading 1",
    "Title",
    "Header",
    "Footer",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
    "Table Grid",
}
UNUSED: Final = ("stylesWithEffects", "customXml", "numbering", "webSettings")


@dataclass(frozen=True)
class Sizes:
    """Points of each part; `line` is the exact height of a line of text."""

    title: float
    heading: float
    body: float
    line: float
    table: float
    note: float


SIZES: Final[dict[tuple[Form, str], Sizes]] = {
    ("notice", "zh"): Sizes(22, 16, 16, 28, 10.5, 10.5),
    ("notice", "en"): Sizes(18, 13, 12, 20, 9.5, 9.5),
    ("sheet", "zh"): Sizes(18, 11, 10.5, 15, 9, 8),
    ("sheet", "en"): Sizes(16, 10.5, 10, 14, 8.5, 7.5),
}


def blank(form: Form, lang: str) -> Word:
    """A fresh empty document."""
    return Document(io.BytesIO(_blank(form, lang)))


@cache
def _blank(form: Form, lang: str) -> bytes:
    """Made once: the library's own template has four hundred styles that no paper uses."""
    doc, sizes = Document(), SIZES[form, lang]
    _drop_unused(doc)
    _page(doc, form)
    normal = _style(doc, "Normal", "body", sizes.body)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = Pt(sizes.line)
    normal.paragraph_format.widow_control = True
    title = _style(doc, "Title", "title", sizes.title, bold=lang == "en")
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    title.paragraph_format.line_spacing = Pt(sizes.title * 1.6)
    title.paragraph_format.space_after = Pt(sizes.line if form == "notice" else 2)
    heading = _style(doc, "Heading 1", "heading", sizes.heading, bold=lang == "en")
    heading.paragraph_format.keep_with_next = True
    heading.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    heading.paragraph_format.line_spacing = Pt(sizes.line)
    heading.paragraph_format.space_before = Pt(0 if lang == "zh" and form == "notice" else 5)
    for name in ("Header", "Footer"):
        _style(doc, name, "number", 14 if form == "notice" and name == "Footer" else 9)
    _languages(doc, lang)
    file = io.BytesIO()
    doc.save(file)
    return file.getvalue()


def _drop_unused(doc: Word) -> None:
    styles = doc.styles.element
    for one in list(styles):
        if one.tag == qn("w:style") and one.find(qn("w:name")).get(qn("w:val")).title() not in {
            name.title() for name in KEPT
        }:
            styles.remove(one)
        for tag in ("w:link", "w:rsid"):
            for found in one.findall(qn(tag)):
                one.remove(found)
    styles.remove(styles.find(qn("w:latentStyles")))
    for part in (doc.part, doc.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith((*UNUSED, "thumbnail")):
                part.rels.pop(key)


def _page(doc: Word, form: Form) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, right, bottom, left = (Mm(side) for side in MARGINS[form])
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = top, right, bottom, left
    section.header_distance = Mm(15 if form == "notice" else 8)
    section.footer_distance = Mm(25 if form == "notice" else 8)  # below the text by 7 mm


def _style(doc: Word, name: str, part: str, size: float, *, bold: bool = False) -> ParagraphStyle:
    """The style with one font for Chinese and one for what is Latin, black, without the template's own looks."""
    style = doc.styles[name]
    assert isinstance(style, ParagraphStyle)
    properties = style.element.get_or_add_pPr()
    for tag in ("w:pBdr", "w:contextualSpacing", "w:outlineLvl" if name == "Title" else "w:pBdr"):
        for found in properties.findall(qn(tag)):
            properties.remove(found)
    run = style.element.get_or_add_rPr()
    for found in list(run):
        run.remove(found)
    font = style.font
    font.name, font.size, font.bold, font.color.rgb = LATIN, Pt(size), bold, RGBColor(0, 0, 0)
    dress(style.element, part)
    space = style.paragraph_format
    space.space_before = space.space_after = Pt(0)
    space.line_spacing = 1.0
    return style


def dress(element: Any, part: str) -> None:
    """Name the fonts of a run or style: the Chinese one of `part`, and for what is Latin always the same."""
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), LATIN)
    fonts.set(qn("w:eastAsia"), FONTS[part][0])


def _languages(doc: Word, lang: str) -> None:
    """Languages, so that no spelling is underlined and quotation marks are Chinese; then the substitutes of fonts."""
    default = doc.styles.element.find(qn("w:docDefaults"))
    run = default.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts = run.find(qn("w:rFonts"))
    fonts.attrib.clear()
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), LATIN)
    fonts.set(qn("w:eastAsia"), FONTS["body"][0])
    told = run.find(qn("w:lang"))
    told.set(qn("w:val"), "en-US")
    told.set(qn("w:eastAsia"), "zh-CN" if lang == "zh" else "en-US")
    spacing = default.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}/{qn('w:spacing')}")
    spacing.attrib.clear()
    spacing.set(qn("w:after"), "0")
    settings = doc.settings.element
    for tag in ("w:themeFontLang", "w:savePreviewPicture", "w:rsids", "w:proofState"):
        for found in settings.findall(qn(tag)):
            settings.remove(found)
    table = parse_xml(
        f"<w:fonts {nsdecls('w')}>"
        + "".join(f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in FONTS.values())
        + "</w:fonts>"
    )
    _font_table(doc, table)


def _font_table(doc: Word, table: Any) -> None:
    part: Any = doc.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = serialize_part_xml(table)


def text_width(form: Form) -> Length:
    """The width of a line of text."""
    _, right, _, left = MARGINS[form]
    return Mm(210 - left - right)
