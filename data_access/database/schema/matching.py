"""What of the notice's lines is told in Annex 3 too, what a line is made of, and what its rows are counted as."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from data_access.database.schema.types import BigId, metadata, one_of, pk

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
)

line_thing = Table(
    "line_thing",
    metadata,
    Column("line_id", BigId, ForeignKey("line.id"), primary_key=True),
    Column("thing", String(24), primary_key=True),
    Column("metric_code", String(8), comment="the figure of Annex 3 that counts such things; empty: none does"),
    one_of("thing", *THINGS),
    comment="What the activities and reports of a line are counted as, beside the figure of Annex 3: never blended.",
)
