"""What stands on every page of a Word paper: its number, and that its data is no real data."""

from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from data_access.documents.template import ALIGN, dress
from data_access.wording import printable

if TYPE_CHECKING:
    from data_access.documents.word import Writer


def number_pages(word: "Writer") -> None:
    """— 1 — in the outer corner of each page, one character from the edge (GB/T 9704)."""
    word.doc.settings.odd_and_even_pages_header_footer = True
    section = word.doc.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = word.doc.styles["Footer"]
        paragraph.paragraph_format.alignment = ALIGN[align]
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        word.run(paragraph, "— ", part="number")
        for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("1", "1"), ("end", "")):
            _field(paragraph.add_run(), kind, text)
        word.run(paragraph, " —", part="number")


def head_pages(word: "Writer", text: str) -> None:
    """A line at the top of each page."""
    section = word.doc.sections[0]
    headers = [section.header]
    if word.doc.settings.odd_and_even_pages_header_footer:
        headers.append(section.even_page_header)
    for header in headers:
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.style = word.doc.styles["Header"]
        paragraph.paragraph_format.alignment = ALIGN["center"]
        word.run(paragraph, text, part="heading")


def _field(run: Any, kind: str, text: str) -> None:
    """A piece of the field that counts pages."""
    dress(run._r, "number")
    if kind == "1":
        run.text = printable(text)
    elif text:
        told = OxmlElement("w:instrText")
        told.set(qn("xml:space"), "preserve")
        told.text = printable(text)
        run._r.append(told)
    else:
        char = OxmlElement("w:fldChar")
        char.set(qn("w:fldCharType"), kind)
        run._r.append(char)
