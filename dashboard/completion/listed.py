"""The tasks of one unit group as a list, one state at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.state_bars import Parts, parts
from dashboard.completion import page as completion
from dashboard.data import store
from dashboard.data.memory import remembered
from dashboard.view import View
from data_access.drawing.palette import BEHIND, SIGNS, STATE_ORDER
from data_access.obligations import agenda
from data_access.obligations.at_instant import Obligation
from data_access.obligations.counts import counts_of

FIRST = ("overdue", "due_soon", *STATE_ORDER)
"""What a reader looks for first: the first of these that has a task is shown."""


@dataclass(frozen=True)
class Listed:
    """The chosen tasks of one unit group, the most pressing first, and how many are in each state."""

    tasks: Sequence[Obligation]
    parts: Parts
    behind: int
    """Of those not due: behind the expected pace (G15)."""
    finding: str


@remembered
def read(view: View, group: str) -> Listed:
    """The chosen tasks of one unit group."""
    chosen = agenda.of_group(store.obligations(view), group)
    late = agenda.overdue(chosen)
    rest = [one for one in chosen if one.state != "overdue"]
    rest.sort(key=lambda one: (one.due_at is None, one.due_at or view.question.as_of))
    counts = counts_of(chosen)
    return Listed([*late, *rest], parts(counts), counts.behind, completion.finding(view, group, chosen))


def words(view: View, found: Listed) -> dict[str, str]:
    """State -> its sign, its word and how many tasks have it; the states of which there is none are left out, but for
    overdue: that there is none is worth a word. Last what is behind pace, which is no state.
    """
    found_in = {
        state: f"{SIGNS[state]} {view.t(f'state.{state}')} {found.parts[state]:,}"
        for state in STATE_ORDER
        if found.parts[state] or state == "overdue"
    }
    behind = {"behind": f"{BEHIND} {view.t('behind.short')} {found.behind:,}"} if found.behind else {}
    return found_in | behind


def first(found: Listed) -> str:
    """The state that is shown first."""
    return next(state for state in FIRST if found.parts[state])


def of_state(found: Listed, state: str) -> list[Obligation]:
    """The tasks in one state, or behind pace."""
    return [one for one in found.tasks if (one.behind if state == "behind" else one.drawn_state == state)]
