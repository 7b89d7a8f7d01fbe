"""Cities and counties: the places of a campaign's province."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import CTE, Row, ScalarSelect, Select, case, or_, select

from data_access.database.campaign_trees import STATEMENTS, notice_id
from data_access.database.parameters import chosen
from data_access.database.schema import admin_division, campaign
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import in_force
from data_access.notice.units import Place
from data_access.question import Question


class City(NamedTuple):
    """A prefecture-level division with its seat (WGS84)."""

    adcode: str
    name_zh: str
    name_en: str
    short_zh: str
    lon: float | None
    lat: float | None

    @property
    def place(self) -> Place:
        """Its code and names."""
        return Place(self.adcode, self.name_zh, self.name_en, self.short_zh)


class County(NamedTuple):
    """A county-level division with its seat (WGS84)."""

    adcode: str
    name_zh: str
    name_en: str
    short_zh: str
    level: str
    """county, or county_equivalent for a district without a code of its own (C3)."""
    is_official: bool
    lon: float | None
    lat: float | None


COUNTY_LEVELS: Final = ("county", "county_equivalent")
ALL: Final = "all"
PROVINCE: Final = Place(ALL, "全省", "Province", "全省")
OFFICES: Final = Place("province", "省直", "Provincial units", "省直")
"""Of units and facts of the province that belong to no city."""
NOWHERE: Final = Place("", "", "", "")
"""Of what has no place."""


def province_of(code: str) -> ScalarSelect[str]:
    """The adcode of a campaign's province."""
    province = select(campaign.c.province_adcode).where(campaign.c.id == notice_id(code))
    return province.correlate(None).scalar_subquery()


@lru_cache(STATEMENTS)
def territory(q: Question) -> CTE:
    """The divisions in which something may lie that is chosen and may be seen: the province (its city is ''), its
    cities and their counties. Columns adcode, city_adcode, name_zh, name_en, short_zh, level.
    """
    d, province = admin_division.c, province_of(q.filters.campaign)
    prefecture = admin_division.alias("prefecture")
    cities = select(prefecture.c.adcode).where(prefecture.c.parent_adcode == province, in_force(q, prefecture))
    city = case((d.adcode == province, ""), (d.level == "prefecture", d.adcode), else_=d.parent_adcode)
    inside = or_(d.adcode == province, d.parent_adcode == province, d.parent_adcode.in_(cities))
    columns = (d.adcode, city.label("city_adcode"), d.name_zh, d.name_en, d.short_zh, d.level)
    places = select(*columns).where(inside, in_force(q))
    if q.scope.cities is not None:
        places = places.where(city.in_(chosen("seen", q)))
    if q.filters.cities:
        places = places.where(city.in_(chosen("cities", q)))
    if q.hazards.counties:
        places = places.where(d.adcode.in_(chosen("counties", q)))
    return places.cte()  # said once before the statement, for SQLite's parser does not follow deep nesting


class Area(NamedTuple):
    """A division in which something may lie: the province, one of its cities or counties."""

    place: Place
    city: str
    """The adcode of its city, which may be itself; '' of the province."""
    level: str


NO_AREA: Final = Area(NOWHERE, "", "")


def select_territory(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of territory(q), ordered by city and adcode: the province, then each city with its counties."""
    place = territory(q)
    return select(place).order_by(place.c.city_adcode, place.c.adcode)


def load_areas(s: Snapshot, q: Question) -> Mapping[str, Area]:
    """adcode -> division, of all that may be seen, whatever is filtered: the province, each city with its counties."""
    q = q.unfiltered().timeless()
    return s.lasting((load_areas, q), lambda: {row.adcode: _area(row) for row in s.ask(select_territory, q)})


def _area(row: Row[*tuple[Any, ...]]) -> Area:
    return Area(Place(row.adcode, row.name_zh, row.name_en, row.short_zh), row.city_adcode, row.level)


def list_territory(s: Snapshot, q: Question) -> list[Area]:
    """Those in the chosen cities and counties."""
    cities, counties = q.filters.cities, q.hazards.counties
    return [
        one
        for one in load_areas(s, q).values()
        if (not cities or one.city in cities) and (not counties or one.place.code in counties)
    ]


def load_city_of(s: Snapshot, q: Question) -> Mapping[str, str]:
    """adcode -> the city that it belongs to ('' of the province), of all places that may be seen."""
    q = q.unfiltered().timeless()
    return s.lasting((load_city_of, q), lambda: {code: one.city for code, one in load_areas(s, q).items()})


def select_cities(q: Question) -> Select[*tuple[Any, ...]]:
    """The prefectures of the campaign's province that this viewer may see, in official order; filters do not narrow
    them, since one chooses among them.
    """
    d = admin_division.c
    rows = (
        select(*(d[name] for name in City._fields))
        .where(d.level == "prefecture", d.parent_adcode == province_of(q.filters.campaign), in_force(q))
        .order_by(d.adcode)
    )
    return rows if q.scope.cities is None else rows.where(admin_division.c.adcode.in_(chosen("seen", q)))


def list_cities(s: Snapshot, q: Question) -> tuple[City, ...]:
    """The 市(地) that the viewer may see, ordered by adcode."""
    return tuple(City._make(row) for row in s.ask_lasting(select_cities, q.unfiltered().timeless()))


def places_of(s: Snapshot, q: Question) -> list[Place]:
    """The rows of a table per city: the chosen cities that may be seen, in official order, and before them the whole
    province where none is left out.
    """
    cities = [city.place for city in list_cities(s, q)]
    if q.filters.cities or q.scope.cities is not None:
        return [city for city in cities if not q.filters.cities or city.code in q.filters.cities]
    return [PROVINCE, *cities]


def list_counties(s: Snapshot, city_adcode: str) -> tuple[County, ...]:
    """The county-level divisions below a city that are in force today, ordered by adcode."""
    d = admin_division.c
    rows = (
        select(*(d[name] for name in County._fields))
        .where(d.parent_adcode == city_adcode, d.level.in_(COUNTY_LEVELS), d.valid_to.is_(None))
        .order_by(d.adcode)
    )
    return tuple(County._make(row) for row in s.execute(rows))
