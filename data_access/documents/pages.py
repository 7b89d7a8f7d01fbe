"""What stands on every page of a Word paper: its number, and that its data is no real data."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from data_access.documents.template import dress
from data_access.documents.word import ALIGN, Paper


def number_pages(paper: Paper) -> None:
    """— 1 — in the outer corner of each page, one character from the edge (GB/T 9704)."""
    paper.doc.settings.odd_and_even_pages_header_footer = True
    section = paper.doc.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = paper.doc.styles["Footer"]
        paragraph.paragraph_format.alignment = ALIGN[align]
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        paper.run(paragraph, "— ", part="number")
        for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("1", "1"), ("end", "")):
            _field(paragraph.add_run(), kind, text)
        paper.run(paragraph, " —", part="number")


def head_pages(paper: Paper, text: str) -> None:
    """A line at the top of each page."""
    section = paper.doc.sections[0]
    headers = [section.header]
    if paper.doc.settings.odd_and_even_pages_header_footer:
        headers.append(section.even_page_header)
    for header in headers:
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.style = paper.doc.styles["Header"]
        paragraph.paragraph_format.alignment = ALIGN["center"]
        paper.run(paragraph, text, part="heading")


def _field(run: Any, kind: str, text: str) -> None:
    """A piece of the field that counts pages."""
    dress(run._r, "number")
    if kind == "1":
        run.text = text
    elif text:
        told = OxmlElement("w:instrText")
        told.set(qn("xml:space"), "preserve")
        told.text = text
        run._r.append(told)
    else:
        char = OxmlElement("w:fldChar")
        char.set(qn("w:fldCharType"), kind)
        run._r.append(char)
