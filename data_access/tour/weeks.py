"""The tour week by week: reports by level, activities by mode, from its first week to that of T (C1, C11)."""

from collections import Counter
from datetime import date, datetime
from typing import Final, NamedTuple

from data_access.annex3.figures import RETURNING
from data_access.database.days import end_of_day, start_of_day
from data_access.database.snapshot import Snapshot
from data_access.database.weeks import week_columns, week_of
from data_access.notice.date_limits import weeks_shown
from data_access.notice.units import load_units
from data_access.question import Question
from data_access.tour.counts import select_held_days, select_reports_by_day, select_window


class Window(NamedTuple):
    """From when to when the tour runs, in UTC."""

    starts_at: datetime
    ends_at: datetime
    end_precision: str
    """With 'month' the day of ends_at is ours and not to be printed."""


class TourWeek(NamedTuple):
    """What a group of units published and held in a week; a joint activity counts once in its group."""

    group: str
    week: str
    """Such as 2020-W24."""
    week_start: datetime
    """Monday 00:00, in UTC."""
    reports: int
    level_central: int
    level_province: int
    level_city: int
    level_county: int
    level_self: int
    level_unstated: int
    held: int
    held_online: int
    held_offline: int
    held_mixed: int
    held_unstated: int


COUNTED: Final = TourWeek._fields[3:]


def list_window(s: Snapshot, q: Question) -> tuple[Window, ...]:
    """The tour's window, or the campaign's own where it orders no tour; none without any campaign."""
    return tuple(
        Window(start_of_day(starts_on, q.zone), end_of_day(ends_on, q.zone), precision)
        for starts_on, ends_on, precision in s.ask_lasting(select_window, q)
    )


def list_tour_weeks(s: Snapshot, q: Question) -> tuple[TourWeek, ...]:
    """Per group (cities, member units; never added) every ISO week from the tour's first, or the first in which there
    was something, to that of T, empty ones too, those within the date limits: reports by level, and activities of the
    tour's lines held, by mode, in the week of their end.
    """
    counted: Counter[tuple[str, int, str]] = Counter()
    for group, on, level, n in s.ask(select_reports_by_day, q):
        _add(counted, group, on, ("reports", f"level_{level}"), n)
    for group, text, mode, n in s.ask(select_held_days, q):
        _add(counted, group, date.fromisoformat(text), ("held", f"held_{mode}"), n)
    window = s.ask_lasting(select_window, q)
    weeks = weeks_shown(s, q, [*(week_of(row.starts_on) for row in window), *(week for _, week, _ in counted)])
    groups = {unit.group for unit in load_units(s, q).values()}
    return tuple(
        TourWeek(group, *week_columns(week, q.zone), *(counted[group, week, name] for name in COUNTED))
        for group in RETURNING
        if group in groups
        for week in weeks
    )


def _add(counted: Counter[tuple[str, int, str]], group: str, on: date, names: tuple[str, ...], n: int) -> None:
    for name in names:
        counted[group, week_of(on), name] += n
