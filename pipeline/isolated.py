"""What the steps do in child processes: everything that parses a file from outside. Paths and values in, values out.

Every function takes the bench that its child built once: engines loaded, catalogue read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from pipeline import flow, records
from pipeline.domain.page import Box, Decision, Page, Word
from pipeline.domain.paper import Paper
from pipeline.errors import Refused
from pipeline.flow import Bench
from pipeline.ports import EncodedPage, Image
from pipeline.stages import reading
from pipeline.tools import images, isolation

_ENCODED: Final = TypeAdapter(EncodedPage)
_HEAD: Final = TypeAdapter(dict[str, object])


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


def open_file(bench: Bench, path: Path, folder: Path) -> Opened:
    """Take the pages out of a file, one ``page_file`` in ``folder`` each. Raises Refused for the whole file."""
    file = flow.open_file(bench, path)
    refused: dict[int, str] = {}
    for number in range(1, file.pages + 1):
        isolation.progress()
        try:
            page_file(folder, number).write_bytes(pack(images.packed(flow.take_page(bench, path, number))))
        except Refused as refusal:
            refused[number] = refusal.code
    # The file is a copy that its parent removes; the shelf must not hold it open.
    bench.shelf.clear()
    return Opened(pages=file.pages, refused=refused, signed=file.signed, decisions=file.decisions)


def page_file(folder: Path, number: int) -> Path:
    """Where opening leaves a page."""
    return folder / f"{number:05}.page"


def read_page(bench: Bench, packed: bytes) -> Reading:
    """Read one packed page. Raises Refused where its bytes cannot be decoded."""
    read = reading.read_page(bench.decode(unpack(packed)), reader=bench.reader, pixels=bench.pixels)
    return Reading(page=read.page, upright=images.jpeg(read.upright))


def understand(
    bench: Bench, readings: Sequence[bytes], uprights: Mapping[int, bytes], today: dt.date
) -> tuple[Paper, ...]:
    """The papers of a file from its readings as JSON; unsure fields of pages in ``uprights`` get a second look."""
    pages = {page.number: page for page in map(records.kept_page, readings)}
    seen: dict[int, Image] = {}

    def look(number: int, box: Box) -> Sequence[Word]:
        if number not in uprights:
            return ()
        if number not in seen:
            seen.clear()
            encoded = EncodedPage(number=number, media_type="image/jpeg", data=uprights[number])
            seen[number] = bench.decode(encoded).image
        return reading.look(seen[number], box, reader=bench.reader, pixels=bench.pixels, dpi=pages[number].dpi)

    return flow.understand(tuple(pages.values()), kinds=bench.kinds, look=look if uprights else None, today=today)


def pack(page: EncodedPage) -> bytes:
    """A page as one object: a line of JSON, then the bytes of its image."""
    return _ENCODED.dump_json(page, exclude={"data"}) + b"\n" + page.data


def unpack(packed: bytes) -> EncodedPage:
    """The page that ``pack`` made."""
    head, _, data = packed.partition(b"\n")
    return _ENCODED.validate_python({**_HEAD.validate_json(head), "data": data})
