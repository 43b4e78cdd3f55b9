"""tesserocr: Tesseract in this process, loaded once and kept. The only module that imports tesserocr."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tesserocr

from pipeline.domain.page import Box, Engine, Line, Word
from pipeline.ports import Image, Layout
from pipeline.tools.tesseract import models, table


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

    def _table(self, image: Image, *, dpi: int, layout: Layout) -> str:
        height, width = image.shape[:2]
        samples = 1 if image.ndim == 2 else image.shape[2]
        self._api.SetPageSegMode(models.SEGMENTATION[layout])
        # The buffer must outlive the recognition: Tesseract neither copies nor owns it.
        pixels = np.ascontiguousarray(image).tobytes()
        self._api.SetImageBytes(pixels, width, height, samples, width * samples)
        self._api.SetSourceResolution(max(70, dpi))
        try:
            self._api.Recognize()
            return str(self._api.GetTSVText(0))
        finally:
            self._api.Clear()
