"""The tables of a comparison: the bridge of each figure, and what was revised, thing by thing."""

from typing import Final

from data_access.comparison.bridges import list_comparison
from data_access.comparison.revised import list_revised
from data_access.tables.columns import Column, coded
from data_access.tables.parts import LINE_COLUMNS
from data_access.tables.table import Table

PLACE_COLUMNS: Final = (Column("unit_code", "place.code", "code"), Column("unit", "place.{lang}"))


COMPARISON: Final = Table(
    "comparison",
    list_comparison,
    columns=(
        *PLACE_COLUMNS,
        *coded("figure", family="compared", words="compared_figure", label="compared_figure_label"),
        *coded("part", family="share", words="compared_part", label="compared_part_label"),
        Column("then", "span.then", "count"),
        Column("revised_in", "span.revised.came", "count"),
        Column("revised_out", "span.revised.gone", "count"),
        Column("known", "span.known", "count"),
        Column("happened_in", "span.happened.came", "count"),
        Column("happened_out", "span.happened.gone", "count"),
        Column("now", "span.now", "count", words="compared_now"),
    ),
    about="events",
)
REVISED: Final = Table(
    "comparison-revised",
    list_revised,
    columns=(
        *coded("kind", family="revised", words="revised_kind", label="revised_kind_label"),
        *PLACE_COLUMNS,
        *LINE_COLUMNS,
        Column("period", kind="code"),
        Column("number", "code", "code"),
        *coded("grade"),
        Column("said", kind="code"),
        Column("known", kind="code", words="known_state"),
    ),
    about="events",
)
COMPARISON_TABLES: Final = (COMPARISON, REVISED)
