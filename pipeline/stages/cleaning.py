"""From a page as it was scanned to a page as it is read: upright, straight, and of the right size for the reader.

Two images come out: the upright page at the resolution of its source, which every box refers to, and the copy that
the reader gets. Every decision is kept beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from pipeline.domain.page import Decision
from pipeline.ports import Image

#: The longer side of the copy on which a page is measured, in pixels: A4 at 150 dots per inch.
MEASURED_SIDE: Final = 1754

#: The height of printed letters on the copy for the reader, in pixels: 13-point text at 150 dots per inch. Fewer
#: pixels are faster, and read better too (docs/decisions.md).
LETTER_HEIGHT: Final = 14.0

#: Letters within this share of the right height are left as they are: a second scaling would blur for nothing.
LETTER_TOLERANCE: Final = 0.2

#: Blots lower than this are dots, accents and specks, higher ones are pictures; in pixels of the measured copy.
LOWEST_LETTER, HIGHEST_LETTER = 6, 80

#: Fewer letters than this say nothing about their usual height.
FEWEST_LETTERS: Final = 20

#: The ink of a letter is compared with the paper this far around it, in pixels of the measured copy.
INK_REACH: Final = 31

#: Slants are searched this far, in degrees, and put right from this far on: less harms neither reader nor person.
SKEW_LIMIT, SKEW_HARMLESS = 15.0, 0.2


class Pixels(Protocol):
    """What cleaning and reading ask of an imaging library; ``pipeline.tools.pixels`` is the one."""

    def grey(self, image: Image) -> Image: ...
    def resized(self, image: Image, factor: float) -> Image: ...
    def straightened(self, image: Image, degrees: float) -> Image: ...
    def ink(self, image: Image, *, reach: int) -> Image: ...
    def components(self, mask: Image) -> npt.NDArray[np.int32]: ...
    def skew(self, mask: Image, *, limit: float) -> float: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """A page ready to be read."""

    #: The page at its source's resolution, upright and straight.
    upright: Image
    #: What the reader gets: grey, straight, letters of the height that reads best.
    copy: Image
    #: Pixels of ``copy`` for one pixel of ``upright``.
    scale: float
    #: How far the content was slanted, in degrees, clockwise positive.
    skew: float
    blank: bool
    decisions: tuple[Decision, ...]


def clean(image: Image, *, pixels: Pixels) -> Clean:
    """Straighten and scale a page; one step after the other, each on as few pixels as it needs."""
    decisions: list[Decision] = []
    whole = pixels.grey(image)
    scale = min(1.0, MEASURED_SIDE / max(whole.shape))
    copy = pixels.resized(whole, scale)
    ink = pixels.ink(copy, reach=INK_REACH)
    slant = pixels.skew(ink, limit=SKEW_LIMIT)
    upright = image
    if abs(slant) >= SKEW_HARMLESS:
        decisions.append(Decision(what="deskewed", why=f"{slant:+.1f} degrees"))
        upright = pixels.straightened(image, slant)
    else:
        slant = 0.0
    change = _letter_change(pixels.components(ink))
    if change != 1.0:
        decisions.append(Decision(what="scaled", why=f"letters {LETTER_HEIGHT / change:.0f} pixels high"))
        scale *= change
        copy = pixels.resized(whole, scale)
    if slant:
        copy = pixels.straightened(copy, slant)
    return Clean(upright=upright, copy=copy, scale=scale, skew=slant, blank=not ink.any(), decisions=tuple(decisions))


def _letter_change(blots: npt.NDArray[np.int32]) -> float:
    """By how much letters must grow to reach the height that reads best; 1.0 where that is not worth it."""
    heights = blots[:, 3]
    widths = blots[:, 2]
    letters = heights[(heights >= LOWEST_LETTER) & (heights <= HIGHEST_LETTER) & (widths < 4 * heights)]
    if len(letters) < FEWEST_LETTERS:
        return 1.0
    change = LETTER_HEIGHT / float(np.median(letters))
    return 1.0 if abs(change - 1) <= LETTER_TOLERANCE else min(2.0, max(0.4, change))
