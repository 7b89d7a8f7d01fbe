"""Behind the expected pace (滞后于序时进度, G15): between not due and overdue.

A unit's tasks of one window, which it is to hold between the same first day and the same deadline, are one account. As
large a share of them ought to be done as days of the window are over.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from data_access.database.days import local_date
from data_access.database.parameters import last_day_over
from data_access.obligations.history import History
from data_access.question import Question

MIN_DAYS: Final = 10
"""So many days of a window, a 旬, are over before anything is said of its pace."""
MIN_TASKS: Final = 2
"""A single task is done or not: there is no share of it."""


class Account(NamedTuple):
    """Whose tasks of which window they are: those of one unit; of county leagues, all of one city together."""

    group: str
    code: str
    """Of the unit; of county leagues the adcode of their city, through which they report."""
    starts_on: date
    due_at: datetime


class Pace(NamedTuple):
    """An account at T: what is done of it, and what ought to be."""

    account: Account
    days: int
    """Of the window, its first and its last one among them."""
    passed: int
    """Days of it that are over at T (C2)."""
    tasks: int
    """Waived ones left out."""
    done: int

    @property
    def expected(self) -> int:
        """How many ought to be done: whole tasks only, the fraction is forgiven."""
        return self.tasks * self.passed // self.days

    @property
    def short(self) -> int:
        """How many are missing of those expected."""
        return max(self.expected - self.done, 0)

    @property
    def is_behind(self) -> bool:
        """Whether any is missing, of enough tasks and after enough days."""
        return self.short > 0 and self.passed >= MIN_DAYS and self.tasks >= MIN_TASKS


def account_of(history: History, due_at: datetime) -> Account | None:
    """The account that a task with this deadline belongs to; None for what cannot be done little by little: a return is
    handed in once at its end, an event bound to a day is held on it, what is owed per period has a deadline in each.
    """
    if history.role == "submit" or history.date_rule != "by" or history.period:
        return None
    unit = history.unit
    code = unit.city if unit.group == "county" else unit.code
    return Account(unit.group, code, history.starts_on, due_at)


def paces(accounts: Iterable[tuple[Account, bool]], q: Question) -> dict[Account, Pace]:
    """The pace of each account at T, of tasks that are neither due nor waived: the account of each, and whether it is
    done.
    """
    done: dict[Account, list[bool]] = defaultdict(list)
    for account, is_done in accounts:
        done[account].append(is_done)
    over = last_day_over(q)
    return {account: _pace(account, some, over, q.zone) for account, some in done.items()}


def _pace(account: Account, done: Sequence[bool], over: date, zone: str) -> Pace:
    days = (local_date(account.due_at, zone) - account.starts_on).days + 1
    passed = (over - account.starts_on).days + 1
    return Pace(account, max(days, 1), max(passed, 0), len(done), sum(done))
