"""How soon what was rectified is looked at: 验收及时 (domain.md §4.3)."""

from collections import Counter, defaultdict
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection, Select, case, func, select

from data_access.asked import ask
from data_access.durations import histogram_size, median, p90
from data_access.filters import Question
from data_access.frames import COUNT, NUMBER, OPTIONAL_COUNT, TEXT, Contract, to_frame
from data_access.hazard_counts import grades_asked
from data_access.hazard_facts import event_known, event_narrowed
from data_access.hazards import hazard_states
from data_access.local_time import day_number, local_date, number_of_day
from data_access.places import ALL, PLACE, places_asked, select_territory
from data_access.schema import hazard_event

DECISIONS: Final = ("accept_pass", "accept_fail")
LONG: Final = 10
"""Days without a decision after which the wait is called long (domain.md §4.3; the on-site review of 总局令16号)."""
ACCEPTANCE: Final[Contract] = {
    **PLACE,
    "grade": TEXT,
    "decided": COUNT,
    "median_days": NUMBER,
    "p90_days": OPTIONAL_COUNT,
    "awaiting": COUNT,
    "awaiting_long": COUNT,
    "accepted_not_closed": COUNT,
}


def select_decisions(q: Question) -> Select[*tuple[Any, ...]]:
    """Decisions on rounds of rectification by T, passed or failed: adcode, grade, local days from the completion to the
    first decision on that round, and how many rounds.
    """
    states = hazard_states(q).subquery("states")
    e, s = hazard_event.c, states.c
    rounds = (
        select(
            e.hazard_id,
            func.max(e.occurred_at).filter(e.kind == "rectify").label("rectified_at"),
            func.min(e.occurred_at).filter(e.kind.in_(DECISIONS)).label("decided_at"),
        )
        .where(event_known(q), e.kind.in_(("rectify", *DECISIONS)), *event_narrowed(q))
        .group_by(e.hazard_id, e.round_no)
        .subquery("rounds")
    )
    r = rounds.c
    days = (day_number(r.decided_at, q) - day_number(r.rectified_at, q)).label("days")
    return (
        select(s.adcode, s.grade, days, func.count().label("rounds"))
        .join_from(states, rounds, r.hazard_id == s.hazard_id)
        .where(r.rectified_at.is_not(None), r.decided_at.is_not(None))
        .group_by(s.adcode, s.grade, days)
    )


def select_awaiting(q: Question) -> Select[*tuple[Any, ...]]:
    """Hazards rectified and not closed at T: adcode, grade, the completion as a day_number where no acceptance stands
    (else None), and how many hazards.
    """
    s = hazard_states(q, "accepted_at").subquery("states").c
    since = case((s.accepted_at.is_(None), day_number(s.rectified_at, q)))
    return (
        select(s.adcode, s.grade, since.label("since"), func.count().label("hazards"))
        .where(s.rectified_at.is_not(None), s.closed_at.is_(None))
        .group_by(s.adcode, s.grade, since)
    )


def load_acceptance(conn: Connection, q: Question) -> pd.DataFrame:
    """Per city (and province: place_code 'all') and grade: on how many rounds of rectification was decided by T, passed
    or failed, and the local days from completion to decision: median, and p90 by nearest rank, missing where there is
    none. A decision dated before the completion took 0 days.

    awaiting: rectified and not decided on at T, awaiting_long: for more than 10 days; accepted_not_closed: accepted and
    not taken off the list; awaiting and accepted_not_closed add up to `pending` of load_hazard_summary. Columns
    ACCEPTANCE, places as there.
    """
    today = number_of_day(local_date(q.as_of, q.zone))
    city_of = {row.adcode: row.city_adcode for row in ask(conn, select_territory, q)}
    days: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    waits: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    accepted: Counter[tuple[str, str]] = Counter()
    for row in ask(conn, select_decisions, q):
        for place in (city_of[row.adcode], ALL):
            days[place, row.grade][max(row.days, 0)] += row.rounds
    for row in ask(conn, select_awaiting, q):
        for place in (city_of[row.adcode], ALL):
            if row.since is None:
                accepted[place, row.grade] += row.hazards
            else:
                waits[place, row.grade][today - row.since] += row.hazards
    return to_frame(
        (
            (
                *place,
                grade,
                histogram_size(taken := days[place[0], grade]),
                median(taken),
                p90(taken),
                histogram_size(waited := waits[place[0], grade]),
                sum(number for since, number in waited.items() if since > LONG),
                accepted[place[0], grade],
            )
            for place in places_asked(conn, q)
            for grade in grades_asked(q)
        ),
        ACCEPTANCE,
    )
