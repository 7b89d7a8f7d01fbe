"""The tour week by week: reports by level, activities by mode, from its first week to that of T (C1, C11)."""

from collections import Counter
from datetime import date
from typing import Any, Final

from data_access.annex3.figures import RETURNING
from data_access.database.days import end_of_day, start_of_day
from data_access.database.snapshot import Snapshot
from data_access.database.weeks import week_columns, week_of
from data_access.notice.date_limits import weeks_shown
from data_access.notice.units import load_units
from data_access.question import Question
from data_access.tables.rows import COUNT, INSTANT, TEXT, Contract, RawRows, framed, listed
from data_access.tour.counts import select_held_days, select_reports_by_day, select_window
from data_access.tour.media_summary import BY_LEVEL
from data_access.tour.themes import HELD

TOUR_WEEKS: Final[Contract] = {
    "unit_group": TEXT,
    "week": TEXT,
    "week_start": INSTANT,
    **dict.fromkeys(["reports", *BY_LEVEL, *HELD], COUNT),
}
WINDOW: Final[Contract] = {"starts_at": INSTANT, "ends_at": INSTANT, "end_precision": TEXT}


def _window(s: Snapshot, q: Question) -> RawRows:
    """One row: the tour's window, or the campaign's own where it orders no tour; none without any campaign. With
    end_precision 'month' the day of ends_at is ours and not to be printed. Columns WINDOW.
    """
    for starts_on, ends_on, precision in s.ask_lasting(select_window, q):
        yield start_of_day(starts_on, q.zone), end_of_day(ends_on, q.zone), precision


list_window = listed(_window, WINDOW)


def _tour_weeks(s: Snapshot, q: Question) -> RawRows:
    """Per group (cities, member units; never added) every ISO week from the tour's first, or the first in which there
    was something, to that of T, empty ones too, those within the date limits: reports by level, and activities of the
    tour's lines held, by mode, in the week of their end; a joint one once in its group. Columns TOUR_WEEKS.
    """
    counted: Counter[tuple[str, int, str]] = Counter()
    for group, on, level, n in s.ask(select_reports_by_day, q):
        _add(counted, group, on, ("reports", f"level_{level}"), n)
    for group, text, mode, n in s.ask(select_held_days, q):
        _add(counted, group, date.fromisoformat(text), ("held", f"held_{mode}"), n)
    window = s.ask_lasting(select_window, q)
    weeks = weeks_shown(s, q, [*(week_of(row.starts_on) for row in window), *(week for _, week, _ in counted)])
    groups = {unit.group for unit in load_units(s, q).values()}
    for group in RETURNING:
        for week in weeks if group in groups else ():
            numbers = (counted[group, week, name] for name in ("reports", *BY_LEVEL, *HELD))
            yield (group, *week_columns(week, q.zone), *numbers)


list_tour_weeks = listed(_tour_weeks, TOUR_WEEKS)
load_tour_weeks = framed(_tour_weeks, TOUR_WEEKS)


def _add(counted: Counter[tuple[str, int, str]], group: str, on: date, names: tuple[str, ...], n: Any) -> None:
    for name in names:
        counted[group, week_of(on), name] += n
