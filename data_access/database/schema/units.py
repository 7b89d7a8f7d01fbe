"""Places, and the units that have obligations, hold activities, send and receive."""

from sqlalchemy import Column, Date, Float, ForeignKey, Integer, String, Table, Text
from sqlalchemy.types import Boolean

from data_access.database.schema.types import PLACES, BigId, check, metadata, one_of, pk

PROVENANCE = ("stated", "inferred")

admin_division = Table(
    "admin_division",
    metadata,
    Column("adcode", String(6), primary_key=True, comment="six digits, text"),
    Column("valid_from", Date, primary_key=True),
    Column("valid_to", Date, comment="empty: still in force"),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("short_zh", Text, nullable=False, comment="for charts: 哈尔滨"),
    Column("level", String(24), nullable=False),
    Column("parent_adcode", String(6)),
    Column("lon", Float, comment="WGS84, seat"),
    Column("lat", Float),
    Column("is_official", Boolean, nullable=False, comment="has a code of the Ministry of Civil Affairs"),
    one_of("level", "province", "prefecture", "county", "county_equivalent"),
    check("lon_range", "lon BETWEEN 70 AND 140"),
    check("lat_range", "lat BETWEEN 0 AND 60"),
    check("other_parent", "parent_adcode <> adcode"),
    comment="Administrative divisions with their validity; join on adcode only, names are not unique.",
    info={"room": PLACES},
)

old_division_name = Table(
    "old_division_name",
    metadata,
    Column("city_adcode", String(6), primary_key=True),
    Column("old_name", Text, primary_key=True),
    Column("adcode", String(6), nullable=False, comment="the division that carries on"),
    Column("note", Text),
    comment="Abolished county names that returns still use, read inside their city.",
    info={"room": PLACES},
)

org_unit = Table(
    "org_unit",
    metadata,
    pk(),
    Column("code", String(40), nullable=False, unique=True),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("short_zh", Text, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("level", String(12), nullable=False),
    Column("adcode", String(6), comment="empty: 省直"),
    Column("parent_id", BigId, ForeignKey("org_unit.id")),
    Column("sort_order", Integer, nullable=False, comment="official order: adcode, then the roster's"),
    Column("provenance", String(12), nullable=False, comment="stated: in the notice or a roster; inferred: ours"),
    Column("active_from", Date),
    Column("active_to", Date),
    Column("province_adcode", String(6), comment="within it a name or alias means one unit; empty: none's"),
    one_of(
        "kind",
        "committee_office",
        "emergency_bureau",
        "member_dept",
        "enterprise_group",
        "volunteer_league",
        "media",
        "school",
        "other",
    ),
    one_of("level", "province", "city", "county"),
    one_of("provenance", *PROVENANCE),
    check("other_parent", "parent_id <> id"),
    comment="Whoever can owe, hold, send or receive something.",
    info={"room": PLACES},
)

org_unit_alias = Table(
    "org_unit_alias",
    metadata,
    Column("alias", Text, primary_key=True, comment="NFKC, trimmed"),
    Column("org_unit_id", BigId, ForeignKey("org_unit.id"), primary_key=True),
    comment="Other names under which a unit appears in returns.",
    info={"room": PLACES},
)
