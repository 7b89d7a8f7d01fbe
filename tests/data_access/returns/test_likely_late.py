"""Who is likely to be late (G16): worked examples of the rule and of its record, and that nothing after T decides."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from data_access.notice.campaigns import resolve
from data_access.notice.units import Line, Unit
from data_access.obligations.history import Extension, History, Version
from data_access.obligations.reason import NO_REASON
from data_access.question import Filters
from data_access.returns.likely_late import Record, list_likely_late, load_record, record_of, series_of
from data_access.returns.tables import LIKELY_LATE
from tests.data_access.conftest import Tell
from tests.data_access.obligations.world import (
    CITY_B,
    MEMBER,
    WEEKLY,
    History as Told,
    Version as Sent,
    at,
    due,
    owed,
)

WEEKS = (due(6, 7), due(6, 14), due(6, 21), due(6, 28), due(7, 5))
UNIT = Unit("230100", "甲市", "A", "甲", "230100", "city", "230100")
LINE = Line("D2", "素材", "Material", "素材", "Material")
EARLY, IN_TIME, LATE = timedelta(days=-8), timedelta(days=-1), timedelta(days=2)


def version(number: int, received: datetime, returned: datetime | None = None) -> Version:
    status = "submitted" if returned is None else "returned"
    return Version(number, 1, received, status, returned, "", False, "none", NO_REASON)


def week(
    number: int, *versions: Version, extensions: Sequence[Extension] = (), waived: datetime | None = None
) -> History:
    named = (number, UNIT, LINE, f"2020-W{number + 23}", "submit", "stated", WEEKS[number], "by", waived)
    return History(*named, tuple(extensions), versions, None, {}, date(2020, 6, 1))


def weeks(*received: timedelta | None) -> list[History]:
    """A series: when each week came in, after its deadline; None: it never came."""
    return [
        week(number, *([] if after is None else [version(number, WEEKS[number] + after)]))
        for number, after in enumerate(received)
    ]


NEVER = None


@pytest.mark.parametrize(
    ("received", "when", "record"),
    [
        # always in time: the second and third week are looked at, at the deadline before, and not named
        ((IN_TIME, IN_TIME, IN_TIME), at(6, 22), Record(0, 0, 2, 0)),
        ((IN_TIME, EARLY, EARLY), at(6, 22), Record(0, 0, 0, 0)),  # in before anybody looked
        ((IN_TIME, LATE, IN_TIME), at(6, 15), Record(0, 0, 1, 1)),
        # week 1 missed: week 2 is named at its deadline, and is late
        ((NEVER, NEVER), at(6, 14), Record(0, 0, 0, 0)),
        ((NEVER, NEVER), due(6, 14), Record(1, 1, 0, 0)),
        ((LATE, timedelta()), due(6, 14), Record(1, 0, 0, 0)),
        # one of two is half, one of three is less
        ((NEVER, timedelta(), NEVER), due(6, 21), Record(2, 1, 0, 0)),
        ((NEVER, timedelta(), timedelta(), NEVER), due(6, 28), Record(2, 0, 1, 1)),
        # what is late now was not before its deadline: the last week is still ahead
        ((NEVER, NEVER, NEVER, NEVER, NEVER), at(7, 1), Record(3, 3, 0, 0)),
    ],
)
def test_the_record_replays_the_rule(received: Sequence[timedelta | None], when: datetime, record: Record) -> None:
    told = weeks(*received)
    assert record_of(series_of(told), when, when) == record


def test_what_is_excused_or_extended_is_no_miss() -> None:
    """A waived week is left out; one that was extended beyond T is no outcome yet."""
    waived = [week(0, waived=at(6, 1)), week(1), week(2)]
    assert record_of([waived], at(6, 22), at(6, 22)) == Record(1, 1, 0, 0)  # week 3 alone, for week 2
    later = Extension(at(6, 10), due(6, 30), NO_REASON, "", at(6, 10))
    assert record_of([[week(0), week(1, extensions=[later])]], at(6, 22), at(6, 22)) == Record(0, 0, 0, 0)


instants = st.datetimes(datetime(2020, 6, 1), datetime(2020, 7, 10)).map(lambda one: one.replace(tzinfo=UTC))


@st.composite
def series(draw: st.DrawFn) -> list[History]:
    made = []
    for number in range(len(WEEKS)):
        versions = tuple(version(n, draw(instants), draw(st.none() | instants)) for n in range(draw(st.integers(0, 2))))
        later, days = WEEKS[number] + timedelta(days=3), draw(st.lists(instants, max_size=1))
        extensions = [Extension(day, later, NO_REASON, "", day) for day in days]
        made.append(week(number, *versions, extensions=extensions, waived=draw(st.none() | st.none() | instants)))
    return made


def by_then(one: History, now: datetime) -> History:
    """What the office knew at an instant."""
    versions = tuple(
        told if told.reviewed_at and told.reviewed_at <= now else told._replace(status="submitted", reviewed_at=None)
        for told in one.versions
        if told.submitted_at <= now
    )
    waived = one.waived_at if one.waived_at and one.waived_at <= now else None
    granted = tuple(told for told in one.extensions if told.granted_at <= now)
    return one._replace(versions=versions, extensions=granted, waived_at=waived)


@given(st.lists(series(), max_size=4), instants)
def test_nothing_known_after_t_decides(told: list[list[History]], now: datetime) -> None:
    record = record_of(told, now, now)
    assert record == record_of([[by_then(one, now) for one in each] for each in told], now, now)
    assert record == record_of([list(reversed(each)) for each in told], now, now)
    assert 0 <= record.late <= record.named
    assert 0 <= record.others_late <= record.others
    assert record.named + record.others <= sum(len(each) - 1 for each in told)


def test_the_list_names_who_has_the_next_one_ahead(tell: Tell) -> None:
    """City A missed W23, city B sent it in time, the member unit missed it and has sent W24 already."""
    first, second = "2020-W23", "2020-W24"
    sent = (
        Sent(1, owed(WEEKLY, CITY_B, first).id, 1, at(6, 7)),
        Sent(2, owed(WEEKLY, MEMBER, first).id, 1, at(6, 9)),
        Sent(3, owed(WEEKLY, MEMBER, second).id, 1, at(6, 10)),
    )
    with tell(Told(versions=sent)) as connections:
        for conn in connections:
            q = resolve(conn, Filters(as_of=at(6, 11)), at(8, 1))
            found = list_likely_late(conn, q)
            assert [(row.unit.code, row.period, row.due_at, row.missed, row.ended) for row in found] == [
                ("230100", second, due(6, 14), 1, 1)
            ]
            assert (found[0].last_period, found[0].last_state, found[0].last_days) == (first, "overdue", 4)
            assert found[0].record == Record(0, 0, 0, 0)
            assert not found[0].record.speaks
            assert list(LIKELY_LATE.rows(conn, q.of_cities("230200"))) == []
            assert load_record(conn, resolve(conn, Filters(as_of=at(6, 15)), at(8, 1))) == Record(2, 1, 1, 1)


@pytest.mark.parametrize(
    ("named", "speaks", "small"), [(4, False, True), (5, True, True), (19, True, True), (20, True, False)]
)
def test_few_namings_are_no_record(named: int, speaks: bool, small: bool) -> None:
    record = Record(named, 0, 0, 0)
    assert (record.speaks, record.small) == (speaks, small)
