"""How soon what was rectified is looked at: 验收及时 (domain.md §4.3)."""

from collections import Counter, defaultdict
from typing import Any, Final

from sqlalchemy import CompoundSelect, Connection, and_, case, func, literal, select, union_all

from data_access.asked import ask
from data_access.durations import histogram_size, median, p90
from data_access.filters import Question
from data_access.frames import COUNT, NUMBER, OPTIONAL_COUNT, TEXT, Contract, RawRows, framed, listed
from data_access.hazard_counts import grades_asked
from data_access.hazard_facts import event_known
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


def select_acceptance(q: Question) -> CompoundSelect[*tuple[Any, ...]]:
    """Histograms: what, adcode, grade, days, number.

    `decided`: rounds of rectification on which was decided by T, passed or failed, by local days from the completion to
    the first decision. `awaiting`: hazards rectified, not closed and not accepted at T, by the day_number of their
    completion. `accepted`: those that were accepted, without days.
    """
    states = hazard_states(q, "accepted_at").cte("states")
    s, decision, completion = states.c, hazard_event.alias("decision"), hazard_event.alias("completion")
    d, r = decision.c, completion.c
    of_hazard = and_(d.hazard_id == s.hazard_id, d.kind.in_(DECISIONS), event_known(q, decision))
    of_round = and_(
        r.hazard_id == d.hazard_id, r.round_no == d.round_no, r.kind == "rectify", event_known(q, completion)
    )
    days = day_number(func.min(d.occurred_at), q) - day_number(func.max(r.occurred_at), q)
    rounds = (
        select(s.adcode, s.grade, days.label("days"))
        .outerjoin_from(states, decision, of_hazard)  # outer ones in this order: of_hazards says why
        .outerjoin(completion, of_round)
        .group_by(s.hazard_id, s.adcode, s.grade, d.round_no)
        .subquery("rounds")
    )
    by = (rounds.c.adcode, rounds.c.grade, rounds.c.days)
    decided = select(literal("decided").label("what"), *by, func.count().label("number"))
    decided = decided.where(rounds.c.days.is_not(None)).group_by(*by)
    since = case((s.accepted_at.is_(None), day_number(s.rectified_at, q)))
    pending = (
        select(case((since.is_(None), "accepted"), else_="awaiting"), s.adcode, s.grade, since, func.count())
        .where(s.rectified_at.is_not(None), s.closed_at.is_(None))
        .group_by(s.adcode, s.grade, since)
    )
    return union_all(decided, pending)


def _acceptance(conn: Connection, q: Question) -> RawRows:
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
    for row in ask(conn, select_acceptance, q):
        for cell in ((city_of[row.adcode], row.grade), (ALL, row.grade)):
            if row.what == "decided":
                days[cell][max(row.days, 0)] += row.number
            elif row.what == "awaiting":
                waits[cell][today - row.days] += row.number
            else:
                accepted[cell] += row.number
    return (
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
    )


list_acceptance = listed(_acceptance, ACCEPTANCE)
load_acceptance = framed(_acceptance, ACCEPTANCE)
