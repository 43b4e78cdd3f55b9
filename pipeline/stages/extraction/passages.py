"""Fields of official papers: made of words, and running text put right by its fixed expressions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.domain import phrases, spelling, texts
from pipeline.domain.fields import REVIEW_BELOW, Field
from pipeline.domain.page import Box, Page, Word
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import values
from pipeline.stages.extraction.values import Look

#: A word that the engine believes in more than this is read once more before it is put right.
FIRM: Final = 0.93


#: Below this belief a second look at running text does not help; the doubt that is left where it says the same.
LOST, REPEATED = 0.5, 0.3
_AROUND: Final = " .,;:'‘’`\"“”|_-–~¬"


def made(page: Page, words: Sequence[Word], value: str | None, sure: float, box: Box | None = None) -> Field:
    """A field of these words; without a value it says that something stands there."""
    sure = min(0.999, max(0.01, sure * (0.97 if page.unread_lines else 1.0)))
    return Field(
        value=value,
        text=texts.tidy(" ".join(word.text for word in words)),
        confidence=round(sure if value is not None else 0.1, 3),
        page=page.number,
        box=box or page_rows.around(words),
        source=page.source,
        review=value is None or sure < REVIEW_BELOW,
        engine=page.engine,
    )


def worded(page: Page, words: Sequence[Word], text: str, *, look: Look | None = None) -> Field:
    """A field of running text: fixed expressions are put right, and what they cover is believed more.

    Where that changes a word that the engine believes in, a second look is asked; if it insists, a person is: printers
    err too.
    """
    restored = phrases.restore(text)
    sure = values.belief(_doubted_only(words, restored), checked=False)
    sure *= 1 - 0.6 * spelling.doubtful_share(restored.text)
    if restored.changed and look is not None and _insists(page, words, text, restored, look):
        sure *= 0.85
    elif look is not None and sure >= LOST:
        sure = _weighed(sure, restored.text, _again(page, words, look))
    return made(page, words, restored.text, sure)


def _weighed(sure: float, text: str, again: str) -> float:
    """Belief after a second look: more where it says the same, less where it counts other words than the first."""
    if again == text.strip(_AROUND):
        return 1 - (1 - sure) * REPEATED
    return sure * (1.0 if len(again.split()) == len(text.split()) else 0.9)


def _again(page: Page, words: Sequence[Word], look: Look) -> str:
    """What a second look at each line of the words reads, put right in the same way."""
    lines: list[list[Word]] = []
    for word in words:
        if not lines or abs(word.box.middle[1] - lines[-1][-1].box.middle[1]) > 0.6 * word.box.height:
            lines.append([])
        lines[-1].append(word)
    seen = (" ".join(word.text for word in look(page.number, page_rows.around(line))) for line in lines)
    return phrases.restore(" ".join(one.strip(_AROUND) for one in seen)).text.strip(_AROUND)


def _insists(page: Page, words: Sequence[Word], text: str, restored: phrases.Restored, look: Look) -> bool:
    """Whether a second look reads a changed word as the first did."""
    before, after = texts.undoubled(text).split(), restored.text.split()
    if len(before) != len(after) or len(words) != len(after):
        return False
    for at, word in enumerate(words):
        if before[at] != after[at] and word.confidence >= FIRM:
            again = {texts.tidy(seen.text) for seen in look(page.number, _line_around(words, at))}
            if before[at] in again and after[at] not in again:
                return True
    return False


def _line_around(words: Sequence[Word], at: int) -> Box:
    """The box of the words that stand on one line with a word."""
    middle = words[at].box.middle[1]
    line = [word for word in words if abs(word.box.middle[1] - middle) < 0.6 * words[at].box.height]
    box = page_rows.around(line)
    return Box(
        x0=max(0, box.x0 - box.height // 2),
        y0=max(0, box.y0 - box.height // 5),
        x1=box.x1 + box.height // 2,
        y1=box.y1 + box.height // 5,
    )


def _doubted_only(words: Sequence[Word], restored: phrases.Restored) -> list[Word]:
    """The words that no fixed expression vouches for."""
    if len(words) != len(restored.known):
        return list(words)
    return [word for word, known in zip(words, restored.known, strict=True) if not known]
