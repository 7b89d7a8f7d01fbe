"""Persons and the rights they hold, as one transaction sees them."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, insert, select, update

from data_access.access.place import CONSOLE, AccessError
from data_access.access.rights import Entry, Granted, Right, in_force
from data_access.access.tables import access_grant, person

_ENTRIES: Final = select(*(access_grant.c[name] for name in Entry._fields)).order_by(access_grant.c.id)


LONGEST: Final = 200
"""Characters of a name."""


class Known(NamedTuple):
    """A person as the access place knows him, with the rights in force."""

    id: str
    name: str
    unit: str
    disabled: bool
    rights: list[Granted]


def rights_of(conn: Connection, person_id: str, now: datetime) -> list[Granted]:
    """The rights that a person holds at `now`."""
    rows = conn.execute(_ENTRIES.where(access_grant.c.person_id == person_id))
    return in_force((Entry(*row) for row in rows), now)


def known_person(conn: Connection, person_id: str, now: datetime) -> Known | None:
    """The person, disabled or not; None for whoever was never let in."""
    columns = (person.c.id, person.c.name, person.c.unit, person.c.disabled)
    found = conn.execute(select(*columns).where(person.c.id == person_id)).first()
    return None if found is None else Known(*found, rights_of(conn, person_id, now))


def everybody(conn: Connection, now: datetime) -> list[Known]:
    """All persons by id, in two selects."""
    entries: dict[str, list[Entry]] = {}
    for *entry, owner in conn.execute(_ENTRIES.add_columns(access_grant.c.person_id)):
        entries.setdefault(str(owner), []).append(Entry(*entry))
    people = conn.execute(select(person.c.id, person.c.name, person.c.unit, person.c.disabled).order_by(person.c.id))
    return [Known(*one, in_force(entries.get(one[0], []), now)) for one in people]


def has_console_chief(conn: Connection, now: datetime) -> bool:
    """Whether an account of the machine is security administrator."""
    query = select(person.c.id).where(person.c.id.startswith(CONSOLE), ~person.c.disabled)
    return any(Right("security") in {r.right for r in rights_of(conn, one, now)} for one in conn.scalars(query).all())


def remember(conn: Connection, person_id: str, name: str, unit: str, now: datetime) -> None:
    """Know the person by this name and unit; AccessError for an id that is none, and for a new person without them."""
    if not person_id.isprintable() or not 0 < len(person_id) <= 200 or person_id != person_id.strip():
        raise AccessError(f"人员编号不可用：{person_id!r}", f"no id of a person: {person_id!r}")
    values = {key: told for key, text in (("name", name), ("unit", unit)) if (told := _shown(text))}
    if conn.execute(select(person.c.id).where(person.c.id == person_id)).first() is None:
        if len(values) < 2:
            raise AccessError(
                f"{person_id} 是新人员，请写明姓名和单位", f"{person_id} is new: name and unit are needed"
            )
        conn.execute(insert(person), [{"id": person_id, **values, "disabled": False, "known_since": now}])
    elif values:
        conn.execute(update(person).where(person.c.id == person_id).values(values))


def _shown(text: str) -> str:
    """What a terminal and a page can show of a name that another system brought."""
    return "".join(sign for sign in text if sign.isprintable()).strip()[:LONGEST]
