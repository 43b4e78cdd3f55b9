"""A small archive of its own for one test: an empty database, a bucket that nobody else writes to, children as told."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from pathlib import Path
from typing import cast

from pipeline import delivery
from pipeline.delivery import Bounds, Room, Services
from pipeline.domain.dossier import Submission
from pipeline.flow import Bench
from pipeline.stores import rates
from pipeline.stores.database import Database
from pipeline.stores.objects import Objects
from pipeline.tools.isolation import Isolation
from tests.conftest import ObjectStore
from tests.test_delivery import PNG, Children

DOSSIER = "000.00.12.H18-231005-0007"


def bucket(store: ObjectStore) -> Objects:
    """A bucket of its own: the tests of other modules leave objects that no ledger knows."""
    objects = store.objects(bucket=f"archive-{uuid.uuid4()}")
    objects.make_bucket()
    return objects


def services(address: str, objects: Objects) -> Services:
    """Services over a database and a bucket, whose children read whatever they are given."""
    database = Database(address)
    return Services(
        database=database,
        objects=objects,
        children=cast("Isolation[Bench]", Children()),
        kinds={},
        recount=partial(rates.recount, database),
        today=lambda: dt.date(2023, 10, 5),
        room=Room(database, limit=1000),
        bounds=Bounds(attempts=2, delay=0),
    )


def accept(services: Services, folder: Path, *, text: str = "one", dossier: str = DOSSIER, **told: str) -> str:
    """Take in a file of two pages; its id."""
    path = folder / f"{text}.png"
    path.write_bytes(PNG + text.encode())
    sent = Submission(centre="H18.01", dossier=dossier, name=path.name, by="tests", **told)  # type: ignore[arg-type]
    return delivery.accept(services, path, sent).file
