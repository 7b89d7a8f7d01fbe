"""Instants, days and counts as columns, beside plain Python."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, strategies as st
from sqlalchemy import Engine, select, update

from data_access.columns.codes import Codes
from data_access.columns.counting import MOST_CELLS, counted
from data_access.columns.instants import NEVER, NO_DAY, days_of, instant_at, microseconds_of
from data_access.columns.reading import parts_of, read_numbers
from data_access.database.days import number_of_day
from data_access.database.instants import number_of, number_of_date
from data_access.database.schema import hazard, hazard_event
from data_access.database.snapshot import snapshot
from data_access.question import Filters, Question
from tests.data_access.conftest import Tell
from tests.data_access.hazards.hazard_world import CONFIRM, happen
from tests.data_access.obligations.world import NOTHING, at

INSTANTS = (
    datetime(1, 1, 3, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2020, 6, 30, 15, 59, 59, tzinfo=UTC),
    datetime(2020, 6, 30, 15, 59, 59, 999_500, tzinfo=UTC),
    datetime(2020, 7, 1, 0, 0, 0, 1, tzinfo=UTC),
    datetime(9999, 12, 29, 23, 59, 59, 999_999, tzinfo=UTC),
)


def test_both_databases_give_instants_and_days_to_the_microsecond(tell: Tell) -> None:
    e, h = hazard_event.c, hazard.c
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, *(CONFIRM for _ in INSTANTS))
            for key, instant in zip(conn.execute(select(e.id).order_by(e.id)).scalars().all(), INSTANTS, strict=True):
                conn.execute(update(hazard_event).where(e.id == key).values(occurred_at=instant))
            conn.execute(update(hazard).values(found_on=date(2020, 2, 29)))
            found, empty = read_numbers(conn, select(number_of(e.occurred_at, NEVER), number_of(e.new_due, NEVER)))
            assert sorted(found.tolist()) == [microseconds_of(one) for one in INSTANTS]
            assert set(empty.tolist()) == {NEVER}
            [days] = read_numbers(conn, select(number_of_date(h.found_on, NO_DAY)))
            assert days.tolist() == [number_of_day(date(2020, 2, 29))]


def test_parts_cover_each_row_once_and_nothing_is_nothing(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            ids = select(hazard.c.id)
            assert [column.tolist() for column in read_numbers(conn, ids, parts_of(conn, hazard.c.id))] == [[]]
            for key in (3, 4, 250_000, 2_000_000):  # in several parts, and with parts of no row between them
                happen(conn, CONFIRM, key=key)
            [found] = read_numbers(conn, ids, parts_of(conn, hazard.c.id))
            assert sorted(found.tolist()) == [3, 4, 250_000, 2_000_000]


def test_a_snapshot_reads_columns_as_it_sees_rows(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as s:
        [ids] = read_numbers(s, select(hazard_event.c.id), parts_of(s, hazard_event.c.hazard_id))
        assert sorted(ids.tolist()) == sorted(s.execute(select(hazard_event.c.id)).scalars())


@given(st.lists(st.datetimes(datetime(1960, 1, 1), datetime(2100, 1, 1)), max_size=20))
def test_instants_come_back_and_have_the_local_day(moments: list[datetime]) -> None:
    q = Question(Filters(), at(6, 30))
    instants = [one.replace(tzinfo=UTC) for one in moments]
    numbers = np.array([*map(microseconds_of, instants), NEVER])
    assert [instant_at(number) for number in numbers] == [*instants, None]
    east = q.as_of.astimezone(ZoneInfo(q.zone)).utcoffset() or timedelta()
    assert days_of(numbers, q).tolist() == [*(number_of_day((one + east).date()) for one in instants), NO_DAY]


keys = st.sampled_from([-3, 0, 1, 7]) | st.sampled_from([10_000, MOST_CELLS])


@given(st.lists(st.tuples(keys, keys, st.booleans()), max_size=30))
def test_counted_is_what_a_counter_counts(rows: list[tuple[int, int, bool]]) -> None:
    first, second, mask = (np.array([row[place] for row in rows], np.int64) for place in range(3))
    expected, held = Counter(row[:2] for row in rows), Counter(row[:2] for row in rows if row[2])
    found = list(counted((first, second), mask.astype(np.bool_)))
    assert found == [(key, (expected[key], held[key])) for key in sorted(expected)]


def test_codes_are_numbers_however_many_there_are() -> None:
    """More kinds of site than sixteen bits can tell: people type them freely."""
    codes = Codes()
    told = [None, *(f"k{number}" for number in range(40_000)), "k0", ""]
    numbers = codes.numbers(told)
    assert [codes.codes[number] for number in numbers] == [one or "" for one in told]
