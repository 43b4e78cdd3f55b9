"""A worker's sign of life: as long as the process lives, the steps that it runs stay its own."""

from __future__ import annotations

import threading
from collections.abc import Collection

import dramatiq
import structlog

from pipeline.errors import PipelineError
from pipeline.stores.database import Database
from pipeline.stores.ledger import steps

log = structlog.get_logger()


class Life(dramatiq.Middleware):
    """Renews the leases of what this process has in hand, from its first moment to its last."""

    def __init__(
        self, database: Database, *, owner: str, threads: int, lease: float, held: Collection[int] = ()
    ) -> None:
        """``held``: the steps that threads of this process do now; it changes under our eyes."""
        self._database = database
        self._held = held
        self._owner = owner
        self._threads = threads
        self._lease = lease
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._live, name="sign-of-life", daemon=True)

    def goes_on(self) -> bool:
        """Whether signs of life are still given; without them this process would soon hold nothing."""
        return self._thread.is_alive()

    def after_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """Begin."""
        del broker, worker
        self._thread.start()

    def after_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """All steps are ended or handed back."""
        del broker, worker
        self._over.set()
        self._thread.join()
        try:
            handed_back = steps.leave(self._database, owner=self._owner)
        except PipelineError as error:
            log.warning("leave_unnoted", code=error.code)
        else:
            log.info("worker_left", owner=self._owner, handed_back=handed_back)

    def _give_sign(self) -> None:
        held = tuple(self._held)
        let_go = steps.renew(self._database, owner=self._owner, threads=self._threads, lease=self._lease, held=held)
        if let_go:
            log.warning("steps_let_go", steps=let_go)

    def _live(self) -> None:
        # Four signs for each lease: three may be lost before the steps are somebody else's.
        while True:
            try:
                self._give_sign()
            except PipelineError as error:
                log.warning("sign_of_life_unheard", code=error.code)
            if self._over.wait(self._lease / 4):
                return
