"""Whose rows a file holds: one that is another's to report, or whose number is known as another's, refuses the file.

A city reports its own hazards and tips; of activities also those of others that it hosts with them (C6). Provincial
units may report the hazards and tips of any city, but not activities that they do not host. A number keeps the
place, or the lead, under which its notice knows it. The rules of each kind stand in seed/returns/kinds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data_access.database.schema import hazard
from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.reference import Reference, Unit
from seed.returns.reading.table import Record, Table
from seed.returns.storing.load import select_in


@dataclass(frozen=True)
class Sent:
    """A file that is checked against what its notice knows: from whom it is and when it came."""

    conn: Connection
    reference: Reference
    table: Table
    sender: Unit
    received: datetime

    def is_anothers(self, city: str | None) -> bool:
        """Is this another city than the one that sent the file?"""
        return self.sender.group == "city" and city is not None and city != self.sender.adcode

    def fault(self, record: Record, name: str, code: str, **details: str) -> Fault:
        """A fault of one cell; {sender} is known to every sentence."""
        value = shown(record.written[name]) if name in record.written else ""
        details = {"sender": self.sender.name, **details}
        return Fault(code, record.sheet, record.row, self.table.column(name).heading, value, details)

    def hazards(self, numbers: Iterable[str]) -> Mapping[str, Any]:
        """Number → place, day and unit of those of these hazards that the notice knows."""
        h = hazard.c
        of_notice = select(h.code, h.adcode, h.found_on, h.unit_ref).where(
            hazard.c.campaign_id == self.reference.notice_id
        )
        return {row["code"]: row for row in select_in(self.conn, of_notice, h.code, numbers)}


def numbers_in(records: Sequence[Record], name: str) -> list[str]:
    """The numbers that rows have in the field `name`."""
    return [record[name] for record in records if record[name]]


def hazards_of_others(sent: Sent, records: Sequence[Record], name: str) -> Iterator[Fault]:
    """A fault for each row that names, in the field `name`, a hazard of another city than the sender's."""
    known = sent.hazards(numbers_in(records, name))
    for record in records:
        before = known.get(record[name])
        if before and sent.is_anothers(sent.reference.city_of(before["adcode"])):
            yield sent.fault(record, name, "anothers_hazard", known=sent.reference.place_name(before["adcode"]))
