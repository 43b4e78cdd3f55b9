"""Fields of official papers: made of words, and running text put right by its fixed expressions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from pipeline.domain import phrases, spelling, texts
from pipeline.domain.fields import REVIEW_BELOW, Field
from pipeline.domain.page import Box, Page, Word, text_of
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import opinions, values
from pipeline.stages.extraction.opinions import Heard, Look

#: Where a name is covered, it stands in so much of the page's height below the capacity.
COVERED: Final = 0.12


def made(page: Page, words: Sequence[Word], value: str | None, sure: float, box: Box | None = None) -> Field:
    """A field of these words; without a value it says that something stands there."""
    sure = min(0.999, max(0.01, sure * (0.97 if page.unread_lines else 1.0)))
    return Field(
        value=value,
        text=texts.tidy(text_of(words)),
        confidence=round(sure if value is not None else 0.1, 3),
        page=page.number,
        box=box or page_rows.around(words),
        source=page.source,
        review=value is None or sure < REVIEW_BELOW,
        engine=page.engine,
    )


def covered(page: Page, words: Sequence[Word], *, above: bool = False) -> Field:
    """The place of a name that nobody could read, under the seal below the capacity ``words``: a person is asked.

    ``above``: the place of the capacity, where the name was read.
    """
    told, high = page_rows.around(words), round(COVERED * page.height)
    top, foot = (max(0, told.y0 - high), told.y0) if above else (told.y1, min(page.height, told.y1 + high))
    return made(page, words, None, 0.1, box=Box(x0=told.x0, y0=top, x1=told.x1, y1=foot))


def worded(page: Page, words: Sequence[Word], text: str, *, look: Look | None = None) -> Field:
    """A field of running text: weighed by several readers, its fixed expressions put right and believed more.

    Where an expression changes what two readers saw who share nothing, a person is asked: printers err too.
    """
    if look is None or page.source != "ocr":
        told = [Heard(word=word, doubt=values.doubt(word.confidence)) for word in words]
    else:
        told = heard(page, words, look)
        text = _settled(text, words, told)
    restored = phrases.restore(spelling.calmed(text))
    known = restored.known if len(restored.known) == len(told) else (False,) * len(told)
    sure = math.prod(
        1 - one.doubt * (values.IN_EXPRESSION if vouched else 1.0) for one, vouched in zip(told, known, strict=True)
    )
    sure *= values.form(restored.text) * (1 - 0.6 * spelling.doubtful_share(restored.text))
    if look is not None and restored.changed and _insisted(text, restored, told):
        sure *= 0.85
    return made(page, words, restored.text, sure)


def heard(page: Page, words: Sequence[Word], look: Look) -> list[Heard]:
    """The words after all readers were heard, line by line; lines are told by the heights of the words."""
    lines: list[list[Word]] = []
    for word in words:
        if not lines or abs(word.box.middle[1] - lines[-1][-1].box.middle[1]) > 0.6 * word.box.height:
            lines.append([])
        lines[-1].append(word)
    return [one for line in lines for one in opinions.of_line(look, page.number, line)]


def _settled(text: str, words: Sequence[Word], told: Sequence[Heard]) -> str:
    """The text with the words that the readers settled on, where it is clear which of its words is meant."""
    for word, one in zip(words, told, strict=True):
        if one.word.text != word.text and text.split().count(word.text) == 1:
            text = " ".join(one.word.text if part == word.text else part for part in text.split())
    return texts.tidy(text)


def _insisted(text: str, restored: phrases.Restored, told: Sequence[Heard]) -> bool:
    """Whether a word that an expression changed had been read so by readers that share nothing."""
    before, after = texts.undoubled(text).split(), restored.text.split()
    if len(before) != len(after) or len(told) != len(after):
        return False
    pairs = zip(before, after, told, strict=True)
    return any(one != other and word.doubt <= opinions.ALIKE for one, other, word in pairs)
