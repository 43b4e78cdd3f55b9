"""What a worker and a sweep answer over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from pipeline.errors import Misconfigured, PipelineError
from pipeline.stores.database import DatabaseDown
from pipeline.tools.metrics import Metrics
from stack import servers
from workers.health import Health, serve


class Process:
    """A process as its health sees it."""

    def __init__(self) -> None:
        self.alive = True
        self.trouble: PipelineError | None = None
        self.figures = Metrics()

    def ready(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    def health(self) -> Health:
        return Health(alive=lambda: self.alive, ready=self.ready, figures=self.figures)


@pytest.fixture
def process() -> Process:
    return Process()


@pytest.fixture
def address(process: Process) -> Iterator[str]:
    port = servers.free_ports(1)[0]
    stop = serve(process.health(), host="127.0.0.1", port=port)
    yield f"http://127.0.0.1:{port}"
    stop()


def status(address: str, path: str) -> int:
    try:
        with urlopen(f"{address}{path}", timeout=5) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code


def test_a_process_at_work_is_alive_and_ready(address: str, process: Process) -> None:
    process.figures.step_ended("open", "done", 1)
    assert status(address, "/health/live") == status(address, "/health/ready") == 200
    with urlopen(f"{address}/metrics", timeout=5) as answer:
        assert 'sohoa_steps_total{outcome="done",stage="open"} 1.0' in answer.read().decode()
    assert status(address, "/elsewhere") == 404


def test_a_process_whose_heart_stopped_is_not_alive(address: str, process: Process) -> None:
    process.alive = False
    assert status(address, "/health/live") == 503


@pytest.mark.parametrize(("trouble", "code"), [(DatabaseDown(), 503), (Misconfigured(), 500)])
def test_what_stands_in_the_way_makes_it_not_ready_but_alive(
    address: str, process: Process, trouble: PipelineError, code: int
) -> None:
    process.trouble = trouble
    assert status(address, "/health/ready") == code
    assert status(address, "/health/live") == 200
    assert trouble.code.encode() in process.health().answer("/health/ready").body


def test_a_port_that_is_taken_keeps_nobody_from_work(address: str, process: Process) -> None:
    stop = serve(process.health(), host="127.0.0.1", port=int(address.rpartition(":")[2]))
    stop()
    assert status(address, "/health/live") == 200


def test_without_a_port_nothing_listens(process: Process) -> None:
    serve(process.health(), host="127.0.0.1", port=0)()
