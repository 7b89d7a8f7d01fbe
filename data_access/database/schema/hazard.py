"""Confirmed hazards and their history, and tips, which are allegations (§4.2: two objects, not one)."""

from sqlalchemy import (
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
    table,
)
from sqlalchemy.types import Boolean

from data_access.database.schema import types
from data_access.database.schema.types import HAZARDS, BigId, UtcDateTime, at_least_zero, check, metadata, one_of, pk

CLASSES = ("A", "B", "C", "D", "E", "A0", "P")
"""Deadline passed: A closed and rectified in time, B in time and pending, C closed late, D late and pending, E not
rectified. Not passed (or no order yet): A0 closed, P the rest."""
GRADES = ("general", "major")
HAZARD_SOURCES = ("inspection", "self_check", "tip", "media", "five_settings", "other")
HAZARD_STATES = ("found", "confirmed", "ordered", "rectifying", "rectified", "closed", "void")
HAZARD_EVENTS = (
    "confirm",
    "order",
    "extend",
    "rectify",
    "accept_pass",
    "accept_fail",
    "close",
    "reopen",
    "regrade",
    "void",
)
LISTING_LEVELS = ("province", "city", "county", "town")

industry = Table(
    "industry",
    metadata,
    Column("code", String(24), primary_key=True),
    Column("parent_code", String(24), ForeignKey("industry.code")),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("sort_order", Integer, nullable=False),
    Column("regulator_unit_id", BigId, ForeignKey("org_unit.id")),
    check("other_parent", "parent_code <> code"),
    comment="Industries, two levels.",
    info={"room": HAZARDS},
)

hazard = Table(
    "hazard",
    metadata,
    pk(),
    Column("code", String(64), nullable=False),
    Column("campaign_id", BigId, ForeignKey("campaign.id"), nullable=False, comment="the notice"),
    Column("adcode", String(6), nullable=False, comment="county (or city) where it lies"),
    Column("industry_code", String(24), ForeignKey("industry.code")),
    Column("site_kind", Text),
    Column("unit_ref", Text, comment="name of the unit; shown only when unit_named_public"),
    Column("unit_named_public", Boolean, nullable=False),
    Column("grade", String(8), nullable=False),
    Column("source", String(16)),
    Column("found_on", Date),
    Column("confirmed_at", UtcDateTime, comment="empty: found, not yet confirmed; counts nowhere (C13)"),
    Column("rect_type", String(12)),
    Column("ordered_at", UtcDateTime),
    Column("due_original", UtcDateTime),
    Column("due_current", UtcDateTime),
    Column("rectified_at", UtcDateTime),
    Column("accepted_at", UtcDateTime),
    Column("acceptance", String(8)),
    Column("closed_at", UtcDateTime),
    Column("state", String(12), nullable=False),
    Column("round_no", Integer, nullable=False),
    Column("funds_wan", Numeric(14, 4, asdecimal=False), comment="万元"),
    Column("f_target", Boolean),
    Column("f_people", Boolean),
    Column("f_money", Boolean),
    Column("f_time", Boolean),
    Column("f_plan", Boolean),
    Column("title_public", Text),
    Column("lon", Float, comment="rounded to 0.01°"),
    Column("lat", Float),
    Column("delivery_id", BigId, ForeignKey("delivery.id")),
    Column("source_row", Integer),
    Column("recorded_at", UtcDateTime, nullable=False, comment="first known"),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("campaign_id", "code"),
    one_of("grade", *GRADES),
    one_of("source", *HAZARD_SOURCES),
    one_of("rect_type", "immediate", "deadline"),
    one_of("acceptance", "pass", "fail"),
    one_of("state", *HAZARD_STATES),
    check("closed_rectified", "closed_at IS NULL OR rectified_at IS NOT NULL"),
    check("round_min", "round_no >= 1"),
    *at_least_zero("funds_wan"),
    comment="A confirmed hazard as last known: a cache of hazard_event, which is the truth for as-of.",
    info={"room": HAZARDS, "clock": ("updated_at", "id")},
)
Index("ix_hazard_place", hazard.c.adcode, hazard.c.grade, hazard.c.state, hazard.c.due_current)
Index("ix_hazard_updated_at", hazard.c.updated_at)

hazard_named_unit = table("hazard_named_unit", column("hazard_id", BigId), column("unit_name", Text))
"""A view of `hazard`: the names of units that were named in public and not found through a tip (§5). The dashboard's
role may read it, and all columns of `hazard` but `unit_ref`."""

hazard_event = Table(
    "hazard_event",
    metadata,
    pk(),
    Column("hazard_id", BigId, ForeignKey("hazard.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("occurred_at", UtcDateTime, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("superseded_at", UtcDateTime, comment="a newer version of the ledger row no longer says so"),
    Column("round_no", Integer, nullable=False),
    Column("actor_unit_id", BigId, ForeignKey("org_unit.id")),
    Column("old_due", UtcDateTime),
    Column("new_due", UtcDateTime),
    Column("old_grade", String(8)),
    Column("new_grade", String(8)),
    Column("doc_no", Text),
    Column("reason", Text),
    one_of("kind", *HAZARD_EVENTS),
    one_of("old_grade", *GRADES),
    one_of("new_grade", *GRADES),
    comment="What happened to a hazard and when it became known.",
    info={"room": HAZARDS, "clock": ("recorded_at", "id")},
)
Index(
    "ix_hazard_event_hazard",
    hazard_event.c.hazard_id,  # and all that as-of reads of an event, so that one pass over the index answers
    hazard_event.c.round_no,
    hazard_event.c.occurred_at,
    hazard_event.c.kind,
    hazard_event.c.superseded_at,
    hazard_event.c.new_due,
    hazard_event.c.new_grade,
)
Index("ix_hazard_event_recorded_at", hazard_event.c.recorded_at)

hazard_supervision = Table(
    "hazard_supervision",
    metadata,
    pk(),
    Column("hazard_id", BigId, ForeignKey("hazard.id", ondelete="CASCADE"), nullable=False),
    Column("level", String(12), nullable=False),
    Column("doc_no", Text),
    Column("listed_on", Date, nullable=False),
    Column("due_on", Date),
    Column("published_on", Date),
    Column("delisted_on", Date),
    UniqueConstraint("hazard_id", "level", "listed_on"),
    one_of("level", *LISTING_LEVELS),
    check("delisted_later", "delisted_on >= listed_on"),
    comment="Listing of a hazard for supervised rectification (挂牌督办).",
    info={"room": HAZARDS},
)

hazard_exposure = Table(
    "hazard_exposure",
    metadata,
    pk(),
    Column("hazard_id", BigId, ForeignKey("hazard.id", ondelete="CASCADE")),
    Column("campaign_id", BigId, ForeignKey("campaign.id")),
    Column("exposed_on", Date, nullable=False),
    Column("outlet", Text),
    Column("outlet_level", String(12)),
    Column("url", Text),
    Column("case_title", Text),
    UniqueConstraint("hazard_id", "exposed_on"),
    one_of("outlet_level", *types.OUTLET_LEVELS),
    comment="Public exposure (曝光), with or without a hazard on record.",
    info={"room": HAZARDS},
)

tip_channel = Table(
    "tip_channel",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("sort_order", Integer, nullable=False),
    Column("owner_unit_id", BigId, ForeignKey("org_unit.id")),
    comment="Reporting channels; data, because hotlines merge.",
    info={"room": HAZARDS},
)

tip = Table(
    "tip",
    metadata,
    pk(),
    Column("code", String(64), nullable=False, comment="unique among the rows in force of a notice"),
    Column("received_at", UtcDateTime, nullable=False),
    Column("channel", String(16), ForeignKey("tip_channel.code"), nullable=False),
    Column("adcode", String(6)),
    Column("industry_code", String(24), ForeignKey("industry.code")),
    Column("kind", String(16)),
    Column("is_real_name", Boolean),
    Column("accepted_at", UtcDateTime),
    Column("decision", String(12)),
    Column("duplicate_of", String(64)),
    Column("transferred_to", Text),
    Column("due_original", UtcDateTime),
    Column("due_current", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("outcome", String(20)),
    Column("feedback_at", UtcDateTime),
    Column("objection_at", UtcDateTime),
    Column("review_due", UtcDateTime),
    Column("reward_granted", Boolean),
    Column("delivery_id", BigId, ForeignKey("delivery.id")),
    Column("source_row", Integer),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("superseded_at", UtcDateTime, comment="empty: in force"),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("campaign_id", BigId, ForeignKey("campaign.id"), nullable=False, comment="the notice"),
    one_of("kind", "hidden_accident", "major_hazard", "violation", "other"),
    one_of("decision", "accepted", "rejected", "duplicate", "transferred"),
    one_of("outcome", "substantiated", "partly", "unfounded", "cannot_determine", "withdrawn"),
    comment="An allegation received through a hotline, without its reporter and its content.",
    info={"room": HAZARDS, "clock": ("updated_at", "id")},
)
Index(
    "uq_tip_in_force",
    tip.c.campaign_id,
    tip.c.code,
    unique=True,
    sqlite_where=tip.c.superseded_at.is_(None),
    postgresql_where=tip.c.superseded_at.is_(None),
)
Index("ix_tip_received", tip.c.received_at, tip.c.channel)
Index("ix_tip_updated_at", tip.c.updated_at)

hazard_tip = Table(
    "hazard_tip",
    metadata,
    Column("hazard_id", BigId, ForeignKey("hazard.id", ondelete="CASCADE"), primary_key=True),
    Column("tip_code", String(64), primary_key=True),
    comment="Restricted: only its count may leave the database.",
    info={"room": HAZARDS},
)
