"""A page as it was read: words in reading order on an upright image."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

PageSource = Literal["ocr", "text_layer"]
Rotation = Literal[0, 90, 180, 270]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Box:
    """A rectangle in pixels of the upright page; x grows to the right, y grows downwards."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    @property
    def middle(self) -> tuple[float, float]:
        """The centre point (x, y)."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point (x, y) lies inside; of the edges, the left and the upper one belong to it."""
        return self.x0 <= point[0] < self.x1 and self.y0 <= point[1] < self.y1

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            x0=min(self.x0, other.x0),
            y0=min(self.y0, other.y0),
            x1=max(self.x1, other.x1),
            y1=max(self.y1, other.y1),
        )

    def overlap(self, other: Box) -> int:
        """The area that both cover, in square pixels; 0 when they only touch."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0, width) * max(0, height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word as an engine read it."""

    #: The characters, NFC, never empty and never only spaces.
    text: str
    #: Where the word stands on the upright page.
    box: Box
    #: The engine's own belief in the word, from 0.0 to 1.0.
    confidence: float
    #: Only the other reader saw this word (``pipeline/stages/cascade``): when it says the same once more, that is
    #: no second opinion.
    by_other: bool = False


def text_of(words: Iterable[Word]) -> str:
    """The words with one space between."""
    return " ".join(word.text for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words that stand on one printed line of one block, left to right; never empty."""

    words: tuple[Word, ...]
    #: Lines of the same block share this number; blocks count from 0 in reading order.
    block: int = 0

    @property
    def text(self) -> str:
        return text_of(self.words)

    @property
    def box(self) -> Box:
        around = self.words[0].box
        for word in self.words[1:]:
            around = around.union(word.box)
        return around


@dataclass(frozen=True, slots=True, kw_only=True)
class Barcode:
    """A QR code or barcode found on the page."""

    #: The symbology as the decoder names it: ``QRCode``, ``Code128``, …
    format: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Who read: enough to tell later which readings an update makes obsolete."""

    #: ``tesserocr 5.5.4``, ``text layer``, …
    name: str
    #: The language model: ``vie fast``, ``vie best``, … Empty for a text layer.
    model: str
    #: The version of our own configuration of cleaning and reading; raised whenever a result may change.
    configuration: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One thing that opening, cleaning or reading decided about a page, kept so that a person can see why."""

    #: ``turned``, ``deskewed``, ``seal_removed``, ``border_cut``, ``read_again``, ``text_layer_refused``, …
    what: str
    #: The measure behind it, with its unit in words: ``-1.2 degrees``, ``41 lines inked, 12 read``.
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page, read. The page count of a file always equals the paper, blank sides included."""

    #: Counted from 1 within its file.
    number: int
    #: Size of the upright image that every box refers to, in pixels.
    width: int
    height: int
    #: Resolution of that image, in pixels per inch; 0 where the file does not tell and it could not be inferred.
    dpi: int
    #: How far clockwise the page was turned to stand upright, in degrees.
    rotation: Rotation = 0
    #: How far the content was slanted before it was straightened, in degrees, clockwise positive.
    skew: float = 0.0
    blank: bool = False
    source: PageSource = "ocr"
    #: Probability that a word of this page is right, from 0.0 to 1.0; 1.0 for a blank page.
    confidence: float = 0.0
    engine: Engine
    #: In reading order.
    lines: tuple[Line, ...] = ()
    barcodes: tuple[Barcode, ...] = ()
    decisions: tuple[Decision, ...] = ()
    #: Lines of ink that no reading explained. Anything above 0 makes every field of the page worth a look.
    unread_lines: int = 0

    @property
    def text(self) -> str:
        """The page as text: a line break after each line, an empty line between blocks."""
        parts: list[str] = []
        for previous, line in zip((None, *self.lines), self.lines, strict=False):
            if previous is not None:
                parts.append("\n" if line.block == previous.block else "\n\n")
            parts.append(line.text)
        return "".join(parts)
