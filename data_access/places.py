"""Cities and counties: the places of a campaign's province."""

from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection, Select, select

from data_access.asked import ask, chosen
from data_access.filters import Question
from data_access.frames import FLAG, NUMBER, TEXT, Contract, to_frame
from data_access.schema import admin_division, campaign
from data_access.selection import in_force, notice_id

CITIES: Final[Contract] = {
    "adcode": TEXT,
    "name_zh": TEXT,
    "name_en": TEXT,
    "short_zh": TEXT,
    "lon": NUMBER,
    "lat": NUMBER,
}
COUNTIES: Final[Contract] = {
    "adcode": TEXT,
    "name_zh": TEXT,
    "name_en": TEXT,
    "short_zh": TEXT,
    "level": TEXT,
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
        select(*(d[name] for name in CITIES))
        .where(d.level == "prefecture", d.parent_adcode == province, in_force(q))
        .order_by(d.adcode)
    )
    return rows if q.scope.cities is None else rows.where(admin_division.c.adcode.in_(chosen("seen", q)))


def load_cities(conn: Connection, q: Question) -> pd.DataFrame:
    """The 市(地) that the viewer may see: columns CITIES, seat in WGS84, ordered by adcode."""
    return to_frame(ask(conn, select_cities, q), CITIES)


def counties_of(city_adcode: str) -> Select[*tuple[Any, ...]]:
    """The county-level divisions below a city that are in force today, by adcode."""
    d = admin_division.c
    return (
        select(*(d[name] for name in COUNTIES))
        .where(d.parent_adcode == city_adcode, d.level.in_(("county", "county_equivalent")), d.valid_to.is_(None))
        .order_by(d.adcode)
    )


def load_counties(conn: Connection, city_adcode: str) -> pd.DataFrame:
    """The counties of a city: columns COUNTIES, seat in WGS84, ordered by adcode."""
    return to_frame(conn.execute(counties_of(city_adcode)), COUNTIES)
