"""Reading a clean page as often as it takes: the other way up, as one column, and lost lines one by one.

All places here are pixels of the copy that was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from pipeline.domain.page import Box, Decision, Line, Rotation, Word
from pipeline.ports import Image, Layout, Reader
from pipeline.stages import cleaning, coverage
from pipeline.stages.cleaning import Clean
from pipeline.stages.imaging import Pixels

#: The resolution that the reader is told: that of the copy, whose letters have one height.
DPI: Final = 150

#: A page with less belief in its characters than this may be upside down: those are read with 0.34 to 0.46.
DOUBTFUL: Final = 0.7

#: A page that is believed less than this as it stands may also lie on its side, and no way up is believed on less.
HOPELESS: Final = 0.5

#: Print that shines through from the other side is paler than this, of 255, and reads better in a mirror.
PALE, MIRRORED = 60, 0.35

#: So many of the longest lines are read each way up, and another way must be believed by so much more.
TRIED_LINES, CLEARLY = 5, 0.12

#: Where more than this share of the printed lines was lost, and more than so many, the page is read as one column.
MANY_LOST, SOME_LOST = 0.25, 4

#: So many lost lines are read one by one, and no more once so many in a row were no print: they are a picture.
MOST_LOST, NO_MORE = 40, 6

#: A lost line that is found again is kept when the reader believes in it this much; below the second, it is no print.
FOUND, NO_PRINT = 0.6, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What was read of a clean page."""

    clean: Clean
    #: In reading order.
    lines: tuple[Line, ...] = ()
    #: How many printed lines there are, and those that nothing was read of, from top to bottom.
    printed: int = 0
    unread: tuple[Box, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def confidence(self) -> float:
        """The mean belief in a character."""
        return belief(word for line in self.lines for word in line.words)


def belief(words: Iterable[Word]) -> float:
    """The mean belief in a character of the words; 0.0 where there are none."""
    weighed = [(word.confidence, len(word.text)) for word in words]
    letters = sum(length for _, length in weighed)
    return sum(confidence * length for confidence, length in weighed) / letters if letters else 0.0


def read(image: Image, clean: Clean, *, reader: Reader, pixels: Pixels) -> Attempt:
    """Read a clean page of ``image``, and again where that went badly; ``Attempt.clean`` may be turned otherwise."""
    found = _right_way_up(image, clean, reader, pixels)
    if found.confidence < HOPELESS and _shines_through(found.clean, reader, pixels):
        return Attempt(clean=replace(found.clean, blank=True), decisions=(Decision(what="shines_through"),))
    return _completed(_less_lost(_checked(found, pixels), reader, pixels), reader)


def complete(clean: Clean, lines: tuple[Line, ...], *, reader: Reader, pixels: Pixels) -> Attempt:
    """Read what a text layer leaves out."""
    return _completed(_checked(Attempt(clean=clean, lines=lines), pixels), reader)


def _completed(found: Attempt, reader: Reader) -> Attempt:
    """Read each lost line by itself, and put what is found where it belongs."""
    lost = found.unread
    lines, vain = list(found.lines), 0
    unread: list[Box] = []
    for count, box in enumerate(lost):
        if count == MOST_LOST or vain == NO_MORE:
            unread += lost[count:]
            break
        words = tuple(read_line(found.clean, box, reader=reader))
        believed = belief(words)
        vain = vain + 1 if believed < NO_PRINT else 0
        if believed >= FOUND and sum(sign.isalnum() for word in words for sign in word.text) > 1:
            _insert(lines, words)
        elif believed >= NO_PRINT:
            unread.append(box)
    decisions = list(found.decisions)
    if len(lines) > len(found.lines):
        inked = f"{len(lost)} inked lines without words, {len(lines) - len(found.lines)} of them read by themselves"
        decisions.append(Decision(what="read_again", why=inked))
    return replace(found, lines=tuple(lines), unread=tuple(unread), decisions=tuple(decisions))


def read_line(clean: Clean, box: Box, *, reader: Reader) -> Sequence[Word]:
    """Read one printed line of the copy by itself, with a little paper around it."""
    edge = round(clean.letter * 0.35)
    around = Box(x0=box.x0 - edge, y0=box.y0 - edge, x1=box.x1 + edge, y1=box.y1 + edge)
    return reader.read_line(clean.copy, box=around, dpi=DPI)


def _right_way_up(image: Image, clean: Clean, reader: Reader, pixels: Pixels) -> Attempt:
    """Read as the page stands; turn a page that then reads badly, or that was found lying on its side."""
    found = _whole(clean, reader) if clean.rotation == 0 else Attempt(clean=clean)
    if found.confidence >= DOUBTFUL:
        return found
    here = _tried(clean, reader, pixels)
    for way in _other_ways(clean.rotation, sideways=here < HOPELESS):
        other = cleaning.clean(image, pixels=pixels, turn=way)
        if _tried(other, reader, pixels) > max(HOPELESS, here + CLEARLY):
            return _whole(other, reader)
    return found if found.lines else _whole(clean, reader)


def _other_ways(turn: Rotation, *, sideways: bool) -> tuple[Rotation, ...]:
    """The other ways up, the likeliest first; with ``sideways`` also a quarter turn away."""
    ways: dict[Rotation, tuple[Rotation, ...]] = {0: (180, 90, 270), 90: (270, 0, 180)}
    return ways[turn] if sideways else ways[turn][:1]


def _tried(clean: Clean, reader: Reader, pixels: Pixels) -> float:
    """The belief in the longest lines of a page, read by themselves."""
    lines = sorted(coverage.printed_lines(clean, pixels=pixels), key=lambda box: -box.width)[:TRIED_LINES]
    return belief(word for box in lines for word in read_line(clean, box, reader=reader))


def _shines_through(clean: Clean, reader: Reader, pixels: Pixels) -> bool:
    """Whether the ink of a page is that of its other side: pale, and readable in a mirror."""
    if clean.contrast > PALE:
        return False
    mirrored = replace(clean, copy=_mirrored(clean.copy), letters=_mirrored(clean.letters))
    return _tried(mirrored, reader, pixels) > max(MIRRORED, _tried(clean, reader, pixels) + CLEARLY)


def _mirrored(image: Image) -> Image:
    return np.ascontiguousarray(image[:, ::-1])


def _whole(clean: Clean, reader: Reader, layout: Layout = "page") -> Attempt:
    return Attempt(clean=clean, lines=tuple(reader.read(clean.copy, dpi=DPI, layout=layout)))


def _checked(found: Attempt, pixels: Pixels) -> Attempt:
    """The attempt with the printed lines that it lost."""
    words = (word for line in found.lines for word in line.words)
    printed = coverage.printed_lines(found.clean, pixels=pixels)
    return replace(found, printed=len(printed), unread=coverage.unread(found.clean, printed, words))


def _less_lost(found: Attempt, reader: Reader, pixels: Pixels) -> Attempt:
    """Read a page of which many lines were lost once more, as one column; the better reading stays."""
    lost = len(found.unread)
    if lost <= max(SOME_LOST, MANY_LOST * found.printed):
        return found
    again = _checked(_whole(found.clean, reader, "column"), pixels)
    still = len(again.unread)
    if still >= lost:
        return found
    why = f"{found.printed} lines inked, {lost} not read, {still} when read as one column"
    return replace(again, decisions=(*found.decisions, Decision(what="read_again", why=why)))


def _insert(lines: list[Line], words: tuple[Word, ...]) -> None:
    """Put a line before the first one that stands below it in the same column, into the block of its neighbour."""
    new = Line(words=words)
    middle = new.box.middle[1]
    for place, line in enumerate(lines):
        box = line.box
        if box.middle[1] > middle and box.x0 < new.box.x1 and new.box.x0 < box.x1:
            lines.insert(place, replace(new, block=line.block))
            return
    lines.append(replace(new, block=lines[-1].block if lines else 0))
