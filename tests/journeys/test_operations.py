"""What an ops team sees and does, on the command line and over real services."""

from __future__ import annotations

import gzip
import json
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from pipeline.delivery import Services
from pipeline.stores.database import Database
from stack import servers
from tests.conftest import ROOT
from tests.journeys.conftest import House

pytestmark = pytest.mark.services


def status(house: House, *, code: int = 0) -> dict[str, Any]:
    said = house.sohoa("status", "--json")
    assert said.returncode == code, said.stderr
    told: dict[str, Any] = json.loads(said.stdout)
    return told


def test_work_that_nobody_takes_is_named_with_its_remedy(house: House, receipt: Path) -> None:
    assert status(house)["obstacles"] == []
    assert house.sohoa("ingest", receipt, "--centre", "H18.01").returncode == 0
    said = house.sohoa("status")
    assert said.returncode == 4
    assert "no_sweep" in said.stderr
    assert "sohoa sweep" in said.stderr
    (stage,) = status(house, code=4)["stages"]
    assert (stage["centre"], stage["stage"], stage["waiting"], stage["seconds_to_empty"]) == ("H18.01", "open", 1, None)


def test_what_is_held_still_is_no_fault_and_is_shown_as_held(house: House) -> None:
    assert "1" in house.sohoa("pause", "H18.01", "--by", "ops", "--reason", "chuyển trụ sở").stdout
    told = status(house)
    assert (told["stages"][0]["held"], told["holds"][0]["part"]) == (1, "H18.01")
    said = house.sohoa("status").stdout
    assert "chuyển trụ sở" in said
    assert house.sohoa("pause", "H99").returncode == 3
    assert house.sohoa("resume", "H18.01").returncode == 0


def test_status_names_who_works_and_how_fast(house: House, receipt: Path) -> None:
    house.start("sweep")
    house.start("worker")
    (row,) = house.rows("ingest", receipt, "--centre", "H18.01", "--component", "02", "--wait")
    assert row["verdict"] == "finished"
    told = status(house)
    assert {process["role"] for process in told["processes"] if process["alive"]} == {"sweep", "worker"}
    pages = next(stage for stage in told["totals"] if stage["stage"] == "read_page")
    assert (pages["waiting"], pages["done"], pages["seconds_to_empty"]) == (0, 2, 0)
    assert pages["per_minute"] == 0.2
    house.stop()
    assert status(house)["processes"] == []


@pytest.mark.parametrize(
    ("variable", "address", "cause"),
    [
        ("SOHOA_DATABASE", "postgresql://postgres@127.0.0.1:{}/x", "database_down"),
        ("SOHOA_BROKER", "redis://127.0.0.1:{}/0", "broker_down"),
        ("SOHOA_OBJECTS", "http://127.0.0.1:{}", "storage_down"),
    ],
)
def test_a_service_that_is_down_is_named(house: House, variable: str, address: str, cause: str) -> None:
    closed = servers.free_ports(1)[0]
    there = house.environment[variable]
    house.environment[variable] = address.format(closed)
    try:
        said = house.sohoa("status", "--json")
    finally:
        house.environment[variable] = there
    assert said.returncode == 4
    assert [one["code"] for one in json.loads(said.stdout)["obstacles"]] == [cause]
    assert said.stderr.startswith(f"{cause}: ")


def wait_for(there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not there():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_watched_folder_is_emptied_of_what_was_taken_in_and_refused(
    house: House, receipt: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "pipeline.cli", "ingest", str(tmp_path), "--centre", "H18.03", "--watch"]
    scan, note = tmp_path / "scan.png", tmp_path / "note.txt"
    shutil.copy(receipt, scan)
    note.write_text("not a document")
    watching = subprocess.Popen(["setpriv", "--pdeathsig=TERM", *command], env=house.environment, cwd=ROOT)
    try:
        wait_for(lambda: (tmp_path / "done" / "scan.png").exists() and (tmp_path / "refused" / "note.txt").exists())
    finally:
        watching.send_signal(signal.SIGINT)
        assert watching.wait(timeout=30) == 130
    reason = json.loads((tmp_path / "refused" / "note.txt.reason.json").read_text())
    assert reason["code"] == "file_type_unknown"
    assert [one["centre"] for one in house.rows("status", "--unassigned")].count("H18.03") == 1


def test_a_page_above_a_limit_is_read_once_the_limit_was_raised_and_somebody_asks(house: House, receipt: Path) -> None:
    house.environment["SOHOA_PAGE_PIXELS"] = "1000000"
    house.start("sweep")
    worker = house.start("worker")
    sent = house.sohoa("ingest", receipt, "--centre", "H18.06", "--component", "limit", "--wait", "--json")
    row = json.loads(sent.stdout)
    assert (sent.returncode, row["verdict"], row["pages_given_up"]) == (3, "given_up", 1)
    (failure,) = house.rows("failures", "--file", row["file"])
    assert (failure["code"], failure["page"]) == ("page_too_large", 1)
    assert "dpi" in failure["remedy"]
    worker.terminate()
    assert worker.wait(timeout=60) == 0
    del house.environment["SOHOA_PAGE_PIXELS"]
    house.start("worker")
    assert house.sohoa("retry", "--file", row["file"], "--page", "1").stdout == "read_page\t1\n"
    wait_for(lambda: house.rows("failures", "--file", row["file"]) == [])
    wait_for(lambda: house.rows("status", "--file", row["file"])[0]["state"] == "finished")
    house.stop()
    (told,) = house.rows("status", "--file", row["file"])
    assert [paper["kind"] for paper in told["papers"]] == ["receipt"]


def test_what_a_scanner_writes_into_the_bucket_is_read(house: House, services: Services, receipt: Path) -> None:
    services.objects.put("inbox/H18.04/scan.png", receipt.read_bytes(), media_type="image/png")
    house.environment["SOHOA_INBOX_SECONDS"] = "0.5"
    house.start("sweep")
    try:
        wait_for(lambda: any(services.objects.keys("taken/H18.04/")))
    finally:
        house.stop()
    assert list(services.objects.keys("inbox/")) == []
    assert [one["centre"] for one in house.rows("status", "--unassigned")].count("H18.04") == 1


def test_processes_answer_for_themselves(house: House, receipt: Path) -> None:
    ports = dict(zip(("worker", "sweep"), servers.free_ports(2), strict=True))
    for what, port in ports.items():
        house.environment["SOHOA_METRICS_PORT"] = str(port)
        house.start(what)
    del house.environment["SOHOA_METRICS_PORT"]
    (row,) = house.rows("ingest", receipt, "--centre", "H18.01", "--component", "09", "--wait")
    assert row["verdict"] == "finished"
    told = {what: asked(port, "/metrics") for what, port in ports.items()}
    # Of this file, and of those that the tests before left waiting.
    assert 'sohoa_steps_total{outcome="done",stage="read_page"} ' in told["worker"]
    assert 'sohoa_processes{role="worker"} 1.0' in told["sweep"]
    assert [asked(port, f"/health/{path}") for port in ports.values() for path in ("live", "ready")] == [
        '{"status": "ok"}'
    ] * 4
    house.stop()


def asked(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return str(answer.read().decode())


@pytest.fixture
def collector() -> Iterator[tuple[str, dict[bytes, set[str]]]]:
    """A collector that speaks OTLP over HTTP: its address, and the names of spans by trace."""
    found: dict[bytes, set[str]] = defaultdict(set)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = ExportTraceServiceRequest.FromString(
                gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
            )
            for resource in request.resource_spans:
                for scope in resource.scope_spans:
                    for span in scope.spans:
                        found[span.trace_id].add(span.name)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_told: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1/traces", found
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_file_is_followed_through_all_processes_and_logs_tell_ids_only(
    house: House, receipt: Path, collector: tuple[str, dict[bytes, set[str]]]
) -> None:
    house.environment["SOHOA_TRACES"], found = collector
    house.start("worker")
    house.start("sweep")
    (row,) = house.rows("ingest", receipt, "--centre", "H18.05", "--dossier", "000.00.12.H18-231005-0055", "--wait")
    wait_for(lambda: not uncounted(house))
    house.stop()
    del house.environment["SOHOA_TRACES"]
    assert list(found.values()) == [{"accept", "open", "read_page", "understand", "finish", "deliver", "count"}]
    (trace,) = found
    lines = [json.loads(line) for line in (house.folder / "worker.log").read_text().splitlines()]
    mine = [line for line in lines if line.get("file") == row["file"]]
    assert {line["kind"] for line in mine} == {"open", "read_page", "understand", "finish"}
    assert all({"step", "dossier", "attempt", "part"} <= set(line) for line in mine)
    assert {line["trace"] for line in mine} == {trace.hex()}
    truth = json.loads(receipt.with_suffix(".png.json").read_text())["papers"][0]["fields"]
    words = [str(field["value"]) for field in truth.values() if isinstance(field["value"], str)]
    assert [word for word in words if len(word) > 5 and word in json.dumps(lines, ensure_ascii=False)] == []


def uncounted(house: House) -> list[object]:
    """Traces that wait to be counted."""
    database = Database(house.environment["SOHOA_DATABASE"])
    try:
        return list(database.rows("SELECT trace FROM uncounted_trace"))
    finally:
        database.close()
