"""The processes: ``python -m workers work`` and ``python -m workers sweep``. Each is one process; run several.

dramatiq's own command is not used: its master ends all processes when one dies, and heavy work is in children anyway
(pipeline/tools/isolation.py). Here a supervisor restarts the one process that died.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from uuid import uuid4

import dramatiq
import structlog

from config import logs, settings
from config.settings import Settings
from pipeline import inbox
from pipeline.assembly import facts
from pipeline.assembly import services as assembly
from pipeline.assembly.obstacles import Lookout
from pipeline.delivery import Services
from pipeline.errors import Misconfigured, PipelineError, Unavailable
from pipeline.tools import brokers
from workers import actors, queue
from workers.actors import Desk
from workers.health import Health, serve
from workers.middleware import Life
from workers.schedule import export_daily
from workers.sweep import Sweep, keep_history, watch_inbox, write_up

log = structlog.get_logger()


class ThreadDied(Unavailable):
    """A thread of the worker ended by an error that nobody foresaw."""

    code = "thread_died"
    message_vi = "Một luồng của tiến trình đọc ({name}) bị dừng ngoài dự kiến."
    message_en = "A thread of the worker ({name}) ended unexpectedly."
    remedy_vi = "Tiến trình được khởi động lại; xem nhật ký ngay trước đó."
    remedy_en = "The supervisor starts the process again; see the log just before."


def main(arguments: list[str]) -> int:
    """Run one process until SIGTERM; the exit code of the contract."""
    logs.configure()
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _soon(over.set))
    try:
        chosen = settings.load(os.environ)
        {"work": work, "sweep": sweep}[arguments[0]](chosen, over)
    except PipelineError as error:
        log.error("stopped", code=error.code, remedy=error.remedy("en"))
        return 5 if isinstance(error, Misconfigured) else 4 if isinstance(error, Unavailable) else 1
    except (IndexError, KeyError):
        print("usage: python -m workers work|sweep", file=sys.stderr)  # noqa: T201
        return 2
    return 0


def _soon(act: Callable[[], None]) -> None:
    """Do it in a thread of its own: a signal may interrupt the main thread inside ``Event.wait``, which holds the lock
    that ``Event.set`` asks for, and such a process would never end."""
    threading.Thread(target=act, name="signal", daemon=True).start()


def _own_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


def _answer(chosen: Settings, services: Services, *, alive: Callable[[], bool]) -> Callable[[], None]:
    """Answer about this process until the function that this gives is called."""

    def ready() -> None:
        services.database.row("SELECT 1 AS one")
        services.objects.ready()
        brokers.ask(chosen.broker.get_secret_value())

    answers = Health(alive=alive, ready=ready, figures=services.metrics)
    return serve(answers, host=chosen.metrics_host, port=chosen.metrics_port)


def work(chosen: Settings, over: threading.Event) -> None:
    """Take steps until ``over``; then finish those begun and hand back the rest."""
    # One more than there are children: while all of them read, somebody fetches the next page.
    threads = chosen.threads or (chosen.processes or len(os.sched_getaffinity(0))) + 1
    services = assembly.build(chosen, connections=threads + 2)
    desk = Desk(owner=_own_name(), lease=chosen.lease_seconds)
    life = Life(services.database, owner=desk.owner, threads=threads, lease=chosen.lease_seconds, held=desk.held)
    broker = queue.build(chosen.broker.get_secret_value(), middleware=[life])
    actors.register(broker, services, desk)
    services.children.warm()
    worker = dramatiq.Worker(broker, worker_threads=threads, worker_timeout=200)
    # Twice the threads by default: pages would wait behind one process while another idles.
    worker.queue_prefetch = threads
    worker.start()
    stop_answers = _answer(chosen, services, alive=life.goes_on)
    log.info("worker_started", owner=desk.owner, threads=threads)
    dead = _dead(worker, over)
    worker.stop(timeout=round(chosen.drain_seconds * 1000))
    stop_answers()
    broker.close()
    services.close()
    if dead:
        raise ThreadDied(name=dead)


def _dead(worker: dramatiq.Worker, over: threading.Event) -> str:
    """Wait until ``over``, or until a thread of the worker died by an error that nobody foresaw: its name."""
    while not over.wait(1.0):
        for thread in (*worker.workers, *worker.consumers.values()):
            if not thread.is_alive():
                return thread.name
    return ""


def sweep(chosen: Settings, over: threading.Event) -> None:
    """Sweep until ``over``."""
    services = assembly.build(chosen, connections=4 + inbox.SENDERS)
    broker = queue.build(chosen.broker.get_secret_value())
    window = queue.Window(broker, services.database)
    beside = [
        threading.Thread(target=write_up, args=(services, over), name="clerk"),
        threading.Thread(target=keep_history, args=(services, chosen.steps_days, over), name="historian"),
    ]
    if chosen.inbox_seconds:
        rest = chosen.inbox_seconds
        beside.append(threading.Thread(target=watch_inbox, args=(services, rest, over), name="inbox"))
    if chosen.exports_at is not None:
        beside.append(threading.Thread(target=export_daily, args=(chosen.exports_at, over), name="exports"))
    for thread in beside:
        thread.start()
    services.metrics.add_facts(facts.Told(services.database, Lookout(chosen, services.database)).facts)
    stop_answers = _answer(chosen, services, alive=lambda: not over.is_set())
    log.info("sweep_started")
    patience, grace = chosen.message_patience_seconds, chosen.lease_seconds
    try:
        Sweep(services, window, owner=_own_name(), patience=patience, grace=grace).run(over)
    finally:
        over.set()
    for thread in beside:
        thread.join()
    stop_answers()
    broker.close()
    services.close()
    log.info("sweep_stopped")
