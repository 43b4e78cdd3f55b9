"""The stores under test, each on a server of the tests' own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from pipeline.stores.database import Database
from pipeline.stores.objects import Objects
from tests.conftest import ObjectStore


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    """A migrated database with nothing in it."""
    database = Database(database_address, patience=3)
    yield database
    database.close()


@pytest.fixture
def objects(object_store: ObjectStore) -> Objects:
    """The bucket of the tests."""
    return object_store.objects()


@pytest.fixture
def prefix() -> str:
    """A place in the bucket for one test."""
    return f"{uuid.uuid4()}/"
