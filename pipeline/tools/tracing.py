"""Traces with OpenTelemetry: one for each file, from its door to the rates, over as many processes as it takes.

The context of a trace travels in the ledger (``file.trace``, as W3C traceparent), so messages stay ids. Spans hold ids,
numbers and codes; never what an exception says, which may quote a document.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import Span, Status, StatusCode, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from pipeline.errors import PipelineError


class Tracing:
    """Sends spans of one process to a collector, in the background."""

    def __init__(self, exporter: SpanExporter, *, share: float = 1.0) -> None:
        """``share``: of the files, how many are followed, from 0.0 to 1.0."""
        # Our own provider and never the process's: libraries that trace by themselves would name paths and queries.
        self._provider = TracerProvider(
            sampler=ParentBased(TraceIdRatioBased(share)),
            resource=Resource.create({"service.name": "sohoa"}),
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("sohoa")
        self._propagator = TraceContextTextMapPropagator()

    @contextmanager
    def span(self, name: str, *, parent: str = "", **facts: str | int) -> Iterator[str]:
        """One piece of work. Gives its context to hand on, empty if this trace is not followed; inside another span of
        this thread it belongs to that one, unless it is told its ``parent``."""
        context = self._context(parent) if parent else None
        with self._tracer.start_as_current_span(
            name, context=context, attributes=facts, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield self._carried(span)
            finally:
                error = sys.exception()
                if error is not None:
                    said = error.code if isinstance(error, PipelineError) else type(error).__name__
                    span.set_status(Status(StatusCode.ERROR, said))

    def note(self, name: str, *, parent: str, began: int, ended: int) -> None:
        """A piece of work that was done for many at once. ``began``, ``ended``: nanoseconds since 1970."""
        self._tracer.start_span(name, context=self._context(parent), start_time=began).end(end_time=ended)

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()

    def _context(self, parent: str) -> Context:
        return self._propagator.extract({"traceparent": parent}, context=Context())

    def _carried(self, span: Span) -> str:
        if not span.get_span_context().trace_flags.sampled:
            return ""
        carrier: dict[str, str] = {}
        self._propagator.inject(carrier, context=set_span_in_context(span, Context()))
        return carrier["traceparent"]


def to(address: str, *, share: float) -> Tracing:
    """To a collector that speaks OTLP over HTTP, such as ``http://collector:4318/v1/traces``."""
    # One that is away costs its spans, and at the end of a process no more than this.
    return Tracing(OTLPSpanExporter(endpoint=address, timeout=5), share=share)
