"""Activities and who held them."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text
from sqlalchemy.types import Boolean

from data_access.database.schema.types import ACTIVITIES, BigId, UtcDateTime, at_least_zero, check, metadata, one_of, pk

ACTIVITY_STATUSES = ("planned", "held", "postponed", "cancelled")

activity = Table(
    "activity",
    metadata,
    pk(),
    Column("code", String(64), nullable=False, comment="unique among the rows in force of a notice"),
    Column("campaign_id", BigId, ForeignKey("campaign.id"), nullable=False),
    Column("line_id", BigId, ForeignKey("line.id"), comment="empty: own initiative"),
    Column("title", Text, nullable=False),
    Column("mode", String(8)),
    Column("status", String(12), nullable=False),
    Column("planned_start", UtcDateTime),
    Column("planned_end", UtcDateTime),
    Column("held_start", UtcDateTime),
    Column("held_end", UtcDateTime),
    Column("venue", Text),
    Column("platform", Text),
    Column("adcode", String(6), comment="county or city where it took place; empty: 省直"),
    Column("lon", Float),
    Column("lat", Float),
    Column("attendance_onsite", Integer),
    Column("attendance_online", Integer),
    Column("views", Integer),
    Column("is_featured", Boolean, nullable=False, default=False),
    Column("delivery_id", BigId, ForeignKey("delivery.id"), comment="the file it came in"),
    Column("source_row", Integer),
    Column("recorded_at", UtcDateTime, nullable=False, comment="known from here …"),
    Column("superseded_at", UtcDateTime, comment="… to here; empty: in force"),
    Column("updated_at", UtcDateTime, nullable=False),
    one_of("mode", "online", "offline", "mixed"),
    one_of("status", *ACTIVITY_STATUSES),
    check("held_has_start", "status <> 'held' OR held_start IS NOT NULL"),
    check("planned_order", "planned_start <= planned_end"),
    check("held_order", "held_start <= held_end"),
    check("superseded_later", "superseded_at >= recorded_at"),
    *at_least_zero("attendance_onsite", "attendance_online", "views"),
    comment="An activity as one version of its row says; a newer version closes the older one, which stays.",
    info={"room": ACTIVITIES, "clock": ("updated_at", "id")},
)
Index(
    "uq_activity_in_force",
    activity.c.campaign_id,
    activity.c.code,
    unique=True,
    sqlite_where=activity.c.superseded_at.is_(None),
    postgresql_where=activity.c.superseded_at.is_(None),
)
Index("ix_activity_line_status", activity.c.line_id, activity.c.status, activity.c.held_start)
Index("ix_activity_campaign_status", activity.c.campaign_id, activity.c.status, activity.c.held_start)
Index("ix_activity_updated_at", activity.c.updated_at)

activity_unit = Table(
    "activity_unit",
    metadata,
    Column("activity_id", BigId, ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    Column("org_unit_id", BigId, ForeignKey("org_unit.id"), primary_key=True),
    Column("role", String(8), nullable=False),
    Column("attendance_allocated", Integer),
    one_of("role", "lead", "co", "attend"),
    *at_least_zero("attendance_allocated"),
    comment="Hosts and attenders. Lead and co-hosts hold it (G8, C6); attenders only attend (C7).",
    info={"room": ACTIVITIES},
)
Index(
    "uq_activity_unit_lead",
    activity_unit.c.activity_id,
    unique=True,
    sqlite_where=activity_unit.c.role == "lead",
    postgresql_where=activity_unit.c.role == "lead",
)
Index("ix_activity_unit_unit", activity_unit.c.org_unit_id, activity_unit.c.activity_id)

activity_event = Table(
    "activity_event",
    metadata,
    pk(),
    Column("activity_id", BigId, ForeignKey("activity.id", ondelete="CASCADE"), nullable=False),
    Column("from_status", String(12)),
    Column("to_status", String(12), nullable=False),
    Column("occurred_at", UtcDateTime, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("reason", Text),
    one_of("from_status", *ACTIVITY_STATUSES),
    one_of("to_status", *ACTIVITY_STATUSES),
    comment="A change of status between two versions of an activity's row.",
    info={"room": ACTIVITIES},
)
Index("ix_activity_event_activity", activity_event.c.activity_id)
