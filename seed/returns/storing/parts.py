"""What the ledger row of a hazard stores in another table, one row at most: its listing, its exposure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, delete, insert, select

from seed.returns.reading.characters import same
from seed.returns.storing.load import Load, select_in


class Parts:
    """The stored rows of `table` that belong to the hazards with ids `keys`; `names`: the columns that are compared."""

    def __init__(self, load: Load, table: Table, names: Sequence[str], keys: Iterable[int]) -> None:
        self.load = load
        self.table = table
        self._known: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in select_in(load.conn, select(table), table.c.hazard_id, keys):
            self._known[row["hazard_id"]].append({name: row[name] for name in names})

    def first(self, key: int) -> Mapping[str, Any]:
        """What is known of one hazard, {} for nothing."""
        return next(iter(self._known[key]), {})

    def bring_to(self, key: int, wanted: Mapping[str, Any], **more: Any) -> bool:
        """Let `wanted` ({}: nothing), with the further columns `more`, be the only row; whether that changed it."""
        if same([wanted] if wanted else [], self._known[key]):
            return False
        self.load.conn.execute(delete(self.table).where(self.table.c.hazard_id == key))
        if wanted:
            self.load.conn.execute(insert(self.table), [{**wanted, **more, "hazard_id": key}])
        return True
