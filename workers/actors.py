"""The one actor: takes a step by its id and does it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

import dramatiq
import structlog

from config import logs
from pipeline import delivery
from pipeline.delivery import Services
from pipeline.errors import Misconfigured, PipelineError, Unavailable
from pipeline.stores.ledger import steps
from pipeline.stores.ledger.steps import Claim
from workers.queue import ACTOR, QUEUE

log = structlog.get_logger()


class Patience:
    """How long a process waits before its next step while a service is away: a queue that is emptied by failing helps
    nobody, and each step that was tried in vain waits longer for its next turn."""

    #: The longest wait, in seconds: so much later than the service is the work back.
    LONGEST: Final = 5.0

    def __init__(self) -> None:
        self._times = 0

    def lost(self) -> None:
        """A step was prevented: wait."""
        time.sleep(min(self.LONGEST, 0.25 * 2 ** min(self._times, 8)))
        self._times += 1

    def regained(self) -> None:
        """A step ended by its own doing."""
        self._times = 0


class Unexpected(PipelineError):
    """A fault of ours that nobody foresaw."""

    code = "unexpected"
    message_vi = "Lỗi không lường trước ({kind})."
    message_en = "An unexpected fault ({kind})."
    remedy_vi = "Báo cho người vận hành kèm nhật ký; sau khi sửa, dùng `sohoa retry --code unexpected`."
    remedy_en = "Tell whoever runs the system, with the log; once repaired, use `sohoa retry --code unexpected`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the threads of one process share: the name that it claims steps under, and the steps that it has in hand."""

    owner: str
    #: Seconds that a step is its own at first; its sign of life makes it longer.
    lease: float
    #: Ids; one is added or taken away at a time, which threads may do side by side.
    held: set[int] = field(default_factory=set)
    patience: Patience = field(default_factory=Patience)


def register(broker: dramatiq.Broker, services: Services, desk: Desk) -> None:
    """Declare the actor on a broker."""

    # The ledger counts attempts and knows what comes next: the broker retries nothing and keeps no results.
    @dramatiq.actor(broker=broker, queue_name=QUEUE, actor_name=ACTOR)
    def step(step_id: int) -> None:
        take(services, step_id, desk)


def take(services: Services, step: int, desk: Desk) -> None:
    """Do one step if it is still to be done, and wait a little where a service that is away prevented it."""
    try:
        claim = steps.claim(services.database, step, owner=desk.owner, lease=desk.lease)
    except PipelineError as error:
        log.warning("claim_failed", step=step, code=error.code)
        desk.patience.lost()
        return
    if claim is None:
        log.debug("step_taken_already", step=step)
        return
    desk.held.add(claim.step)
    try:
        outside = do(services, claim)
    finally:
        desk.held.discard(claim.step)
    desk.patience.lost() if outside else desk.patience.regained()


def do(services: Services, claim: Claim) -> bool:
    """Do a step that is ours; whether a service that is away, or a setting, prevented it."""
    bound = log.bind(
        step=claim.step, kind=claim.kind, dossier=claim.dossier, file=claim.file, part=claim.part, attempt=claim.attempt
    )
    if claim.trace:
        bound = bound.bind(trace=claim.trace.split("-")[1])
    try:
        delivery.run(services, claim)
    except PipelineError as error:
        bound.warning("step_failed", code=error.code, **dict(error.details))
        return isinstance(error, Unavailable | Misconfigured)
    except Exception as error:  # the outermost frame: the step ends with a reason, the process goes on
        # Where it happened, never what it said: messages of libraries may quote a document.
        bound.error("step_unexpected", error=type(error).__name__, where=logs.where(error))
        _note(services, claim, Unexpected(kind=type(error).__name__))
    else:
        bound.info("step_done")
    return False


def _note(services: Services, claim: Claim, error: PipelineError) -> None:
    try:
        delivery.fail(services, claim, error)
    except PipelineError as away:
        log.warning("end_unnoted", step=claim.step, code=away.code)
