"""What a case tells, in words ready to be drawn: who reads it needs no database and no catalogue."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from data_access.question import Question


class Fact(NamedTuple):
    """One thing that is so: 主管部门 省住建厅."""

    label: str
    text: str
    item: str = ""
    """Of another case, where it is one."""


class Step(NamedTuple):
    """What happened, and when."""

    when: str
    what: str
    source: str = ""
    """What tells of it: 报送登记表."""
    ahead: bool = False
    """It lies after T: a deadline that has not passed."""


class Row(NamedTuple):
    """One of several things of a case."""

    title: str
    detail: str = ""
    state: str = ""
    """The state of a task, or of an activity; its colour and sign."""
    item: str = ""


class Group(NamedTuple):
    """Things of a case under a heading; `more` of them are not shown, but are in the file."""

    title: str
    rows: tuple[Row, ...]
    more: int = 0


class Grid(NamedTuple):
    """The rows that a figure counts, as their file has them; those that were missed stand before the others."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class File(NamedTuple):
    """The extract that has these rows."""

    name: str
    question: Question


class Beside(NamedTuple):
    """The items before and after a case in a list of them; '' at its ends."""

    among: str
    """Where it stands, in words: 第 2 项，共 9 项逾期."""
    before: str
    after: str
    before_name: str = ""
    """'' where a name says nothing that its place does not."""
    after_name: str = ""


class Case(NamedTuple):
    """All that is told of one thing, at T and as known at K."""

    item: str
    kind: str
    """In words: 任务, 隐患."""
    title: str
    state: str = ""
    """Its colour and sign; '' for none."""
    verdict: str = ""
    """The state in words: 逾期未完成 36 天."""
    facts: tuple[Fact, ...] = ()
    quote: str = ""
    """The words of the notice."""
    steps: tuple[Step, ...] = ()
    groups: tuple[Group, ...] = ()
    grid: Grid | None = None
    why: tuple[str, ...] = ()
    """What counts here and why, sentence by sentence."""
    rules: tuple[str, ...] = ()
    """Their numbers in docs/definitions.md."""
    reminder: str = ""
    """What to send to whoever is to act; '' where nobody is."""
    file: File | None = None
    city: str = ""
    """Of the city that it belongs to; '' for none."""
    beside: Beside | None = None
    """Its place in the list that it is of."""


MOST: Final = 40
"""Rows of a group that are shown."""


def group(title: str, rows: tuple[Row, ...]) -> tuple[Group, ...]:
    """The group of these rows, none without rows; how many there are stands in the heading."""
    return (Group(title, rows[:MOST], max(len(rows) - MOST, 0)),) if rows else ()


def beside(among: str, items: Sequence[str], item: str) -> Beside | None:
    """The neighbours of `item` in a list; None where it is not in it, or alone. `among` takes {place} and {n}."""
    if item not in items or len(items) < 2:
        return None
    place = items.index(item)
    before, after = ("", *items)[place], (*items, "")[place + 1]
    return Beside(among.format(place=place + 1, n=len(items)), before, after)
