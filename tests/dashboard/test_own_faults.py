"""What fails in a page stays in that page; what is amiss with the database is said, and what to do. Both databases."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, Engine, text
from starlette.applications import Starlette

from dashboard import page_load
from dashboard.data import memory, reader
from dashboard.server import routes
from data_access import i18n
from data_access.database import self_check
from data_access.database.engine import disposing, read_engine
from data_access.database.migrations import migrate
from data_access.database.revision import revisions
from data_access.question import EVERYWHERE, Filters, Question
from tests.dashboard.asgi import ask
from tests.dashboard.test_shell import opened, said
from tests.data_access.database.test_self_check import without_filters

pytestmark = pytest.mark.slow

APP = Starlette(routes=routes.ROUTES)
NOW = datetime(2020, 8, 15, tzinfo=UTC)
ASKED = {"asof": "2020-08-15"}
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
VIEWERS = 6


@pytest.fixture
def campaign(imported: Engine, use: Callable[[URL | str], None]) -> Iterator[Engine]:
    """A write engine of the sample campaign that the dashboard reads."""
    use(imported.url)
    memory.worked_out.clear()
    yield imported
    reader.engine().dispose()


def words(key: str, lang: str = "zh") -> str:
    """The words for a key up to the first value in them."""
    return i18n.t(lang, key).split("{")[0]


def told(page: str, lang: str = "zh") -> str:
    """All that is said on a page, which never is a traceback."""
    app = opened(page, lang, **ASKED)
    assert not app.exception
    return said(app).replace("\\", "")


def do(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def readiness() -> tuple[int, str]:
    """Status code and status of /readyz; what is amiss is said in both languages."""
    answer = ask(APP, "/readyz")
    found = json.loads(answer.body)
    assert found["status"] in ("ready", "empty") or all(found["what"][lang] for lang in i18n.LANGUAGES)
    return answer.status, found["status"]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_column_that_is_not_there_is_its_pages_own_fault(campaign: Engine, lang: str) -> None:
    """Six viewers of the page that needs it; the seventh, on another page, notices nothing."""
    column = "found_on" if lang == "zh" else "grade"
    do(campaign, f"ALTER TABLE hazard RENAME COLUMN {column} TO elsewhere")
    for _ in range(VIEWERS):
        failed = told("majors", lang)
        assert words("shell.error.unfit", lang) in failed
        assert words("shell.error.slow", lang) not in failed
    assert not reader.breaker().open
    app = opened("timeline", lang, **ASKED)
    assert not app.error
    assert app.session_state["shell.view"].away_since is None
    assert readiness() == (200, "ready")


def test_a_statement_over_its_limit_is_its_pages_own_fault(campaign: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(connection: Connection, question: Question) -> tuple[object, ...]:
        return tuple(connection.execute(text(ENDLESS)))

    with disposing(read_engine(campaign.url, statement_timeout=0.2)) as hasty:
        monkeypatch.setattr(reader, "engine", cache(lambda: hasty))
        for _ in range(VIEWERS):
            with page_load.entered(EVERYWHERE, "zh", Filters(), NOW) as entered:
                loaded = entered.load("majors")
                assert loaded.view
                with pytest.raises(reader.NoAnswerError) as failed:
                    reader.read(endless, loaded.view)
            assert failed.value.why == "slow"
        with page_load.entered(EVERYWHERE, "zh", Filters(), NOW) as entered:
            loaded = entered.load("timeline")
            assert loaded.view
            assert loaded.view.away_since is None


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize(("revision", "fit"), [("9999", "newer"), (revisions()[1], "older")])
def test_tables_of_another_version_are_told(campaign: Engine, revision: str, fit: str, lang: str) -> None:
    """Pages that can be drawn are drawn below it."""
    do(campaign, f"UPDATE alembic_version SET version_num = '{revision}'")
    assert words(f"shell.fit.{fit}", lang) in told("overview", lang)
    assert readiness() == (503, fit)


def test_a_database_that_was_not_upgraded_is_told(campaign: Engine) -> None:
    migrate(campaign, revisions()[-2])
    assert words("shell.fit.older") in told("overview") or words("shell.unfit") in told("overview")
    assert readiness()[0] == 503


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_database_without_tables_says_what_to_do(empty_url: URL, use: Callable[[URL | str], None], lang: str) -> None:
    use(empty_url)
    if empty_url.get_backend_name() == "sqlite":
        Path(str(empty_url.database)).touch()
    assert words("shell.unfit", lang) in told("overview", lang)
    assert readiness() == (503, "unfit")


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_no_file_of_a_database_says_what_to_do(use: Callable[[URL | str], None], tmp_path: Path, lang: str) -> None:
    """And not that the database is away and will be back by itself; it is not left alone either."""
    use(f"sqlite:///{tmp_path}/none.db")
    for _ in range(VIEWERS):
        assert words("shell.missing", lang) in told("overview", lang)
    assert "python -m seed init" in words("shell.missing", lang)
    assert readiness() == (503, "missing")


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_an_engine_that_answers_wrongly_shows_no_number(
    campaign: Engine, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its product stands in the sentence, and in both languages in what /readyz says."""
    self_check.forget()
    with disposing(without_filters(read_engine(campaign.url))) as other:
        for name in ("engine", "pulse_engine"):
            monkeypatch.setattr(reader, name, cache(lambda: other))
        page = told("overview", lang)
        assert readiness() == (503, "engine")
        what = json.loads(ask(APP, "/readyz").body)["what"]
    self_check.forget()
    assert words("shell.engine", lang) in page
    assert page.count(f"SQLite {sqlite3.sqlite_version}") == 1
    assert "FILTER" in page
    assert words("stamp.as_of", lang) not in page
    assert all(f"SQLite {sqlite3.sqlite_version}" in what[each] for each in i18n.LANGUAGES)


def test_the_servers_clock_before_the_data_is_told(campaign: Engine) -> None:
    until = datetime.now(UTC) + timedelta(days=30)
    do(campaign, f"UPDATE load_log SET data_until = '{until:%Y-%m-%d %H:%M:%S.%f}' WHERE data_until IS NOT NULL")
    assert words("shell.clock") in told("overview")
    assert readiness() == (200, "clock")


UNREADABLE = "9 13900001111 garbage"


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE load_log SET data_until = '{UNREADABLE}' WHERE id = (SELECT max(id) FROM load_log)",
        f"UPDATE campaign SET starts_on = '{UNREADABLE}'",
        f"UPDATE duty SET due_on = '{UNREADABLE}'",
    ],
)
def test_a_date_that_is_none_shows_the_last_good_copy(
    campaign: Engine, statement: str, caplog: pytest.LogCaptureFixture
) -> None:
    """SQLite lets another writer put any text there; of a reader who has no copy, a sentence."""
    assert words("stamp.as_of") in told("overview")
    do(campaign, "PRAGMA ignore_check_constraints = ON", statement, "UPDATE load_log SET rows = rows + 1")
    do(campaign, "INSERT INTO load_log (source, label, started_at, rows, status) SELECT source, label, started_at, 1,"
       " status FROM load_log LIMIT 1")  # fmt: skip
    again = told("overview")
    assert words("shell.stale.unfit") in again
    assert words("stamp.as_of") in again
    named = said(opened("overview", "zh", campaign="HLJ-2020-43", **ASKED))  # as a page writes its own address
    assert words("shell.stale.unfit") in named.replace("\\", "")
    assert words("shell.unfit") in told("majors")
    assert "13900001111" not in caplog.text
    if "load_log" in statement:
        assert readiness() == (503, "unfit")
