"""Handwriting: the letters of a pen, drawn as strokes of our own, joined and shaken a little.

Not a font: each letter is a few points in a box one unit high (the height of an x) and a curve through them. It looks
like a hurried hand on a form, which is what a reader must be unsure about.
"""

from __future__ import annotations

import random
import unicodedata
import zlib
from collections.abc import Iterator

import numpy as np

from tests.samples import fonts
from tests.samples.sheet import BLACK, BLUE, HAND_WIDTH, Curve, Run

#: Letter → strokes, each a string of points "xy xy …" in tenths of the height of an x; x from the left, y upwards,
#: two digits each where a letter stands for ten and more (a = 10 … z = 35) and "-" before what lies below the line.
_SHAPES = {
    "a": ["67 38 15 02 20 52 67 60 80"],
    "b": ["04 3h 1j 00 30 64 47 15"],
    "c": ["66 38 05 12 40 72"],
    "d": ["67 38 15 02 20 52 6j 60 80"],
    "e": ["04 54 57 28 04 20 50 72"],
    "g": ["67 38 15 02 20 52 67 6-5 3-9 0-6 81"],
    "h": ["00 0j 03 38 57 50 72"],
    "i": ["07 00 21", "0b 1c"],
    "k": ["00 0j 03 67", "13 60 81"],
    "l": ["02 3j 1k 00 32"],
    "m": ["07 00 05 38 40 45 78 80 a1"],
    "n": ["07 00 05 38 57 50 71"],
    "o": ["48 15 12 40 63 56 38 67"],
    "p": ["07 0-9", "05 38 64 30 01"],
    "q": ["67 38 15 02 20 52 67 6-9 8-5"],
    "r": ["07 00 05 38 57"],
    "s": ["67 38 16 54 51 20 01"],
    "t": ["1f 12 30 51", "0a 5a"],
    "u": ["07 02 20 52 57 50 71"],
    "v": ["07 30 68"],
    "x": ["07 60", "67 00"],
    "y": ["07 13 41 67 6-6 2-9 0-6"],
    "f": ["5h 3i 2-5", "09 59"],
    "j": ["37 3-6 0-8"],
    "w": ["07 20 46 60 88"],
    "z": ["07 67 00 60"],
    "0": ["4f 0a 04 30 64 6a 4f"],
    "1": ["0b 3f 30"],
    "2": ["0c 3f 6b 00 32 70"],
    "3": ["0d 4f 5b 28 54 20 02"],
    "4": ["3f 05 75", "5a 50"],
    "5": ["6f 1f 19 48 64 30 01"],
    "6": ["5f 19 03 30 63 37 04"],
    "7": ["0e 6f 20", "18 58"],
    "8": ["5d 2f 0c 55 30 03 6b 5e"],
    "9": ["6b 28 0c 4f 6b 50 30"],
    "/": ["0-2 5h"],
    "-": ["05 45"],
    ".": ["00 11"],
    ",": ["11 0-2"],
    ":": ["01 11", "07 17"],
    "'": ["0i 0f"],
}

#: Marks over and under a letter, in the same units, from the middle of the letter.
_MARKS = {
    "\u0300": ["-2d 2b"],
    "\u0301": ["-2b 2d"],
    "\u0309": ["-1c 1d 0b"],
    "\u0303": ["-3b -1c 1b 3c"],
    "\u0323": ["0-3 1-3"],
    "\u0302": ["-2a 0c 2a"],
    "\u0306": ["-2c 0a 2c"],
    "\u031b": ["3a 49 37"],
}


def _point(text: str) -> tuple[float, float]:
    values: list[float] = []
    sign = 1
    for letter in text:
        if letter == "-":
            sign = -1
        else:
            values.append(sign * int(letter, 36))
            sign = 1
    return values[0], values[1]


def _strokes(texts: list[str]) -> list[np.ndarray]:
    return [np.array([_point(part) for part in text.split()], float) for text in texts]


LETTERS = {letter: _strokes(texts) for letter, texts in _SHAPES.items()}
MARKS = {letter: _strokes(texts) for letter, texts in _MARKS.items()}


def _smooth(points: np.ndarray) -> np.ndarray:
    """A Catmull-Rom curve through the points, six steps between neighbours."""
    if len(points) < 3:
        return points
    ends = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    steps = np.linspace(0, 1, 6, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        parts.append(
            0.5
            * (2 * b + (c - a) * steps + (2 * a - 5 * b + 4 * c - d) * steps**2 + (3 * b - a - 3 * c + d) * steps**3)
        )
    return np.vstack([*parts, points[-1:]])


def write(run: Run) -> Iterator[Curve]:
    """The strokes of a run written by hand; the same run is always written the same way."""
    rng = random.Random(zlib.crc32(f"{run.text}{run.x:.2f}{run.y:.2f}".encode()))
    unit = run.size * fonts.POINT * 0.042 * rng.uniform(0.95, 1.12)
    slant = rng.uniform(0.1, 0.4)
    natural = sum(_advance(letter) for letter in run.text) * unit or 1.0
    squeeze = min(1.15, run.width / natural)
    thickness = rng.uniform(0.16, 0.28)
    ink = run.ink if run.ink != BLACK else BLUE
    x = run.x
    for letter in run.text:
        lift = rng.gauss(0, 0.35) * unit
        grow = rng.uniform(0.9, 1.12)
        for stroke in _letter(letter):
            shaken = stroke + np.array([[rng.gauss(0, 0.35), rng.gauss(0, 0.35)] for _ in stroke])
            curve = _smooth(shaken) * unit * grow
            xs = x + (curve[:, 0] + slant * curve[:, 1]) * squeeze
            ys = run.y - curve[:, 1] - lift
            yield Curve(points=tuple(zip(xs.tolist(), ys.tolist(), strict=True)), thickness=thickness, ink=ink)
        x += _advance(letter) * unit * squeeze


def _base(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0]
    return "d" if plain in "đĐ" else plain.lower()


def _advance(letter: str) -> float:
    shapes = LETTERS.get(_base(letter))
    if shapes is None:
        return 6.0
    grow = 1.45 if letter.isupper() else 1.0
    return (max(float(stroke[:, 0].max()) for stroke in shapes) + 2.2) * grow


def _letter(letter: str) -> list[np.ndarray]:
    shapes = LETTERS.get(_base(letter), [])
    grow = 1.45 if letter.isupper() else 1.0
    strokes = [stroke * grow for stroke in shapes]
    middle = _advance(letter) / 2 - 1
    top = 6.0 if letter.isupper() else 0.0
    if letter in "đĐ":
        strokes.append(np.array([(3.0, 14.0), (9.0, 14.0)]) * (grow * 0.95))
    marks = [mark for mark in unicodedata.normalize("NFD", letter)[1:] if mark in MARKS]
    for level, mark in enumerate(marks):
        raised = 0.0 if mark in "\u0323\u031b" else top + 2.5 * level
        strokes.extend(stroke + np.array((middle, raised)) for stroke in MARKS[mark])
    return strokes


__all__ = ["HAND_WIDTH", "write"]
