"""A view for readers: the names of units of hazards that were named in public (§5)."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE VIEW hazard_named_unit AS
        SELECT id AS hazard_id, unit_ref AS unit_name FROM hazard
        WHERE unit_named_public AND COALESCE(source, '') <> 'tip'
        """
    )


def downgrade() -> None:
    op.execute("DROP VIEW hazard_named_unit")
