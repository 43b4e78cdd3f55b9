"""The line model of trueocr, run by onnxruntime: a reader that shares neither model nor data with Tesseract.

The only module that imports onnxruntime. Of the package ``trueocr`` (Apache-2.0) the line model and the table of its
characters are used; none of its code runs. The model looks at one line with the paper above and below it, and names
a character, or none, for every few columns of pixels.
"""

from __future__ import annotations

import itertools
import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime

from pipeline.errors import Misconfigured
from pipeline.ports import LINE_HEIGHT, Guess, Image

#: The widest line that the model was made for, in pixels; widths come in steps, and some blank columns end them.
WIDEST, STEP, BLANK = 768, 8, 8
#: The model answers once for so many columns of pixels.
STRIDE: Final = 4
#: So many strips are read at once: a seventh faster than one by one, and eight are slower again.
TOGETHER: Final = 4
#: The tensor of the model that holds its beliefs; as it was published it tells the best one only.
BELIEFS: Final = "/LogSoftmax_output_0"
#: A sign that was passed over is looked for so many steps away from those that were read, and its margin is larger by
#: so much than that of one sign taken for another; certain is what no margin exceeds.
NEAR, LENIENT, CERTAIN = 2, 1.0, 99.0
#: The package that brings the model along.
PACKAGE: Final = "trueocr"


class LineModelMissing(Misconfigured):
    """The package with the line model is not installed."""

    code = "line_model_missing"
    message_vi = "Thiếu mô hình đọc dòng chữ in (gói trueocr)."
    message_en = "The model that reads lines of print (package trueocr) is missing."
    remedy_vi = "Chạy `make setup`."
    remedy_en = "Run `make setup`."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Steps:
    """What the model answers, step by step from left to right."""

    #: Logarithms of the probabilities: step × character, 0 being none.
    beliefs: Any
    #: The most probable of each step, and its logarithm.
    answers: Any
    best: Any
    #: Where that is nothing or a space: by how much it is more probable than any other sign.
    passed_over: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    """One character that was read."""

    #: Its number in the model's table, counted from 1.
    answer: int
    #: Its first and its last step.
    step: int
    last: int
    #: Logarithms: of its probability, and of how many times it is as probable as the next best.
    belief: float
    margin: float


class LineModel:
    """The model, loaded. For one thread."""

    #: As it is named beside an engine.
    name: Final = PACKAGE

    def __init__(self) -> None:
        """Raises LineModelMissing."""
        folder = _folder()
        self._letters: list[str] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["charset"]
        self._space = self._letters.index(" ") + 1
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # Lines come in every width: the arena would keep the memory of each.
        options.enable_cpu_mem_arena = False
        model = (folder / "rec.onnx").read_bytes() + _told(BELIEFS)
        self._session: Any = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def read(self, line: Image) -> str:
        """The print on one strip: see ``ports.ReadPrint``."""
        found, lengths = self._session.run(["ids", "lengths"], _ink([line[:, :WIDEST]]))
        return _text(found[0, : int(lengths[0])], self._letters)

    def guess(self, lines: Sequence[Image]) -> list[tuple[Guess, ...]]:
        """The words on each strip: see ``ports.GuessLines``."""
        order = sorted(range(len(lines)), key=lambda number: lines[number].shape[1])
        found: list[tuple[Guess, ...]] = [()] * len(lines)
        for start in range(0, len(order), TOGETHER):
            batch = order[start : start + TOGETHER]
            beliefs, lengths = self._session.run([BELIEFS, "lengths"], _ink([lines[number] for number in batch]))
            for number, row, length in zip(batch, beliefs, lengths, strict=True):
                found[number] = tuple(self._guesses(row[: int(length)]))
        return found

    def _guesses(self, beliefs: Any) -> Iterator[Guess]:
        """The words of one strip; ``beliefs`` holds the logarithms for each step and character."""
        steps = _steps(beliefs, self._space)
        signs = list(_signs(steps))
        ends = [number for number, sign in enumerate(signs) if sign.answer == self._space]
        for first, last in zip([-1, *ends], [*ends, len(signs)], strict=True):
            word = signs[first + 1 : last]
            if not word:
                continue
            before = signs[first].step + 1 if first >= 0 else 0
            after = signs[last].step if last < len(signs) else len(steps.answers)
            between = steps.passed_over[before:after].min(initial=CERTAIN)
            yield Guess(
                text=unicodedata.normalize("NFC", "".join(self._letters[sign.answer - 1] for sign in word)),
                x0=word[0].step * STRIDE,
                x1=(word[-1].last + 1) * STRIDE,
                margin=float(min(*(sign.margin for sign in word), between + LENIENT)),
                belief=float(np.exp(min(sign.belief for sign in word))),
            )


def _folder() -> Path:
    spec = find_spec(PACKAGE)
    folder = None if spec is None or spec.origin is None else Path(spec.origin).parent / "models"
    if folder is None or not (folder / "rec.onnx").is_file():
        raise LineModelMissing
    return folder


def _told(name: str) -> bytes:
    """What makes a model tell one more of its tensors, as ONNX: bytes after those of the model are merged into it.

    Source: ONNX, ``onnx.proto`` (ModelProto.graph is 7, GraphProto.output 12, ValueInfoProto.name 1); Protocol Buffers,
    Encoding, "Last One Wins": fields that repeat are added, and messages that stand twice are merged.
    """
    value = name.encode()
    for number in (1, 12, 7):
        value = bytes(((number << 3) | 2, len(value))) + value
    return value


def _ink(lines: Sequence[Image]) -> dict[str, Any]:
    """Strips as the model takes them: ink is 1, paper 0, all of one width."""
    widths = np.array([line.shape[1] for line in lines], np.int64)
    ink = np.zeros((len(lines), 1, LINE_HEIGHT, -(-int(widths.max()) // STEP) * STEP + BLANK), np.float32)
    for row, line in zip(ink, lines, strict=True):
        row[0, :, : line.shape[1]] = 1.0 - line.astype(np.float32) / 255
    return {"x": ink, "widths": widths}


def _steps(beliefs: Any, space: int) -> _Steps:
    """What the model answers at each step, and by how much nothing is more probable than a sign passed over."""
    answers = beliefs.argmax(1)
    best = beliefs.max(1)
    others = beliefs.copy()
    others[:, (0, space)] = -np.inf
    rows = np.arange(len(answers))
    for reach in range(-NEAR, NEAR + 1):
        # A sign's own edges are no other sign.
        others[rows, answers[np.clip(rows + reach, 0, len(answers) - 1)]] = -np.inf
    passed_over = np.where((answers == 0) | (answers == space), best - others.max(1), CERTAIN)
    return _Steps(beliefs=beliefs, answers=answers, best=best, passed_over=passed_over)


def _signs(steps: _Steps) -> Iterator[_Sign]:
    """The characters in order: one that repeats the answer before it is the same one, and 0 is none."""
    answers = steps.answers
    edges = np.flatnonzero(np.concatenate(([True], answers[1:] != answers[:-1], [True])))
    runs = [(first, end) for first, end in itertools.pairwise(edges.tolist()) if answers[first]]
    peaks = [first + int(steps.best[first:end].argmax()) for first, end in runs]
    rest = steps.beliefs[peaks]
    rest[np.arange(len(peaks)), answers[peaks]] = -np.inf
    margins = steps.best[peaks] - rest.max(axis=1, initial=-np.inf)
    for (first, end), peak, margin in zip(runs, peaks, margins.tolist(), strict=True):
        yield _Sign(answer=int(answers[first]), step=first, last=end - 1, belief=float(steps.best[peak]), margin=margin)


def _text(answers: Any, letters: list[str]) -> str:
    """The characters of a row of answers: 0 is none, and one that repeats the answer before it is the same one."""
    fresh = np.concatenate(([True], answers[1:] != answers[:-1]))
    text = "".join(letters[answer - 1] for answer in answers[(answers != 0) & fresh])
    return " ".join(unicodedata.normalize("NFC", text).split())
