"""Alembic's environment: runs on the connection that `migrate` opened, in its transaction."""

from alembic import context

from data_access.database.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
