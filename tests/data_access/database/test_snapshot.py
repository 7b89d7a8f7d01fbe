"""What a snapshot is asked twice it is asked once: tables of one page are counted from the same rows."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from data_access.activities.ledger import list_activities, select_activities
from data_access.annex3.figures import list_metrics
from data_access.database.snapshot import Later, Snapshot, snapshot
from data_access.hazards import (
    acceptance,
    backlog,
    counts as hazard_counts,
    lists as hazard_lists,
    stages as hazard_stages,
    times as hazard_times,
)
from data_access.hazards.counts import list_hazard_counties, list_hazard_summary
from data_access.notice.campaigns import resolve
from data_access.obligations.at_instant import list_obligations
from data_access.question import Filters, HazardFilters, Question
from data_access.returns.ledgers import select_senders
from data_access.returns.submissions import list_submissions

pytestmark = pytest.mark.slow

NOW = datetime(2020, 7, 3, 16, tzinfo=UTC)
TABLES: tuple[Callable[[Connection, Question], Any], ...] = (
    hazard_counts.list_hazard_summary,
    hazard_counts.list_hazard_counties,
    hazard_counts.list_hazard_industries,
    hazard_counts.list_hazard_sources,
    hazard_stages.list_stages,
    hazard_times.list_survival,
    hazard_times.list_rectification_times,
    acceptance.list_acceptance,
    backlog.list_backlog,
    hazard_lists.list_longest_overdue,
    hazard_lists.list_first_hazards,
)
"""Of the page of hazards."""


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        said.append(sql)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_snapshot_is_asked_once_and_the_next_anew(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, Filters(), NOW)
        first = list_hazard_summary(conn, q)
        with statements(campaign_engines) as said:
            assert list_hazard_summary(conn, q) == first
        assert said == []
    with snapshot(campaign_engines) as conn, statements(campaign_engines) as said:
        assert list_hazard_summary(conn, q) == first
    assert len(said) > 2


def test_what_no_instant_changes_is_asked_once_for_all_of_them(campaign_engines: Engine) -> None:
    """The facts about obligations, and the names of units, lines and places: only what was held is asked anew."""
    kept: dict[Any, Any] = {}

    def lasting(key: Any, make: Callable[[], Any]) -> Any:
        if key not in kept:
            kept[key] = make()
        return kept[key]

    asked = []
    for day in (3, 10):
        with snapshot(campaign_engines) as opened:
            conn = Snapshot(opened.connection, lasting)
            q = resolve(conn, Filters(), NOW.replace(day=day))
            with statements(campaign_engines) as said:
                owed = list_obligations(conn, q)
                handed_in, figures, held = list_submissions(conn, q), list_metrics(conn, q), list_activities(conn, q)
            asked.append(said)
            with snapshot(campaign_engines) as alone:
                assert owed == list_obligations(alone, q)
                assert (handed_in, figures) == (list_submissions(alone, q), list_metrics(alone, q))
                assert held == list_activities(alone, q)
    assert len(asked[0]) > 8
    assert asked[1]
    assert all("FROM activity" in sql for sql in asked[1])  # the activities, and the hosts of joint ones


def test_a_select_of_an_instant_is_not_kept_for_others(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, Filters(), NOW)
        with pytest.raises(ValueError, match="select_activities depends on as_of"):
            conn.ask_lasting(select_activities, q)
        with pytest.raises(
            ValueError, match="select_senders depends on known_at"
        ):  # whether this question has one or not
            conn.ask_lasting(select_senders, q, "hazards")


def test_another_question_is_another_answer(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, Filters(), NOW)
        majors = resolve(conn, Filters(), NOW, hazards=HazardFilters(grades=("major",)))
        assert {row.grade for row in list_hazard_counties(conn, q)} == {"general", "major"}
        assert {row.grade for row in list_hazard_counties(conn, majors)} == {"major"}


def test_a_page_of_hazards_reads_the_events_once_for_all_instants(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as conn, statements(campaign_engines) as said:
        q = resolve(conn, Filters(), NOW)
        assert all(table(conn, q) for table in TABLES)
        assert (
            sum("hazard_event" in sql for sql in said) <= 3
        )  # the last id, which there are, the part; a COPY is not counted
        said.clear()
        assert all(table(conn, q.at(q.as_of - timedelta(days=40))) for table in TABLES)
    assert not [sql for sql in said if "hazard_event" in sql]


@pytest.mark.parametrize("n", [1, 60, 200, 10_000])
@pytest.mark.parametrize(
    "filters", [Filters(), Filters(cities=("230100", "230600", "232700"))], ids=["everywhere", "cities"]
)
def test_first_hazards_are_those_of_the_ledger(campaign_engines: Engine, filters: Filters, n: int) -> None:
    """Only the first cities are read that have enough of them."""
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, filters, NOW)
        assert hazard_lists.list_first_hazards(conn, q, n) == hazard_lists.list_hazards(conn, q)[:n]


def test_a_connection_that_is_opened_later_is_opened_once_and_again_after_it_was_given_back(
    campaign_engines: Engine,
) -> None:
    opened = list[int]()

    def connect(stack: ExitStack) -> Connection:
        opened.append(1)
        return stack.enter_context(snapshot(campaign_engines)).connection

    later = Later(connect)
    s = Snapshot(later)
    s.give_back()
    assert opened == []
    assert s.connection is s.connection
    assert s.scalar(text("SELECT 1")) == 1
    assert len(opened) == 1
    s.give_back()
    assert campaign_engines.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert s.scalar(text("SELECT 2")) == 2
    assert len(opened) == 2
    later.give_back()
