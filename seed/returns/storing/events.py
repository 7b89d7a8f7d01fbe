"""The stored events of some hazards, and the least that must be written to bring them to what is now known."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from data_access.database.schema import hazard_event
from seed.returns.reading.characters import comparable, same
from seed.returns.storing.history import Event
from seed.returns.storing.load import Load, select_in


class Events:
    """Events in force of the hazards with ids `keys`; collects changes until `write`."""

    def __init__(self, load: Load, keys: Iterable[int]) -> None:
        self.load = load
        self._stored: dict[int, list[tuple[int, Event]]] = defaultdict(list)
        in_force = select(hazard_event).where(hazard_event.c.superseded_at.is_(None))
        for row in select_in(load.conn, in_force, hazard_event.c.hazard_id, keys):
            event = Event(
                row["kind"],
                row["occurred_at"],
                row["round_no"],
                row["old_due"],
                row["new_due"],
                row["old_grade"],
                row["new_grade"],
                row["doc_no"],
                row["reason"],
            )
            self._stored[row["hazard_id"]].append((row["id"], event))
        self._new: list[dict[str, Any]] = []
        self._ended: list[dict[str, Any]] = []
        self._renumbered: list[dict[str, Any]] = []

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
                self._renumbered.append({"key": match[0], "number": event.round_no})
        self._ended += [{"key": event_id, "until": self.load.received} for event_id, _ in left]
        self._new += [self._row(key, event, None) for event in added]
        self.load.counts.superseded += len(left)
        return bool(left or added)

    def add_past(self, key: int, wanted: Sequence[Event], until: datetime) -> None:
        """Add the events of an older version of the row, known from its receipt until the newer one came."""
        known = {comparable(event.stated) for event in self.of(key)}
        self._new += [self._row(key, event, until) for event in wanted if comparable(event.stated) not in known]

    def write(self) -> None:
        """Write what was collected."""
        conn = self.load.conn
        of_key = update(hazard_event).where(hazard_event.c.id == bindparam("key"))
        if self._ended:
            conn.execute(of_key.values(superseded_at=bindparam("until")), self._ended)
        if self._renumbered:
            conn.execute(of_key.values(round_no=bindparam("number")), self._renumbered)
        if self._new:
            conn.execute(insert(hazard_event), self._new)

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
