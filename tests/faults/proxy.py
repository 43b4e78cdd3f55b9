"""A wire to the S3 server that has moods: slow, broken, full, cutting off."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, Literal

#: ``slow``: a fifth of a second before each answer. ``broken``: 500 to everything. ``full``: 507 to what is to be kept.
#: ``cut``: bodies lose their second half, in turn with and without a sign of it, on the way there and on the way back.
#: ``silent``: takes requests and never answers.
Mood = Literal["well", "slow", "broken", "full", "cut", "silent"]

_ERROR: Final = b'<?xml version="1.0"?><Error><Code>%s</Code><Message>.</Message><RequestId>1</RequestId></Error>'
#: Headers of one connection, which the other has of its own.
_OWN: Final = {"connection", "keep-alive", "transfer-encoding", "content-length", "expect"}


class Proxy(ThreadingHTTPServer):
    """Listens on ``port`` and passes on to ``upstream``, host:port, as its mood is."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, upstream: str) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.upstream = upstream
        self.mood: Mood = "well"
        self.cuts = itertools.count()
        self.asked = 0

    def handle_error(self, request: object, client_address: object) -> None:
        """A peer that has left is what this is for."""

    @contextmanager
    def being(self, mood: Mood) -> Iterator[None]:
        """Have a mood for the length of a ``with``."""
        self.mood = mood
        try:
            yield
        finally:
            self.mood = "well"


@contextmanager
def running(port: int, upstream: str) -> Iterator[Proxy]:
    """A proxy in threads of this process."""
    proxy = Proxy(port, upstream)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""

    def _pass(self) -> None:
        self.server.asked += 1
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        mood, cut = self.server.mood, next(self.server.cuts) % 3
        if mood == "slow":
            time.sleep(0.2)
        while mood == "silent" and self.server.mood == "silent":
            time.sleep(0.1)
        if mood == "broken":
            return self._say(500, _ERROR % b"InternalError")
        if mood == "full" and self.command in {"PUT", "POST"}:
            return self._say(507, _ERROR % b"InsufficientStorage")
        if mood == "cut" and cut == 0 and self.command == "PUT":
            body = body[: len(body) // 2]
        return self._answer(body, cut if mood == "cut" and self.command == "GET" else 0)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass  # noqa: N815 (names of the base class)

    def _answer(self, body: bytes, cut: int) -> None:
        try:
            with closing(http.client.HTTPConnection(self.server.upstream, timeout=60)) as connection:
                answer, data = self._asked(connection, body)
        except (OSError, http.client.HTTPException):
            self.close_connection = True  # as if nobody listened
            return
        length = answer.headers.get("Content-Length", "0") if self.command == "HEAD" else str(len(data))
        if cut:
            # 1: the length is told rightly and the body ends before; 2: the length itself is a lie.
            data = data[: len(data) // 2]
            length = str(len(data)) if cut == 2 else length
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in _OWN:
                self.send_header(name, value)
        self.send_header("Content-Length", length)
        self.end_headers()
        self.wfile.write(data)
        self.close_connection = cut == 1

    def _asked(self, connection: http.client.HTTPConnection, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in _OWN:
                connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        with connection.getresponse() as answer:
            return answer, answer.read()

    def _say(self, status: int, body: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
