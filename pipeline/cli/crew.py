"""Many files through many children: pages side by side, results in the order of the files."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from pipeline.assembly.children import Children
from pipeline.cli.report import Progress
from pipeline.domain.file import File, FileRead, GivenUp
from pipeline.domain.page import Page
from pipeline.errors import Misconfigured, PipelineError
from pipeline.tools.isolation import Named

#: Files that are worked on at once, for each child: enough to keep all children at work.
_AHEAD: Final = 2

# What the children do (pipeline/flow.py), by name: the parent loads no library of pictures or of reading.
_BEGIN: Final[Named[[Path, dt.date, str], File | FileRead]] = Named("pipeline.flow", "begin_file")
_READ: Final[Named[[Path, int], Page]] = Named("pipeline.flow", "read_page")
_FINISH: Final[Named[[Path, File, Sequence[Page | GivenUp], dt.date], FileRead]] = Named("pipeline.flow", "finish_file")
_LAYERS: Final[Named[[Path, Sequence[Page], Path], None]] = Named("pipeline.flow", "write_layers")
_ALTO: Final[Named[[FileRead, Path], None]] = Named("pipeline.flow", "write_alto")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One file to be read, and where to write what was asked for."""

    path: Path
    pdf: Path | None = None
    alto: Path | None = None

    @property
    def name(self) -> str:
        """The file's name as text, whatever bytes the file system holds."""
        return os.fsencode(self.path.name or str(self.path)).decode("utf-8", "replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file."""

    order: Order
    result: FileRead | PipelineError
    #: From its first step to its last, waiting between them included.
    seconds: float


class Crew:
    """Threads that keep the children busy. Each waits for one child; the work itself is done in there."""

    def __init__(self, children: Children, progress: Progress, *, today: dt.date) -> None:
        self._children = children
        self._progress = progress
        self._today = today
        self._hands = ThreadPoolExecutor(children.size)

    def outcomes(self, orders: Sequence[Order]) -> Iterator[Outcome]:
        """What became of each file, in the order of ``orders``; a bounded number of them is worked on at once.

        Raises Misconfigured as soon as a child says so.
        """
        ahead = self._children.size * _AHEAD
        coming = iter(orders)
        with self._hands, ThreadPoolExecutor(ahead) as leaders:
            begun: deque[Future[Outcome]] = deque(leaders.submit(self._lead, order) for order in islice(coming, ahead))
            through = False
            try:
                while begun:
                    outcome = begun.popleft().result()
                    begun.extend(leaders.submit(self._lead, order) for order in islice(coming, 1))
                    yield outcome
                through = True
            finally:
                if not through:
                    # The threads below wait for answers of children, which may never come.
                    self._children.kill()
                for executor in (leaders, self._hands):
                    executor.shutdown(wait=False, cancel_futures=True)

    def _lead(self, order: Order) -> Outcome:
        start = time.monotonic()
        result: FileRead | PipelineError
        try:
            result = self._read(order)
        except Misconfigured:
            raise
        except PipelineError as error:
            result = error
        self._progress.file_done()
        return Outcome(order=order, result=result, seconds=time.monotonic() - start)

    def _read(self, order: Order) -> FileRead:
        """Read a file and write what was asked for. The layers need its words only, so nothing waits for its papers."""
        path = order.path
        begun = self._hands.submit(self._children.call, _BEGIN, path, self._today, order.name).result()
        if isinstance(begun, FileRead):
            self._progress.page_done()
            layers, result = self._layers(order, begun.pages), begun
        else:
            pages = list(self._hands.map(self._page, [path] * begun.pages, range(1, begun.pages + 1)))
            finished = self._hands.submit(self._children.call, _FINISH, path, begun, pages, self._today)
            layers = self._layers(order, [page for page in pages if isinstance(page, Page)])
            result = finished.result()
        if layers is not None:
            layers.result()
        if order.alto is not None:
            self._hands.submit(self._children.call, _ALTO, result, order.alto).result()
        return result

    def _layers(self, order: Order, pages: Sequence[Page]) -> Future[None] | None:
        if order.pdf is None or not pages:
            return None
        return self._hands.submit(self._children.call, _LAYERS, order.path, pages, order.pdf)

    def _page(self, path: Path, number: int) -> Page | GivenUp:
        """A child that dies costs its page, not the file."""
        try:
            return self._children.call(_READ, path, number)
        except Misconfigured:
            raise
        except PipelineError as error:
            return GivenUp(number=number, error=error)
        finally:
            self._progress.page_done()
