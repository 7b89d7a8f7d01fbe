"""What a simulated campaign happens to: the places, units, lines and obligations of one notice in the database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, or_, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.days import local_date, start_of_day
from data_access.database.schema import (
    admin_division,
    campaign,
    industry,
    line,
    metric,
    obligation,
    org_unit,
    tip_channel,
)
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import in_force, labels, line_order
from data_access.notice.under_way import window_end
from data_access.question import Filters, Question
from seed.demo.days import Days, Receipts

WORST, BEST = 0.45, 0.97
"""Quality of cities: they lie evenly between, so that a ranking has something to rank."""
SPREAD: Final = 0.12
"""How far a county's quality lies from its city's."""


@dataclass(frozen=True)
class Place:
    """A county, or a city itself, with its seat."""

    adcode: str
    name: str
    short: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True)
class Unit:
    """Whoever owes something. `city`: adcode of its city, '' for 省直; `quality` in [0, 1] decides how well it does."""

    id: int
    code: str
    name: str
    short: str
    group: str
    adcode: str
    city: str
    quality: float
    receipts: Receipts


@dataclass(frozen=True)
class City:
    """A city with its office, its counties and itself last, and its weight among the cities."""

    unit: Unit
    places: tuple[Place, ...]
    weight: float


@dataclass(frozen=True)
class Line:
    """A line of the notice; `answers`: the kind of return that is handed in for it; `first` and `last` are the days of
    its campaign within the window.
    """

    id: int
    code: str
    campaign_id: int
    name: str
    short: str
    mode: str | None
    answers: str | None
    first: int
    last: int


@dataclass(frozen=True)
class Owed:
    """An obligation; `due` with all extensions."""

    id: int
    line: Line
    unit: Unit
    host_id: int
    period: str
    role: str
    min_count: int
    date_rule: str
    due: datetime | None


@dataclass(frozen=True)
class World:
    """Everything that the parts of a simulation are made from."""

    notice_id: int
    year: int
    issued: date
    days: Days
    cities: tuple[City, ...]
    units: dict[int, Unit]
    lines: dict[int, Line]
    owed: tuple[Owed, ...]
    industries: dict[str, tuple[str, str]]
    """Code of an industry that has none below it → its name, whom a tip about it is transferred to."""
    channels: tuple[str, ...]
    metrics: tuple[Row[Any], ...]
    """Of the newest version: id, code, unit, aggregation."""
    now: str
    """Wall clock for updated_at, as stored."""


def read_world(conn: Connection, code: str, seed: int, now: str) -> World:
    """The world of the notice with this code. Equal data and an equal `seed` give an equal world but for `now`."""
    head = conn.execute(select(campaign).where(campaign.c.code == code)).one()
    q = Question(Filters(campaign=code), start_of_day(head.starts_on, head.timezone), zone=head.timezone)
    parts = conn.execute(select(campaign).where(campaign.c.id.in_(campaign_ids(code))).order_by(campaign.c.code)).all()
    busy = [part for part in parts if part.kind != "notice"] or parts
    last = local_date(window_end(Snapshot(conn), code), head.timezone)
    days = Days(head.starts_on, last, head.timezone, [(part.starts_on, part.ends_on) for part in busy])
    lines = _lines(conn, code, {part.id: days.span(part.starts_on, part.ends_on) for part in parts})
    rows = conn.execute(select(obligation).where(obligation.c.line_id.in_(list(lines)))).all()
    rng = Random(f"{seed}/units")
    units = _units(conn, q, {row.org_unit_id for row in rows}, days, rng)
    channels = conn.scalars(select(tip_channel.c.code).order_by(tip_channel.c.sort_order, tip_channel.c.code))
    newest = select(metric.c.version).order_by(metric.c.version.desc()).limit(1).scalar_subquery()
    figures = select(metric.c.id, metric.c.code, metric.c.unit, metric.c.aggregation)
    return World(
        notice_id=head.id,
        year=head.year,
        issued=head.issued_on or head.starts_on,
        days=days,
        cities=_cities(conn, q, units.values(), rng),
        units=units,
        lines=lines,
        owed=_owed(rows, units, lines),
        industries=_industries(conn, head.province_adcode),
        channels=tuple(channels),
        metrics=tuple(conn.execute(figures.where(metric.c.version == newest).order_by(metric.c.code))),
        now=now,
    )


def _lines(conn: Connection, code: str, spans: Mapping[int, tuple[int, int]]) -> dict[int, Line]:
    """The lines of a notice by id, in its order."""
    rows = conn.execute(select(line).where(line.c.campaign_id.in_(campaign_ids(code))).order_by(*line_order()))
    return {
        row.id: Line(
            row.id,
            row.code,
            row.campaign_id,
            row.name_zh,
            row.short_zh,
            row.mode,
            row.answers,
            *spans[row.campaign_id],
        )
        for row in rows
    }


def _units(conn: Connection, q: Question, owing: Collection[int], days: Days, rng: Random) -> dict[int, Unit]:
    """The roster and whoever else owes something, by id; cities are evenly spread in quality."""
    unit = labels(q)
    rows = conn.execute(select(unit).where(or_(unit.c.unit_group != "", unit.c.id.in_(owing)))).all()
    cities = sorted(row.city_adcode for row in rows if row.unit_group == "city")
    steps = [WORST + (BEST - WORST) * place / max(len(cities) - 1, 1) for place in range(len(cities))]
    rng.shuffle(steps)
    of_city = dict(zip(cities, steps, strict=True))
    units = {}
    for row in sorted(rows, key=lambda row: str(row.unit_code)):
        quality = of_city.get(row.city_adcode, rng.uniform(WORST, BEST))
        if row.unit_group != "city":
            quality = min(max(quality + rng.uniform(-SPREAD, SPREAD), 0.0), 1.0)
        names = (row.unit_code, row.unit_zh, row.unit_short, row.unit_group, row.unit_adcode, row.city_adcode)
        units[row.id] = Unit(row.id, *names, quality, Receipts(days, rng, quality))
    return units


def _cities(conn: Connection, q: Question, units: Iterable[Unit], rng: Random) -> tuple[City, ...]:
    """The cities of the roster in the order of their adcodes, each with the divisions in force below it."""
    d = admin_division.c
    rows = conn.execute(select(admin_division).where(in_force(q)).order_by(d.adcode, d.valid_from)).all()
    places = {row.adcode: Place(row.adcode, row.name_zh, row.short_zh, row.lon, row.lat) for row in rows}
    offices = sorted((unit for unit in units if unit.group == "city" and unit.city in places), key=lambda u: u.city)
    cities = []
    for office in offices:
        below = [places[row.adcode] for row in rows if row.parent_adcode == office.city]
        weight = (len(below) + 2) * rng.uniform(0.6, 1.6)
        cities.append(City(office, (*below, places[office.city]), weight))
    return tuple(cities)


def _owed(rows: Sequence[Row[Any]], units: Mapping[int, Unit], lines: Mapping[int, Line]) -> tuple[Owed, ...]:
    """The obligations in the order of lines, units and periods."""
    place = {key: number for number, key in enumerate(lines)}
    found = [
        Owed(
            row.id,
            lines[row.line_id],
            units[row.org_unit_id],
            row.host_unit_id,
            row.period_key,
            row.role,
            row.min_count,
            row.date_rule,
            row.due_current,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda owed: (place[owed.line.id], owed.unit.code, owed.period, owed.role)))


def _industries(conn: Connection, province: str) -> dict[str, tuple[str, str]]:
    upper = select(industry.c.parent_code).where(industry.c.parent_code.is_not(None))
    in_charge = and_(org_unit.c.id == industry.c.regulator_unit_id, org_unit.c.province_adcode == province)
    rows = conn.execute(
        select(industry.c.code, industry.c.name_zh, org_unit.c.name_zh)
        .outerjoin_from(industry, org_unit, in_charge)
        .where(industry.c.code.not_in(upper))
        .order_by(industry.c.code)
    )
    return {code: (name, regulator or "有关部门") for code, name, regulator in rows}
