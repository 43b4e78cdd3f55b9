"""Alembic runs this file: it hands over the connection that ``pipeline.stores.migrations`` opened."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
