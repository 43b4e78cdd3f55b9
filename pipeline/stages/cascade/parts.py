"""A line in parts: the words that the other reader is sure of, and the stretches between them, left to the engine.

A word is sure where the other reader prefers each character clearly, where it is a Vietnamese syllable, where none of
this reader's weak spots is in it, and where it stands in white paper. All places are pixels of the copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.domain import spelling
from pipeline.domain.page import Box, Word
from pipeline.ports import Guess, Image, PrintedLine

#: Strips are this much smaller than the copy, whose letters have one height; lines higher than ``TALL`` are brought to
#: that height first.
SCALE, TALL = 0.75, 30
#: Paper before and after a line that is shown too.
BESIDE: Final = (8, 20)

#: A line of a paragraph ends at most this share of the text's width before its right edge, is as high as lines usually
#: are, within these shares, and follows another one at most so many usual heights below it and so many to the side.
RAGGED, LOW, HIGH, APART, INDENT = 0.1, 0.7, 1.4, 2.5, 4.0
#: Paragraphs are worth the trouble where they make up this share of what is printed.
RUNNING: Final = 0.6

#: A word is sure if the reader prefers it so clearly: e to this power times as probable.
SURE: Final = 3.5
#: A syllable with at most one sign before and after it; codes, figures and lone letters are the engine's.
_WORD: Final = re.compile(r"[(“\"]?([^\W\d_]{2,})[.,;:)”\"]?")
#: What the other reader takes for another sign, however sure it is: ``hõ`` for ``hồ``, ``phãn`` for ``phần``, ``tố``
#: for ``tổ``.
_WEAK: Final = re.compile(r"[õốẽẫ]|ã[nmpty]", re.IGNORECASE)
#: A full stop is at most so much of its line high, and stands below its middle; the other reader passes over some.
STOP_HEIGHT: Final = 0.3

#: So far beside its place by the other reader the white between two words is looked for.
SLACK: Final = 4
#: What the engine gets of a stretch: so much above and below its base line, as far as no other line stands there, and
#: so much beside its ink, where letters fade. Given less, it takes the letters for larger ones and loses their marks.
ABOVE, BELOW, FADE = 32, 12, 1
#: The boundary between ink and paper is half way from paper to this share of a page, in hundred.
DARKEST: Final = 2

Ink: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A word of the other reader."""

    text: str
    #: As high as its line; its ends are known to a few pixels.
    box: Box
    belief: float
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of one line."""

    line: PrintedLine
    box: Box
    #: The word that stands there, if it is sure; else it is left to the engine.
    word: Word | None = None


def running(lines: Sequence[PrintedLine]) -> list[int]:
    """The numbers of the lines that belong to paragraphs; empty where most of the page is something else.

    A paragraph is told by two lines or more, one below the other, that reach the right edge of the text. The lines of
    a form, a head or a list of names do not.
    """
    if not lines:
        return []
    boxes = [line.box for line in lines]
    usual = float(np.median([box.height for box in boxes]))
    right = float(np.percentile([box.x1 for box in boxes], 90))
    least = RAGGED * (right - float(np.percentile([box.x0 for box in boxes], 10)))
    plain = [not line.tabular and LOW * usual <= line.box.height <= HIGH * usual for line in lines]
    full = [fits and box.x1 >= right - least for fits, box in zip(plain, boxes, strict=True)]
    pairs = [full[at] and plain[at + 1] and _follow(boxes[at], boxes[at + 1], usual) for at in range(len(lines) - 1)]
    found = {at + below for at, pair in enumerate(pairs) if pair for below in (0, 1)}
    found -= {at for at in found if not full[at] and not full[at - 1]}
    share = sum(boxes[at].width for at in found) / sum(box.width for box in boxes)
    return sorted(found) if share >= RUNNING else []


def _follow(one: Box, two: Box, usual: float) -> bool:
    """Whether a line stands right below another one, beginning at about the same place."""
    return 0 < two.y1 - one.y1 < APART * usual and abs(two.x0 - one.x0) < INDENT * usual


def scale(line: Box) -> float:
    """Pixels of a strip for one of the copy."""
    return SCALE * min(1.0, TALL / max(1, line.height))


def seen(guess: Guess, line: Box) -> Seen:
    """A guess about a line, at its place."""
    left = max(0, line.x0 - BESIDE[0])
    x0, x1 = (left + round(edge / scale(line)) for edge in (guess.x0, guess.x1))
    box = Box(x0=x0, y0=line.y0, x1=max(x0 + 1, x1), y1=line.y1)
    return Seen(text=guess.text, box=box, belief=guess.belief, sure=_is_sure(guess))


def _is_sure(guess: Guess) -> bool:
    word = _WORD.fullmatch(guess.text)
    if word is None or guess.margin < SURE or _WEAK.search(guess.text):
        return False
    return spelling.is_syllable(word[1])


def ink(image: Image) -> Ink:
    """Where a copy is dark."""
    few = image[::4, ::4]
    return image < (float(np.percentile(few, DARKEST)) + float(np.median(few))) / 2


def rooms(lines: Sequence[PrintedLine], high: int) -> list[tuple[int, int]]:
    """Top and bottom of what the engine gets of each line of a page that is so ``high``: no ink of other lines."""
    return [_room(line, [other.box for other in lines if other is not line], high) for line in lines]


def _room(line: PrintedLine, others: Sequence[Box], high: int) -> tuple[int, int]:
    box, base = line.box, round(sum(line.baseline) / 2)
    near = [other for other in others if other.x0 < box.x1 and box.x0 < other.x1]
    above = max((other.y1 for other in near if other.middle[1] < box.middle[1]), default=0)
    below = min((other.y0 for other in near if other.middle[1] > box.middle[1]), default=high)
    top, bottom = max(base - ABOVE, above), min(base + BELOW, below)
    return max(0, min(top, box.y0 - FADE)), min(high, max(bottom, box.y1 + FADE))


def of_line(line: PrintedLine, words: Sequence[Seen], ink: Ink, room: tuple[int, int]) -> Iterator[Part]:
    """The parts of a line from left to right; it is one where the other reader has seen no word."""
    if not words:
        yield Part(line=line, box=_left_to_engine(line.box, room, ink))
        return
    columns = np.any(ink[line.box.y0 : line.box.y1], axis=0)
    between = (_cut(one, two, columns) for one, two in pairwise(words))
    cuts = [line.box.x0, *between, line.box.x1]
    sure = [_stands(*one, ink) for one in zip(words, cuts, cuts[1:], strict=False)]
    for first, end in _stretches(sure):
        # Where no white is, the words on both sides are not sure: a stretch begins and ends with a cut.
        box = _tight(Box(x0=cuts[first] or 0, y0=line.box.y0, x1=cuts[end] or 0, y1=line.box.y1), ink)
        if box is not None and sure[first]:
            word = Word(text=words[first].text, box=box, confidence=words[first].belief, by_other=True)
            yield Part(line=line, box=box, word=word)
        elif box is not None:
            yield Part(line=line, box=_left_to_engine(box, room, ink))


def _cut(one: Seen, two: Seen, columns: Ink) -> int | None:
    """The middle of the widest white between two words, or None where there is none."""
    left = max(0, min(one.box.x1, two.box.x0) - SLACK)
    white = ~columns[left : max(one.box.x1, two.box.x0) + SLACK]
    edges = np.flatnonzero(np.diff(white, prepend=False, append=False))
    if not len(edges):
        return None
    begins, ends = edges[::2], edges[1::2]
    widest = int((ends - begins).argmax())
    return left + int(begins[widest] + ends[widest]) // 2


def _stands(word: Seen, left: int | None, right: int | None, ink: Ink) -> bool:
    """Whether a sure word stands between white, and has no full stop that was not read."""
    if not word.sure or left is None or right is None:
        return False
    part = ink[word.box.y0 : word.box.y1, left:right]
    columns = np.flatnonzero(part.any(axis=0))
    gaps = np.flatnonzero(np.diff(columns) > 1)
    if not word.text[-1].isalnum() or not len(gaps):
        return True
    rows = np.flatnonzero(part[:, columns[gaps[-1] + 1] :].any(axis=1))
    return bool(rows[0] <= len(part) / 2 or rows[-1] - rows[0] >= STOP_HEIGHT * len(part))


def _stretches(sure: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and end of each sure word, and of each run of words that are not."""
    first = 0
    for place in range(1, len(sure) + 1):
        if place == len(sure) or sure[place] or sure[first]:
            yield first, place
            first = place


def _tight(box: Box, ink: Ink) -> Box | None:
    """The box drawn in to its ink; None where it has none."""
    part = ink[box.y0 : box.y1, box.x0 : box.x1]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(rows):
        return None
    x0, y0 = box.x0 + int(columns[0]), box.y0 + int(rows[0])
    return Box(x0=x0, y0=y0, x1=box.x0 + int(columns[-1]) + 1, y1=box.y0 + int(rows[-1]) + 1)


def _left_to_engine(box: Box, room: tuple[int, int], ink: Ink) -> Box:
    """A stretch as high as its line has room."""
    return Box(x0=max(0, box.x0 - FADE), y0=room[0], x1=min(ink.shape[1], box.x1 + FADE), y1=room[1])
