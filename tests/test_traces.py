"""One trace follows a file from its door to the rates, through the ledger, whoever does the steps."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from pipeline import delivery, isolated
from pipeline.delivery import Services
from pipeline.domain.dossier import Submission
from pipeline.stores.ledger import watching
from pipeline.tools.isolation import PageKilled
from pipeline.tools.tracing import Tracing
from tests.conftest import ROOT, ObjectStore
from tests.test_delivery import PNG, Children, build, work

pytestmark = pytest.mark.services

SECRET = "Lò Thị Yến"


@pytest.fixture
def children() -> Children:
    return Children()


@pytest.fixture
def untraced(database_address: str, object_store: ObjectStore, children: Children) -> Iterator[Services]:
    built = build(database_address, object_store, children)
    yield built
    built.close()


@pytest.fixture
def kept() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def services(untraced: Services, kept: InMemorySpanExporter) -> Services:
    return replace(untraced, tracer=Tracing(kept))


def accept(services: Services, folder: Path, name: str = "scan.png") -> str:
    path = folder / name
    path.write_bytes(PNG + str(folder).encode())
    submission = Submission(centre="H18.01", dossier="000.00.12.H18-231005-0007", name=name, by=SECRET)
    return delivery.accept(services, path, submission).file


def spans(services: Services, kept: InMemorySpanExporter) -> list[ReadableSpan]:
    services.tracer.close()
    return list(kept.get_finished_spans())


def test_one_trace_follows_a_file_to_the_rates(services: Services, kept: InMemorySpanExporter, tmp_path: Path) -> None:
    file = accept(services, tmp_path)
    work(services)
    (paper,) = watching.verdicts(services.database, [file])[file].papers or ()
    delivery.verify(services, paper["paper"], by="A", values={})
    delivery.count(services)
    delivery.count(services)
    told = spans(services, kept)
    assert len({span.context.trace_id for span in told}) == 1
    names = Counter(span.name for span in told)
    once, twice = ("accept", "open", "understand", "finish", "store"), ("read_page", "deliver", "count")
    assert names == {**dict.fromkeys(once, 1), **dict.fromkeys(twice, 2)}
    (read, _) = [span for span in told if span.name == "read_page"]
    assert read.attributes is not None
    assert (read.attributes["file"], read.attributes["part"], read.attributes["attempt"]) == (file, 1, 1)


def test_a_span_says_how_a_step_failed_and_nothing_personal(
    services: Services, kept: InMemorySpanExporter, children: Children, tmp_path: Path
) -> None:
    children.faults[isolated.read_page] = (PageKilled(signal=9), 1)
    accept(services, tmp_path, name=f"{SECRET}.png")
    work(services)
    told = spans(services, kept)
    (failed,) = [span for span in told if not span.status.is_ok and span.status.description]
    assert (failed.name, failed.status.description) == ("read_page", "page_killed")
    assert SECRET not in "".join(span.to_json() for span in told)


def test_what_is_not_to_be_followed_costs_nothing(
    untraced: Services, kept: InMemorySpanExporter, tmp_path: Path
) -> None:
    services = replace(untraced, tracer=Tracing(kept, share=0.0))
    accept(services, tmp_path)
    work(services)
    delivery.count(services)
    assert spans(services, kept) == []
    assert services.database.rows("SELECT trace FROM file") == [{"trace": None}]
    assert services.database.rows("SELECT trace FROM uncounted_trace") == []


def test_without_a_collector_nothing_of_opentelemetry_is_loaded() -> None:
    asked = (
        "import os, sys; from config import settings; from pipeline.assembly import services;"
        "services.tracer(settings.load(os.environ)); sys.exit('opentelemetry.sdk' in sys.modules)"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOHOA_")}
    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=environment, check=False).returncode == 0
