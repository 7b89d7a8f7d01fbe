"""How long rectification takes: the days of closed hazards beside the age of open ones (domain.md §4.3)."""

from collections import Counter, defaultdict
from typing import Final

from data_access.database.days import local_date, number_of_day
from data_access.database.snapshot import Snapshot
from data_access.hazards.counts import grades_asked
from data_access.hazards.days import LIVES, list_days
from data_access.hazards.durations import histogram_size, mean, median, p90, survival
from data_access.notice.places import ALL, PLACE, load_city_of, places_asked
from data_access.question import Question
from data_access.tables.rows import COUNT, NUMBER, OPTIONAL_COUNT, TEXT, Contract, RawRows, framed, listed

TIMES: Final[Contract] = {
    **PLACE,
    "grade": TEXT,
    "closed": COUNT,
    "mean_days": NUMBER,
    "median_days": NUMBER,
    "p90_days": OPTIONAL_COUNT,
    "open": COUNT,
    "open_median_age": NUMBER,
    "immediate_closed": COUNT,
    "immediate_open": COUNT,
}
SURVIVAL: Final[Contract] = {
    "grade": TEXT,
    "days": COUNT,
    "at_risk": COUNT,
    "rectified": COUNT,
    "censored": COUNT,
    "share": NUMBER,
}


def _rectification_times(s: Snapshot, q: Question) -> RawRows:
    """Per city (and province: place_code 'all') and grade: how many of the hazards of type deadline (限期整改) are
    closed, in how many days they were rectified, and how old the open ones are that were ordered.

    Days are differences of local days: from the order to the completion that stands, or to T; a completion before the
    order took 0 days. median: the middle one or the mean of the middle two; p90: the least number of days within which
    at least 90 % were rectified; missing where there is none. Hazards rectified at once (即查即改) have no duration and
    are counted apart. Columns TIMES, places as in load_hazard_summary.
    """
    today = number_of_day(local_date(q.as_of, q.zone))
    city_of = load_city_of(s, q)
    taken: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    ages: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    immediate: Counter[tuple[str, str, bool]] = Counter()
    for row in list_days(s, q, LIVES):
        for place in (city_of[row.adcode], ALL):
            cell = (place, row.grade)
            if row.rect_type == "immediate":
                immediate[*cell, bool(row.closed)] += row.hazards
            elif row.closed and row.taken is not None:
                taken[cell][max(row.taken, 0)] += row.hazards
            elif row.ordered_on is not None:
                ages[cell][today - row.ordered_on] += row.hazards
    return (
        (
            *place,
            grade,
            histogram_size(days := taken[place[0], grade]),
            mean(days),
            median(days),
            p90(days),
            histogram_size(open_ages := ages[place[0], grade]),
            median(open_ages),
            immediate[place[0], grade, True],
            immediate[place[0], grade, False],
        )
        for place in places_asked(s, q)
        for grade in grades_asked(q)
    )


list_rectification_times = listed(_rectification_times, TIMES)
load_rectification_times = framed(_rectification_times, TIMES)


def _survival(s: Snapshot, q: Question) -> RawRows:
    """Per grade the share of ordered hazards of type deadline not yet rectified after so many days from the order
    (Kaplan-Meier); those not rectified at T are censored at their age. Columns SURVIVAL, in order of grade and days:
    at_risk on that day, rectified and censored on it, share after it (1 before the first row of a grade).
    """
    today = number_of_day(local_date(q.as_of, q.zone))
    ended: defaultdict[str, Counter[int]] = defaultdict(Counter)
    censored: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for row in list_days(s, q, LIVES):
        if row.taken is not None:
            ended[row.grade][max(row.taken, 0)] += row.hazards
        elif row.ordered_on is not None:
            censored[row.grade][today - row.ordered_on] += row.hazards
    return (
        (grade, step.days, step.at_risk, step.ended, step.censored, step.share)
        for grade in grades_asked(q)
        for step in survival(ended[grade], censored[grade])
    )


list_survival = listed(_survival, SURVIVAL)
load_survival = framed(_survival, SURVIVAL)
