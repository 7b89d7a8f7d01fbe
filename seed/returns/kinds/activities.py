"""活动台账: a row is an activity."""

import re
from typing import Final

from seed.returns.reading import columns, values
from seed.returns.reading.reference import NO_CITY, Reference, Unit
from seed.returns.reading.table import Check, Column, Record, Table

MODES: Final = {"线上": "online", "线下": "offline", "线上线下结合": "mixed"}
STATUSES: Final = {"计划": "planned", "已举办": "held", "延期": "postponed", "取消": "cancelled"}
SEPARATORS: Final = re.compile(r"[、,\s]+")
LISTED: Final = re.compile("[、,]")
MARKS: Final = re.compile(rf"\(.*?\)|[^{values.HAN}]")
"""What is left of a name without them is compared with the units: footnotes, brackets, spaces, breaks."""


def check_row(record: Record, check: Check) -> None:
    """A held activity has a start, a planned or cancelled one has none; its place is known.

    Adds who is named as host, by unit where it is one.
    """
    columns.place(record, check, province=True)
    units = check.reference.units
    for name, named in (("host", "hosts_named"), ("co_hosts", "co_hosts_named")):
        meant = (units.get(item) for item in items(record[name]))
        ids = {unit.id for unit in meant if unit}
        record.fields[named] = (frozenset(ids), frozenset(item for item in items(record[name]) if item not in units))
    line = check.reference.lines.get(record["line"] or "")
    by_league = line is not None and line.by_league
    for name in ("host", "co_hosts") if record["city"] == NO_CITY or by_league else ("co_hosts",):
        _say_marked(record, name, check, by_league=by_league)
    if "host" in record.absent and (record["city"] == NO_CITY or by_league):
        check.fault(record, "host", "without", needed="主办单位")
    if record["status"] == "held" and record["held_start"] is None and "held_start" not in record.written:
        check.fault(record, "held_start", "without", needed="实际开始")
    if record["status"] in ("planned", "cancelled"):
        for name in ("held_start", "held_end"):
            if name in record.written:
                check.fault(record, name, "not_held", status=values.heading(record.written["status"]))


def _say_marked(record: Record, name: str, check: Check, *, by_league: bool) -> None:
    """A note for each name that would be a unit, or a league where leagues count, but for a mark or space in it."""
    reference, written = check.reference, set(items(record[name]))
    for item in LISTED.split(values.fold(record[name] or "")):
        meant = MARKS.sub("", item)
        is_league = by_league and (record["city_adcode"] or "", meant) in reference.leagues
        if meant not in written and (meant in reference.units or is_league):
            check.note(record, name, "marked_unit", meant=meant)


TABLE: Final = Table(
    columns=(
        Column("活动编号", "code", columns.key, required="no_key"),
        Column("事项编号", "line", columns.line),
        Column("市(地)", "city", columns.word, required="unknown_city"),
        Column("县(市、区)", "county", columns.word, absence="named"),
        Column("活动名称", "title", columns.text),
        Column("主办单位", "host", columns.text, absence="named"),
        Column("协办单位/联办市(地)", "co_hosts", columns.text, absence="named"),
        Column("形式", "mode", columns.one_of(MODES), absence="named"),
        Column("计划开始", "planned_start", columns.moment, absence="named"),
        Column("计划结束", "planned_end", columns.moment, absence="named"),
        Column("实际开始", "held_start", columns.moment),
        Column("实际结束", "held_end", columns.moment),
        Column("状态", "status", columns.one_of(STATUSES), required="required"),
        Column("现场参与人次", "attendance_onsite", columns.on_site, once=True),
        Column("线上参与人次", "attendance_online", columns.people, absence="named", once=True),
        Column("观看人次", "views", columns.people, absence="named", once=True),
        Column("地点/平台", "venue", columns.text, absence="named"),
        Column("备注", "note", columns.private, personal=True, absence="named"),
    ),
    key=("code",),
    chains=(("planned_start", "planned_end"), ("held_start", "held_end")),
    as_written=frozenset({"city", "county", "host", "co_hosts"}),
    rule=check_row,
    whole=columns.no_rounded_keys("code"),
)


def items(written: str | None) -> list[str]:
    """The items of a list of units or numbers, separated by 、, comma or space, folded."""
    return [item for item in SEPARATORS.split(values.fold(written or "")) if item]


def lead_of(record: Record, reference: Reference) -> Unit | None:
    """Who leads: the city of 市(地), or for 省直 the 主办单位 (C6); None when no unit of the roster is named."""
    if record["city"] != NO_CITY:
        return reference.unit_of_city(record["city_adcode"])
    whole = reference.units.get(values.heading(record["host"] or ""))
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
