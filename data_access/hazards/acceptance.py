"""How soon what was rectified is looked at: 验收及时 (domain.md §4.3)."""

from collections import Counter, defaultdict
from typing import Final

from data_access.database.days import local_date, number_of_day
from data_access.database.snapshot import Snapshot
from data_access.hazards.counts import grades_asked
from data_access.hazards.days import DECIDED, LIVES, list_days
from data_access.hazards.durations import histogram_size, median, p90
from data_access.notice.places import ALL, PLACE, load_city_of, places_asked
from data_access.question import Question
from data_access.tables.rows import COUNT, NUMBER, OPTIONAL_COUNT, TEXT, Contract, RawRows, framed, listed

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


def _acceptance(s: Snapshot, q: Question) -> RawRows:
    """Per city (and province: place_code 'all') and grade: on how many rounds of rectification was decided by T, passed
    or failed, and the local days from completion to decision: median, and p90 by nearest rank, missing where there is
    none. A decision dated before the completion took 0 days.

    awaiting: rectified and not decided on at T, awaiting_long: for more than 10 days; accepted_not_closed: accepted and
    not taken off the list; awaiting and accepted_not_closed add up to `pending` of load_hazard_summary. Columns
    ACCEPTANCE, places as there.
    """
    today = number_of_day(local_date(q.as_of, q.zone))
    city_of = load_city_of(s, q)
    days: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    waits: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    accepted: Counter[tuple[str, str]] = Counter()
    for row in list_days(s, q, DECIDED):
        for place in (city_of[row.adcode], ALL):
            days[place, row.grade][max(row.taken, 0)] += row.hazards
    for row in list_days(s, q, LIVES):
        if row.rectified_on is not None:
            for cell in ((city_of[row.adcode], row.grade), (ALL, row.grade)):
                if row.accepted:
                    accepted[cell] += row.hazards
                else:
                    waits[cell][today - row.rectified_on] += row.hazards
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
        for place in places_asked(s, q)
        for grade in grades_asked(q)
    )


list_acceptance = listed(_acceptance, ACCEPTANCE)
load_acceptance = framed(_acceptance, ACCEPTANCE)
