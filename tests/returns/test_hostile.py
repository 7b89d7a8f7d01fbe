"""Hostile and odd files: each has one expected outcome, soon, and the next file is read as if nothing had happened."""

import codecs
import time
import zipfile
from collections.abc import Callable, Iterator

import pytest

from seed.returns.reading import limits
from seed.returns.reading.sandbox import Content, FormulaCell, Sandbox
from tests.returns.hostile import (
    ENTITIES,
    RELS,
    TYPES,
    cell,
    encrypted_flag,
    external,
    header,
    lying_size,
    package,
    row,
)
from tests.returns.making import book, csv_text, read, table

pytestmark = pytest.mark.slow

GOOD = row(2, cell("A2", "央视新闻"), cell("B2", "标题"))
FEW_SECONDS = 40
"""Alone each takes below 8 s; builders and tests share the machine."""


def wide(columns: int) -> bytes:
    return book([["媒体名称", "标题", "形式", *range(columns)], ["央视新闻"]])


def tall(rows: int) -> bytes:
    return package(header() + "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, rows + 2)))


def huge_row() -> bytes:
    return package('<row r="1">' + '<c r="A1"><v>1</v></c>' * 6_000_000 + "</row>")


def merges(reference: str, times: int) -> str:
    return "<mergeCells>" + f'<mergeCell ref="{reference}"/>' * times + "</mergeCells>"


def utf16_doctype() -> bytes:
    sheet = '<?xml version="1.0" encoding="UTF-16"?>' + ENTITIES + "<worksheet>&j;</worksheet>"
    return package(replace={"xl/worksheets/sheet1.xml": codecs.BOM_UTF16_LE + sheet.encode("utf-16-le")})


def ebcdic_doctype() -> bytes:
    sheet = '<?xml version="1.0" encoding="cp037"?>' + ENTITIES + "<worksheet>&j;</worksheet>"
    return package(replace={"xl/worksheets/sheet1.xml": sheet.encode("cp037")})


def split_doctype() -> bytes:
    """The forbidden word lies across the border of two pieces."""
    start = '<?xml version="1.0"?><!--'
    padding = "x" * ((1 << 16) - len(start) - len("-->") - 5)
    return package(replace={"xl/worksheets/sheet1.xml": f"{start}{padding}--><!DOCTYPE a><worksheet/>"})


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("unpacks to 230 MB", lambda: package(parts=[("xl/media/a.bin", bytes(230 << 20))]), "unpacked_too_big"),
    ("a sheet that unpacks to 230 MB", lambda: package("row " * (58 << 20)), "unpacked_too_big"),
    ("a zip whose directory lies", lambda: lying_size(package(header() + GOOD)), "unreadable_file"),
    ("3 000 000 rows", lambda: tall(3_000_000), "too_many_rows"),
    ("one row too many", lambda: tall(limits.ROWS), "too_many_rows"),
    ("6 000 000 cells in one row", huge_row, "too_many_columns"),
    ("61 columns", lambda: wide(58), "too_many_columns"),
    ("too many merges", lambda: package(header(), after=merges("A1:B1", 20_001)), "too_many_merges"),
    ("merges over all rows", lambda: package(tall_rows(), after=merges("A1:XFD1048576", 20_000)), "too_many_merges"),
    ("billion laughs", lambda: package(doctype=ENTITIES, rows=row(1, cell("A1", "&j;"))), "doctype"),
    (
        "an external entity",
        lambda: package(doctype='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'),
        "doctype",
    ),
    (
        "entities in the shared strings",
        lambda: package(parts=[("xl/sharedStrings.xml", ENTITIES + "<sst/>")]),
        "doctype",
    ),
    (
        "entities in the content types",
        lambda: package(replace={"[Content_Types].xml": TYPES.replace("<Types", "<!DOCTYPE a><Types")}),
        "doctype",
    ),
    ("a doctype in UTF-16", utf16_doctype, "doctype"),
    ("a doctype in EBCDIC", ebcdic_doctype, "unreadable_file"),
    ("a doctype across two pieces", split_doctype, "doctype"),
    ("macros", lambda: package(parts=[("xl/vbaProject.bin", b"\xd0\xcf")]), "macros"),
    (
        "macros under another name",
        lambda: package(replace={"[Content_Types].xml": TYPES.replace("sheet.main", "sheet.macroEnabled.main")}),
        "macros",
    ),
    ("a macro sheet", lambda: package(parts=[("xl/macrosheets/sheet1.xml", "<a/>")]), "macros"),
    ("an embedded object", lambda: package(parts=[("xl/embeddings/oleObject1.bin", b"x")]), "macros"),
    ("an ActiveX control", lambda: package(parts=[("xl/activeX/activeX1.xml", "<a/>")]), "macros"),
    (
        "a link to another workbook",
        lambda: package(parts=[("xl/externalLinks/externalLink1.xml", "<a/>")]),
        "external_link",
    ),
    ("a data connection", lambda: package(parts=[("xl/connections.xml", "<a/>")]), "external_link"),
    ("an external relationship", lambda: package(more_rels=external("oleObject")), "external_link"),
    ("an external template", lambda: package(more_rels=external("attachedTemplate")), "external_link"),
    ("an encrypted workbook or old .xls", lambda: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000), "encrypted"),
    ("an encrypted zip", lambda: encrypted_flag(package(header())), "encrypted"),
    ("bzip2 inside", lambda: package(header(), method=zipfile.ZIP_BZIP2), "unreadable_file"),
    ("lzma inside", lambda: package(header(), method=zipfile.ZIP_LZMA), "unreadable_file"),
    ("2 001 parts", lambda: package(parts=[(f"a{n}.bin", b"") for n in range(2001)]), "unreadable_file"),
    ("a part twice", lambda: with_duplicate(), "unreadable_file"),
    ("no workbook in it", lambda: package(without=["xl/workbook.xml"]), "unreadable_file"),
    ("no sheet in it", lambda: package(without=["xl/worksheets/sheet1.xml"]), "unreadable_file"),
    ("broken XML", lambda: package(replace={"xl/worksheets/sheet1.xml": "<worksheet><sheetData>"}), "unreadable_file"),
    ("a row number that is none", lambda: package('<row r="x"><c r="A1"><v>1</v></c></row>'), "unreadable_file"),
    ("a number that is none", lambda: package(row(1, '<c r="A1"><v>abc</v></c>')), "unreadable_file"),
    ("a shared string that is not there", lambda: package(row(1, '<c r="A1" t="s"><v>7</v></c>')), "unreadable_file"),
    ("cut short", lambda: package(header() + GOOD)[:-40], "unreadable_file"),
    ("an empty zip", lambda: b"PK\x05\x06" + bytes(18), "unknown_format"),
    ("nothing", lambda: b"", "unknown_format"),
    ("a program", lambda: b"MZ" + bytes(100), "unknown_format"),
    ("text", lambda: "媒体名称,标题,形式".encode(), "unknown_format"),
    ("a page of a browser", lambda: b"<html><table><tr><td>1</td></tr></table></html>", "unknown_format"),
    ("over 20 MB", lambda: package(header()) + bytes(limits.FILE_MB << 20), "too_big"),
]


def tall_rows() -> str:
    return "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 2000))


def with_duplicate() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return package(parts=[("_rels/.rels", RELS)])


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    """One child for the whole corpus: what one file does must not be felt by the next."""
    with Sandbox() as sandbox:
        yield sandbox


def is_well(sandbox: Sandbox) -> bool:
    content = sandbox.read("媒体报道台账.xlsx", package(header() + GOOD))
    return content.refusal is None and content.sheets[0].rows[1].cells == {1: "央视新闻", 2: "标题"}


@pytest.mark.parametrize(("make", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_hostile_workbook_is_refused_soon_and_hurts_nobody(
    shared: Sandbox, make: Callable[[], bytes], code: str
) -> None:
    data = make()
    started = time.monotonic()
    content = shared.read("媒体报道台账.xlsx", data)
    assert time.monotonic() - started < FEW_SECONDS
    assert content.refusal is not None
    assert content.refusal.code == code
    assert content.sheets == []
    assert is_well(shared)


def rows_of(content: Content) -> list[dict[int, object]]:
    assert content.refusal is None
    return [dict(each.cells) for sheet in content.sheets for each in sheet.rows]


ODD: list[tuple[str, Callable[[], bytes], list[dict[int, object]]]] = [
    (
        "A1 and XFD1048576",
        lambda: package(row(1, cell("A1", "a")) + row(1048576, cell("XFD1048576", "z"))),
        [{1: "a"}, {16384: "z"}],
    ),
    (
        "a merge of the whole sheet",
        lambda: package(row(1, cell("A1", "a")) + row(3, cell("B3", "b")), after=merges("A1:XFD1048576", 1)),
        [{1: "a"}, {1: "a"}],
    ),
    (
        "a dimension that lies",
        lambda: package(row(2, '<c r="B2"><v>7</v></c>'), before='<dimension ref="A1:XFD1048576"/>'),
        [{2: 7}],
    ),
    (
        "rows and cells without references",
        lambda: package("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
        [{1: 1, 2: 2}, {1: 3}],
    ),
    (
        "empty rows to the end",
        lambda: package(row(1, cell("A1", "a")) + "".join(f'<row r="{n}"/>' for n in range(2, 200_000))),
        [{1: "a"}],
    ),
    (
        "cells with nothing but a style",
        lambda: package(row(1, *(f'<c r="{at}1" s="0"/>' for at in ("A", "B", "XFD")), cell("C1", "c"))),
        [{3: "c"}],
    ),
    (
        "truths and errors",
        lambda: package(row(1, '<c r="A1" t="b"><v>1</v></c>', '<c r="B1" t="e"><v>#REF!</v></c>')),
        [{1: True, 2: "#REF!"}],
    ),
    ("a hyperlink", lambda: package(row(1, cell("A1", "a")), more_rels=external("hyperlink")), [{1: "a"}]),
    ("text that looks like a formula", lambda: package(row(1, cell("A1", "=1+1"))), [{1: "=1+1"}]),
    ("stored without compression", lambda: package(row(1, cell("A1", "a")), method=zipfile.ZIP_STORED), [{1: "a"}]),
    ("60 columns", lambda: wide(57), [dict(enumerate(["媒体名称", "标题", "形式", *range(57)], 1)), {1: "央视新闻"}]),
]


@pytest.mark.parametrize(("make", "cells"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_an_odd_workbook_is_read(shared: Sandbox, make: Callable[[], bytes], cells: list[dict[int, object]]) -> None:
    data = make()
    started = time.monotonic()
    found = rows_of(shared.read("a.xlsx", data))
    assert [
        {at: value if isinstance(value, str | int) else str(value) for at, value in r.items()} for r in found
    ] == cells
    assert time.monotonic() - started < FEW_SECONDS


CSV_REFUSED: list[tuple[str, bytes, str]] = [
    ("a workbook called CSV", package(header()), "unknown_format"),
    ("bytes of no encoding", b"\x80\x81\xff\xff,\xff", "encoding"),
    ("UTF-8 with a broken end", codecs.BOM_UTF8 + "媒体".encode()[:-1], "encoding"),
    ("UTF-16 with an odd byte", codecs.BOM_UTF16_LE + b"a\x00b", "encoding"),
    ("an open quote", '媒体名称,标题,形式\n"央视,a,b\n'.encode(), "csv_syntax"),
    ("text after a quote", '媒体名称,标题,形式\n"央视"x,a,b\n'.encode(), "csv_syntax"),
    ("a field of 2 MB", b"a," + b"x" * (2 << 20), "csv_syntax"),
    ("100 001 rows", b"1\n" * (limits.ROWS + 1), "too_many_rows"),
    ("61 columns of CSV", ",".join("x" * 61).encode(), "too_many_columns"),
]


@pytest.mark.parametrize(("data", "code"), [case[1:] for case in CSV_REFUSED], ids=[case[0] for case in CSV_REFUSED])
def test_a_hostile_csv_is_refused(shared: Sandbox, data: bytes, code: str) -> None:
    content = shared.read("隐患台账.csv", data)
    assert content.refusal is not None
    assert content.refusal.code == code
    assert is_well(shared)


def test_utf8_read_as_gb18030_has_no_header(shared: Sandbox) -> None:
    mojibake = csv_text(table("隐患台账", {})).encode("utf-8").decode("gb18030", "ignore").encode("utf-8")
    assert [fault.code for fault in read(shared, "隐患台账.csv", mojibake).faults] == ["no_header"]


def test_nul_in_a_csv_is_a_fault_of_its_cell(shared: Sandbox) -> None:
    data = csv_text(table("隐患台账", {"场所类型": "学\x00校"})).encode()
    faults = read(shared, "隐患台账.csv", data).faults
    assert [(fault.code, fault.row, fault.column) for fault in faults] == [("bad_character", 4, "场所类型")]


@pytest.mark.parametrize("formula", ["=SUM(A1:A9)", "=1+1", '=HYPERLINK("http://evil.example","x")'])
def test_a_formula_is_a_fault_of_its_cell(shared: Sandbox, formula: str) -> None:
    cells = table("活动台账", {"现场参与人次": formula})
    faults = read(shared, "活动台账.xlsx", book(cells)).faults
    assert [(fault.code, fault.sheet, fault.row, fault.column) for fault in faults] == [
        ("formula", "台账", 4, "现场参与人次")
    ]
    total = [*table("活动台账", {}), ["合计", *[None] * 12, "=SUM(N4:N4)"]]
    assert read(shared, "活动台账.xlsx", book(total)).faults == []


def test_a_formula_in_a_csv_is_a_fault_of_its_cell(shared: Sandbox) -> None:
    data = csv_text(table("隐患台账", {"场所类型": "=cmd|'/c calc'!A1"})).encode("gb18030")
    faults = read(shared, "隐患台账.csv", data).faults
    assert [(fault.code, fault.row, fault.column) for fault in faults] == [("formula", 4, "场所类型")]


def test_a_shared_formula_is_not_expanded(shared: Sandbox) -> None:
    first = '<c r="A2"><f t="shared" ref="A2:A90000" si="0">B2*2</f><v>1</v></c>'
    rest = "".join(f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in range(3, 90_000))
    content = shared.read("a.xlsx", package(row(2, first) + rest))
    assert content.refusal is None
    assert sum(isinstance(each.cells[1], FormulaCell) for each in content.sheets[0].rows) == 89_998


def test_a_stalled_child_is_replaced() -> None:
    with Sandbox(wall_seconds=0.02) as sandbox:
        content = sandbox.read("a.xlsx", tall(60_000))
        assert content.refusal is not None
        assert content.refusal.code == "parser_died"
        sandbox.wall_seconds = 60
        assert is_well(sandbox)


def test_a_killed_child_is_replaced() -> None:
    with Sandbox() as sandbox:
        assert is_well(sandbox)
        assert sandbox._child is not None
        sandbox._child.kill()
        sandbox._child.wait()
        assert is_well(sandbox)


def test_the_child_has_no_secrets_and_no_files_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:secret@localhost/x")
    with Sandbox() as sandbox:
        assert is_well(sandbox)
        assert sandbox._child is not None
        with open(f"/proc/{sandbox._child.pid}/environ", "rb") as file:  # noqa: PTH123
            assert b"secret" not in file.read()
        with open(f"/proc/{sandbox._child.pid}/limits") as file:  # noqa: PTH123
            lines = {line[:26].strip(): line[26:].split()[0] for line in file}
        assert lines["Max address space"] == str(limits.MEMORY_MB << 20)
        assert lines["Max file size"] == "0"
