"""Builds the reader that the settings ask for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pipeline.ports import Reader
from pipeline.stages.cascade import Cascade
from pipeline.tools import pixels
from pipeline.tools.tesseract import models
from pipeline.tools.trueocr import LineModel


def build(
    door: Literal["auto", "tesserocr", "pytesseract"] = "auto",
    tessdata: Path | None = None,
    other: LineModel | None = None,
) -> Reader:
    """The reader behind ``door``; ``auto`` takes tesserocr where it is installed, else the system's Tesseract.

    With ``auto`` the ``other`` reader reads running text first, where it is given and tesserocr is installed.
    Each process builds its own: an engine serves one thread at a time.
    Raises ModelMissing and TesseractMissing.
    """
    # A second thread inside one reading makes several readers on the same cores many times slower. Tesseract looks
    # at this once, when it is loaded.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    model = models.find(tessdata)
    if door != "pytesseract":
        try:
            from pipeline.tools.tesseract import in_process
        except ImportError:
            if door == "tesserocr":
                raise
        else:
            engine = in_process.InProcess(model)
            if door == "tesserocr" or other is None:
                return engine
            return Cascade(engine, lay_out=engine.lay_out, guess=other.guess, pixels=pixels, other=other.name)
    from pipeline.tools.tesseract import program

    return program.Program(model)
