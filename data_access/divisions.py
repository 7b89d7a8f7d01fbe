"""The county-level divisions of a campaign's province, those without an obligation among them."""

from typing import Final

import pandas as pd
from sqlalchemy import Connection, select

from data_access.filters import Question
from data_access.frames import TEXT, Contract, to_frame
from data_access.places import select_cities
from data_access.schema import admin_division
from data_access.selection import in_force

DIVISIONS: Final[Contract] = {
    "adcode": TEXT,
    "name_zh": TEXT,
    "name_en": TEXT,
    "level": TEXT,
    "city_adcode": TEXT,
}


def load_divisions(conn: Connection, q: Question) -> pd.DataFrame:
    """The counties (and divisions of their rank) below the cities that the viewer may see, as they were when the
    campaign began; filters do not narrow them. Columns DIVISIONS, ordered by adcode.
    """
    d = admin_division.c
    cities = select_cities(q).order_by(None).subquery("cities")
    rows = (
        select(d.adcode, d.name_zh, d.name_en, d.level, d.parent_adcode)
        .where(d.parent_adcode.in_(select(cities.c.adcode)), d.level.in_(("county", "county_equivalent")), in_force(q))
        .order_by(d.adcode)
    )
    return to_frame(conn.execute(rows), DIVISIONS)
