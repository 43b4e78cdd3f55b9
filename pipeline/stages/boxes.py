"""Digits in boxes, alone in a cell or among leaders: cut out of what is around them and set side by side to be read.

An engine takes the upright rules between boxes for brackets and ones, and loses a digit that stands all alone. So the
ink of each box is cut out and set as printers set a number; each digit is also read by itself, three times in a row,
which engines read well, and the number in two halves. Measured on eight numbers of twelve boxes (docs/decisions.md).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.domain.page import Box
from pipeline.domain.parsed import as_digits
from pipeline.ports import Image

#: Ink is darker than the paper by so much, of 255.
DARKER: Final = 55
#: An upright stroke of so much of the height of the longest one is the side of a box; digits are shorter.
SIDE: Final = 0.85
#: How wide a box is at least and at most, in heights of a box; what is narrower is the white between two.
NARROW, WIDE = 0.4, 2.0
#: The boxes of one line are of one width, but for this factor.
ALIKE: Final = 1.35
#: So few boxes are no number: they are asked for by the digits of an old identity card.
LEAST: Final = 9
#: What belongs to the rules around a box, in heights of it.
EDGE: Final = 0.07
#: A digit has at least so much of the height of its box, or of a cell of a table, and at most so much.
LOWEST, LOWEST_IN_CELL, HIGHEST = 0.3, 0.12, 0.97
#: White that is cut out with a digit, in pixels.
MARGIN: Final = 2
#: A digit is no wider than this, in heights of it.
BROAD: Final = 1.1
#: Printed digits are of one height, give or take this share of it.
EVEN: Final = 0.12
#: White between digits that are set side by side, and around them, in heights of the highest.
BETWEEN, AROUND = 0.25, 0.5
#: The paper between strokes is as light as this percentile of a digit's pixels.
PAPER: Final = 80
#: A figure has at least so much of the height of the words beside it, and a short number at most so many.
TALL, SHORT = 0.55, 3
#: How often a digit is set beside itself.
TIMES: Final = 3
#: The white between them, in heights: which of them an engine reads depends on the print.
SPACINGS = 0.1, 0.25, 0.4

#: Reads one printed line on an image.
ReadLine: TypeAlias = Callable[[Image], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxed:
    """The digits of a row of boxes."""

    digits: str
    #: Where the boxes stand.
    box: Box
    #: It is print, and all readings that see a digit in a box see the same.
    agreed: bool


def number(grey: Image, *, read: ReadLine) -> Boxed | None:
    """The number whose digits stand one to a box on a line, its box in pixels of ``grey``; None where no boxes are.

    Empty boxes behind the last digit are left out; one between two digits makes it no number.
    """
    found = _boxes(grey)
    glyphs = [_glyph(_cut(grey, box)) for box in found]
    while glyphs and glyphs[-1] is None:
        glyphs.pop()
    told = [glyph for glyph in glyphs if glyph is not None]
    if len(told) < max(LEAST, len(glyphs)):
        return None
    whole, half = _digits(read(_set(told))), len(told) // 2
    halves = _digits(read(_set(told[:half]))) + _digits(read(_set(told[half:])))
    each = [_thrice(glyph, read) for glyph in told]
    complete = next((one for one in (whole, halves, "".join(each)) if len(one) == len(told)), "")
    if not complete:
        return None
    alike = whole == halves and all(one in ("", digit) for one, digit in zip(each, whole, strict=False))
    agreed = alike and len(whole) == len(told) and _is_print(told)
    return Boxed(digits=complete, box=_around(found), agreed=agreed)


def lone(grey: Image, *, read: ReadLine) -> tuple[str, Box] | None:
    """The one digit that a cell holds and its place, or None where it holds more, less or something else."""
    place = _placed(grey, lowest=LOWEST_IN_CELL)
    if place is None:
        return None
    digit = _thrice(_cut(grey, place, MARGIN), lambda seen: "".join(filter(str.isdecimal, read(seen))))
    return (digit, place) if digit else None


def among_leaders(grey: Image, *, high: float, read: ReadLine) -> Boxed | None:
    """The first figures among the dots behind a label: ``......01......``; ``high`` is that of the line's letters.

    None where what stands there first is no short number.
    """
    glyphs = _first_run(grey, high)
    if not 0 < len(glyphs) <= SHORT:
        return None
    each = [_thrice(_cut(grey, box, MARGIN), lambda seen: "".join(filter(str.isdecimal, read(seen)))) for box in glyphs]
    if "" in each:
        return None
    # So few signs do not tell a pen from print: a person is shown them.
    return Boxed(digits="".join(each), box=_around(glyphs), agreed=False)


def _first_run(grey: Image, high: float) -> list[Box]:
    """Where the first signs of a line that are as high as figures stand, close together."""
    ink = _ink(grey)
    columns = np.flatnonzero(ink.any(axis=0))
    run: list[Box] = []
    for group in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1) if columns.size else ():
        rows = np.flatnonzero(ink[:, group[0] : group[-1] + 1].any(axis=1))
        box = Box(x0=int(group[0]), y0=int(rows[0]), x1=int(group[-1]) + 1, y1=int(rows[-1]) + 1)
        if box.height >= TALL * high:
            if run and box.x0 - run[-1].x1 > TALL * high:
                break
            run.append(box)
        elif run:
            break
    return run


# --- where the boxes are ----------------------------------------------------------------------------------------------


def _boxes(grey: Image) -> list[Box]:
    """The insides of the boxes of a line, from left to right; the longest row of them that are of one width."""
    ink = _ink(grey)
    near = ink | np.roll(ink, 1, axis=1) | np.roll(ink, -1, axis=1)  # a side may lean by a pixel
    runs, ends = _runs(near)
    high = int(runs.max(initial=0))
    places = np.flatnonzero(runs >= SIDE * high)
    if high < 2 * LEAST or not places.size:
        return []
    sides = np.split(places, np.flatnonzero(np.diff(places) > 2) + 1)
    bottom = int(np.median(ends[places]))
    edge = max(2, round(EDGE * high))
    inside = [
        Box(x0=int(left[-1]) + edge, y0=bottom - high + edge, x1=int(right[0]) - edge + 1, y1=bottom - edge)
        for left, right in itertools.pairwise(sides)
        if right[0] - left[-1] > NARROW * high
    ]
    return max(_alike(inside, high), key=len, default=[])


def _alike(boxes: Sequence[Box], high: int) -> Iterator[list[Box]]:
    """Runs of boxes of one width."""
    run: list[Box] = []
    for box in boxes:
        first = run[0] if run else box
        fits = box.width < WIDE * high and 1 / ALIKE < box.width / first.width < ALIKE
        if not fits or (run and box.x0 - run[-1].x1 > NARROW * high):
            yield run
            run = []
        if box.width < WIDE * high:
            run.append(box)
    yield run


def _runs(ink: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]]:
    """For each column, how long its longest upright run of ink is, and where that ends."""
    height, width = ink.shape
    current, longest, ends = (np.zeros(width, dtype=np.int_) for _ in range(3))
    for y in range(height):
        current = np.where(ink[y], current + 1, 0)
        longer = current > longest
        longest[longer], ends[longer] = current[longer], y + 1
    return longest, ends


def _around(boxes: Sequence[Box]) -> Box:
    first, last = boxes[0], boxes[-1]
    return Box(x0=first.x0, y0=first.y0, x1=last.x1, y1=last.y1)


# --- what stands in them ----------------------------------------------------------------------------------------------


def _ink(grey: Image) -> npt.NDArray[np.bool_]:
    return np.asarray(grey < float(np.median(grey)) - DARKER, dtype=np.bool_)


def _glyph(inside: Image) -> Image | None:
    """The digit in a box, without what of the rules around leans into it."""
    if not inside.size:
        return None
    clean = np.where(_from_edges(_ink(inside)), np.uint8(np.median(inside)), inside)
    place = _placed(clean, lowest=LOWEST)
    return None if place is None else _cut(clean, place, MARGIN)


def _from_edges(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The ink that hangs together with the edges of an image."""
    reached = np.zeros_like(ink)
    reached[[0, -1], :], reached[:, [0, -1]] = ink[[0, -1], :], ink[:, [0, -1]]
    while True:
        grown = reached.copy()
        grown[1:] |= reached[:-1]
        grown[:-1] |= reached[1:]
        grown[:, 1:] |= reached[:, :-1]
        grown[:, :-1] |= reached[:, 1:]
        grown &= ink
        if (grown == reached).all():
            return reached
        reached = grown


def _cut(image: Image, box: Box, margin: int = 0) -> Image:
    return image[max(0, box.y0 - margin) : box.y1 + margin, max(0, box.x0 - margin) : box.x1 + margin]


def _placed(inside: Image, *, lowest: float) -> Box | None:
    """Where the ink of one digit stands inside a box or a cell; None where there is none, or more than one sign."""
    if not inside.size:
        return None
    down, across = np.nonzero(_ink(inside))
    if not down.size:
        return None
    place = Box(x0=int(across.min()), y0=int(down.min()), x1=int(across.max()) + 1, y1=int(down.max()) + 1)
    high = inside.shape[0]
    fits = lowest * high <= place.height <= HIGHEST * high and place.width <= BROAD * place.height
    return place if fits else None


def _is_print(glyphs: Sequence[Image]) -> bool:
    """Whether the digits are of one height, as type sets them and a pen does not."""
    heights = [glyph.shape[0] for glyph in glyphs]
    return bool(max(heights) - min(heights) <= EVEN * max(heights))


def _thrice(glyph: Image, read: ReadLine) -> str:
    """The digit that is seen where it stands beside itself; empty where none is, or spacings show different ones."""
    told = (_digits(read(_set([glyph] * TIMES, between=between))) for between in SPACINGS)
    seen = {digits[0] for digits in told if TIMES // 2 < len(digits) <= TIMES and len(set(digits)) == 1}
    return seen.pop() if len(seen) == 1 else ""


def _set(glyphs: Sequence[Image], *, between: float = BETWEEN) -> Image:
    """The digits side by side on a line, on their common foot, with paper around them."""
    high = max(glyph.shape[0] for glyph in glyphs)
    paper = int(np.percentile(np.concatenate([glyph.ravel() for glyph in glyphs]), PAPER))
    beside, around = round(between * high / 2), round(AROUND * high)
    padded = [np.pad(glyph, ((high - glyph.shape[0], 0), (beside, beside)), constant_values=paper) for glyph in glyphs]
    return np.pad(np.hstack(padded), around, constant_values=paper)


def _digits(text: str) -> str:
    return "".join(sign for sign in as_digits(text)[0] if sign.isdecimal())
