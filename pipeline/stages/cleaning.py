"""From a page as it was scanned to a page as it is read: upright, straight, its ink dark on white, letters of a size.

Two images come out: the upright page at the resolution of its source, which every box refers to and which a person
sees, and the copy that the reader gets. Every decision is kept beside them. What each step gains: docs/decisions.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.domain.page import Decision, Rotation
from pipeline.ports import Image
from pipeline.stages import stains
from pipeline.stages.imaging import Pixels

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

#: And by so many times the paper's grain, which would look like ink otherwise.
GRAIN: Final = 4.0

#: A page is speckled when this share of its ink is thinner than two pixels (of print 2 to 11 %), and there is more of
#: it than this share of the page.
SPECKLED, SPECKLED_INK = 0.4, 0.01

#: Slants are searched this far, in degrees, and put right from this far on: less harms neither reader nor person.
SKEW_LIMIT, SKEW_HARMLESS = 15.0, 0.2

#: A page lies on its side when its text is this many times sharper downwards than across.
SIDEWAYS: Final = 1.6

#: What is this wide and high is a mark that somebody made: a stamp, a signature, a picture; its parts lie nearer than
#: the gap. A punch hole is smaller.
SMALLEST_MARK, MARK_GAP = 60, 24

#: Light is uneven where the paper's brightness differs by more than this, of 255, between parts of the page.
UNEVEN: Final = 25

#: The paper is looked for this far around ink.
PAPER_REACH: Final = 64

#: So many zeros with a dot inside mean that the page is typed in such a face. On the copy a third of the dots hang free
#: or more; on 90 pages in other faces there was never more than one speck that looked like one.
DOTTED_ZEROS: Final = 2

#: A page is a negative when more than half of it is darker than this, of 255.
NEGATIVE: Final = 90


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
    #: How much darker the letters are than the paper, of 255, before anything was darkened; 0 where there are none.
    contrast: int
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Print:
    """What is printed on a page, at one size of it."""

    #: All ink, and the letters of it, as masks.
    ink: Image
    letters: Image
    #: One row for each letter: left, top, width, height, area.
    blots: npt.NDArray[np.int32]
    #: The same for all ink.
    all_blots: npt.NDArray[np.int32]
    #: How much darker than the paper the ink had to be to be found.
    depth: int

    @property
    def enough(self) -> bool:
        """Enough letters to tell their usual height and slant."""
        return len(self.blots) >= FEWEST_LETTERS

    @property
    def letter(self) -> float:
        """The usual height of a letter; what reads best where there are too few to tell."""
        return float(np.median(self.blots[:, 3])) if self.enough else LETTER_HEIGHT


def clean(image: Image, *, pixels: Pixels, turn: Rotation | None = None, dotted_zeros: bool = True) -> Clean:
    """Make a page ready to be read.

    Without ``turn``, a page whose text runs up or down is turned by 90°, which may leave it upside down: only reading
    tells that, and asks again with the right turn. Without ``dotted_zeros``, zeros are taken to have no dots inside.
    """
    upright = turned(image, turn or 0)
    scale = _measured_scale(upright)
    page, decisions = _page(pixels.resized(upright, scale), pixels)
    found = _print(page, pixels)
    speckled = _is_speckled(found, pixels)
    if speckled:
        decisions.append(Decision(what="specks_removed"))
        page = pixels.smoothed(page)
        found = _print(page, pixels)
    slant, across, down = pixels.slant(found.letters, limit=SKEW_LIMIT)
    if turn is None and found.enough and down > SIDEWAYS * across:
        return clean(image, pixels=pixels, turn=90)
    skew = slant if found.enough and abs(slant) >= SKEW_HARMLESS else 0.0
    growth = _growth(found.letter, scale)
    if growth != 1:
        # Scaled from the source: twice scaled is blurred.
        page, _ = _page(pixels.resized(upright, scale * growth), pixels)
        page = pixels.smoothed(page) if speckled else page
    if turn:
        decisions.append(Decision(what="turned", why=f"{turn} degrees clockwise"))
    if skew:
        decisions.append(Decision(what="deskewed", why=f"{skew:+.1f} degrees"))
        page, upright = pixels.straightened(page, skew), pixels.straightened(upright, skew)
    blank = _blank(found, pixels)
    if growth != 1 or skew:
        found = _inked(page, found.depth, pixels)
    if dotted_zeros and pixels.zero_dots(found.all_blots, letter=found.letter).sum() >= DOTTED_ZEROS:
        return _without_zero_dots(image, found.letter / (scale * growth), pixels, turn)
    contrast = _contrast(page, found)
    if found.depth < INK_DEPTH and contrast:
        page = _darkened(page, contrast, pixels, decisions)
    elif found.enough and (seals := _pale_seals(page, found, pixels)):
        page = stains.faded(page, seals, _letter_ink(page, found), float(_middle(page)), pixels)
        decisions.append(Decision(what="seal_faded", why=f"{len(seals)} patches paler than print"))
        found = _inked(page, found.depth, pixels)
    return Clean(
        upright=upright,
        copy=_without_leaders(page, found, pixels, decisions),
        letters=found.letters,
        letter=found.letter,
        scale=scale * growth,
        rotation=turn or 0,
        skew=skew,
        blank=blank,
        contrast=contrast,
        decisions=tuple(decisions),
    )


def _without_zero_dots(image: Image, letter: float, pixels: Pixels, turn: Rotation | None) -> Clean:
    """The page cleaned once more, from where its dots in zeros were wiped out. What a person sees keeps them."""
    wiped = pixels.without_zero_dots(image, letter=letter)
    found = clean(wiped, pixels=pixels, turn=turn, dotted_zeros=False)
    upright = turned(image, found.rotation)
    upright = pixels.straightened(upright, found.skew) if found.skew else upright
    return replace(found, upright=upright, decisions=(*found.decisions, Decision(what="zero_dots_removed")))


def turned(image: Image, turn: Rotation) -> Image:
    """The image turned clockwise."""
    return np.ascontiguousarray(np.rot90(image, -(turn // 90))) if turn else image


def _middle(page: Image) -> int:
    """The median of the page, that is the paper, from every twentieth pixel."""
    return int(np.median(page[::4, ::5]))


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
    page = stains.without_red_seals(image, pixels, decisions)
    if _is_negative(page, pixels):
        page = 255 - page
        decisions.append(Decision(what="inverted", why="white on black"))
    border = stains.border(page, pixels)
    if border.any():
        page = np.where(border > 0, np.uint8(_middle(page)), page)
        decisions.append(Decision(what="border_cut", why=f"{border.mean() / 2.55:.1f} % of the page"))
    page = stains.without_streaks(page, border, pixels, decisions)
    paper = pixels.background(page, reach=PAPER_REACH)
    darker, lighter = np.percentile(paper[::8, ::8], (2, 98))
    if lighter - darker > UNEVEN:
        page = pixels.evened(page, paper)
        decisions.append(Decision(what="light_evened", why=f"paper from {darker:.0f} to {lighter:.0f} of 255"))
    return page, decisions


def _letter_ink(page: Image, found: _Print) -> int:
    """How dark the letters are, of 255, 0 without letters: the darker half of their pixels, as their edges are pale."""
    # Every second pixel each way: the order of millions tells no more than that of a quarter of them.
    ink = page[::2, ::2][found.letters[::2, ::2] > 0]
    return int(np.percentile(ink, 25)) if len(ink) else 0


def _pale_seals(page: Image, found: _Print, pixels: Pixels) -> list[stains.Patch]:
    return stains.pale_seals(page, found.ink, _letter_ink(page, found), _middle(page), pixels)


def _print(page: Image, pixels: Pixels) -> _Print:
    """What is printed on the page; what is printed faintly, where there is hardly anything else."""
    found = _inked(page, INK_DEPTH, pixels)
    if found.enough:
        return found
    depth = max(FAINT_DEPTH, round(GRAIN * pixels.grain(page)))
    if depth >= INK_DEPTH:
        return found
    faint = _inked(page, depth, pixels)
    if len(faint.blots) >= 2 * FEWEST_LETTERS and len(pixels.lines(faint.letters, letter=faint.letter)) > 1:
        return faint
    return found


def _is_speckled(found: _Print, pixels: Pixels) -> bool:
    """The page is full of specks, as 1-bit scans of grey paper are: reading them would take minutes."""
    return bool(found.ink.mean() > 255 * SPECKLED_INK and pixels.specks(found.ink) > SPECKLED)


def _inked(page: Image, depth: int, pixels: Pixels) -> _Print:
    ink = pixels.ink(page, reach=INK_REACH, depth=depth)
    blots, letters, chosen = pixels.letters(ink, lowest=LOWEST_LETTER, highest=HIGHEST_LETTER)
    return _Print(ink=ink, letters=letters, blots=blots[chosen], all_blots=blots, depth=depth)


def _contrast(page: Image, found: _Print) -> int:
    """How much darker the letters are than the paper."""
    return max(0, _middle(page) - _letter_ink(page, found)) if len(found.blots) else 0


def _darkened(page: Image, contrast: int, pixels: Pixels, decisions: list[Decision]) -> Image:
    """A faint page with its ink made black."""
    light = _middle(page)
    decisions.append(Decision(what="darkened", why=f"ink at {light - contrast}, paper at {light} of 255"))
    return pixels.stretched(page, dark=light - contrast, light=light)


def _without_leaders(page: Image, found: _Print, pixels: Pixels, decisions: list[Decision]) -> Image:
    """The page without the dots that lead from a label to its value."""
    dots = pixels.leaders(found.ink, found.all_blots, letter=found.letter)
    if not dots.any():
        return page
    decisions.append(Decision(what="leaders_removed"))
    return np.where(pixels.grown(dots, by=1) > 0, np.uint8(_middle(page)), page)


def _blank(found: _Print, pixels: Pixels) -> bool:
    """Nothing on the page looks like a line of text, a picture, a stamp or a signature."""
    if found.enough or len(pixels.lines(found.letters, letter=LETTER_HEIGHT)):
        return False
    marks = pixels.patches(found.ink, gap=MARK_GAP)
    return not np.any((marks[:, 2] >= SMALLEST_MARK) & (marks[:, 3] >= SMALLEST_MARK))


def _is_negative(page: Image, pixels: Pixels) -> bool:
    """White letters on black, rather than a dark shadow over half the page."""
    if _middle(page) >= NEGATIVE:
        return False
    return len(_inked(255 - page, INK_DEPTH, pixels).blots) > 2 * len(_inked(page, INK_DEPTH, pixels).blots)
