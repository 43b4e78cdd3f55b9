"""Figures for Prometheus: what this process did, and what it reads off the ledger when it is asked.

Every process counts for itself and is scraped by itself, so that no files are shared between processes. Labels are
bounded: stages, codes of errors, routes, and the few centres that wait longest; never a dossier, a file or a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, get_args

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from pipeline.domain.dossier import StepKind

#: What a scraper is told that an answer is.
MEDIA_TYPE: Final = prometheus_client.CONTENT_TYPE_LATEST

#: Seconds: the ledger's own steps take hundredths, a page about one, a file of hundreds of pages minutes.
_STEP: Final = (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300, 600)
_REQUEST: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One gauge with its values at present."""

    name: str
    help: str
    #: The name of its label, if it has one.
    labels: tuple[str, ...] = ()
    #: Value by the value of its label, if it has one.
    values: Mapping[tuple[str], float] | Mapping[tuple[()], float]


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._steps = self._counter("sohoa_steps", "Steps that this process ended, by outcome.", "stage", "outcome")
        self._seconds = Histogram(
            "sohoa_step_seconds", "How long a step took.", ["stage"], buckets=_STEP, registry=self._registry
        )
        self._files = self._counter("sohoa_files", "Files that came to the door of this process.", "verdict")
        self._bytes = self._counter("sohoa_accepted_bytes", "Bytes of files that were accepted.")
        self._inbox = self._counter("sohoa_inbox_objects", "Objects that left the inbox.", "verdict")
        self._swept = self._counter("sohoa_swept_steps", "Steps that the sweep brought back, by reason.", "reason")
        self._requests = Histogram(
            "sohoa_http_request_seconds",
            "How long a request took.",
            ["method", "route", "status"],
            buckets=_REQUEST,
            registry=self._registry,
        )

        self._begin_at_zero()

    def _begin_at_zero(self) -> None:
        """What alerts look for is counted from 0 on: of a figure that begins at 1, Prometheus sees no increase."""
        for stage in get_args(StepKind):
            for outcome in ("done", "unexpected", "page_failed"):
                self._steps.labels(stage, outcome)
        for verdict in ("accepted", "too_much_waiting", "storage_full"):
            self._files.labels(verdict)
        self.left_inbox(taken=0, refused=0)
        for reason in ("lease_expired", "message_lost"):
            self.swept(reason, 0)

    def step_ended(self, stage: str, outcome: str, seconds: float) -> None:
        """``outcome``: ``done``, or the code of the error."""
        self._steps.labels(stage, outcome).inc()
        self._seconds.labels(stage).observe(seconds)

    def file_came(self, verdict: str, *, size: int = 0) -> None:
        """``verdict``: ``accepted``, ``duplicate``, or the code of the error; ``size`` in bytes, of accepted ones."""
        self._files.labels(verdict).inc()
        self._bytes.inc(size)

    def left_inbox(self, *, taken: int, refused: int) -> None:
        """Objects that were moved."""
        self._inbox.labels("taken").inc(taken)
        self._inbox.labels("refused").inc(refused)

    def swept(self, reason: str, steps: int) -> None:
        """Steps that go on although somebody or something got lost."""
        self._swept.labels(reason).inc(steps)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """``route``: the template of the path, never the path."""
        self._requests.labels(method, route, str(status)).observe(seconds)

    def add_facts(self, read: Callable[[], Iterable[Fact]]) -> None:
        """From now on an answer has these too, read anew each time."""
        self._registry.register(_Facts(read))

    def text(self) -> bytes:
        """All figures as a scraper reads them (``MEDIA_TYPE``)."""
        return prometheus_client.generate_latest(self._registry)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, labels, registry=self._registry)


class _Facts(Collector):
    def __init__(self, read: Callable[[], Iterable[Fact]]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        for fact in self._read():
            gauge = GaugeMetricFamily(fact.name, fact.help, labels=fact.labels)
            for labels, value in fact.values.items():
                gauge.add_metric(labels, value)
            yield gauge
