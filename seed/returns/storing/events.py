"""The stored events of some hazards, and the least that must be written to bring them to what is now known."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from data_access.database.schema import hazard_event
from seed.bulk import insert_rows
from seed.returns.reading.characters import comparable, same
from seed.returns.storing.history import Event
from seed.returns.storing.load import Load, chunks


class Events:
    """Events in force of the hazards with ids `keys`; collects changes until `write`."""

    def __init__(self, load: Load, keys: Iterable[int]) -> None:
        self.load = load
        self._stored: dict[int, list[tuple[int, Event]]] = defaultdict(list)
        e = hazard_event.c
        told = (e.kind, e.occurred_at, e.round_no, e.old_due, e.new_due, e.old_grade, e.new_grade, e.doc_no, e.reason)
        in_force = select(e.hazard_id, e.id, *told).where(e.superseded_at.is_(None))
        for part in chunks(keys):
            for hazard_id, event_id, *event in load.conn.execute(in_force.where(e.hazard_id.in_(part))):
                self._stored[hazard_id].append((event_id, Event(*event)))
        self._new: list[dict[str, Any]] = []
        self._ended: list[int] = []
        self._renumbered: dict[int, list[int]] = defaultdict(list)

    def of(self, key: int) -> list[Event]:
        """The events in force of one hazard."""
        return [event for _, event in self._stored[key]]

    def bring_to(self, key: int, wanted: Sequence[Event]) -> bool:
        """Supersede events that are gone, add new ones, renumber rounds. True if any event was added or is gone."""
        left = list(self._stored[key])
        added = []
        for event in wanted:
            match = next((pair for pair in left if same(pair[1].stated, event.stated)), None)
            if match is None:
                added.append(event)
                continue
            left.remove(match)
            if match[1].round_no != event.round_no:
                self._renumbered[event.round_no].append(match[0])
        self._ended += [event_id for event_id, _ in left]
        self._new += [self._row(key, event, None) for event in added]
        self.load.counts.superseded += len(left)
        return bool(left or added)

    def add_past(self, key: int, wanted: Sequence[Event], until: datetime) -> None:
        """Add the events of an older version of the row, known from its receipt until the newer one came."""
        known = {comparable(event.stated) for event in self.of(key)}
        self._new += [self._row(key, event, until) for event in wanted if comparable(event.stated) not in known]

    def write(self) -> None:
        """Write what was collected."""
        conn, ids = self.load.conn, hazard_event.c.id
        for part in chunks(self._ended):
            conn.execute(update(hazard_event).where(ids.in_(part)).values(superseded_at=self.load.received))
        for number, keys in self._renumbered.items():
            for part in chunks(keys):
                conn.execute(update(hazard_event).where(ids.in_(part)).values(round_no=number))
        insert_rows(conn, hazard_event, self._new)

    def _row(self, key: int, event: Event, until: datetime | None) -> dict[str, Any]:
        return {
            "hazard_id": key,
            "kind": event.kind,
            "occurred_at": event.at,
            "recorded_at": self.load.received,
            "superseded_at": until,
            "round_no": event.round_no,
            "old_due": event.old_due,
            "new_due": event.new_due,
            "old_grade": event.old_grade,
            "new_grade": event.new_grade,
            "doc_no": event.doc_no,
            "reason": event.reason,
        }
