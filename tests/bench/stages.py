"""What each stage of reading takes, in one process."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from config import settings
from pipeline import flow
from pipeline.assembly import reading as assembly
from pipeline.domain.page import Page
from pipeline.stages import cleaning, opening, reading
from pipeline.tools.pdf import twolayer


def page_count(path: Path) -> int:
    """How many pages a file has."""
    return flow.open_file(assembly.build(settings.load(os.environ)), path).pages


def shares(files: Sequence[Path], *, pages: int) -> dict[str, float]:
    """CPU seconds a page of each stage, over the first ``pages`` of the files."""
    bench = assembly.build(settings.load(os.environ))
    spent: dict[str, float] = defaultdict(float)
    count = 0
    for path in files:
        last = min(pages - count, flow.open_file(bench, path).pages)
        found = [_page(bench, path, number, spent) for number in range(1, last + 1)]
        count += len(found)
        with _timed(spent, "understanding"):
            flow.understand(found, kinds=bench.kinds, gazetteer=bench.gazetteer, today=dt.date(2026, 11, 22))
        with _timed(spent, "two-layer PDF"), tempfile.TemporaryDirectory() as folder:
            twolayer.write(path, "application/pdf", (), found, Path(folder) / "out.pdf")
        if count >= pages:
            break
    return {name: seconds / max(1, count) for name, seconds in spent.items()}


def _page(bench: flow.Bench, path: Path, number: int, spent: dict[str, float]) -> Page:
    with _timed(spent, "opening, decoding"):
        image = opening.page_image(bench.shelf.document(path), number, decode=bench.decode)
    with _timed(spent, "cleaning"):
        cleaning.clean(image.image, pixels=bench.pixels)
    with _timed(spent, "codes"):
        bench.find_codes(image.image)
    with _timed(spent, "cleaning and recognition"):
        return reading.read_page(image, reader=bench.reader, pixels=bench.pixels).page


@contextmanager
def _timed(spent: dict[str, float], name: str) -> Iterator[None]:
    start = time.process_time()
    yield
    spent[name] += time.process_time() - start
