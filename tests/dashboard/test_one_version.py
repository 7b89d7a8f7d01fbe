"""A page load goes by what was seen of the database up to a second ago, and yet shows one version of the data."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import URL, Engine, event
from streamlit.testing.v1 import AppTest

from dashboard.data import memory, reader
from data_access import i18n
from data_access.database.engine import READERS
from data_access.database.snapshot import snapshot
from tests.conftest import Databases
from tests.dashboard.test_shell import PAGES, opened, said

ASKED = {"asof": "2020-07-04", "city": "230100"}
LONG = 1000.0


@pytest.fixture
def place(databases: Databases, use: Callable[[URL | str], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a database of the test's own, at which the pulse looks once."""
    url = databases.copy("sqlite", "campaign")
    use(url)
    monkeypatch.setattr(reader, "PULSE_SECONDS", LONG)
    memory.worked_out.clear()
    return Path(str(url.database))


@pytest.fixture
def statements(place: Path) -> Iterator[list[str]]:
    """What any engine of this process is asked."""
    asked = list[str]()

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    yield asked
    event.remove(Engine, "before_cursor_execute", count)


def waive(place: Path, second: int) -> None:
    """Nothing is owed any more, and the data have another version."""
    with closing(sqlite3.connect(place, timeout=30)) as connection, connection:
        connection.execute(
            "UPDATE obligation SET waived_at = '2020-06-02 00:00:00.000000', waive_reason = 'x', updated_at = ?",
            (f"2031-01-01 00:00:{second:02d}.000000",),
        )


def version(app: AppTest) -> str:
    return cast(str, app.session_state["shell.view"].stamp.version)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_was_drawn_asks_nothing_for_the_next_viewer(page: str, statements: list[str]) -> None:
    opened(page, "zh", **ASKED)
    assert statements
    statements.clear()
    again = opened(page, "zh", **ASKED)
    assert not again.error
    assert statements == []


@pytest.mark.parametrize("page", ["overview", "completion", "map", "hazards"])
def test_another_day_is_arithmetic_over_facts_that_are_there(page: str, statements: list[str]) -> None:
    opened(page, "zh", **ASKED)
    statements.clear()
    assert not opened(page, "zh", **(ASKED | {"asof": "2020-07-08"})).error
    assert statements == []


def test_a_page_whose_data_have_moved_begins_again(place: Path) -> None:
    """All of it is then of the version in which the first answer that is in no memory was found."""
    before = opened("completion", "zh", **ASKED)
    waive(place, 1)
    assert version(opened("completion", "zh", **ASKED)) == version(before), "all of it is known, and a second is short"
    moved = opened("completion", "zh", asof="2020-07-05", item="task:230100:D2")
    afresh = opened("hazards", "zh", asof="2020-07-05")
    assert not moved.error
    assert version(moved) != version(before)
    assert version(afresh) == version(moved)


def test_a_page_is_drawn_while_the_data_move_all_the_time(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It begins again once and no more."""
    seconds = iter(range(60))
    stamps = list[str]()

    def moving(of: Engine) -> Any:
        waive(place, next(seconds))
        return snapshot(of)

    monkeypatch.setattr(reader, "snapshot", moving)
    whole = opened("completion", "zh", **ASKED)
    stamps.append(version(whole))
    assert not whole.error
    assert next(seconds) == 3, "the pulse, the snapshot that has moved, and the one that is kept"


def test_a_page_without_a_free_connection_shows_its_copy(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It knows of newer data, of which it cannot be drawn."""
    monkeypatch.setitem(cast(dict[str, object], READERS), "pool_timeout", 0.05)
    before = opened("completion", "zh", **ASKED)
    waive(place, 1)
    reader.pulse().expire()
    with ExitStack() as stack:
        for _ in range(cast(int, READERS["pool_size"]) + cast(int, READERS["max_overflow"])):
            stack.enter_context(snapshot(reader.engine()))
        crowded = opened("completion", "zh", **ASKED)
        never_drawn = opened("completion", "zh", **(ASKED | {"city": "230200"}))
    view = crowded.session_state["shell.view"]
    assert (view.why, view.stamp.version) == ("busy", version(before))
    assert not crowded.error
    assert i18n.t("zh", "shell.busy") in said(never_drawn).replace("\\", "")
    assert version(opened("completion", "zh", **ASKED)) != version(before)
