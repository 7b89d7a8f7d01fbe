"""What the files hold: every table with words, safe to open, whole or broken."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given, strategies as st
from sqlalchemy import Engine, text

from data_access import i18n
from data_access.database.snapshot import Snapshot, snapshot
from data_access.database.stamp import read_stamp
from data_access.extracts.catalogue import BASES, EXTRACTS
from data_access.extracts.files import columns_of, manifest, question_of, stream_csv, write_xlsx
from data_access.extracts.names import file_name
from data_access.notice.campaigns import resolve
from data_access.obligations.at_instant import list_obligations
from data_access.obligations.states import DEFINITION_VERSION
from data_access.question import Filters, HazardFilters, Question
from data_access.tables.columns import Column, Manner, guarded, typed, writer
from data_access.tables.table import Table

pytestmark = pytest.mark.slow

T = datetime(2020, 7, 3, 16, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
MAY_BE_EMPTY = ("bulletins", "bulletin-revisions", "vacancies", "weekly-material")
"""None is published in the sample campaign: test_bulletins.py publishes some."""
HARBIN = Filters(cities=("230100",), lines=("M5", "D3"))
TOURED = Filters(cities=("230100",), lines=("T1", "T3", "T4"))
NARROWEST = {
    "attendance-whole": Filters(),
    "reasons": Filters(),
    "likely-late": Filters(),
    "showpieces": Filters(lines=("M4",)),
    "line-items": Filters(lines=("M4",)),
    "media": Filters(cities=("230100",)),
    **dict.fromkeys(("tour", "tour-lines", "tour-activities", "tour-returned"), TOURED),
}
"""What these can be asked and still have rows."""


@pytest.fixture
def conn(campaign_db: Engine) -> Iterator[Snapshot]:
    with snapshot(campaign_db) as connection:
        yield connection


def read(conn: Snapshot, name: str, q: Question, lang: str = "zh", plain: bool = False) -> list[list[str]]:
    text = b"".join(stream_csv(conn, name, q, lang, plain)).decode("utf-8" if plain else "utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("name", BASES)
def test_every_extract_is_a_table_with_words(campaign_engines: Engine, name: str, lang: str) -> None:
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, NARROWEST.get(name, HARBIN), T)
        raw = b"".join(stream_csv(conn, name, q, lang))
        assert raw.startswith(b"\xef\xbb\xbf")
        assert raw.endswith(b"\r\n")
        assert raw.count(b"\n") == raw.count(b"\r\n")
        header, *rows = read(conn, name, q, lang)
        assert rows or name in MAY_BE_EMPTY
        assert {len(row) for row in rows} <= {len(header)}
        assert len(set(header)) == len(header)
        said = manifest(conn, name, q, lang)
        assert (said["rows"], said["bytes"], said["sha256"]) == (len(rows), len(raw), sha256(raw).hexdigest())
        plain = b"".join(stream_csv(conn, name, q, lang, plain=True))
        assert not plain.startswith(b"\xef\xbb\xbf")
        assert re.fullmatch(r"[A-Za-z0-9_,]+", plain.decode().split("\r\n")[0])


@pytest.mark.slow
def test_both_databases_write_the_same_bytes(campaign_db: Engine, campaign_engines: Engine) -> None:
    digests = []
    for engine in (campaign_db, campaign_engines):
        with snapshot(engine) as conn:
            q = resolve(conn, Filters(), T)
            digests.append([sha256(b"".join(stream_csv(conn, name, q))).hexdigest() for name in EXTRACTS])
    assert digests[0] == digests[1]


def test_pages_of_ranks_and_maps(conn: Snapshot) -> None:
    """Ranks are within the whole group; a map has every city whatever is chosen; the longest overdue comes first."""
    q = resolve(conn, HARBIN, T)
    whole = resolve(conn, Filters(lines=HARBIN.lines), T)
    ranks = {row[3]: row[0] for row in read(conn, "ranking", whole, plain=True)[1:]}
    chosen = read(conn, "ranking", q, plain=True)[1:]
    assert {row[0] for row in chosen if row[5] == "city"} == {ranks["哈尔滨市"]}
    assert len(read(conn, "map", q)) == 1 + 13
    counties = read(conn, "counties", q, plain=True)
    assert len(counties) == 1 + 18
    late = read(conn, "overdue", resolve(conn, Filters(), T), plain=True)
    days = [int(row[late[0].index("days_overdue")]) for row in late[1:]]
    assert days == sorted(days, reverse=True)
    states = [row[late[0].index("state")] for row in late[1:]]
    assert set(states) == {"overdue"}
    owed = list_obligations(conn, resolve(conn, Filters(), T))
    assert len(states) == sum(one.state == "overdue" for one in owed)


def test_plain_headings_that_machines_rely_on(conn: Snapshot) -> None:
    q = resolve(conn, Filters(), T)
    wanted = {
        "obligations": "unit unit_adcode unit_kind line period state due_on due_basis fulfilled_at",
        "completion": "unit unit_kind active done due done_due on_time due_stated done_due_stated on_time_stated",
        "metrics": "unit metric value",
        "held-summary": "place held",
        "hazard-summary": "city grade A B C D E A0 P confirmed closed matured in_time exposed exposed_closed listed",
        "hazards": "hazard city adcode industry grade source state class round_no due_on rectified_on closed_on",
        "tips-summary": "channel received duplicate transferred accepted closed due closed_on_time substantiated",
        "backlog": "city grade week opening confirmed reopened regraded_in closed void regraded_out closing",
        "quality": "unit unit_kind last_at silent_days returns_due missing refused impossible revised_after formal",
        "quality-findings": "kind rule finding unit line period item found_at found_value compared detail",
        "comparison": "unit figure part then revised_in revised_out known happened_in happened_out now",
    }
    for name, headings in wanted.items():
        assert set(headings.split()) <= set(read(conn, name, q, plain=True)[0])


def test_days_and_instants_are_local(conn: Snapshot) -> None:
    q = resolve(conn, Filters(cities=("230100",), lines=("D3",)), datetime(2020, 8, 1, tzinfo=UTC))
    plain = dict(zip(*read(conn, "obligations", q, plain=True), strict=True))
    assert plain["due_on"] == "2020-07-03"
    assert plain["period"] == ""
    assert re.fullmatch(r"2020-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", plain["fulfilled_at"])
    people = dict(zip(*read(conn, "obligations", q), strict=True))
    assert people["完成时间"] == plain["fulfilled_at"][:-6].replace("T", " ")
    assert people["状态代码"] == plain["state"]


DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@a",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    "\tx",
    "\rx",
    " =1",
    "\x00=1",
    "\u3000＝1",
    "\ufeff=1",
    " \tx",
    "\u3164=1",
    "\u202e=1",
    "\u00ad@a",
    "\ufe66" + "1",
    "\u207b1",
]
HARMLESS = ["", "a=1", "哈尔滨市", "1-2", "'=1", "#1", " a", "(=1)"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_formulas_are_disarmed(text: str) -> None:
    people = writer(Column("title"), Manner("zh", SHANGHAI, plain=False))
    assert people(text) == "'" + text
    for kind in ("text", "code"):
        assert writer(Column("title", kind=kind), Manner("zh", SHANGHAI, plain=True))(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize(
    ("kind", "value", "people", "plain"),
    [
        ("count", -3, "-3", "-3"),
        ("figure", -3.5, "-3.5", "-3.5"),
        ("figure", 12.0, "12", "12"),
        ("figure", None, "未报", ""),
        ("figure", 0, "0", "0"),
        ("coordinate", -45.8018, "-45.8018", "-45.8018"),
        ("rate", None, "/", ""),
        ("rate", 259 / 338, "0.7663", "0.7663"),
        ("flag", True, "是", "true"),
        ("flag", False, "否", "false"),
        ("flag", None, "", ""),
        ("enterprise", "", "某企业", ""),
        ("enterprise", "=某厂", "'=某厂", "'=某厂"),
        ("count", None, "", ""),
        ("day", datetime(2020, 6, 30, 15, 59, 59, tzinfo=UTC), "2020-06-30", "2020-06-30"),
    ],
)
def test_cells(kind: str, value: object, people: str, plain: str) -> None:
    column = Column("value", kind=kind)
    assert writer(column, Manner("zh", SHANGHAI, plain=False))(value) == people
    assert writer(column, Manner("zh", SHANGHAI, plain=True))(value) == plain


@given(st.text())
def test_no_text_cell_starts_like_a_formula(text: str) -> None:
    cell = writer(Column("title"), Manner("zh", SHANGHAI, plain=False))(text)
    bare = cell.lstrip().lstrip("".join(map(chr, range(32))) + "\x7f\u200b\ufeff").lstrip()
    assert not bare.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not cell.startswith(("\t", "\r"))
    assert cell.removeprefix("'") == text or cell == text


def test_whatever_folds_to_a_formula_is_disarmed() -> None:
    for code in range(0x110000):
        sign = chr(code)
        if unicodedata.normalize("NFKC", sign).strip()[:1] in ("=", "+", "-", "@"):
            assert guarded(f"{sign}1") == f"'{sign}1", hex(code)


class Titled(NamedTuple):
    title: str


def hostile(texts: Iterable[str]) -> Table:
    return Table("activities", lambda conn, q: map(Titled, texts), (Column("title"),))


def test_quotes_commas_and_lines_survive(conn: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ['a "b"', "c,d", "e\r\nf", "g\nh", "=HYPERLINK(1)"]
    monkeypatch.setitem(EXTRACTS, "activities", hostile(texts))
    q = resolve(conn, Filters(), T)
    assert [row[0] for row in read(conn, "activities", q)[1:]] == [*texts[:-1], "'=HYPERLINK(1)"]
    assert [row[0] for row in read(conn, "activities", q, plain=True)[1:]] == [*texts[:-1], "'=HYPERLINK(1)"]


def test_an_error_breaks_the_stream(conn: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decision 3: the bytes stop; nothing of the error is among them."""

    def rows(s: Snapshot, q: Question) -> Iterator[Titled]:
        yield from (Titled("x") for _ in range(1200))
        raise OSError("secret path")

    monkeypatch.setitem(EXTRACTS, "activities", Table("activities", rows, (Column("title"),)))
    stream = stream_csv(conn, "activities", resolve(conn, Filters(), T))
    got = [next(stream), next(stream)]
    with pytest.raises(OSError, match="secret"):
        next(stream)
    assert b"".join(got).count(b"\r\n") == 1001
    assert b"secret" not in b"".join(got)


def test_rows_come_in_partitions(conn: Snapshot) -> None:
    chunks = list(stream_csv(conn, "obligations", resolve(conn, Filters(), T)))
    assert [chunk.count(b"\r\n") for chunk in chunks] == [
        501,
        len(list_obligations(conn, resolve(conn, Filters(), T))) - 500,
    ]


def test_unknown_name_fails_before_the_first_byte(conn: Snapshot) -> None:
    with pytest.raises(KeyError):
        stream_csv(conn, "nothing", resolve(conn, Filters(), T))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_name_with_many_filters_fits_every_file_system(conn: Snapshot, lang: str) -> None:
    """The command failed with “File name too long” at some 25 filters."""
    counties = tuple(conn.execute(text("SELECT adcode FROM admin_division WHERE level = 'county'")).scalars())[:40]
    many = HazardFilters(
        ("general", "major"), ("coal", "gas", "power"), ("inspection", "tip", "media"), ("A", "B", "C"), counties
    )
    asked = Filters(cities=("230100", "230200", "230300"), lines=("M1", "M2", "M3"), groups=("city", "member"))
    q = replace(resolve(conn, asked, T, hazards=many), known_at=T, since=T)
    for name in EXTRACTS:
        found = file_name(conn, name, q, lang, "csv")
        assert len(found.encode()) <= 120 + len(".csv")
        assert "_+" in found
        assert "_K2020" in found
        assert "_S2020" in found


@pytest.mark.parametrize(
    ("asked", "lang", "expected"),
    [
        (Filters(), "zh", "完成情况_2020-07-04T0000.csv"),
        (Filters(cities=("230100",)), "zh", "完成情况_2020-07-04T0000_哈尔滨市.csv"),
        (
            Filters(cities=("230100", "230500"), lines=("M5",)),
            "en",
            "completion_2020-07-04T0000_Harbin+Shuangyashan_M5.csv",
        ),
        (Filters(campaign="LJX2020", groups=("city",)), "zh", "完成情况_2020-07-04T0000_LJX2020_市(地).csv"),
        (
            Filters(cities=("230100", "230200", "230300", "230400")),
            "zh",
            "完成情况_2020-07-04T0000_哈尔滨市、齐齐哈尔市、鸡西市等4.csv",
        ),
    ],
)
def test_file_names(conn: Snapshot, asked: Filters, lang: str, expected: str) -> None:
    assert file_name(conn, "completion", resolve(conn, asked, T), lang, "csv") == expected


def test_a_file_says_what_hazards_it_was_narrowed_to(conn: Snapshot, tmp_path: Path) -> None:
    asked = HazardFilters(("major",), ("city", "coal"), ("media",), ("A0", "E"), ("230102",))
    q = resolve(conn, Filters(), T, hazards=asked)
    zh, en = (file_name(conn, "hazards", q, lang, "csv") for lang in ("zh", "en"))
    assert zh == "隐患台账_2020-07-04T0000_重大_城市建设、煤矿_媒体_A0、E_道里区.csv"
    assert en == "hazards_2020-07-04T0000_Major_Urban-construction+Coal-mines_Media_A0+E_Daoli-District.csv"
    said = manifest(conn, "hazards", q)["filters"]
    assert {name: said[name] for name in ("grades", "industries", "counties")} == {
        "grades": ["major"],
        "industries": ["city", "coal"],
        "counties": ["230102"],
    }
    with (tmp_path / "x.xlsx").open("wb") as file:
        write_xlsx(conn, "hazards", q, "zh", file)
    about = openpyxl.load_workbook(tmp_path / "x.xlsx")["说明"]
    words = {row[0]: row[1] for row in about.iter_rows(values_only=True)}["筛选"]
    assert words == "隐患级别: 重大; 行业领域: 城市建设、煤矿; 来源: 媒体; 类别: A0、E; 县(市、区): 道里区"


def test_whole_figures_have_no_decimal_point_in_excel(conn: Snapshot, tmp_path: Path) -> None:
    with (tmp_path / "x.xlsx").open("wb") as file:
        write_xlsx(conn, "metrics", resolve(conn, Filters(), T), "zh", file)
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["数据"]
    place = [cell.value for cell in sheet[1]].index("数值")
    formats = {row[place].number_format for row in sheet.iter_rows(min_row=2) if isinstance(row[place].value, int)}
    assert formats == {"#,##0"}


@pytest.mark.parametrize("name", EXTRACTS)
def test_filters_that_a_file_does_not_claim_did_nothing_to_it(conn: Snapshot, name: str) -> None:
    narrowed = HazardFilters(("major",), ("other", "gas"), ("inspection", "tip"), ("A", "E"), ("230102", "230602"))
    filters = Filters("HLJ-2020-43", ("230100", "230600"), ("M1", "M5"), ("city",))
    q = Question(filters, datetime(2020, 12, 31, tzinfo=UTC), hazards=narrowed)
    claimed = question_of(name, q)
    assert claimed != q
    assert b"".join(stream_csv(conn, name, claimed)) == b"".join(stream_csv(conn, name, q))


def test_units_stay_unnamed_until_they_were_exposed(conn: Snapshot) -> None:
    """And no row shows a unit whose hazard came from a tip; cells of people say 某企业, plain ones are empty (§5)."""
    q = resolve(conn, Filters(), datetime(2021, 1, 9, tzinfo=UTC))
    for name in ("hazards", "majors"):
        header, *rows = read(conn, name, q, plain=True)
        named = [dict(zip(header, row, strict=True)) for row in rows if row[header.index("unit_name")]]
        assert named
        assert all("2020" <= row["exposed_on"] <= "2021-01-09" for row in named)
        assert not [row for row in named if row.get("source") == "tip"]
        header, *rows = read(conn, name, q)
        assert {row[header.index("单位名称")] for row in rows} >= {"某企业"}
    header, *rows = read(conn, "hazards", q, plain=True)
    of_tips = [dict(zip(header, row, strict=True)) for row in rows if row[header.index("source")] == "tip"]
    assert [row for row in of_tips if row["exposed_on"]]
    assert {row["unit_name"] for row in of_tips} == {""}


def test_manifest(conn: Snapshot) -> None:
    said = manifest(conn, "completion", resolve(conn, HARBIN, T))
    stamp = read_stamp(conn)
    assert json.loads(json.dumps(said)) == said
    assert said["as_of"] == "2020-07-04T00:00:00+08:00"
    assert (said["stamp"], said["label"]) == (stamp.version, "sample")
    assert said["definition_version"] == DEFINITION_VERSION
    assert said["filters"]["cities"] == ["230100"]
    assert said["file"] == "完成情况_2020-07-04T0000_哈尔滨市_M5、D3.csv"


@pytest.mark.parametrize("name", EXTRACTS)
def test_workbooks(conn: Snapshot, name: str, tmp_path: Path) -> None:
    """The same cells as in the CSV, typed; nothing in it can compute; the second sheet says what it is."""
    q = resolve(conn, HARBIN, T)
    path = tmp_path / "x.xlsx"
    with path.open("wb") as file:
        rows = write_xlsx(conn, name, q, "zh", file)
    book = openpyxl.load_workbook(path)
    sheet, info = book["数据"], book["说明"]
    header, *text = read(conn, name, q)
    table = list(sheet.iter_rows(values_only=True))
    assert list(table[0]) == header
    assert len(table) == rows + 1 == len(text) + 1
    assert sheet.auto_filter.ref
    kinds = [column.kind for column in columns_of(EXTRACTS[name], plain=False)]
    for line, cells in zip(text, table[1:], strict=True):
        for kind, written, cell in zip(kinds, line, cells, strict=True):
            if kind in ("text", "code", "word", "flag"):
                assert (cell or "") == written.removeprefix("'")
            elif isinstance(cell, datetime):
                assert cell.strftime("%Y-%m-%d %H:%M:%S").startswith(written)
            elif kind in ("count", "figure", "coordinate") and isinstance(cell, int | float):
                assert float(written) == pytest.approx(cell)
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    about = {row[0]: row[1] for row in info.iter_rows(values_only=True)}
    assert about["数据性质"] == "示例数据"
    assert about["行数"] == str(rows)
    assert about["口径版本"] == DEFINITION_VERSION
    assert about["统计时点"] == "2020-07-04 00:00:00"
    assert "哈尔滨市" in about["筛选"]


def test_a_workbook_is_whole_or_refused(conn: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXTRACTS, "activities", hostile(["x" * 40_000]))
    with pytest.raises(ValueError, match="take the CSV"):
        write_xlsx(conn, "activities", resolve(conn, Filters(), T), "zh", io.BytesIO())
    monkeypatch.setattr("data_access.extracts.workbook.MAX_ROWS", 2)
    monkeypatch.setitem(EXTRACTS, "activities", hostile(["=1"] * 3))
    with pytest.raises(ValueError, match="take the CSV"):
        write_xlsx(conn, "activities", resolve(conn, Filters(), T), "zh", io.BytesIO())
    assert typed(Column("title"), Manner("zh", SHANGHAI, plain=False))("=1") == "=1"


def test_no_personal_column_leaves() -> None:
    """§5 of the returns: what is personal is in no extract, by heading or by source."""
    words = re.compile("联络|负责人|填表|电话|手机|邮箱|举报|责任人|概况|liaison|phone|mobile|narrative", re.IGNORECASE)
    for extract in EXTRACTS.values():
        for column in columns_of(extract, plain=False):
            assert not words.search(f"{column.key} {column.source} {column.heading('zh', plain=False)}"), column
