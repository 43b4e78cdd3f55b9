"""A report as a picture: bars with numerator and denominator, readable in black and white.

Only shapes are laid out here; doors turn them into SVG or pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal, TypeAlias

Anchor: TypeAlias = Literal["start", "middle", "end"]

#: All lengths are pixels of the picture.
WIDTH: Final = 960
_MARGIN: Final = 24
_LABEL: Final = 250
_BAR: Final = 400
_LINE: Final = 26
_TALL: Final = 14
_HEAD: Final = 96
_FOOT_LINE: Final = 18
#: Characters of a footing on one line.
_FOOT_WIDTH: Final = 120

#: Letters of a bar's label at most.
LABEL_LETTERS: Final = 38

BLACK: Final = "#1a1a1a"
GREY: Final = "#8c8c8c"
PALE: Final = "#e6e6e6"
WHITE: Final = "#ffffff"

#: A tile, its gap to the next included.
_TILE_WIDE: Final = 152
_TILE_HIGH: Final = 52
#: Ground of a tile by the quarter that its rate is in; black text stays readable on all of them.
_GROUNDS: Final = (WHITE, "#ececec", "#d6d6d6", "#bdbdbd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle:
    """A filled rectangle with an outline."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    outline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One line of text; y is its base line."""

    x: float
    y: float
    text: str
    size: int
    anchor: Anchor = "start"
    bold: bool = False


Shape: TypeAlias = "Rectangle | Words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: what it is, how long, and what is written at its end."""

    label: str
    #: The exact rate; None where there is none. What is above one is drawn as one, and written.
    rate: Fraction | None
    #: Numerator, denominator and rate in words.
    told: str
    #: The rate that it is compared with, drawn as a mark; None without one.
    before: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One province of a tile map."""

    #: From 0, from the left and from the top.
    column: int
    row: int
    label: str
    #: The exact rate; None where there is none.
    rate: Fraction | None
    told: str
    #: Small, below: numerator and denominator.
    under: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Shapes on a white ground, in the order in which they are drawn."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def bars(bars_: Sequence[Bar], *, title: str, under: str, key: str, foot: Sequence[str]) -> Picture:
    """A picture of bars under a title; ``key`` explains the mark, ``foot`` is written small below."""
    shapes: list[Shape] = [
        Words(x=_MARGIN, y=34, text=title, size=20, bold=True),
        Words(x=_MARGIN, y=58, text=under, size=14),
        *_scale(len(bars_)),
    ]
    for number, bar in enumerate(bars_):
        shapes += _bar(bar, _HEAD + number * _LINE)
    notes = [line for note in ([key] if key else []) + [*foot] for line in _folded(note)]
    base = _HEAD + len(bars_) * _LINE + 24
    shapes += [Words(x=_MARGIN, y=base + n * _FOOT_LINE, text=line, size=11) for n, line in enumerate(notes)]
    return Picture(width=WIDTH, height=base + len(notes) * _FOOT_LINE + _MARGIN, shapes=tuple(shapes))


def _scale(count: int) -> list[Shape]:
    left = _MARGIN + _LABEL
    return [
        shape
        for part in range(0, 101, 25)
        for shape in (
            Words(x=left + _BAR * part / 100, y=_HEAD - 10, text=f"{part}%", size=11, anchor="middle"),
            Rectangle(
                x=left + _BAR * part / 100, y=_HEAD - 4, width=0.5, height=count * _LINE + 4, fill=PALE, outline=PALE
            ),
        )
    ]


def _bar(bar: Bar, top: float) -> list[Shape]:
    left = _MARGIN + _LABEL
    base = top + _TALL
    shapes: list[Shape] = [Words(x=left - 8, y=base - 2, text=_cut(bar.label, LABEL_LETTERS), size=12, anchor="end")]
    if bar.rate is not None:
        shapes.append(Rectangle(x=left, y=top, width=_BAR, height=_TALL, fill=WHITE, outline=GREY))
        shapes.append(Rectangle(x=left, y=top, width=_long(bar.rate), height=_TALL, fill=BLACK, outline=BLACK))
    if bar.before is not None:
        mark = left + _long(bar.before)
        shapes.append(Rectangle(x=mark - 1.5, y=top - 4, width=3, height=_TALL + 8, fill=WHITE, outline=BLACK))
    shapes.append(Words(x=left + _BAR + 10, y=base - 2, text=bar.told, size=12))
    return shapes


def _long(rate: Fraction) -> float:
    return float(_BAR * min(Fraction(1), max(Fraction(0), rate)))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _folded(text: str) -> list[str]:
    lines: list[str] = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _FOOT_WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def tiles(tiles_: Sequence[Tile], *, key: str) -> Picture:
    """A map of tiles: darker ground and a longer line for a higher rate, so that copies in black and white tell."""
    shapes = [shape for tile in tiles_ for shape in _tile(tile)]
    bottom = max((tile.row + 1 for tile in tiles_), default=0) * _TILE_HIGH + 4
    lines = [
        Words(x=_MARGIN, y=bottom + (n + 1) * _FOOT_LINE, text=line, size=11) for n, line in enumerate(_folded(key))
    ]
    return Picture(width=WIDTH, height=bottom + len(lines) * _FOOT_LINE + _MARGIN, shapes=(*shapes, *lines))


def _tile(tile: Tile) -> list[Shape]:
    left, top = _MARGIN + tile.column * _TILE_WIDE, tile.row * _TILE_HIGH
    wide, high = _TILE_WIDE - 4, _TILE_HIGH - 4
    ground = WHITE if tile.rate is None else _GROUNDS[min(3, max(0, int(tile.rate * 4)))]
    shapes: list[Shape] = [
        Rectangle(x=left, y=top, width=wide, height=high, fill=ground, outline=GREY),
        Words(x=left + 6, y=top + 15, text=_cut(tile.label, 22), size=12),
        Words(x=left + 6, y=top + 33, text=tile.told, size=15, bold=True),
        Words(x=left + wide - 6, y=top + 33, text=tile.under, size=10, anchor="end"),
    ]
    if tile.rate is not None:
        line = float(min(Fraction(1), max(Fraction(0), tile.rate))) * wide
        shapes.append(Rectangle(x=left, y=top + high - 7, width=wide, height=7, fill=WHITE, outline=GREY))
        shapes.append(Rectangle(x=left, y=top + high - 7, width=line, height=7, fill=BLACK, outline=BLACK))
    return shapes


def below(upper: Picture, lower: Picture) -> Picture:
    """One picture under another."""
    moved = [replace(shape, y=shape.y + upper.height) for shape in lower.shapes]
    width = max(upper.width, lower.width)
    return Picture(width=width, height=upper.height + lower.height, shapes=(*upper.shapes, *moved))


def svg(picture: Picture) -> str:
    """The picture as SVG: text stays text, so that it can be searched and read aloud."""
    body = "\n".join(_svg(shape) for shape in picture.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{picture.width}" height="{picture.height}" '
        f'viewBox="0 0 {picture.width} {picture.height}" role="img" '
        f"font-family=\"Tinos, 'Noto Serif', 'Times New Roman', serif\">\n"
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _svg(shape: Shape) -> str:
    match shape:
        case Rectangle():
            return (
                f'<rect x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}" '
                f'fill="{shape.fill}" stroke="{shape.outline}"/>'
            )
        case Words():
            weight = ' font-weight="bold"' if shape.bold else ""
            return (
                f'<text x="{shape.x:g}" y="{shape.y:g}" font-size="{shape.size}" fill="{BLACK}" '
                f'text-anchor="{shape.anchor}"{weight}>{_escaped(shape.text)}</text>'
            )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
