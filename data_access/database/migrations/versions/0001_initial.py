"""The tables of the shared database."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "admin_division",
        sa.Column("adcode", sa.String(length=6), nullable=False, comment="six digits, text"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="empty: still in force"),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("short_zh", sa.Text(), nullable=False, comment="for charts: 哈尔滨"),
        sa.Column("level", sa.String(length=24), nullable=False),
        sa.Column("parent_adcode", sa.String(length=6), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True, comment="WGS84, seat"),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("is_official", sa.Boolean(), nullable=False, comment="has a code of the Ministry of Civil Affairs"),
        sa.CheckConstraint(
            "level IN ('province', 'prefecture', 'county', 'county_equivalent')",
            name=op.f("ck_admin_division_level_in"),
        ),
        sa.CheckConstraint("lat BETWEEN 0 AND 60", name=op.f("ck_admin_division_lat_range")),
        sa.CheckConstraint("lon BETWEEN 70 AND 140", name=op.f("ck_admin_division_lon_range")),
        sa.PrimaryKeyConstraint("adcode", "valid_from", name=op.f("pk_admin_division")),
        comment="Administrative divisions with their validity; join on adcode only, names are not unique.",
    )
    op.create_table(
        "campaign",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column(
            "kind", sa.String(length=12), nullable=False, comment="notice: the order that starts the campaigns below it"
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("province_adcode", sa.String(length=6), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("doc_no", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "end_precision", sa.String(length=8), nullable=False, comment="month: the day is ours, do not print it"
        ),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.CheckConstraint("end_precision IN ('day', 'month')", name=op.f("ck_campaign_end_precision_in")),
        sa.CheckConstraint("kind IN ('notice', 'month', 'tour', 'special')", name=op.f("ck_campaign_kind_in")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_campaign_starts_before_end")),
        sa.ForeignKeyConstraint(["parent_id"], ["campaign.id"], name=op.f("fk_campaign_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("code", name=op.f("uq_campaign_code")),
        comment="A notice and the campaigns that it orders.",
    )
    op.create_table(
        "load_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column(
            "source", sa.Text(), nullable=False, comment="who wrote: 'seed import', 'seed demo', another system's name"
        ),
        sa.Column(
            "label",
            sa.String(length=8),
            nullable=False,
            comment="sample and demo data are said to be so on every screen",
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column(
            "data_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="receipt of the newest fact in this load: 数据截至",
        ),
        sa.CheckConstraint("label IN ('real', 'sample', 'demo')", name=op.f("ck_load_log_label_in")),
        sa.CheckConstraint("status IN ('running', 'done', 'failed')", name=op.f("ck_load_log_status_in")),
        sa.CheckConstraint("rows >= 0", name=op.f("ck_load_log_rows_min")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_load_log")),
        comment="Every writer ends its transaction with a row here: open pages notice it.",
    )
    op.create_index("ix_load_log_data_until", "load_log", ["data_until"], unique=False)
    op.create_table(
        "metric",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_en", sa.Text(), nullable=False),
        sa.Column("section", sa.String(length=2), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("aggregation", sa.String(length=12), nullable=False),
        sa.Column(
            "branch_disjoint", sa.Boolean(), nullable=False, comment="true: units may be added up without overlap"
        ),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "aggregation IN ('sum', 'stock', 'ratio_part', 'none')", name=op.f("ck_metric_aggregation_in")
        ),
        sa.CheckConstraint(
            "provenance IN ('official', 'reconstructed', 'local')", name=op.f("ck_metric_provenance_in")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_metric_code_version")),
        comment="A row of Annex 3.",
    )
    op.create_table(
        "old_division_name",
        sa.Column("city_adcode", sa.String(length=6), nullable=False),
        sa.Column("old_name", sa.Text(), nullable=False),
        sa.Column("adcode", sa.String(length=6), nullable=False, comment="the division that carries on"),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("city_adcode", "old_name", name=op.f("pk_old_division_name")),
        comment="Abolished county names that returns still use, read inside their city.",
    )
    op.create_table(
        "org_unit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("short_zh", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("adcode", sa.String(length=6), nullable=True, comment="empty: 省直"),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sort_order", sa.Integer(), nullable=False, comment="official order: adcode, then the roster's"),
        sa.Column(
            "provenance",
            sa.String(length=12),
            nullable=False,
            comment="stated: in the notice or a roster; inferred: ours",
        ),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('committee_office', 'emergency_bureau', 'member_dept', 'enterprise_group', 'volunteer_league', 'media', 'school', 'other')",
            name=op.f("ck_org_unit_kind_in"),
        ),
        sa.CheckConstraint("level IN ('province', 'city', 'county')", name=op.f("ck_org_unit_level_in")),
        sa.CheckConstraint("provenance IN ('stated', 'inferred')", name=op.f("ck_org_unit_provenance_in")),
        sa.ForeignKeyConstraint(["parent_id"], ["org_unit.id"], name=op.f("fk_org_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_org_unit_code")),
        comment="Whoever can owe, hold, send or receive something.",
    )
    op.create_table(
        "bulletin",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("definition_version", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_bulletin_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
        comment="What was published, frozen (G13).",
    )
    op.create_table(
        "campaign_unit",
        sa.Column(
            "campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="the notice"
        ),
        sa.Column("org_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_group", sa.String(length=8), nullable=False),
        sa.Column("provenance", sa.String(length=12), nullable=False),
        sa.CheckConstraint("provenance IN ('stated', 'inferred')", name=op.f("ck_campaign_unit_provenance_in")),
        sa.CheckConstraint(
            "unit_group IN ('city', 'member', 'office', 'county')", name=op.f("ck_campaign_unit_unit_group_in")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_unit_campaign_id")),
        sa.ForeignKeyConstraint(["org_unit_id"], ["org_unit.id"], name=op.f("fk_campaign_unit_org_unit_id")),
        sa.PrimaryKeyConstraint("campaign_id", "org_unit_id", name=op.f("pk_campaign_unit")),
        comment="The roster: who takes part, in which of the groups that are never added up (C9, G9).",
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "org_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="who sent it"
        ),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("file_ref", sa.Text(), nullable=False, comment="path below the package's folder"),
        sa.Column("sha256", sa.String(length=64), nullable=True, comment="empty: registered, but no such file came"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=True),
        sa.Column("fault_count", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('loaded', 'refused', 'missing')", name=op.f("ck_delivery_status_in")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_delivery_campaign_id")),
        sa.ForeignKeyConstraint(["org_unit_id"], ["org_unit.id"], name=op.f("fk_delivery_org_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "campaign_id",
            "file_ref",
            "sha256",
            "received_at",
            name=op.f("uq_delivery_campaign_id_file_ref_sha256_received_at"),
        ),
        comment="One receipt of one file; a refused file changes nothing but this row.",
    )
    op.create_table(
        "industry",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("parent_code", sa.String(length=24), nullable=True),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("regulator_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["parent_code"], ["industry.code"], name=op.f("fk_industry_parent_code")),
        sa.ForeignKeyConstraint(["regulator_unit_id"], ["org_unit.id"], name=op.f("fk_industry_regulator_unit_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_industry")),
        comment="Industries, two levels.",
    )
    op.create_table(
        "line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column(
            "campaign_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="the notice itself: both campaigns",
        ),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("short_zh", sa.Text(), nullable=False),
        sa.Column("short_en", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=True),
        sa.Column("setting", sa.String(length=12), nullable=True, comment="which of the five settings (C15)"),
        sa.Column("window_start", sa.Date(), nullable=True),
        sa.Column("recurrence", sa.String(length=8), nullable=False),
        sa.Column("due_text_zh", sa.Text(), nullable=True, comment="how the notice words the date"),
        sa.Column("provenance", sa.String(length=12), nullable=False),
        sa.Column("quote", sa.Text(), nullable=True, comment="the words of the notice"),
        sa.CheckConstraint(
            "kind IN ('group', 'activity', 'deliverable', 'report', 'standing')", name=op.f("ck_line_kind_in")
        ),
        sa.CheckConstraint("mode IN ('online', 'offline', 'mixed')", name=op.f("ck_line_mode_in")),
        sa.CheckConstraint("provenance IN ('stated', 'inferred')", name=op.f("ck_line_provenance_in")),
        sa.CheckConstraint("recurrence IN ('once', 'weekly', 'monthly')", name=op.f("ck_line_recurrence_in")),
        sa.CheckConstraint(
            "setting IN ('enterprise', 'village', 'community', 'school', 'family')", name=op.f("ck_line_setting_in")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_line_campaign_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["line.id"], name=op.f("fk_line_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
        sa.UniqueConstraint("campaign_id", "code", name=op.f("uq_line_campaign_id_code")),
        comment="A row of the notice (事项).",
    )
    op.create_table(
        "org_unit_alias",
        sa.Column("alias", sa.Text(), nullable=False, comment="NFKC, trimmed"),
        sa.Column("org_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["org_unit_id"], ["org_unit.id"], name=op.f("fk_org_unit_alias_org_unit_id")),
        sa.PrimaryKeyConstraint("alias", name=op.f("pk_org_unit_alias")),
        comment="Other names under which a unit appears in returns.",
    )
    op.create_table(
        "tip_channel",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("owner_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["owner_unit_id"], ["org_unit.id"], name=op.f("fk_tip_channel_owner_unit_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_tip_channel")),
        comment="Reporting channels; data, because hotlines merge.",
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False, comment="unique among the rows in force"),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "line_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="empty: own initiative",
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("planned_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("venue", sa.Text(), nullable=True),
        sa.Column("platform", sa.Text(), nullable=True),
        sa.Column(
            "adcode", sa.String(length=6), nullable=True, comment="county or city where it took place; empty: 省直"
        ),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("attendance_onsite", sa.Integer(), nullable=True),
        sa.Column("attendance_online", sa.Integer(), nullable=True),
        sa.Column("views", sa.Integer(), nullable=True),
        sa.Column("is_featured", sa.Boolean(), nullable=False),
        sa.Column(
            "delivery_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the file it came in",
        ),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False, comment="known from here …"),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True, comment="… to here; empty: in force"),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mode IN ('online', 'offline', 'mixed')", name=op.f("ck_activity_mode_in")),
        sa.CheckConstraint("status <> 'held' OR held_start IS NOT NULL", name=op.f("ck_activity_held_has_start")),
        sa.CheckConstraint(
            "status IN ('planned', 'held', 'postponed', 'cancelled')", name=op.f("ck_activity_status_in")
        ),
        sa.CheckConstraint("attendance_online >= 0", name=op.f("ck_activity_attendance_online_min")),
        sa.CheckConstraint("attendance_onsite >= 0", name=op.f("ck_activity_attendance_onsite_min")),
        sa.CheckConstraint("held_start <= held_end", name=op.f("ck_activity_held_order")),
        sa.CheckConstraint("planned_start <= planned_end", name=op.f("ck_activity_planned_order")),
        sa.CheckConstraint("superseded_at >= recorded_at", name=op.f("ck_activity_superseded_later")),
        sa.CheckConstraint("views >= 0", name=op.f("ck_activity_views_min")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_activity_campaign_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_activity_delivery_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_activity_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        comment="An activity as one version of its row says; a newer version closes the older one, which stays.",
    )
    op.create_index("ix_activity_campaign_status", "activity", ["campaign_id", "status", "held_start"], unique=False)
    op.create_index("ix_activity_line_status", "activity", ["line_id", "status", "held_start"], unique=False)
    op.create_index("ix_activity_updated_at", "activity", ["updated_at"], unique=False)
    op.create_index(
        "uq_activity_in_force",
        "activity",
        ["code"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "duty",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column(
            "org_unit_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="only for scope named",
        ),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column(
            "host",
            sa.String(length=8),
            nullable=False,
            comment="league: only the unit's volunteer league discharges it (C6)",
        ),
        sa.Column("period_key", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("cutoff_time", sa.Time(), nullable=True, comment="empty: 23:59:59 (G2)"),
        sa.Column("due_provenance", sa.String(length=12), nullable=False),
        sa.Column("date_rule", sa.String(length=8), nullable=False),
        sa.Column("min_count", sa.Integer(), nullable=False),
        sa.Column("provenance", sa.String(length=12), nullable=False, comment="of the minimum count"),
        sa.CheckConstraint("(due_on IS NULL) = (due_provenance = 'none')", name=op.f("ck_duty_due_known")),
        sa.CheckConstraint("(scope = 'named') = (org_unit_id IS NOT NULL)", name=op.f("ck_duty_named_unit")),
        sa.CheckConstraint("date_rule IN ('by', 'on', 'none')", name=op.f("ck_duty_date_rule_in")),
        sa.CheckConstraint("due_provenance IN ('stated', 'inferred', 'none')", name=op.f("ck_duty_due_provenance_in")),
        sa.CheckConstraint("host IN ('self', 'league')", name=op.f("ck_duty_host_in")),
        sa.CheckConstraint("provenance IN ('stated', 'inferred')", name=op.f("ck_duty_provenance_in")),
        sa.CheckConstraint("role IN ('hold', 'attend', 'submit')", name=op.f("ck_duty_role_in")),
        sa.CheckConstraint(
            "scope IN ('each_city', 'each_unit', 'each_member', 'each_county', 'named')", name=op.f("ck_duty_scope_in")
        ),
        sa.CheckConstraint("min_count >= 1", name=op.f("ck_duty_min_count_min")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_duty_line_id")),
        sa.ForeignKeyConstraint(["org_unit_id"], ["org_unit.id"], name=op.f("fk_duty_org_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        comment="Who owes a line, by when and how often: obligations are generated from it and the roster (C3).",
    )
    op.create_index("uq_duty", "duty", ["line_id", "scope", "org_unit_id", "role", "period_key"], unique=True)
    op.create_table(
        "hazard",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("adcode", sa.String(length=6), nullable=False, comment="county (or city) where it lies"),
        sa.Column("industry_code", sa.String(length=24), nullable=True),
        sa.Column("site_kind", sa.Text(), nullable=True),
        sa.Column("unit_ref", sa.Text(), nullable=True, comment="name of the unit; shown only when unit_named_public"),
        sa.Column("unit_named_public", sa.Boolean(), nullable=False),
        sa.Column("grade", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column(
            "confirmed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="empty: found, not yet confirmed; counts nowhere (C13)",
        ),
        sa.Column("rect_type", sa.String(length=12), nullable=True),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_original", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_current", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rectified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acceptance", sa.String(length=8), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("round_no", sa.Integer(), nullable=False),
        sa.Column("funds_wan", sa.Numeric(precision=14, scale=4, asdecimal=False), nullable=True, comment="万元"),
        sa.Column("f_target", sa.Boolean(), nullable=True),
        sa.Column("f_people", sa.Boolean(), nullable=True),
        sa.Column("f_money", sa.Boolean(), nullable=True),
        sa.Column("f_time", sa.Boolean(), nullable=True),
        sa.Column("f_plan", sa.Boolean(), nullable=True),
        sa.Column("title_public", sa.Text(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True, comment="rounded to 0.01°"),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False, comment="first known"),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("acceptance IN ('pass', 'fail')", name=op.f("ck_hazard_acceptance_in")),
        sa.CheckConstraint("grade IN ('general', 'major')", name=op.f("ck_hazard_grade_in")),
        sa.CheckConstraint("rect_type IN ('immediate', 'deadline')", name=op.f("ck_hazard_rect_type_in")),
        sa.CheckConstraint(
            "source IN ('inspection', 'self_check', 'tip', 'media', 'five_settings', 'other')",
            name=op.f("ck_hazard_source_in"),
        ),
        sa.CheckConstraint(
            "state IN ('found', 'confirmed', 'ordered', 'rectifying', 'rectified', 'closed', 'void')",
            name=op.f("ck_hazard_state_in"),
        ),
        sa.CheckConstraint("closed_at IS NULL OR rectified_at IS NOT NULL", name=op.f("ck_hazard_closed_rectified")),
        sa.CheckConstraint("funds_wan >= 0", name=op.f("ck_hazard_funds_wan_min")),
        sa.CheckConstraint("round_no >= 1", name=op.f("ck_hazard_round_min")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_hazard_campaign_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_hazard_delivery_id")),
        sa.ForeignKeyConstraint(["industry_code"], ["industry.code"], name=op.f("fk_hazard_industry_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard")),
        sa.UniqueConstraint("code", name=op.f("uq_hazard_code")),
        comment="A confirmed hazard as last known: a cache of hazard_event, which is the truth for as-of.",
    )
    op.create_index("ix_hazard_place", "hazard", ["adcode", "grade", "state", "due_current"], unique=False)
    op.create_index("ix_hazard_updated_at", "hazard", ["updated_at"], unique=False)
    op.create_table(
        "liaison",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("org_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("designated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ended_at >= designated_at", name=op.f("ck_liaison_ends_later")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_liaison_campaign_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_liaison_delivery_id")),
        sa.ForeignKeyConstraint(["org_unit_id"], ["org_unit.id"], name=op.f("fk_liaison_org_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison")),
        comment="That a unit named its liaison; who it is stays private.",
    )
    op.create_index("ix_liaison_unit", "liaison", ["campaign_id", "org_unit_id"], unique=False)
    op.create_table(
        "media_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("org_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("outlet_level", sa.String(length=12), nullable=True),
        sa.Column("form", sa.String(length=12), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("views", sa.Integer(), nullable=True),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("form IN ('tv', 'radio', 'press', 'web', 'newmedia')", name=op.f("ck_media_item_form_in")),
        sa.CheckConstraint(
            "outlet_level IN ('central', 'province', 'city', 'county', 'self')",
            name=op.f("ck_media_item_outlet_level_in"),
        ),
        sa.CheckConstraint("views >= 0", name=op.f("ck_media_item_views_min")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_media_item_campaign_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_media_item_delivery_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_media_item_line_id")),
        sa.ForeignKeyConstraint(["org_unit_id"], ["org_unit.id"], name=op.f("fk_media_item_org_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_item")),
        comment="A report in the media.",
    )
    op.create_index("ix_media_item_unit", "media_item", ["org_unit_id", "published_on"], unique=False)
    op.create_table(
        "obligation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("org_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "host_unit_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="whose hosting discharges it: the unit itself, or its volunteer league (C6)",
        ),
        sa.Column("period_key", sa.String(length=12), nullable=False, comment="'once' or '2020-W24'"),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("min_count", sa.Integer(), nullable=False),
        sa.Column("date_rule", sa.String(length=8), nullable=False),
        sa.Column("due_provenance", sa.String(length=12), nullable=False),
        sa.Column("due_original", sa.DateTime(timezone=True), nullable=True, comment="last instant of the due day"),
        sa.Column(
            "due_current",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="cache of the last extension known; as-of reads the extensions",
        ),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waive_reason", sa.Text(), nullable=True),
        sa.Column("waive_doc_no", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(due_original IS NULL) = (due_provenance = 'none')", name=op.f("ck_obligation_due_known")),
        sa.CheckConstraint("date_rule IN ('by', 'on', 'none')", name=op.f("ck_obligation_date_rule_in")),
        sa.CheckConstraint(
            "due_provenance IN ('stated', 'inferred', 'none')", name=op.f("ck_obligation_due_provenance_in")
        ),
        sa.CheckConstraint("role IN ('hold', 'attend', 'submit')", name=op.f("ck_obligation_role_in")),
        sa.CheckConstraint("due_current >= due_original", name=op.f("ck_obligation_due_moves_later")),
        sa.CheckConstraint("min_count >= 1", name=op.f("ck_obligation_min_count_min")),
        sa.CheckConstraint("waived_at IS NULL OR waive_reason IS NOT NULL", name=op.f("ck_obligation_waiver_reason")),
        sa.ForeignKeyConstraint(["host_unit_id"], ["org_unit.id"], name=op.f("fk_obligation_host_unit_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_obligation_line_id")),
        sa.ForeignKeyConstraint(["org_unit_id"], ["org_unit.id"], name=op.f("fk_obligation_org_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint(
            "line_id",
            "org_unit_id",
            "period_key",
            "role",
            name=op.f("uq_obligation_line_id_org_unit_id_period_key_role"),
        ),
        comment="Line × unit × period: the denominators (G3).",
    )
    op.create_index("ix_obligation_due_current", "obligation", ["due_current"], unique=False)
    op.create_index("ix_obligation_host", "obligation", ["host_unit_id", "line_id"], unique=False)
    op.create_index("ix_obligation_unit", "obligation", ["org_unit_id", "line_id"], unique=False)
    op.create_index("ix_obligation_updated_at", "obligation", ["updated_at"], unique=False)
    op.create_table(
        "plan_task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("org_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("owner_unit", sa.Text(), nullable=True, comment="责任单位 as written; never a person"),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_plan_task_campaign_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_plan_task_delivery_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_plan_task_line_id")),
        sa.ForeignKeyConstraint(["org_unit_id"], ["org_unit.id"], name=op.f("fk_plan_task_org_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_task")),
        comment="A task of a unit's roadmap 路线图施工表.",
    )
    op.create_table(
        "tip",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False, comment="unique among the rows in force"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("adcode", sa.String(length=6), nullable=True),
        sa.Column("industry_code", sa.String(length=24), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("is_real_name", sa.Boolean(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=12), nullable=True),
        sa.Column("duplicate_of", sa.String(length=64), nullable=True),
        sa.Column("transferred_to", sa.Text(), nullable=True),
        sa.Column("due_original", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_current", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("feedback_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objection_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reward_granted", sa.Boolean(), nullable=True),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True, comment="empty: in force"),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision IN ('accepted', 'rejected', 'duplicate', 'transferred')", name=op.f("ck_tip_decision_in")
        ),
        sa.CheckConstraint(
            "kind IN ('hidden_accident', 'major_hazard', 'violation', 'other')", name=op.f("ck_tip_kind_in")
        ),
        sa.CheckConstraint(
            "outcome IN ('substantiated', 'partly', 'unfounded', 'cannot_determine', 'withdrawn')",
            name=op.f("ck_tip_outcome_in"),
        ),
        sa.ForeignKeyConstraint(["channel"], ["tip_channel.code"], name=op.f("fk_tip_channel")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_tip_delivery_id")),
        sa.ForeignKeyConstraint(["industry_code"], ["industry.code"], name=op.f("fk_tip_industry_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip")),
        comment="An allegation received through a hotline, without its reporter and its content.",
    )
    op.create_index("ix_tip_received", "tip", ["received_at", "channel"], unique=False)
    op.create_index("ix_tip_updated_at", "tip", ["updated_at"], unique=False)
    op.create_index(
        "uq_tip_in_force",
        "tip",
        ["code"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "activity_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_status", sa.String(length=12), nullable=True),
        sa.Column("to_status", sa.String(length=12), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "from_status IN ('planned', 'held', 'postponed', 'cancelled')",
            name=op.f("ck_activity_event_from_status_in"),
        ),
        sa.CheckConstraint(
            "to_status IN ('planned', 'held', 'postponed', 'cancelled')", name=op.f("ck_activity_event_to_status_in")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_event_activity_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_event")),
        comment="A change of status between two versions of an activity's row.",
    )
    op.create_index("ix_activity_event_activity", "activity_event", ["activity_id"], unique=False)
    op.create_table(
        "activity_unit",
        sa.Column("activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("org_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("attendance_allocated", sa.Integer(), nullable=True),
        sa.CheckConstraint("role IN ('lead', 'co', 'attend')", name=op.f("ck_activity_unit_role_in")),
        sa.CheckConstraint("attendance_allocated >= 0", name=op.f("ck_activity_unit_attendance_allocated_min")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_unit_activity_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["org_unit_id"], ["org_unit.id"], name=op.f("fk_activity_unit_org_unit_id")),
        sa.PrimaryKeyConstraint("activity_id", "org_unit_id", name=op.f("pk_activity_unit")),
        comment="Hosts and attenders. Lead and co-hosts hold it (G8, C6); attenders only attend (C7).",
    )
    op.create_index("ix_activity_unit_unit", "activity_unit", ["org_unit_id", "activity_id"], unique=False)
    op.create_index(
        "uq_activity_unit_lead",
        "activity_unit",
        ["activity_id"],
        unique=True,
        sqlite_where=sa.text("role = 'lead'"),
        postgresql_where=sa.text("role = 'lead'"),
    )
    op.create_table(
        "hazard_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("hazard_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "superseded_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="a newer version of the ledger row no longer says so",
        ),
        sa.Column("round_no", sa.Integer(), nullable=False),
        sa.Column("actor_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("old_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("old_grade", sa.String(length=8), nullable=True),
        sa.Column("new_grade", sa.String(length=8), nullable=True),
        sa.Column("doc_no", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('confirm', 'order', 'extend', 'rectify', 'accept_pass', 'accept_fail', 'close', 'reopen', 'regrade', 'void')",
            name=op.f("ck_hazard_event_kind_in"),
        ),
        sa.CheckConstraint("new_grade IN ('general', 'major')", name=op.f("ck_hazard_event_new_grade_in")),
        sa.CheckConstraint("old_grade IN ('general', 'major')", name=op.f("ck_hazard_event_old_grade_in")),
        sa.ForeignKeyConstraint(["actor_unit_id"], ["org_unit.id"], name=op.f("fk_hazard_event_actor_unit_id")),
        sa.ForeignKeyConstraint(
            ["hazard_id"], ["hazard.id"], name=op.f("fk_hazard_event_hazard_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_event")),
        comment="What happened to a hazard and when it became known.",
    )
    op.create_index(
        "ix_hazard_event_hazard",
        "hazard_event",
        ["hazard_id", "round_no", "occurred_at", "kind", "superseded_at", "new_due", "new_grade"],
        unique=False,
    )
    op.create_index("ix_hazard_event_recorded_at", "hazard_event", ["recorded_at"], unique=False)
    op.create_table(
        "hazard_exposure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("hazard_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("exposed_on", sa.Date(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("outlet_level", sa.String(length=12), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("case_title", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outlet_level IN ('central', 'province', 'city', 'county', 'self')",
            name=op.f("ck_hazard_exposure_outlet_level_in"),
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_hazard_exposure_campaign_id")),
        sa.ForeignKeyConstraint(
            ["hazard_id"], ["hazard.id"], name=op.f("fk_hazard_exposure_hazard_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_exposure")),
        sa.UniqueConstraint("hazard_id", "exposed_on", name=op.f("uq_hazard_exposure_hazard_id_exposed_on")),
        comment="Public exposure (曝光), with or without a hazard on record.",
    )
    op.create_table(
        "hazard_supervision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("hazard_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("doc_no", sa.Text(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("delisted_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "level IN ('province', 'city', 'county', 'town')", name=op.f("ck_hazard_supervision_level_in")
        ),
        sa.CheckConstraint("delisted_on >= listed_on", name=op.f("ck_hazard_supervision_delisted_later")),
        sa.ForeignKeyConstraint(
            ["hazard_id"], ["hazard.id"], name=op.f("fk_hazard_supervision_hazard_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_supervision")),
        sa.UniqueConstraint(
            "hazard_id", "level", "listed_on", name=op.f("uq_hazard_supervision_hazard_id_level_listed_on")
        ),
        comment="Listing of a hazard for supervised rectification (挂牌督办).",
    )
    op.create_table(
        "hazard_tip",
        sa.Column("hazard_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tip_code", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_hazard_tip_hazard_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hazard_id", "tip_code", name=op.f("pk_hazard_tip")),
        comment="Restricted: only its count may leave the database.",
    )
    op.create_table(
        "measure_list_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("list", sa.String(length=8), nullable=False),
        sa.Column("org_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_unit", sa.Text(), nullable=True, comment="责任单位 as written"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column(
            "hazard_code",
            sa.String(length=64),
            nullable=True,
            comment="restricted, as written: the hazard may arrive later",
        ),
        sa.Column("hazard_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("list IN ('problem', 'measure')", name=op.f("ck_measure_list_item_list_in")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_measure_list_item_campaign_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_measure_list_item_delivery_id")),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_measure_list_item_hazard_id")),
        sa.ForeignKeyConstraint(["org_unit_id"], ["org_unit.id"], name=op.f("fk_measure_list_item_org_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_list_item")),
        comment="An item of the two lists 两个清单.",
    )
    op.create_table(
        "obligation_extension",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("old_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("new_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("doc_no", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("new_due > old_due", name=op.f("ck_obligation_extension_later")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_obligation_extension_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation_extension")),
        sa.UniqueConstraint(
            "obligation_id",
            "granted_at",
            "new_due",
            name=op.f("uq_obligation_extension_obligation_id_granted_at_new_due"),
        ),
        comment="A deadline moved by the province; acts from granted_at (C8).",
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "submitted_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="receipt, set by the receiving side (G2)",
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status", sa.String(length=12), nullable=False, comment="superseded: accepted, and a later version was too"
        ),
        sa.Column(
            "reviewed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="acceptance or return holds from here on (C4)",
        ),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("channel", sa.String(length=12), nullable=True),
        sa.Column("is_zero_report", sa.Boolean(), nullable=False),
        sa.Column(
            "content",
            sa.String(length=8),
            nullable=False,
            comment="refused: handed in, but its figures do not count (C10)",
        ),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("file_ref", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('web', 'email', 'fax', 'wechat', 'paper', 'other')", name=op.f("ck_submission_channel_in")
        ),
        sa.CheckConstraint("content IN ('none', 'loaded', 'refused')", name=op.f("ck_submission_content_in")),
        sa.CheckConstraint(
            "status IN ('submitted', 'returned', 'accepted', 'superseded', 'withdrawn')",
            name=op.f("ck_submission_status_in"),
        ),
        sa.CheckConstraint(
            "status IN ('submitted', 'withdrawn') OR reviewed_at IS NOT NULL", name=op.f("ck_submission_reviewed")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_submission_version_min")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_submission_delivery_id")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_submission_obligation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("obligation_id", "version", name=op.f("uq_submission_obligation_id_version")),
        comment="One version of what a unit handed in for an obligation.",
    )
    op.create_index("ix_submission_obligation", "submission", ["obligation_id", "status"], unique=False)
    op.create_index("ix_submission_updated_at", "submission", ["updated_at"], unique=False)
    op.create_index(
        "uq_submission_accepted",
        "submission",
        ["obligation_id"],
        unique=True,
        sqlite_where=sa.text("status = 'accepted'"),
        postgresql_where=sa.text("status = 'accepted'"),
    )
    op.create_table(
        "metric_value",
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("metric_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "value",
            sa.Numeric(precision=18, scale=4, asdecimal=False),
            nullable=True,
            comment="empty: 未报; 0 is zero (G10)",
        ),
        sa.CheckConstraint("value >= 0", name=op.f("ck_metric_value_value_min")),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_metric_value_metric_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_metric_value_submission_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("submission_id", "metric_id", name=op.f("pk_metric_value")),
        comment="A figure of a summary return.",
    )
    op.create_table(
        "submission_activity",
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_submission_activity_activity_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_activity_submission_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("submission_id", "activity_id", name=op.f("pk_submission_activity")),
        comment="Evidence: which activity a submission speaks of.",
    )


def downgrade() -> None:
    op.drop_table("submission_activity")
    op.drop_table("metric_value")
    op.drop_table("submission")
    op.drop_table("obligation_extension")
    op.drop_table("measure_list_item")
    op.drop_table("hazard_tip")
    op.drop_table("hazard_supervision")
    op.drop_table("hazard_exposure")
    op.drop_table("hazard_event")
    op.drop_table("activity_unit")
    op.drop_table("activity_event")
    op.drop_table("tip")
    op.drop_table("plan_task")
    op.drop_table("obligation")
    op.drop_table("media_item")
    op.drop_table("liaison")
    op.drop_table("hazard")
    op.drop_table("duty")
    op.drop_table("activity")
    op.drop_table("tip_channel")
    op.drop_table("org_unit_alias")
    op.drop_table("line")
    op.drop_table("industry")
    op.drop_table("delivery")
    op.drop_table("campaign_unit")
    op.drop_table("bulletin")
    op.drop_table("org_unit")
    op.drop_table("old_division_name")
    op.drop_table("metric")
    op.drop_table("load_log")
    op.drop_table("campaign")
    op.drop_table("admin_division")
