"""Seals that were scanned in black: their rings run through the signer's name, and no reader parts the two.

The rings of a seal are known by their shape, whatever their colour: ink nearly all around one centre. What crosses them
is kept: a stroke that goes on beside a ring is a letter's. Of 122 names of signers that were wrong or missing on made
scans, 38 came out right so (docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from pipeline.domain.page import Box
from pipeline.ports import Image

#: Seals are looked for at this resolution; their radii in millimetres.
DPI, RADII = 75, (10.0, 25.0)
#: How far from the end of a name the seal that lies over its beginning reaches, in millimetres: left, up, down.
REACH: Final = (48, 48, 30)
#: So many circles are tried; one of which at least this share is ink is a ring.
TRIED, RING = 3, 0.6
#: A seal has a ring that is nearly whole.
WHOLE: Final = 0.7
#: Its centre is looked for so many pixels around the circle that was seen: coarsely, then pixel by pixel.
STEPS: Final = ((4, 12), (1, 3))
#: Ink is darker than the paper by so much, of 255.
DARKER: Final = 60
#: Beside a ring, so many pixels, stands what crosses it.
BESIDE: Final = 2.0


class Circles(Protocol):
    """Finds the circles of an image."""

    def circles(self, image: Image, *, least: int, most: int) -> Sequence[tuple[float, float, float]]: ...
    def resized(self, image: Image, factor: float) -> Image: ...


def around(line: Box, *, dpi: int, width: int, height: int) -> Box:
    """Where on a page a seal lies whose rings run through a line."""
    left, up, down = (round(reach * dpi / 25.4) for reach in REACH)
    return Box(
        x0=max(0, line.x0 - left),
        y0=max(0, line.y0 - up),
        x1=min(width, line.x1 + line.height),
        y1=min(height, line.y1 + down),
    )


def without_rings(grey: Image, *, pixels: Circles, dpi: int) -> Image:
    """The image without the rings of a seal; itself where there is none."""
    paper = int(np.median(grey))
    ink = np.asarray(grey < paper - DARKER, dtype=np.bool_)
    scale = min(1.0, DPI / dpi)
    least, most = (round(radius * scale * dpi / 25.4) for radius in RADII)
    found = pixels.circles(pixels.resized(grey, scale), least=least, most=most)[:TRIED]
    centred = [_centred(ink, x / scale, y / scale, radius / scale) for x, y, radius in found]
    whole, x, y, radius = max(centred, default=(0.0, 0.0, 0.0, 0.0))
    return _wiped(grey, ink, x, y, radius, paper) if whole >= WHOLE else grey


def _centred(ink: npt.NDArray[np.bool_], x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    """How whole the ring is that was seen at a place, and where its centre really is: from there rings are sharpest."""
    radii = np.arange(0.55 * radius, 1.25 * radius)
    for step, reach in STEPS:
        moves = range(-reach, reach + 1, step)
        places = [(x + dx, y + dy) for dx in moves for dy in moves]
        x, y = max(places, key=lambda place: float((_inked(ink, place[0], place[1], radii) ** 4).sum()))
    return float(_inked(ink, x, y, radii).max()), x, y, radius


def _inked(ink: npt.NDArray[np.bool_], x: float, y: float, radii: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The share of each circle around a point that is ink; what lies outside the image is not counted."""
    angles = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    across = np.rint(x + np.outer(radii, np.cos(angles))).astype(np.int_)
    down = np.rint(y + np.outer(radii, np.sin(angles))).astype(np.int_)
    height, width = ink.shape
    inside = (across >= 0) & (across < width) & (down >= 0) & (down < height)
    dark = inside & ink[np.clip(down, 0, height - 1), np.clip(across, 0, width - 1)]
    # Of less than a quarter of a circle nothing is known.
    return np.asarray(dark.sum(axis=1) / np.maximum(inside.sum(axis=1), angles.size // 4))


def _wiped(grey: Image, ink: npt.NDArray[np.bool_], x: float, y: float, radius: float, paper: int) -> Image:
    """The image with the rings around a point gone, but for what crosses them."""
    radii = np.arange(0.3 * radius, 1.4 * radius)
    rings = np.flatnonzero(_inked(ink, x, y, radii) > RING)
    down, across = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]]
    away = np.hypot(across - x, down - y)
    wiped = grey.copy()
    for ring in np.split(rings, np.flatnonzero(np.diff(rings) > 3) + 1):
        inner, outer = radii[ring[0]] - 1.5, radii[ring[-1]] + 1.5
        crossed = _inked_at(ink, x, y, away, inner - BESIDE) | _inked_at(ink, x, y, away, outer + BESIDE)
        wiped[(away >= inner) & (away <= outer) & ~crossed] = paper
    return wiped


def _inked_at(
    ink: npt.NDArray[np.bool_], x: float, y: float, away: npt.NDArray[np.float64], radius: float
) -> npt.NDArray[np.bool_]:
    """For each pixel, whether there is ink in its direction at this distance from the centre."""
    height, width = ink.shape
    down, across = np.mgrid[0:height, 0:width]
    share = radius / np.maximum(away, 1.0)
    to_x = np.clip(np.rint(x + (across - x) * share), 0, width - 1).astype(np.int_)
    to_y = np.clip(np.rint(y + (down - y) * share), 0, height - 1).astype(np.int_)
    return np.asarray(ink[to_y, to_x])
