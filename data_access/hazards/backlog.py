"""Is the backlog shrinking? Week by week what came to the open hazards and what left them (question 19).

The flows follow from the changes of state, so that opening + confirmed + reopened + regraded_in − closed − void −
regraded_out = closing, to the unit, and closing is what list_hazard_summary counts as open at the end of that week.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from data_access.columns.counting import counted
from data_access.columns.instants import days_of
from data_access.database.schema.hazard import GRADES
from data_access.database.snapshot import Snapshot
from data_access.database.weeks import week_columns
from data_access.hazards.at_instant import chosen_rows, hazards_at, numbered
from data_access.hazards.counts import grades_of
from data_access.hazards.register.flows import FLOWS
from data_access.notice.date_limits import weeks_shown
from data_access.notice.places import ALL, load_city_of, places_of
from data_access.notice.units import Place
from data_access.question import Question

SIGNS: Final = {"confirmed": 1, "reopened": 1, "regraded_in": 1, "closed": -1, "void": -1, "regraded_out": -1}


class Flows(NamedTuple):
    """How many times hazards came to the open ones and left them; void counts those that were open."""

    confirmed: int = 0
    reopened: int = 0
    regraded_in: int = 0
    closed: int = 0
    void: int = 0
    regraded_out: int = 0

    @property
    def balance(self) -> int:
        """By how many hazards the backlog grew."""
        return sum(sign * getattr(self, name) for name, sign in SIGNS.items())


class BacklogWeek(NamedTuple):
    """The open hazards of one grade in a city, or in the whole province, in an ISO week."""

    place: Place
    grade: str
    week: str
    """'2020-W24'."""
    week_start: datetime
    """Its local Monday 00:00 in UTC."""
    opening: int
    flows: Flows
    closing: int


def list_backlog(s: Snapshot, q: Question) -> tuple[BacklogWeek, ...]:
    """The open hazards (confirmed, not void, not closed) per city (and province), grade and ISO week, from the week of
    the first change to the week of T, which ends at T.

    opening and closing are the open ones at the beginning and at the end of the week; confirmed, reopened and closed
    count every time it happens, also twice in a week. A change of grade takes an open hazard out of one grade and into
    the other. Weeks lie within the date limits, so that no mistyped year makes thousands of them; what happened before
    them is in the opening of the first. All of it as the events in force tell it now (or told it at K). Filters of
    classes do not matter, for a class holds at T only. Places as in list_hazard_summary.
    """
    flows: Counter[tuple[str, str, int, str]] = Counter()
    for city, grade, week, flow, hazards in _flows(s, q):
        for code in (city, ALL):
            flows[code, grade, week, flow] += hazards
    if not flows:
        return ()
    weeks = weeks_shown(s, q, (week for _, _, week, _ in flows))
    before: Counter[tuple[str, str]] = Counter()
    for (code, grade, week, name), hazards in flows.items():
        if week < weeks.start:
            before[code, grade] += SIGNS[name] * hazards
    rows: list[BacklogWeek] = []
    for place in places_of(s, q):
        for grade in grades_of(q):
            closing = before[place.code, grade]
            for week in weeks:
                moved = Flows(*(flows[place.code, grade, week, name] for name in Flows._fields))
                opening, closing = closing, closing + moved.balance
                rows.append(BacklogWeek(place, grade, *week_columns(week, q.zone), opening, moved, closing))
    return tuple(rows)


def _flows(s: Snapshot, q: Question) -> Iterator[tuple[str, str, int, str, int]]:
    """City, grade, week, name among Flows, how many hazards."""
    at = hazards_at(s, q)
    flows, as_of = at.known.flows, at.as_of
    chosen = chosen_rows(s, q)
    mask = chosen[flows.hazard] & (flows.at <= as_of)
    rows = flows.hazard[mask]
    city, codes = numbered(at.rows, load_city_of(s, q))
    week = (days_of(flows.at[mask], q) + 3) // 7
    for (place, grade, number, flow), (hazards,) in counted((city[rows], flows.grade[mask], week, flows.flow[mask])):
        yield codes[place], GRADES[grade], number, FLOWS[flow], hazards
