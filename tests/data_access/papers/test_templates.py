"""The Word templates hold what the code writes into, and they alone say how a paper looks."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Pt

from data_access.i18n import LANGUAGES
from data_access.papers.documents import word
from data_access.papers.documents.paper import Col, Form, Mark, Paper

NAMES = [f"{form}-{lang}.docx" for form in get_args(Form) for lang in LANGUAGES]
STYLES = {*word.STYLES.values(), *word.CELLS.values(), word.NOT_INDENTED, word.ALIGNED, "Header", "Footer"}
LARGEST = 100_000


def parts(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}


def lacking(path: Path) -> Iterator[str]:
    """What a template must have or must not have, in words for whoever saved it last."""
    doc, body = Document(str(path)), path.read_bytes()
    for style in sorted(STYLES | {word.RULED}):
        if style not in doc.styles:
            yield f"no style named {style}"
    if "Table Text" in doc.styles and not doc.styles["Table Text"].font.size:
        yield "no size in the style Table Text, by which rows are high"
    if len(doc.sections) != 1:
        yield f"{len(doc.sections)} sections instead of one"
    section = doc.sections[0]
    if (round(section.page_width.mm), round(section.page_height.mm)) != (210, 297):
        yield "a page that is not A4"
    pages = [("", section.header, section.footer)]
    if doc.settings.odd_and_even_pages_header_footer:
        pages.append(("even ", section.even_page_header, section.even_page_footer))
    if section.different_first_page_header_footer:
        pages.append(("first ", section.first_page_header, section.first_page_footer))
    for kind, header, footer in pages:
        if header.is_linked_to_previous:
            yield f"no header on {kind}pages"
        if path.name.startswith("notice") and not _counts(footer):
            yield f"no page number on {kind}pages"
    yield from _fonts_and_persons(doc, body)


def _counts(footer: object) -> bool:
    return not footer.is_linked_to_previous and "PAGE" in footer._element.xml


def _fonts_and_persons(doc: Word, body: bytes) -> Iterator[str]:
    files = parts(body)
    named = set(re.findall(r'w:eastAsia="([^"]+)"', re.sub(r"<w:lang [^>]*>", "", files["word/styles.xml"])))
    replaced = set(re.findall(r'<w:font w:name="([^"]+)">\s*<w:altName', files["word/fontTable.xml"]))
    for font in sorted(named - replaced):
        yield f"no substitute for the font {font}"
    if any(name.startswith("word/fonts/") for name in files):
        yield "an embedded font"
    known, more = doc.core_properties, files.get("docProps/app.xml", "")
    if known.author or known.last_modified_by or known.comments or re.search(r"<(Company|Manager)>[^<]", more):
        yield "the name of a person or an office among its properties"
    if any(re.search(r"\bw(15)?:author=", text) for text in files.values()):
        yield "a comment or a tracked change"
    if len(body) > LARGEST:
        yield f"more than {LARGEST} bytes"


def everything(form: Form, lang: str) -> Paper:
    """A paper with a block of each kind."""
    paper = Paper(form, lang, head="top")
    paper.title("title")
    paper.heading("heading")
    paper.text("text")
    paper.text("text", indent=False)
    paper.text("text", align="right")
    paper.caption("caption")
    paper.table([Col("a"), Col("b")], [["1", "2"], ["3", "4"]], strong=[1], noted=True)
    paper.note("note")
    paper.grid([1, 2], [[Mark("a", "heading", fill="EDEDED"), Mark("b", "figure", ink="FFFFFF")]])
    return paper


def test_each_template_has_what_the_code_relies_on() -> None:
    assert sorted(path.name for path in word.TEMPLATES.iterdir()) == sorted(NAMES)
    assert [f"{name}: {fault}" for name in NAMES for fault in lacking(word.TEMPLATES / name)] == []


def test_what_a_template_lacks_is_named(tmp_path: Path) -> None:
    doc = Document(str(word.TEMPLATES / "notice-zh.docx"))
    doc.styles["Note"].name = "Remark"
    doc.styles["Title"].element.rPr.rFonts.set(qn("w:eastAsia"), "楷体")
    doc.sections[0].even_page_footer.is_linked_to_previous = True
    doc.sections[0].page_width = Pt(500)
    doc.core_properties.last_modified_by = "Wang"
    doc.save(str(tmp_path / "notice-zh.docx"))
    assert list(lacking(tmp_path / "notice-zh.docx")) == [
        "no style named Note",
        "a page that is not A4",
        "no page number on even pages",
        "no substitute for the font 楷体",
        "the name of a person or an office among its properties",
    ]


def test_a_paper_says_nothing_about_fonts_and_sizes_itself() -> None:
    for name in NAMES:
        form, lang = name.removesuffix(".docx").split("-")
        files = parts(word.docx_of(everything(form, lang)))
        document = files["word/document.xml"]
        assert re.findall(r"<w:(?:sz|b|spacing|tcMar)[ /]|w:(?:eastAsia|ascii)=", document) == [], name
        specimen = Document(str(word.TEMPLATES / name)).paragraphs
        assert [one.text for one in specimen if one.text in document] == [], name
        heads = [text for part, text in files.items() if part.startswith("word/header")]
        assert len(heads) == (2 if form == "notice" else 1), name
        assert all(">top<" in text for text in heads), name


def test_a_template_changed_in_word_changes_the_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(word.TEMPLATES, tmp_path / "templates")
    path = str(tmp_path / "templates" / "sheet-zh.docx")
    doc = Document(path)
    doc.styles["Table Text"].font.size = Pt(12)
    doc.styles["Heading 1"].font.name = "Arial"
    doc.core_properties.author = "Wang"
    doc.save(path)
    monkeypatch.setattr(word, "TEMPLATES", tmp_path / "templates")
    body = word.docx_of(everything("sheet", "zh"))
    made = Document(io.BytesIO(body))
    assert made.styles["Heading 1"].font.name == "Arial"
    assert {row.height for row in made.tables[0].rows} == {Pt(12 * word.ROW_HEIGHT)}
    assert made.core_properties.author == ""
    assert word.docx_of(everything("sheet", "zh")) == body
