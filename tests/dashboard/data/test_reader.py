"""An outage shows the last good copy and says so; never zeros, never a wait for what is known to fail."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier, Event
from typing import cast

import pytest
import streamlit as st
from sqlalchemy import URL, Connection, event, text
from sqlalchemy.exc import OperationalError
from streamlit.navigation.page import Page

from dashboard import page_load
from dashboard.data import kept, reader, store
from dashboard.server import live
from dashboard.view import View
from data_access import i18n
from data_access.activities.ledger import list_timeline
from data_access.database.engine import READERS, write_engine
from data_access.database.snapshot import Snapshot, snapshot
from data_access.obligations.counts import UnitCounts
from data_access.question import EVERYWHERE, NOT_NARROWED, Filters, HazardFilters
from tests.conftest import Databases

NOW = datetime(2020, 7, 4, 3, 4, 5, tzinfo=UTC)
ASKED = Filters(cities=("230100",))


@pytest.fixture
def place(databases: Databases, use: Callable[[URL | str], None]) -> Path:
    """The file of a database of the test's own."""
    url = databases.copy("sqlite", "seeded")
    use(url)
    return Path(str(url.database))


@contextmanager
def opened(
    page: str, asked: Filters, now: datetime, hazards: HazardFilters = NOT_NARROWED
) -> Iterator[page_load.Loaded]:
    with page_load.entered(EVERYWHERE, "zh", asked, now) as entered:
        yield entered.load(page, hazards)


def look(asked: Filters = ASKED, page: str = "overview", hazards: HazardFilters = NOT_NARROWED) -> page_load.Loaded:
    """One page load that reads rows and is drawn to the end."""
    with opened(page, asked, NOW, hazards) as loaded:
        if loaded.view is not None:
            store.completion(loaded.view)
            if loaded.view.away_since is None:
                kept.last_good().put((page, asked, hazards, EVERYWHERE), loaded.view)
    return loaded


def shown(loaded: page_load.Loaded) -> View:
    assert loaded.view is not None
    return loaded.view


def test_now_is_a_whole_minute_so_that_answers_are_found_again(place: Path) -> None:
    assert shown(look(Filters())).question.as_of == datetime(2020, 7, 4, 3, 4, tzinfo=UTC)


def test_rows_are_read_once_for_a_question_and_a_stamp(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view, calls = shown(look()), list[int]()

    def count(connection: Connection, question: object) -> tuple[int, ...]:
        calls.append(1)
        return (len(calls),)

    for _ in range(3):
        with opened("overview", ASKED, NOW):
            assert reader.read(count, view) == (1,)
    engine = write_engine(f"sqlite:///{place}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE obligation SET updated_at = '2031-01-01 00:00:00.000000'"))
    engine.dispose()
    with opened("overview", ASKED, NOW) as loaded:
        assert shown(loaded).stamp != view.stamp
        assert reader.read(count, shown(loaded)) == (2,)


def test_what_is_owed_is_read_once_for_all_instants_and_anew_with_new_data(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    event.listen(reader.engine(), "before_cursor_execute", lambda *told: said.append(told[2]))

    def asked(day: int) -> tuple[list[UnitCounts], int]:
        said.clear()
        with opened("overview", Filters("HLJ-2020-43", as_of=date(2020, 6, day)), NOW) as loaded:
            return store.completion(shown(loaded)), len(said)

    early, selects = asked(1)
    assert selects > 2
    late, selects = asked(20)
    assert selects == 0
    assert sum(one.counts.overdue for one in early) < sum(one.counts.overdue for one in late)
    engine = write_engine(f"sqlite:///{place}")
    with engine.begin() as connection:
        waived = {"waived_at": "2020-06-02 00:00:00.000000", "updated_at": "2031-01-01 00:00:00.000000"}
        connection.execute(
            text("UPDATE obligation SET waived_at = :waived_at, waive_reason = 'x', updated_at = :updated_at"), waived
        )
    engine.dispose()
    assert sum(one.counts.overdue for one in asked(21)[0]) == 0
    monkeypatch.setattr(kept.facts(), "_seconds", 0.0)
    assert asked(22)[1] > 2  # and after a while without a new stamp


def test_an_outage_shows_the_last_good_copy_and_says_since_when(place: Path) -> None:
    before = shown(look())
    counted = store.completion(before)
    assert len(counted) > 0
    shutil.move(place, place.with_suffix(".gone"))
    again = shown(look())
    assert again.away_since is not None
    assert (again.question, again.stamp, again.made_at) == (before.question, before.stamp, before.made_at)
    assert store.completion(again) == counted


def test_what_was_never_seen_is_not_invented(place: Path) -> None:
    view = shown(look())
    shutil.move(place, place.with_suffix(".gone"))
    loaded = look(Filters(cities=("230200",)))
    assert (loaded.view, loaded.why) == (None, "missing")
    stale = shown(look())
    with pytest.raises(reader.NoAnswerError):
        reader.read(list_timeline, stale)
    assert view.away_since is None


def test_the_page_comes_back_when_the_database_does(place: Path) -> None:
    look()
    gone = shutil.move(place, place.with_suffix(".gone"))
    assert shown(look()).away_since is not None
    shutil.move(gone, place)
    assert shown(look()).away_since is None
    assert reader.breaker().away_since is None


def test_after_three_failures_the_database_is_left_alone(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = list[int]()

    def fail(engine: object) -> object:
        attempts.append(1)
        raise OperationalError(None, None, Exception("connection refused"))

    monkeypatch.setattr(reader, "snapshot", fail)
    for _ in range(6):
        with reader.page_load() as opened:
            assert opened == "away"
    assert len(attempts) == 3


def test_a_rush_is_no_outage(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all connections are in use what is known is shown, not as a copy; the database is asked again at once."""

    def ask(s: Snapshot, question: object) -> int:
        return int(s.scalar(text("SELECT 1")))

    monkeypatch.setitem(cast(dict[str, object], READERS), "pool_timeout", 0.05)
    before = shown(look())
    stamp = reader.newest()
    monkeypatch.setattr(reader.pulse(), "_seconds", 0.0)
    with ExitStack() as stack:
        for _ in range(cast(int, READERS["pool_size"]) + cast(int, READERS["max_overflow"])):
            stack.enter_context(snapshot(reader.engine()))
        for _ in range(5):
            again = shown(look())
            with opened("overview", ASKED, NOW) as loaded, pytest.raises(reader.NoAnswerError) as failed:
                reader.read(ask, shown(loaded))
            assert failed.value.why == "busy"
        assert (again.away_since, again.question, store.completion(again)) == (
            None,
            before.question,
            store.completion(before),
        )
        assert reader.newest() == stamp
        assert not live.moved(again, NOW)
        assert reader.breaker().away_since is None
    with opened("overview", ASKED, NOW) as loaded:
        assert reader.read(ask, shown(loaded)) == 1


def test_pages_that_wait_for_an_answer_hold_no_connection(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many wait as there are connections, and the one who works it out has none yet."""
    monkeypatch.setitem(cast(dict[str, object], READERS), "pool_timeout", 0.5)
    view, many = shown(look()), cast(int, READERS["pool_size"]) + cast(int, READERS["max_overflow"])
    working, asked = Event(), Barrier(many + 1)

    def own(s: Snapshot, _question: object, number: int) -> int:
        return int(s.scalar(text(f"SELECT {number}")))

    def common(s: Snapshot, _question: object) -> int:
        working.set()
        asked.wait(5)
        return int(s.scalar(text("SELECT 7")))

    def worker() -> int:
        with opened("overview", ASKED, NOW):
            return reader.read(common, view)

    def waiter(number: int) -> int:
        with opened("overview", ASKED, NOW):
            assert reader.read(own, view, number) == number
            assert working.wait(5)
            asked.wait(5)
            return reader.read(common, view)

    with ThreadPoolExecutor(many + 1) as pool:
        found = [pool.submit(worker), *(pool.submit(waiter, number) for number in range(many))]
        assert [one.result(9) for one in found] == [7] * (many + 1)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_rush_is_told_as_one(place: Path, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def crowded(asked: Filters) -> page_load.Loaded:
        st.session_state[reader.AGAIN] = "busy"
        return look(asked)

    look()
    told: list[str] = []
    monkeypatch.setattr(page_load.st, "warning", lambda text, **_: told.append(text.replace("\\", "")))
    page_load.draw_warnings(replace(shown(crowded(ASKED)), lang=lang))
    page_load.draw_nothing(lang, crowded(Filters(cities=("230200",))))
    for said, key in zip(told, ("shell.stale.busy", "shell.busy"), strict=True):
        assert said.startswith(i18n.t(lang, key).split("{")[0])
        assert "{" not in said


def test_a_failing_statement_is_an_outage_of_that_answer(place: Path) -> None:
    def fail(connection: Connection, question: object) -> tuple[int, ...]:
        connection.execute(text("SELECT * FROM no_such_table"))
        raise AssertionError

    with opened("overview", ASKED, NOW) as loaded, pytest.raises(reader.NoAnswerError):
        reader.read(fail, shown(loaded))


def test_unknown_codes_are_named_and_left_out(place: Path) -> None:
    loaded = look(Filters(cities=("230100", "999999"), lines=("M1", "X9")))
    assert set(loaded.unknown) == {"999999", "X9"}
    assert shown(loaded).filters.cities == ("230100",)
    assert shown(loaded).filters.lines == ("M1",)


@pytest.mark.parametrize(
    ("name", "known", "unknown"),
    [
        ("grades", "major", "grave"),
        ("industries", "gas", "gazz"),
        ("sources", "tip", "rumour"),
        ("classes", "A0", "Z9"),
        ("counties", "230102", "230100"),  # a city is no county
    ],
)
def test_unknown_codes_of_hazards_are_named_and_left_out(place: Path, name: str, known: str, unknown: str) -> None:
    loaded = look(page="hazards", hazards=HazardFilters(**{name: tuple(sorted((known, unknown)))}))
    assert loaded.unknown == (unknown,)
    assert shown(loaded).question.hazards == HazardFilters(**{name: (known,)})


class Drawn:
    """A page that is drawn without a fault."""

    def run(self) -> None:
        pass


@pytest.mark.parametrize("grades", [(), ("major",), ("grave", "major")])
def test_an_outage_finds_what_was_drawn_for_the_same_address(place: Path, grades: tuple[str, ...]) -> None:
    """Also where the address holds a code that nobody knows."""
    asked = ASKED, NOW, HazardFilters(grades=grades)
    with opened("hazards", *asked) as loaded:
        page_load.run(cast(Page, Drawn()), shown(loaded), ASKED, asked[2])
    shutil.move(place, place.with_suffix(".gone"))
    with opened("hazards", *asked) as again:
        assert shown(again).question == shown(loaded).question
    with opened("hazards", ASKED, NOW, HazardFilters(classes=("E",))) as other:
        assert other.why == "missing"


def test_without_a_campaign_there_is_nothing_to_show(databases: Databases, use: Callable[[URL | str], None]) -> None:
    use(databases.copy("sqlite", "migrated"))
    assert look(Filters()).why == "empty"


def test_an_open_page_notices_what_moved(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = shown(look(Filters()))
    monkeypatch.setattr(reader.pulse(), "_seconds", 0.0)
    assert not live.moved(view, NOW)
    engine = write_engine(f"sqlite:///{place}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE obligation SET updated_at = '2031-01-01 00:00:00.000000'"))
    engine.dispose()
    assert live.moved(view, NOW)
    shutil.move(place, place.with_suffix(".gone"))
    assert live.moved(view, NOW)
    assert not live.moved(shown(look(Filters())), NOW)


@pytest.mark.parametrize(
    ("asked", "minutes", "wanted"),
    [
        (Filters(), 9, False),
        (Filters(), 11, True),
        (ASKED, 11, True),
        (Filters(as_of=NOW), 11, False),
        (Filters(as_of=NOW), 61, True),
    ],
)
def test_now_moves_and_links_are_renewed(place: Path, asked: Filters, minutes: int, wanted: bool) -> None:
    view = shown(look(asked))
    later = NOW.timestamp() + 60 * minutes
    assert live.moved(view, datetime.fromtimestamp(later, UTC)) is wanted


def test_a_fragment_reads_a_snapshot_of_its_own(place: Path) -> None:
    view = shown(look())
    assert len(store.completion(view)) > 0
