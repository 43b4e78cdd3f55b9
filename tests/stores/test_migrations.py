"""The database that migrations make and the one that the schema describes are the same."""

from __future__ import annotations

import subprocess

import psycopg
import pytest

from pipeline.stores import migrations
from pipeline.stores.database import Database, DatabaseDown, DatabaseRefused, SchemaOutdated

pytestmark = pytest.mark.services


def described(address: str) -> list[str]:
    """The schema as pg_dump tells it, in any order, without what differs from dump to dump."""
    command = ["pg_dump", "--schema-only", "--no-owner", "--exclude-table=alembic_version", address]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return sorted(line for line in text.splitlines() if line.strip() and not line.startswith(("--", "\\")))


def test_the_schema_and_the_migrations_give_the_same_database(postgres: str, migrated: str) -> None:
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE described")
    with psycopg.connect(f"{postgres}/described", autocommit=True) as connection:
        connection.execute(migrations.schema())  # type: ignore[call-overload]
    assert described(f"{postgres}/described") == described(f"{postgres}/{migrated}")


def test_migrating_twice_changes_nothing(database_address: str) -> None:
    before, after = migrations.upgrade(database_address)
    assert before == after
    assert not migrations.pending(database_address)


def test_an_empty_database_is_named_as_not_migrated(postgres: str) -> None:
    database = Database(f"{postgres}/postgres")
    with pytest.raises(SchemaOutdated):
        database.rows("SELECT id FROM dossier")
    database.close()


def test_a_missing_database_is_the_operators_to_put_right(postgres: str) -> None:
    database = Database(f"{postgres}/nowhere", patience=0.5)
    with pytest.raises(DatabaseRefused):
        database.rows("SELECT 1")
    database.close()


def test_a_server_that_is_away_will_be_asked_again_later() -> None:
    database = Database("postgresql://postgres@127.0.0.1:1/postgres", patience=0.5)
    with pytest.raises(DatabaseDown):
        database.rows("SELECT 1")
    database.close()
