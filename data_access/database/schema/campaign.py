"""Places, units, campaigns, the lines of a notice, and the obligations that follow from them."""

from sqlalchemy import Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text, Time, UniqueConstraint
from sqlalchemy.types import Boolean

from data_access.database.schema.types import BigId, UtcDateTime, check, metadata, one_of, pk

UNIT_GROUPS = ("city", "member", "office", "county")
ROLES = ("hold", "attend", "submit")
DATE_RULES = ("by", "on", "none")
PROVENANCE = ("stated", "inferred")
DUE_BASES = ("stated", "inferred", "none")

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
)

old_division_name = Table(
    "old_division_name",
    metadata,
    Column("city_adcode", String(6), primary_key=True),
    Column("old_name", Text, primary_key=True),
    Column("adcode", String(6), nullable=False, comment="the division that carries on"),
    Column("note", Text),
    comment="Abolished county names that returns still use, read inside their city.",
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
)

org_unit_alias = Table(
    "org_unit_alias",
    metadata,
    Column("alias", Text, primary_key=True, comment="NFKC, trimmed"),
    Column("org_unit_id", BigId, ForeignKey("org_unit.id"), primary_key=True),
    comment="Other names under which a unit appears in returns.",
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
    one_of("kind", "notice", "month", "tour", "special"),
    one_of("end_precision", "day", "month"),
    check("starts_before_end", "starts_on <= ends_on"),
    check("other_parent", "parent_id <> id"),
    comment="A notice and the campaigns that it orders.",
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
)

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
    Column("waive_reason", Text),
    Column("waive_doc_no", Text),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("line_id", "org_unit_id", "period_key", "role"),
    one_of("role", *ROLES),
    one_of("date_rule", *DATE_RULES),
    one_of("due_provenance", *DUE_BASES),
    check("min_count_min", "min_count >= 1"),
    check("waiver_reason", "waived_at IS NULL OR waive_reason IS NOT NULL"),
    check("due_moves_later", "due_current >= due_original"),
    check("due_known", "(due_original IS NULL) = (due_provenance = 'none')"),
    comment="Line × unit × period: the denominators (G3).",
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
    Column("reason", Text),
    UniqueConstraint("obligation_id", "granted_at", "new_due"),
    check("later", "new_due > old_due"),
    comment="A deadline moved by the province; acts from granted_at (C8).",
)
