"""From a page image to words in reading order: cleaned, read, checked against the ink, read again where needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np

from pipeline.domain.page import Barcode, Box, Engine, Line, Page, Word
from pipeline.ports import Image, PageImage, Reader
from pipeline.stages import attempts, cleaning, text_layer
from pipeline.stages.attempts import Attempt
from pipeline.stages.cleaning import Clean
from pipeline.stages.imaging import Pixels

#: Finds the QR codes and barcodes of an upright image.
FindCodes: TypeAlias = Callable[[Image], Sequence[Barcode]]

#: Words farther apart than this many times their height stand in different columns.
COLUMN_GAP: Final = 2.5

#: How far around a code nothing is printed, in heights of a letter.
QUIET: Final = 0.3

#: What the engine believes of a page, and the share of its words that were right (docs/decisions.md).
BELIEVED, RIGHT = (0.30, 0.60, 0.80, 0.90, 0.93, 0.96, 1.0), (0.02, 0.35, 0.70, 0.90, 0.95, 0.985, 0.995)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """A page with the image that its boxes refer to."""

    page: Page
    #: The page's image at its source's resolution, turned and straightened.
    upright: Image


def read_page(page_image: PageImage, *, reader: Reader, pixels: Pixels, codes: FindCodes | None = None) -> ReadPage:
    """Clean one page and read it. A page that reads badly is no error: it has a low confidence."""
    clean = cleaning.clean(page_image.image, pixels=pixels)
    layer = text_layer.judge(page_image, clean, reader=reader)
    barcodes = _codes(clean, codes)
    found = _found(page_image.image, _without_codes(clean, barcodes), layer, reader, pixels)
    if found.clean.rotation != clean.rotation:
        barcodes = _codes(found.clean, codes)
    clean = found.clean
    lines = _on_upright(_in_columns(found.lines), clean)
    height, width = clean.upright.shape[:2]
    page = Page(
        number=page_image.number,
        width=width,
        height=height,
        dpi=page_image.dpi,
        rotation=clean.rotation,
        skew=clean.skew,
        blank=clean.blank and not lines,
        source="text_layer" if layer.lines else "ocr",
        confidence=_confidence(found, proven=bool(layer.lines)),
        engine=_layer_engine(reader) if layer.lines else reader.engine,
        lines=lines,
        barcodes=barcodes,
        decisions=page_image.decisions + clean.decisions + layer.decisions + found.decisions,
        unread_lines=len(found.unread),
    )
    return ReadPage(page=page, upright=clean.upright)


def _codes(clean: Clean, codes: FindCodes | None) -> tuple[Barcode, ...]:
    return () if codes is None else tuple(codes(clean.upright))


def _without_codes(clean: Clean, barcodes: Sequence[Barcode]) -> Clean:
    """The page with white where its codes are: engines see letters in them, and lose the line beside or below."""
    if not barcodes:
        return clean
    copy, letters = clean.copy.copy(), clean.letters.copy()
    edge = round(clean.letter * QUIET)
    for code in barcodes:
        box = code.box
        top, bottom = max(0, round(box.y0 * clean.scale) - edge), round(box.y1 * clean.scale) + edge
        left, right = max(0, round(box.x0 * clean.scale) - edge), round(box.x1 * clean.scale) + edge
        copy[top:bottom, left:right] = 255
        letters[top:bottom, left:right] = 0
    return replace(clean, copy=copy, letters=letters)


def _found(image: Image, clean: Clean, layer: text_layer.Layer, reader: Reader, pixels: Pixels) -> Attempt:
    if layer.lines:
        return attempts.complete(clean, layer.lines, reader=reader, pixels=pixels)
    if clean.blank:
        return Attempt(clean=clean)
    return attempts.read(image, clean, reader=reader, pixels=pixels)


def _layer_engine(reader: Reader) -> Engine:
    return Engine(name="text layer", model="", configuration=reader.engine.configuration)


def _confidence(found: Attempt, *, proven: bool) -> float:
    """The probability that a word of the page is right; lines that were lost count as wrong."""
    if not found.lines:
        return 1.0 if found.clean.blank else 0.0
    right = found.confidence if proven else float(np.interp(found.confidence, BELIEVED, RIGHT))
    return round(right * len(found.lines) / (len(found.lines) + len(found.unread)), 4)


def _in_columns(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines cut where a gap is so wide that two columns meet."""
    return tuple(part for line in lines for part in _cut(line))


def _cut(line: Line) -> list[Line]:
    height = float(np.median([word.box.height for word in line.words]))
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in zip(line.words, line.words[1:], strict=False):
        if word.box.x0 - before.box.x1 > COLUMN_GAP * height:
            parts.append([])
        parts[-1].append(word)
    return [Line(words=tuple(words), block=line.block) for words in parts]


def _on_upright(lines: Sequence[Line], clean: Clean) -> tuple[Line, ...]:
    """Lines of the copy, with boxes in pixels of the upright page."""
    height, width = clean.upright.shape[:2]

    def moved(word: Word) -> Word:
        box = Box(
            x0=max(0, int(word.box.x0 / clean.scale)),
            y0=max(0, int(word.box.y0 / clean.scale)),
            x1=min(width, round(word.box.x1 / clean.scale)),
            y1=min(height, round(word.box.y1 / clean.scale)),
        )
        return replace(word, box=box)

    return tuple(Line(words=tuple(moved(word) for word in line.words), block=line.block) for line in lines)
