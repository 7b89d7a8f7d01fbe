"""Cities at an instant, worked out from their ledgers, the register and the adjustments without this project."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from data_access.database.snapshot import snapshot
from data_access.hazards.backlog import list_backlog
from data_access.hazards.counts import list_hazard_summary
from data_access.hazards.lists import list_longest_overdue
from data_access.hazards.times import list_rectification_times
from data_access.notice.campaigns import resolve
from data_access.obligations.tables import list_completion
from data_access.question import Filters, HazardFilters
from data_access.reach.showpieces import list_day_events

SHANGHAI = ZoneInfo("Asia/Shanghai")
JUNE, JULY = datetime(2020, 6, 17, tzinfo=SHANGHAI), datetime(2020, 7, 4, tzinfo=SHANGHAI)
STATES = ("done_on_time", "done_off_date", "done_late", "overdue", "not_due", "open", "waived")
RATES = ("done", "active", "done_due", "on_time", "due", "done_due_stated", "on_time_stated", "due_stated")


@pytest.mark.parametrize(
    ("city", "as_of", "states", "rates"),
    [
        ("230600", JUNE, (16, 1, 0, 0, 16, 6, 0), (17, 39, 5, 4, 5, 2, 1, 2)),
        ("230600", JULY, (27, 1, 1, 2, 3, 5, 0), (29, 39, 24, 22, 26, 2, 1, 2)),
        ("230700", JUNE, (13, 0, 2, 0, 18, 5, 1), (15, 38, 3, 1, 3, 1, 0, 1)),
        ("230700", JULY, (25, 0, 3, 3, 3, 4, 1), (28, 38, 22, 19, 25, 2, 1, 2)),
    ],
)
def test_a_city_worked_out_by_hand(
    campaign_engines: Engine, city: str, as_of: datetime, states: tuple[int, ...], rates: tuple[int, ...]
) -> None:
    with snapshot(campaign_engines) as connection:
        q = resolve(connection, Filters(cities=(city,), groups=("city",), as_of=as_of), as_of)
        [row] = list_completion(connection, q)
    assert tuple(getattr(row.counts, name) for name in STATES) == states
    assert tuple(getattr(row.counts, name) for name in RATES) == rates


AUGUST = datetime(2020, 8, 15, 12, tzinfo=SHANGHAI)
JIAMUSI, QIQIHAR = "230800", "230200"
CLASSES = ("A", "B", "C", "D", "E", "A0", "P")
COUNTS = ("confirmed", "closed", "open", "pending", "exposed", "exposed_closed")
LISTED = ("listed", "listed_late", "closed_unlisted", "in_place", "reopened", "ever_closed")
TIMES = ("closed", "mean_days", "median_days", "p90_days", "open", "open_median_age")


@pytest.mark.parametrize(
    ("city", "grade", "classes", "counts", "listed", "times"),
    [
        (
            JIAMUSI,
            "general",
            (10, 1, 6, 0, 3, 0, 3),
            (23, 16, 7, 2, 2, 1),
            (0, 0, 16, 0, 2, 18),
            (5, 8.2, 12, 14, 5, 28),  # 1, 1, 12, 13, 14 days
        ),
        (JIAMUSI, "major", (2, 0, 0, 0, 0, 0, 1), (3, 2, 1, 0, 0, 0), (1, 0, 2, 0, 0, 2), (2, 30, 30, 42, 1, 18)),
        (
            QIQIHAR,
            "general",
            (10, 4, 8, 4, 1, 0, 6),
            (33, 18, 15, 10, 4, 3),
            (0, 0, 18, 0, 2, 20),
            (7, 106 / 7, 9, 48, 10, 39),  # 1, 1, 1, 9, 12, 34, 48 days
        ),
        (QIQIHAR, "major", (1, 1, 0, 0, 0, 0, 1), (3, 1, 2, 1, 1, 0), (2, 1, 0, 0, 0, 1), (1, 12, 12, 12, 2, 38)),
    ],
)
def test_hazards_worked_out_by_hand(
    campaign_engines: Engine,
    city: str,
    grade: str,
    classes: tuple[int, ...],
    counts: tuple[int, ...],
    listed: tuple[int, ...],
    times: tuple[float, ...],
) -> None:
    with snapshot(campaign_engines) as connection:
        q = resolve(connection, Filters(cities=(city,), as_of=AUGUST), AUGUST, hazards=HazardFilters(grades=(grade,)))
        [row] = list_hazard_summary(connection, q)
        [took] = list_rectification_times(connection, q)
    assert tuple(getattr(row.counts, name) for name in CLASSES) == classes
    assert tuple(getattr(row.counts, name) for name in COUNTS) == counts
    assert tuple(getattr(row.counts, name) for name in LISTED) == listed
    assert tuple(getattr(took, name) for name in TIMES) == times


@pytest.mark.parametrize(
    ("city", "longest"),
    [
        (JIAMUSI, [("YH230803-2020-0007", 86), ("YH230811-2020-0002", 20), ("YH230804-2020-0003", 18)]),
        (QIQIHAR, [("YH230231-2020-0004", 53)]),
    ],
)
def test_the_longest_overdue_by_hand(campaign_engines: Engine, city: str, longest: list[tuple[str, int]]) -> None:
    with snapshot(campaign_engines) as connection:
        q = resolve(connection, Filters(cities=(city,), as_of=AUGUST), AUGUST)
        rows = list_longest_overdue(connection, q)
    assert [(row.code, row.days_overdue) for row in rows] == longest


@pytest.mark.parametrize(
    ("grade", "weeks"),
    [
        (
            "general",  # confirmed, reopened, regraded in, closed, void, regraded out, closing: from W21 to W33
            [
                (2, 0, 0, 0, 0, 0, 2),
                (2, 0, 0, 1, 0, 0, 3),
                (3, 0, 0, 1, 0, 0, 5),
                (1, 0, 0, 1, 0, 1, 4),
                (1, 0, 0, 1, 0, 0, 4),
                (1, 0, 0, 0, 1, 0, 4),
                (3, 0, 0, 2, 0, 0, 5),
                (2, 0, 0, 3, 0, 0, 4),
                (4, 0, 0, 1, 0, 0, 7),
                (3, 0, 0, 3, 0, 0, 7),
                (3, 0, 0, 1, 0, 0, 9),
                (0, 1, 0, 4, 0, 0, 6),
                (0, 1, 0, 0, 0, 0, 7),
            ],
        ),
        (
            "major",
            [
                (0, 0, 0, 0, 0, 0, 0),
                (1, 0, 0, 0, 0, 0, 1),
                (0, 0, 0, 0, 0, 0, 1),
                (0, 0, 1, 1, 0, 0, 1),
                (0, 0, 0, 0, 0, 0, 1),
                (0, 0, 0, 0, 0, 0, 1),
                (0, 0, 0, 0, 0, 0, 1),
                (0, 0, 0, 1, 0, 0, 0),
                (0, 0, 0, 0, 0, 0, 0),
                (0, 0, 0, 0, 0, 0, 0),
                (1, 0, 0, 0, 0, 0, 1),
                (0, 0, 0, 0, 0, 0, 1),
                (0, 0, 0, 0, 0, 0, 1),
            ],
        ),
    ],
)
def test_a_backlog_worked_out_by_hand(campaign_engines: Engine, grade: str, weeks: list[tuple[int, ...]]) -> None:
    """Jiamusi, day by day: one hazard regraded in June, one void, two reopened in August."""
    with snapshot(campaign_engines) as connection:
        q = resolve(connection, Filters(cities=(JIAMUSI,), as_of=AUGUST), AUGUST)
        rows = [row for row in list_backlog(connection, q) if row.grade == grade]
    assert [row.week for row in rows] == [f"2020-W{number}" for number in range(21, 34)]
    assert [(*row.flows, row.closing) for row in rows] == weeks


def test_the_consultation_day_of_two_cities(campaign_engines: Engine) -> None:
    """Rows of the ledgers whose actual end is 2020-06-16: of Daqing 47 (06-14 to 06-16) and 50 (06-15 to 06-16, of a
    county's league, filed by the city), while 49 ends on 06-22; of Daxing'anling none in either ledger.
    """
    with snapshot(campaign_engines) as connection:
        q = resolve(connection, Filters(as_of=JULY), JULY)
        held = {row.place.code: row.held for row in list_day_events(connection, q)}
    assert (held["230600"], held["232700"]) == (2, 0)
