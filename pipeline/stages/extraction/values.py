"""From the words at a place to a field: normalized, with the probability that it is right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from pipeline.domain import dates, money, names, normalization, spelling, texts
from pipeline.domain.fields import REVIEW_BELOW, Field, Value
from pipeline.domain.kinds import FieldType
from pipeline.domain.page import Box, Page, Word
from pipeline.domain.parsed import Parsed
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction.places import Passage

#: A second look at one line: page number and box of the upright page in, words out.
Look: TypeAlias = Callable[[int, Box], Sequence[Word]]

#: A second look is worth its time between these: below it cannot help, above it need not.
DOUBTED: Final = 0.4
SECURE: Final = 0.97
#: Types whose form is checked by their parser: a misread character seldom passes.
CHECKED: Final = frozenset(
    (
        "date",
        "datetime",
        "personal_id",
        "identity",
        "tax_code",
        "dossier_code",
        "procedure_code",
        "phone",
        "money",
        "sex",
    )
)
#: A word that the engine believes in less than this is doubtful; tesserocr gives printed words about 0.95.
FIRM: Final = 0.88


#: Types that are digits only, often printed one to a box.
DIGITS: Final = frozenset(("personal_id", "identity", "tax_code", "household_code", "phone"))
_CELLS: Final = re.compile(r"[\[\]|(){}!]")
_HEADLESS: Final = re.compile(r"\d{1,2}[\s.…]*thang")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A passage that is held to be the value of a field, before it is a field."""

    passage: Passage
    #: Probability that this is the right place for this field: the label's likeness and the geometry.
    placed: float = 1.0


def to_field(reading: Reading, kind: FieldType, page: Page, *, look: Look | None = None) -> Field | None:
    """A field of a reading, or None where nothing readable stands there. ``look`` reads an unsure one once more."""
    text = texts.tidy(reading.passage.text)
    if not any(sign.isalnum() for sign in text):
        return None
    if kind in DIGITS and len(_CELLS.findall(text)) >= 3:
        text = _CELLS.sub("", text)  # one digit in each box: what is left of the boxes goes
    # ``Sinh ngày 07 tháng 9``: the label took the word that begins a date.
    whole = f"ngày {text}" if kind in ("date", "datetime") and _HEADLESS.match(texts.fold(text)) else text
    parsed = normalization.parse(kind, whole)
    sure = reading.placed * _sureness(reading.passage.words, kind, text, parsed)
    if page.unread_lines:
        sure *= 0.97
    if look is not None and kind not in CHECKED and DOUBTED <= sure < SECURE:
        sure = _seen_again(reading.passage, text, sure, look)
    value = parsed.value if parsed is not None else None
    return Field(
        value=value,
        text=text,
        confidence=round(min(0.999, max(0.01, sure)), 3),
        page=page.number,
        box=reading.passage.box,
        source=page.source,
        review=value is None or sure < REVIEW_BELOW,
        engine=page.engine,
    )


def _seen_again(passage: Passage, text: str, sure: float, look: Look) -> float:
    """The belief after each line was read once more: much better where both readings agree, none where not."""
    again = [word.text for line in passage.lines for word in look(passage.page, page_rows.around(line))]
    if texts.tidy(" ".join(again)) == text:
        return 1 - (1 - sure) * 0.35
    return min(sure, 0.6)


def doubted(field: Field, factor: float) -> Field:
    """The same field, believed less."""
    sure = round(field.confidence * factor, 3)
    return replace(field, confidence=sure, review=field.review or sure < REVIEW_BELOW)


def confirmed(field: Field) -> Field:
    """The same field after a second printing of its value said the same."""
    sure = round(1 - (1 - field.confidence) * 0.3, 3)
    return replace(field, confidence=sure, review=sure < REVIEW_BELOW)


def agree(kind: FieldType, value: Value, twin: str) -> bool | None:
    """Whether a second printing, mostly in words, says the same value. None where it cannot be understood."""
    if kind == "date":
        worded = dates.parse_words(twin) or dates.parse(twin)
        return None if worded is None or value is None else dates.agree(str(value), str(worded.value))
    if kind == "money":
        amount = money.parse_words(twin)
        return None if amount is None else amount.value == value
    return None


def _sureness(words: Sequence[Word], kind: FieldType, text: str, parsed: Parsed | None) -> float:
    if parsed is None:
        return 0.2
    sure = belief(words, checked=kind in CHECKED)
    sure *= 0.93**parsed.repaired
    if parsed.incomplete:
        sure *= 0.8
    if kind == "name":
        sure *= 0.7 + 0.3 * names.plausibility(str(parsed.value))
    elif kind in ("text", "address"):
        sure *= 1 - 0.6 * spelling.doubtful_share(text)
    return sure


def belief(words: Sequence[Word], *, checked: bool) -> float:
    """The probability that all of these words were read right, from the engine's own beliefs."""
    sure = 0.995
    for word in words:
        if word.confidence < FIRM:
            doubt = (FIRM - word.confidence) / FIRM
            sure *= 1 - doubt * (0.35 if checked else 0.8)
    return sure
