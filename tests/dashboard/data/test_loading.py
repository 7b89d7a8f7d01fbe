"""Many hazards are read in the background: pages say so, keep what they have, and never mix two versions."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import URL
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from dashboard.data import loading, memory, reader
from dashboard.server import routes
from dashboard.view import plain
from data_access import i18n
from data_access.columns.reading import Told, unheard
from data_access.database.snapshot import Snapshot
from data_access.hazards.register.register import Register, read_register
from tests.conftest import Databases
from tests.dashboard.asgi import ask
from tests.dashboard.server.test_routes import get
from tests.dashboard.test_shell import opened, said

APP = Starlette(routes=routes.ROUTES)
ASKED = {"asof": "2020-07-04"}


@pytest.fixture
def place(databases: Databases, use: Callable[[URL | str], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a database of the test's own, whose hazards are many."""
    url = databases.copy("sqlite", "campaign")
    use(url)
    monkeypatch.setattr(loading, "AT_ONCE", 100)
    memory.worked_out.clear()
    return Path(str(url.database))


class Reading:
    """Readings of all hazards, each of which stops half-way until it may go on."""

    def __init__(self) -> None:
        self.begun, self.may_go_on = Event(), Event()
        self.number = 0
        self.lost = 0
        """So many of them lose their connection half-way."""

    def read(self, s: Snapshot, told: Told = unheard) -> Register:
        self.number += 1
        told(7)
        self.begun.set()
        assert self.may_go_on.wait(30)
        if self.number <= self.lost:
            raise OperationalError("SELECT", {}, ConnectionError("gone"), connection_invalidated=True)
        return read_register(s)

    def hold(self) -> None:
        self.begun.clear()
        self.may_go_on.clear()


@pytest.fixture
def reading(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reading]:
    del place
    held = Reading()
    monkeypatch.setattr(loading, "read_register", held.read)
    yield held
    held.may_go_on.set()


def readiness() -> tuple[int, str]:
    answer = ask(APP, "/readyz")
    return answer.status, json.loads(answer.body)["status"]


def write(place: Path, *statements: str) -> None:
    """What a writer commits, who says so in the log of loads."""
    with closing(sqlite3.connect(place, timeout=30)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
        connection.execute(
            "INSERT INTO load_log (source, started_at, status, label, rows, data_until) "
            "SELECT source, started_at, status, label, 1, data_until FROM load_log WHERE rows > 0 LIMIT 1"
        )
    reader.pulse().expire()  # a page would go by what was seen a second ago


def done() -> None:
    loading.loading().join()


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_process_that_starts_says_what_it_reads_and_then_shows_it(reading: Reading, lang: str) -> None:
    loading.loading().begin()
    assert reading.begun.wait(30)
    found = json.loads(ask(APP, "/readyz").body)
    assert (found["status"], found["read"]) == ("loading", 7)
    assert found["all"] > 1000
    sentence = i18n.t(lang, "shell.loading", None, read="7", all=f"{found['all']:,}")
    assert found["what"][lang] == sentence
    assert readiness() == (503, "loading")
    app = opened("hazards", lang, **ASKED)
    assert plain(sentence) in said(app)
    assert not app.metric
    assert not app.exception
    file = get()
    assert (file.status, file.headers["retry-after"]) == (503, "5")
    reading.may_go_on.set()
    done()
    assert readiness() == (200, "ready")
    assert plain(sentence) not in said(app.run())
    assert app.metric or app.dataframe or len(said(app)) > 500
    assert get().status == 200


def test_a_connection_that_is_lost_half_way_is_tried_again(reading: Reading) -> None:
    reading.lost = 1
    loading.loading().begin()
    reading.may_go_on.set()
    done()
    assert reading.number == 2
    assert readiness() == (200, "ready")
    assert len(loading.loading().registers.values()) == 1


def test_a_page_that_meets_newer_data_reads_what_is_new(place: Path, reading: Reading) -> None:
    reading.may_go_on.set()
    loading.loading().begin()
    done()
    before = version(opened("hazards", "zh", **ASKED))
    write(place, "UPDATE hazard SET grade = 'major', updated_at = '2031-01-01 00:00:00.000000' WHERE id = 1")
    app = opened("hazards", "zh", **ASKED)
    assert version(app) != before
    assert not app.warning
    assert reading.number == 1


def test_what_is_not_found_is_read_anew_while_pages_show_the_last_data(place: Path, reading: Reading) -> None:
    """A writer deletes events, and no clock tells of it: the count does."""
    reading.may_go_on.set()
    loading.loading().begin()
    done()
    first = opened("hazards", "zh", **ASKED)
    numbers, before = drawn(first), version(first)
    reading.hold()
    write(place, "DELETE FROM hazard_event WHERE kind = 'confirm' AND hazard_id % 2 = 0")
    while_reading = opened("hazards", "zh", **ASKED)
    assert reading.begun.wait(30)
    assert version(while_reading) == before
    assert drawn(while_reading) == numbers
    banner = i18n.t("zh", "shell.stale.loading").split("{")[0]
    assert banner in said(while_reading)
    assert banner not in said(first)
    assert readiness() == (200, "ready"), "other pages of this process show what they have"
    other = opened("hazards", "zh", asof="2020-07-09")
    assert i18n.t("zh", "shell.loading").split("{")[0] in said(other)
    reading.may_go_on.set()
    done()
    after = opened("hazards", "zh", **ASKED)
    assert version(after) != before
    assert drawn(after) != numbers
    assert banner not in said(after)


def test_all_is_read_again_after_a_while_and_no_page_waits_for_it(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.may_go_on.set()
    loading.loading().begin()
    done()
    reading.hold()
    monkeypatch.setattr(loading, "AGE", -1)
    monkeypatch.setattr(loading, "SHARE", 0)
    app = opened("hazards", "zh", **ASKED)
    assert reading.begun.wait(30)
    assert not app.warning
    assert not opened("hazards", "zh", asof="2020-07-09").warning
    assert readiness() == (200, "ready")


def test_few_hazards_are_read_by_the_page_that_needs_them(campaign_url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    del campaign_url
    monkeypatch.setattr(loading.Loading, "begin", lambda *_: pytest.fail("read in the background"))
    assert not opened("hazards", "zh", **ASKED).warning
    assert len(loading.loading().registers.values()) == 1


def version(app: AppTest) -> str:
    found: str = app.session_state["shell.view"].stamp.version
    return found


def drawn(app: AppTest) -> list[str]:
    """The headline numbers."""
    found = [metric.value for metric in app.metric]
    assert found
    return found
