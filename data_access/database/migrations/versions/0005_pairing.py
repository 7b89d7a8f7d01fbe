"""Which private place belongs to this database; labels of loads are found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_load_log_label", "load_log", ["label"])
    op.create_table(
        "pairing",
        sa.Column("pair_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("pair_id", name=op.f("pk_pairing")),
        comment="One row, made by `seed init`: the private place that belongs to this database holds the same.",
    )


def downgrade() -> None:
    op.drop_table("pairing")
    op.drop_index("ix_load_log_label", table_name="load_log")
