"""A small campaign to try the rules on: two cities, three counties, a member unit, an office, lines of every kind."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, insert

from data_access.database.schema import (
    activity,
    activity_unit,
    admin_division,
    campaign,
    campaign_unit,
    line,
    obligation,
    obligation_extension,
    org_unit,
    submission,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
YEAR = 2020
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A local instant of the campaign's year."""
    return datetime(YEAR, month, day, hour, minute, second, tzinfo=SHANGHAI).astimezone(UTC)


def due(month: int, day: int) -> datetime:
    """The deadline of a local day."""
    return at(month, day, 23, 59, 59)


@dataclass(frozen=True)
class Unit:
    id: int
    code: str
    group: str
    level: str
    adcode: str | None
    city: str


@dataclass(frozen=True)
class Line:
    id: int
    code: str
    parent: int | None = None
    kind: str = "activity"
    campaign: int = 1
    setting: str | None = None


@dataclass(frozen=True)
class Obligation:
    id: int
    line: int
    unit: int
    host: int
    role: str = "hold"
    due: datetime | None = None
    basis: str = "none"
    rule: str = "none"
    min_count: int = 1
    period: str = "once"
    waived_at: datetime | None = None


@dataclass(frozen=True)
class Activity:
    id: int
    line: int | None
    status: str = "held"
    start: datetime | None = None
    end: datetime | None = None
    hosts: tuple[tuple[int, str], ...] = ((1, "lead"),)
    recorded_at: datetime = LONG_AGO
    superseded_at: datetime | None = None
    code: str = ""
    planned: datetime | None = None


@dataclass(frozen=True)
class Version:
    id: int
    obligation: int
    version: int
    received: datetime
    status: str = "submitted"
    reviewed: datetime | None = None
    recorded_at: datetime = LONG_AGO
    content: str = "none"
    zero: bool = False
    reason: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True)
class Extension:
    id: int
    obligation: int
    new_due: datetime
    granted_at: datetime
    recorded_at: datetime = LONG_AGO
    reason: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True)
class History:
    activities: tuple[Activity, ...] = ()
    versions: tuple[Version, ...] = ()
    extensions: tuple[Extension, ...] = ()
    waivers: tuple[tuple[int, datetime], ...] = ()


CITY_A, CITY_B, MEMBER, OFFICE, LEAGUE_A, COUNTY_1, COUNTY_2, COUNTY_3 = range(1, 9)
UNITS = (
    Unit(CITY_A, "230100", "city", "city", "230100", "230100"),
    Unit(CITY_B, "230200", "city", "city", "230200", "230200"),
    Unit(MEMBER, "D-XF", "member", "province", None, ""),
    Unit(OFFICE, "D-AW", "office", "province", None, ""),
    Unit(LEAGUE_A, "230100-L", "", "city", "230100", "230100"),
    Unit(COUNTY_1, "230102-L", "county", "county", "230102", "230100"),
    Unit(COUNTY_2, "230103-L", "county", "county", "230103", "230100"),
    Unit(COUNTY_3, "230202-L", "county", "county", "230202", "230200"),
)
GROUP, BY, ON, TWICE, ATTEND, REPORT, WEEKLY, LEAGUE, ROLLING, PLAN = range(1, 11)
LINES = (
    Line(GROUP, "M1", kind="group", campaign=2),
    Line(BY, "M1.1", GROUP, campaign=2, setting="school"),
    Line(ON, "M4.1", campaign=2),
    Line(TWICE, "M3.3", campaign=2),
    Line(ATTEND, "M1.3", GROUP, campaign=2),
    Line(REPORT, "D3", kind="report"),
    Line(WEEKLY, "D2", kind="report"),
    Line(LEAGUE, "M5.3b", campaign=2),
    Line(ROLLING, "T3", campaign=3),
    Line(PLAN, "R1", kind="deliverable"),
)


def _obligations() -> tuple[Obligation, ...]:
    made: list[Obligation] = []

    def owe(line_id: int, unit: int, **rest: Any) -> None:
        made.append(Obligation(len(made) + 1, line_id, unit, rest.pop("host", unit), **rest))

    for city in (CITY_A, CITY_B):
        owe(BY, city, due=due(6, 10), basis="inferred", rule="by")
        owe(ATTEND, city, role="attend")
        owe(LEAGUE, city, host=LEAGUE_A if city == CITY_A else city, due=due(6, 30), basis="inferred", rule="by")
        owe(TWICE, city, due=due(6, 20), basis="inferred", rule="by", min_count=2)
    owe(ON, CITY_A, due=due(6, 16), basis="stated", rule="on")
    for unit in (CITY_A, CITY_B, MEMBER):
        owe(REPORT, unit, role="submit", due=due(7, 3), basis="stated", rule="by")
        owe(WEEKLY, unit, role="submit", due=due(6, 7), basis="inferred", rule="by", period="2020-W23")
        owe(WEEKLY, unit, role="submit", due=due(6, 14), basis="inferred", rule="by", period="2020-W24")
        owe(PLAN, unit, role="submit")
        owe(ROLLING, unit)
    owe(ATTEND, OFFICE)
    for county in (COUNTY_1, COUNTY_2, COUNTY_3):
        owe(LEAGUE, county, due=due(6, 30), basis="inferred", rule="by")
    return tuple(made)


OBLIGATIONS = _obligations()


def owed(line_id: int, unit: int, period: str = "once") -> Obligation:
    """The obligation of a unit for a line."""
    return next(o for o in OBLIGATIONS if (o.line, o.unit, o.period) == (line_id, unit, period))


def _put(conn: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        conn.execute(insert(table), rows)


def build(conn: Connection) -> None:
    """The campaign without any history."""
    names = {"name_en": "x", "short_zh": "简"}
    _put(
        conn,
        admin_division,
        [
            {"adcode": code, "level": level, "parent_adcode": parent, "name_zh": name, "valid_from": date(2019, 1, 1)}
            | {"is_official": True, "lon": 126.5, "lat": 45.8}
            | names
            for code, level, parent, name in (
                ("230000", "province", None, "黑龙江省"),
                ("230100", "prefecture", "230000", "哈尔滨市"),
                ("230200", "prefecture", "230000", "齐齐哈尔市"),
                ("230102", "county", "230100", "道里区"),
                ("230103", "county", "230100", "南岗区"),
                ("230199", "county_equivalent", "230100", "某管理区"),
                ("230202", "county", "230200", "龙沙区"),
            )
        ],
    )
    _put(
        conn,
        org_unit,
        [
            {"id": u.id, "code": u.code, "name_zh": f"单位{u.id}", "kind": "other", "level": u.level}
            | {"adcode": u.adcode, "sort_order": u.id, "provenance": "stated"}
            | names
            for u in UNITS
        ],
    )
    spans = (("N", "notice", None, 12), ("AQY", "month", 1, 6), ("LJX", "tour", 1, 12))
    _put(
        conn,
        campaign,
        [
            {"id": n, "code": code, "kind": kind, "parent_id": parent, "name_zh": code, "name_en": code, "year": YEAR}
            | {"province_adcode": "230000", "starts_on": date(YEAR, 6, 1), "ends_on": date(YEAR, month, 30)}
            | {"end_precision": "day", "timezone": "Asia/Shanghai"}
            for n, (code, kind, parent, month) in enumerate(spans, 1)
        ],
    )
    _put(
        conn,
        campaign_unit,
        [
            {"campaign_id": 1, "org_unit_id": u.id, "unit_group": u.group, "provenance": "stated"}
            for u in UNITS
            if u.group
        ],
    )
    _put(
        conn,
        line,
        [
            {"id": n.id, "campaign_id": n.campaign, "code": n.code, "parent_id": n.parent, "sort_order": n.id}
            | {"kind": n.kind, "name_zh": n.code, "name_en": n.code, "short_zh": n.code, "short_en": n.code}
            | {"recurrence": "once", "provenance": "stated", "setting": n.setting}
            for n in LINES
        ],
    )
    _put(
        conn,
        obligation,
        [
            {"id": o.id, "line_id": o.line, "org_unit_id": o.unit, "host_unit_id": o.host, "period_key": o.period}
            | {"role": o.role, "min_count": o.min_count, "date_rule": o.rule, "due_provenance": o.basis}
            | {"due_original": o.due, "due_current": o.due, "recorded_at": LONG_AGO, "updated_at": LONG_AGO}
            for o in OBLIGATIONS
        ],
    )


def record(conn: Connection, history: History) -> None:
    """What happened."""
    _put(
        conn,
        activity,
        [
            {"id": a.id, "code": a.code or f"HD{a.id}", "campaign_id": 1, "line_id": a.line, "title": "某活动"}
            | {"status": a.status, "held_start": a.start, "held_end": a.end, "is_featured": False}
            | {"planned_start": a.planned, "recorded_at": a.recorded_at, "superseded_at": a.superseded_at}
            | {"updated_at": a.recorded_at, "adcode": "230102"}
            for a in history.activities
        ],
    )
    _put(
        conn,
        activity_unit,
        [
            {"activity_id": a.id, "org_unit_id": unit, "role": role}
            for a in history.activities
            for unit, role in a.hosts
        ],
    )
    _put(
        conn,
        submission,
        [
            {"id": v.id, "obligation_id": v.obligation, "version": v.version, "submitted_at": v.received}
            | {"recorded_at": v.recorded_at, "updated_at": v.recorded_at, "status": v.status}
            | {"reviewed_at": v.reviewed, "is_zero_report": v.zero, "content": v.content}
            | {"return_reason_code": v.reason[0], "return_reason": v.reason[1]}
            for v in history.versions
        ],
    )
    dues = {o.id: o.due for o in OBLIGATIONS}
    _put(
        conn,
        obligation_extension,
        [
            {"id": x.id, "obligation_id": x.obligation, "old_due": dues[x.obligation], "new_due": x.new_due}
            | {"granted_at": x.granted_at, "recorded_at": x.recorded_at}
            | {"reason_code": x.reason[0], "reason": x.reason[1]}
            for x in history.extensions
        ],
    )
    for key, instant in history.waivers:
        conn.execute(
            obligation.update().where(obligation.c.id == key).values(waived_at=instant, waive_reason="情况特殊")
        )


def event(n: int, line: int | None, day: datetime, *hosts: tuple[int, str], **rest: Any) -> Activity:
    """A held activity, by city A unless others are named."""
    return Activity(n, line, start=day, hosts=hosts or ((CITY_A, "lead"),), **rest)


def held(*activities: Activity, **rest: Any) -> History:
    """A history of activities."""
    return History(activities=activities, **rest)


def sent(
    *versions: tuple[datetime, str, datetime | None], unit: int = CITY_A, line: int = REPORT, **rest: Any
) -> History:
    """A history of versions: receipt, status, review."""
    target = owed(line, unit).id
    return History(
        versions=tuple(
            Version(n, target, n, received, status, reviewed, recorded_at=received)
            for n, (received, status, reviewed) in enumerate(versions, 1)
        ),
        **rest,
    )


NOTHING = History()
LATER = at(8, 1)
