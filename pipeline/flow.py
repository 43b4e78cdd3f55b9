"""The journey: one short function for each step. The file to read first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from pipeline.domain import findings
from pipeline.domain.file import File, FileRead, GivenUp
from pipeline.domain.gazetteer import Gazetteer
from pipeline.domain.kinds import Kinds
from pipeline.domain.page import Page
from pipeline.domain.paper import Paper
from pipeline.errors import OutputUnwritable, Refused
from pipeline.ports import EncodedPage, Image, PageImage, Reader, ReadPrint
from pipeline.records import alto
from pipeline.stages import classification, codes, extraction, looking, opening, reading, validation
from pipeline.stages.extraction.opinions import Look
from pipeline.stages.imaging import Pixels

#: Upright pages that are kept for second looks, together: most pages are asked for more than once, the pages of one
#: paper in turn. A grey page of 300 dpi has 9 MB.
KEPT_BYTES: Final = 32 << 20


class WriteLayers(Protocol):
    """Writes the two-layer PDF of a file: ``pipeline.tools.pdf.twolayer.write``."""

    def __call__(
        self, path: Path, media_type: str, encoded: Iterable[EncodedPage | None], pages: Sequence[Page], target: Path
    ) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What it takes to read, built once in each process by the assembly. For one thread."""

    shelf: opening.Shelf
    decode: Callable[[EncodedPage], PageImage]
    reader: Reader
    #: The other reader, for lines of fields.
    read_print: ReadPrint
    pixels: Pixels
    find_codes: reading.FindCodes
    kinds: Kinds
    gazetteer: Gazetteer
    write_layers: WriteLayers


def open_file(bench: Bench, path: Path, *, name: str | None = None) -> File:
    """What a file is and how many pages it has. Raises Refused."""
    return bench.shelf.document(path, name=name).file


def begin_file(bench: Bench, path: Path, today: dt.date, name: str | None = None) -> File | FileRead:
    """Open a file, and read it at once where it has one page only: there is nothing to share out. Raises Refused."""
    file = open_file(bench, path, name=name)
    return read_file(bench, path, today, name) if file.pages == 1 else file


def take_page(bench: Bench, path: Path, number: int) -> EncodedPage:
    """One page out of its file, to be kept until it is read. Raises Refused for this page alone."""
    return opening.encoded_page(bench.shelf.document(path), number, decode=bench.decode)


def read_page(bench: Bench, path: Path, number: int) -> Page:
    """Read one page of a file. Raises Refused for this page alone."""
    return _read(bench, path, number).page


def read_kept_page(bench: Bench, image: PageImage) -> reading.ReadPage:
    """Read a page that was taken out of its file before. Raises Refused."""
    return _seen(bench, image)


def read_file(bench: Bench, path: Path, today: dt.date, name: str | None = None) -> FileRead:
    """The whole way of one file, page after page. Raises Refused where not one page can be read."""
    file = open_file(bench, path, name=name)
    pages: list[Page | GivenUp] = []
    last: dict[int, Image] = {}
    for number in range(1, file.pages + 1):
        try:
            read = _read(bench, path, number)
        except Refused as error:
            pages.append(GivenUp(number=number, error=error))
        else:
            pages.append(read.page)
            last = {number: read.upright}
    return _finished(bench, path, file, pages, today, last)


def finish_file(bench: Bench, path: Path, file: File, pages: Sequence[Page | GivenUp], today: dt.date) -> FileRead:
    """Understand a file all of whose pages are settled. Raises the error of its first page if none was read."""
    return _finished(bench, path, file, pages, today, {})


def _finished(
    bench: Bench,
    path: Path,
    file: File,
    pages: Sequence[Page | GivenUp],
    today: dt.date,
    last: dict[int, Image],
) -> FileRead:
    read = tuple(page for page in pages if isinstance(page, Page))
    given_up = tuple(page for page in pages if isinstance(page, GivenUp))
    if not read:
        raise given_up[0].error
    seen = _second_look(bench, path, read, last)
    papers = understand(read, kinds=bench.kinds, gazetteer=bench.gazetteer, look=seen, today=today)
    told = tuple(_with_gaps(paper, papers, given_up) for paper in papers)
    return FileRead(file=file, pages=read, given_up=given_up, papers=told)


def _with_gaps(paper: Paper, papers: Sequence[Paper], given_up: Sequence[GivenUp]) -> Paper:
    """A paper that says so where a page was given up after one of its own, or before the first of all."""
    for gap in given_up:
        before = [other for other in papers if other.pages[0] < gap.number]
        if paper is (before[-1] if before else papers[0]):
            return replace(paper, findings=(*paper.findings, findings.finding("page_given_up")))
    return paper


def write_layers(bench: Bench, path: Path, pages: Sequence[Page], target: Path) -> None:
    """Write the two-layer PDF of a file: its pages as they are, and the words of ``pages`` unseen on them."""
    document = bench.shelf.document(path)
    try:
        bench.write_layers(path, document.file.media_type, _encoded(document), pages, target)
    except OSError as error:
        raise OutputUnwritable(folder=str(target.parent)) from error


def write_alto(bench: Bench, read: FileRead, target: Path) -> None:  # noqa: ARG001 (steps of children have a bench)
    """Write what was read of a file as ALTO 4."""
    try:
        target.write_bytes(alto.of_reading(read))
    except OSError as error:
        raise OutputUnwritable(folder=str(target.parent)) from error


def _encoded(document: opening.Document) -> Iterator[EncodedPage | None]:
    for number in document:
        try:
            yield document.page(number)
        except Refused:
            yield None


def _read(bench: Bench, path: Path, number: int) -> reading.ReadPage:
    return _seen(bench, opening.page_image(bench.shelf.document(path), number, decode=bench.decode))


def _seen(bench: Bench, image: PageImage) -> reading.ReadPage:
    return reading.read_page(image, reader=bench.reader, pixels=bench.pixels, codes=bench.find_codes)


def _second_look(bench: Bench, path: Path, pages: Sequence[Page], last: dict[int, Image]) -> Look:
    """Reads lines once more, from the upright page: one of the ``last``, by number, or one that is made again."""

    def image(page: Page) -> Image:
        if page.number not in last:
            keep(last, page.number, _upright(bench, path, page))
        return last[page.number]

    return look(bench, pages, image)


def keep(last: dict[int, Image], number: int, upright: Image) -> None:
    """Put a page to the ``last`` ones, and forget the earliest of them where they are too many."""
    while last and upright.nbytes + sum(one.nbytes for one in last.values()) > KEPT_BYTES:
        del last[next(iter(last))]
    last[number] = upright


def look(bench: Bench, pages: Sequence[Page], image: Callable[[Page], Image | None]) -> Look:
    """The ways in which lines of these pages are read once more. ``image`` gives the upright page, or None if away."""
    known = {page.number: page for page in pages}
    return looking.Looking(
        pages=known, image=image, reader=bench.reader, read_print=bench.read_print, pixels=bench.pixels
    ).ways()


def _upright(bench: Bench, path: Path, page: Page) -> Image:
    return upright(bench, opening.page_image(bench.shelf.document(path), page.number, decode=bench.decode), page)


def upright(bench: Bench, image: PageImage, page: Page) -> Image:
    """The image that all boxes of ``page`` refer to, made again."""
    turned = np.ascontiguousarray(np.rot90(image.image, -page.rotation // 90))
    return bench.pixels.straightened(turned, page.skew) if page.skew else turned


def understand(
    pages: Sequence[Page], *, kinds: Kinds, gazetteer: Gazetteer, look: Look | None = None, today: dt.date
) -> tuple[Paper, ...]:
    """The papers of a file, in order, with their fields and findings. Every page belongs to exactly one paper.

    ``look`` reads one line of a page once more; it is asked about unsure fields only.
    """
    parts = classification.split(pages, kinds)
    read = (_extracted(part, kinds=kinds, look=look) for part in parts)
    return tuple(validation.validate(one, kinds=kinds, today=today, gazetteer=gazetteer) for one in read)


def _extracted(part: classification.Part, *, kinds: Kinds, look: Look | None) -> Paper:
    read = extraction.extract(part.kind, part.confidence, part.pages, kinds=kinds, look=look)
    return codes.applied(read, part.pages)
