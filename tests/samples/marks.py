"""What people leave on a paper beside print: seals, signatures, stamps, notes, codes."""

from __future__ import annotations

import math
import random
from functools import lru_cache

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from tests.samples import fonts
from tests.samples.fonts import Cut
from tests.samples.raster import Pixels
from tests.samples.sheet import BLACK, BLUE, RED, Curve, Ink, Patch, Picture, Sheet

#: Pixels of a millimetre in a drawn seal: enough for 300 dpi.
_FINE = 12


@lru_cache(maxsize=64)
def _seal(around: str, under: str, seed: int) -> Pixels:
    """The ink of a round seal: two rings, words around, a star in the middle, worn in places."""
    rng = random.Random(seed)
    size = 36 * _FINE
    canvas = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(canvas)
    pen.ellipse((4, 4, size - 5, size - 5), outline=255, width=9)
    pen.ellipse((20, 20, size - 21, size - 21), outline=255, width=3)
    inner = size * 0.27
    pen.ellipse((size / 2 - inner, size / 2 - inner, size / 2 + inner, size / 2 + inner), outline=255, width=3)
    _around(
        canvas,
        around,
        _fitting(around, math.pi * 1.2, size * 0.375),
        radius=size * 0.375,
        start=math.pi * 0.9,
        sweep=math.pi * 1.2,
        outward=True,
    )
    _around(
        canvas,
        f"* {under} *",
        _fitting(under + "* *", math.pi * 0.6, size * 0.4),
        radius=size * 0.4,
        start=math.pi * 0.8,
        sweep=-math.pi * 0.6,
        outward=False,
    )
    reach = size * 0.13
    star = [
        (size / 2 + radius * math.sin(math.pi * at / 5), size / 2 - radius * math.cos(math.pi * at / 5))
        for at, radius in enumerate([reach, reach * 0.42] * 5)
    ]
    pen.polygon(star, fill=255)
    ink = np.array(canvas).astype(np.float32)
    worn = np.asarray(
        Image.fromarray(np.array([[rng.randint(120, 255) for _ in range(18)] for _ in range(18)], np.uint8)).resize(
            (size, size), Image.Resampling.BICUBIC
        )
    )
    return (ink * (worn / 255.0) * rng.uniform(0.75, 1.0)).astype(np.uint8)


def _fitting(text: str, sweep: float, radius: float) -> ImageFont.FreeTypeFont:
    """The size at which the letters fit side by side on the arc."""
    return fonts.drawn(Cut("arimo", bold=True), round(min(38.0, sweep * radius / max(1, len(text)) * 1.45)))


def _around(
    canvas: Image.Image,
    text: str,
    font: ImageFont.FreeTypeFont,
    *,
    radius: float,
    start: float,
    sweep: float,
    outward: bool,
) -> None:
    """Letters on a circle; angles run clockwise from the right."""
    middle = canvas.width / 2
    count = max(1, len(text) - 1)
    step = sweep / count
    limit = 0.19 if outward else 0.16
    if abs(step) > limit:
        step = math.copysign(limit, sweep)
    begin = start + (sweep - step * count) / 2
    for at, letter in enumerate(text):
        angle = begin + step * at
        tile = Image.new("L", (64, 64), 0)
        ImageDraw.Draw(tile).text((32, 32), letter, font=font, fill=255, anchor="mm")
        turn = -math.degrees(angle) - 90 if outward else -math.degrees(angle) + 90
        tile = tile.rotate(turn, Image.Resampling.BICUBIC)
        x, y = middle + radius * math.cos(angle) - 32, middle + radius * math.sin(angle) - 32
        canvas.paste(255, (round(x), round(y)), tile)


def seal(
    sheet: Sheet, rng: random.Random, *, x: float, y: float, around: str, under: str, ink: Ink = RED
) -> tuple[float, float, float]:
    """Press a round seal with its middle at (x, y); returns the circle (x, y, radius) in millimetres."""
    size = rng.uniform(33, 36)
    pixels = _seal(around.upper(), under.upper(), rng.randint(0, 7))
    turned = np.array(Image.fromarray(pixels).rotate(rng.uniform(-14, 14), Image.Resampling.BICUBIC))
    shade = tuple(max(0, min(255, tone + rng.randint(-18, 18))) for tone in ink)
    sheet.marks.append(Picture(x=x - size / 2, y=y - size / 2, width=size, height=size, pixels=turned, ink=shade))  # type: ignore[arg-type]
    return x, y, size / 2


def signature(sheet: Sheet, rng: random.Random, *, x: float, y: float, ink: Ink | None = None) -> None:
    """A few quick strokes around (x, y)."""
    colour = ink or rng.choice((BLUE, BLUE, BLUE, BLACK, (20, 20, 90)))
    thickness = rng.uniform(0.25, 0.5)
    width, height = rng.uniform(22, 38), rng.uniform(6, 12)
    for _ in range(rng.randint(1, 2)):
        knots = rng.randint(5, 9)
        points = []
        for at in range(knots):
            share = at / (knots - 1)
            swing = (-1) ** at * rng.uniform(0.3, 1.0) * (1 - 0.5 * share)
            points.append((x - width / 2 + share * width + rng.uniform(-3, 3), y + swing * height / 2))
        sheet.marks.append(Curve(points=_bow(points), thickness=thickness, ink=colour))
    tail = [
        (x - width / 3, y + height / 3),
        (x + width / 6, y + height / 2.5),
        (x + width / 1.7, y + rng.uniform(-3, 1)),
    ]
    sheet.marks.append(Curve(points=_bow(tail), thickness=thickness, ink=colour))


def _bow(points: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """A smooth line through points."""
    ends = [points[0], *points, points[-1]]
    out = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(8):
            t = step / 8
            out.append(
                tuple(
                    0.5
                    * (
                        2 * b[i]
                        + (c[i] - a[i]) * t
                        + (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * t * t
                        + (3 * b[i] - a[i] - 3 * c[i] + d[i]) * t**3
                    )
                    for i in (0, 1)
                )
            )
    out.append(points[-1])
    return tuple(out)  # type: ignore[arg-type]


def code(sheet: Sheet, text: str, *, symbology: str, x: float, y: float, width: float, height: float) -> None:
    """Print a QR code or a barcode (``QRCode``, ``Code128``)."""
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, symbology))
    pixels = np.array(zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False))
    if pixels.ndim == 3:
        pixels = pixels[:, :, 0]
    if symbology == "Code128":
        pixels = pixels[pixels.shape[0] // 2 : pixels.shape[0] // 2 + 1]
    sheet.marks.append(
        Picture(x=x, y=y, width=width, height=height, pixels=(255 - pixels).astype(np.uint8), sharp=True)
    )


def note(sheet: Sheet, rng: random.Random, *, x: float, y: float, width: float, height: float) -> None:
    """A sticky note with a few words of a pen on it."""
    colour = rng.choice(((250, 240, 130), (255, 200, 170), (200, 235, 170), (180, 220, 250)))
    sheet.marks.append(Patch(x=x, y=y, width=width, height=height, ink=colour))
    for line in range(max(1, int(height // 9))):
        points = [
            (x + 3 + at * 2.2, y + 8 + line * 8 + rng.uniform(-1.6, 1.6)) for at in range(int((width - 8) // 2.4))
        ]
        sheet.marks.append(Curve(points=_bow(points), thickness=0.35, ink=BLUE))


def frame(sheet: Sheet, *, x0: float, y0: float, x1: float, y1: float, thickness: float, ink: Ink) -> None:
    """A frame of four lines in any ink."""
    for points in (((x0, y0), (x1, y0)), ((x1, y0), (x1, y1)), ((x1, y1), (x0, y1)), ((x0, y1), (x0, y0))):
        sheet.marks.append(Curve(points=points, thickness=thickness, ink=ink))
