"""The checks of a table, for a migration that changes it."""

import sqlalchemy as sa
from alembic import op


def checks_of(table: str, but: str = "") -> tuple[sa.CheckConstraint, ...]:
    """The checks of a table but the one named: SQLite makes it anew for a change, and Alembic would leave them out."""
    if op.get_bind().dialect.name != "sqlite":
        return ()
    found = sa.inspect(op.get_bind()).get_check_constraints(table)
    return tuple(sa.CheckConstraint(one["sqltext"], name=op.f(str(one["name"]))) for one in found if one["name"] != but)
