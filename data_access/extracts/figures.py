"""For each figure an extract of the very rows that it counts, with a mark on those in its numerator."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final, NamedTuple

from data_access.database.snapshot import Snapshot
from data_access.extracts.definitions import DEFINITIONS
from data_access.question import Question
from data_access.tables.columns import Column, within
from data_access.tables.definition import Definition, rows_where
from data_access.tables.table import Table

MARK: Final = "in_numerator"


class Counted(NamedTuple):
    """A row of a table that a rate counts, and whether it is in the numerator."""

    row: object
    in_numerator: bool


def figure_rows(s: Snapshot, q: Question, base: Table, definition: Definition) -> Iterable[object]:
    """The rows of `base` that `definition` counts; those of a rate with whether they are in its numerator."""
    counted = filter(rows_where(definition.whole), base.rows(s, narrowed(q, definition)))
    if definition.part is None:
        return counted
    inside = rows_where(definition.part)
    return (Counted(row, inside(row)) for row in counted)


def narrowed(q: Question, definition: Definition) -> Question:
    """The question with the classes of hazards that the figure has, so that the database leaves out the others; when
    the reader chose classes himself, with these.
    """
    if not definition.classes or q.hazards.classes:
        return q
    return q.of_hazards(classes=definition.classes)


def figure_extracts(bases: Mapping[str, Table]) -> list[Table]:
    """The extract of each figure's rows, from those of `bases`."""
    return [_extract(bases[definition.extract], definition) for definition in DEFINITIONS.values()]


def _extract(base: Table, definition: Definition) -> Table:
    marked = (Column(MARK, kind="flag"), *within("row", *base.columns))
    return Table(
        definition.rows_extract,
        partial(figure_rows, base=base, definition=definition),
        base.columns if definition.part is None else marked,
        about=base.about,
        figure=definition.key,
    )
