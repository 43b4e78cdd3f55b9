"""Builds the services of one process from the settings: SQL, objects, children. Nothing connects before it is used."""

from __future__ import annotations

import datetime as dt
from functools import partial
from zoneinfo import ZoneInfo

from config.settings import Settings
from pipeline.assembly import reading
from pipeline.delivery import Bounds, Room, Services
from pipeline.ports import Tracer, Untraced
from pipeline.stores import by_procedure, catalogue, rates
from pipeline.stores.database import Database
from pipeline.stores.objects import Objects

#: Dates on papers are Vietnamese ones, wherever the machine stands.
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def build(settings: Settings, *, connections: int = 4) -> Services:
    """All services. Raises Misconfigured where the data of the house are wrong."""
    database = Database(settings.database.get_secret_value(), connections=connections)
    return Services(
        database=database,
        objects=objects(settings),
        children=reading.children(settings),
        kinds=catalogue.load(reading.KINDS),
        recount=partial(_recount, database),
        today=lambda: dt.datetime.now(_ZONE).date(),
        room=Room(database, limit=settings.waiting_limit),
        tracer=tracer(settings),
        bounds=Bounds(file_bytes=settings.file_bytes, attempts=settings.attempts, free_bytes=settings.free_bytes),
    )


def _recount(database: Database) -> None:
    """The round of a sweep: what people ask for most is counted first, and of the rest as much as takes a moment."""
    rates.recount(database, wait=False)
    by_procedure.recount_some(database)


def tracer(settings: Settings) -> Tracer:
    """What follows files; nothing of OpenTelemetry is loaded where nobody wants traces."""
    if not settings.traces:
        return Untraced()
    from pipeline.tools import tracing

    return tracing.to(settings.traces, share=settings.traces_share)


def objects(settings: Settings, *, patience: float = 60.0) -> Objects:
    """The bucket of the settings. ``patience``: seconds to wait for an answer."""
    return Objects(
        settings.objects,
        access_key=settings.objects_access_key.get_secret_value(),
        secret_key=settings.objects_secret_key.get_secret_value(),
        bucket=settings.bucket,
        region=settings.objects_region,
        patience=patience,
    )
