"""The shared filters applied to obligations that are read already; tests hold them equal to the filters in SQL."""

from collections.abc import Iterable
from dataclasses import replace

from dashboard.view import View
from data_access.obligations import history as duties
from data_access.obligations.history import Owed


def narrowed(view: View, owed: Iterable[Owed]) -> list[Owed]:
    """The obligations or duties of the chosen cities (their counties among them), lines and groups, in order."""
    return duties.narrowed(owed, view.filters, below(view))


def below(view: View) -> set[str] | None:
    """The chosen lines and all lines below them; None when none is chosen, which means all."""
    if not view.filters.lines:
        return None
    codes = set(view.filters.lines)
    for option in view.choices.lines:  # groups stand before what is below them
        if option.parent in codes:
            codes.add(option.code)
    return codes


def everywhere(view: View) -> View:
    """The same question for all cities: ranks are among all, whichever are chosen."""
    return replace(view, question=replace(view.question, filters=replace(view.filters, cities=())))


def whole(view: View) -> View:
    """The same question for all cities and lines: the matrix stands, whatever is chosen in it."""
    return replace(view, question=replace(view.question, filters=replace(view.filters, cities=(), lines=())))
