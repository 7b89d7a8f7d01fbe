"""How data was loaded, and what was published from it."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from data_access.database.schema.types import OPERATIONS, BigId, UtcDateTime, at_least_zero, metadata, one_of, pk

load_log = Table(
    "load_log",
    metadata,
    pk(),
    Column("source", Text, nullable=False, comment="who wrote: 'seed import', 'seed demo', another system's name"),
    Column("label", String(8), nullable=False, comment="sample and demo data are said to be so on every screen"),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("rows", Integer, nullable=False),
    Column("status", String(8), nullable=False),
    Column("data_until", UtcDateTime, comment="receipt of the newest fact in this load: 数据截至"),
    Column("campaign_id", BigId, ForeignKey("campaign.id"), comment="the notice it was for; empty: for all of them"),
    one_of("label", "real", "sample", "demo"),
    one_of("status", "running", "done", "failed"),
    *at_least_zero("rows"),
    comment="Every writer ends its transaction with a row here: open pages notice it.",
    info={"room": OPERATIONS, "clock": ("id",)},
)
Index("ix_load_log_data_until", load_log.c.data_until)
Index("ix_load_log_label", load_log.c.label)

bulletin = Table(
    "bulletin",
    metadata,
    pk(),
    Column("campaign_id", BigId, ForeignKey("campaign.id"), nullable=False),
    Column("label", Text, nullable=False),
    Column("as_of", UtcDateTime, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("figures", JSON, nullable=False),
    Column("definition_version", String(16), nullable=False),
    Column("sha256", String(64), nullable=False),
    comment="What was published, frozen (G13).",
    info={"room": OPERATIONS},
)

pairing = Table(
    "pairing",
    metadata,
    Column("pair_id", String(32), primary_key=True),
    comment="One row, made by `seed init`: the private place that belongs to this database holds the same.",
    info={"room": OPERATIONS},
)
