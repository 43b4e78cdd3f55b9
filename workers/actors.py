"""The one actor: takes a step by its id and does it."""

from __future__ import annotations

import dramatiq
import structlog

from pipeline import delivery
from pipeline.delivery import Services
from pipeline.errors import PipelineError
from pipeline.stores.ledger import steps
from workers.queue import ACTOR, QUEUE

log = structlog.get_logger()


class Unexpected(PipelineError):
    """A fault of ours that nobody foresaw."""

    code = "unexpected"
    message_vi = "Lỗi không lường trước ({kind})."
    message_en = "An unexpected fault ({kind})."
    remedy_vi = "Báo cho người vận hành kèm nhật ký; sau khi sửa, dùng `sohoa retry --code unexpected`."
    remedy_en = "Tell whoever runs the system, with the log; once repaired, use `sohoa retry --code unexpected`."


def register(broker: dramatiq.Broker, services: Services, *, owner: str, lease: float) -> None:
    """Declare the actor on a broker. ``owner``: this process; ``lease``: seconds that a step is its own at first."""

    # The ledger counts attempts and knows what comes next: the broker retries nothing and keeps no results.
    @dramatiq.actor(broker=broker, queue_name=QUEUE, actor_name=ACTOR)
    def step(step_id: int) -> None:
        take(services, step_id, owner=owner, lease=lease)


def take(services: Services, step: int, *, owner: str, lease: float) -> None:
    """Do one step if it is still to be done. Raises only what prevents the ledger from knowing how it ended."""
    claim = steps.claim(services.database, step, owner=owner, lease=lease)
    if claim is None:
        log.debug("step_taken_already", step=step)
        return
    bound = log.bind(
        step=step, kind=claim.kind, dossier=claim.dossier, file=claim.file, part=claim.part, attempt=claim.attempt
    )
    try:
        delivery.run(services, claim)
    except PipelineError as error:
        bound.warning("step_failed", code=error.code, **dict(error.details))
    except Exception as error:  # the outermost frame: the step ends with a reason, the process goes on
        # Where it happened, never what it said: messages of libraries may quote a document.
        bound.error("step_unexpected", error=type(error).__name__, where=_where(error))
        delivery.fail(services, claim, Unexpected(kind=type(error).__name__))
    else:
        bound.info("step_done")


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
