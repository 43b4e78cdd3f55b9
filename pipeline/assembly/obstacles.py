"""What keeps work from going on: asked of the services themselves, and of the ledger, which knows what workers met."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from config.settings import Settings
from pipeline import errors
from pipeline.assembly import services
from pipeline.errors import Language, PipelineError, Unavailable
from pipeline.stores.database import Database
from pipeline.stores.ledger import watching
from pipeline.tools import brokers

#: Seconds that a service may take to answer before it counts as away.
PATIENCE: Final = 5.0


class NoWorker(Unavailable):
    """Work waits, and no worker has given a sign of life for a minute."""

    code = "no_worker"
    message_vi = "Có việc chờ nhưng không có tiến trình đọc nào đang chạy."
    message_en = "Work waits, and no worker is running."
    remedy_vi = "Khởi động `sohoa worker`, xem nhật ký của nó."
    remedy_en = "Start `sohoa worker` and see its log."


class NoSweep(Unavailable):
    """Work waits, and nobody hands it out."""

    code = "no_sweep"
    message_vi = "Có việc chờ nhưng không có tiến trình điều phối (sweep) nào đang chạy."
    message_en = "Work waits, and no sweep is running to hand it out."
    remedy_vi = "Khởi động `sohoa sweep`, xem nhật ký của nó."
    remedy_en = "Start `sohoa sweep` and see its log."


class Unknown(Unavailable):
    """A worker of another version met something that this one has no words for."""

    code = "obstacle_unknown"
    message_vi = "Một tiến trình đọc gặp lỗi {noted}."
    message_en = "A worker met {noted}."
    remedy_vi = "Xem nhật ký của tiến trình đó; kiểm tra bằng `sohoa doctor`."
    remedy_en = "See the log of that worker; check with `sohoa doctor`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One thing that work waits for."""

    error: PipelineError
    #: Steps that met it lately and wait for another attempt.
    steps: int = 0

    def told(self, language: Language) -> dict[str, str | int]:
        """As JSON."""
        return {
            "code": self.error.code,
            "message": self.error.message(language),
            "remedy": self.error.remedy(language),
            "steps": self.steps,
        }


class Lookout:
    """Asks for one process, at most every few seconds however many people look. Safe to share between threads."""

    #: Seconds for which an answer is good.
    FRESH: Final = 5.0

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._lock = threading.Lock()
        self._known: tuple[float, list[Obstacle]] | None = None

    def obstacles(self) -> list[Obstacle]:
        """What stands in the way at present."""
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > self.FRESH:
                self._known = (time.monotonic(), find(self._settings, self._database))
            return self._known[1]


def find(settings: Settings, database: Database) -> list[Obstacle]:
    """Everything that stands in the way, each code once; the database too, without which the ledger is not heard."""
    found: dict[str, Obstacle] = {}
    try:
        for met in watching.met(database):
            # One of another version's is told by its code alone.
            error = errors.noted(met.code, met.details) or Unknown(noted=met.code)
            found[met.code] = Obstacle(error=error, steps=met.steps)
        _demand_hands(database)
    except PipelineError as away:
        found.setdefault(away.code, Obstacle(error=away))
    for error in _asked(settings):
        found.setdefault(error.code, Obstacle(error=error))
    return list(found.values())


def _asked(settings: Settings) -> Iterator[PipelineError]:
    questions: tuple[Callable[[], object], ...] = (
        lambda: brokers.ask(settings.broker.get_secret_value()),
        services.objects(settings, patience=PATIENCE).ready,
    )
    for ask in questions:
        try:
            ask()
        except PipelineError as error:
            yield error


def _demand_hands(database: Database) -> None:
    hands = watching.hands(database)
    if hands.waiting and not hands.sweeps:
        raise NoSweep
    if hands.waiting and not hands.workers:
        raise NoWorker
