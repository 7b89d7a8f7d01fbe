"""What an extract is: a name, rows, the names of their values, and its columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Select

from data_access.extract_columns import Column
from data_access.extract_rows import Rows
from data_access.filters import Question
from data_access.frames import Contract


@dataclass(frozen=True)
class Extract:
    """One named extract; its words are `extract.<name>` and `about.<name>`."""

    name: str
    rows: Callable[[Connection, Question], Rows]
    contract: Contract
    """The names of the rows' values."""
    columns: tuple[Column, ...]
    select: Callable[[Question], Select[*tuple[Any, ...]]] | None = None
    """What the rows are streamed from, when they are: to count them without reading them."""
    about: Literal["notice", "hazards", "tips"] = "notice"
    """Which filters narrow it: all of Filters; or cities, with HazardFilters; or of these industries only."""


def counts(*names: str, words: str = "") -> tuple[Column, ...]:
    """Columns of counts, their words with this prefix."""
    return tuple(Column(name, kind="count", words=words and f"{words}_{name}") for name in names)
