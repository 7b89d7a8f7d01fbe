"""Who leads an activity, holds it together with others or attends it, by its row (C6, C7)."""

from seed.returns.reading.reference import NO_CITY, Reference, Unit
from seed.returns.reading.table import Record
from seed.returns.reading.values import heading, items


def lead_of(record: Record, reference: Reference) -> Unit | None:
    """The unit that leads: the city of 市(地), or for 省直 the 主办单位; None when no unit of the roster is named."""
    if record["city"] != NO_CITY:
        return reference.unit_of_city(record["city_adcode"])
    whole = reference.units.get(heading(record["host"] or ""))
    named = (reference.units.get(item) for item in items(record["host"]))
    return whole or next((unit for unit in named if unit), None)


def participants(record: Record, reference: Reference) -> dict[int, str]:
    """Id of each unit that takes part → its role: one lead, co-hosts named whole, leagues (C6), attenders (C7)."""
    line = reference.lines.get(record["line"] or "")
    lead = lead_of(record, reference)
    roles: dict[int, str] = {}
    if lead:
        attends = line is not None and lead.group in line.attenders
        roles[lead.id] = "attend" if attends else "lead"
    hosts = items(record["host"]) if record["city"] == NO_CITY else []
    for item in [*hosts, *items(record["co_hosts"])]:
        if unit := reference.units.get(item):
            roles.setdefault(unit.id, roles[lead.id] if lead and roles[lead.id] == "attend" else "co")
    if line and line.by_league:
        for item in [*items(record["host"]), *items(record["co_hosts"])]:
            if league := reference.leagues.get((record["city_adcode"] or "", item)):
                roles.setdefault(league.id, "co")
    return roles
