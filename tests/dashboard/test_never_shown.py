"""Hidden columns hold a mark, and nothing that leaves the server carries it: pages, extracts, errors, log."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import URL, Text, cast, or_, select, text, update
from sqlalchemy.engine import Connection

from dashboard import registry
from data_access.cases.finding import find
from data_access.cases.items import item
from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.schema import (
    delivery,
    hazard,
    hazard_event,
    hazard_exposure,
    hazard_tip,
    measure_list_item,
    submission,
    tip,
)
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import BASES
from data_access.extracts.files import manifest, stream_csv, write_xlsx
from data_access.hazards.lists import list_hazards
from data_access.papers.catalogue import make
from data_access.question import Filters, HazardFilters, Question
from data_access.returns.submissions import list_submissions
from seed.private import private_engine
from seed.private.tables import metadata as private_tables
from seed.publishing import publish
from tests.conftest import Databases
from tests.dashboard.session import Session, session
from tests.server import Server, running

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("canaries")]  # one server over what is planted
MARK = "CANARY"
PAGES = [entry.id for entry in registry.PAGES]
QUERIES = ("asof=2020-08-15", "asof=2020-12-31&city=230600&ground=grid&shown=major&source=tip", "asof=nonsense&grade=x")
NARROWED = (
    Question(Filters("HLJ-2020-43"), datetime(2020, 12, 31, tzinfo=UTC)),
    Question(Filters("HLJ-2020-43"), datetime(2020, 12, 31, tzinfo=UTC), hazards=HazardFilters(sources=("tip",))),
)


class Planted(NamedTuple):
    """A server over a campaign whose hidden columns hold the mark, and that campaign."""

    server: Server
    url: URL


def plant(public: Connection, private: Connection) -> int:
    """Write the mark into every hidden column that has rows; how many cells."""
    cells = 0
    for table in private_tables.sorted_tables:
        keys = set(table.primary_key)
        hidden = [column for column in table.columns if isinstance(column.type, Text) and column not in keys]
        if hidden:
            marked = {column.name: f"{MARK} {table.name} {column.name}" for column in hidden}
            cells += private.execute(update(table).values(marked)).rowcount * len(hidden)
    from_tips = select(hazard.c.id).where(hazard.c.source == "tip")
    for statement in (
        update(hazard)
        .where(or_(~hazard.c.unit_named_public, hazard.c.source == "tip"))
        .values(unit_ref=f"{MARK} unit"),
        update(hazard_event).values(reason=f"{MARK} reason"),
        update(hazard_exposure).where(hazard_exposure.c.hazard_id.in_(from_tips)).values(case_title=f"{MARK} title"),
        update(submission).values(file_ref=f"{MARK} file"),
        update(delivery).values(file_ref=f"{MARK} file " + cast(delivery.c.id, Text)),
        update(measure_list_item).values(hazard_code=f"{MARK} hazard"),
        update(hazard_tip).values(tip_code=f"{MARK} link " + cast(hazard_tip.c.hazard_id, Text)),
        update(tip).values(
            code=f"{MARK} tip " + cast(tip.c.id, Text),
            duplicate_of=f"{MARK} duplicate",
            transferred_to=f"{MARK} transferred",
        ),
    ):
        planted = public.execute(statement).rowcount
        assert planted > 0, f"nothing to hide: {statement}"
        cells += planted
    return cells


@pytest.fixture(scope="module")
def planted(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    url, folder = databases.copy("sqlite", "campaign"), tmp_path_factory.mktemp("planted")
    with ExitStack() as stack:
        public = stack.enter_context(stack.enter_context(disposing(write_engine(url))).begin())
        private = stack.enter_context(stack.enter_context(disposing(private_engine(url))).begin())
        assert plant(public, private) > 1_000
    publish(url, "1", Filters(), "2020-08-15T12:00", known_at="2020-07-15")
    address = url.render_as_string(hide_password=False)
    with running(address, folder, DASHBOARD_VAR=str(folder / "var")) as server:
        yield Planted(server, url)
    databases.drop(url)


def sent(reader: Session, page: str, query: str) -> bytes:
    """All that one load of a page sends to the browser."""
    messages = reader.run("" if page == "overview" else page, query)
    return b"".join(message.SerializeToString() for message in messages)


def test_the_mark_would_be_seen(planted: Planted) -> None:
    """The search finds what is shown: the name of an enterprise that was publicly named and exposed."""
    shown = select(hazard.c.unit_ref).where(
        hazard.c.unit_named_public, hazard.c.source != "tip", hazard.c.id.in_(select(hazard_exposure.c.hazard_id))
    )
    with disposing(read_engine(planted.url)) as engine, engine.connect() as connection:
        names = [name.encode() for name in connection.scalars(shown)]
    with session(planted.server) as reader:
        drawn = sent(reader, "majors", "asof=2020-12-31") + sent(reader, "hazards", "asof=2020-12-31")
    assert any(name in drawn for name in names)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_shows_what_is_hidden(planted: Planted, page: str, lang: str) -> None:
    for query in QUERIES:
        with session(planted.server) as reader:
            drawn = sent(reader, page, f"lang={lang}&{query}")
        assert len(drawn) > 10_000
        assert MARK.encode() not in drawn


@pytest.mark.parametrize("name", BASES)
def test_no_extract_holds_what_is_hidden(planted: Planted, name: str) -> None:
    with disposing(read_engine(planted.url)) as engine, snapshot(engine) as connection:
        for question in NARROWED:
            for lang in ("zh", "en"):
                book = io.BytesIO()
                write_xlsx(connection, name, question, lang, book)
                files = in_parts(book.getvalue())
                files.append(str(manifest(connection, name, question, lang)).encode())
                files += [
                    b"".join(stream_csv(connection, name, question, lang, plain=plain)) for plain in (False, True)
                ]
                assert not any(MARK.encode() in file for file in files)


def test_no_case_tells_what_is_hidden(planted: Planted) -> None:
    """Of the hazards those that came from tips or were exposed; a week of events; returns that were sent back."""
    with disposing(read_engine(planted.url)) as engine, snapshot(engine) as connection:
        q = NARROWED[0]
        hazards = [one.code for one in list_hazards(connection, q) if one.exposed_at or one.source == "tip"]
        sent_back = [one for one in list_submissions(connection, q) if one.status == "returned"]
        items = [f"hazard:{code}" for code in hazards]
        items += [item("task", one.unit.code, one.line.code, one.period) for one in sent_back]
        assert len(items) > 50
        for asked in (*items, "week:2020-06-15", "city:230500", "figure:hazard_overdue"):
            told = find(connection, q, asked, "zh")
            assert told is not None
            assert MARK not in str(told), asked


def in_parts(body: bytes) -> list[bytes]:
    """The parts of a workbook or a Word file."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return [parts.read(part) for part in parts.namelist()]


@pytest.mark.parametrize(
    ("name", "of", "ext"),
    [
        ("annex3", "", ""),
        ("annex3", "牡丹江市", ""),
        ("annex3", "D-XF", ""),
        ("bulletin", "", ""),
        ("bulletin", "1", ""),
        ("city-sheet", "230100", ""),
        ("brief", "", "docx"),
        ("brief", "", "html"),
    ],
)
def test_no_paper_holds_what_is_hidden(planted: Planted, name: str, of: str, ext: str) -> None:
    """Neither who signed an Annex 3 nor an enterprise, in no part of the file."""
    with disposing(read_engine(planted.url)) as engine, snapshot(engine) as connection:
        for question in NARROWED:
            for lang in ("zh", "en"):
                made = make(connection, name, question, lang, of, ext)
                files = [made.body] if ext == "html" else in_parts(made.body)
                assert len(files) > 5 or ext == "html"
                assert not any(MARK.encode() in file for file in files)


@pytest.mark.parametrize("query", ["paper=annex3&unit=231000", "paper=city-sheet&city=230100", "published=1"])
def test_no_paper_shown_before_it_is_fetched_says_what_is_hidden(planted: Planted, query: str) -> None:
    with session(planted.server) as reader:
        drawn = sent(reader, "papers", f"lang=zh&asof=2020-08-15&{query}")
    assert len(drawn) > 10_000
    assert MARK.encode() not in drawn


def test_no_failure_and_no_log_tells_what_is_hidden(planted: Planted, databases: Databases, tmp_path: Path) -> None:
    """A page that fails on its rows says so in a sentence; neither that nor the log holds one of them."""
    url = databases.copy("sqlite", "campaign")
    with ExitStack() as stack:
        public = stack.enter_context(stack.enter_context(disposing(write_engine(url))).begin())
        private = stack.enter_context(stack.enter_context(disposing(private_engine(url))).begin())
        plant(public, private)
        public.execute(text("ALTER TABLE hazard_exposure RENAME TO elsewhere"))
        public.execute(text("ALTER TABLE tip RENAME COLUMN decision TO decided"))
    address = url.render_as_string(hide_password=False)
    with running(address, tmp_path, DASHBOARD_VAR=str(tmp_path / "var")) as server:
        for page in PAGES:
            with session(server) as reader:
                drawn = sent(reader, page, "lang=en&asof=2020-08-15")
            assert MARK.encode() not in drawn
            if page in ("hazards", "majors", "tips", "exposures"):
                assert b"error number" in drawn
                assert b"Traceback" not in drawn
        for log in (server.log, planted.server.log):
            assert MARK not in log.read_text(encoding="utf-8")
    databases.drop(url)
