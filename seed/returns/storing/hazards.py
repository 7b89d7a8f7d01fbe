"""Hazards as last known, with their history: the columns follow what came last, the events are the truth (C12, C13)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update

from data_access.database.schema import delivery, hazard, hazard_exposure, hazard_supervision
from seed.bulk import insert_with_ids
from seed.returns.reading.characters import same
from seed.returns.reading.table import Record
from seed.returns.storing.absent import Absent
from seed.returns.storing.events import Events
from seed.returns.storing.history import Event, changes_of, derive, row_of, summarise
from seed.returns.storing.load import CHUNK, Load, confirm, select_in
from seed.returns.storing.parts import Parts


class Row(NamedTuple):
    """A hazard as a ledger has it: its columns, and its listing and exposure, {} for none."""

    record: Record
    content: dict[str, Any]
    listing: dict[str, Any]
    exposure: dict[str, Any]

    @property
    def code(self) -> str:
        """The number of the hazard."""
        return str(self.record["code"])


def store(load: Load, rows: Sequence[Row], absent: Absent) -> None:
    """Store the rows; one older than what is known adds to the history only.

    LossError where a row would lose the value of a column that the file does not have.
    """
    hazards = _Hazards(load, rows, absent)
    for row in rows:
        hazards.store(row)
    load.notes += absent.check()
    confirm(load, hazard, hazards.confirmed)
    hazards.events.write()
    hazards.write()


class _Hazards:
    """The hazards of a file as they are known; those that are not are inserted at once."""

    def __init__(self, load: Load, rows: Sequence[Row], absent: Absent) -> None:
        self.load = load
        self.absent = absent
        of_notice = select(hazard, delivery.c.received_at).where(hazard.c.campaign_id == load.reference.notice_id)
        query = of_notice.join(delivery, delivery.c.id == hazard.c.delivery_id, isouter=True)
        found = select_in(load.conn, query, hazard.c.code, [row.code for row in rows])
        self.known = {stored["code"]: stored for stored in found}
        self.ids = {code: stored["id"] for code, stored in self.known.items()}
        self._insert([row for row in rows if row.code not in self.known])
        keys = [stored["id"] for stored in self.known.values()]  # a new one has nothing yet
        self.events = Events(load, keys)
        self.listings = Parts(load, hazard_supervision, ("level", "listed_on", "doc_no", "delisted_on"), keys)
        self.exposures = Parts(load, hazard_exposure, ("exposed_on", "outlet"), keys)
        self._changed: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        self.confirmed: list[int] = []
        """Ids of those of which the file repeats what is known."""

    def _insert(self, rows: Sequence[Row]) -> None:
        receipt = {"delivery_id": self.load.delivery_id, "recorded_at": self.load.received, "updated_at": self.load.now}
        new = [
            {
                **row.content,
                **summarise(row_of(row.content), ())._asdict(),
                **receipt,
                "code": row.code,
                "source_row": row.record.row,
            }
            for row in rows
        ]
        self.ids |= dict(zip([row.code for row in rows], insert_with_ids(self.load.conn, hazard, new), strict=True))

    def store(self, row: Row) -> None:
        """Store one row; the events are written later."""
        key, stored, counts = self.ids[row.code], self.known.get(row.code), self.load.counts
        changes = changes_of(self.events.of(key))
        events = derive(row_of(row.content), changes)
        if stored is None:
            self._bring_to(key, row, events)
            counts.new += 1
            return
        agrees = all(same(stored[name], value) for name, value in row.content.items())
        if stored["received_at"] is not None and stored["received_at"] > self.load.received:
            self.events.add_past(key, events, until=stored["received_at"])
            self._update(key, recorded_at=min(stored["recorded_at"], self.load.received))
            counts.same += agrees
            counts.older += not agrees
            return
        before = {**stored, **self.listings.first(key), **self.exposures.first(key)}
        self.absent.compare(row.record, before, {**row.listing, **row.exposure, **row.content})
        if not self._bring_to(key, row, events) and agrees:
            counts.same += 1
            self.confirmed.append(key)
            return
        counts.changed += 1
        receipt = {"delivery_id": self.load.delivery_id, "source_row": row.record.row, "updated_at": self.load.now}
        self._update(key, **row.content, **summarise(row_of(row.content), changes)._asdict(), **receipt)

    def _bring_to(self, key: int, row: Row, events: Sequence[Event]) -> bool:
        """Let these be the events, listing and exposure of a hazard; whether that changed any."""
        changed = self.events.bring_to(key, events)
        changed |= self.listings.bring_to(key, row.listing)
        return self.exposures.bring_to(key, row.exposure, campaign_id=self.load.reference.notice_id) or changed

    def _update(self, key: int, **values: Any) -> None:
        self._changed[tuple(values)].append({"key": key, **values})

    def write(self) -> None:
        """Write what changed of hazards that were known."""
        changed = update(hazard).where(hazard.c.id == bindparam("key"))
        for rows in self._changed.values():
            for first in range(0, len(rows), CHUNK):
                self.load.conn.execute(changed, rows[first : first + CHUNK])
