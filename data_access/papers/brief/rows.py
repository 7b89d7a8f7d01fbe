"""The rows of the morning brief: those of the board and of the pages, asked once for one instant."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from data_access.board.groups import GroupLine, list_groups
from data_access.board.pressing import Pressing, list_pressing
from data_access.board.rows import BoardRow, list_board
from data_access.database.snapshot import Snapshot
from data_access.hazards.counts import IndustryCount, list_hazard_industries, list_hazard_summary
from data_access.hazards.falling_due import FallingDue, list_falling_due
from data_access.hazards.ledger import Hazard
from data_access.hazards.lists import list_majors
from data_access.hazards.sums import Sums
from data_access.notice.places import ALL
from data_access.notice.units import Line, Unit
from data_access.obligations.agenda import Deadline, due_soon, next_deadline, of_group
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.obligations.counts import Counts, added
from data_access.papers.bulletin_figures import Figures, load_head, question_of
from data_access.question import Question


class Due(NamedTuple):
    """What falls due within seven days for the units of a group, and who has not done it."""

    due_at: datetime
    line: Line
    period: str
    basis: str
    group: str
    units: tuple[Unit, ...]
    done: int
    of: int


class Rows(NamedTuple):
    """Everything that a brief says, before it is words."""

    question: Question
    head: Figures
    board: tuple[BoardRow, ...]
    groups: tuple[GroupLine, ...]
    pressing: tuple[Pressing, ...]
    next: Deadline | None
    """Of the units of the board."""
    hazards: dict[str, Sums]
    """Grade -> those of the province, or of the chosen cities, together."""
    majors: tuple[Hazard, ...]
    """Those that are not closed."""
    industries: tuple[IndustryCount, ...]
    week: tuple[Due, ...]
    falling_due: tuple[FallingDue, ...]

    @property
    def counts(self) -> Counts:
        """The tasks of the units of the board together."""
        return added([row.counts for row in self.board])

    @property
    def tasks(self) -> list[Pressing]:
        """Their overdue tasks, the longest overdue first."""
        own = {row.unit.code for row in self.board}
        return [one for one in self.pressing if one.kind == "task" and one.where.code in own]

    @property
    def late(self) -> list[Pressing]:
        """Their overdue tasks and the overdue hazards; what other groups owe is told apart (C9)."""
        own = {row.unit.code for row in self.board}
        return [one for one in self.pressing if one.kind != "task" or one.where.code in own]


def load_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of a brief; of the filters only campaign and cities narrow it."""
    q = question_of(q)
    owed, board = list_obligations(s, q), list_board(s, q)
    groups = {row.unit.group for row in board}
    return Rows(
        question=q,
        head=load_head(s, q),
        board=tuple(board),
        groups=tuple(list_groups(s, q)),
        pressing=tuple(list_pressing(s, q)),
        next=next_deadline((one for one in owed if one.unit.group in groups), q.as_of),
        hazards=_sums(s, q),
        majors=tuple(one for one in list_majors(s, q) if one.closed_at is None),
        industries=list_hazard_industries(s, q),
        week=tuple(_week(owed)),
        falling_due=list_falling_due(s, q),
    )


def _sums(s: Snapshot, q: Question) -> dict[str, Sums]:
    rows = list_hazard_summary(s, q)
    whole = [row for row in rows if row.place.code == ALL] or rows
    return {
        grade: Sums._make(map(sum, zip(*(row.counts for row in whole if row.grade == grade), strict=True)))
        for grade in ("general", "major")
    }


def _week(owed: Sequence[Obligation]) -> Iterable[Due]:
    """What falls due next, each with how many units of those that owe it have done it."""
    for task in due_soon(owed):
        same = [
            one
            for one in of_group(owed, task.group)
            if one.active and (one.due_at, one.line, one.period, one.due_basis) == task[:1] + task[1:4]
        ]
        done = sum(one.done for one in same)
        yield Due(*task, done, len(same))
