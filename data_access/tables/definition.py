"""A figure of the screen, the files and the papers as data: the very rows that it counts, and how."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from data_access.i18n import t

Where = Mapping[str, Callable[[Any], bool]]
"""Name of a value of a row -> what must hold of it; all must hold."""
Row = Sequence[Any]
PREFIX: Final = "figure-"


class Measured(NamedTuple):
    """What rows give: a numerator and a denominator; `d` is None for a figure that is no rate."""

    n: float
    d: float | None = None


@dataclass(frozen=True)
class Definition:
    """A figure: what it counts of the rows of an extract."""

    key: str
    rules: tuple[str, ...]
    """Their numbers in docs/definitions.md."""
    extract: str
    whole: Where = field(default_factory=dict)
    """The rows that are counted; of a rate the denominator."""
    part: Where | None = None
    """Those of them in the numerator; None for what is no rate of rows."""
    sums: tuple[str, ...] = ()
    """Where rows are counts themselves: the column added up, or those of numerator and denominator."""
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


def rows_where(where: Where, names: Sequence[str]) -> Callable[[Row], bool]:
    """`where` as a test of rows whose values have these names. ValueError for a name that they do not have."""
    tests = [(list(names).index(name), holds) for name, holds in where.items()]
    return lambda row: all(holds(row[place]) for place, holds in tests)


def measured(definition: Definition, names: Sequence[str], rows: Iterable[Row]) -> Measured:
    """The figure worked out of all rows of its extract, whose values have these names."""
    inside = rows_where(definition.whole, names)
    counted = [row for row in rows if inside(row)]
    if definition.distinct:
        place = list(names).index(definition.distinct)
        counted = list({row[place]: row for row in counted}.values())
    if definition.sums:
        places = [list(names).index(name) for name in definition.sums]
        return Measured(*(sum(row[place] or 0 for row in counted) for place in places))
    if definition.part is None:
        return Measured(len(counted))
    numerator = rows_where(definition.part, names)
    return Measured(sum(map(numerator, counted)), len(counted))
