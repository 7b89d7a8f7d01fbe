"""What has changed on a board since the deadline before: what became overdue since, and what was settled."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from data_access.board.rows import main_group, with_hazards
from data_access.comparison.pairs import deadline_before
from data_access.database.days import end_of_day
from data_access.database.schema.hazard import GRADES
from data_access.database.snapshot import Snapshot
from data_access.hazards.overdue import Turnover, turn_over
from data_access.obligations.agenda import of_group
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.obligations.states import DONE
from data_access.question import Question


class Changes(NamedTuple):
    """What has changed between the end of an earlier day and T."""

    since: date
    tasks: Turnover
    done: int
    """Tasks done now that were not done then."""
    general: Turnover | None
    """Overdue hazards of the grade; None where hazards were not asked for."""
    major: Turnover | None


def turnover(before: Iterable[Hashable], now: Iterable[Hashable]) -> Turnover:
    """What came and what went between two sets."""
    then, there = set(before), set(now)
    return Turnover(len(then), len(there - then), len(then - there), len(there))


def changes_of(
    since: date,
    owed: tuple[Sequence[Obligation], Sequence[Obligation]],
    hazards: Mapping[str, Turnover] | None,
) -> Changes:
    """What has changed between two answers to the same question, the earlier one first; `hazards`: by grade."""
    late = [{one.key for one in rows if one.state == "overdue"} for rows in owed]
    done = [{one.key for one in rows if one.state in DONE} for rows in owed]
    graded = [hazards[grade] if hazards else None for grade in GRADES]
    return Changes(since, turnover(*late), len(done[1] - done[0]), *graded)


def load_changes(s: Snapshot, q: Question) -> Changes | None:
    """What has changed for the main group since the deadline before; None when there was none."""
    owed = list_obligations(s, q)
    group, since = main_group(owed), deadline_before(list_obligations(s, q.unfiltered()), q)
    if since is None or not group:
        return None
    then = q.at(end_of_day(since, q.zone))
    before = (of_group(list_obligations(s, then), group), of_group(owed, group))
    asked = with_hazards(q, group)
    hazards = turn_over(s, q.placed(), then.as_of) if asked else None
    return changes_of(since, before, hazards)
