"""A sheet drawn as ink coverage in pixels, at any resolution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from tests.samples import fonts, hand
from tests.samples.sheet import BLACK, HEIGHT, WIDTH, Curve, Ink, Patch, Picture, Rule, Run, Sheet

Pixels = npt.NDArray[np.uint8]

#: cv2 draws with this many fractional bits.
_SHIFT = 4


@dataclass(slots=True)
class Layer:
    """Ink of one colour: coverage from 0 (none) to 255 (full) of a part of the page."""

    ink: Ink
    x: int
    y: int
    coverage: Pixels
    #: Hides what lies under it, as a note does, instead of colouring it.
    opaque: bool = False


@dataclass(slots=True)
class Impression:
    """A printed page at one resolution."""

    dpi: int
    black: Pixels
    layers: list[Layer] = field(default_factory=list)

    def grey(self, paper: int = 255) -> Pixels:
        """The page in grey."""
        page = 255 - self.black if paper == 255 else _ink(np.full_like(self.black, paper), self.black, 20)
        for layer in self.layers:
            tone = round(0.299 * layer.ink[0] + 0.587 * layer.ink[1] + 0.114 * layer.ink[2])
            part = _part(page, layer)
            part[:] = _ink(part, _cut(part, layer), tone, layer.opaque)
        return page

    def colour(self, paper: tuple[int, int, int] = (255, 255, 255)) -> Pixels:
        """The page in RGB."""
        channels = []
        for channel in range(3):
            page = _ink(np.full_like(self.black, paper[channel]), self.black, BLACK[channel])
            for layer in self.layers:
                part = _part(page, layer)
                part[:] = _ink(part, _cut(part, layer), layer.ink[channel], layer.opaque)
            channels.append(page)
        return np.dstack(channels)


def _part(page: Pixels, layer: Layer) -> Pixels:
    height, width = layer.coverage.shape
    return page[layer.y : layer.y + height, layer.x : layer.x + width]


def _cut(part: Pixels, layer: Layer) -> Pixels:
    return layer.coverage[: part.shape[0], : part.shape[1]]


def _ink(paper: Pixels, coverage: Pixels, tone: int, opaque: bool = False) -> Pixels:
    """Paper with ink on it: ink filters what is below, an opaque layer replaces it."""
    if opaque:
        kept = cv2.multiply(paper, 255 - coverage, scale=1 / 255)
        return cv2.add(kept, cv2.multiply(coverage, np.full_like(coverage, tone), scale=1 / 255))
    return cv2.multiply(
        paper, 255 - cv2.multiply(coverage, np.full_like(coverage, 255 - tone), scale=1 / 255), scale=1 / 255
    )


def draw(sheet: Sheet, dpi: int) -> Impression:
    """Draw every mark of a sheet."""
    scale = dpi / 25.4
    runs = [mark for mark in sheet.marks if isinstance(mark, Run)]
    impression = _text([run for run in runs if not run.hand], dpi)
    strokes = [curve for run in runs if run.hand for curve in hand.write(run)]
    for mark in sheet.marks:
        if isinstance(mark, Rule):
            _rule(impression, mark, scale)
        elif isinstance(mark, Picture):
            _picture(impression, mark, scale)
        elif isinstance(mark, Patch):
            _patch(impression, mark, scale)
        elif isinstance(mark, Curve):
            strokes.append(mark)
    _curves(impression, strokes, scale)
    return impression


def _text(runs: Sequence[Run], dpi: int) -> Impression:
    """The printed letters, black ones and coloured ones apart."""
    scale = dpi / 25.4
    size = (round(WIDTH * scale), round(HEIGHT * scale))
    canvases: dict[Ink, Image.Image] = {BLACK: Image.new("L", size, 0)}
    for run in runs:
        if run.ink not in canvases:
            canvases[run.ink] = Image.new("L", size, 0)
        pen = ImageDraw.Draw(canvases[run.ink])
        font = fonts.drawn(run.cut, round(run.size * dpi / 72, 2))
        for x, word in run.apart():
            pen.text((x * scale, run.y * scale), word, font=font, fill=255, anchor="ls")
    impression = Impression(dpi=dpi, black=np.array(canvases.pop(BLACK)))
    impression.layers.extend(Layer(ink, 0, 0, np.array(canvas)) for ink, canvas in canvases.items())
    return impression


def _patch(impression: Impression, patch: Patch, scale: float) -> None:
    shape = (max(1, round(patch.height * scale)), max(1, round(patch.width * scale)))
    full = np.full(shape, 255, np.uint8)
    impression.layers.append(Layer(patch.ink, round(patch.x * scale), round(patch.y * scale), full, opaque=True))


def _rule(impression: Impression, rule: Rule, scale: float) -> None:
    page = impression.black
    thickness = max(1, round(rule.thickness * scale))
    x0, y0, x1, y1 = (round(value * scale) for value in (rule.x0, rule.y0, rule.x1, rule.y1))
    if rule.dash:
        dot = max(1, thickness)
        top = y0 - dot // 2
        starts = np.arange(x0, x1, max(dot + 1, rule.dash * scale)).astype(int)
        for offset in range(dot):
            columns = starts + offset
            page[top : top + dot, columns[columns < page.shape[1]]] = 235
    elif y0 == y1:
        page[y0 - thickness // 2 : y0 - thickness // 2 + thickness, x0 : x1 + 1] = 255
    elif x0 == x1:
        page[y0 : y1 + 1, x0 - thickness // 2 : x0 - thickness // 2 + thickness] = 255
    else:
        cv2.line(page, (x0, y0), (x1, y1), 255, thickness, cv2.LINE_AA)


def _picture(impression: Impression, picture: Picture, scale: float) -> None:
    width, height = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    smooth = cv2.INTER_AREA if width < picture.pixels.shape[1] else cv2.INTER_LINEAR
    pixels = cv2.resize(picture.pixels, (width, height), interpolation=cv2.INTER_NEAREST if picture.sharp else smooth)
    layer = Layer(picture.ink, max(0, round(picture.x * scale)), max(0, round(picture.y * scale)), pixels)
    if picture.ink == BLACK:
        part = _part(impression.black, layer)
        part[:] = np.maximum(part, _cut(part, layer))
    else:
        impression.layers.append(layer)


def _thickness(pixels: float) -> int:
    """The thickness to ask cv2 for: its smoothed lines come out about two pixels thicker than asked (measured, 5.0)."""
    return 1 if pixels < 2.4 else max(2, round(pixels - 2))


def _curves(impression: Impression, curves: list[Curve], scale: float) -> None:
    """Pen strokes, all of one ink on one layer around them."""
    by_ink: dict[Ink, list[Curve]] = {}
    for curve in curves:
        by_ink.setdefault(curve.ink, []).append(curve)
    for ink, strokes in by_ink.items():
        points = np.concatenate([np.array(curve.points) for curve in strokes]) * scale
        x0, y0 = (max(0, int(value) - 8) for value in points.min(axis=0))
        x1, y1 = (int(value) + 9 for value in points.max(axis=0))
        mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
        for curve in strokes:
            line = np.round((np.array(curve.points) * scale - (x0, y0)) * (1 << _SHIFT)).astype(np.int32)
            thickness = _thickness(curve.thickness * scale)
            cv2.polylines(mask, [line.reshape(-1, 1, 2)], False, 255, thickness, cv2.LINE_AA, _SHIFT)
        impression.layers.append(Layer(ink, x0, y0, mask))
