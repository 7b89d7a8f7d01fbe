"""Which unit owes which line by when (duties), and the obligations that follow."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text, Time, UniqueConstraint

from data_access.database.schema.reasons import EXTENDED, WAIVED
from data_access.database.schema.types import PLACES, BigId, UtcDateTime, check, metadata, one_of, pk
from data_access.database.schema.units import PROVENANCE

ROLES = ("hold", "attend", "submit")
DATE_RULES = ("by", "on", "none")
DUE_BASES = ("stated", "inferred", "none")

duty = Table(
    "duty",
    metadata,
    pk(),
    Column("line_id", BigId, ForeignKey("line.id"), nullable=False),
    Column("scope", String(12), nullable=False),
    Column("org_unit_id", BigId, ForeignKey("org_unit.id"), comment="only for scope named"),
    Column("role", String(8), nullable=False),
    Column("host", String(8), nullable=False, comment="league: only the unit's volunteer league discharges it (C6)"),
    Column("period_key", String(12), nullable=False),
    Column("due_on", Date),
    Column("cutoff_time", Time, comment="empty: 23:59:59 (G2)"),
    Column("due_provenance", String(12), nullable=False),
    Column("date_rule", String(8), nullable=False),
    Column("min_count", Integer, nullable=False),
    Column("provenance", String(12), nullable=False, comment="of the minimum count"),
    one_of("scope", "each_city", "each_unit", "each_member", "each_county", "named"),
    one_of("role", *ROLES),
    one_of("host", "self", "league"),
    one_of("due_provenance", *DUE_BASES),
    one_of("date_rule", *DATE_RULES),
    one_of("provenance", *PROVENANCE),
    check("named_unit", "(scope = 'named') = (org_unit_id IS NOT NULL)"),
    check("due_known", "(due_on IS NULL) = (due_provenance = 'none')"),
    check("min_count_min", "min_count >= 1"),
    comment="Who owes a line, by when and how often: obligations are generated from it and the roster (C3).",
    info={"room": PLACES},
)
Index("uq_duty", duty.c.line_id, duty.c.scope, duty.c.org_unit_id, duty.c.role, duty.c.period_key, unique=True)

obligation = Table(
    "obligation",
    metadata,
    pk(),
    Column("line_id", BigId, ForeignKey("line.id"), nullable=False),
    Column("org_unit_id", BigId, ForeignKey("org_unit.id"), nullable=False),
    Column(
        "host_unit_id",
        BigId,
        ForeignKey("org_unit.id"),
        nullable=False,
        comment="whose hosting discharges it: the unit itself, or its volunteer league (C6)",
    ),
    Column("period_key", String(12), nullable=False, comment="'once' or '2020-W24'"),
    Column("role", String(8), nullable=False),
    Column("min_count", Integer, nullable=False),
    Column("date_rule", String(8), nullable=False),
    Column("due_provenance", String(12), nullable=False),
    Column("due_original", UtcDateTime, comment="last instant of the due day"),
    Column("due_current", UtcDateTime, comment="cache of the last extension known; as-of reads the extensions"),
    Column("waived_at", UtcDateTime),
    Column("waive_reason", Text, comment="the sentence, as written"),
    Column("waive_reason_code", String(16), comment="empty: no reason was recorded (未说明原因)"),
    Column("waive_doc_no", Text),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("line_id", "org_unit_id", "period_key", "role"),
    one_of("role", *ROLES),
    one_of("date_rule", *DATE_RULES),
    one_of("due_provenance", *DUE_BASES),
    one_of("waive_reason_code", *WAIVED),
    check("min_count_min", "min_count >= 1"),
    check("waiver_reason", "waived_at IS NULL OR waive_reason IS NOT NULL"),
    check("due_moves_later", "due_current >= due_original"),
    check("due_known", "(due_original IS NULL) = (due_provenance = 'none')"),
    comment="Line × unit × period: the denominators (G3).",
    info={"room": PLACES, "clock": ("updated_at", "id")},
)
Index("ix_obligation_unit", obligation.c.org_unit_id, obligation.c.line_id)
Index("ix_obligation_host", obligation.c.host_unit_id, obligation.c.line_id)
Index("ix_obligation_due_current", obligation.c.due_current)
Index("ix_obligation_updated_at", obligation.c.updated_at)

obligation_extension = Table(
    "obligation_extension",
    metadata,
    pk(),
    Column("obligation_id", BigId, ForeignKey("obligation.id"), nullable=False),
    Column("old_due", UtcDateTime, nullable=False),
    Column("new_due", UtcDateTime, nullable=False),
    Column("granted_at", UtcDateTime, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("doc_no", Text),
    Column("reason", Text, comment="the sentence, as written"),
    Column("reason_code", String(16), comment="empty: no reason was recorded (未说明原因)"),
    UniqueConstraint("obligation_id", "granted_at", "new_due"),
    one_of("reason_code", *EXTENDED),
    check("later", "new_due > old_due"),
    comment="A deadline moved by the province; acts from granted_at (C8).",
    info={"room": PLACES},
)
