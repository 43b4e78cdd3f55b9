"""tesserocr: Tesseract in this process, loaded once and kept. The only module that imports tesserocr."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
import tesserocr

from pipeline.domain.page import Box, Engine, Line, Word
from pipeline.ports import Image, Layout, PrintedLine, Sheet
from pipeline.tools.tesseract import models, table

#: Kinds of blocks that hold lines of text; others are pictures, rules and noise.
_TEXT: Final = frozenset(
    (
        tesserocr.PT.FLOWING_TEXT,
        tesserocr.PT.HEADING_TEXT,
        tesserocr.PT.PULLOUT_TEXT,
        tesserocr.PT.EQUATION,
        tesserocr.PT.INLINE_EQUATION,
        tesserocr.PT.TABLE,
        tesserocr.PT.CAPTION_TEXT,
        tesserocr.PT.VERTICAL_TEXT,
    )
)
_DOWN: Final = tesserocr.PT.VERTICAL_TEXT


class InProcess:
    """Reads with a Tesseract that stays loaded. One thread at a time; each process needs one of its own."""

    def __init__(self, model: models.Model) -> None:
        # Leptonica writes a line to stderr for every odd box that Tesseract asks it for; none of them matters.
        tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
        self._api: Any = tesserocr.PyTessBaseAPI(
            path=f"{model.folder}/", lang=model.language, psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY
        )
        for name, value in models.VARIABLES.items():
            self._api.SetVariable(name, value)
        version = tesserocr.tesseract_version().split()[1]
        self._engine = Engine(name=f"tesserocr {version}", model=model.name, configuration=models.CONFIGURATION)

    @property
    def engine(self) -> Engine:
        return self._engine

    def read(self, image: Image, *, dpi: int, layout: Layout = "page") -> Sequence[Line]:
        """Read an upright page; see ``ports.Reader``."""
        return table.lines(self._table(image, dpi=dpi, layout=layout))

    def read_line(self, image: Image, *, box: Box, dpi: int) -> Sequence[Word]:
        """Read one printed line inside ``box``; see ``ports.Reader``."""
        part = models.cut(image, box)
        if not part.size:
            return ()
        text = self._table(part, dpi=dpi, layout="line")
        left, top = max(0, box.x0), max(0, box.y0)
        return tuple(word for line in table.lines(text, left=left, top=top) for word in line.words)

    @contextmanager
    def lay_out(self, image: Image, *, dpi: int, layout: Layout) -> Iterator[Sheet]:
        """Find the lines of an upright page; see ``ports.LayOut``."""
        pixels = self._set(image, dpi=dpi, layout=layout)
        try:
            # Recognition goes on from this analysis and does not make another.
            yield Sheet(lines=_lines(self._api.AnalyseLayout()), read=lambda: table.lines(self._recognized()))
        finally:
            self._api.Clear()
            del pixels

    def _table(self, image: Image, *, dpi: int, layout: Layout) -> str:
        pixels = self._set(image, dpi=dpi, layout=layout)
        try:
            return self._recognized()
        finally:
            self._api.Clear()
            del pixels

    def _recognized(self) -> str:
        self._api.Recognize()
        return str(self._api.GetTSVText(0))

    def _set(self, image: Image, *, dpi: int, layout: Layout) -> bytes:
        """Hand an image over. What is returned must outlive its use: Tesseract neither copies nor owns it."""
        height, width = image.shape[:2]
        samples = 1 if image.ndim == 2 else image.shape[2]
        self._api.SetPageSegMode(models.SEGMENTATION[layout])
        pixels = np.ascontiguousarray(image).tobytes()
        self._api.SetImageBytes(pixels, width, height, samples, width * samples)
        self._api.SetSourceResolution(max(70, dpi))
        return pixels


def _lines(found: Any) -> tuple[PrintedLine, ...]:
    """The lines of a layout; none where one of them does not run from left to right."""
    across: list[PrintedLine] = []
    lines: list[PrintedLine] = []
    block = -1
    if found is None:
        return ()
    for here in tesserocr.iterate_level(found, tesserocr.RIL.TEXTLINE):
        block += here.IsAtBeginningOf(tesserocr.RIL.BLOCK)
        edges, base = here.BoundingBox(tesserocr.RIL.TEXTLINE), here.Baseline(tesserocr.RIL.TEXTLINE)
        if here.BlockType() not in _TEXT or edges is None or base is None:
            continue
        x0, y0, x1, y1 = edges
        runs_across = here.BlockType() != _DOWN and here.Orientation()[0] == tesserocr.Orientation.PAGE_UP
        line = PrintedLine(
            box=Box(x0=x0, y0=y0, x1=x1, y1=y1),
            baseline=(base[0][1], base[1][1]) if runs_across else (y1, y1),
            block=block,
            tabular=here.BlockType() == tesserocr.PT.TABLE,
        )
        lines.append(line)
        across += [line] * runs_across
    return tuple(lines) if all_across(lines, across) else ()


def all_across(lines: Sequence[PrintedLine], across: Sequence[PrintedLine]) -> bool:
    """Whether all lines of a page run from left to right, when those ``across`` were told to.

    A page's number alone has no direction, and at times is told to run down: what is no higher than a line does not.
    """
    highest = float(np.median([line.box.height for line in across])) if across else 0.0
    return all(line in across or line.box.height <= highest for line in lines)
