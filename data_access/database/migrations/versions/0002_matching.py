"""Which figures of Annex 3 tell of a line's activities, and what a line is made of."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "line_metric",
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("metric_code", sa.String(length=8), nullable=False, comment="of any version of Annex 3"),
        sa.Column(
            "measure",
            sa.String(length=12),
            nullable=False,
            comment=(
                "which number of the line's activity rows it is told beside: attendance (on site and online) or views"
            ),
        ),
        sa.Column("reason_zh", sa.Text(), nullable=False, comment="why both tell of the same people"),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.CheckConstraint("measure IN ('attendance', 'views')", name=op.f("ck_line_metric_measure_in")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_line_metric_line_id")),
        sa.PrimaryKeyConstraint("line_id", "metric_code", name=op.f("pk_line_metric")),
        comment="Which figure of Annex 3 counts the people of a line's activities: told side by side, never blended.",
    )
    op.create_table(
        "line_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column(
            "metric_code",
            sa.String(length=8),
            nullable=True,
            comment="the figure of Annex 3 that tells of it; empty: none does (未分项报送)",
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_line_item_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_item")),
        sa.UniqueConstraint("line_id", "sort_order", name=op.f("uq_line_item_line_id_sort_order")),
        comment="The things that the notice lists inside one line, which nobody reports one by one.",
    )


def downgrade() -> None:
    op.drop_table("line_item")
    op.drop_table("line_metric")
