"""The table of units in their order, with their rates and, where enough was due, their ranks."""

from typing import Final

from data_access.database.snapshot import Snapshot
from data_access.obligations.rates import Ranked
from data_access.obligations.tables import BEHIND, COUNT_COLUMNS, RATE_COLUMNS
from data_access.question import Question
from data_access.tables.columns import Column
from data_access.tables.parts import UNIT_COLUMNS
from data_access.tables.table import Table
from data_access.urgency.order import in_order, list_urgency
from data_access.urgency.standings import list_ranked


def list_in_order(s: Snapshot, q: Question) -> list[Ranked]:
    """The chosen units in the order of list_urgency, each ranked within its whole group by its on-time rate with
    stated deadlines (G12, C9).
    """
    cities = q.filters.cities
    found = [one for one in list_ranked(s, q) if not cities or one.unit.city in cities]
    return in_order(found, list_urgency(s, q), lambda one: one.unit.code)


OVERVIEW: Final = Table(
    "overview",
    list_in_order,
    columns=(
        Column("rank", kind="count"),
        Column("small_sample", kind="flag"),
        *UNIT_COLUMNS,
        *RATE_COLUMNS,
        *COUNT_COLUMNS,
        BEHIND,
    ),
)
