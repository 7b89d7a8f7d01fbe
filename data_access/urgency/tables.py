"""The table of units in their order, with their rates and, where enough was due, their ranks."""

from typing import Final

from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.snapshot import Snapshot
from data_access.obligations.at_instant import list_obligations
from data_access.obligations.counts import per_unit
from data_access.obligations.rates import Ranked, ranked
from data_access.obligations.tables import BEHIND, COUNT_COLUMNS, RATE_COLUMNS
from data_access.question import Question
from data_access.tables.columns import Column
from data_access.tables.parts import UNIT_COLUMNS
from data_access.tables.table import Table
from data_access.urgency.order import in_order, list_urgency


def list_ranked(s: Snapshot, q: Question) -> list[Ranked]:
    """The chosen units in the order of list_urgency, each ranked within its whole group by its on-time rate with
    stated deadlines (G12, C9).
    """
    units = per_unit(list_obligations(s, q.everywhere()))
    groups = [ranked([one for one in units if one.unit.group == group]) for group in UNIT_GROUPS]
    cities = q.filters.cities
    found = [one for group in groups for one in group if not cities or one.unit.city in cities]
    return in_order(found, list_urgency(s, q), lambda one: one.unit.code)


OVERVIEW: Final = Table(
    "overview",
    list_ranked,
    columns=(
        Column("rank", kind="count"),
        Column("small_sample", kind="flag"),
        *UNIT_COLUMNS,
        *RATE_COLUMNS,
        *COUNT_COLUMNS,
        BEHIND,
    ),
)
