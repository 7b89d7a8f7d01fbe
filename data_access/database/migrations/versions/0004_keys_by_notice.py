"""Numbers of activities, hazards and tips are known within their notice; a load says for which notice it was.

What is there already belongs to the notice of its file, else to the first one that had not ended on its day. On the
way back a number that two notices use cannot stay: the database refuses.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AMONG = "unique among the rows in force"
IN_FORCE = sa.text("superseded_at IS NULL")
OF_ITS_FILE = """
    UPDATE {table} SET campaign_id = (
        SELECT COALESCE(c.parent_id, c.id) FROM campaign c
        JOIN delivery d ON d.campaign_id = c.id WHERE d.id = {table}.delivery_id
    )
    WHERE campaign_id IS NULL
"""
OF_ITS_TIME = """
    UPDATE {table} SET campaign_id = COALESCE(
        (
            SELECT c.id FROM campaign c
            WHERE c.kind = 'notice' AND c.ends_on >= DATE({moment}) ORDER BY c.ends_on, c.id LIMIT 1
        ),
        (SELECT c.id FROM campaign c WHERE c.kind = 'notice' ORDER BY c.ends_on DESC, c.id DESC LIMIT 1)
    )
    WHERE campaign_id IS NULL
"""
OF_THE_LOAD = """
    UPDATE load_log SET campaign_id = (
        SELECT MIN(d.campaign_id) FROM delivery d
        WHERE d.received_at = load_log.data_until HAVING COUNT(DISTINCT d.campaign_id) = 1
    )
    WHERE data_until IS NOT NULL
"""


def upgrade() -> None:
    op.add_column("tip", sa.Column("campaign_id", BIG_ID, nullable=True, comment="the notice"))
    for table, moment in (("tip", "tip.received_at"), ("hazard", "COALESCE(hazard.confirmed_at, hazard.recorded_at)")):
        op.execute(OF_ITS_FILE.format(table=table))
        op.execute(OF_ITS_TIME.format(table=table, moment=moment))
    op.drop_index("uq_activity_in_force", table_name="activity")
    _in_force("activity", "campaign_id", "code")
    with op.batch_alter_table("hazard", table_args=_checks("hazard")) as hazard:
        hazard.alter_column("campaign_id", existing_type=BIG_ID, nullable=False, comment="the notice")
        hazard.drop_constraint(op.f("uq_hazard_code"), type_="unique")
        hazard.create_unique_constraint(op.f("uq_hazard_campaign_id_code"), ["campaign_id", "code"])
    op.drop_index("uq_tip_in_force", table_name="tip")
    with op.batch_alter_table("tip", table_args=_checks("tip")) as tip:
        tip.alter_column("campaign_id", existing_type=BIG_ID, nullable=False)
        tip.create_foreign_key(op.f("fk_tip_campaign_id"), "campaign", ["campaign_id"], ["id"])
    _in_force("tip", "campaign_id", "code")
    with op.batch_alter_table("load_log", table_args=_checks("load_log")) as load_log:
        load_log.add_column(
            sa.Column("campaign_id", BIG_ID, nullable=True, comment="the notice it was for; empty: for all of them")
        )
        load_log.create_foreign_key(op.f("fk_load_log_campaign_id"), "campaign", ["campaign_id"], ["id"])
    op.execute(OF_THE_LOAD)
    _told(f"{AMONG} of a notice")


def downgrade() -> None:
    with op.batch_alter_table("load_log", table_args=_checks("load_log")) as load_log:
        load_log.drop_constraint(op.f("fk_load_log_campaign_id"), type_="foreignkey")
        load_log.drop_column("campaign_id")
    op.drop_index("uq_tip_in_force", table_name="tip")
    with op.batch_alter_table("tip", table_args=_checks("tip")) as tip:
        tip.drop_constraint(op.f("fk_tip_campaign_id"), type_="foreignkey")
        tip.drop_column("campaign_id")
    _in_force("tip", "code")
    with op.batch_alter_table("hazard", table_args=_checks("hazard")) as hazard:
        hazard.drop_constraint(op.f("uq_hazard_campaign_id_code"), type_="unique")
        hazard.alter_column("campaign_id", existing_type=BIG_ID, nullable=True, comment=None)
        hazard.create_unique_constraint(op.f("uq_hazard_code"), ["code"])
    op.drop_index("uq_activity_in_force", table_name="activity")
    _in_force("activity", "code")
    _told(AMONG)


def _in_force(table: str, *columns: str) -> None:
    name = f"uq_{table}_in_force"
    op.create_index(name, table, list(columns), unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE)


def _told(comment: str) -> None:
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        for table in ("activity", "tip"):
            op.alter_column(table, "code", existing_type=sa.String(64), existing_nullable=False, comment=comment)


def _checks(table: str) -> tuple[sa.CheckConstraint, ...]:
    """The checks of a table: SQLite makes it anew for a change of a column, and Alembic would leave them out."""
    if op.get_bind().dialect.name != "sqlite":
        return ()
    found = sa.inspect(op.get_bind()).get_check_constraints(table)
    return tuple(sa.CheckConstraint(check["sqltext"], name=op.f(str(check["name"]))) for check in found)
