"""How long rectification takes: the days of closed hazards beside the age of open ones (domain.md §4.3)."""

from typing import NamedTuple

import numpy as np

from data_access.columns.instants import NEVER
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import hazards_at
from data_access.hazards.counts import grades_of
from data_access.hazards.days import histograms, taken, timed, today
from data_access.hazards.durations import Step, histogram_size, mean, median, p90, survival
from data_access.hazards.register.rows import RECT_TYPES
from data_access.notice.places import ALL, places_of
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
    at = hazards_at(s, q)
    there = timed(at)
    closed, still_open = there.where(~there.open), there.where(there.open)
    days_taken = histograms(s, closed, taken(closed))
    ages = histograms(s, still_open, today(q) - still_open.days("ordered"))
    at_once = at.where(at.rows.rect_type[at.chosen] == RECT_TYPES.index("immediate"))
    immediate = histograms(s, at_once, at_once.open.astype(np.int32))
    return tuple(
        RectificationTimes(
            place,
            grade,
            closed=histogram_size(days := days_taken[place.code, grade]),
            mean_days=mean(days),
            median_days=median(days),
            p90_days=p90(days),
            open=histogram_size(open_ages := ages[place.code, grade]),
            open_median_age=median(open_ages),
            immediate_closed=immediate[place.code, grade][0],
            immediate_open=immediate[place.code, grade][1],
        )
        for place in places_of(s, q)
        for grade in grades_of(q)
    )


def list_survival(s: Snapshot, q: Question) -> tuple[SurvivalStep, ...]:
    """Per grade the share of ordered hazards of type deadline not yet rectified after so many days from the order
    (Kaplan-Meier); those not rectified at T are censored at their age. In order of grade and days.
    """
    there = timed(hazards_at(s, q))
    rectified = there.instants("rectified") != NEVER
    done, left = there.where(rectified), there.where(~rectified)
    ended, censored = histograms(s, done, taken(done)), histograms(s, left, today(q) - left.days("ordered"))
    return tuple(
        SurvivalStep(grade, step)
        for grade in grades_of(q)
        for step in survival(ended[ALL, grade], censored[ALL, grade])
    )
