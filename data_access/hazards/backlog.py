"""Is the backlog shrinking? Week by week what came to the open hazards and what left them (question 19).

The flows follow from the changes of state, so that opening + confirmed + reopened + regraded_in − closed − void −
regraded_out = closing, to the unit, and closing is what load_hazard_summary counts as open at the end of that week.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from data_access.database.snapshot import Snapshot
from data_access.database.weeks import week_columns
from data_access.hazards.backlog_changes import CLOSED, OPEN, OUT, select_changes
from data_access.hazards.counts import grades_asked
from data_access.notice.date_limits import weeks_shown
from data_access.notice.places import ALL, PLACE, load_city_of, places_asked
from data_access.question import Question
from data_access.tables.rows import COUNT, INSTANT, TEXT, Contract, Dtype, RawRows, framed, listed

FLOWS: Final[dict[str, Dtype]] = dict.fromkeys(
    ["confirmed", "reopened", "regraded_in", "closed", "void", "regraded_out"], COUNT
)
BACKLOG: Final[Contract] = {
    **PLACE,
    "grade": TEXT,
    "week": TEXT,
    "week_start": INSTANT,
    "opening": COUNT,
    **FLOWS,
    "closing": COUNT,
}
SIGNS: Final = {"confirmed": 1, "reopened": 1, "regraded_in": 1, "closed": -1, "void": -1, "regraded_out": -1}

_Flow = tuple[str, str, int, str, int]
"""adcode, grade, week, name among FLOWS, how many hazards."""


def _backlog(s: Snapshot, q: Question) -> RawRows:
    """The open hazards (confirmed, not void, not closed) per city (and province: place_code 'all'), grade and ISO week,
    from the week of the first change to the week of T, which ends at T.

    opening and closing are the open ones at the beginning and at the end of the week; confirmed, reopened and closed
    count every time it happens, also twice in a week; void counts those that were open. A change of grade takes an open
    hazard out of one grade and into the other. Weeks lie within the date limits, so that no mistyped year makes
    thousands of them; what happened before them is in the opening of the first. All of it as the events in force tell
    it now (or told it at K). Filters of classes do not matter, for a class holds at T only. Columns BACKLOG; week is
    '2020-W24', week_start its local Monday 00:00 in UTC; places as in load_hazard_summary.
    """
    city_of = load_city_of(s, q)
    flows: Counter[tuple[str, str, int, str]] = Counter()
    for adcode, grade, week, flow, hazards in _flows(s, q):
        for code in (city_of[adcode], ALL):
            flows[code, grade, week, flow] += hazards
    if not flows:
        return []
    weeks = weeks_shown(s, q, (week for _, _, week, _ in flows))
    before: Counter[tuple[str, str]] = Counter()
    for (code, grade, week, name), hazards in flows.items():
        if week < weeks.start:
            before[code, grade] += SIGNS[name] * hazards
    rows: list[tuple[Any, ...]] = []
    for place in places_asked(s, q):
        for grade in grades_asked(q):
            still_open = before[place[0], grade]
            for week in weeks:
                moved = {name: flows[place[0], grade, week, name] for name in FLOWS}
                opening, still_open = still_open, still_open + sum(SIGNS[name] * n for name, n in moved.items())
                rows.append((*place, grade, *week_columns(week, q.zone), opening, *moved.values(), still_open))
    return rows


list_backlog = listed(_backlog, BACKLOG)
load_backlog = framed(_backlog, BACKLOG)


def _flows(s: Snapshot, q: Question) -> Iterator[_Flow]:
    for row in s.ask(select_changes, q):
        for grade, flow in _turn(row.before, row.after, row.undone, row.grade_before, row.grade):
            yield row.adcode, grade, row.week, flow, row.hazards
        if row.closed_week is not None:
            yield row.adcode, row.grade, row.closed_week, "closed", row.hazards


def _turn(before: int, after: int, undone: int, grade_before: str, grade: str) -> Iterator[tuple[str, str]]:
    """The flows of a hazard that goes from one state to another at an instant; a new grade comes first."""
    if before == OPEN and grade_before != grade:
        yield grade_before, "regraded_out"
        yield grade, "regraded_in"
    if before == OUT and after != OUT:
        yield grade, "confirmed"
    if before == CLOSED and undone and after != OUT:
        yield grade, "reopened"
    if after == CLOSED and (before != CLOSED or undone):
        yield grade, "closed"
    if before == OPEN and after == OUT:
        yield grade, "void"
