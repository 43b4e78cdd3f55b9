"""From a clean page to words in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from pipeline.domain.page import Barcode, Box, Line, Page, Word
from pipeline.ports import Image, PageImage, Reader
from pipeline.stages import cleaning
from pipeline.stages.cleaning import Pixels

#: The resolution of a second look. At 300 dpi three of five lines came out worse than on the page; here nine of ten
#: say the same, and where both agree one in a hundred is wrong (docs/decisions.md).
LOOK_DPI: Final = 135
#: The same as the height of a line's box, in pixels, where the resolution is unknown.
LOOK_HEIGHT: Final = 21
#: White around the line, in pixels of what is read.
LOOK_MARGIN: Final = 8

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
    """A second look at one printed line of an upright page, in words with boxes of that page.

    It is read smaller than the page was, through red, and with white around it: a reading of its own.
    """
    left, top = max(0, box.x0 - box.height // 2), max(0, box.y0 - box.height // 4)
    part = upright[top : box.y1 + box.height // 4, left : box.x1 + box.height // 2]
    if not part.size:
        return ()
    scale = min(2.0, LOOK_DPI / dpi if dpi else LOOK_HEIGHT / max(1, box.height))
    seen = pixels.resized(np.ascontiguousarray(part[:, :, 0] if part.ndim == 3 else part), scale)
    seen = np.pad(seen, LOOK_MARGIN, constant_values=int(np.median(seen)))
    whole = Box(x0=0, y0=0, x1=seen.shape[1], y1=seen.shape[0])
    words = reader.read_line(seen, box=whole, dpi=LOOK_DPI)
    return tuple(_moved(word, left=left, top=top, scale=scale) for word in words)


def _moved(word: Word, *, left: int, top: int, scale: float) -> Word:
    x0, y0, x1, y1 = (
        round((edge - LOOK_MARGIN) / scale) for edge in (word.box.x0, word.box.y0, word.box.x1, word.box.y1)
    )
    box = Box(x0=left + max(0, x0), y0=top + max(0, y0), x1=left + x1, y1=top + y1)
    return Word(text=word.text, box=box, confidence=word.confidence)


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
