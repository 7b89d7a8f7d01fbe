"""What returns are read against: places, units, lines, metrics of one notice, as the database knows them now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from data_access.database.schema import (
    admin_division,
    campaign,
    campaign_unit,
    duty,
    industry,
    line,
    metric,
    old_division_name,
    org_unit,
    org_unit_alias,
    tip_channel,
)
from data_access.database.snapshot import Snapshot
from data_access.i18n import t
from data_access.notice.date_limits import YEARS_AROUND
from data_access.notice.place_limits import Box, load_boxes
from seed.returns.reading.times import Years
from seed.returns.reading.values import heading

NO_CITY: Final = "省直"
CITY_ITSELF: Final = "市本级"
GROUPS_OF: Final = {"each_city": ("city",), "each_member": ("member",), "each_unit": ("city", "member")}


@dataclass(frozen=True)
class Unit:
    """A unit of the roster, or a volunteer league."""

    id: int
    name: str
    group: str
    adcode: str | None
    kind: str


@dataclass(frozen=True)
class Line:
    """A line of the notice. `attenders`: groups that only attend it (C7); `by_league`: leagues discharge it (C6)."""

    id: int
    code: str
    campaign_id: int
    attenders: frozenset[str]
    by_league: bool
    answers: str | None = None
    file_words: str | None = None


@dataclass
class Reference:
    """Names as offices write them → what they mean. Names are folded, without any spaces (values.heading)."""

    notice_id: int
    year: int
    zone: ZoneInfo
    province_adcode: str = ""
    campaign_ids: frozenset[int] = frozenset()
    """The notice and the campaigns that it orders: where a number of this notice may stand."""
    issued_on: date = date.min
    """Day of the notice, or its first day if it has none: nothing was received before."""
    last_year: int | None = None
    """In which the notice's last campaign ends; None: `year`."""
    city_word: str = field(default_factory=lambda: t("zh", "notice.city"))
    """What the notice calls the places below the province, in headings too."""
    cities: dict[str, str] = field(default_factory=dict)
    """City name in either form → adcode."""
    city_names: dict[str, str] = field(default_factory=dict)
    counties: dict[tuple[str, str], str] = field(default_factory=dict)
    """(adcode of the city, county name, old ones too) → adcode."""
    units: dict[str, Unit] = field(default_factory=dict)
    leagues: dict[tuple[str, str], Unit] = field(default_factory=dict)
    """(adcode of the city, name of the league) → league."""
    lines: dict[str, Line] = field(default_factory=dict)
    metrics: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Code → id of its newest version, unit of measure."""
    boxes: dict[str, Box] = field(default_factory=dict)
    """First two digits of an adcode → where the province lies, by the seats of its divisions."""
    channels: dict[str, str] = field(default_factory=dict)
    industries: dict[str, str] = field(default_factory=dict)

    @property
    def years(self) -> Years:
        """The years that a date of a return can lie in: from two before the notice's window to two after it."""
        return Years(self.year, self.year - YEARS_AROUND, max(self.last_year or 0, self.year) + YEARS_AROUND)

    def answered_by(self, kind: str) -> list[Line]:
        """The lines that a kind of return is handed in for, in the order of the notice; none for a ledger."""
        return [line for line in self.lines.values() if line.answers == kind]

    def city(self, name: str) -> str | None:
        """adcode of a city by either form of its name, or by a name under which its office appears."""
        if name in self.cities:
            return self.cities[name]
        unit = self.units.get(name)
        return unit.adcode if unit and unit.group == "city" else None

    def unit_of_city(self, adcode: str) -> Unit | None:
        """The office of a city on the roster."""
        return self.units.get(self.city_names.get(adcode, ""))

    def unit_by_id(self, key: int) -> Unit:
        """The unit of the roster with this id; KeyError for none."""
        return {unit.id: unit for unit in self.units.values()}[key]

    def city_of(self, adcode: str | None) -> str | None:
        """adcode of the city that a place of this province belongs to, or is; None for 省直 and what is elsewhere."""
        return self._places[adcode][0] if adcode in self._places else None

    def place_name(self, adcode: str | None) -> str:
        """A place for a message: 大庆市, 大庆市萨尔图区, or 省直 for none."""
        if adcode not in self._places:
            return adcode or NO_CITY
        city, county = self._places[adcode]
        return self.city_names[city] + county

    @cached_property
    def _places(self) -> dict[str | None, tuple[str, str]]:
        """adcode → its city and the name of the county, '' for the city itself; a county's first name is today's."""
        places: dict[str | None, tuple[str, str]] = {adcode: (adcode, "") for adcode in self.city_names}
        for (city, name), adcode in self.counties.items():
            places.setdefault(adcode, (city, name))
        return places

    def start_of(self, moment: date | datetime) -> datetime:
        """The instant of a fact: its time, or the first second of its day (C1)."""
        local = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """The last second of a due day (C2)."""
        return datetime.combine(day, time(23, 59, 59), self.zone).astimezone(UTC)


def load_reference(conn: Connection, notice_id: int) -> Reference:
    """The reference of the notice with this id, read in the transaction of `conn`."""
    notice = conn.execute(select(campaign).where(campaign.c.id == notice_id)).one()
    last = conn.execute(select(func.max(campaign.c.ends_on)).where(in_family(notice_id))).scalar()
    reference = Reference(notice_id, notice.year, ZoneInfo(notice.timezone), last_year=last.year if last else None)
    reference.boxes = load_boxes(Snapshot(conn))
    reference.issued_on = notice.issued_on or notice.starts_on
    if notice.city_zh:
        reference.city_word = heading(notice.city_zh)
    reference.province_adcode = notice.province_adcode
    places = _places(conn, reference, notice.starts_on)
    _units(conn, reference, places)
    _lines(conn, reference)
    for row in conn.execute(select(metric).order_by(metric.c.version)):
        reference.metrics[row.code] = (row.id, heading(row.unit))
    for row in conn.execute(select(tip_channel)):
        reference.channels[heading(row.name_zh)] = reference.channels[row.code] = row.code
    for row in conn.execute(select(industry)):
        reference.industries[heading(row.name_zh)] = row.code
    return reference


def in_family(notice_id: int) -> ColumnElement[bool]:
    """Is a campaign this notice, or one of its own?"""
    return or_(campaign.c.id == notice_id, campaign.c.parent_id == notice_id)


def _places(conn: Connection, reference: Reference, starts_on: date) -> Mapping[str, tuple[str, str, str]]:
    """Fill cities and counties of the notice's province; adcode → name, level, adcode of the city."""
    division = admin_division.c
    places: dict[str, tuple[str, str, str]] = {}
    below: dict[tuple[str, str], Row[Any]] = {}
    in_force = or_(division.valid_to.is_(None), division.valid_to >= starts_on)
    for row in conn.execute(select(admin_division).where(in_force).order_by(division.valid_from)):
        name = heading(row.name_zh)
        if row.level == "prefecture" and row.parent_adcode == reference.province_adcode:
            reference.cities[name] = reference.cities[heading(row.short_zh)] = row.adcode
            reference.city_names[row.adcode] = name
            places[row.adcode] = (name, row.level, row.adcode)
        elif row.level in ("county", "county_equivalent"):
            below[row.parent_adcode, name] = row
    for (city, name), row in below.items():
        if city in reference.city_names:
            reference.counties[city, name] = row.adcode
            places[row.adcode] = (name, row.level, city)
    for row in conn.execute(select(old_division_name)):
        if row.city_adcode in reference.city_names:
            reference.counties.setdefault((row.city_adcode, heading(row.old_name)), row.adcode)
    return places


def _units(conn: Connection, reference: Reference, places: Mapping[str, tuple[str, str, str]]) -> None:
    on_roster = (
        select(org_unit, campaign_unit.c.unit_group, campaign_unit.c.name_zh.label("roster_name"))
        .join(campaign_unit, campaign_unit.c.org_unit_id == org_unit.c.id)
        .where(campaign_unit.c.campaign_id == reference.notice_id, campaign_unit.c.unit_group != "county")
    )
    by_id, former = dict[int, Unit](), dict[str, Unit]()
    order = func.coalesce(campaign_unit.c.sort_order, org_unit.c.sort_order)
    for row in conn.execute(on_roster.order_by(order, org_unit.c.id)):
        by_id[row.id] = Unit(row.id, heading(row.roster_name or row.name_zh), row.unit_group, row.adcode, row.kind)
        reference.units[by_id[row.id].name] = by_id[row.id]
        if row.roster_name:
            former[heading(row.name_zh)] = by_id[row.id]
    for name, unit in former.items():
        reference.units.setdefault(name, unit)
    for row in conn.execute(select(org_unit_alias)):
        if row.org_unit_id in by_id:
            reference.units.setdefault(heading(row.alias), by_id[row.org_unit_id])
    for form, adcode in reference.cities.items():
        if office := reference.units.get(reference.city_names[adcode]):
            reference.units.setdefault(form, office)
    for row in conn.execute(select(org_unit).where(org_unit.c.kind == "volunteer_league")):
        name, level, city_adcode = places.get(row.adcode, ("", "", ""))
        suffix = heading(row.name_zh).removeprefix(name)
        if not name or suffix == heading(row.name_zh):
            continue
        league = Unit(row.id, heading(row.name_zh), "county" if level != "prefecture" else "city", row.adcode, row.kind)
        forms = (
            [form for form, adcode in reference.cities.items() if adcode == row.adcode]
            if level == "prefecture"
            else [form for (city, form), adcode in reference.counties.items() if adcode == row.adcode and city]
        )
        for form in forms:
            for city in ["", *reference.city_names] if level == "prefecture" else [city_adcode]:
                reference.leagues[city, form + suffix] = league


def _lines(conn: Connection, reference: Reference) -> None:
    reference.campaign_ids = frozenset(conn.scalars(select(campaign.c.id).where(in_family(reference.notice_id))))
    duties: dict[int, list[tuple[str, str, str]]] = {}
    for row in conn.execute(select(duty.c.line_id, duty.c.scope, duty.c.role, duty.c.host)):
        duties.setdefault(row.line_id, []).append((row.scope, row.role, row.host))
    of_notice = select(line).where(line.c.campaign_id.in_(reference.campaign_ids))
    for row in conn.execute(of_notice.order_by(line.c.sort_order)):
        owed = duties.get(row.id, [])
        attenders = frozenset(
            group for scope, role, _ in owed if role == "attend" for group in GROUPS_OF.get(scope, ())
        )
        by_league = any(host == "league" for _, _, host in owed) or any(scope == "each_county" for scope, _, _ in owed)
        returned = row.answers, row.file_words
        reference.lines[row.code] = Line(row.id, row.code, row.campaign_id, attenders, by_league, *returned)
