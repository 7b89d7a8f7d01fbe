"""Cities and counties: the places of a campaign's province."""

from typing import Any, Final, NamedTuple

import pandas as pd
from sqlalchemy import Connection, Select, select

from data_access.asked import ask, chosen
from data_access.filters import Question
from data_access.frames import FLAG, NUMBER, TEXT, Contract, to_frame
from data_access.schema import admin_division, campaign
from data_access.selection import in_force, notice_id


class City(NamedTuple):
    """A prefecture-level division with its seat (WGS84)."""

    adcode: str
    name_zh: str
    name_en: str
    short_zh: str
    lon: float | None
    lat: float | None


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


CITIES: Final[Contract] = {**dict.fromkeys(City._fields[:4], TEXT), "lon": NUMBER, "lat": NUMBER}
COUNTIES: Final[Contract] = {
    **dict.fromkeys(County._fields[:5], TEXT),
    "is_official": FLAG,
    "lon": NUMBER,
    "lat": NUMBER,
}


def select_cities(q: Question) -> Select[*tuple[Any, ...]]:
    """The prefectures of the campaign's province that this viewer may see, in official order; filters do not narrow
    them, since one chooses among them.
    """
    notice = notice_id(q.filters.campaign)
    province = select(campaign.c.province_adcode).where(campaign.c.id == notice).correlate(None).scalar_subquery()
    d = admin_division.c
    rows = (
        select(*(d[name] for name in City._fields))
        .where(d.level == "prefecture", d.parent_adcode == province, in_force(q))
        .order_by(d.adcode)
    )
    return rows if q.scope.cities is None else rows.where(admin_division.c.adcode.in_(chosen("seen", q)))


def list_cities(conn: Connection, q: Question) -> tuple[City, ...]:
    """The 市(地) that the viewer may see, ordered by adcode."""
    return tuple(City._make(row) for row in ask(conn, select_cities, q))


def load_cities(conn: Connection, q: Question) -> pd.DataFrame:
    """list_cities as a frame: columns CITIES."""
    return to_frame(list_cities(conn, q), CITIES)


def list_counties(conn: Connection, city_adcode: str) -> tuple[County, ...]:
    """The county-level divisions below a city that are in force today, ordered by adcode."""
    d = admin_division.c
    rows = (
        select(*(d[name] for name in County._fields))
        .where(d.parent_adcode == city_adcode, d.level.in_(("county", "county_equivalent")), d.valid_to.is_(None))
        .order_by(d.adcode)
    )
    return tuple(County._make(row) for row in conn.execute(rows))


def load_counties(conn: Connection, city_adcode: str) -> pd.DataFrame:
    """list_counties as a frame: columns COUNTIES."""
    return to_frame(list_counties(conn, city_adcode), COUNTIES)
