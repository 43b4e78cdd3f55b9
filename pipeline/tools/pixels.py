"""Pixels: measuring and changing page images. The only module that imports cv2.

Images come and go as ``ports.Image``; masks are images of 0 and 255, ink 255. Nothing here changes its argument.
"""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ports import Image

#: One row per blot of ink: left, top, width, height, area, all in pixels.
Components = npt.NDArray[np.int32]

WHITE: Final = 255

#: Fewer inked pixels than this say nothing about a slant.
FEWEST_POINTS: Final = 200

#: More points than this make the slant no more exact, only slower.
MOST_POINTS: Final = 20_000


def grey(image: Image) -> Image:
    """The image as grey, seen through a red filter: red ink (seals) becomes paper, blue and black ink stay dark."""
    return image if image.ndim == 2 else np.ascontiguousarray(image[:, :, 0])


def resized(image: Image, factor: float) -> Image:
    """The image ``factor`` times as large; made smaller by area, so that 1-bit scans become smooth grey."""
    if factor == 1.0:
        return image
    height, width = image.shape[:2]
    size = max(1, round(width * factor)), max(1, round(height * factor))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return _image(cv2.resize(image, size, interpolation=way))


def straightened(image: Image, degrees: float) -> Image:
    """The image turned counter-clockwise about its middle by ``degrees``, same size, corners filled with white."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    white = (WHITE,) * (1 if image.ndim == 2 else image.shape[2])
    return _image(
        cv2.warpAffine(
            image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=white
        )
    )


def ink(image: Image, *, reach: int) -> Image:
    """Where a grey page is inked: clearly darker than the paper within about ``reach`` pixels around, so that
    shadows and grey paper do not count."""
    window = reach | 1
    return _image(cv2.adaptiveThreshold(image, WHITE, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, 15))


def components(mask: Image) -> Components:
    """One row for each blot of connected ink: left, top, width, height, area."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    return np.asarray(stats[1:], dtype=np.int32)


def skew(mask: Image, *, limit: float) -> float:
    """How far the lines of an inked mask slant, in degrees, clockwise positive, searched within ±``limit``.

    The ink is projected along lines of every slant; at the true one, text falls into sharp rows.
    0.0 where there is too little ink to tell.
    """
    ys, xs = np.nonzero(mask)
    if len(xs) < FEWEST_POINTS:
        return 0.0
    keep = slice(None, None, max(1, len(xs) // MOST_POINTS))
    points = xs[keep].astype(np.float32), ys[keep].astype(np.float32)
    best = 0.0
    for step, reach in ((0.5, limit), (0.1, 0.5), (0.02, 0.1)):
        slants = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(slants, key=lambda slant: _sharpness(*points, slant)))
    return round(best, 2) + 0.0


def _sharpness(xs: npt.NDArray[np.float32], ys: npt.NDArray[np.float32], degrees: float) -> float:
    """How sharply the points fall into rows when a slant of ``degrees`` is taken out."""
    rows = ys - xs * math.tan(math.radians(degrees))
    counts = np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float64)
    return float(np.square(np.diff(counts)).sum())


def _image(array: object) -> Image:
    return np.asarray(array, dtype=np.uint8)
