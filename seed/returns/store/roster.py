"""The roster: who is a member unit and who leads, under which names (C3)."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from data_access.schema import campaign_unit, org_unit, org_unit_alias
from seed.merge import ids, merge
from seed.obligations import generate
from seed.returns.activities import items
from seed.returns.reference import Reference
from seed.returns.table import Record
from seed.roster import AFTER_ALL_PLACES

BY_ROSTER: Final = ("member", "office")
"""Groups that are exactly what the roster says; cities and counties come from the divisions."""


def store(conn: Connection, reference: Reference, records: Sequence[Record], known_from: datetime) -> int:
    """Make members and offices of the notice exactly those of the roster, and regenerate the obligations.

    Returns how many rows changed; the same roster again changes none.
    """
    written = 0
    groups: dict[int, str] = {}
    aliases: dict[str, int] = {}
    names = {name: unit.id for name, unit in reference.units.items()} | _names(conn)
    for number, record in enumerate(records):
        name, written_aliases = record["name"], items(record["aliases"])
        if record["group"] == "city":
            key = reference.units[name].id
        else:
            key = next((names[form] for form in [name, *written_aliases] if form in names), 0)
            if not key:
                key = _add_unit(conn, name)
                written += 1
            groups[key] = record["group"]
            written += _place(conn, key, name, AFTER_ALL_PLACES + number)
        aliases |= dict.fromkeys([form for form in written_aliases if form != name], key)
    rows = [{"alias": alias, "org_unit_id": key} for alias, key in aliases.items()]
    written += merge(conn, org_unit_alias, ("alias",), rows).total
    members = [
        {"campaign_id": reference.notice_id, "org_unit_id": key, "unit_group": group, "provenance": "stated"}
        for key, group in groups.items()
    ]
    if members:
        written += _leave(conn, reference.notice_id, set(groups))
        written += merge(conn, campaign_unit, ("campaign_id", "org_unit_id"), members).total
    return written + generate(conn, reference.notice_id, known_from)


def _names(conn: Connection) -> dict[str, int]:
    """Names of departments that are not on the roster yet; a place's office is never meant by a department's name."""
    departments = select(org_unit.c.name_zh, org_unit.c.id).where(org_unit.c.adcode.is_(None))
    return dict(conn.execute(departments).all())


def _add_unit(conn: Connection, name: str) -> int:
    code = "U-" + sha256(name.encode()).hexdigest()[:8]
    row = {"name_zh": name, "name_en": name, "short_zh": name, "kind": "member_dept", "level": "province"}
    conn.execute(insert(org_unit), [{**row, "code": code, "sort_order": 0, "provenance": "stated"}])
    return ids(conn, org_unit)[code]


def _place(conn: Connection, key: int, name: str, order: int) -> int:
    """The roster's name and order are official; 1 if that changed anything."""
    stated = {"name_zh": name, "sort_order": order, "provenance": "stated"}
    differs = [org_unit.c[column] != value for column, value in stated.items()]
    known = conn.execute(select(*differs).where(org_unit.c.id == key)).one()
    if not any(known):
        return 0
    conn.execute(update(org_unit).where(org_unit.c.id == key).values(stated))
    return 1


def _leave(conn: Connection, notice_id: int, staying: set[int]) -> int:
    """Units that the roster no longer names leave its groups."""
    on_roster = campaign_unit.c.unit_group.in_(BY_ROSTER) & (campaign_unit.c.campaign_id == notice_id)
    present = set(conn.scalars(select(campaign_unit.c.org_unit_id).where(on_roster)))
    for key in present - staying:
        conn.execute(delete(campaign_unit).where(on_roster, campaign_unit.c.org_unit_id == key))
    return len(present - staying)
