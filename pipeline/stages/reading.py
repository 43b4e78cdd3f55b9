"""From a clean page to words in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.domain.page import Barcode, Box, Line, Page, Word
from pipeline.ports import Image, PageImage, Reader
from pipeline.stages import cleaning
from pipeline.stages.cleaning import Pixels

#: Finds the QR codes and barcodes of an upright image.
FindCodes: TypeAlias = Callable[[Image], Sequence[Barcode]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """A page with the image that its boxes refer to."""

    page: Page
    #: The page's image at its source's resolution, turned and straightened.
    upright: Image


def read_page(page_image: PageImage, *, reader: Reader, pixels: Pixels, codes: FindCodes | None = None) -> ReadPage:
    """Clean one page and read it. A page that reads badly is no error: it has a low confidence."""
    clean = cleaning.clean(page_image.image, pixels=pixels)
    dpi = round(page_image.dpi * clean.scale) or 150
    lines = () if clean.blank else _on_upright(reader.read(clean.copy, dpi=dpi), clean)
    height, width = clean.upright.shape[:2]
    page = Page(
        number=page_image.number,
        width=width,
        height=height,
        dpi=page_image.dpi,
        rotation=clean.rotation,
        skew=clean.skew,
        blank=clean.blank,
        confidence=1.0 if clean.blank else _confidence(lines),
        engine=reader.engine,
        lines=lines,
        barcodes=() if codes is None or clean.blank else tuple(codes(clean.upright)),
        decisions=page_image.decisions + clean.decisions,
    )
    return ReadPage(page=page, upright=clean.upright)


def look(upright: Image, box: Box, *, reader: Reader, pixels: Pixels, dpi: int = 0) -> Sequence[Word]:
    """A second look at one printed line of an upright page."""
    return reader.read_line(pixels.grey(upright), box=box, dpi=dpi or 150)


def _on_upright(lines: Sequence[Line], clean: cleaning.Clean) -> tuple[Line, ...]:
    """Lines of the reader's copy, with boxes in pixels of the upright page."""
    height, width = clean.upright.shape[:2]

    def scaled(box: Box) -> Box:
        return Box(
            x0=max(0, int(box.x0 / clean.scale)),
            y0=max(0, int(box.y0 / clean.scale)),
            x1=min(width, round(box.x1 / clean.scale)),
            y1=min(height, round(box.y1 / clean.scale)),
        )

    return tuple(
        Line(
            words=tuple(Word(text=w.text, box=scaled(w.box), confidence=w.confidence) for w in line.words),
            block=line.block,
        )
        for line in lines
    )


def _confidence(lines: Sequence[Line]) -> float:
    """The mean belief in a character of the page."""
    words = [word for line in lines for word in line.words]
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
