"""All that a database says, public and private, in words that do not depend on ids, clocks or places in a file."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Column, Row, Table, select

from data_access.database.engine import disposing, write_engine
from data_access.database.schema import metadata
from seed.private import private_engine
from seed.private.tables import metadata as private_metadata

LEFT_OUT: Final = ("load_log", "pairing", "pairing_private")
"""When something was written, and which two places belong together: each database has its own."""
CLOCKS: Final = ("updated_at", "started_at", "ended_at", "stored_at")
PLACES_IN_A_FILE: Final = (
    "source_row", "sheet_name", "sha256", "rows_read", "fault_count", "delivery_id",
    "receipt_key",
)  # fmt: skip
SEEDED: Final = (
    "admin_division", "old_division_name", "org_unit", "org_unit_alias", "campaign", "campaign_unit", "line",
    "line_item", "line_thing", "line_metric", "duty", "obligation", "metric", "industry", "tip_channel",
)  # fmt: skip
OWNERS: Final = {
    "liaison_id": "liaison",
    "plan_task_id": "plan_task",
    "hazard_id": "hazard",
    "tip_id": "tip",
}
"""Private columns that repeat the id of a public row."""

Told = Counter[str]
Rows = dict[str, Sequence[Row[Any]]]


class _Teller:
    """Names each row by what it says; what it points to is named the same way."""

    def __init__(self, rows: Rows, before: Rows) -> None:
        self.by_id = {name: {row.id: row for row in found} for name, found in rows.items() if "id" in found[0]._fields}
        self.words: dict[tuple[str, int], str] = {}
        self.said: Told = Counter()
        for table in (*metadata.sorted_tables, *private_metadata.sorted_tables):
            known = set(before.get(table.name, ())) if table.name in SEEDED else set()
            for row in rows.get(table.name, ()):
                refused = table.name == "delivery" and row.status == "refused"
                if not refused and row not in known:
                    self.said[f"{table.name} {self._row(table, row)}"] += 1
            gone = known.difference(rows.get(table.name, ()))
            self.said.update(f"{table.name} gone {tuple(row)}" for row in gone)

    def _row(self, table: Table, row: Row[Any]) -> str:
        left_out = (*CLOCKS, *PLACES_IN_A_FILE, "id")
        cells = [(c, value) for c, value in zip(table.c, row, strict=True) if c.name not in left_out]
        return " | ".join(f"{c.name}={self._value(c, value)}" for c, value in cells if value is not None)

    def _value(self, column: Column[Any], value: Any) -> str:
        key = next((k.column for k in column.foreign_keys if k.column.name == "id"), None)
        owner = key.table.name if key is not None else OWNERS.get(column.name)
        if owner is None or value is None:
            return str(float(value) if isinstance(value, int) and not isinstance(value, bool) else value)
        if (owner, value) not in self.words:
            self.words[owner, value] = ""  # a row that points to itself ends here
            row = self.by_id.get(owner, {}).get(value)
            self.words[owner, value] = self._named(owner, row) if row else "[nothing]"
        return self.words[owner, value]

    def _named(self, owner: str, row: Row[Any]) -> str:
        if (
            owner in SEEDED and "code" in row._fields
        ):  # what `seed init` made is known by its code, a line by its notice's
            notice = self._value(metadata.tables[owner].c.campaign_id, row.campaign_id) if owner == "line" else ""
            return f"[{row.code}{notice}]"
        return f"[{self._row(metadata.tables[owner], row)}]"


def told(url: Any, before: Rows) -> Told:
    """Each row of each table as one line, how often; of tables that `seed init` fills, what differs from `before`."""
    return _Teller(rows_of(url), before).said


def rows_of(url: Any) -> Rows:
    """All rows of all tables that have any."""
    rows: Rows = {}
    for engine, tables in ((write_engine(url), metadata), (private_engine(url), private_metadata)):
        with disposing(engine) as opened, opened.connect() as connection:
            for table in tables.sorted_tables:
                if table.name not in LEFT_OUT and (found := connection.execute(select(table)).all()):
                    rows[table.name] = found
    return rows
