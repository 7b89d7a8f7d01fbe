"""Nothing is its own parent. What was so loses its parent: it stands at the top then, where a circle never ended."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PARENTS = {
    "admin_division": ("parent_adcode", "adcode"),
    "org_unit": ("parent_id", "id"),
    "campaign": ("parent_id", "id"),
    "line": ("parent_id", "id"),
    "industry": ("parent_code", "code"),
}


def upgrade() -> None:
    for table, (parent, key) in PARENTS.items():
        op.execute(f"UPDATE {table} SET {parent} = NULL WHERE {parent} = {key}")  # noqa: S608
        with op.batch_alter_table(table, table_args=_checks(table)) as changed:
            changed.create_check_constraint(op.f(f"ck_{table}_other_parent"), f"{parent} <> {key}")


def downgrade() -> None:
    for table in PARENTS:
        name = f"ck_{table}_other_parent"
        with op.batch_alter_table(table, table_args=_checks(table, name)) as changed:
            changed.drop_constraint(op.f(name), type_="check")


def _checks(table: str, but: str = "") -> tuple[sa.CheckConstraint, ...]:
    """The checks of a table: SQLite makes it anew for a change of one, and Alembic would leave them out."""
    if op.get_bind().dialect.name != "sqlite":
        return ()
    found = sa.inspect(op.get_bind()).get_check_constraints(table)
    return tuple(sa.CheckConstraint(one["sqltext"], name=op.f(str(one["name"]))) for one in found if one["name"] != but)
