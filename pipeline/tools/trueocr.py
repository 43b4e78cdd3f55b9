"""The line model of trueocr, run by onnxruntime: a reader that shares neither model nor data with Tesseract.

The only module that imports onnxruntime. Of the package ``trueocr`` (Apache-2.0) the line model and the table of its
characters are used; none of its code runs. The model looks at one line with the paper above and below it, and names
a character, or none, for every few columns of pixels.
"""

from __future__ import annotations

import json
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime

from pipeline.errors import Misconfigured
from pipeline.ports import LINE_HEIGHT, Image, ReadPrint

#: The widest line that the model was made for, in pixels; widths come in steps, and some blank columns end them.
WIDEST, STEP, BLANK = 768, 8, 8
#: The package that brings the model along.
PACKAGE: Final = "trueocr"


class LineModelMissing(Misconfigured):
    """The package with the line model is not installed."""

    code = "line_model_missing"
    message_vi = "Thiếu mô hình đọc dòng chữ in (gói trueocr)."
    message_en = "The model that reads lines of print (package trueocr) is missing."
    remedy_vi = "Chạy `make setup`."
    remedy_en = "Run `make setup`."


def load() -> ReadPrint:
    """The model, loaded: see ``ports.ReadPrint``. For one thread. Raises LineModelMissing."""
    folder = _folder()
    letters: list[str] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["charset"]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Lines come in every width: the arena would keep the memory of each.
    options.enable_cpu_mem_arena = False
    session: Any = onnxruntime.InferenceSession(str(folder / "rec.onnx"), options, providers=["CPUExecutionProvider"])

    def read(line: Image) -> str:
        width = min(WIDEST, line.shape[1])
        ink = np.zeros((1, 1, LINE_HEIGHT, -(-width // STEP) * STEP + BLANK), np.float32)
        ink[0, 0, :, :width] = 1.0 - line[:, :width].astype(np.float32) / 255
        found, length = session.run(["ids", "lengths"], {"x": ink, "widths": np.array([width], np.int64)})
        return _text(found[0, : int(length[0])], letters)

    return read


def _folder() -> Path:
    spec = find_spec(PACKAGE)
    folder = None if spec is None or spec.origin is None else Path(spec.origin).parent / "models"
    if folder is None or not (folder / "rec.onnx").is_file():
        raise LineModelMissing
    return folder


def _text(answers: Any, letters: list[str]) -> str:
    """The characters of a row of answers: 0 is none, and one that repeats the answer before it is the same one."""
    fresh = np.concatenate(([True], answers[1:] != answers[:-1]))
    text = "".join(letters[answer - 1] for answer in answers[(answers != 0) & fresh])
    return " ".join(unicodedata.normalize("NFC", text).split())
