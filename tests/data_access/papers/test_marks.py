"""Who takes a paper or a workbook stands on each page of it, and nothing does where nobody is signed in."""

import io
import subprocess
import zipfile
from collections.abc import Iterator
from html import unescape

import pytest
from sqlalchemy import Connection, Engine

from data_access.database.snapshot import Snapshot, snapshot
from data_access.extracts.files import steps_of_xlsx
from data_access.papers import catalogue as papers
from tests.data_access.papers.test_brief import question, same

pytestmark = pytest.mark.slow

MARK = "李&某 <市应急管理局> 2026-12-01 09:30 编号 7F3A"
MADE = [("bulletin", "", "docx"), ("annex3", "", "xlsx"), ("city-sheet", "230500", "docx")]
MADE += [("brief", "", ext) for ext in ("html", "pdf", "docx")]


@pytest.fixture
def conn(campaign_engines: Engine) -> Iterator[Connection]:
    with snapshot(campaign_engines) as connection:
        yield connection


def pages_of(body: bytes, ext: str) -> list[str]:
    """The text of each place that is printed on a page: its foot in Word and Excel, else all of it."""
    if ext == "html":
        return [unescape(body.decode())]
    if ext == "pdf":
        told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=body, capture_output=True, check=True).stdout
        return told.decode().split("\f")[:-1]
    start = "word/footer" if ext == "docx" else "xl/worksheets/sheet"
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        parts = [unescape(file.read(name).decode()) for name in file.namelist() if name.startswith(start)]
    return [part.replace("&&", "&") for part in parts]


@pytest.mark.parametrize(("name", "of", "ext"), MADE)
def test_each_page_names_who_takes_the_paper(conn: Snapshot, name: str, of: str, ext: str) -> None:
    q = question(conn)
    marked = papers.make(conn, name, q, "zh", of, ext, MARK).body
    found = pages_of(marked, ext)
    assert len(found) >= (5 if ext == "pdf" else 1)
    lacking = [n for n, page in enumerate(found) if same(MARK) not in same(page)]
    assert lacking == []
    assert marked == papers.make(conn, name, q, "zh", of, ext, MARK).body
    plain = papers.make(conn, name, q, "zh", of, ext).body
    assert [page for page in pages_of(plain, ext) if "李" in page and "7F3A" in page] == []


def test_a_workbook_names_who_takes_it_on_both_sheets(conn: Snapshot) -> None:
    file = io.BytesIO()
    list(steps_of_xlsx(conn, "overdue", question(conn), "zh", file, MARK))
    found = pages_of(file.getvalue(), "xlsx")
    assert [MARK in page for page in found] == [True, True]
    with zipfile.ZipFile(file) as book:
        assert "领取人" in book.read("xl/worksheets/sheet2.xml").decode()
