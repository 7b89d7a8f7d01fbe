"""How long rectification takes: the days of closed hazards beside the age of open ones (domain.md §4.3)."""

from collections import Counter, defaultdict
from typing import NamedTuple

from data_access.database.days import local_date, number_of_day
from data_access.database.snapshot import Snapshot
from data_access.hazards.counts import grades_of
from data_access.hazards.days import LIVES, list_days
from data_access.hazards.durations import Step, histogram_size, mean, median, p90, survival
from data_access.notice.places import ALL, load_city_of, places_of
from data_access.notice.units import Place
from data_access.question import Question


class RectificationTimes(NamedTuple):
    """Of hazards of one grade and of type deadline (限期整改) in a city, or in the whole province: how long the closed
    ones took, and how old the open ones are.
    """

    place: Place
    grade: str
    closed: int
    mean_days: float | None
    median_days: float | None
    p90_days: int | None
    open: int
    """Ordered and not closed."""
    open_median_age: float | None
    immediate_closed: int
    """Rectified at once (即查即改): no duration, counted apart."""
    immediate_open: int


class SurvivalStep(NamedTuple):
    """A day of the survival curve of one grade: `ended` are those rectified."""

    grade: str
    step: Step


def list_rectification_times(s: Snapshot, q: Question) -> tuple[RectificationTimes, ...]:
    """Per city (and province) and grade, zeros included.

    Days are differences of local days: from the order to the completion that stands, or to T; a completion before the
    order took 0 days. median: the middle one or the mean of the middle two; p90: the least number of days within which
    at least 90 % were rectified; None where there is none. Places as in list_hazard_summary.
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
    return tuple(
        RectificationTimes(
            place,
            grade,
            closed=histogram_size(days := taken[place.code, grade]),
            mean_days=mean(days),
            median_days=median(days),
            p90_days=p90(days),
            open=histogram_size(open_ages := ages[place.code, grade]),
            open_median_age=median(open_ages),
            immediate_closed=immediate[place.code, grade, True],
            immediate_open=immediate[place.code, grade, False],
        )
        for place in places_of(s, q)
        for grade in grades_of(q)
    )


def list_survival(s: Snapshot, q: Question) -> tuple[SurvivalStep, ...]:
    """Per grade the share of ordered hazards of type deadline not yet rectified after so many days from the order
    (Kaplan-Meier); those not rectified at T are censored at their age. In order of grade and days.
    """
    today = number_of_day(local_date(q.as_of, q.zone))
    ended: defaultdict[str, Counter[int]] = defaultdict(Counter)
    censored: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for row in list_days(s, q, LIVES):
        if row.taken is not None:
            ended[row.grade][max(row.taken, 0)] += row.hazards
        elif row.ordered_on is not None:
            censored[row.grade][today - row.ordered_on] += row.hazards
    return tuple(
        SurvivalStep(grade, step) for grade in grades_of(q) for step in survival(ended[grade], censored[grade])
    )
