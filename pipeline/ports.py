"""What the pipeline asks of the outside, in its own words.

A protocol stands here only where two implementations are really used; everything else is a plain function that the
assembly hands in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.domain.page import Box, Decision, Engine, Line, Word

#: Pixels, 8 bit: height × width (grey) or height × width × 3 (RGB, in this order, never BGR).
Image: TypeAlias = npt.NDArray[np.uint8]

#: Where a page's pixels come from: the picture that the file holds, or a drawing of the page made by us.
Origin = Literal["embedded", "rendered"]

#: How to show the decoded pixels, as in EXIF: 1 as they are, 3 turned by 180°, 6 by 90° clockwise, 8 by 270°
#: clockwise; 2, 4, 5 and 7 are the same with a mirror. Source: TIFF 6.0, tag Orientation.
Turn = Literal[1, 2, 3, 4, 5, 6, 7, 8]


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedPage:
    """One page taken out of its file and still encoded: what is kept of it between opening and reading.

    ``image/jpeg``, ``image/jp2`` and ``image/tiff`` (G4) are the very bytes of the file, not encoded again.
    """

    #: Counted from 1 within the file.
    number: int
    #: ``image/jpeg``, ``image/png``, ``image/tiff``, ``image/jp2``, … or ``image/x-portable-anymap`` (not compressed).
    media_type: str
    data: bytes
    #: To be applied after decoding.
    turn: Turn = 1
    #: Pixels per inch; 0 where unknown.
    dpi: int = 0
    origin: Origin = "embedded"
    #: The words that the file itself holds for this page, in pixels of the decoded and turned image; empty if none.
    #: They can be wrong: compare a sample with the image before trusting them.
    text_layer: tuple[Line, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """The pixels of one page as a viewer would show it (turn of the file applied), before any cleaning."""

    #: Counted from 1 within the file.
    number: int
    image: Image
    #: Pixels per inch; 0 where unknown.
    dpi: int = 0
    origin: Origin = "embedded"
    #: The words that the file itself holds, in pixels of ``image``; confidence 1.0; empty if there are none.
    text_layer: tuple[Line, ...] = ()
    decisions: tuple[Decision, ...] = ()


class Source(Protocol):
    """An open file that gives its pages one by one. Two are used: PDF, and pictures of all sorts."""

    @property
    def page_count(self) -> int: ...

    @property
    def signed(self) -> bool:
        """An electronic signature stands in the file; it is noted, not judged."""
        ...

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What opening had to do: ``repaired``, ``opened_with_empty_password``, …"""
        ...

    def page(self, number: int, *, draw: bool = False) -> EncodedPage:
        """One page, counted from 1; ``draw`` asks for a drawing of it even where a picture could be taken out.

        Raises Refused (``page_unreadable``, ``page_too_large``) for this page alone.
        """
        ...

    def close(self) -> None: ...


class Tracer(Protocol):
    """Follows one file through all processes. Two are used: OpenTelemetry, and none."""

    def span(self, name: str, *, parent: str = "", **facts: str | int) -> AbstractContextManager[str]:
        """One piece of work, with its ids; gives the context to hand on, empty where this file is not followed."""
        ...

    def note(self, name: str, *, parent: str, began: int, ended: int) -> None:
        """A piece of work that was done for many at once; times in nanoseconds since 1970."""
        ...

    def close(self) -> None: ...


class Untraced:
    """Follows nothing, and costs nothing."""

    def span(self, name: str, *, parent: str = "", **facts: str | int) -> AbstractContextManager[str]:  # noqa: ARG002
        return _NOT_FOLLOWED

    def note(self, name: str, *, parent: str, began: int, ended: int) -> None:
        """Nothing is noted."""

    def close(self) -> None:
        """Nothing is open."""


_NOT_FOLLOWED: Final = nullcontext("")

#: What the reader is told about an image: a whole page, one column of text, one block of lines, one line, or words
#: scattered without order.
Layout = Literal["page", "column", "block", "line", "scattered"]


class Reader(Protocol):
    """An engine that reads printed text. Two are used: tesserocr in process, and the system's Tesseract."""

    @property
    def engine(self) -> Engine: ...

    def read(self, image: Image, *, dpi: int, layout: Layout = "page") -> Sequence[Line]:
        """Read an upright image; lines in reading order, boxes in pixels of ``image``."""
        ...

    def read_line(self, image: Image, *, box: Box, dpi: int) -> Sequence[Word]:
        """Read one printed line inside ``box`` of the page, as a second look at a field."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """One line of print that was found on an image and not read yet; all in pixels of that image."""

    box: Box
    #: How far from the top its letters stand, at the left and at the right edge of the box.
    baseline: tuple[float, float]
    #: As in ``Line``.
    block: int
    #: The engine takes its block for a table.
    tabular: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An image whose lines an engine has found, before it reads any of them."""

    #: In reading order; empty where they do not run from left to right.
    lines: tuple[PrintedLine, ...]
    #: Reads them all, as ``Reader.read`` does; finding the lines is not done again.
    read: Callable[[], Sequence[Line]]


class LayOut(Protocol):
    """Finds the lines of an upright image. The engine does nothing else until the context is left."""

    def __call__(self, image: Image, *, dpi: int, layout: Layout) -> AbstractContextManager[Sheet]: ...


#: The height of what a line reader is given, in pixels: three lines, the one to be read in the middle.
LINE_HEIGHT: Final = 96

#: Reads the print in the middle of a grey strip, LINE_HEIGHT high, dark on light, at most about 700 wide; its text may
#: be empty. A second opinion is worth having because this reader shares nothing with ``Reader``.
ReadPrint: TypeAlias = Callable[[Image], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A word as the other reader saw it on a strip, with what it thinks of it."""

    #: The characters, NFC, never empty.
    text: str
    #: Where it begins and ends on the strip, in pixels, to about four of them.
    x0: int
    x1: int
    #: By how much the reader prefers this word to its next best, at the weakest place in and around it: the natural
    #: logarithm of how many times as probable.
    margin: float
    #: The probability of its weakest character.
    belief: float


#: Reads several strips as ``ReadPrint`` reads one, word by word. Strips of about the same width are read fastest.
GuessLines: TypeAlias = Callable[[Sequence[Image]], Sequence[Sequence[Guess]]]
