"""From a page image to words in reading order: cleaned, read, checked against the ink, read again where needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np

from pipeline.domain.page import Barcode, Box, Engine, Line, Page, Word
from pipeline.ports import LINE_HEIGHT, Image, PageImage, Reader, ReadPrint
from pipeline.stages import attempts, boxes, cleaning, ruling, text_layer
from pipeline.stages.attempts import Attempt
from pipeline.stages.cleaning import Clean, Pixels

#: The resolution of a second look. At 300 dpi three of five lines came out worse than on the page; here nine of ten
#: say the same, and where both agree one in a hundred is wrong (docs/decisions.md).
LOOK_DPI: Final = 135
#: The same as the height of a line's box, in pixels, where the resolution is unknown.
LOOK_HEIGHT: Final = 21
#: White around the line, in pixels of what is read.
LOOK_MARGIN: Final = 8

#: Paper.
WHITE: Final = 255
#: The other reader gets stretches of at most so many heights, with so much of the paper above and beside them; a word
#: that is so many times as high as the others touches a rule or a stamp.
STRETCH, ABOVE, FAR_ABOVE, BESIDE, UNEVEN = 16, 0.2, 0.32, 0.3, 1.6
#: Free paper beside a line that is looked at too, in heights of the line.
ROOM: Final = 4

#: A cell of a table is read by itself if a word of it is believed less, and only if it holds ink: at least this share
#: of it is darker than its paper by so much, of 255.
SOUND, INKED, DARKER = 0.85, 0.002, 60

#: What is believed of digits in boxes that all readings agree on, and differ on; and of a digit that stands alone: it
#: may be a pen's, and without the other reader a person is shown it.
AGREED, DISAGREED, ALONE = 0.97, 0.3, 0.85

#: The words of a table by row and column.
Table: TypeAlias = tuple[tuple[tuple[Word, ...], ...], ...]

#: Finds the QR codes and barcodes of an upright image.
FindCodes: TypeAlias = Callable[[Image], Sequence[Barcode]]

#: Words farther apart than this many times their height stand in different columns.
COLUMN_GAP: Final = 2.5

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
    found = _found(page_image.image, clean, layer, reader, pixels)
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
        barcodes=() if codes is None else tuple(codes(clean.upright)),
        decisions=page_image.decisions + clean.decisions + layer.decisions + found.decisions,
        unread_lines=len(found.unread),
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
    seen = cleaning.without_pale(seen, pixels=pixels)
    seen = np.pad(seen, LOOK_MARGIN, constant_values=int(np.median(seen)))
    whole = Box(x0=0, y0=0, x1=seen.shape[1], y1=seen.shape[0])
    words = reader.read_line(seen, box=whole, dpi=LOOK_DPI)
    return tuple(_seen(word, left=left, top=top, scale=scale) for word in words)


def opinion(
    upright: Image, page: Page, words: Sequence[Word], *, read: ReadPrint, pixels: Pixels, wider: bool = False
) -> str:
    """What another reader sees where the ``words`` of one line of ``page`` stand, and in the free paper beside them.

    It is given a few words at a time: it was made for short lines. ``wider`` shows them smaller, with more around.
    """
    stretches = list(_stretches(words))
    left, right = _room(page, stretches[0], stretches[-1])
    stretches[0] = replace(stretches[0], x0=left)
    stretches[-1] = replace(stretches[-1], x1=right)
    above = FAR_ABOVE if wider else ABOVE
    return " ".join(_opinion(upright, box, above, read, pixels) for box in stretches)


def _room(page: Page, first: Box, last: Box) -> tuple[int, int]:
    """How far left and right the paper beside a line is looked at: an engine may have lost the word next to it."""
    most, gap = round(ROOM * first.height), round(BESIDE * 2 * first.height)
    left, right = max(0, first.x0 - most), min(page.width, last.x1 + most)
    for box in (word.box for line in page.lines for word in line.words):
        if box.y0 < first.middle[1] < box.y1:
            if box.x0 < first.x0:
                left = max(left, min(box.x1 + gap, first.x0))
            if box.x1 > last.x1:
                right = min(right, max(box.x0 - gap, last.x1))
    return left, right


def _stretches(words: Sequence[Word]) -> Iterator[Box]:
    """Boxes around runs of words that are at most so many heights wide, all of the line's own height."""
    height = float(np.median([word.box.height for word in words]))
    plain = [word.box for word in words if word.box.height <= UNEVEN * height] or [word.box for word in words]
    top, bottom = min(box.y0 for box in plain), max(box.y1 for box in plain)
    runs: list[list[Box]] = [[]]
    for box in (word.box for word in words):
        if runs[-1] and box.x1 - runs[-1][0].x0 > STRETCH * (bottom - top):
            runs.append([])
        runs[-1].append(box)
    for run in runs:
        yield Box(x0=min(box.x0 for box in run), y0=top, x1=max(box.x1 for box in run), y1=bottom)


def _opinion(upright: Image, box: Box, above: float, read: ReadPrint, pixels: Pixels) -> str:
    """One stretch, with white beside it and the lines above and below."""
    beside, beyond = round(BESIDE * box.height), round((3 * (1 + 2 * above) - 1) / 2 * box.height)
    height, width = upright.shape[:2]
    x0, y0, x1, y1 = box.x0 - beside, box.y0 - beyond, box.x1 + beside, box.y1 + beyond
    part = upright[max(0, y0) : min(height, y1), max(0, x0) : min(width, x1)]
    grey = part[:, :, 0] if part.ndim == 3 else part
    white = ((max(0, -y0), max(0, y1 - height)), (max(0, -x0), max(0, x1 - width)))
    strip = np.pad(grey, white, constant_values=WHITE)
    seen = pixels.resized(np.ascontiguousarray(strip), LINE_HEIGHT / strip.shape[0])
    return read(seen[:LINE_HEIGHT])


def boxed(upright: Image, page: Page, part: Box, *, reader: Reader, pixels: Pixels) -> Word | None:
    """The number whose digits stand one to a box inside ``part`` of a page, as one word; None where no boxes are."""
    cut = upright[part.y0 : part.y1, part.x0 : part.x1]
    if not cut.size:
        return None
    grey = np.ascontiguousarray(cut[:, :, 0] if cut.ndim == 3 else cut)
    return _as_word(boxes.number(grey, read=_of_strip(reader, pixels, page.dpi)), part)


def among_leaders(upright: Image, page: Page, part: Box, *, reader: Reader, pixels: Pixels) -> Word | None:
    """The short number among the dots inside ``part`` of a line of a page, as high as that line; None where none is."""
    cut = upright[part.y0 : part.y1, part.x0 : part.x1]
    if not cut.size:
        return None
    grey = np.ascontiguousarray(cut[:, :, 0] if cut.ndim == 3 else cut)
    read = _of_strip(reader, pixels, page.dpi)
    return _as_word(boxes.among_leaders(grey, high=part.height, read=read), part)


def _as_word(found: boxes.Boxed | None, part: Box) -> Word | None:
    if found is None:
        return None
    place = found.box
    box = Box(x0=part.x0 + place.x0, y0=part.y0 + place.y0, x1=part.x0 + place.x1, y1=part.y0 + place.y1)
    return Word(text=found.digits, box=box, confidence=AGREED if found.agreed else DISAGREED)


def _of_strip(reader: Reader, pixels: Pixels, dpi: int) -> boxes.ReadLine:
    """Reads digits that were set side by side, with paper around them."""

    def read(strip: Image) -> str:
        height, width = strip.shape
        around = round(height * boxes.AROUND / (1 + 2 * boxes.AROUND))
        line = Box(x0=around, y0=around, x1=width - around, y1=height - around)
        return "".join(word.text for word in look(strip, line, reader=reader, pixels=pixels, dpi=dpi))

    return read


def table(upright: Image, page: Page, part: Box, *, reader: Reader, pixels: Pixels) -> Table:
    """The words of the ruled table inside ``part`` of a page, cell by cell; empty where no table is ruled there.

    Rules hide letters and glue cells: one whose words are doubtful or reach over its edge is read by itself.
    """
    words = [word for line in page.lines for word in line.words]
    cells = ruling.grid(upright, part, pixels=pixels, dpi=page.dpi)
    return tuple(tuple(_cell(upright, page.dpi, cell, words, reader, pixels) for cell in row) for row in cells)


def _cell(
    upright: Image, dpi: int, cell: Box, words: Sequence[Word], reader: Reader, pixels: Pixels
) -> tuple[Word, ...]:
    inside = tuple(word for word in words if _holds(cell, word.box.middle))
    if inside and all(word.confidence >= SOUND and _is_within(word.box, cell) for word in inside):
        return inside
    part = upright[cell.y0 : cell.y1, cell.x0 : cell.x1]
    grey = np.ascontiguousarray(part[:, :, 0] if part.ndim == 3 else part)
    if not grey.size or float(np.mean(grey < np.median(grey) - DARKER)) < INKED:
        return inside
    if (digit := boxes.lone(grey, read=_of_strip(reader, pixels, dpi))) is not None:
        place = digit[1]
        box = Box(x0=cell.x0 + place.x0, y0=cell.y0 + place.y0, x1=cell.x0 + place.x1, y1=cell.y0 + place.y1)
        return (Word(text=digit[0], box=box, confidence=ALONE),)
    scale = min(1.0, LOOK_DPI / dpi) if dpi else 1.0
    seen = pixels.resized(grey, scale)
    seen = np.pad(seen, LOOK_MARGIN, constant_values=int(np.median(seen)))
    again = [word for line in reader.read(seen, dpi=LOOK_DPI, layout="block") for word in line.words]
    if not again or attempts.belief(again) < attempts.belief(inside):
        return inside
    return tuple(_seen(word, left=cell.x0, top=cell.y0, scale=scale) for word in again)


def _holds(cell: Box, point: tuple[float, float]) -> bool:
    return cell.x0 <= point[0] < cell.x1 and cell.y0 <= point[1] < cell.y1


def _is_within(box: Box, cell: Box) -> bool:
    """Whether a word stands inside a cell, but for a tenth of its height."""
    slack = box.height // 10
    return cell.x0 - slack <= box.x0 and box.x1 <= cell.x1 + slack


def _seen(word: Word, *, left: int, top: int, scale: float) -> Word:
    x0, y0, x1, y1 = (
        round((edge - LOOK_MARGIN) / scale) for edge in (word.box.x0, word.box.y0, word.box.x1, word.box.y1)
    )
    box = Box(x0=left + max(0, x0), y0=top + max(0, y0), x1=left + x1, y1=top + y1)
    return Word(text=word.text, box=box, confidence=word.confidence)


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
