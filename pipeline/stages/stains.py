"""What lies over print and is none: seals, in red or in grey, the scanner's lid, and the streaks of a dirty feeder."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.domain.page import Decision
from pipeline.ports import Image
from pipeline.stages.imaging import Pixels

#: Rows and columns of a page.
Patch: TypeAlias = tuple[slice, slice]

#: A seal measures 30 to 45 mm, its parts lie nearer than the gap, and it is never twice as wide as high. Red titles
#: and codes are, and stay.
SMALLEST_SEAL, LARGEST_SEAL, SEAL_GAP = 100, 420, 24

#: A seal that was scanned in grey is paler than print: by the first it begins to be one, by the second it is one, of
#: 255 above the ink of the letters. The edges of letters are as pale, so what lies this near to dark ink is none.
PALE, GONE, EDGE = 60, 100, 2

#: How dark a seal is, is told by its darker parts (so many in a hundred). Of the way from the ink of letters to there,
#: print is whatever comes before the first share, and what comes after the second is gone.
DARK_OF_SEAL, KEPT, LOST = 10, 0.5, 0.9

#: The share of a line that is surely print, in hundred, and the share that must be pale for a seal, in one.
DARKEST, SEALED = 3, 0.01

#: A border is darker than this, of 255, and covers at least this share of the page.
BORDER_DARKEST, BORDER_SHARE = 100, 0.002

#: A streak is darker than what is beside it by so much, of 255, on this share of the page's height; what is beside it
#: stands so many pixels away.
STREAK_DEPTH, STREAK_SHARE, STREAK_BESIDE = 12, 0.7, 4

#: The longer side of the copy of an upright page on which its streaks are looked for, in pixels.
STREAK_SIDE = 1684


def border(page: Image, pixels: Pixels) -> Image:
    """What the scanner's lid left along the edges of a grey page, as a mask."""
    return pixels.border(page, darkest=BORDER_DARKEST, share=BORDER_SHARE)


def without_streaks(page: Image, border: Image, pixels: Pixels, decisions: list[Decision]) -> Image:
    """The page without the lines that dirt in a feeder draws from edge to edge; strokes that they cross stay."""
    streaks = pixels.streaks(page, border=border, depth=STREAK_DEPTH, share=STREAK_SHARE)
    if not streaks.any():
        return page
    where = pixels.grown(streaks, by=1) > 0
    beside = np.minimum(np.roll(page, STREAK_BESIDE, axis=1), np.roll(page, -STREAK_BESIDE, axis=1))
    decisions.append(Decision(what="streaks_removed"))
    return np.where(where & (page < beside), beside, page)


def without_leaning_streaks(upright: Image, skew: float, pixels: Pixels) -> Image:
    """An upright page in grey without streaks: they lean by ``skew`` degrees since the page was straightened."""
    scale = STREAK_SIDE / max(upright.shape)
    small = pixels.resized(upright, scale)
    level = pixels.straightened(small, -skew) if skew else small
    streaks = pixels.streaks(level, border=border(level, pixels), depth=STREAK_DEPTH, share=STREAK_SHARE)
    if not streaks.any():
        return upright
    leaning = pixels.straightened(streaks, skew, fill=0) if skew else streaks
    height, width = upright.shape
    where = np.zeros(upright.shape, np.bool_)
    grown = pixels.resized(pixels.grown(leaning, by=1), 1 / scale)[:height, :width] > 0
    where[: grown.shape[0], : grown.shape[1]] = grown
    aside = round(STREAK_BESIDE / scale)
    beside = np.minimum(np.roll(upright, aside, axis=1), np.roll(upright, -aside, axis=1))
    return np.where(where & (upright < beside), beside, upright)


def without_red_seals(image: Image, pixels: Pixels, decisions: list[Decision]) -> Image:
    """The page as grey, with red ink gone where it has the size and shape of a seal. Red titles stay."""
    if image.ndim == 2:
        return image
    seals = _seals(pixels.red(image), pixels)
    if not seals:
        return pixels.grey(image)
    where = np.zeros(image.shape[:2], np.uint8)
    for rows, columns in seals:
        where[rows, columns] = 255
    decisions.append(Decision(what="seal_removed", why=f"{len(seals)} patches of red"))
    return pixels.through_red(image, where)


def _seals(mask: Image, pixels: Pixels) -> list[Patch]:
    """The rows and columns of each patch of the mask that may be a seal by size and shape, with what surrounds it."""
    return [
        (slice(max(0, top - SEAL_GAP), top + high + SEAL_GAP), slice(max(0, left - SEAL_GAP), left + wide + SEAL_GAP))
        for left, top, wide, high, _ in pixels.patches(mask, gap=SEAL_GAP).tolist()
        if min(wide, high) >= SMALLEST_SEAL and max(wide, high) <= LARGEST_SEAL and max(wide / high, high / wide) < 2
    ]


def pale_seals(page: Image, inked: Image, ink: int, paper: int, pixels: Pixels) -> list[Patch]:
    """Where a seal was scanned in grey: the name of the signer stands under it, and no reader parts the two.

    ``inked``: all ink of the page, as a mask; ``ink``: how dark its letters are, ``paper``: how light it is, of 255.
    """
    if ink + GONE > paper:
        return []
    return _seals(np.where(_pale(page, ink, pixels) & (inked > 0), np.uint8(255), np.uint8(0)), pixels)


def _pale(page: Image, ink: int, pixels: Pixels) -> npt.NDArray[np.bool_]:
    """What is paler than print and no edge of print."""
    near_print = pixels.grown(np.where(page < ink + PALE * 2 // 3, np.uint8(255), np.uint8(0)), by=EDGE)
    return np.asarray((page > ink + PALE) & (near_print == 0))


def faded(page: Image, seals: list[Patch], ink: int, paper: float, pixels: Pixels) -> Image:
    """The page with what is paler than print gone inside the seals."""
    without = page.copy()
    for rows, columns in seals:
        without[rows, columns] = _without_seal(page[rows, columns], ink, paper, pixels)
    return without


def _without_seal(part: Image, ink: int, paper: float, pixels: Pixels) -> Image:
    """Where a seal lies: what is paler than print gone, by how dark the seal itself is. The edges of letters stay."""
    seal = part[_pale(part, ink, pixels) & (part < paper - (paper - ink) / 4)]
    depth = min(GONE, float(np.percentile(seal, DARK_OF_SEAL)) - ink) if len(seal) else GONE
    edges = pixels.grown(np.where(part < ink + depth * KEPT, np.uint8(255), np.uint8(0)), by=1) > 0
    return np.where(edges, part, _fade(part, ink + depth * KEPT, ink + depth * LOST, paper))


def _fade(part: Image, begin: float, end: float, paper: float) -> Image:
    """What is darker than the paper made paper: not at all up to ``begin``, wholly from ``end`` on."""
    share = np.clip((part.astype(np.float32) - begin) / (end - begin), 0, 1)
    return np.where(part < paper, part + (paper - part) * share, part).astype(np.uint8)


def without_pale(line: Image, *, pixels: Pixels) -> Image:
    """One printed line in grey, without the part of a seal that lies over it."""
    ink, paper = int(np.percentile(line, DARKEST)), float(np.median(line))
    if ink + GONE > paper:
        return line
    pale = _pale(line, ink, pixels) & (line < paper - (paper - ink) / 4)
    return _fade(line, ink + PALE, ink + GONE, paper) if pale.mean() > SEALED else line
