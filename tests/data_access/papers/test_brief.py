"""The brief holds the figures of the board and of expected.json, the same in each of its forms, and nothing else."""

import io
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import docx
import pytest
from sqlalchemy import Connection, Engine
from typer.testing import CliRunner

from data_access.__main__ import app
from data_access.board.pressing import list_pressing
from data_access.board.rows import list_board
from data_access.database.engine import disposing, read_engine
from data_access.database.snapshot import Snapshot, snapshot
from data_access.hazards.falling_due import list_falling_due
from data_access.hazards.lists import list_hazards
from data_access.i18n import LANGUAGES
from data_access.notice.campaigns import resolve
from data_access.obligations.at_instant import list_obligations
from data_access.papers import catalogue as papers
from data_access.papers.brief.blocks import Block, Brief, Ledger, Tiles
from data_access.papers.documents.paper import Table, Text
from data_access.question import Filters, Question
from data_access.wording import rate_text
from tests.conftest import Databases

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
EXPECTED = json.loads((ROOT / "tests" / "returns" / "expected.json").read_text(encoding="utf-8"))["asof"]
T = datetime(2020, 7, 3, 16, tzinfo=UTC)
DEADLINES_AHEAD = datetime(2020, 6, 25, 4, tzinfo=UTC)
BEFORE, AFTER = datetime(2020, 5, 20, tzinfo=UTC), datetime(2020, 12, 31, tzinfo=UTC)
FORMS = ("html", "pdf", "docx")


@pytest.fixture
def conn(campaign_engines: Engine) -> Iterator[Connection]:
    with snapshot(campaign_engines) as connection:
        yield connection


def question(conn: Snapshot, as_of: datetime = T, cities: tuple[str, ...] = ()) -> Question:
    return resolve(conn, Filters(cities=cities, as_of=as_of), as_of)


def blocks(brief: Brief, name: str) -> tuple[Block, ...]:
    return next(sheet.blocks for sheet in brief.sheets if sheet.name == name)


def ledger(brief: Brief) -> Ledger:
    return next(block for block in blocks(brief, "cities") if isinstance(block, Ledger))


def tables(brief: Brief, name: str) -> list[Table]:
    return [block for block in blocks(brief, name) if isinstance(block, Table)]


def texts(brief: Brief) -> Iterator[str]:
    """Every text of a brief, cell by cell."""
    for sheet in brief.sheets:
        yield sheet.title
        for block in sheet.blocks:
            match block:
                case Tiles(tiles):
                    yield from (text for one in tiles for text in (one.number, one.label, one.note))
                case Ledger():
                    yield from (block.name, block.rate, *block.cells, block.key)
                    for row in block.rows:
                        yield from (row.name, f"{row.rate} ({row.of})", *row.cells, *(str(n) for _, n in row.states))
                case Table(columns, rows):
                    yield from (column.heading for column in columns)
                    yield from (text for cells in rows for text in cells)
                case Text():
                    yield block.text
    yield from (brief.title, brief.label, *brief.sources)


def text_of(body: bytes, ext: str) -> str:
    """All that a file says, without white space: lines break where they like."""
    if ext == "docx":
        paper = docx.Document(io.BytesIO(body))
        said = [paragraph.text for paragraph in (*paper.paragraphs, *paper.sections[0].header.paragraphs)]
        said += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        text = " ".join(said)
    elif ext == "html":
        text = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", body.decode(), flags=re.DOTALL)))
    else:
        done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=body, capture_output=True, check=True)
        text = done.stdout.decode()
    return same(text)


def same(text: str) -> str:
    """A text without white space, and without the signs that a PDF draws in another font."""
    return re.sub(r"[\s✓✕✔✖◔◗⧠·・•]|\u2060", "", text)


def test_the_ledger_is_the_board_and_expected(conn: Snapshot) -> None:
    q = question(conn)
    brief, board = papers.load_brief(conn, q, "zh"), list_board(conn, q)
    expected = EXPECTED["2020-07-04T00:00"]
    rows = ledger(brief).rows
    assert [row.code for row in rows] == [one.unit.adcode for one in board]
    for row, one in zip(rows, board, strict=True):
        rates, states = expected["rates"]["cities"][one.unit.zh], expected["obligations"]["cities"][one.unit.zh]
        graded = expected["hazards"][one.unit.zh]
        overdue = list(states.values()).count("overdue")
        assert f"{row.rate} ({row.of})" == rate_text(*rates["按时率"])
        assert row.cells == (
            str(overdue),
            str(graded["一般"]["E"]),
            str(graded["重大"]["E"]),
            str(one.missing),
        )
        assert ledger(brief).numbers[row.code] == overdue + graded["一般"]["E"] + graded["重大"]["E"]
        assert sum(n for _, n in row.states) == one.counts.active + one.counts.waived
    whole = expected["rates"]["cities"]["合计"]["按时率"]
    tasks, hazards, on_time, _ = next(block for block in blocks(brief, "conclusion") if isinstance(block, Tiles)).tiles
    late = [sum(expected["hazards"][one.unit.zh][grade]["E"] for one in board) for grade in ("一般", "重大")]
    assert (tasks.number, hazards.number) == (str(sum(int(row.cells[0]) for row in rows)), f"{late[0]} + {late[1]}")
    assert f"{on_time.number} ({on_time.note})" == rate_text(*whole)


HEADLINE = re.compile(
    r"(?:(?P<tasks>\d+) 项任务逾期)?、?(?:(?P<hazards>\d+) 条隐患超期)?"
    r"(?:：(?:(?P<most>[^，]+?)任务最多（各? ?(?P<each>\d+) 项）)?，?"
    r"(?:(?P<where>[^，]+?)隐患最多（各? ?(?P<lie>\d+) 条）)?)?"
)


@pytest.mark.parametrize("day", [(6, 5), (6, 10), (6, 16), (6, 25), (7, 4), (8, 15)])
def test_the_headline_is_true(conn: Snapshot, day: tuple[int, int]) -> None:
    """Read back in Chinese: how many are overdue, and which cities have most of them."""
    q = question(conn, datetime(2020, *day, 4, tzinfo=UTC))
    brief, board = papers.load_brief(conn, q, "zh"), list_board(conn, q)
    said = HEADLINE.fullmatch(brief.sheets[0].title)
    assert said, brief.sheets[0].title
    tasks = {one.unit.short: one.counts.overdue for one in board}
    lie = {one.unit.short: (one.general or 0) + (one.major or 0) for one in board}
    assert int(said["tasks"] or 0) == sum(tasks.values())
    assert int(said["hazards"] or 0) >= sum(lie.values())  # some lie in no city
    for counts, names, most in ((tasks, said["most"], said["each"]), (lie, said["where"], said["lie"])):
        worst = [name for name, n in counts.items() if n == max(counts.values())]
        if names is None:
            assert len(worst) == len(counts)
        else:
            assert set(names.split("等 ")[0].split("、")) <= set(worst)
            assert int(most) == max(counts.values()) > 0
            assert ("等 " in names) == (len(worst) > 4)


def test_the_conclusion_says_who_is_behind_pace_where_anybody_is(conn: Snapshot) -> None:
    said = [
        [block.text for block in blocks(papers.load_brief(conn, question(conn, as_of), "zh"), "conclusion")
         if isinstance(block, Text) and "序时" in block.text]
        for as_of in (datetime(2020, 6, 20, 15, 59, 59, tzinfo=UTC), T)
    ]  # fmt: skip
    assert said == [["滞后于序时进度，共差 20 项：七台河 5、黑河 5、鹤岗 3、哈尔滨 3等 6 个。"], []]


def test_what_is_late_is_listed_or_counted(conn: Snapshot) -> None:
    q = question(conn)
    brief = papers.load_brief(conn, q, "zh")
    board = {one.unit.code for one in list_board(conn, q)}
    late = [one for one in list_pressing(conn, q) if one.kind != "task" or one.where.code in board]
    [table] = tables(brief, "overdue")
    assert [(row[3], row[4]) for row in table.rows] == [
        (str(one.days_overdue), one.owner.zh) for one in late[: len(table.rows)]
    ]
    [rest] = [block.text for block in blocks(brief, "overdue") if isinstance(block, Text)]
    counted = [int(n) for n in re.findall(r"\d+", rest)]
    assert counted[0] == sum(counted[1:]) == len(late) - len(table.rows)


def test_the_next_seven_days_are_those_of_the_tasks_and_hazards(conn: Snapshot) -> None:
    q = question(conn, DEADLINES_AHEAD)
    brief = papers.load_brief(conn, q, "zh")
    soon = [one for one in list_obligations(conn, q) if one.due_soon]
    title = next(sheet.title for sheet in brief.sheets if sheet.name == "week")
    assert [int(n) for n in re.findall(r"\d+", title)] == [len({one.line for one in soon}), len(soon)]
    [table] = tables(brief, "week")
    for row in table.rows:
        done, of = map(int, row[4].split("/"))
        named = row[5].rpartition("等 ")[2].removesuffix(" 个") if "等 " in row[5] else str(len(row[5].split("、")))
        assert of - done == int(named)
    week = datetime(2020, 7, 2, 4, tzinfo=UTC)
    ahead = [
        one
        for one in list_hazards(conn, q)
        if one.class_ == "P" and one.rectified_at is None and one.due_at is not None and one.due_at <= week
    ]
    falling = list_falling_due(conn, q)
    assert sum(one.hazards for one in falling) == len(ahead) > 5
    assert sum(one.major for one in falling) == sum(one.grade == "major" for one in ahead)


@pytest.mark.parametrize(("lang", "as_of"), [("zh", T), ("en", DEADLINES_AHEAD)])
def test_each_form_says_all_of_it(conn: Snapshot, lang: str, as_of: datetime) -> None:
    q = question(conn, as_of)
    brief = papers.load_brief(conn, q, lang)
    for ext in FORMS:
        made = papers.make(conn, "brief", q, lang, "", ext)
        assert made.body == papers.make(conn, "brief", q, lang, "", ext).body
        said = text_of(made.body, ext)
        assert [text for text in texts(brief) if same(text) not in said] == [], ext
        if lang == "en":
            assert re.findall(r"[\u3400-\u9fff]", said) == []
            assert made.name.isascii()


def test_a_brief_is_one_file_of_five_pages(conn: Snapshot) -> None:
    q = question(conn, DEADLINES_AHEAD)
    page = papers.make(conn, "brief", q, "zh", "").body.decode()
    assert re.findall(r"https?:|<script|<link|<img|@import|url\(|(?:src|href)=", page) == []
    assert page.count("<section") == 5
    for lang in LANGUAGES:
        body = papers.make(conn, "brief", q, lang, "", "pdf").body
        told = subprocess.run(["pdfinfo", "-"], input=body, capture_output=True, check=True).stdout.decode()
        assert re.findall(r"Pages: +(\d+)|Page size: +([\d.]+ x [\d.]+)", told) == [("5", ""), ("", "841.89 x 595.276")]
        each = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True).stdout.decode()
        label = "示例数据" if lang == "zh" else "SAMPLE DATA"
        assert [label in sheet for sheet in each.split("\f")[:5]] == [True] * 5


def test_a_map_that_nobody_wants_is_not_drawn(conn: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    q = question(conn)
    assert "<svg" in papers.make(conn, "brief", q, "zh", "").body.decode()
    monkeypatch.setenv("DASHBOARD_MAP_BOUNDARIES", "false")
    assert "<svg" not in papers.make(conn, "brief", q, "zh", "").body.decode()
    told = subprocess.run(
        ["pdftotext", "-", "-"],
        input=papers.make(conn, "brief", q, "zh", "", "pdf").body,
        capture_output=True,
        check=True,
    )
    assert "不作为划界依据" not in told.stdout.decode()


@pytest.mark.parametrize(("lang", "as_of"), [("zh", BEFORE), ("en", AFTER)])
def test_a_brief_is_made_at_any_instant(conn: Snapshot, as_of: datetime, lang: str) -> None:
    for ext in FORMS:
        assert len(papers.make(conn, "brief", question(conn, as_of), lang, "", ext).body) > 5_000


def test_a_brief_of_one_city_says_so(conn: Snapshot) -> None:
    q = question(conn, cities=("230100",))
    brief = papers.load_brief(conn, q, "zh")
    assert [row.name for row in ledger(brief).rows] == ["哈尔滨"]
    assert "范围：哈尔滨市。" in brief.sources
    made = papers.make(conn, "brief", q, "zh", "", "docx")
    assert made.name == "简报_HLJ-2020-43_哈尔滨市_2020-07-04T0000_zh.docx"
    assert "七台河" not in text_of(made.body, "docx")


@pytest.mark.parametrize(("of", "ext"), [("230100", ""), ("", "xlsx")])
def test_there_is_no_other_brief(conn: Snapshot, of: str, ext: str) -> None:
    with pytest.raises(papers.UnknownPaperError):
        papers.make(conn, "brief", question(conn), "zh", of, ext)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_database_without_returns_has_a_brief(databases: Databases, lang: str) -> None:
    """Everything is open or overdue, no hazard is known: numbers and sentences, no failure."""
    url = databases.copy("sqlite", "seeded")
    with disposing(read_engine(url)) as engine, snapshot(engine) as s:
        brief = papers.load_brief(s, question(s), lang)
        files = [papers.make(s, "brief", question(s), lang, "", ext).body for ext in FORMS]
    databases.drop(url)
    assert all(files)
    assert tables(brief, "hazards") == []
    assert brief.label
    assert {row.cells[1] for row in ledger(brief).rows} == {"0"}


@pytest.fixture
def command(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Runs `brief` with these words, writing into a folder; its exit status and what it says."""
    monkeypatch.setenv("DATABASE_URL", databases.template("sqlite", "campaign").render_as_string(hide_password=False))

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["brief", "--as-of", "2020-07-04T00:00", "--into", str(tmp_path), *words])
        return done.exit_code, done.output

    return run


def test_a_timer_writes_whole_files_and_overwrites_none(
    command: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    names = [f"简报_HLJ-2020-43_2020-07-04T0000_zh.{ext}" for ext in FORMS]
    assert command("--html", "--pdf", "--docx")[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    status, said = command("--html", "--lang", "zh")
    assert (status, said.count("unchanged")) == (0, 1)
    (tmp_path / names[0]).write_text("written by hand")
    status, said = command("--html")
    assert status == 2
    assert "未覆盖 / a file with other content is there and stays" in said
    assert (tmp_path / names[0]).read_text() == "written by hand"
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "--html, --pdf or --docx"),
        (("--html", "-o", "x.html"), "without -o"),
        (("--html", "--city", "999999"), "unknown: 999999"),
        (("--html", "--as-of", "soon"), "no instant: 'soon'"),
        (("--html", "--into", "/nowhere"), "无法写入 / cannot be written"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(
    command: Callable[..., tuple[int, str]], words: tuple[str, ...], why: str
) -> None:
    status, said = command(*words)
    assert status == 2
    assert why in said
