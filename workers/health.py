"""A worker's and a sweep's answers over HTTP: alive, ready, and their figures. Off unless a port is set."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import structlog

from pipeline.errors import Misconfigured, PipelineError
from pipeline.tools import metrics
from pipeline.tools.metrics import Metrics

log = structlog.get_logger()

_JSON: Final = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a path answers."""

    status: int
    media_type: str
    body: bytes


class Health:
    """The answers of one process."""

    def __init__(self, *, alive: Callable[[], bool], ready: Callable[[], object], figures: Metrics) -> None:
        """``alive``: whether what the process is for still goes on; ``ready`` raises what stands in its way."""
        self._alive = alive
        self._ready = ready
        self._figures = figures
        self._paths: Mapping[str, Callable[[], Answer]] = {
            "/health/live": self._live,
            "/health/ready": self._readiness,
            "/metrics": self._metrics,
        }

    def answer(self, path: str) -> Answer:
        """What one path answers."""
        found = self._paths.get(path.partition("?")[0])
        return found() if found is not None else _said(404, "not_found")

    def _live(self) -> Answer:
        return _said(200, "ok") if self._alive() else _said(503, "not_alive")

    def _readiness(self) -> Answer:
        try:
            self._ready()
        except PipelineError as error:
            return _said(500 if isinstance(error, Misconfigured) else 503, error.code)
        return _said(200, "ok")

    def _metrics(self) -> Answer:
        return Answer(status=200, media_type=metrics.MEDIA_TYPE, body=self._figures.text())


def serve(health: Health, *, host: str, port: int) -> Callable[[], None]:
    """Answer in a thread of its own until the function that this gives is called. Port 0: no answers.

    A port that is taken is told and does not keep a worker from its work.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = health.answer(self.path)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
            """Scrapes are no events."""

    if not port:
        return lambda: None
    try:
        server = ThreadingHTTPServer((host, port), Handler)
    except OSError as error:
        log.warning("metrics_port_taken", port=port, error=type(error).__name__)
        return lambda: None
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="health", daemon=True)
    thread.start()

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return stop


def _said(status: int, word: str) -> Answer:
    return Answer(status=status, media_type=_JSON, body=json.dumps({"status": word}).encode())
