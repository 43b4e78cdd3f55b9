"""Is the text that a file holds for a page the text that a person sees on it?

Text layers lie: broken encodings, old Vietnamese fonts, layers of another page or moved ones, text painted over. So a
few lines all over the page are read from the image and compared before the layer is believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.domain.page import Box, Decision, Line, Word
from pipeline.ports import PageImage, Reader
from pipeline.stages import attempts, matching
from pipeline.stages.cleaning import Clean

#: So many lines are compared, each of at least so many characters; a shorter layer is not worth the trouble.
SAMPLE, SHORTEST = 6, 8

#: What our reader and a true layer have in common at the least, all characters of the sample together. A layer that
#: another reader left behind a scan must agree as well as print does.
ALIKE: Final = 0.95

#: One line that is entirely different is enough to doubt: words were painted over or moved.
STRANGE: Final = 0.7

#: A reading of a line that the reader itself believes less than this says nothing about the layer: letters among the
#: bars of a barcode, or under a seal. Where it says nothing about half of the sample, the layer stays unproven.
WITNESS: Final = 0.6

#: The belief in a word of a layer that proved true.
PROVEN: Final = 0.995


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A text layer after the comparison."""

    #: In pixels of the copy; empty where there is no layer or it was refused.
    lines: tuple[Line, ...] = ()
    decisions: tuple[Decision, ...] = ()


def judge(page_image: PageImage, clean: Clean, *, reader: Reader) -> Layer:
    """The layer of a page if a sample of it agrees with the image."""
    worth = [line for line in page_image.text_layer if len(line.text) >= SHORTEST]
    if not worth:
        return Layer()
    if clean.rotation or clean.skew:
        return _refused("the page had to be turned")
    lines = tuple(_moved(line, clean.scale) for line in page_image.text_layer)
    sample = _sample([_moved(line, clean.scale) for line in worth])
    alike = [likeness for line in sample if (likeness := _likeness(line, clean, reader)) is not None]
    if 2 * len(alike) < len(sample):
        return _refused(f"only {len(alike)} of {len(sample)} lines could be compared with the image")
    mean, worst = float(np.mean(alike)), min(alike)
    if mean < ALIKE or worst < STRANGE:
        return _refused(f"{mean:.0%} of the sample agrees with the image, {worst:.0%} of its worst line")
    why = f"{mean:.0%} of {len(alike)} lines agree with the image"
    return Layer(lines=lines, decisions=(Decision(what="text_layer_used", why=why),))


def _refused(why: str) -> Layer:
    return Layer(decisions=(Decision(what="text_layer_refused", why=why),))


def _sample(lines: Sequence[Line]) -> list[Line]:
    """Lines from all over the page: the same ones each time."""
    ordered = sorted(lines, key=lambda line: line.box.middle[1])
    places = np.linspace(0, len(ordered) - 1, min(SAMPLE, len(ordered)))
    return [ordered[round(place)] for place in places]


def _likeness(line: Line, clean: Clean, reader: Reader) -> float | None:
    """How alike the line and what stands in its place are; None where that cannot be read well enough to tell."""
    words = attempts.read_line(clean, line.box, reader=reader)
    letters = sum(len(word.text) for word in words)
    if letters and sum(word.confidence * len(word.text) for word in words) < WITNESS * letters:
        return None
    return matching.likeness("".join(word.text for word in words), "".join(line.text.split()))


def _moved(line: Line, scale: float) -> Line:
    """A line of the file on the copy."""
    return Line(words=tuple(_word(word, scale) for word in line.words), block=line.block)


def _word(word: Word, scale: float) -> Word:
    box = word.box
    moved = Box(x0=round(box.x0 * scale), y0=round(box.y0 * scale), x1=round(box.x1 * scale), y1=round(box.y1 * scale))
    return Word(text=word.text, box=moved, confidence=PROVEN)
