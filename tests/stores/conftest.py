"""The ledger's database, fresh for each test that asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.stores.database import Database


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    database = Database(database_address, patience=3)
    yield database
    database.close()
