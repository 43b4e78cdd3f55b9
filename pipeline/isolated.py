"""What the steps do in child processes: everything that parses a file from outside. Paths and values in, values out.

Every function takes the workshop that its child built once: engines loaded, catalogue read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from pipeline import flow
from pipeline.domain.kinds import Kinds
from pipeline.domain.media import MediaType
from pipeline.domain.page import Box, Decision, Page, Word
from pipeline.domain.paper import Paper
from pipeline.errors import Refused
from pipeline.ports import EncodedPage, Image, Reader
from pipeline.stages import opening, reading
from pipeline.stages.cleaning import Pixels
from pipeline.stages.opening import Limits, Opener
from pipeline.tools import images, isolation

_ENCODED: Final = TypeAdapter(EncodedPage)
_PAGE: Final = TypeAdapter(Page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What a child has at hand."""

    openers: Mapping[MediaType, Opener]
    limits: Limits
    reader: Reader
    pixels: Pixels
    kinds: Kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opening found; the pages themselves lie in the folder that it was given."""

    pages: int
    #: Number → code of each page that cannot be shown.
    refused: Mapping[int, str]
    #: An electronic signature stands in the file.
    signed: bool
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One page, read."""

    page: Page
    #: The upright image as JPEG, in full size: every box of the page is in its pixels.
    upright: bytes


def open_file(workshop: Workshop, path: Path, folder: Path) -> Opened:
    """Take the pages out of a file, one ``page_file`` in ``folder`` each. Raises Refused for the whole file."""
    refused: dict[int, str] = {}
    with opening.open_document(path, openers=workshop.openers, limits=workshop.limits) as document:
        for number in document:
            isolation.progress()
            try:
                page_file(folder, number).write_bytes(pack(images.packed(document.page(number))))
            except Refused as refusal:
                refused[number] = refusal.code
        told = document.file
    return Opened(pages=told.pages, refused=refused, signed=told.signed, decisions=told.decisions)


def page_file(folder: Path, number: int) -> Path:
    """Where opening leaves a page."""
    return folder / f"{number:05}.page"


def read_page(workshop: Workshop, packed: bytes) -> Reading:
    """Read one packed page. Raises Refused where its bytes cannot be decoded."""
    read = reading.read_page(images.decode(unpack(packed)), reader=workshop.reader, pixels=workshop.pixels)
    return Reading(page=read.page, upright=images.jpeg(read.upright))


def understand(
    workshop: Workshop, pages: Sequence[bytes], uprights: Mapping[int, bytes], today: dt.date
) -> tuple[Paper, ...]:
    """The papers of a file from its readings as JSON; unsure fields of pages in ``uprights`` get a second look."""
    read = [_PAGE.validate_json(page) for page in pages]
    seen: dict[int, Image] = {}

    def look(number: int, box: Box) -> Sequence[Word]:
        if number not in uprights:
            return ()
        if number not in seen:
            encoded = EncodedPage(number=number, media_type="image/jpeg", data=uprights[number])
            seen[number] = images.decode(encoded).image
        dpi = next(page.dpi for page in read if page.number == number)
        return reading.look(seen[number], box, reader=workshop.reader, pixels=workshop.pixels, dpi=dpi)

    return flow.understand(read, kinds=workshop.kinds, look=look if uprights else None, today=today)


def pack(page: EncodedPage) -> bytes:
    """A page as one object: a line of JSON, then the bytes of its image."""
    return _ENCODED.dump_json(page, exclude={"data"}) + b"\n" + page.data


def unpack(packed: bytes) -> EncodedPage:
    """The page that ``pack`` made."""
    head, _, data = packed.partition(b"\n")
    return _ENCODED.validate_python({**_HEAD.validate_json(head), "data": data})


_HEAD: Final = TypeAdapter(dict[str, object])
