"""Builds what reading a file takes, without any service: no broker, no SQL, no object store."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final, cast

from config.settings import Settings
from pipeline.assembly import children as child_processes
from pipeline.assembly import readers
from pipeline.domain.kinds import Kinds
from pipeline.domain.media import MediaType
from pipeline.flow import Bench
from pipeline.stages.opening import Limits, Opener, Shelf
from pipeline.stores import catalogue
from pipeline.tools import barcodes, images, isolation, pixels, trueocr, units
from pipeline.tools.isolation import Isolation
from pipeline.tools.pdf import source as pdf
from pipeline.tools.pdf import twolayer

KINDS: Final = Path(__file__).resolve().parents[2] / "config" / "kinds"

_PICTURES: Final[tuple[MediaType, ...]] = (
    "image/bmp",
    "image/gif",
    "image/heic",
    "image/jp2",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
)


def build(settings: Settings) -> Bench:
    """The bench of one process. Raises Misconfigured where an engine, a model or a kind is missing or wrong."""
    other = trueocr.LineModel()
    return Bench(
        shelf=Shelf(openers(settings), Limits(bytes=settings.file_bytes, pages=settings.file_pages)),
        decode=partial(images.decode, pixels=settings.page_pixels),
        reader=readers.build(settings.reader, settings.tessdata, other),
        read_print=other.read,
        pixels=pixels,
        find_codes=barcodes.find,
        kinds=kinds(),
        gazetteer=units.names(),
        write_layers=partial(twolayer.write, tick=isolation.progress),
    )


def kinds() -> Kinds:
    """All kinds of paper. Raises Misconfigured."""
    return catalogue.load(KINDS)


def openers(settings: Settings) -> dict[MediaType, Opener]:
    """What opens each type of file."""
    found: dict[MediaType, Opener] = {"application/pdf": pdf.opener(pixels=settings.page_pixels)}
    for media_type in _PICTURES:
        found[media_type] = images.opener(media_type, pixels=settings.page_pixels)
    return found


def children(settings: Settings, *, size: int | None = None) -> Isolation[Bench]:
    """Child processes that each have a bench; see ``pipeline.assembly.children``."""
    return cast("Isolation[Bench]", child_processes.of(settings, size=size))
