"""How soon what was rectified is looked at: 验收及时 (domain.md §4.3)."""

from collections import Counter, defaultdict
from typing import Final, NamedTuple

from data_access.database.days import local_date, number_of_day
from data_access.database.snapshot import Snapshot
from data_access.hazards.counts import grades_of
from data_access.hazards.days import DECIDED, LIVES, list_days
from data_access.hazards.durations import histogram_size, median, p90
from data_access.notice.places import ALL, load_city_of, places_of
from data_access.notice.units import Place
from data_access.question import Question

LONG: Final = 10
"""Days without a decision after which the wait is called long (domain.md §4.3; the on-site review of 总局令16号)."""


class Acceptance(NamedTuple):
    """How soon was decided on what was rectified of one grade in a city, or in the whole province."""

    place: Place
    grade: str
    decided: int
    """Rounds of rectification on which was decided by T, passed or failed."""
    median_days: float | None
    p90_days: int | None
    awaiting: int
    """Rectified and not decided on at T."""
    awaiting_long: int
    """For more than 10 days."""
    accepted_not_closed: int
    """Accepted and not taken off the list."""


def list_acceptance(s: Snapshot, q: Question) -> tuple[Acceptance, ...]:
    """Per city (and province) and grade the local days from completion to decision: median, and p90 by nearest rank,
    None where there is none. A decision dated before the completion took 0 days.

    awaiting and accepted_not_closed add up to `pending` of list_hazard_summary, whose places these are.
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
    return tuple(
        Acceptance(
            place,
            grade,
            decided=histogram_size(taken := days[place.code, grade]),
            median_days=median(taken),
            p90_days=p90(taken),
            awaiting=histogram_size(waited := waits[place.code, grade]),
            awaiting_long=sum(number for since, number in waited.items() if since > LONG),
            accepted_not_closed=accepted[place.code, grade],
        )
        for place in places_of(s, q)
        for grade in grades_of(q)
    )
