"""The tables of the board: a row a unit, and everything overdue with who is responsible."""

from typing import Final

from data_access.board.pressing import list_pressing
from data_access.board.rows import list_board
from data_access.obligations.tables import BEHIND, COUNT_COLUMNS, RATE_COLUMNS
from data_access.tables.columns import Column, coded
from data_access.tables.parts import BASIS, LINE_COLUMNS, UNIT_COLUMNS
from data_access.tables.table import Table, figures

BOARD: Final = Table(
    "board",
    list_board,
    columns=(
        *UNIT_COLUMNS,
        *COUNT_COLUMNS,
        *RATE_COLUMNS,
        Column("missing", kind="count"),
        *(Column(f"overdue_{grade}", grade, "count") for grade in ("general", "major")),
        Column("last_at", "newest_at", "instant"),
        *figures("silent_days"),
        Column("short", kind="count"),
        BEHIND,
    ),
)
PRESSING: Final = Table(
    "pressing",
    list_pressing,
    columns=(
        *coded("kind", family="pressing"),
        Column("city_adcode", "city", "code"),
        Column("where", "where.{lang}"),
        Column("county", "county.{lang}"),
        *LINE_COLUMNS,
        Column("period", kind="code"),
        Column("hazard", "code", "code"),
        Column("industry_label", "industry.{lang}"),
        Column("due_on", "due_at", "day"),
        *BASIS,
        Column("days_overdue", kind="count"),
        Column("responsible", "owner.{lang}"),
        *coded("responsible_as", "owner.role", family="owner"),
    ),
)
BOARD_TABLES: Final = (BOARD, PRESSING)
