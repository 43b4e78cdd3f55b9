"""Pixels: measuring and changing page images. The only module that imports cv2.

Images come and go as ``ports.Image``; masks are images of 0 and 255, where 255 is what the mask is about. Nothing
here changes its argument. All lengths are pixels of the image at hand.
"""

from __future__ import annotations

import math
from typing import Final, cast

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ports import Image

#: One row per blot of connected ink, or per printed line: left, top, width, height, area.
Blots = npt.NDArray[np.int32]

WHITE: Final = 255

#: More points than these make a slant no more exact, only slower to find: the first to find it roughly.
FEW_POINTS, MOST_POINTS = 3_000, 12_000

#: A pixel is red where red exceeds green and blue by this much, of 255.
REDDER: Final = 40

#: With fewer runs of ink than this, the blots can be numbered in 16 bits.
SHORT_LABELS: Final = 60_000

#: A streak is thinner than this, in pixels.
THIN: Final = 4

#: The background is measured on a copy this many times smaller.
COARSE: Final = 8


def grey(image: Image) -> Image:
    """The image as grey, weighed as the eye does."""
    return image if image.ndim == 2 else _image(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))


def red(image: Image) -> Image:
    """Where a colour image holds red ink; nowhere on a grey one."""
    if image.ndim == 2:
        return np.zeros(image.shape, np.uint8)
    first, second, third = cv2.split(image)
    rest = cv2.max(second, third)
    return _image(cv2.threshold(cv2.subtract(first, rest), REDDER, WHITE, cv2.THRESH_BINARY)[1])


def through_red(image: Image, where: Image) -> Image:
    """A colour image as grey, but seen through a red filter inside the mask: there red ink turns into paper."""
    plain = grey(image)
    return np.where(where > 0, image[:, :, 0], plain)


def resized(image: Image, factor: float) -> Image:
    """The image ``factor`` times as large; made smaller by area, so that 1-bit scans become smooth grey."""
    if factor == 1.0:
        return image
    height, width = image.shape[:2]
    size = max(1, round(width * factor)), max(1, round(height * factor))
    while factor <= 0.5 and min(image.shape[:2]) >= 2:
        # Halving is ten times as fast as any other scaling by area.
        half = image.shape[1] // 2, image.shape[0] // 2
        image = _image(cv2.resize(image, half, interpolation=cv2.INTER_AREA))
        factor *= 2
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return _image(cv2.resize(image, size, interpolation=way))


def straightened(image: Image, degrees: float, *, fill: int = WHITE) -> Image:
    """The image turned counter-clockwise about its middle by ``degrees``, same size, corners filled."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    colour = (fill,) * (1 if image.ndim == 2 else image.shape[2])
    return _image(
        cv2.warpAffine(
            image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=colour
        )
    )


def background(image: Image, *, reach: int) -> Image:
    """The paper behind the ink of a grey page: ink narrower than ``reach`` is painted over with what is around it."""
    small = resized(image, 1 / COARSE)
    window = max(3, reach // COARSE) | 1
    paper = cv2.dilate(small, np.ones((window, window), np.uint8))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 5), (0, 0), 2)
    height, width = image.shape
    return _image(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR))


def evened(image: Image, paper: Image) -> Image:
    """A grey page with its light evened: every part of ``paper`` becomes white."""
    return _image(cv2.divide(image, paper, scale=WHITE))


def stretched(image: Image, *, dark: int, light: int) -> Image:
    """A grey page with its contrast stretched: ``dark`` becomes black and ``light`` white."""
    shades = (np.arange(256) - dark) * (WHITE / (light - dark))
    return _image(cv2.LUT(image, np.clip(shades, 0, WHITE).astype(np.uint8)))


def smoothed(image: Image) -> Image:
    """The page without single specks: each pixel becomes the median of its neighbourhood of 3 × 3."""
    return _image(cv2.medianBlur(image, 3))


def specks(mask: Image) -> float:
    """The share of an inked mask that is thinner than two pixels: a tenth or two of print, nearly all of noise."""
    solid = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return 1 - cv2.countNonZero(solid) / max(1, cv2.countNonZero(mask))


def grain(image: Image) -> float:
    """How much the grey of bare paper varies from pixel to pixel: its standard deviation, ink left aside."""
    away = cv2.absdiff(image, cv2.blur(image, (5, 5)))
    return float(np.mean(np.minimum(away, 3 * max(1.0, float(np.median(away))))) * 1.25)


def ink(image: Image, *, reach: int, depth: int) -> Image:
    """Where a grey page is darker by ``depth`` than the mean around it, so that shadows and grey paper do not count."""
    return _image(
        cv2.adaptiveThreshold(image, WHITE, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, reach | 1, depth)
    )


def border(image: Image, *, darkest: int, share: float) -> Image:
    """The dark areas along the edges of a grey page, as a scanner's lid leaves them: darker than ``darkest``, touching
    an edge, at least ``share`` of the page's area, and solid: letters on a dark ground are no border."""
    small = resized(image, 1 / COARSE)
    dark = cv2.threshold(small, darkest, WHITE, cv2.THRESH_BINARY_INV)[1]
    labels, stats = _connected(_image(dark))
    height, width = small.shape
    left, top, wide, high, area = stats.T
    touches = (left <= 0) | (top <= 0) | (left + wide >= width) | (top + high >= height)
    found = cv2.dilate(_chosen(labels, touches & (area >= share * small.size)), np.ones((3, 3), np.uint8))
    return _image(cv2.resize(found, image.shape[::-1], interpolation=cv2.INTER_NEAREST))


def blots(mask: Image) -> Blots:
    """One row for each blot of connected ink."""
    return _connected(mask)[1][1:]


def letters(mask: Image, *, lowest: int, highest: int) -> tuple[Blots, Image, npt.NDArray[np.bool_]]:
    """All blots, a mask of those of a letter's size, and which these are.

    A letter is ``lowest`` to ``highest`` high and not much wider: no dot, speck, rule, frame or picture.
    """
    labels, stats = _connected(mask)
    wide, high, area = stats[:, 2], stats[:, 3], stats[:, 4]
    chosen = (high >= lowest) & (high <= highest) & (wide <= 4 * high) & (area >= lowest)
    chosen[0] = False
    return stats[1:], _chosen(labels, chosen), chosen[1:]


def leaders(mask: Image, blots: Blots, *, letter: float) -> Image:
    """The leader dots of an inked mask, whose blots are known: a row of single dots near one another, at least four
    letters long."""
    dot = max(2.0, 0.36 * letter)
    if not _has_rows(blots[(blots[:, 2] <= dot) & (blots[:, 3] <= dot)], gap=0.9 * letter + 1, long=4 * letter):
        return np.zeros_like(mask)
    labels, stats = _connected(mask)
    dots = _chosen(labels, (stats[:, 2] <= dot) & (stats[:, 3] <= dot))
    # A dot with another one above it is a colon, which the leader starts from.
    joined = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, np.ones((round(letter * 0.8) | 1, 1), np.uint8))
    labels, stats = _connected(_image(joined))
    dots = _image(cv2.bitwise_and(dots, _chosen(labels, (stats[:, 2] <= dot) & (stats[:, 3] <= dot))))
    joined = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, np.ones((1, round(letter * 0.9) | 1), np.uint8))
    labels, stats = _connected(_image(joined))
    rows = _chosen(labels, (stats[:, 2] >= 4 * letter) & (stats[:, 3] <= 1.6 * dot))
    return _image(cv2.bitwise_and(dots, rows))


def _has_rows(dots: Blots, *, gap: float, long: float) -> bool:
    """Whether dots may stand in a row: on most pages they do not, and looking closely takes a fifth of all cleaning."""
    for shift in (0, 1):  # a row may lie on the border of two bands
        band = (dots[:, 1] + shift * round(gap / 2)) // max(1, round(gap))
        order = np.lexsort((dots[:, 0], band))
        left, band = dots[order, 0], band[order]
        apart = (np.diff(left) > gap + dots[order, 2][:-1]) | (np.diff(band) != 0)
        starts, ends = np.flatnonzero(np.r_[True, apart]), np.flatnonzero(np.r_[apart, True])
        if len(dots) and np.any(left[ends] - left[starts] >= long - gap):
            return True
    return False


def streaks(image: Image, *, border: Image, depth: int, share: float) -> Image:
    """Thin upright lines of a grey image from edge to edge of the paper, as dirt in a feeder draws them: darker by
    ``depth`` than what is beside them on this share of its rows. Frames and rules end before those edges; where the
    ``border`` of the scan is, nothing is seen."""
    coarse = image[:: COARSE // 2].astype(np.int16)
    beside = np.minimum(coarse[:, : -2 * THIN], coarse[:, 2 * THIN :])
    paper = border[:: COARSE // 2, THIN:-THIN] == 0
    darker = (coarse[:, THIN:-THIN] + depth < beside) & paper
    edge = max(2, len(darker) // 50)
    at_edges = [(darker | ~paper)[rows].mean(axis=0) >= 0.5 for rows in (slice(edge), slice(-edge, None))]
    rows = paper.sum(axis=0)
    found = (darker.sum(axis=0) >= share * rows) & (2 * rows >= len(paper)) & at_edges[0] & at_edges[1]
    mask = np.zeros(image.shape, np.uint8)
    mask[:, THIN:-THIN][:, found] = WHITE
    return mask


def circles(image: Image, *, least: int, most: int) -> list[tuple[float, float, float]]:
    """The circles of a grey image with radii from ``least`` to ``most``, the clearest first: middle and radius."""
    soft = cv2.GaussianBlur(image, (3, 3), 0)
    found = cv2.HoughCircles(soft, cv2.HOUGH_GRADIENT, 1.5, 10, param1=100, param2=40, minRadius=least, maxRadius=most)
    return [] if found is None else [(float(x), float(y), float(radius)) for x, y, radius in np.asarray(found)[0]]


def zero_dots(blots: Blots, *, letter: float) -> npt.NDArray[np.bool_]:
    """Which blots are the dots inside zeros, as typewriter faces have them, where letters have this height."""
    dot = 0.4 * letter
    wide, high = blots[:, 2], blots[:, 3]
    dots = np.flatnonzero((wide > 1) & (wide <= dot) & (high > 1) & (high <= dot))
    rounds = blots[(high >= 0.8 * letter) & (high <= 2.2 * letter) & (wide <= high) & (wide >= 0.45 * high)]
    inside = np.ones((len(dots), len(rounds)), np.bool_)
    for along in (0, 1):  # one after the other: ten times as fast as pairs of both
        middles, around = (2 * some[:, along] + some[:, along + 2] for some in (blots[dots], rounds))
        inside &= np.abs(middles[:, None] - around) <= 0.22 * rounds[:, along + 2] + 1
    found = np.zeros(len(blots), np.bool_)
    found[dots[inside.any(axis=1)]] = True
    return found


def without_zero_dots(image: Image, *, letter: float) -> Image:
    """The image with the dots inside zeros gone, which readers take for nines and eights."""
    ink = _image(cv2.threshold(grey(image), 0, WHITE, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1])
    labels, stats = _connected(ink)
    dots = np.r_[False, zero_dots(stats[1:], letter=letter)]
    if not dots.any():
        return image
    size = 2 * round(0.2 * letter) + 5  # reaches from the middle of the dot to the paper around it
    where = grown(_chosen(labels, dots), by=2) > 0
    paper = cv2.dilate(image, np.ones((size, size), np.uint8))
    return _image(np.where(where if image.ndim == 2 else where[:, :, None], paper, image))


def grown(mask: Image, *, by: int) -> Image:
    """The mask with an edge of so many pixels around it."""
    return _image(cv2.dilate(mask, np.ones((2 * by + 1, 2 * by + 1), np.uint8)))


def patches(mask: Image, *, gap: int) -> Blots:
    """One row for each patch of the mask, parts nearer than ``gap`` counted as one; measured coarsely."""
    small = resized(mask, 1 / COARSE)
    window = max(1, gap // COARSE) | 1
    joined = cv2.morphologyEx(
        (small > WHITE // 8).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((window, window), np.uint8)
    )
    found = blots(_image(joined)) * COARSE
    found[:, 4] *= COARSE
    return found


def lines(mask: Image, *, letter: float) -> Blots:
    """The printed lines of a mask of letters: runs of blots that stand side by side, ``letter`` high or so."""
    reach = round(letter * 1.4) | 1
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    # Accents and tails hang lines together: what joins two lines is narrower than a letter.
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, reach), np.uint8))
    found = blots(_image(joined))
    low, high = 0.5 * letter, 3.0 * letter
    return found[(found[:, 2] >= 3 * letter) & (found[:, 3] >= low) & (found[:, 3] <= high)]


def rules(mask: Image, *, across: int, down: int) -> tuple[Blots, Blots]:
    """The straight rules of a mask of ink: level ones of at least ``across`` pixels, upright ones of ``down``.

    A level one may step up or down by a pixel: a page that slants by a tenth of a degree has many such steps.
    """
    stepping = cv2.dilate(mask, np.ones((3, 1), np.uint8))
    level = cv2.bitwise_and(cv2.morphologyEx(stepping, cv2.MORPH_OPEN, np.ones((1, across), np.uint8)), mask)
    upright = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((down, 1), np.uint8))
    return blots(_image(level)), blots(_image(upright))


def slant(mask: Image, *, limit: float) -> tuple[float, float, float]:
    """How far the lines of a mask of letters slant, in degrees, clockwise positive, searched within ±``limit``.

    The ink is projected along lines of every slant; at the true one, text falls into sharp rows. Also tells how sharp
    they are, and how sharp the page would be if its text ran downwards: both without a unit, to be compared.
    """
    points = cv2.findNonZero(mask)
    if points is None:
        return 0.0, 0.0, 0.0
    across, down = points.reshape(-1, 2)[:: max(1, len(points) // MOST_POINTS)].T.astype(np.float32)
    few = max(1, len(across) // FEW_POINTS)
    slants = np.arange(-limit, limit + 0.25, 0.5)
    standing = max(_sharpness(down[::few], across[::few], degrees, rows=4) for degrees in slants)
    sharpness, best = max((_sharpness(across[::few], down[::few], degrees, rows=4), degrees) for degrees in slants)
    for step, rows in ((0.1, 2), (0.02, 1)):
        best = max(best + np.arange(-5, 6) * step, key=lambda degrees: _sharpness(across, down, degrees, rows=rows))
    return round(float(best), 2) + 0.0, sharpness, standing


def _sharpness(xs: npt.NDArray[np.float32], ys: npt.NDArray[np.float32], degrees: float, *, rows: int) -> float:
    """How sharply the points fall into rows of so many pixels when a slant of ``degrees`` is taken out."""
    places = (ys - xs * np.float32(math.tan(math.radians(degrees)))) * np.float32(1 / rows)
    counts = np.bincount((places - places.min()).astype(np.int32)).astype(np.float64)
    return float(np.square(np.diff(counts)).sum())


def _connected(mask: Image) -> tuple[npt.NDArray[np.int32], Blots]:
    """A label for each pixel, 0 where the mask is empty, and the row of each label."""
    # Labels of 16 bits are three times as fast; a page of noise may need more of them than there are.
    starts = int(np.count_nonzero(mask[:, 1:] > mask[:, :-1]))
    kind = cv2.CV_16U if starts < SHORT_LABELS else cv2.CV_32S
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=kind)
    return cast("npt.NDArray[np.int32]", labels), np.asarray(stats, dtype=np.int32)


def _chosen(labels: npt.NDArray[np.int32], rows: npt.NDArray[np.bool_]) -> Image:
    """The chosen blots as a mask; label 0 is what lies between blots, and never chosen."""
    shades = np.where(rows, np.uint8(WHITE), np.uint8(0))
    shades[0] = 0
    # All labels have a shade: clipping them is quicker than looking whether they have.
    return _image(shades.take(labels, mode="clip"))


def _image(array: object) -> Image:
    return np.asarray(array, dtype=np.uint8)
