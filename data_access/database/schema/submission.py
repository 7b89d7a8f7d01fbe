"""What units sent: deliveries of files, submissions against obligations, Annex 3 figures, media, the two lists."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import Boolean

from data_access.database.schema.reasons import RETURNED
from data_access.database.schema.types import (
    OUTLET_LEVELS,
    RETURNS,
    BigId,
    UtcDateTime,
    at_least_zero,
    check,
    metadata,
    one_of,
    pk,
)

SUBMISSION_STATUSES = ("submitted", "returned", "accepted", "superseded", "withdrawn")
CHANNELS = ("web", "email", "fax", "wechat", "paper", "other")

delivery = Table(
    "delivery",
    metadata,
    pk(),
    Column("campaign_id", BigId, ForeignKey("campaign.id"), nullable=False),
    Column("org_unit_id", BigId, ForeignKey("org_unit.id"), comment="who sent it"),
    Column("kind", String(24), nullable=False),
    Column("file_ref", Text, nullable=False, comment="path below the package's folder"),
    Column("sha256", String(64), comment="empty: registered, but no such file came"),
    Column("received_at", UtcDateTime, nullable=False),
    Column("status", String(12), nullable=False),
    Column("rows_read", Integer),
    Column("fault_count", Integer, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    UniqueConstraint("campaign_id", "file_ref", "sha256", "received_at"),
    one_of("status", "loaded", "refused", "missing"),
    comment="One receipt of one file; a refused file changes nothing but this row.",
    info={"room": RETURNS, "clock": ("id",)},
)

submission = Table(
    "submission",
    metadata,
    pk(),
    Column("obligation_id", BigId, ForeignKey("obligation.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("submitted_at", UtcDateTime, nullable=False, comment="receipt, set by the receiving side (G2)"),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("status", String(12), nullable=False, comment="superseded: accepted, and a later version was too"),
    Column("reviewed_at", UtcDateTime, comment="acceptance or return holds from here on (C4)"),
    Column("return_reason", Text, comment="the sentence, as written"),
    Column("return_reason_code", String(16), comment="empty: no reason was recorded (未说明原因)"),
    Column("channel", String(12)),
    Column("is_zero_report", Boolean, nullable=False),
    Column("content", String(8), nullable=False, comment="refused: handed in, but its figures do not count (C10)"),
    Column("delivery_id", BigId, ForeignKey("delivery.id")),
    Column("file_ref", Text),
    UniqueConstraint("obligation_id", "version"),
    one_of("status", *SUBMISSION_STATUSES),
    one_of("channel", *CHANNELS),
    one_of("content", "none", "loaded", "refused"),
    one_of("return_reason_code", *RETURNED),
    check("version_min", "version >= 1"),
    check("reviewed", "status IN ('submitted', 'withdrawn') OR reviewed_at IS NOT NULL"),
    comment="One version of what a unit handed in for an obligation.",
    info={"room": RETURNS, "clock": ("updated_at", "id")},
)
Index(
    "uq_submission_accepted",
    submission.c.obligation_id,
    unique=True,
    sqlite_where=submission.c.status == "accepted",
    postgresql_where=submission.c.status == "accepted",
)
Index("ix_submission_obligation", submission.c.obligation_id, submission.c.status)
Index("ix_submission_updated_at", submission.c.updated_at)

submission_activity = Table(
    "submission_activity",
    metadata,
    Column("submission_id", BigId, ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("activity_id", BigId, ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    comment="Evidence: which activity a submission speaks of.",
    info={"room": RETURNS},
)

metric = Table(
    "metric",
    metadata,
    pk(),
    Column("code", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("unit_en", Text, nullable=False),
    Column("section", String(2), nullable=False),
    Column("sort_order", Integer, nullable=False),
    Column("aggregation", String(12), nullable=False),
    Column("branch_disjoint", Boolean, nullable=False, comment="true: units may be added up without overlap"),
    Column("provenance", String(16), nullable=False),
    Column("part_of", String(8), comment="code of the row of which it is a part by its own words (其中…); empty: none"),
    UniqueConstraint("code", "version"),
    one_of("aggregation", "sum", "stock", "ratio_part", "none"),
    one_of("provenance", "official", "reconstructed", "local"),
    comment="A row of Annex 3.",
    info={"room": RETURNS},
)

metric_value = Table(
    "metric_value",
    metadata,
    Column("submission_id", BigId, ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("metric_id", BigId, ForeignKey("metric.id"), primary_key=True),
    Column("value", Numeric(18, 4, asdecimal=False), comment="empty: 未报; 0 is zero (G10)"),
    *at_least_zero("value"),
    comment="A figure of a summary return.",
    info={"room": RETURNS},
)

media_item = Table(
    "media_item",
    metadata,
    pk(),
    Column("campaign_id", BigId, ForeignKey("campaign.id"), nullable=False),
    Column("line_id", BigId, ForeignKey("line.id")),
    Column("org_unit_id", BigId, ForeignKey("org_unit.id"), nullable=False),
    Column("outlet", Text),
    Column("outlet_level", String(12)),
    Column("form", String(12)),
    Column("published_on", Date),
    Column("title", Text),
    Column("url", Text),
    Column("views", Integer),
    Column("delivery_id", BigId, ForeignKey("delivery.id")),
    Column("source_row", Integer),
    Column("recorded_at", UtcDateTime, nullable=False),
    one_of("outlet_level", *OUTLET_LEVELS),
    one_of("form", "tv", "radio", "press", "web", "newmedia"),
    *at_least_zero("views"),
    comment="A report in the media.",
    info={"room": RETURNS, "clock": ("id",), "sends": "recorded_at"},
)
Index("ix_media_item_unit", media_item.c.org_unit_id, media_item.c.published_on)

measure_list_item = Table(
    "measure_list_item",
    metadata,
    pk(),
    Column("campaign_id", BigId, ForeignKey("campaign.id"), nullable=False),
    Column("list", String(8), nullable=False),
    Column("org_unit_id", BigId, ForeignKey("org_unit.id"), nullable=False),
    Column("owner_unit", Text, comment="责任单位 as written"),
    Column("title", Text, nullable=False),
    Column("due_on", Date),
    Column("done_on", Date),
    Column("hazard_code", String(64), comment="restricted, as written: the hazard may arrive later"),
    Column("hazard_id", BigId, ForeignKey("hazard.id")),
    Column("delivery_id", BigId, ForeignKey("delivery.id")),
    Column("source_row", Integer),
    Column("recorded_at", UtcDateTime, nullable=False),
    one_of("list", "problem", "measure"),
    comment="An item of the two lists 两个清单.",
    info={"room": RETURNS, "sends": "recorded_at"},
)

plan_task = Table(
    "plan_task",
    metadata,
    pk(),
    Column("campaign_id", BigId, ForeignKey("campaign.id"), nullable=False),
    Column("org_unit_id", BigId, ForeignKey("org_unit.id"), nullable=False),
    Column("line_id", BigId, ForeignKey("line.id")),
    Column("task", Text, nullable=False),
    Column("owner_unit", Text, comment="责任单位 as written; never a person"),
    Column("starts_on", Date),
    Column("due_on", Date),
    Column("delivery_id", BigId, ForeignKey("delivery.id")),
    Column("source_row", Integer),
    Column("recorded_at", UtcDateTime, nullable=False),
    comment="A task of a unit's roadmap 路线图施工表.",
    info={"room": RETURNS},
)

liaison = Table(
    "liaison",
    metadata,
    pk(),
    Column("campaign_id", BigId, ForeignKey("campaign.id"), nullable=False),
    Column("org_unit_id", BigId, ForeignKey("org_unit.id"), nullable=False),
    Column("designated_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("delivery_id", BigId, ForeignKey("delivery.id")),
    Column("recorded_at", UtcDateTime, nullable=False),
    check("ends_later", "ended_at >= designated_at"),
    comment="That a unit named its liaison; who it is stays private.",
    info={"room": RETURNS, "sends": "recorded_at"},
)
Index("ix_liaison_unit", liaison.c.campaign_id, liaison.c.org_unit_id)
