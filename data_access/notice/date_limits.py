"""Which days can be meant in a campaign: from two years before its window to two years after it.

A date further away is mistyped. Returns refuse it; where another system wrote one, no table of weeks grows with it, and
the quality rules name it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, func, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.schema import campaign
from data_access.database.snapshot import Snapshot
from data_access.database.weeks import week_at, week_of
from data_access.question import Question

YEARS_AROUND: Final = 2


class DateLimits(NamedTuple):
    """The first and the last day that can be meant."""

    first: date
    last: date

    def hold(self, day: date) -> bool:
        """Can this day be meant?"""
        return self.first <= day <= self.last


def select_window(q: Question) -> Select[*tuple[Any, ...]]:
    """One row: the first and the last day of the notice's campaigns; None and None without any."""
    c = campaign.c
    return select(func.min(c.starts_on), func.max(c.ends_on)).where(c.id.in_(campaign_ids(q.filters.campaign)))


def load_date_limits(s: Snapshot, q: Question) -> DateLimits:
    """Whole years, as for returns; all days there are without any campaign."""
    [(starts_on, ends_on)] = s.ask_lasting(select_window, q)
    first, last = starts_on or date.min, ends_on or starts_on or date.max
    return DateLimits(
        date(max(first.year - YEARS_AROUND, date.min.year), 1, 1),
        date(min(last.year + YEARS_AROUND, date.max.year), 12, 31),
    )


def weeks_shown(s: Snapshot, q: Question, weeks: Iterable[int]) -> range:
    """The numbers of all weeks from the first of `weeks` to that of T, those within the limits; none without any."""
    limits = load_date_limits(s, q)
    last = min(week_at(q), week_of(limits.last))
    return range(max(min(weeks, default=last + 1), week_of(limits.first)), last + 1)
