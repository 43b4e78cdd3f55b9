"""Was everything read that is printed? Lines of ink against lines of words.

An engine can lose whole lines and still be sure of the rest, so its confidence never proves that a page was read.
All places here are pixels of the copy that was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.domain.page import Box, Word
from pipeline.stages.cleaning import Clean
from pipeline.stages.imaging import Pixels

#: A printed line counts as read when words stand on this share of its ink.
COVERED: Final = 0.5

#: Words that the engine itself believes less than this explain no ink.
BELIEVED: Final = 0.2

#: Print of the other side that shines through has less than this share of the page's usual contrast.
SHINING_THROUGH: Final = 0.45


def printed_lines(clean: Clean, *, pixels: Pixels) -> tuple[Box, ...]:
    """What looks like a line of letters, from top to bottom; what shines through from the other side left out."""
    rows = pixels.lines(clean.letters, letter=clean.letter).tolist()
    boxes = sorted((Box(x0=x, y0=y, x1=x + wide, y1=y + high) for x, y, wide, high, _ in rows), key=_from_the_top)
    contrasts = [_contrast(clean, box) for box in boxes]
    least = SHINING_THROUGH * float(np.median(contrasts)) if contrasts else 0.0
    return tuple(box for box, contrast in zip(boxes, contrasts, strict=True) if contrast >= least)


def unread(clean: Clean, lines: Sequence[Box], words: Iterable[Word]) -> tuple[Box, ...]:
    """Those of the printed lines that no word stands on."""
    inked = clean.letters > 0
    left = inked.copy()
    for word in words:
        if word.confidence >= BELIEVED:
            left[max(0, word.box.y0) : word.box.y1, max(0, word.box.x0) : word.box.x1] = False
    return tuple(box for box in lines if _count(left, box) > (1 - COVERED) * _count(inked, box))


def _from_the_top(box: Box) -> tuple[int, int]:
    return box.y0, box.x0


def _count(mask: npt.NDArray[np.bool_], box: Box) -> int:
    return int(np.count_nonzero(mask[box.y0 : box.y1, box.x0 : box.x1]))


def _contrast(clean: Clean, box: Box) -> float:
    """By how much the letters of a line are darker than what is between them, of 255."""
    part = clean.copy[box.y0 : box.y1, box.x0 : box.x1]
    inked = clean.letters[box.y0 : box.y1, box.x0 : box.x1] > 0
    if inked.all() or not inked.any():
        return 0.0
    return float(part[~inked].mean() - part[inked].mean())
