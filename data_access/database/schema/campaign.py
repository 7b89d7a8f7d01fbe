"""Campaigns, who takes part, the lines of a notice: what they are made of and which figures of Annex 3 count them."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from data_access.database.schema.types import PLACES, BigId, check, metadata, one_of, pk
from data_access.database.schema.units import PROVENANCE

UNIT_GROUPS = ("city", "member", "office", "county")
MEASURES = ("attendance", "views", "events")
THINGS = (
    "reports_central",
    "reports_province",
    "reports_city",
    "reports_county",
    "tours",
    "practices",
    "warnings",
    "tip_reports",
    "exposures",
    "exposures_rectified",
)

campaign = Table(
    "campaign",
    metadata,
    pk(),
    Column("code", String(40), nullable=False, unique=True),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("kind", String(12), nullable=False, comment="notice: the order that starts the campaigns below it"),
    Column("year", Integer, nullable=False),
    Column("ordinal", Integer),
    Column("theme", Text),
    Column("province_adcode", String(6), nullable=False),
    Column("parent_id", BigId, ForeignKey("campaign.id")),
    Column("doc_no", Text),
    Column("issued_on", Date),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("end_precision", String(8), nullable=False, comment="month: the day is ours, do not print it"),
    Column("timezone", String(40), nullable=False),
    Column("short_zh", Text, comment="what people call it: 龙江行; empty: of a tour 万里行"),
    Column("short_en", Text),
    Column("city_zh", Text, comment="of a notice: what the places below the province are called, 市(地) or 市州"),
    Column("city_en", Text, comment="of a notice: one of them inside a sentence, city or prefecture"),
    Column("cities_en", Text, comment="of a notice: several of them"),
    Column("league_zh", Text, comment="of a notice: what the volunteer leagues of its places are called"),
    Column("league_en", Text),
    one_of("kind", "notice", "month", "tour", "special"),
    one_of("end_precision", "day", "month"),
    check("starts_before_end", "starts_on <= ends_on"),
    check("other_parent", "parent_id <> id"),
    comment="A notice and the campaigns that it orders.",
    info={"room": PLACES},
)

campaign_unit = Table(
    "campaign_unit",
    metadata,
    Column("campaign_id", BigId, ForeignKey("campaign.id"), primary_key=True, comment="the notice"),
    Column("org_unit_id", BigId, ForeignKey("org_unit.id"), primary_key=True),
    Column("unit_group", String(8), nullable=False),
    Column("provenance", String(12), nullable=False),
    Column("name_zh", Text, comment="as this notice's roster writes it; empty: as org_unit"),
    Column("sort_order", Integer, comment="its place there; empty: as org_unit"),
    one_of("unit_group", *UNIT_GROUPS),
    one_of("provenance", *PROVENANCE),
    comment="The roster: who takes part, in which of the groups that are never added up (C9, G9).",
    info={"room": PLACES},
)

line = Table(
    "line",
    metadata,
    pk(),
    Column(
        "campaign_id", BigId, ForeignKey("campaign.id"), nullable=False, comment="the notice itself: both campaigns"
    ),
    Column("code", String(16), nullable=False),
    Column("parent_id", BigId, ForeignKey("line.id")),
    Column("sort_order", Integer, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("short_zh", Text, nullable=False),
    Column("short_en", Text, nullable=False),
    Column("mode", String(8)),
    Column("setting", String(12), comment="which of the five settings (C15)"),
    Column("window_start", Date),
    Column("recurrence", String(8), nullable=False),
    Column("due_text_zh", Text, comment="how the notice words the date"),
    Column("provenance", String(12), nullable=False),
    Column("quote", Text, comment="the words of the notice"),
    Column("answers", String(12), comment="which kind of return is handed in for it; empty: none that holds figures"),
    Column("file_words", Text, comment="what the name of a file for it says, where several lines take this kind"),
    UniqueConstraint("campaign_id", "code"),
    one_of("kind", "group", "activity", "deliverable", "report", "standing"),
    one_of("mode", "online", "offline", "mixed"),
    one_of("setting", "enterprise", "village", "community", "school", "family"),
    one_of("recurrence", "once", "weekly", "monthly"),
    one_of("answers", "roadmap", "liaison", "annex3"),
    one_of("provenance", *PROVENANCE),
    check("other_parent", "parent_id <> id"),
    comment="A row of the notice (事项).",
    info={"room": PLACES},
)

line_item = Table(
    "line_item",
    metadata,
    pk(),
    Column("line_id", BigId, ForeignKey("line.id"), nullable=False),
    Column("sort_order", Integer, nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("metric_code", String(8), comment="the figure of Annex 3 that tells of it; empty: none does (未分项报送)"),
    UniqueConstraint("line_id", "sort_order"),
    comment="The things that the notice lists inside one line, which nobody reports one by one.",
    info={"room": PLACES},
)

line_thing = Table(
    "line_thing",
    metadata,
    Column("line_id", BigId, ForeignKey("line.id"), primary_key=True),
    Column("thing", String(24), primary_key=True),
    Column("metric_code", String(8), comment="the figure of Annex 3 that counts such things; empty: none does"),
    one_of("thing", *THINGS),
    comment="What the activities and reports of a line are counted as, beside the figure of Annex 3: never blended.",
    info={"room": PLACES},
)

line_metric = Table(
    "line_metric",
    metadata,
    Column("line_id", BigId, ForeignKey("line.id"), primary_key=True),
    Column("metric_code", String(8), primary_key=True, comment="of any version of Annex 3"),
    Column(
        "measure",
        String(12),
        nullable=False,
        comment="which number of the line's activity rows it is told beside: attendance (on site and online), views, "
        "or events (how many were held)",
    ),
    Column("reason_zh", Text, nullable=False, comment="why both tell of the same people"),
    Column("reason_en", Text, nullable=False),
    one_of("measure", *MEASURES),
    comment="Which figure of Annex 3 counts a line's activities or their people: told side by side, never blended.",
    info={"room": PLACES},
)
