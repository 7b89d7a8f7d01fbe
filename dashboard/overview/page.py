"""What the board shows, read in one go: the units of one group, what to settle first, other groups, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.data import reader, store
from dashboard.data.memory import remembered
from dashboard.hazards import page as hazards
from dashboard.hazards.grades import Grades, Label
from dashboard.parts import findings
from dashboard.parts.findings import Finding
from dashboard.parts.headlines import Before
from dashboard.view import View
from data_access.board.changes import Changes, changes_of
from data_access.board.groups import GroupLine, groups_of
from data_access.board.pressing import Pressing, pressing_of
from data_access.board.rows import BoardRow, board_of, main_group, with_hazards
from data_access.comparison.pairs import deadline_before
from data_access.database.days import end_of_day
from data_access.database.schema.hazard import GRADES
from data_access.hazards.overdue import Overdue, count_overdue, list_first_overdue, turn_over
from data_access.hazards.sums import Sums
from data_access.notice.places import ALL, list_cities
from data_access.obligations.agenda import of_group
from data_access.obligations.at_instant import Obligation
from data_access.obligations.counts import Counts, counts_of
from data_access.quality.arrivals import load_newest

MOST = 200
"""Rows of what is overdue that a screen shows; the file has all."""
NOTES = ("overview.note.groups", "overview.note.waived", "overview.note.inferred")


@dataclass(frozen=True, eq=False)
class Overview:
    """The rows of the page. `group`: the unit group that the board is about, the first that was asked for."""

    group: str
    rows: list[BoardRow]
    """All units of the group that may be seen, whichever cities are chosen, most pressing first."""
    obligations: list[Obligation]
    """Of the chosen units of the group."""
    counts: Counts
    hazards: Overdue | None
    """How many are overdue in the chosen cities; None where they were not asked for."""
    longest: int
    """For how many days the one is overdue that is so for the longest time; 0 for none."""
    pressing: list[Pressing]
    """What is overdue of the chosen units and in the chosen cities: the first MOST, and the first major hazard."""
    overdue: int
    """How many there are in all."""
    groups: list[GroupLine]
    """The other groups; they are never added (G9)."""
    changes: Changes | None
    before: Counts
    """Of the same obligations at the end of the deadline before."""
    finding: Finding


@remembered
def read(view: View) -> Overview | None:
    """The board for `view`; None when nothing that was asked for owes anything."""
    owed = store.obligations(view)
    group = main_group(owed)
    if not group:
        return None
    own = of_group(owed, group)
    everyone = of_group(store.obligations(view.asking(view.question.everywhere())), group)
    late = overdue_hazards(view, group)
    newest = reader.read(load_newest, view.asking(view.question.unfiltered()))
    rows = board_of(everyone, late, newest, view.question)
    here = None if late is None else of_cities(view, late)
    first = () if here is None else reader.read(list_first_overdue, view.asking(view.question.placed()), MOST)
    pressing = pressing_of(own, first)
    changes, before = changed(view, group, own)
    cities = {one.adcode: one.place for one in store.of_notice(view, list_cities)}
    chosen = [row for row in rows if is_chosen(view, row)]
    return Overview(
        group=group,
        rows=rows,
        obligations=own,
        counts=counts_of(own),
        hazards=here,
        longest=first[0].days_overdue if first else 0,
        pressing=pressing,
        overdue=len(pressing) - len(first) + sum((here or {}).values()),
        groups=groups_of(owed, cities, group),
        changes=changes,
        before=before,
        finding=findings.overview(view, [row.counts for row in chosen], own, group, overdue_in_words(view, here or {})),
    )


def overdue_hazards(view: View, group: str) -> Overdue | None:
    """How many are overdue in all cities, read once for all choices of cities; None where they are not asked for."""
    if not with_hazards(view.question, group):
        return None
    return reader.read(count_overdue, view.asking(view.question.placed().everywhere()))


def of_cities(view: View, late: Overdue) -> Overdue:
    """Those in the chosen cities."""
    cities = view.filters.cities
    return {(city, grade): n for (city, grade), n in late.items() if not cities or city in cities}


def is_chosen(view: View, row: BoardRow) -> bool:
    """Whether the unit belongs to the chosen cities."""
    return not view.filters.cities or row.unit.city in view.filters.cities


def changed(view: View, group: str, own: Sequence[Obligation]) -> tuple[Changes | None, Counts]:
    """What has changed since the deadline before, and the counts of then; None and zeros where there was none."""
    found = the_deadline_before(view)
    if found is None:
        return None, Counts()
    since, then = found
    owed = of_group(store.stood(view, then.question.as_of), group)
    placed = view.asking(view.question.placed())
    hazards = reader.read(turn_over, placed, then.question.as_of) if with_hazards(view.question, group) else None
    return changes_of(since, (owed, own), hazards), counts_of(owed)


def hazards_late(view: View, group: str) -> str:
    """The overdue hazards of the chosen cities in words, "" for none or where they are not asked for."""
    return overdue_in_words(view, of_cities(view, overdue_hazards(view, group) or {}))


def overdue_in_words(view: View, late: Overdue) -> str:
    """How many hazards of each grade are overdue, and in which of the chosen cities most of them lie; "" for none."""
    if not late:
        return ""
    cities = [
        Grades(Label(code, view.city(code), view.city(code)), *(Sums(E=late.get((code, grade), 0)) for grade in GRADES))
        for code in (option.code for option in view.choices.cities)
        if not view.filters.cities or code in view.filters.cities
    ]
    whole = (Sums(E=sum(n for (_, of_grade), n in late.items() if of_grade == grade)) for grade in GRADES)
    return hazards.overdue(view, cities, Grades(Label(ALL, "", ""), *whole))


def before(view: View, group: str) -> Before | None:
    """What `view` asks for, counted at the end of the deadline before; None when there was none."""
    found = the_deadline_before(view)
    if found is None:
        return None
    since, then = found
    return Before(since, [one.counts for one in store.completion(then) if one.unit.group == group])


def the_deadline_before(view: View) -> tuple[date, View] | None:
    """The day of the deadline before T, and the view as of its end; None when there was none."""
    every = store.obligations(view.asking(view.question.unfiltered()))
    since = deadline_before(every, view.question)
    if since is None:
        return None
    return since, view.asking(view.question.at(end_of_day(since, view.question.zone)))
