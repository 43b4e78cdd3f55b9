"""What the pipeline asks of the outside, in its own words.

A protocol stands here only where two implementations are really used; everything else is a plain function that the
assembly hands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.domain.page import Box, Engine, Line, Word

#: Pixels, 8 bit: height × width (grey) or height × width × 3 (RGB, in this order, never BGR).
Image: TypeAlias = npt.NDArray[np.uint8]


class Reader(Protocol):
    """An engine that reads printed text. Two are used: tesserocr in process, and the system's Tesseract."""

    @property
    def engine(self) -> Engine: ...

    def read(self, image: Image, *, dpi: int) -> Sequence[Line]:
        """Read an upright page; lines in reading order, boxes in pixels of ``image``."""
        ...

    def read_line(self, image: Image, *, box: Box, dpi: int) -> Sequence[Word]:
        """Read one printed line inside ``box`` of the page, as a second look at a field."""
        ...
