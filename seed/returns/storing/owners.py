"""Whose rows a file holds: one that is another's to tell, or whose number is known as another's, refuses the file.

A city tells of its own hazards and tips; of activities also those of others that it hosts with them (C6). Provincial
units may tell of the hazards and tips of any city, but not of activities that they do not host. A number keeps the
place, or the lead, under which its notice knows it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, and_, func, select

from data_access.database.schema import activity, activity_unit, delivery, hazard, org_unit, tip
from seed.returns.kinds.activities import lead_of, participants
from seed.returns.kinds.catalogue import Kind
from seed.returns.reading.characters import same
from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.reference import NO_CITY, Reference, Unit
from seed.returns.reading.table import Record
from seed.returns.storing.load import select_in

APART: Final = (("found_on", "found_on"), ("unit_name", "unit_ref"))
"""What tells one hazard from another: field of a row, column of the table."""


def foreign_rows(
    conn: Connection, reference: Reference, kind: Kind, sender_id: int, records: Sequence[Record]
) -> list[Fault]:
    """A fault for each row of a file of this kind that is not its sender's, or not what its number stands for."""
    check = CHECKS.get(kind.code)
    return list(check(_File(conn, reference, kind, reference.unit_by_id(sender_id)), records)) if check else []


class _File:
    """A file being checked against what its notice knows."""

    def __init__(self, conn: Connection, reference: Reference, kind: Kind, sender: Unit) -> None:
        self.conn = conn
        self.reference = reference
        self.kind = kind
        self.sender = sender

    def is_anothers(self, city: str | None) -> bool:
        """Is this another city than the one that sent the file?"""
        return self.sender.group == "city" and city is not None and city != self.sender.adcode

    def fault(self, record: Record, name: str, code: str, **details: str) -> Fault:
        """A fault of one cell; {sender} is known to every sentence."""
        column = self.kind.table.column(name).heading if self.kind.table else ""
        value = shown(record.written[name]) if name in record.written else ""
        return Fault(code, record.sheet, record.row, column, value, {"sender": self.sender.name, **details})

    def hazards_known(self, numbers: Iterable[str]) -> Mapping[str, Any]:
        """Number → row of the hazards of this notice."""
        of_notice = select(hazard).where(hazard.c.campaign_id == self.reference.notice_id)
        return {row["code"]: row for row in select_in(self.conn, of_notice, hazard.c.code, numbers)}


def _hazards(file: _File, records: Sequence[Record]) -> Iterator[Fault]:
    known, reference = file.hazards_known(_numbers(records, "code")), file.reference
    for record in records:
        if (city := record["city_adcode"]) is None:
            continue
        before = known.get(record["code"])
        there = before["adcode"] if before else city
        places = {"place": reference.place_name(record["adcode"] or city), "known": reference.place_name(there)}
        if file.is_anothers(city):
            yield file.fault(record, "city", "anothers_city", **places)
        elif reference.city_of(there) != city:
            yield file.fault(record, "code", "known_elsewhere", **places)
        elif before and _is_another(record, before):
            yield file.fault(record, "code", "another_hazard", **places)


def _is_another(record: Record, before: Mapping[str, Any]) -> bool:
    """Another county, and found on another day or in another unit: that is no correction of the same hazard."""
    if record["adcode"] in (None, before["adcode"]) or "county" in record.absent:
        return False
    told = [(record[name], before[column]) for name, column in APART]
    return any(new is not None and old is not None and not same(new, old) for new, old in told)


def _of_hazards(name: str) -> "Check":
    """Rows that name a hazard in the field `name`: it lies in the sender's city."""

    def check(file: _File, records: Sequence[Record]) -> Iterator[Fault]:
        known = file.hazards_known(_numbers(records, name))
        for record in records:
            before = known.get(record[name])
            if before and file.is_anothers(file.reference.city_of(before["adcode"])):
                there = file.reference.place_name(before["adcode"])
                yield file.fault(record, name, "anothers_hazard", known=there)

    return check


def _tips(file: _File, records: Sequence[Record]) -> Iterator[Fault]:
    reference, t, sent = file.reference, tip.c, delivery.c
    query = select(t.code, t.adcode, sent.org_unit_id).outerjoin_from(tip, delivery, sent.id == t.delivery_id)
    in_force = query.where(t.campaign_id == reference.notice_id, t.superseded_at.is_(None))
    known = {row["code"]: row for row in select_in(file.conn, in_force, t.code, _numbers(records, "code"))}
    for record in records:
        city, before = record["city_adcode"], known.get(record["code"])
        if "city" in record.absent or (city is None and record["city"] not in (None, NO_CITY)):
            continue
        there = reference.city_of(before["adcode"]) if before else city
        completed = before is not None and there is None and before["org_unit_id"] == file.sender.id
        known_place = reference.place_name(before["adcode"]) if before else ""
        places = {"place": reference.place_name(record["adcode"]), "known": known_place}
        if file.is_anothers(city):
            yield file.fault(record, "city", "anothers_city", **places)
        elif there != city and not completed:
            yield file.fault(record, "code", "known_elsewhere", **places)


def _activities(file: _File, records: Sequence[Record]) -> Iterator[Fault]:
    reference, sender, known = file.reference, file.sender, _leads(file, records)
    mine = {sender.id}
    if sender.group == "city":
        mine |= {one.id for one in reference.leagues.values() if reference.city_of(one.adcode) == sender.adcode}
    for record in records:
        city = record["city_adcode"]
        if record["city"] is None or (record["city"] != NO_CITY and city is None):
            continue
        lead = lead_of(record, reference)
        leads = {lead.id: lead.name} if lead else {sender.id: sender.name}
        before = known.get(record["code"], leads)
        if (lead or sender.group == "city") and mine.isdisjoint(participants(record, reference)):
            place = lead.name if lead else NO_CITY
            yield file.fault(record, "city" if city else "host", "not_a_host", place=place)
        elif before.keys().isdisjoint(leads):
            names = {"known": "、".join(before.values()), "place": "、".join(leads.values())}
            yield file.fault(record, "code", "known_lead", **names)


def _leads(file: _File, records: Sequence[Record]) -> dict[str, dict[int, str]]:
    """Number → who leads or attends the activity that this notice knows by it, or sent it where nobody does."""
    a, u = activity.c, activity_unit.c
    whose = func.coalesce(u.org_unit_id, delivery.c.org_unit_id)
    query = (
        select(a.code, org_unit.c.id, org_unit.c.name_zh)
        .outerjoin_from(activity, activity_unit, and_(u.activity_id == a.id, u.role.in_(("lead", "attend"))))
        .outerjoin(delivery, delivery.c.id == a.delivery_id)
        .join(org_unit, org_unit.c.id == whose)
        .where(a.campaign_id.in_(file.reference.campaign_ids), a.superseded_at.is_(None))
    )
    known: dict[str, dict[int, str]] = defaultdict(dict)
    for row in select_in(file.conn, query, a.code, _numbers(records, "code")):
        known[row["code"]][row["id"]] = row["name_zh"]
    return known


def _numbers(records: Sequence[Record], name: str) -> list[str]:
    return [record[name] for record in records if record[name]]


Check = Callable[[_File, Sequence[Record]], Iterator[Fault]]
CHECKS: Final[Mapping[str, Check]] = {
    "activities": _activities,
    "hazards": _hazards,
    "hazard_changes": _of_hazards("code"),
    "measures": _of_hazards("hazard_code"),
    "tips": _tips,
}
