"""What paper goes through before it is scanned: folds, holes, copies of copies, toner, age, pencils and markers."""

from __future__ import annotations

import random
from collections.abc import Sequence

import cv2
import numpy as np

from tests.samples.raster import Pixels
from tests.samples.sheet import Run, Sheet


def field(shape: tuple[int, int], grid: tuple[int, int], low: float, high: float, rng: random.Random) -> np.ndarray:
    """A smooth field of values between low and high."""
    coarse = np.array([[rng.uniform(low, high) for _ in range(grid[1])] for _ in range(grid[0])], np.float32)
    return cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def times(page: Pixels, factors: np.ndarray) -> Pixels:
    """A page multiplied by a field of factors from 0 to 1."""
    eight = np.clip(factors * 255, 0, 255).astype(np.uint8)
    if page.ndim == 3:
        eight = cv2.merge((eight, eight, eight))
    return cv2.multiply(page, eight, scale=1 / 255)


def fade(black: Pixels, strength: float, rng: random.Random) -> Pixels:
    """Toner that is missing in upright stripes, as an empty cartridge gives them."""
    stripes = field((black.shape[0], black.shape[1]), (1, 12), 1 - strength, 1.0, rng)
    return times(black, np.clip(stripes, 0.3, 1))


def bands(black: Pixels, strength: float, rng: random.Random) -> Pixels:
    """Toner that comes and goes across the page, once for every turn of the drum."""
    height, width = black.shape[:2]
    turn = rng.uniform(0.2, 0.33) * height
    phase = rng.uniform(0, 6.28)
    wave = (1 + np.sin(np.arange(height) / turn * 6.283 + phase)) / 2
    share = 1 - strength * wave**2
    return times(black, np.repeat(share[:, None].astype(np.float32), width, axis=1))


def fold(page: Pixels, rng: random.Random) -> Pixels:
    """A fold across the page: a dark line, and a shadow below it."""
    height, width = page.shape[:2]
    at = int(height * rng.uniform(0.3, 0.7))
    distance = np.abs(np.arange(height) - at).astype(np.float32)
    dark = 1 - 0.25 * np.exp(-distance / 6) - 0.07 * np.exp(-distance / 120) * (np.arange(height) > at)
    return times(page, np.repeat(dark[:, None].astype(np.float32), width, axis=1))


def copied(black: Pixels, strength: float, dpi: int, rng: random.Random) -> Pixels:
    """A copy of a copy: edges run, a screen of dots eats into them, and contrast is pushed back up."""
    height, width = black.shape[:2]
    soft = cv2.GaussianBlur(black, (0, 0), 0.7 + 1.1 * strength).astype(np.float32)
    pitch = dpi / rng.uniform(75, 100)
    slant = rng.uniform(0.4, 0.8)
    across, down = np.arange(width) * 6.283 / pitch, np.arange(height) * 6.283 / pitch
    screen = np.sin(across[None, :] + slant * down[:, None]) * np.sin(down[:, None] - slant * across[None, :])
    return np.clip((soft + 70 * strength * screen - 128) * 2.2 + 128, 0, 255).astype(np.uint8)


def curled(page: Pixels, rise: float, dpi: int, rng: random.Random) -> Pixels:
    """A sheet that does not lie flat at one side: lines bend up to ``rise`` millimetres there, and the light falls off."""
    height, width = page.shape[:2]
    reach = rng.uniform(0.25, 0.4) * width
    across = np.arange(width, dtype=np.float32)
    near = np.clip(1 - (across if rng.random() < 0.5 else width - 1 - across) / reach, 0, 1) ** 2
    bend = rng.choice((-1, 1)) * rise * dpi / 25.4 * near
    rows = np.arange(height, dtype=np.float32)[:, None] + bend[None, :]
    columns = np.repeat(across[None, :], height, axis=0)
    bent = cv2.remap(page, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return times(bent, np.repeat(1 - 0.12 * near[None, :], height, axis=0))


def spine(page: Pixels, strength: float, dpi: int) -> Pixels:
    """The shadow along the left edge of a sheet that is still bound or stapled to others."""
    far = np.arange(page.shape[1], dtype=np.float32) / (dpi / 25.4)
    return times(page, np.repeat(1 - strength * np.exp(-far[None, :] / 5), page.shape[0], axis=0))


def screened(page: Pixels, threshold: int) -> Pixels:
    """One bit as a fax or a copier makes it: what is neither ink nor paper becomes a pattern of dots."""
    order = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32)
    level = threshold - 40 + 60 * (order + 0.5) / 16
    tiles = (page.shape[0] // 4 + 1, page.shape[1] // 4 + 1)
    return np.where(page > np.tile(level, tiles)[: page.shape[0], : page.shape[1]], 255, 0).astype(np.uint8)


def holes(page: Pixels, dpi: int, rng: random.Random) -> None:
    """Two holes in the left margin, through which the lid is seen."""
    unit = dpi / 25.4
    tone = rng.choice((30, 60, 215, 235))
    middle = page.shape[0] / 2 + rng.uniform(-4, 4) * unit
    for side in (-1, 1):
        spot = (round(rng.uniform(10.5, 11.5) * unit), round(middle + side * 40 * unit))
        cv2.circle(page, spot, round(2.9 * unit), (tone,) * 3 if page.ndim == 3 else tone, -1, cv2.LINE_AA)


def _runs(sheet: Sheet, rng: random.Random, count: int, *, fields: bool) -> Sequence[Run]:
    """Some printed runs: of values, or of labels."""
    runs = [mark for mark in sheet.marks if isinstance(mark, Run) and bool(mark.field) == fields and mark.width > 8]
    return rng.sample(runs, min(count, len(runs)))


def ticks(page: Pixels, sheet: Sheet, dpi: int, rng: random.Random) -> None:
    """Pencil ticks in the margin before the lines of some values."""
    unit = dpi / 25.4
    left = min((mark.x for mark in sheet.marks if isinstance(mark, Run)), default=30.0)
    for run in _runs(sheet, rng, rng.randint(1, 4), fields=True):
        x, y = (left - rng.uniform(4, 8)) * unit, (run.y - rng.uniform(0, 1.5)) * unit
        size = rng.uniform(2.0, 3.6) * unit
        points = np.array([(x, y - size * 0.5), (x + size * 0.35, y), (x + size * 1.1, y - size * 1.3)])
        tone = rng.randint(90, 150)
        colour = (tone,) * 3 if page.ndim == 3 else tone
        cv2.polylines(page, [np.round(points).astype(np.int32)], False, colour, max(1, dpi // 130), cv2.LINE_AA)


#: What is left of red, green and blue under a marker.
_MARKERS = ((1.0, 0.96, 0.42), (1.0, 0.66, 0.82), (0.66, 0.95, 0.62), (0.62, 0.86, 0.98))


def marker(page: Pixels, sheet: Sheet, dpi: int, rng: random.Random) -> Pixels:
    """A highlighter drawn over a label or two; in grey it is a light shade."""
    unit = dpi / 25.4
    colour = rng.choice(_MARKERS)
    grey = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
    for run in _runs(sheet, rng, rng.randint(1, 2), fields=False):
        tall = run.size * 0.36
        x0, x1 = round((run.x - 1.5) * unit), round((run.x + min(run.width, 70) + 2) * unit)
        y0, y1 = round((run.y - tall - rng.uniform(0, 0.8)) * unit), round((run.y + 1.3) * unit)
        part = page[max(0, y0) : y1, max(0, x0) : x1]
        if page.ndim == 3:
            part[:] = (part * np.array(colour, np.float32)).astype(np.uint8)
        else:
            part[:] = (part * grey).astype(np.uint8)
    return page


def aged(page: Pixels, strength: float, rng: random.Random) -> Pixels:
    """Paper that has gone yellow, more in some places than in others."""
    height, width = page.shape[:2]
    blots = field((height // 8 + 1, width // 8 + 1), (5, 4), 0.5, 1.0, rng)
    loss = np.clip(cv2.resize(blots, (width, height)), 0, 1) * strength
    if page.ndim == 2:
        return times(page, 1 - 0.35 * loss)
    channels = [
        times(np.ascontiguousarray(page[:, :, at]), 1 - share * loss) for at, share in enumerate((0.1, 0.28, 0.75))
    ]
    return np.dstack(channels)
