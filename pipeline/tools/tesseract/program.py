"""pytesseract: the system's Tesseract as a program, for machines where tesserocr does not install.

The only module that imports pytesseract. Each reading starts the program, which loads its model anew (about 0.1 s).
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence

import numpy as np
import pytesseract

from pipeline.domain.page import Box, Engine, Line, Word
from pipeline.errors import Misconfigured
from pipeline.ports import Image, Layout
from pipeline.tools.tesseract import models, table


class TesseractMissing(Misconfigured):
    """The program ``tesseract`` is not on this machine."""

    code = "tesseract_missing"
    message_vi = "Máy này chưa có chương trình tesseract."
    message_en = "The program tesseract is not on this machine."
    remedy_vi = "Cài gói tesseract-ocr và tesseract-ocr-vie."
    remedy_en = "Install the packages tesseract-ocr and tesseract-ocr-vie."


class Program:
    """Reads with the system's Tesseract, one process for each page."""

    def __init__(self, model: models.Model) -> None:
        self._model = model
        try:
            version = str(pytesseract.get_tesseract_version())
        except pytesseract.TesseractNotFoundError as error:
            raise TesseractMissing from error
        self._engine = Engine(name=f"tesseract {version}", model=model.name, configuration=models.CONFIGURATION)

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
        variables = " ".join(f"-c {name}={value}" for name, value in models.VARIABLES.items())
        config = (
            f'--tessdata-dir "{self._model.folder}" --oem 1 --psm {models.SEGMENTATION[layout]} --dpi {max(70, dpi)}'
        )
        # A plain bitmap costs nothing to write; handed an array, pytesseract would compress it to PNG first.
        with tempfile.NamedTemporaryFile(prefix="sohoa-", suffix=".pnm") as file:
            file.write(_bitmap(image))
            file.flush()
            found = pytesseract.image_to_data(
                file.name,
                lang=self._model.language,
                config=f"{config} {variables}",
                output_type=pytesseract.Output.STRING,
            )
        return str(found)


def _bitmap(image: Image) -> bytes:
    """The image as a portable bitmap: P5 for grey, P6 for colour."""
    height, width = image.shape[:2]
    kind = "P5" if image.ndim == 2 else "P6"
    return f"{kind} {width} {height} 255\n".encode() + np.ascontiguousarray(image).tobytes()
