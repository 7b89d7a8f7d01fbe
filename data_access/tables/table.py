"""What a table is, for a file and for the screen: a name, rows, and its columns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select

from data_access.database.snapshot import Snapshot
from data_access.i18n import t
from data_access.question import Question
from data_access.tables.columns import Column
from data_access.tables.lines import Part


@dataclass(frozen=True)
class Table:
    """One named table; its words are `extract.<name>` and `about.<name>`, or those of its figure."""

    name: str
    rows: Callable[[Snapshot, Question], Iterable[object]]
    """Rows of one NamedTuple."""
    columns: tuple[Column, ...]
    select: Callable[[Question], Select[*tuple[Any, ...]]] | None = None
    """What the rows are streamed from, when they are: to count them without reading them."""
    count: Callable[[Snapshot, Question], int] | None = None
    """How many rows there are, where that is known without making them."""
    parts: Callable[[Snapshot, Question], Iterable[Part]] | None = None
    """The same rows as columns, some at a time, where they are too many to be made one by one for a file."""
    about: Literal["notice", "hazards", "tips", "cities", "events", "campaign"] = "notice"
    """Which filters narrow it: all of Filters; or cities, with HazardFilters; or of these industries only; or cities
    alone; or all of Filters with the instant that is counted from; or none but the campaign."""
    text: Callable[[Snapshot, Question, str], str] | None = None
    """Of what people send on as it is: the words of a plain text file in a language."""
    figure: str = ""
    """The key of the definition whose counted rows these are; "" for what is offered by its own name."""

    def title(self, lang: str) -> str:
        """What it is called."""
        if self.figure:
            return f"{t(lang, f'definition.{self.figure}.title')}{t(lang, 'extract.figure')}"
        return t(lang, f"extract.{self.name}")

    def description(self, lang: str) -> str:
        """What it holds, in a sentence."""
        if self.figure:
            return f"{t(lang, 'about.figure')}{t(lang, f'definition.{self.figure}')}"
        return t(lang, f"about.{self.name}")


def counts(*names: str, words: str = "") -> tuple[Column, ...]:
    """Columns of counts, their words with this prefix."""
    return tuple(Column(name, kind="count", words=words and f"{words}_{name}") for name in names)


def figures(*names: str) -> tuple[Column, ...]:
    """Columns of numbers that may be missing (未报)."""
    return tuple(Column(name, kind="figure") for name in names)
