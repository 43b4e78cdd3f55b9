"""A printed sheet put through a scanner: the same page as pixels, with everything that goes wrong on the way."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np

from tests.samples import raster, wear
from tests.samples.raster import Pixels
from tests.samples.sheet import Sheet

#: Every sheet is drawn at this resolution and then sampled by the scanner's.
DRAWN_DPI = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What happens to one page. The zero of every measure means that it does not happen."""

    dpi: int = 300
    #: grey, colour or bits (1 bit).
    mode: str = "grey"
    #: How far the page lies turned clockwise in the scanner: 0, 90, 180, 270.
    turned: int = 0
    #: Degrees, clockwise positive.
    skew: float = 0.0
    #: Blur, in pixels of the scan.
    blur: float = 0.0
    #: Standard deviation of the noise, in grey levels.
    noise: float = 0.0
    #: Tone of the paper, 255 is white.
    paper: int = 255
    #: How much darker the darkest side of the page is, from 0 to 1.
    shadow: float = 0.0
    #: Width of the dark edge around the page, in millimetres.
    border: float = 0.0
    #: How strongly the other side shines through, from 0 to 1.
    bleed: float = 0.0
    #: Specks per square decimetre.
    specks: int = 0
    #: How much of the toner is missing in places, from 0 to 1.
    faint: float = 0.0
    #: A staple in the corner, with the fold that it leaves.
    staple: bool = False
    #: JPEG quality; 0 for a lossless file.
    jpeg: int = 0
    #: Grey level that splits ink from paper, for bits.
    threshold: int = 165
    #: Dirty rollers: so many thin lines down the page.
    streaks: int = 0
    #: A fold across the page.
    fold: bool = False
    #: How far the corners are moved, as a share of the page: a photograph rather than a scan.
    tilt: float = 0.0
    #: The scanner's tone curve: 1 is straight, below it print gets thin, above it fat.
    gamma: float = 1.0
    #: How far the feeder smears the page while it is read, in pixels of the scan.
    smear: float = 0.0
    #: How much of a copy of a copy the paper is, from 0 to 1.
    copied: float = 0.0
    #: How much the toner comes and goes with the drum, from 0 to 1.
    bands: float = 0.0
    #: Yellowed paper, from 0 to 1.
    age: float = 0.0
    #: Punched holes, pencil ticks in the margin, a marker over labels.
    holes: bool = False
    ticks: bool = False
    marker: bool = False
    #: How far the lines bend where a side of the sheet does not lie flat, in millimetres.
    curl: float = 0.0
    #: The shadow along the left edge of a sheet that is bound to others, from 0 to 1.
    spine: float = 0.0
    #: How much longer the feeder makes the page, as a share; below 0 it makes it shorter.
    stretch: float = 0.0
    #: Bits: greys become dots, as a fax sends them, instead of ink or paper.
    screened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One scanned page, and what was done to it."""

    image: Pixels
    damage: Damage
    #: The scanned back or sheet is empty.
    blank: bool

    @property
    def rotation(self) -> int:
        """How far clockwise it has to be turned to stand upright."""
        return (360 - self.damage.turned) % 360


def _clean(rng: random.Random) -> Damage:
    return Damage(skew=rng.uniform(-0.3, 0.3), blur=0.4, noise=1.0, paper=rng.randint(250, 255))


def _ordinary(rng: random.Random) -> Damage:
    mode = rng.choices(("colour", "grey", "bits"), (45, 43, 12))[0]
    dpi = rng.choices((200, 250, 300), (50, 10, 40))[0]
    return Damage(
        dpi=dpi,
        mode=mode,
        turned=rng.choices((0, 180, 90, 270), (93, 4, 1.5, 1.5))[0],
        skew=max(-2.0, min(2.0, rng.gauss(0, 0.8))),
        blur=rng.uniform(0.4, 0.8) * dpi / 250,
        noise=rng.uniform(1.5, 5),
        paper=rng.randint(236, 254),
        shadow=rng.choice((0.0, rng.uniform(0.02, 0.15))),
        border=rng.choices((0.0, rng.uniform(1, 5)), (75, 25))[0],
        bleed=rng.choices((0.0, rng.uniform(0.02, 0.06)), (80, 20))[0],
        specks=rng.choices((0, rng.randint(1, 6)), (60, 40))[0],
        staple=rng.random() < 0.12,
        jpeg=rng.randint(60, 90),
        threshold=rng.randint(150, 185),
    )


def _poor(rng: random.Random) -> Damage:
    mode = rng.choices(("colour", "grey", "bits"), (30, 35, 35))[0]
    dpi = rng.choices((150, 200, 300), (40, 45, 15))[0]
    return Damage(
        dpi=dpi,
        mode=mode,
        turned=rng.choices((0, 180, 90, 270), (70, 12, 9, 9))[0],
        skew=rng.choices((rng.uniform(-3, 3), rng.uniform(-8, 8), rng.uniform(-15, 15)), (45, 35, 20))[0],
        blur=rng.uniform(0.6, 1.2) * dpi / 200,
        noise=rng.uniform(4, 11),
        paper=rng.randint(205, 245),
        shadow=rng.uniform(0.1, 0.4),
        border=rng.choice((0.0, rng.uniform(2, 14))),
        bleed=rng.choice((0.0, rng.uniform(0.05, 0.16))),
        specks=rng.randint(0, 30),
        faint=rng.choice((0.0, 0.0, rng.uniform(0.2, 0.6))),
        staple=rng.random() < 0.35,
        jpeg=rng.randint(28, 60),
        threshold=rng.randint(135, 180),
    )


PROFILES: dict[str, Callable[[random.Random], Damage]] = {"clean": _clean, "ordinary": _ordinary, "poor": _poor}


def damage(profile: str, rng: random.Random, *, unseen: bool = False) -> Damage:
    """What a profile does to a page. ``unseen`` adds what is kept for measuring."""
    made = PROFILES[profile](rng)
    if profile == "clean":
        return made
    strong = profile == "poor"
    made = replace(
        made,
        streaks=rng.choices((0, rng.randint(1, 3)), (70, 30))[0],
        fold=rng.random() < (0.4 if strong else 0.15),
        tilt=rng.uniform(0.002, 0.012 if strong else 0.004) if rng.random() < 0.2 else 0.0,
    )
    return _kept_for_measuring(made, rng, strong=strong) if unseen else made


def _kept_for_measuring(made: Damage, rng: random.Random, *, strong: bool) -> Damage:
    """Another scanner and another office: its curve and feeder, its copier, its pencils and punches."""
    often = 1.6 if strong else 1.0

    def now_and_then(chance: float, low: float, high: float) -> float:
        return rng.uniform(low, high * (1.5 if strong else 1.0)) if rng.random() < chance * often else 0.0

    return replace(
        made,
        gamma=rng.uniform(0.6, 1.6) if strong else rng.uniform(0.75, 1.3),
        smear=now_and_then(0.25, 1.4, 2.8) * made.dpi / 300,
        copied=now_and_then(0.12, 0.2, 0.55),
        bands=now_and_then(0.2, 0.1, 0.35),
        age=now_and_then(0.15, 0.2, 0.6),
        holes=rng.random() < 0.2,
        ticks=rng.random() < 0.2,
        marker=rng.random() < 0.15,
        curl=now_and_then(0.12, 0.3, 1.0),
        spine=now_and_then(0.12, 0.15, 0.45),
        stretch=rng.uniform(-0.008, 0.008) if rng.random() < 0.3 else 0.0,
        screened=rng.random() < 0.35,
    )


def scan(sheet: Sheet, how: Damage, rng: random.Random, *, behind: Sheet | None = None) -> Scan:
    """Scan one side; ``behind`` is what may shine through."""
    page = _lay(_sampled(_paper(sheet, how, rng, behind), how.dpi), how, rng)
    if how.staple:
        _staple(page, how.dpi, rng)
    page = _sensed(page, how, rng)
    if how.streaks:
        _streaks(page, how, rng)
    if how.specks:
        _specks(page, how, rng)
    if how.mode == "bits":
        page = _bits(page, how)
    turned = np.ascontiguousarray(np.rot90(page, -how.turned // 90)) if how.turned else page
    return Scan(image=turned, damage=how, blank=sheet.blank)


def _bits(page: Pixels, how: Damage) -> Pixels:
    if how.screened:
        return wear.screened(page, how.threshold)
    return cv2.threshold(page, how.threshold, 255, cv2.THRESH_BINARY)[1]


def _paper(sheet: Sheet, how: Damage, rng: random.Random, behind: Sheet | None) -> Pixels:
    """The paper as it lies there, before any scanner sees it."""
    impression = raster.draw(sheet, DRAWN_DPI)
    if how.faint:
        impression.black = wear.fade(impression.black, how.faint, rng)
    if how.bands:
        impression.black = wear.bands(impression.black, how.bands, rng)
    if how.copied:
        impression.black = wear.copied(impression.black, how.copied, DRAWN_DPI, rng)
    warm = rng.randint(0, 9)
    tone = (how.paper, how.paper - warm // 3, how.paper - warm)
    page = impression.colour(tone) if how.mode == "colour" else impression.grey(how.paper)
    if how.bleed and behind is not None and not behind.blank:
        page = _bleed(page, behind, how.bleed)
    return _worn(page, sheet, how, rng)


def _worn(page: Pixels, sheet: Sheet, how: Damage, rng: random.Random) -> Pixels:
    """What hands and years have done to it."""
    if how.marker:
        page = wear.marker(page, sheet, DRAWN_DPI, rng)
    if how.ticks:
        wear.ticks(page, sheet, DRAWN_DPI, rng)
    if how.age:
        page = wear.aged(page, how.age, rng)
    if how.holes:
        wear.holes(page, DRAWN_DPI, rng)
    if how.fold:
        page = wear.fold(page, rng)
    if how.curl:
        page = wear.curled(page, how.curl, DRAWN_DPI, rng)
    return wear.spine(page, how.spine, DRAWN_DPI) if how.spine else page


def _sampled(page: Pixels, dpi: int) -> Pixels:
    scale = dpi / DRAWN_DPI
    return page if scale == 1 else cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def _sensed(page: Pixels, how: Damage, rng: random.Random) -> Pixels:
    """What light, lens and sensor add."""
    if how.shadow:
        page = _shade(page, how.shadow, rng)
    if how.blur:
        page = cv2.GaussianBlur(page, (0, 0), how.blur)
    if how.smear:
        page = cv2.filter2D(page, -1, _travel(how.smear))
    if how.gamma != 1.0:
        page = cv2.LUT(page, _curve(how.gamma))
    return _noise(page, how.noise, rng) if how.noise else page


def _travel(pixels: float) -> np.ndarray:
    """A column that spreads each pixel over so many pixels of the feeder's way."""
    reach = round(pixels / 2 + 0.499)
    column = np.array([min(1.0, max(0.0, pixels / 2 + 0.5 - abs(at))) for at in range(-reach, reach + 1)], np.float32)
    return (column / column.sum())[:, None]


@lru_cache(maxsize=64)
def _curve(gamma: float) -> Pixels:
    """A table from light to pixel: a curve around white and black."""
    return np.clip(255 * (np.arange(256) / 255) ** gamma, 0, 255).round().astype(np.uint8)


def _bleed(page: Pixels, behind: Sheet, strength: float) -> Pixels:
    back = cv2.GaussianBlur(cv2.flip(raster.draw(behind, DRAWN_DPI).black, 1), (0, 0), 2.5)
    return wear.times(page, 1 - back.astype(np.float32) / 255 * strength)


def _lay(page: Pixels, how: Damage, rng: random.Random) -> Pixels:
    """Lay the page on the glass: slanted, moved, with the dark of an open lid around it."""
    height, width = page.shape[:2]
    edge = round(how.border * how.dpi / 25.4)
    tone = rng.randint(15, 60) if edge else rng.randint(244, 252)
    fill = (tone, tone, tone) if page.ndim == 3 else (tone,)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -how.skew, 1.0)
    matrix[1] *= 1 + how.stretch
    left, top = (rng.randint(0, 2 * edge), rng.randint(0, 2 * edge)) if edge else (0, 0)
    shift = how.dpi / 25.4 * 0.8
    matrix[:, 2] += (left + rng.uniform(-shift, shift), top + rng.uniform(-shift, shift))
    size = (width + 2 * edge, height + 2 * edge)
    if how.tilt:
        full = np.vstack([matrix, (0, 0, 1)])
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        moved = corners + np.array(
            [[rng.uniform(-1, 1) * how.tilt * width, rng.uniform(-1, 1) * how.tilt * height] for _ in range(4)],
            np.float32,
        )
        return cv2.warpPerspective(
            page, full @ cv2.getPerspectiveTransform(corners, moved), size, flags=cv2.INTER_LINEAR, borderValue=fill
        )
    return cv2.warpAffine(page, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=fill)


def _shade(page: Pixels, strength: float, rng: random.Random) -> Pixels:
    height, width = page.shape[:2]
    field = wear.field((height // 8 + 1, width // 8 + 1), (3, 3), 1 - strength, 1.0, rng)
    return wear.times(page, np.clip(cv2.resize(field, (width, height)), 0, 1))


@lru_cache(maxsize=4)
def _grain(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 1, (701, 709)).astype(np.float32)


def _noise(page: Pixels, strength: float, rng: random.Random) -> Pixels:
    """Grain from a tile that is repeated and shifted: the same look as fresh noise, at a tenth of the price."""
    tile = np.roll(_grain(rng.randint(0, 3)), (rng.randint(0, 700), rng.randint(0, 700)), (0, 1)) * strength
    up, down = np.clip(tile, 0, 255).astype(np.uint8), np.clip(-tile, 0, 255).astype(np.uint8)
    height, width = page.shape[:2]
    times = (height // 701 + 1, width // 709 + 1)
    more, less = np.tile(up, times)[:height, :width], np.tile(down, times)[:height, :width]
    if page.ndim == 3:
        more, less = cv2.merge((more, more, more)), cv2.merge((less, less, less))
    return cv2.subtract(cv2.add(page, more), less)


def _specks(page: Pixels, how: Damage, rng: random.Random) -> None:
    height, width = page.shape[:2]
    area = height * width / (how.dpi / 25.4 * 100) ** 2
    tone = 0 if page.ndim == 2 else (20, 20, 20)
    for _ in range(round(how.specks * area)):
        spot = (rng.randint(0, width - 1), rng.randint(0, height - 1))
        cv2.circle(page, spot, rng.choice((0, 0, 1, 1, 2)) * how.dpi // 200, tone, -1)


def _streaks(page: Pixels, how: Damage, rng: random.Random) -> None:
    for _ in range(how.streaks):
        x = rng.randint(5, page.shape[1] - 6)
        part = page[:, x : x + rng.randint(1, 2)]
        part[:] = (part * 0.55).astype(np.uint8)


def _staple(page: Pixels, dpi: int, rng: random.Random) -> None:
    """The corner bent over by a staple: a light triangle with a dark edge, and the wire or its two holes."""
    unit = dpi / 25.4
    size = int(rng.uniform(8, 16) * unit)
    grey, dark = ((205, 205, 205), (70, 70, 70)) if page.ndim == 3 else (205, 70)
    if rng.random() < 0.6:
        cv2.fillPoly(page, [np.array([[0, 0], [size, 0], [0, size]])], grey)
        cv2.line(page, (size, 0), (0, size), dark, max(1, dpi // 150))
    x, y = int(rng.uniform(6, 14) * unit), int(rng.uniform(6, 14) * unit)
    end = (x + int(8 * unit), y - int(6 * unit))
    if rng.random() < 0.6:
        cv2.line(page, (x, y), end, dark, max(1, dpi // 80), cv2.LINE_AA)
    else:
        cv2.circle(page, (x, y), dpi // 100, dark, -1)
        cv2.circle(page, end, dpi // 100, dark, -1)


def scan_all(
    sheets: Sequence[Sheet], profile: str, seed: str, *, unseen: bool = False, **changes: object
) -> list[Scan]:
    """Scan every sheet of a file on one machine: its settings stay, skew and dirt differ from page to page."""
    machine = damage(profile, random.Random(f"{seed}:machine"), unseen=unseen)
    scans = []
    for number, sheet in enumerate(sheets):
        rng = random.Random(f"{seed}:page {number}")
        own = damage(profile, rng, unseen=unseen)
        how = replace(
            own,
            dpi=machine.dpi,
            mode=machine.mode,
            paper=machine.paper,
            jpeg=machine.jpeg,
            border=machine.border,
            threshold=machine.threshold,
            blur=machine.blur,
            gamma=machine.gamma,
            smear=machine.smear,
            stretch=machine.stretch,
            screened=machine.screened,
        )
        behind = sheets[number + 1] if number + 1 < len(sheets) else sheets[number - 1]
        scans.append(scan(sheet, replace(how, **changes), rng, behind=behind))
    return scans
