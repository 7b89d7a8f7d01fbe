"""单位名录: a row is a unit, with the other names under which it appears."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, and_, delete, exists, insert, or_, select, update

from data_access.database.schema import (
    activity,
    activity_unit,
    campaign,
    campaign_unit,
    delivery,
    obligation,
    org_unit,
    submission,
)
from seed.merge import merge
from seed.obligations import generate
from seed.returns.kinds.kind import Kind
from seed.returns.reading import columns, values
from seed.returns.reading.faults import Fault
from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import Value
from seed.returns.reading.table import Check, Column, Record, Table
from seed.returns.storing.load import OfficeLoad
from seed.roster import AFTER_ALL_PLACES, bring_aliases

BY_ROSTER: Final = ("member", "office")
"""Groups whose members are exactly those of the roster; cities and counties come from the divisions."""
GROUPS: Final = {"成员单位": "member", "省级牵头": "office"}


def _group(value: Value, reference: Reference) -> Any:
    """The group of a unit; cities are called as the notice calls them."""
    return columns.one_of({reference.city_word: "city", **GROUPS})(value, reference)


def check_row(record: Record, check: Check) -> None:
    """A city of the roster is one of the divisions."""
    if record["group"] == "city" and record["name"] and record["name"] not in check.reference.cities:
        check.fault(record, "name", "unknown_city")


TABLE: Final = Table(
    columns=(
        Column("单位", "name", columns.word, required="no_key"),
        Column("类别", "group", _group, required="required"),
        Column("别名", "aliases", columns.text),
        Column("备注", "note", columns.private, personal=True, absence="named"),
    ),
    key=("name",),
    rule=check_row,
)


@dataclass
class Plan:
    """What a roster makes of the groups of its notice."""

    keys: list[int | None]
    """Of each record the unit that is known by one of its names in this province; None: a new one."""
    joining: list[str]
    leaving: dict[int, str] = field(default_factory=dict)
    """Id → name of the units that it no longer names."""
    with_returns: list[str] = field(default_factory=list)
    """Those of them that sent or held something for this notice."""

    def notes(self) -> list[Fault]:
        """Who joins and who leaves."""
        groups = (("joining", self.joining), ("leaving", list(self.leaving.values())))
        return [Fault(code, details={"units": "、".join(names)}) for code, names in groups if names]

    def faults(self) -> list[Fault]:
        """A fault naming the units with returns that would leave, none if there are none."""
        units = "、".join(self.with_returns)
        return [Fault("leaving_with_returns", details={"units": units})] if units else []


def plan(conn: Connection, reference: Reference, records: Sequence[Record]) -> Plan:
    """Which units the roster means, who joins and who leaves; nothing is written."""
    names = {name: unit.id for name, unit in reference.units.items()} | _names(conn, reference.province_adcode)
    keys = [next((names[form] for form in _forms(record) if form in names), None) for record in records]
    members = [(record, key) for record, key in zip(records, keys, strict=True) if record["group"] != "city"]
    present = dict(conn.execute(_present(reference, org_unit.c.id, org_unit.c.name_zh)).all())
    joining = [record["name"] for record, key in members if key not in present]
    staying = {key for _, key in members}
    leaving = {key: name for key, name in present.items() if key not in staying} if members else {}
    active = set(conn.scalars(_with_returns(reference, leaving))) if leaving else set()
    return Plan(keys, joining, leaving, [name for key, name in leaving.items() if key in active])


def store(load: OfficeLoad, records: Sequence[Record]) -> None:
    """Store the roster; notes name who joins and leaves, a fault units with returns that would leave unconfirmed."""
    todo = plan(load.conn, load.reference, records)
    load.notes += todo.notes()
    load.faults += [] if load.may_leave else todo.faults()
    if not load.faults:
        load.counts.changed = _bring(load.conn, load.reference, records, todo)


def _bring(conn: Connection, reference: Reference, records: Sequence[Record], todo: Plan) -> int:
    """Make members and offices of the notice exactly those of the roster, and regenerate the obligations.

    Returns how many rows changed; the same roster again changes none.
    """
    written = 0
    members: list[dict[str, Any]] = []
    aliases: dict[str, int] = {}
    for number, (record, known) in enumerate(zip(records, todo.keys, strict=True)):
        order = AFTER_ALL_PLACES + number
        key = known or _add_unit(conn, record["name"], reference.province_adcode, order)
        written += known is None
        if record["group"] != "city":
            written += _place(conn, reference, key, record["name"], order)
            member = {"campaign_id": reference.notice_id, "org_unit_id": key, "unit_group": record["group"]}
            members.append({**member, "provenance": "stated", "name_zh": record["name"], "sort_order": order})
        aliases |= dict.fromkeys([form for form in values.items(record["aliases"]) if form != record["name"]], key)
    written += bring_aliases(conn, reference.province_adcode, aliases, keep=False).total
    if members:
        written += _leave(conn, reference.notice_id, todo.leaving)
        written += merge(conn, campaign_unit, ("campaign_id", "org_unit_id"), members).total
    return written + generate(conn, reference.notice_id, reference.start_of(reference.issued_on))


def _forms(record: Record) -> list[str]:
    return [record["name"], *map(values.word, values.items(record["aliases"]))] if record["name"] else []


def _names(conn: Connection, province_adcode: str) -> dict[str, int]:
    """Names of the province's departments, on the roster or not; a place's office is never meant by a department's."""
    departments = select(org_unit.c.name_zh, org_unit.c.id).where(org_unit.c.adcode.is_(None))
    return dict(conn.execute(departments.where(org_unit.c.province_adcode == province_adcode)).all())


def _present(reference: Reference, *columns: Any) -> Any:
    """The units of the notice's groups that a roster makes."""
    by_roster = campaign_unit.c.unit_group.in_(BY_ROSTER) & (campaign_unit.c.campaign_id == reference.notice_id)
    return select(*columns).join_from(campaign_unit, org_unit).where(by_roster).order_by(org_unit.c.sort_order)


def _with_returns(reference: Reference, units: Collection[int]) -> Any:
    """Those of `units` that sent a file, handed something in or held an activity for the notice."""
    lines = [line.id for line in reference.lines.values()]
    sent = exists().where(delivery.c.campaign_id == reference.notice_id, delivery.c.org_unit_id == org_unit.c.id)
    owed = and_(obligation.c.org_unit_id == org_unit.c.id, obligation.c.line_id.in_(lines))
    handed_in = exists().where(submission.c.obligation_id == obligation.c.id, owed)
    of_notice = activity.c.campaign_id.in_(reference.campaign_ids)
    hosted = exists().where(
        activity_unit.c.org_unit_id == org_unit.c.id, activity.c.id == activity_unit.c.activity_id, of_notice
    )
    return select(org_unit.c.id).where(org_unit.c.id.in_(list(units)), or_(sent, handed_in, hosted))


def _add_unit(conn: Connection, name: str, province_adcode: str, order: int) -> int:
    code = "U-" + sha256(f"{province_adcode}{name}".encode()).hexdigest()[:8]
    row = {"name_zh": name, "name_en": name, "short_zh": name, "kind": "member_dept", "level": "province"}
    row |= {"code": code, "province_adcode": province_adcode, "provenance": "stated"}
    made = insert(org_unit).returning(org_unit.c.id)
    return int(conn.execute(made, [{**row, "sort_order": order}]).scalar_one())


def _place(conn: Connection, reference: Reference, key: int, name: str, order: int) -> int:
    """The roster's name and order become the unit's own, unless another notice shows it too; 1 if that changed any."""
    c = campaign.c
    others = (c.kind == "notice") & (c.province_adcode == reference.province_adcode) & (c.id != reference.notice_id)
    if conn.execute(select(c.id).where(others).limit(1)).first():
        return 0
    stated = {"name_zh": name, "sort_order": order, "provenance": "stated"}
    differs = [org_unit.c[column] != value for column, value in stated.items()]
    if not any(conn.execute(select(*differs).where(org_unit.c.id == key)).one()):
        return 0
    conn.execute(update(org_unit).where(org_unit.c.id == key).values(stated))
    return 1


def _leave(conn: Connection, notice_id: int, leaving: Collection[int]) -> int:
    """Units that the roster no longer names leave its groups."""
    for key in leaving:
        of_it = (campaign_unit.c.campaign_id == notice_id) & (campaign_unit.c.org_unit_id == key)
        conn.execute(delete(campaign_unit).where(of_it, campaign_unit.c.unit_group.in_(BY_ROSTER)))
    return len(leaving)


KIND: Final = Kind("roster", "单位名录", TABLE, store_office=store, identity=("name",))
