"""For each figure an extract of the very rows that it counts, with a mark on those in its numerator."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from data_access.database.snapshot import Snapshot
from data_access.extracts.definitions import DEFINITIONS
from data_access.question import Question
from data_access.tables.columns import Column
from data_access.tables.definition import Definition, rows_where
from data_access.tables.rows import FLAG, Rows
from data_access.tables.table import Extract

MARK: Final = "in_numerator"


def figure_rows(s: Snapshot, q: Question, base: Extract, definition: Definition) -> Rows:
    """The rows of `base` that `definition` counts; those of a rate end with whether they are in its numerator."""
    names = list(base.contract)
    counted = filter(rows_where(definition.whole, names), base.rows(s, narrowed(q, definition)))
    if definition.part is None:
        return counted
    inside = rows_where(definition.part, names)
    return ((*row, inside(row)) for row in counted)


def narrowed(q: Question, definition: Definition) -> Question:
    """The question with the classes of hazards that the figure has, so that the database leaves out the others; when
    the reader chose classes himself, with these.
    """
    if not definition.classes or q.hazards.classes:
        return q
    return replace(q, hazards=replace(q.hazards, classes=definition.classes))


def figure_extracts(bases: Mapping[str, Extract]) -> list[Extract]:
    """The extract of each figure's rows, from those of `bases`."""
    return [_extract(bases[definition.extract], definition) for definition in DEFINITIONS.values()]


def _extract(base: Extract, definition: Definition) -> Extract:
    rate = definition.part is not None
    return Extract(
        definition.rows_extract,
        partial(figure_rows, base=base, definition=definition),
        {**base.contract, MARK: FLAG} if rate else base.contract,
        (Column(MARK, kind="flag"), *base.columns) if rate else base.columns,
        about=base.about,
        figure=definition.key,
    )
