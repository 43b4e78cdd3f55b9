"""What both doors of Tesseract share: where its language model lies and how it is asked to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np

from pipeline.domain.page import Box
from pipeline.errors import Misconfigured
from pipeline.ports import Image, Layout

#: Raised whenever cleaning or reading changes in a way that may change a result.
CONFIGURATION: Final = "3"

#: Where Debian keeps the models of Tesseract 5 (package tesseract-ocr-vie).
DEBIAN: Final = Path("/usr/share/tesseract-ocr/5/tessdata")

#: The page segmentation mode of each layout.
SEGMENTATION: Final[Mapping[Layout, int]] = MappingProxyType(
    {"page": 3, "column": 4, "block": 6, "line": 7, "scattered": 11}
)

#: Variables of Tesseract that we set, each measured (docs/decisions.md).
VARIABLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Cleaning hands over dark on white; looking at each line again inverted costs time and finds nothing.
        "tessedit_do_invert": "0",
        # Looking for lines of one pitch takes an eighth of the layout, and recognition asks for none.
        "textord_all_prop": "1",
    }
)


class ModelMissing(Misconfigured):
    """The language model of the reader is not on this machine."""

    code = "model_missing"
    message_vi = "Không tìm thấy mô hình ngôn ngữ {language} của Tesseract trong {folder}."
    message_en = "Tesseract's language model {language} is not in {folder}."
    remedy_vi = "Cài gói tesseract-ocr-vie, hoặc đặt SOHOA_TESSDATA."
    remedy_en = "Install the package tesseract-ocr-vie, or set SOHOA_TESSDATA."


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A language model on disk."""

    #: The folder that holds ``<language>.traineddata``.
    folder: Path
    language: str = "vie"

    @property
    def name(self) -> str:
        """The model as an engine names it: ``vie fast`` or ``vie best``, told apart by size (0.5 and 1.6 MB)."""
        size = (self.folder / f"{self.language}.traineddata").stat().st_size
        return f"{self.language} {'fast' if size < 1_000_000 else 'best'}"


def find(folder: Path | None = None, *, language: str = "vie") -> Model:
    """The model in ``folder``, by default Debian's. Raises ModelMissing where it is not."""
    chosen = folder or DEBIAN
    if not (chosen / f"{language}.traineddata").is_file():
        raise ModelMissing(language=language, folder=str(chosen))
    return Model(folder=chosen, language=language)


def cut(image: Image, box: Box) -> Image:
    """The part of the image inside the box, clipped to the image; contiguous."""
    part = image[max(0, box.y0) : max(0, box.y1), max(0, box.x0) : max(0, box.x1)]
    return np.ascontiguousarray(part)
