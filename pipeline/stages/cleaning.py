"""From a page as it was scanned to a page as it is read: upright, straight, its ink dark on white, letters of a size.

Two images come out: the upright page at the resolution of its source, which every box refers to and which a person
sees, and the copy that the reader gets. Every decision is kept beside them. What each step gains: docs/decisions.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from pipeline.domain.page import Decision, Rotation
from pipeline.ports import Image

#: The longer side of the copy on which a page is measured, in pixels: A4 at 144 dots per inch. Lengths below are
#: pixels of this copy where they say nothing else.
MEASURED_SIDE: Final = 1684

#: The height of printed letters on the copy for the reader, in pixels: 13-point text at 140 dots per inch. Fewer
#: pixels are faster, and read better too.
LETTER_HEIGHT: Final = 13.5

#: Letters within this share of the right height are left as they are.
LETTER_TOLERANCE: Final = 0.08

#: The copy is made at most this much larger than the source, and at most this much smaller than the measured copy.
LARGEST_GROWTH, SMALLEST_COPY = 2.0, 0.4

#: Blots lower than this are dots, accents and specks, higher ones are pictures.
LOWEST_LETTER, HIGHEST_LETTER = 6, 80

#: Fewer letters than this say nothing about their usual height or about a slant.
FEWEST_LETTERS: Final = 25

#: Ink is compared with the mean of this neighbourhood, and must be darker by this much of 255.
INK_REACH, INK_DEPTH = 31, 15

#: On a faint page, ink must be darker than the paper by this much only; what is fainter still is the paper's grain.
FAINT_DEPTH: Final = 6

#: Slants are searched this far, in degrees, and put right from this far on: less harms neither reader nor person.
SKEW_LIMIT, SKEW_HARMLESS = 15.0, 0.2

#: A page lies on its side when its text is this many times sharper downwards than across.
SIDEWAYS: Final = 1.6

#: A seal measures 30 to 45 mm, its parts lie nearer than the gap, and it is never twice as wide as high. Red titles
#: and codes are, and stay.
SMALLEST_SEAL, LARGEST_SEAL, SEAL_GAP = 100, 420, 24

#: What is this wide and high is a mark that somebody made: a stamp, a signature, a picture. A punch hole is smaller.
SMALLEST_MARK: Final = 60

#: A border is darker than this, of 255, and covers at least this share of the page.
BORDER_DARKEST, BORDER_SHARE = 100, 0.002

#: Light is uneven where the paper's brightness differs by more than this, of 255, between parts of the page.
UNEVEN: Final = 25

#: The paper is looked for this far around ink.
PAPER_REACH: Final = 64

#: A page is a negative when more than half of it is darker than this, of 255.
NEGATIVE: Final = 90


class Pixels(Protocol):
    """What cleaning and reading ask of an imaging library; the module ``pipeline.tools.pixels`` is the one."""

    def grey(self, image: Image) -> Image: ...
    def red(self, image: Image) -> Image: ...
    def through_red(self, image: Image, where: Image) -> Image: ...
    def resized(self, image: Image, factor: float) -> Image: ...
    def straightened(self, image: Image, degrees: float, *, fill: int = 255) -> Image: ...
    def background(self, image: Image, *, reach: int) -> Image: ...
    def evened(self, image: Image, paper: Image) -> Image: ...
    def stretched(self, image: Image, *, dark: int, light: int) -> Image: ...
    def ink(self, image: Image, *, reach: int, depth: int) -> Image: ...
    def border(self, image: Image, *, darkest: int, share: float) -> Image: ...
    def letters(self, mask: Image, *, lowest: int, highest: int) -> tuple[Image, npt.NDArray[np.int32]]: ...
    def patches(self, mask: Image, *, gap: int) -> npt.NDArray[np.int32]: ...
    def lines(self, mask: Image, *, letter: float) -> npt.NDArray[np.int32]: ...
    def slant(self, mask: Image, *, limit: float) -> tuple[float, float, float]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """A page ready to be read."""

    #: The page at its source's resolution, upright and straight.
    upright: Image
    #: What the reader gets: grey, dark on white, straight, letters of the height that reads best.
    copy: Image
    #: Where the copy holds letters, as a mask of its size.
    letters: Image
    #: The usual height of these letters on the copy, in pixels.
    letter: float
    #: Pixels of ``copy`` for one pixel of ``upright``.
    scale: float
    #: How far clockwise the page was turned.
    rotation: Rotation
    #: How far the content was slanted, in degrees, clockwise positive.
    skew: float
    #: No line of text and no picture: an empty side of paper.
    blank: bool
    #: The ink is so faint that it may be the print of the other side; only a good reading tells.
    faint: bool
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letters:
    """The letters of a page on its measured copy."""

    mask: Image
    #: One row for each: left, top, width, height, area.
    blots: npt.NDArray[np.int32]
    #: Found only when looking for faint ink.
    faint: bool = False

    @property
    def height(self) -> float:
        """Their usual height; what reads best where there are too few to tell."""
        return float(np.median(self.blots[:, 3])) if len(self.blots) >= FEWEST_LETTERS else LETTER_HEIGHT


def clean(image: Image, *, pixels: Pixels, turn: Rotation = 0) -> Clean:
    """Make a page ready to be read, turned clockwise by ``turn`` first.

    A page on its side is turned by 90° more, which may leave it upside down: only reading tells that.
    """
    upright = turned(image, turn)
    scale = _measured_scale(upright)
    page, decisions = _page(pixels.resized(upright, scale), pixels)
    letters = _letters(page, pixels)
    slant, across, down = pixels.slant(letters.mask, limit=SKEW_LIMIT)
    enough = len(letters.blots) >= FEWEST_LETTERS
    if enough and turn == 0 and down > SIDEWAYS * across:
        return clean(image, pixels=pixels, turn=90)
    skew = slant if enough and abs(slant) >= SKEW_HARMLESS else 0.0
    growth = _growth(letters.height, scale)
    if growth != 1:
        # The finer pixels of the source serve better than those of the measured copy made larger.
        page, _ = _page(pixels.resized(upright, scale * growth), pixels)
    else:
        page = pixels.resized(page, growth)
    mask = _fitted(pixels.resized(letters.mask, growth), page)
    if letters.faint:
        page = _darkened(page, mask, pixels, decisions)
    if turn:
        decisions.append(Decision(what="turned", why=f"{turn} degrees clockwise"))
    if skew:
        decisions.append(Decision(what="deskewed", why=f"{skew:+.1f} degrees"))
        page, mask = pixels.straightened(page, skew), pixels.straightened(mask, skew, fill=0)
        upright = pixels.straightened(upright, skew)
    return Clean(
        upright=upright,
        copy=page,
        letters=mask,
        letter=letters.height * growth,
        scale=scale * growth,
        rotation=turn,
        skew=skew,
        blank=_blank(letters, page, pixels),
        faint=letters.faint,
        decisions=tuple(decisions),
    )


def turned(image: Image, turn: Rotation) -> Image:
    """The image turned clockwise."""
    return np.ascontiguousarray(np.rot90(image, -(turn // 90))) if turn else image


def _measured_scale(image: Image) -> float:
    """The scale of the measured copy; exactly a half or a quarter where that is near, because halving is cheap."""
    scale = min(1.0, MEASURED_SIDE / max(image.shape[:2]))
    return next((round_one for round_one in (0.5, 0.25) if abs(scale / round_one - 1) < LETTER_TOLERANCE), scale)


def _growth(letter: float, scale: float) -> float:
    """By how much the measured copy must grow for its letters to get the height that reads best."""
    growth = LETTER_HEIGHT / letter
    if abs(growth - 1) <= LETTER_TOLERANCE:
        return 1.0
    return max(SMALLEST_COPY, min(growth, LARGEST_GROWTH / scale))


def _page(image: Image, pixels: Pixels) -> tuple[Image, list[Decision]]:
    """The page as dark ink on white paper: without seals and borders, its light evened."""
    decisions: list[Decision] = []
    page = _without_seals(image, pixels, decisions)
    if np.median(page) < NEGATIVE:
        page = 255 - page
        decisions.append(Decision(what="inverted", why="white on black"))
    border = pixels.border(page, darkest=BORDER_DARKEST, share=BORDER_SHARE)
    if border.any():
        page = np.where(border > 0, np.uint8(np.median(page)), page)
        decisions.append(Decision(what="border_cut", why=f"{border.mean() / 2.55:.1f} % of the page"))
    paper = pixels.background(page, reach=PAPER_REACH)
    darker, lighter = np.percentile(paper[::8, ::8], (2, 98))
    if lighter - darker > UNEVEN:
        page = pixels.evened(page, paper)
        decisions.append(Decision(what="light_evened", why=f"paper from {darker:.0f} to {lighter:.0f} of 255"))
    return page, decisions


def _without_seals(image: Image, pixels: Pixels, decisions: list[Decision]) -> Image:
    """The page as grey, with red ink gone where it has the size and shape of a seal. Red titles stay."""
    if image.ndim == 2:
        return image
    seals = [
        (left, top, wide, high)
        for left, top, wide, high, _ in pixels.patches(pixels.red(image), gap=SEAL_GAP).tolist()
        if min(wide, high) >= SMALLEST_SEAL and max(wide, high) <= LARGEST_SEAL and max(wide / high, high / wide) < 2
    ]
    if not seals:
        return pixels.grey(image)
    where = np.zeros(image.shape[:2], np.uint8)
    for left, top, wide, high in seals:
        where[max(0, top - SEAL_GAP) : top + high + SEAL_GAP, max(0, left - SEAL_GAP) : left + wide + SEAL_GAP] = 255
    decisions.append(Decision(what="seal_removed", why=f"{len(seals)} patches of red"))
    return pixels.through_red(image, where)


def _letters(page: Image, pixels: Pixels) -> _Letters:
    """The letters of the page; of faint ones where there are hardly any others."""
    mask, blots = _inked(page, INK_DEPTH, pixels)
    if len(blots) >= FEWEST_LETTERS:
        return _Letters(mask=mask, blots=blots)
    faint, more = _inked(page, FAINT_DEPTH, pixels)
    if len(more) >= 2 * FEWEST_LETTERS and len(pixels.lines(faint, letter=LETTER_HEIGHT)) > 1:
        return _Letters(mask=faint, blots=more, faint=True)
    return _Letters(mask=mask, blots=blots)


def _inked(page: Image, depth: int, pixels: Pixels) -> tuple[Image, npt.NDArray[np.int32]]:
    ink = pixels.ink(page, reach=INK_REACH, depth=depth)
    return pixels.letters(ink, lowest=LOWEST_LETTER, highest=HIGHEST_LETTER)


def _darkened(page: Image, mask: Image, pixels: Pixels, decisions: list[Decision]) -> Image:
    """A faint page with its ink made black."""
    ink = page[mask > 0]
    dark, light = int(np.percentile(ink, 10)), int(np.median(page))
    if light - dark < FAINT_DEPTH:
        return page
    decisions.append(Decision(what="darkened", why=f"ink at {dark}, paper at {light} of 255"))
    return pixels.stretched(page, dark=dark, light=light)


def _blank(letters: _Letters, page: Image, pixels: Pixels) -> bool:
    """Nothing on the page looks like a line of text, a picture, a stamp or a signature."""
    if letters.faint or len(letters.blots) >= FEWEST_LETTERS:
        return False
    if len(pixels.lines(letters.mask, letter=LETTER_HEIGHT)):
        return False
    marks = pixels.patches(pixels.ink(page, reach=INK_REACH, depth=INK_DEPTH), gap=SEAL_GAP)
    return not np.any((marks[:, 2] >= SMALLEST_MARK) & (marks[:, 3] >= SMALLEST_MARK))


def _fitted(mask: Image, page: Image) -> Image:
    """The mask with the size of the page, from which rounding may have taken it a pixel away."""
    height, width = page.shape
    mask = mask[:height, :width]
    return np.pad(mask, ((0, height - mask.shape[0]), (0, width - mask.shape[1])))
