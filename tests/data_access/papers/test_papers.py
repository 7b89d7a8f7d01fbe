"""The papers hold the very numbers of the returns, of expected.json and of the extracts, and nobody's name."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from sqlalchemy import Connection, Engine

from data_access.annex3 import forms as annex3
from data_access.database.snapshot import Snapshot, snapshot
from data_access.extracts.files import stream_csv
from data_access.hazards.sums import HAZARD_RATES
from data_access.i18n import LANGUAGES
from data_access.notice.campaigns import resolve
from data_access.obligations.rates import RATES
from data_access.papers import catalogue as papers
from data_access.papers.documents.annex3 import annex3_xlsx
from data_access.papers.published import revisions
from data_access.question import Filters, Question
from data_access.tips.counts import TIP_RATES
from data_access.wording import moment, rate_text

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "seed" / "samples" / "heilongjiang-2020"
EXPECTED = json.loads((ROOT / "tests" / "returns" / "expected.json").read_text(encoding="utf-8"))["asof"]
T = datetime(2020, 7, 3, 16, tzinfo=UTC)
LATER = datetime(2020, 8, 15, 4, tzinfo=UTC)
MISSING = "未报"
Rows = list[dict[str, str]]


@pytest.fixture
def conn(campaign_engines: Engine) -> Iterator[Connection]:
    with snapshot(campaign_engines) as connection:
        yield connection


def question(conn: Snapshot, as_of: datetime = T, cities: tuple[str, ...] = ()) -> Question:
    return resolve(conn, Filters(cities=cities, as_of=as_of), as_of)


def sheets(body: bytes) -> dict[str, Any]:
    book = openpyxl.load_workbook(io.BytesIO(body))
    return {sheet.title: sheet for sheet in book.worksheets}


def figures(sheet: Any) -> dict[str, tuple[Any, ...]]:
    """Code -> unit, number (and how many units) of a form as a spreadsheet reads it."""
    return {
        str(row[1]).split(" ")[0]: tuple(row[2:])
        for row in sheet.iter_rows(min_row=6, values_only=True)
        if isinstance(row[0], int)
    }


def tables(body: bytes) -> list[list[list[str]]]:
    """The tables of a Word paper, cell by cell."""
    return [
        [[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(io.BytesIO(body)).tables
    ]


def extract(conn: Snapshot, name: str, q: Question) -> Rows:
    text = b"".join(stream_csv(conn, name, q, plain=True)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_number(written: Any) -> float | None:
    """A cell of a return as README §2 reads it."""
    text = "" if written is None else str(written).strip()
    text = text.translate(str.maketrans("０１２３４５６７８９．，", "0123456789.,")).replace(",", "")
    if text in ("", "/", "无", "—", "-"):
        return None
    digits = text.rstrip("".join({c for c in text if not (c.isdigit() or c == ".")}))
    return float(digits) * (10_000 if "万" in text else 1)


def test_annex_3_of_a_city_is_its_return_cell_by_cell(conn: Snapshot) -> None:
    made = papers.make(conn, "annex3", question(conn), "zh", "牡丹江市")
    assert made.name == "附件3活动进展情况统计表_牡丹江市_2020-07-04T0000.xlsx"
    [(title, sheet)] = sheets(made.body).items()
    assert title == "附件3"
    # D3 version 2, the one accepted by then
    sent = openpyxl.load_workbook(SAMPLES / "牡丹江市" / "附件3_综合情况_第2版.xlsx").worksheets[0]
    start = next(row[0].row for row in sent.iter_rows() if str(row[0].value).strip() == "序号")
    theirs = [[cell.value for cell in row] for row in sent.iter_rows(min_row=start)]
    ours = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)][: len(theirs)]
    assert [str(word).strip() for word in theirs[0]] == ours[0] == ["序号", "项目", "单位", "数量"]
    assert len(ours) == len(theirs) > 80
    for our, their in zip(ours[1:], theirs[1:], strict=True):
        if their[1] is None:
            assert (our[0] or "").split() == str(their[0]).split()
            continue
        assert (our[0], our[1], our[2]) == (their[0], str(their[1]).strip(), str(their[2]).strip())
        value = as_number(their[3])
        assert our[3] == (MISSING if value is None else value)
    values = [row[3] for row in ours[1:] if row[1]]
    assert 0 in values
    assert MISSING in values


def test_the_signer_fills_in_who_he_is(conn: Snapshot) -> None:
    for lang in LANGUAGES:
        for of in ("牡丹江市", "city"):
            sheet = next(iter(sheets(papers.make(conn, "annex3", question(conn), lang, of).body).values()))
            block = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=4)]
            labels = [block[0][2], block[1][2], block[2][0], block[2][2]]
            assert all(labels)
            assert [block[0][3], block[1][3], block[2][1], block[2][3]] == [None] * 4
            assert block[1][1] == moment(T, "Asia/Shanghai", lang)


@pytest.mark.parametrize("instant", EXPECTED)
def test_annex_3_of_every_unit_and_group_is_as_expected(conn: Snapshot, instant: str) -> None:
    q = question(conn, T if instant.startswith("2020-07") else LATER)
    expected = EXPECTED[instant]["annex3"]
    for unit in annex3.list_returning(conn, q):
        found = figures(sheets(papers.make(conn, "annex3", q, "zh", unit.code).body)["附件3"])
        told = expected["units"][unit.zh]
        values = told["values"] if told else dict.fromkeys(found)
        assert {code: row[1] for code, row in found.items()} == {
            code: MISSING if value is None else value for code, value in values.items()
        }
    province = sheets(papers.make(conn, "annex3", q, "zh", "").body)
    assert list(province) == ["各市(地)合计", "成员单位合计"]
    for sheet, group, key, units in zip(
        province.values(), ("city", "member"), ("cities", "members"), (13, 8), strict=True
    ):
        found = figures(sheet)
        assert {code: (row[1], row[2]) for code, row in found.items()} == {
            code: (total if filled else MISSING, f"{filled}/{units}") for code, (total, filled) in expected[key].items()
        }
        [alone] = sheets(papers.make(conn, "annex3", q, "zh", group).body).values()
        assert figures(alone) == found


def test_no_text_of_a_form_is_a_formula(conn: Snapshot) -> None:
    form = annex3.load_total_form(conn, question(conn), "city")
    hostile = form.rows[0].metric._replace(zh='=HYPERLINK("http://x")', measure_zh="@sum")
    row = form.rows[0]._replace(metric=hostile)
    head = {
        "campaign_zh": "=1+1",
        "as_of": T.isoformat(),
        "known_at": "",
        "data_until": "",
        "zone": "Asia/Shanghai",
        "data": "real",
        "stamp": "=2",
        "definition_version": "x",
    }
    body = annex3_xlsx([form._replace(rows=(row,))], head, "zh")
    cells = [cell for line in sheets(body)["各市(地)合计"].iter_rows() for cell in line]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert any(str(cell.value).startswith("=1+1") for cell in cells)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_numbers_of_the_bulletin_are_those_of_the_extracts(conn: Snapshot, lang: str) -> None:
    q = question(conn)
    groups, cities, members, stated, inferred, leagues, general, major, exposed, tips = tables(
        papers.make(conn, "bulletin", q, lang, "").body
    )

    def share(row: dict[str, str], rate: tuple[str, str]) -> str:
        return rate_text(*(int(row[name]) for name in rate))

    ranking = extract(conn, "ranking", q)
    for table, kind in ((cities, "city"), (members, "member")):
        rows = [row for row in ranking if row["unit_kind"] == kind]
        ranks = [row["rank"] for row in rows if any(row["rank"] for row in rows)]  # no column where nobody has one
        table = [line if ranks else ["", *line] for line in table]
        assert [line[0] for line in table[1:]] == (ranks or [""] * len(rows))
        if lang == "zh":
            assert [line[1] for line in table[1:]] == [row["unit"] for row in rows]
        for place, rate in enumerate(("on_time_stated", "due_completion_stated", "on_time", "completion"), 2):
            assert [line[place] for line in table[1:]] == [share(row, RATES[rate]) for row in rows]
        assert [line[6] for line in table[1:]] == [row["overdue"] for row in rows]
    whole = EXPECTED["2020-07-04T00:00"]["rates"]["cities"]["合计"]
    assert groups[1][1:4] == ["13", str(whole["完成率"][1]), str(whole["完成率"][0])]
    assert groups[1][6] == rate_text(*whole["按时率_明示"])
    overdue = extract(conn, "overdue", q)
    assert [(line[3], line[4]) for line in stated[1:]] == [
        (row["due_on"], row["days_overdue"]) for row in overdue if row["due_basis"] == "stated"
    ]
    others = [row for row in overdue if row["due_basis"] != "stated"]
    assert sum(int(line[3]) for line in inferred[1:]) == sum(row["unit_kind"] != "county" for row in others)
    assert sum(int(line[1]) for line in leagues[1:]) == sum(row["unit_kind"] == "county" for row in others)
    summary = extract(conn, "hazard-summary", q)
    for table, grade in ((general, "general"), (major, "major")):
        rows = [row for row in summary if row["grade"] == grade]
        for line, row in zip(table[1:], rows, strict=True):
            assert line[1:6] == [
                row["confirmed"],
                row["closed"],
                share(row, HAZARD_RATES["rectified"]),
                share(row, HAZARD_RATES["in_time"]),
                row["E"],
            ]
    whole_rows = [row for row in summary if row["city_adcode"] == "all"]
    assert [(line[1], line[2]) for line in exposed[1:]] == [(r["exposed"], r["exposed_closed"]) for r in whole_rows]
    for line, row in zip(tips[1:], extract(conn, "tips-summary", q), strict=True):
        assert line[1:] == [row["received"], *(share(row, rate) for rate in TIP_RATES.values())]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_bulletin_has_the_form_of_a_notice(conn: Snapshot, lang: str) -> None:
    body = papers.make(conn, "bulletin", question(conn), lang, "").body
    assert papers.make(conn, "bulletin", question(conn), lang, "").body == body
    paper = docx.Document(io.BytesIO(body))
    section = paper.sections[0]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(edge.mm) for edge in edges] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        styles, document, footer = (parts.read(f"word/{n}.xml").decode() for n in ("styles", "document", "footer1"))
        everything = b"".join(parts.read(name) for name in parts.namelist())
    for font in ("仿宋_GB2312", "黑体", "方正小标宋简体"):
        assert f'w:eastAsia="{font}"' in styles
    assert "embedRegular" not in everything.decode("utf-8", "ignore")
    assert " PAGE " in footer
    assert document.count("w:tblHeader") == document.count("<w:tbl>") == 10
    assert document.count("w:cantSplit") == document.count("<w:tr>")
    known = paper.core_properties
    assert (known.author, known.last_modified_by, known.comments) == ("", "", "")
    assert ("示例数据" if lang == "zh" else "SAMPLE DATA") in section.header.paragraphs[0].text
    assert ("示例数据" if lang == "zh" else "SAMPLE DATA") in section.even_page_header.paragraphs[0].text


def test_a_bulletin_of_one_city_says_so(conn: Snapshot) -> None:
    made = papers.make(conn, "bulletin", question(conn, cities=("230100",)), "zh", "")
    assert made.name == "通报_哈尔滨市_2020-07-04T0000.docx"
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(made.body)).paragraphs)
    assert "本通报只含：哈尔滨市" in text
    assert "成员单位8个" not in text


@pytest.mark.parametrize("instant", [datetime(2020, 5, 20, tzinfo=UTC), datetime(2020, 12, 31, tzinfo=UTC)])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_paper_is_made_at_any_instant(conn: Snapshot, instant: datetime, lang: str) -> None:
    q = question(conn, instant)
    for name, of in (("annex3", ""), ("annex3", "D-MZ"), ("bulletin", ""), ("city-sheet", "232700")):
        assert len(papers.make(conn, name, q, lang, of).body) > 5_000


def test_the_sheet_of_a_city_has_its_numbers(conn: Snapshot) -> None:
    made = papers.make(conn, "city-sheet", question(conn), "zh", "230100")
    assert made.name == "城市情况单_哈尔滨市_2020-07-04T0000.docx"
    first, states, late, settings, hazards = tables(made.body)
    mine = EXPECTED["2020-07-04T00:00"]
    rates = mine["rates"]["cities"]["哈尔滨市"]
    assert first[1][:3] == [rate_text(*rates[name]) for name in ("完成率", "应完成完成率", "按时率_明示")]
    assert first[1][5] == str(mine["held"]["哈尔滨市"])
    assert settings[1] == [str(n) for n in mine["five"]["cells"]["哈尔滨市"].values()]
    of_state = list(mine["obligations"]["cities"]["哈尔滨市"].values())
    assert states[0][0] == f"✓ {of_state.count('done_on_time')}"
    assert len(late) - 1 == of_state.count("overdue")
    assert hazards[1][3] == rate_text(*mine["hazards"]["哈尔滨市"]["一般"]["整改率"])


@pytest.mark.parametrize(
    ("name", "of"), [("annex3", "city"), ("annex3", "231000"), ("bulletin", ""), ("city-sheet", "230100")]
)
def test_an_english_paper_holds_no_chinese(conn: Snapshot, name: str, of: str) -> None:
    made = papers.make(conn, name, question(conn), "en", of)
    with zipfile.ZipFile(io.BytesIO(made.body)) as parts:
        words = [
            found
            for part in parts.namelist()
            for found in re.findall(r">([^<]*[\u3400-\u9fff][^<]*)<", parts.read(part).decode("utf-8"))
        ]
    assert words == []
    assert made.name.isascii()


def test_what_a_published_row_does_not_tell_was_not_revised() -> None:
    """A paper of before a figure was there: only what it told and what is another number now."""
    row = {"unit_code": "1", "unit_zh": "甲市", "unit_en": "A"}
    kept = {"tables": {"units": [{**row, "done": 3, "due": 5}]}}
    now = {"tables": {"units": [{**row, "done": 4, "due": 5, "behind": 2}]}}
    assert [(one.figure, one.published, one.now) for one in revisions(kept, now)] == [("done", 3, 4)]
    assert {one.figure: one.published for one in revisions(kept, {"tables": {}})} == {"done": 3, "due": 5}


@pytest.mark.parametrize(
    ("name", "of"),
    [("annex3", "哈尔滨"), ("annex3", "Harbin"), ("annex3", "230100"), ("city-sheet", "哈尔滨市")],
)
def test_a_unit_is_found_by_its_names(conn: Snapshot, name: str, of: str) -> None:
    assert "哈尔滨市" in papers.make(conn, name, question(conn), "zh", of).name


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("annex3", "某市"),
        ("annex3", "D-AWB"),  # sends no Annex 3
        ("annex3", "county"),
        ("city-sheet", "D-MZ"),
        ("city-sheet", ""),
        ("bulletin", "7"),
        ("bulletin", "x"),
        ("letter", ""),
    ],
)
def test_what_there_is_not_is_refused(conn: Snapshot, name: str, of: str) -> None:
    with pytest.raises(papers.UnknownPaperError):
        papers.make(conn, name, question(conn), "zh", of)
