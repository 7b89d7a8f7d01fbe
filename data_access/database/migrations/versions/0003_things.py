"""What the activities and reports of a line are counted as."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "line_thing",
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("thing", sa.String(length=24), nullable=False),
        sa.Column(
            "metric_code",
            sa.String(length=8),
            nullable=True,
            comment="the figure of Annex 3 that counts such things; empty: none does",
        ),
        sa.CheckConstraint(
            "thing IN ('reports_central', 'reports_province', 'reports_city', 'reports_county', 'tours', 'practices',"
            " 'warnings', 'tip_reports', 'exposures', 'exposures_rectified')",
            name=op.f("ck_line_thing_thing_in"),
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_line_thing_line_id")),
        sa.PrimaryKeyConstraint("line_id", "thing", name=op.f("pk_line_thing")),
        comment="What the activities and reports of a line are counted as, beside the figure of Annex 3: never blended.",
    )


def downgrade() -> None:
    op.drop_table("line_thing")
