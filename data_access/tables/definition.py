"""A figure of the screen, the files and the papers as data: the very rows that it counts, and how."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final, NamedTuple

from data_access.i18n import t

Where = Mapping[str, Callable[[Any], bool]]
"""Path of a value in a row (unit.group) -> what must hold of it; all must hold."""
PREFIX: Final = "figure-"


class Measured(NamedTuple):
    """What rows give: a numerator and a denominator; `d` is None for a figure that is no rate."""

    n: float
    d: float | None = None


@dataclass(frozen=True)
class Definition:
    """A figure: what it counts of the rows of a table."""

    key: str
    rules: tuple[str, ...]
    """Their numbers in docs/definitions.md."""
    extract: str
    whole: Where = field(default_factory=dict)
    """The rows that are counted; of a rate the denominator."""
    part: Where | None = None
    """Those of them in the numerator; None for what is no rate of rows."""
    sums: tuple[str, ...] = ()
    """Where rows are counts themselves: the path of what is added up, or those of numerator and denominator."""
    classes: tuple[str, ...] = ()
    """Classes of hazards that all counted rows have: the database leaves out the others."""
    distinct: str = ""
    """Rows of one value here count once: a hazard that was exposed twice."""
    counted: bool = True
    """False: the figure is told by these rows and is no count of them (days to a deadline)."""

    @property
    def rows_extract(self) -> str:
        """The extract of exactly these rows."""
        return PREFIX + self.key.replace("_", "-")

    def title(self, lang: str) -> str:
        """What the figure is called."""
        return t(lang, f"definition.{self.key}.title")

    def text(self, lang: str) -> str:
        """How it is counted."""
        return t(lang, f"definition.{self.key}")

    def left_out(self, lang: str) -> str:
        """What is left out, and why."""
        return t(lang, f"definition.{self.key}.left_out")


def one_of(*values: object) -> Callable[[Any], bool]:
    """Whether a value is one of these."""
    return lambda value: value in values


def none_of(*values: object) -> Callable[[Any], bool]:
    """Whether a value is none of these."""
    return lambda value: value not in values


def filled(value: object) -> bool:
    """Whether there is a value."""
    return value is not None and value != ""


def empty(value: object) -> bool:
    """Whether there is no value."""
    return not filled(value)


def more_than(least: int) -> Callable[[Any], bool]:
    """Whether a number is there and greater."""
    return lambda value: value is not None and value > least


def rows_where(where: Where) -> Callable[[object], bool]:
    """`where` as a test of rows. AttributeError for a path that a row does not have."""
    tests = [(attrgetter(path), holds) for path, holds in where.items()]
    return lambda row: all(holds(value(row)) for value, holds in tests)


def measured(definition: Definition, rows: Iterable[object]) -> Measured:
    """The figure worked out of all rows of its table."""
    counted = list(filter(rows_where(definition.whole), rows))
    if definition.distinct:
        value = attrgetter(definition.distinct)
        counted = list({value(row): row for row in counted}.values())
    if definition.sums:
        parts = [attrgetter(path) for path in definition.sums]
        return Measured(*(sum(part(row) or 0 for row in counted) for part in parts))
    if definition.part is None:
        return Measured(len(counted))
    return Measured(sum(map(rows_where(definition.part), counted)), len(counted))
