"""Rows: what stands side by side on a page, whatever blocks an engine saw, with text that labels can be found in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from pipeline.domain import texts
from pipeline.domain.page import Box, Line, Page, Word, text_of

#: Two lines stand on one row if they share this much of the lower one's height.
SAME_ROW: Final = 0.5
#: What a form prints for a pen to write on, and what engines make of it.
LEADER = re.compile(r"[.…_·•‥]{2,}|[-–—_=~]{3,}|…+")
#: A lone sign is dust if it is lower than this share of a usual word.
DUST: Final = 0.4
#: What engines make of a pen's tick, and the margin: all lines but one of so many begin right of it.
TICK: Final = re.compile(r"[vVyY⁄/✓√\\][vVyY⁄/✓√\\.…]{0,5}$")
MOST_BEGIN: Final = 20


@dataclass(frozen=True, kw_only=True)
class Row:
    """Words from left to right at one height of one page, as one text."""

    page: int
    words: tuple[Word, ...]
    #: Where the column ends that the row stands in, in pixels; 0: at the margin of the page.
    limit: int = 0
    #: Where the cell begins that holds the value of the row's label, in pixels; 0: no such cell is known. A row that
    #: begins there has no label: it goes on with the value above.
    cell: int = 0

    #: The words with one space between; positions in this text are what the other methods speak of.
    text: str = field(init=False)
    #: Where each word begins in ``text``.
    starts: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        starts, at = [], 0
        for word in self.words:
            starts.append(at)
            at += len(word.text) + 1
        object.__setattr__(self, "text", text_of(self.words))
        object.__setattr__(self, "starts", tuple(starts))

    @cached_property
    def box(self) -> Box:
        return around(self.words)

    @cached_property
    def height(self) -> float:
        """The height of a typical word, in pixels; specks and leaders count little."""
        return _height(self.words)

    @cached_property
    def middle(self) -> float:
        return _middle(self.words)

    @cached_property
    def _folding(self) -> tuple[str, tuple[int, ...]]:
        kept = [(sign, at) for at, sign in enumerate(texts.fold(self.text)) if sign.isalnum()]
        return "".join(sign for sign, _ in kept), tuple(at for _, at in kept)

    @property
    def folded(self) -> str:
        """Letters and digits only, lower case, no marks, no spaces: glued and torn words look alike."""
        return self._folding[0]

    @property
    def origins(self) -> tuple[int, ...]:
        """For each character of ``folded``, its position in ``text``."""
        return self._folding[1]

    def cut(self, start: int, end: int) -> tuple[Word, ...]:
        """The words between two positions of ``text``; a word that is cut through is narrowed to what is left."""
        return tuple(
            narrowed
            for word, at in zip(self.words, self.starts, strict=True)
            if (narrowed := _narrow(word, start - at, end - at)) is not None
        )

    def x_at(self, position: int) -> int:
        """Where on the page the character at a position of ``text`` begins, in pixels."""
        words = self.cut(position, len(self.text))
        return words[0].box.x0 if words else self.box.x1


def _narrow(word: Word, start: int, end: int) -> Word | None:
    size = len(word.text)
    first, last = max(0, start), max(0, min(size, end))
    text = word.text[first:last]
    if not text.strip():
        return None
    if first == 0 and last == size:
        return word
    x0, wide = word.box.x0, word.box.width / size
    box = Box(x0=round(x0 + wide * first), y0=word.box.y0, x1=round(x0 + wide * last), y1=word.box.y1)
    return replace(word, text=text, box=box)


def around(words: Sequence[Word]) -> Box:
    """The smallest box around at least one word."""
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A line with the height at which it stands, measured once."""

    line: Line
    box: Box
    middle: float
    height: float


def of_page(page: Page) -> tuple[Row, ...]:
    """The rows of a page from top to bottom, without dust and the ticks that a pen left in its margin."""
    groups: list[list[_Placed]] = []
    for line in sorted(map(_placed, _swept(page.lines)), key=lambda line: line.middle):
        if (group := next((known for known in reversed(groups[-4:]) if _beside(line, known)), None)) is not None:
            group.append(line)
        else:
            groups.append([line])
    rows = [Row(page=page.number, words=_in_order(group)) for group in groups]
    return tuple(sorted(rows, key=lambda row: row.middle))


def _swept(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines that have words, without lone specks and without a tick left of nearly all that is printed."""
    high = DUST * _height(word for line in lines for word in line.words) if lines else 0
    begins = sorted(line.box.x0 for line in lines if sum(map(str.isalnum, text_of(line.words))) > 2)
    margin = begins[len(begins) // MOST_BEGIN] if begins else 0
    for line in lines:
        words = tuple(itertools.dropwhile(lambda word: word.box.x1 <= margin and TICK.match(word.text), line.words))
        if words and not (len(words) == len(words[0].text) == 1 and words[0].box.height < high):
            yield line if len(words) == len(line.words) else replace(line, words=words)


def _placed(line: Line) -> _Placed:
    return _Placed(line=line, box=line.box, middle=_middle(line.words), height=_height(line.words))


def _in_order(lines: Iterable[_Placed]) -> tuple[Word, ...]:
    return tuple(sorted((word for placed in lines for word in placed.line.words), key=lambda word: word.box.x0))


def _middle(words: Iterable[Word]) -> float:
    return _median([(word.box.y0 + word.box.y1) / 2 for word in words])


def _height(words: Iterable[Word]) -> float:
    return _median([word.box.height for word in words])


def _median(numbers: list[float] | list[int]) -> float:
    # The library's own takes ten times as long for a handful of numbers, and every line of a page is asked.
    numbers.sort()
    half = len(numbers) // 2
    return float(numbers[half]) if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2


def _beside(line: _Placed, group: Sequence[_Placed]) -> bool:
    """Whether a line stands at the height of all of the group's lines, and beside them."""
    return all(_same_height(line, other) and not _over(line.box, other.box) for other in group)


def _same_height(one: _Placed, other: _Placed) -> bool:
    return abs(one.middle - other.middle) < min(one.height, other.height) * (1 - SAME_ROW)


def _over(one: Box, other: Box) -> bool:
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared > 0.2 * min(one.width, other.width)


def pieces(row: Row, *, gap: float) -> tuple[tuple[Word, ...], ...]:
    """The words of a row, parted where the white between two is wider than ``gap`` times the row's height."""
    parts: list[list[Word]] = [[row.words[0]]]
    for word in row.words[1:]:
        if word.box.x0 - parts[-1][-1].box.x1 > gap * row.height:
            parts.append([])
        parts[-1].append(word)
    return tuple(tuple(part) for part in parts)
