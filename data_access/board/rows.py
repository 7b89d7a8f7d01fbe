"""The ledger of the board: a row for each unit of one group, the one with the most to settle first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from data_access.database.days import local_date
from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.schema.hazard import GRADES
from data_access.database.snapshot import Snapshot
from data_access.hazards.overdue import Overdue, count_overdue
from data_access.notice.units import Unit
from data_access.obligations.agenda import of_group, short_of_pace
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.obligations.counts import Counts, per_unit
from data_access.quality.arrivals import load_newest
from data_access.question import Question
from data_access.urgency.order import Key, most_pressing

PLACED: Final = "city"
"""The unit group in whose places hazards lie."""
HOT: Final = 0.75
"""A count is shaded from this share of the most of its column on."""


class BoardRow(NamedTuple):
    """A unit and what is left for it to do at T."""

    unit: Unit
    counts: Counts
    """Its tasks by state, with the parts of the rates (C9)."""
    missing: int
    """Returns past their deadline of which no version stands; they are among the overdue tasks."""
    general: int | None
    """Overdue general hazards that lie in it (class E of C13); None where hazards were not asked for."""
    major: int | None
    newest_at: datetime | None
    """When the newest of its data came, by T; None: nothing yet."""
    silent_days: int | None
    """Local days from then to T."""
    short: int
    """How many of its tasks are missing at the expected pace (G15); 0 where it is not behind."""


def pressing_first(rows: Iterable[BoardRow]) -> list[BoardRow]:
    """The rows in the one order of units (data_access.urgency), most pressing first; ties in the order given, which is
    the official one.
    """
    return sorted(rows, key=_key)


def _key(one: BoardRow) -> Key:
    return most_pressing(one.counts.overdue, one.major or 0, one.general or 0, one.missing)


def is_hot(n: int, most: int, *, always: bool = False) -> bool:
    """Whether a count is among the worst of its column, whose largest is `most`; `always`: as soon as there is one."""
    return n > 0 and (always or n >= HOT * most)


def main_group(obligations: Iterable[Obligation]) -> str:
    """The unit group that a board is about: the first in the official order that owes anything; '' for none."""
    there = {one.unit.group for one in obligations}
    return next((group for group in UNIT_GROUPS if group in there), "")


def with_hazards(q: Question, group: str) -> bool:
    """Whether hazards belong on the board: they lie in cities, and no line is about them."""
    return group == PLACED and not q.filters.lines


def board_of(
    obligations: Sequence[Obligation],
    hazards: Overdue | None,
    newest: Mapping[str, datetime],
    q: Question,
) -> list[BoardRow]:
    """A row for each unit of the main group of `obligations`, most pressing first. `hazards`: how many are overdue,
    None where they were not asked for; `newest`: unit code -> when its newest data came.
    """
    own = of_group(obligations, main_group(obligations))
    missing = Counter(one.unit.code for one in own if one.role == "submit" and one.state == "overdue")
    short = Counter({one.unit: one.items for one in short_of_pace(own)})
    rows = []
    for unit, counts in per_unit(own):
        general, major = (None if hazards is None else hazards.get((unit.adcode, grade), 0) for grade in GRADES)
        at = newest.get(unit.code)
        silent = None if at is None else (local_date(q.as_of, q.zone) - local_date(at, q.zone)).days
        rows.append(BoardRow(unit, counts, missing[unit.code], general, major, at, silent, short[unit]))
    return pressing_first(rows)


def list_board(s: Snapshot, q: Question) -> list[BoardRow]:
    """The rows of the chosen units of the main group at T, most pressing first."""
    owed = list_obligations(s, q)
    asked = with_hazards(q, main_group(owed))
    return board_of(owed, count_overdue(s, q.placed()) if asked else None, load_newest(s, q), q)
