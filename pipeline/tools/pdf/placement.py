"""Where the picture of a page lies on the page.

Three systems of coordinates meet here. *User space* is the PDF's own: points, y upwards, before /Rotate. The *shown
page* is what a viewer shows: points from the upper left corner of the crop box, y downwards, after /Rotate. *Pixels*
are those of the page's image, from its upper left corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

import pikepdf

from pipeline.ports import Turn

#: What Poppler assumes where no box is given or a box is empty: US Letter.
_DEFAULT_BOX: Final = (0.0, 0.0, 612.0, 792.0)
#: Inherited attributes are looked for so many levels up; a loop of parents ends here.
_LEVELS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page as a viewer shows it."""

    #: The visible part in user space: left, bottom, right, top, in points.
    box: tuple[float, float, float, float]
    #: /Rotate, clockwise.
    rotate: int
    #: Size of a point in 1/72 inch (/UserUnit).
    unit: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown, in points."""
        left, bottom, right, top = self.box
        upright = (right - left, top - bottom)
        return upright if self.rotate in {0, 180} else upright[::-1]

    @property
    def from_user(self) -> pikepdf.Matrix:
        """User space to shown page."""
        left, bottom, right, top = self.box
        match self.rotate:
            case 90:
                return pikepdf.Matrix(0, 1, 1, 0, -bottom, -left)
            case 180:
                return pikepdf.Matrix(-1, 0, 0, 1, right, -bottom)
            case 270:
                return pikepdf.Matrix(0, -1, -1, 0, top, right)
            case _:
                return pikepdf.Matrix(1, 0, 0, -1, -left, top)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The rectangle of the shown page that the image of ``width`` × ``height`` pixels fills."""

    #: Left, top, right, bottom on the shown page, in points.
    rectangle: tuple[float, float, float, float]
    width: int
    height: int

    @property
    def to_shown(self) -> pikepdf.Matrix:
        """Pixels to shown page."""
        left, top, right, bottom = self.rectangle
        return pikepdf.Matrix((right - left) / self.width, 0, 0, (bottom - top) / self.height, left, top)


def shown(page: pikepdf.Page) -> Shown:
    """How a viewer shows this page; nonsense in the file gives way to what Poppler does."""
    media = _box(inherited(page, "/MediaBox")) or _DEFAULT_BOX
    crop = _box(inherited(page, "/CropBox")) or media
    cut = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
    return Shown(
        box=cut if cut[0] < cut[2] and cut[1] < cut[3] else media,
        rotate=_rotation(inherited(page, "/Rotate")),
        unit=_number(page.obj.get("/UserUnit"), 1.0),
    )


def inherited(page: pikepdf.Page, key: str) -> object:
    """An attribute that a page may take from the nodes above it in the tree."""
    node: object = page.obj
    for _ in range(_LEVELS):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return cast("object", node[key])
        node = node.get("/Parent")
    return None


def turn_of(matrix: pikepdf.Matrix) -> Turn | None:
    """How raw pixels have to be turned where ``matrix`` takes them to the shown page; None where they lie slanted."""
    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    largest = max(abs(a), abs(b), abs(c), abs(d))
    # A slant of a third of a pixel over the page is none.
    if max(abs(b), abs(c)) < largest * 1e-4:
        return cast("Turn", {(True, True): 1, (False, True): 2, (False, False): 3, (True, False): 4}[a > 0, d > 0])
    if max(abs(a), abs(d)) < largest * 1e-4:
        return cast("Turn", {(True, True): 5, (True, False): 6, (False, False): 7, (False, True): 8}[b > 0, c > 0])
    return None


def corners(matrix: pikepdf.Matrix, width: float, height: float) -> tuple[float, float, float, float]:
    """The rectangle around ``width`` × ``height`` taken through ``matrix``: left, top, right, bottom."""
    points = [matrix.transform(point) for point in ((0, 0), (width, 0), (0, height), (width, height))]
    return (
        min(x for x, _ in points),
        min(y for _, y in points),
        max(x for x, _ in points),
        max(y for _, y in points),
    )


def _box(value: object) -> tuple[float, float, float, float] | None:
    if not isinstance(value, pikepdf.Array) or len(value) != 4:
        return None
    try:
        x0, y0, x1, y1 = (float(cast("float", number)) for number in value)
    except (TypeError, ValueError):
        return None
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[2] - box[0] > 0 and box[3] - box[1] > 0 else None


def _rotation(value: object) -> int:
    turns = _number(value, 0.0)
    return int(turns) % 360 if turns % 90 == 0 else 0


def _number(value: object, default: float) -> float:
    try:
        number = float(cast("float", value))
    except (TypeError, ValueError):
        return default
    return number if number == number and abs(number) < 1e9 else default
