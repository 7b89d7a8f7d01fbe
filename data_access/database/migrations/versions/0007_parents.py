"""Nothing is its own parent. What was so loses its parent: it stands at the top then, where a circle never ended."""

from alembic import op

from data_access.database.migrations.checks import checks_of

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
        with op.batch_alter_table(table, table_args=checks_of(table)) as changed:
            changed.create_check_constraint(op.f(f"ck_{table}_other_parent"), f"{parent} <> {key}")


def downgrade() -> None:
    for table in PARENTS:
        name = f"ck_{table}_other_parent"
        with op.batch_alter_table(table, table_args=checks_of(table, name)) as changed:
            changed.drop_constraint(op.f(name), type_="check")
