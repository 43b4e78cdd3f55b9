"""The sweep: fills the window, brings back what got lost, delivers the outbox. Any number of them may run."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

import structlog

from config import logs
from pipeline import delivery, keys
from pipeline.delivery import Services
from pipeline.errors import PipelineError
from pipeline.inbox import Inbox
from pipeline.stores.ledger import history, steps
from pipeline.stores.objects import Objects
from workers.queue import Window

log = structlog.get_logger()

#: Seconds between two looks at an empty ledger: what the first page of a quiet hour waits.
IDLE: Final = 0.1
#: Seconds between two looks at a window that was full.
BUSY: Final = 0.03
#: Seconds between two sweeps.
SWEEP: Final = 2.0
#: Seconds between two glances at the bell that rings for the inbox: so often at most it is looked into.
BELL: Final = 0.5
#: Seconds between two looks at what was done.
HISTORY: Final = 60.0
#: Seconds to wait after a service did not answer.
PAUSE: Final = 2.0


class Sweep:
    """One loop in one thread."""

    def __init__(self, services: Services, window: Window, *, owner: str, patience: float, grace: float = 0.0) -> None:
        """``owner``: the name of this process; ``patience``: seconds after which a message that nobody took counts as
        lost; ``grace``: so long workers may take to be heard again when the database was away."""
        self._services = services
        self._window = window
        self._patience = patience
        self._grace = grace
        self._owner = f"sweep {owner}"
        self._due = 0.0

    def run(self, over: threading.Event) -> None:
        """Go on until ``over`` is set. A service that is away is waited for."""
        while not over.is_set():
            over.wait(self._guarded(self.once))
        self._guarded(self._leave)

    def once(self) -> float:
        """One round; how many seconds there is nothing to do after it."""
        # The sweep first: it has work for the ledger and the storage even while the broker is away.
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + SWEEP
            self._sweep()
        return BUSY if self._window.fill() else IDLE

    def _leave(self) -> float:
        return steps.leave(self._services.database, owner=self._owner)

    def _sweep(self) -> None:
        bounds = self._services.bounds
        steps.alive(self._services.database, owner=self._owner)
        swept = steps.sweep(self._services.database, limit=bounds.attempts, patience=self._patience, grace=self._grace)
        figures = self._services.metrics
        figures.swept("lease_expired", swept.leases_expired)
        figures.swept("message_lost", swept.messages_lost)
        figures.swept("due_again", swept.due_again)
        if swept.leases_expired or swept.messages_lost or swept.given_up:
            log.warning("swept", leases=swept.leases_expired, messages=swept.messages_lost, given_up=swept.given_up)

    def _guarded(self, work: Callable[[], float]) -> float:
        try:
            return work()
        except PipelineError as error:
            log.warning("sweep_waits", work="sweep", code=error.code)
            return PAUSE


def watch_inbox(services: Services, rest: float, over: threading.Event) -> None:
    """Take in what scanners write into object storage by themselves, until ``over``: looked for every ``rest`` seconds,
    and as soon as the storage tells of something where it can."""
    watched, bell = Inbox(services, rest=rest), threading.Event()
    # A daemon: what it listens to may stay silent for ever.
    threading.Thread(target=listen, args=(services.objects, bell, over), name="ear", daemon=True).start()

    def look() -> float:
        began = time.monotonic()
        looked = watched.look()
        services.metrics.left_inbox(taken=looked.taken, refused=looked.refused)
        if looked.taken or looked.refused:
            log.info("inbox_taken", taken=looked.taken, refused=looked.refused)
        # A listing that takes long is not asked for all the time.
        return max(rest, 5 * (time.monotonic() - began))

    while not _is_over(over, bell, _unbroken(look, rest=rest), rest=rest):
        pass


def listen(objects: Objects, bell: threading.Event, over: threading.Event) -> None:
    """Ring whenever something is written into the inbox; ends at once where the storage does not tell."""
    while not over.is_set():
        try:
            written = objects.written(keys.INBOX)
            if written is None:
                log.info("inbox_listed_only")
                return
            for _ in written:
                bell.set()
        except PipelineError as error:
            log.warning("inbox_unheard", code=error.code)
        over.wait(PAUSE)


def _is_over(over: threading.Event, bell: threading.Event, seconds: float, *, rest: float) -> bool:
    """Wait for ``seconds``, or until the bell rings; whether it is over. After a long listing nobody hears the bell
    until no more than ``rest`` is left."""
    end = time.monotonic() + seconds
    while not over.wait(min(BELL, seconds)):
        left = end - time.monotonic()
        if left <= 0 or (left <= rest and bell.is_set()):
            bell.clear()
            return False
    return True


def write_up(services: Services, over: threading.Event) -> None:
    """Deliver the outbox and count what changed, until ``over``: work that may take long and holds up no page."""

    def write() -> float:
        delivery.deliver(services)
        delivery.count(services)
        return SWEEP

    while not over.wait(_unbroken(write, rest=SWEEP)):
        pass


def keep_history(services: Services, days: int, over: threading.Event) -> None:
    """Roll up what was done and let what was done more than ``days`` ago go, until ``over``."""

    def keep() -> float:
        history.roll_up(services.database)
        if dropped := history.drop_old(services.database, days=days):
            log.info("history_dropped", steps=dropped)
        return HISTORY

    while not over.wait(HISTORY):
        _unbroken(keep, rest=HISTORY)


def _unbroken(work: Callable[[], float], *, rest: float) -> float:
    """A round of a thread that nobody starts again; seconds until the next, ``rest`` after one that failed."""
    try:
        return work()
    except PipelineError as error:
        log.warning("sweep_waits", work=work.__name__, code=error.code)
    except Exception as error:
        # The outermost frame of its thread: what is odd about one object or one day must not end what the others of
        # this process do, and without this nobody would hear that the thread is gone.
        log.error("sweep_unexpected", work=work.__name__, error=type(error).__name__, where=logs.where(error))
    return rest
