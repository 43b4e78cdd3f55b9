"""What the steps do in child processes: everything that parses a file from outside. Paths and values in, values out.

Every function takes the bench that its child built once: engines loaded, catalogue read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from pipeline import flow, records
from pipeline.domain.page import Decision, Page
from pipeline.domain.paper import Paper
from pipeline.errors import Refused
from pipeline.flow import Bench
from pipeline.ports import EncodedPage, Image
from pipeline.tools import images, isolation

_ENCODED: Final = TypeAdapter(EncodedPage)
_HEAD: Final = TypeAdapter(dict[str, object])

#: Longer side of a page on a screen, in pixels: A4 at 200 dpi, enough to read the small print when enlarged.
_SCREEN: Final = 2339
#: The same of a page that was given up: enough to tell what it is.
_PREVIEW: Final = 1400


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opening found; the pages themselves lie in the folder that it was given."""

    pages: int
    #: Number → why, of each page that cannot be shown.
    refused: Mapping[int, Refused]
    #: An electronic signature stands in the file.
    signed: bool
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One page, read."""

    page: Page
    #: The upright image for a screen, JPEG or PNG; boxes are in pixels of the page and shrink with it.
    upright: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a file says."""

    papers: tuple[Paper, ...]
    #: Pages with a line that has to be read once more.
    unsure: frozenset[int]


def open_file(bench: Bench, path: Path, folder: Path) -> Opened:
    """Take the pages out of a file, one ``page_file`` in ``folder`` each. Raises Refused for the whole file."""
    file = flow.open_file(bench, path)
    refused: dict[int, Refused] = {}
    for number in range(1, file.pages + 1):
        isolation.progress()
        try:
            page_file(folder, number).write_bytes(_packed(bench, path, number))
        except Refused as refusal:
            refused[number] = refusal
    # The file is a copy that its parent removes; the shelf must not hold it open.
    bench.shelf.clear()
    return Opened(pages=file.pages, refused=refused, signed=file.signed, decisions=file.decisions)


def take_page(bench: Bench, path: Path, number: int) -> bytes:
    """Take one page out of a file, packed. Raises Refused for the file, or for this page alone."""
    packed = _packed(bench, path, number)
    bench.shelf.clear()
    return packed


def _packed(bench: Bench, path: Path, number: int) -> bytes:
    return pack(images.packed(flow.take_page(bench, path, number)))


def page_file(folder: Path, number: int) -> Path:
    """Where opening leaves a page."""
    return folder / f"{number:05}.page"


def read_page(bench: Bench, packed: bytes) -> Reading:
    """Read one packed page. Raises Refused where its bytes cannot be decoded."""
    image = bench.decode(unpack(packed))
    read = flow.read_kept_page(bench, image)
    # Straightening makes greys of black and white: whether there were any is asked of the page as it came.
    as_screen = images.line_art if images.is_black_and_white(image.image) else images.jpeg
    return Reading(page=read.page, upright=as_screen(read.upright, longest=_SCREEN))


def preview(bench: Bench, packed: bytes) -> bytes:
    """A packed page as JPEG for a screen, just as it came out of its file. Raises Refused."""
    return images.jpeg(bench.decode(unpack(packed)).image, longest=_PREVIEW)


def understand(bench: Bench, readings: Sequence[bytes], unsure: Mapping[int, bytes], today: dt.date) -> Understood:
    """The papers of a file from its readings as JSON; lines of the packed pages in ``unsure`` are read once more."""
    pages = {page.number: page for page in map(records.kept_page, readings)}
    asked: set[int] = set()
    seen: dict[int, Image] = {}

    def image(page: Page) -> Image | None:
        asked.add(page.number)
        if page.number not in unsure:
            return None
        if page.number not in seen:
            upright = flow.upright(bench, bench.decode(unpack(unsure[page.number])), page)
            flow.keep(seen, page.number, upright)
        return seen[page.number]

    look = flow.look(bench, tuple(pages.values()), image)
    read = tuple(pages.values())
    papers = flow.understand(read, kinds=bench.kinds, gazetteer=bench.gazetteer, look=look, today=today)
    return Understood(papers=papers, unsure=frozenset(asked))


def write_layers(bench: Bench, path: Path, readings: Sequence[bytes], target: Path) -> str:
    """Write the two-layer PDF of a file to ``target``; its SHA-256."""
    flow.write_layers(bench, path, [records.kept_page(reading) for reading in readings], target)
    bench.shelf.clear()
    with target.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def pack(page: EncodedPage) -> bytes:
    """A page as one object: a line of JSON, then the bytes of its image."""
    return _ENCODED.dump_json(page, exclude={"data"}) + b"\n" + page.data


def unpack(packed: bytes) -> EncodedPage:
    """The page that ``pack`` made."""
    head, _, data = packed.partition(b"\n")
    return _ENCODED.validate_python({**_HEAD.validate_json(head), "data": data})
