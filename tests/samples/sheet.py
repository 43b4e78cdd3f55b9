"""A sheet of paper as a list of marks in millimetres, before anybody chooses a resolution.

The same sheet is drawn as pixels (raster.py) or as a born-digital PDF (digital.py), so both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from tests.samples import fonts
from tests.samples.fonts import Cut

#: A4, millimetres.
WIDTH, HEIGHT = 210.0, 297.0

Ink = tuple[int, int, int]
BLACK: Ink = (20, 20, 22)
BLUE: Ink = (30, 50, 150)
RED: Ink = (212, 52, 64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters of one style in one place."""

    text: str
    #: Left end of the baseline, millimetres from the top left corner.
    x: float
    y: float
    width: float
    cut: Cut
    #: Points.
    size: float
    ink: Ink = BLACK
    #: The key of the value that these characters print, as in Truth; empty for everything else.
    field: str = ""
    #: Drawn with a pen instead of the font.
    hand: bool = False
    #: Air after every letter, in millimetres: letter-spaced titles.
    spread: float = 0.0

    def apart(self) -> Iterator[tuple[float, str]]:
        """What is drawn in one go, and where it begins: words, or single letters where they are spread.

        A whole run is never drawn in one go: drawn letters are rounded to pixels and would drift.
        """
        gap = fonts.width(" ", self.cut, self.size) + self.spread
        x = self.x
        for word in self.text.split(" "):
            for part in word if self.spread else (word,):
                yield x, part
                x += fonts.width(part, self.cut, self.size) + self.spread
            x += gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A straight line; ``dash`` is the length of dashes and of the gaps between them, 0 for a solid one."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float = 0.2
    dash: float = 0.0
    ink: Ink = BLACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A stroke of a pen through these points (x, y)."""

    points: tuple[tuple[float, float], ...]
    thickness: float
    ink: Ink = BLUE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """Ink coverage (0 none, 255 full) scaled into a box; for QR codes, barcodes, seals."""

    x: float
    y: float
    width: float
    height: float
    pixels: npt.NDArray[np.uint8]
    ink: Ink = BLACK
    #: Sharp modules (codes) rather than smooth shapes (seals).
    sharp: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """Something opaque that lies on the paper: a note, a piece of tape."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink


Mark = Run | Rule | Curve | Picture | Patch


@dataclass(slots=True)
class Sheet:
    """One side of paper, being printed."""

    marks: list[Mark] = field(default_factory=list)
    #: What a reader should read, line by line, in the order of printing; leader dots are left out.
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def blank(self) -> bool:
        return not self.marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text of one style inside a paragraph."""

    text: str
    bold: bool = False
    italic: bool = False
    field: str = ""
    hand: bool = False
    ink: Ink = BLACK
    #: Glued to the piece before it: no space and no line break between them.
    tight: bool = False
    #: Points; 0 for the size of the paragraph.
    size: float = 0.0
    #: A face of its own, where a machine fills in what another has printed; empty for that of the paragraph.
    face: str = ""
    #: How far above the baseline it stands, in millimetres: a printer never meets a printed line exactly.
    lift: float = 0.0
    #: Air after every letter, in millimetres.
    spread: float = 0.0
    #: Air before it beside the space, in millimetres: the gap left for a number that comes later.
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    piece: Piece
    cut: Cut
    size: float
    width: float
    #: Width of the space before it; 0 where it is glued on.
    space: float


def piece(text: str, **style: object) -> Piece:
    """A piece of plain text, or styled by keyword."""
    return replace(Piece(text=text), **style)  # type: ignore[arg-type]


def _words(pieces: Sequence[Piece], face: str, size: float) -> list[_Word]:
    words: list[_Word] = []
    for part in pieces:
        cut = Cut(part.face or face, part.bold, part.italic)
        points = part.size or size
        gap = fonts.width(" ", cut, points) + part.spread
        for index, text in enumerate(part.text.split()):
            glued = index == 0 and part.tight
            stretch = HAND_WIDTH if part.hand else 1.0
            width = fonts.width(text, cut, points) * stretch + part.spread * len(text)
            space = 0.0 if glued else gap
            words.append(_Word(text, part, cut, points, width, space + (part.gap if index == 0 else 0.0)))
    return words


#: Handwriting runs wider than print of the same size.
HAND_WIDTH = 1.12


def _lines(words: Sequence[_Word], room: float, first: float) -> list[list[_Word]]:
    """Words broken into lines that fit; ``first`` is the indent of the first line."""
    lines: list[list[_Word]] = [[]]
    used = first
    index = 0
    while index < len(words):
        end = index + 1  # a word and everything glued to it stay together
        while end < len(words) and words[end].space == 0.0:
            end += 1
        unit = words[index:end]
        needed = sum(word.width for word in unit)
        gap = unit[0].space if lines[-1] else 0.0
        if lines[-1] and used + gap + needed > room + 0.01:
            lines.append([])
            used, gap = 0.0, 0.0
        lines[-1].extend(unit)
        used += gap + needed
        index = end
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a paragraph ended: the baseline after its last line, and how far its last line ran."""

    bottom: float
    last_y: float
    last_x: float
    lines: int


def paragraph(
    sheet: Sheet,
    pieces: Sequence[Piece],
    *,
    x0: float,
    x1: float,
    y: float,
    face: str,
    size: float,
    leading: float = 1.25,
    align: str = "left",
    first: float = 0.0,
    record: bool = True,
) -> Placed:
    """Print a paragraph; ``y`` is its first baseline. ``align``: left, justify, centre, right."""
    step = size * fonts.POINT * leading
    last_x = x0
    lines = _lines(_words(pieces, face, size), x1 - x0, first)
    for number, line in enumerate(lines):
        indent = first if number == 0 else 0.0
        total = sum(word.width + (word.space if at else 0.0) for at, word in enumerate(line))
        slack = x1 - x0 - indent - total
        stretch = 0.0
        start = x0 + indent
        if align == "centre":
            start = x0 + (x1 - x0 - total) / 2
        elif align == "right":
            start = x1 - total
        elif align == "justify" and number < len(lines) - 1:
            gaps = sum(1 for at, word in enumerate(line) if at and word.space)
            stretch = slack / gaps if gaps else 0.0
        last_x = _set(sheet, line, start, y + number * step, stretch)
        if record and line:
            sheet.lines.append(_said(line))
    last_y = y + (len(lines) - 1) * step
    return Placed(bottom=last_y + step, last_y=last_y, last_x=last_x, lines=len(lines))


def _said(line: Sequence[_Word]) -> str:
    return "".join((" " if at and word.space else "") + word.text for at, word in enumerate(line))


def _set(sheet: Sheet, line: Sequence[_Word], x: float, y: float, stretch: float) -> float:
    """Set the words of one line, neighbours of one style as one run; returns where the line ends."""
    runs: list[Run] = []
    for at, word in enumerate(line):
        gap = (word.space + stretch if word.space else 0.0) if at else 0.0
        x += gap
        last = runs[-1] if runs else None
        style = (word.cut, word.size, word.piece.ink, word.piece.field, word.piece.hand, y - word.piece.lift)
        if last and not stretch and (last.cut, last.size, last.ink, last.field, last.hand, last.y) == style:
            joined = last.text + (" " if word.space else "") + word.text
            runs[-1] = replace(last, text=joined, width=x + word.width - last.x)
        else:
            runs.append(
                Run(
                    text=word.text,
                    x=x,
                    y=y - word.piece.lift,
                    width=word.width,
                    cut=word.cut,
                    size=word.size,
                    ink=word.piece.ink,
                    field=word.piece.field,
                    hand=word.piece.hand,
                    spread=word.piece.spread,
                )
            )
        x += word.width
    sheet.marks.extend(runs)
    return x


def measure(pieces: Sequence[Piece], *, face: str, size: float) -> float:
    """How wide the pieces run on one line, in millimetres."""
    words = _words(pieces, face, size)
    return sum(word.width + (word.space if at else 0.0) for at, word in enumerate(words))


def count_lines(pieces: Sequence[Piece], *, room: float, face: str, size: float, first: float = 0.0) -> int:
    """How many lines the pieces take in a column that is ``room`` millimetres wide."""
    return len(_lines(_words(pieces, face, size), room, first))


def broken(pieces: Sequence[Piece], *, room: float, face: str, size: float, first: float = 0.0) -> list[str]:
    """The texts of the lines that the pieces take."""
    return [_said(line) for line in _lines(_words(pieces, face, size), room, first)]


def dots(sheet: Sheet, *, x0: float, x1: float, y: float, size: float) -> None:
    """Leader dots from x0 to x1, on the baseline."""
    if x1 - x0 > 3:
        step = size * fonts.POINT * 0.25
        sheet.marks.append(Rule(x0=x0 + step, y0=y, x1=x1, y1=y, thickness=0.28, dash=step))


def rules(sheet: Sheet, lines: Iterable[tuple[float, float, float, float]], *, thickness: float = 0.18) -> None:
    """Straight lines, each (x0, y0, x1, y1)."""
    for x0, y0, x1, y1 in lines:
        sheet.marks.append(Rule(x0=x0, y0=y0, x1=x1, y1=y1, thickness=thickness))
