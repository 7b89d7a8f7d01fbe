"""Units belong to a province, within which a name means one unit; a notice's roster says how it writes and orders them.

On the way back a name that two provinces use cannot stay: the database refuses.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_ITS_PLACE = "UPDATE org_unit SET province_adcode = SUBSTR(adcode, 1, 2) || '0000' WHERE adcode IS NOT NULL"
OF_ITS_ROSTER = """
    UPDATE org_unit SET province_adcode = (
        SELECT MIN(c.province_adcode) FROM campaign c
        JOIN campaign_unit u ON u.campaign_id = c.id WHERE u.org_unit_id = org_unit.id
    )
    WHERE province_adcode IS NULL
"""
OF_THE_ONLY_ONE = """
    UPDATE org_unit SET province_adcode = (
        SELECT MIN(province_adcode) FROM campaign HAVING COUNT(DISTINCT province_adcode) = 1
    )
    WHERE province_adcode IS NULL
"""


def upgrade() -> None:
    comment = "within it a name or alias means one unit; empty: none's"
    op.add_column("org_unit", sa.Column("province_adcode", sa.String(6), nullable=True, comment=comment))
    for statement in (OF_ITS_PLACE, OF_ITS_ROSTER, OF_THE_ONLY_ONE):
        op.execute(statement)
    op.add_column(
        "campaign_unit",
        sa.Column("name_zh", sa.Text(), nullable=True, comment="as this notice's roster writes it; empty: as org_unit"),
    )
    op.add_column(
        "campaign_unit",
        sa.Column("sort_order", sa.Integer(), nullable=True, comment="its place there; empty: as org_unit"),
    )
    _aliases("alias", "org_unit_id")


def downgrade() -> None:
    _aliases("alias")
    op.drop_column("campaign_unit", "sort_order")
    op.drop_column("campaign_unit", "name_zh")
    op.drop_column("org_unit", "province_adcode")


def _aliases(*key: str) -> None:
    """Make the table anew with another key: neither database changes one in place under the same name."""
    rows = op.get_bind().execute(sa.text("SELECT alias, org_unit_id FROM org_unit_alias")).mappings().all()
    op.drop_table("org_unit_alias")
    made = op.create_table(
        "org_unit_alias",
        sa.Column("alias", sa.Text(), nullable=False, comment="NFKC, trimmed"),
        sa.Column("org_unit_id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["org_unit_id"], ["org_unit.id"], name=op.f("fk_org_unit_alias_org_unit_id")),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_org_unit_alias")),
        comment="Other names under which a unit appears in returns.",
    )
    if rows:
        op.bulk_insert(made, [dict(row) for row in rows])
