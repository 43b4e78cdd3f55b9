"""From the words at a place to a field: normalized, with the probability that it is right."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.domain import addresses, dates, identifiers, money, names, normalization, phrases, spelling, texts
from pipeline.domain.fields import REVIEW_BELOW, Field, Value
from pipeline.domain.kinds import FieldType
from pipeline.domain.page import Page, Word
from pipeline.domain.parsed import Parsed
from pipeline.stages.extraction import opinions
from pipeline.stages.extraction.opinions import Look
from pipeline.stages.extraction.places import CAPITALS, Passage

#: Types whose form is checked by their parser: a misread character seldom passes.
CHECKED: Final = frozenset(
    ("date", "datetime", "personal_id", "identity", "tax_code", "dossier_code", "procedure_code", "phone", "money",
     "sex", "count", "certificate_number", "industry_code")
)  # fmt: skip
#: Types of running text, in which fixed expressions are put right.
WORDED: Final = frozenset(("text", "address"))

#: How often a word is wrong, by the engine's own belief in it: from the first belief up to the next, the share beside
#: it. Counted over 10,000 words of made scans with tesserocr; digits do better than letters (docs/decisions.md).
DOUBTS: Final = (
    (0.0, 0.45), (0.6, 0.3), (0.7, 0.22), (0.8, 0.18), (0.86, 0.07), (0.9, 0.04),
    (0.92, 0.011), (0.94, 0.007), (0.96, 0.0015),
)  # fmt: skip
#: A checked type finds most misread characters itself.
CHECKS_FIND: Final = 0.7
#: What is left of the doubt in a word that stands in a fixed expression.
IN_EXPRESSION: Final = 0.15
#: The belief that is left in the name of a place that changes what two readers saw who share nothing.
INSISTED: Final = 0.85
#: What is left of the doubt where a second printing says the same.
PROVEN: Final = 0.15
#: What can be believed where the readers see no value, or another one in a form of figures.
LEFT_ALONE: Final = 0.55

#: The belief in a name for each of its words that no known name has: two readings may share a wrong mark.
UNFAMILIAR: Final = 0.965
#: The belief in a name with a word that a known one is easily misread as, however alike readers see it.
MISREAD: Final = 0.9
#: The belief in a name whose first word is no family's, or that is one word only: it may have lost one, however alike
#: readers see the rest.
HEADLESS: Final = 0.94

#: Types that are digits only, often printed one to a box.
DIGITS: Final = frozenset(("personal_id", "identity", "tax_code", "household_code", "phone"))
#: With fewer digits nothing was read of a number.
FEW_DIGITS: Final = 6
#: A rule or a fold of the paper among words.
_RULE: Final = re.compile(r"\s*\|\s*")
_CELLS: Final = re.compile(r"[\[\]|(){}!]")
#: A border between two boxes that was read as a one.
_BORDERS: Final = re.compile(r"(?<=[\[\]|])(\d)1(\d)(?=[\[\]|])")
#: What engines read alike twice and wrong: Roman numbers of strokes (``bản Nà Nghè H`` is the second), H'Mông without
#: its sign, a stroke between words.
_SLIPPERY: Final = re.compile(
    r"\b(?:[I1lH]{2,4}(?<!11)|(?:kỳ|khóa|khoá|quý|đợt|hạng) H|H ?M[ôo]ng)\b|(?<= )H(?=,)"
    rf"|(?<=[{spelling.SMALL}])-(?=[{spelling.SMALL}])"
)
#: A code or a mark that nobody told apart from the name before it.
_UNPARTED: Final = re.compile(r"\W[(\[{|]\s*(?:[Mm]ã (?:số|ngành)|(?:[Nn]gành )?[Cc]hính\b)")
#: A full stop inside a value: a speck, or the value is two.
_STOPPED: Final = re.compile(rf"[{spelling.SMALL}]{{3,}}\. [{CAPITALS}]")
#: The end of a company's name in English.
_LIMITED: Final = re.compile(r"(?<=\bCO\., )[UIE1]TD\b")
#: The end of a short name: ``VTVXNKXDVTMHTJSC``.
_STOCK: Final = re.compile(r"(?<=^[A-Z]{3})([A-Z]*)JSC$")
#: A form's number and letter: ``Mẫu số la``.
_FORM: Final = re.compile(r"\b([Mm]ẫu (?:số )?)[lI](?=[a-zđ]\b)")
#: A group of households before its number.
_GROUP: Final = re.compile(r"\b([Tt])[ốồỗộô](?= \d)")
#: The name of a larger unit right after a name, without the comma or dash that the rest of an address has.
_COMMA_LOST: Final = re.compile(
    rf"[{CAPITALS}]\w*[^\W\d_{CAPITALS}]\w* "
    rf"(?:(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh) [{CAPITALS}]|Việt Nam$|(?:tổ|thôn|bản|đội|số) \d)"
)
_HEADLESS: Final = re.compile(r"\d{1,2}[\s.…]*thang")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A passage that is held to be the value of a field, read but not yet a field."""

    passage: Passage
    kind: FieldType
    page: Page
    #: Probability that this is the right place for this field: the label's likeness and the geometry.
    placed: float
    value: Value
    text: str
    #: Probability that every word was read right.
    read: float
    #: Probability that the value is whole and well formed, as far as its form tells.
    formed: float
    #: The value is printed a second time, in words, and both agree.
    proven: bool = False
    #: The same, and they differ.
    denied: bool = False
    #: Read in a way of its own, twice: lines of the page say nothing about it.
    settled: bool = False

    @property
    def sure(self) -> float:
        """The probability that the value is right."""
        return self.placed * self.formed * (1 - (1 - self.read) * (PROVEN if self.proven else 1.0))


def draft(
    passage: Passage, kind: FieldType, page: Page, *, placed: float = 1.0, doubts: Sequence[float] | None = None
) -> Draft | None:
    """A reading of a passage as a value of its type, or None where nothing readable stands there.

    ``doubts`` are the probabilities that a word is wrong, by default those that the engine's own beliefs tell.
    """
    text = texts.tidy(passage.text)
    if kind == "name" and names.is_organisation(text):
        kind = "text"
    if not any(sign.isalnum() for sign in text) or (kind == "email" and "@" not in text):
        return None
    parsed = normalization.parse(kind, _prepared(text, kind)) or _begun(kind, text)
    read = formed = 0.1
    value: Value = None if parsed is None else parsed.value
    if parsed is not None:
        weighed = [doubt(word.confidence) for word in passage.words] if doubts is None else doubts
        read = _belief(passage.words, weighed, kind)
        alike = doubts is not None and max(weighed, default=1.0) <= opinions.ALIKE
        formed = _plausible(parsed, kind, alike=alike) * (0.99 if page.unread_lines else 1.0)
        if kind in WORDED:
            weighed = _vouched(passage.words, weighed) if kind == "address" else weighed
            value, read = _restored(weighed, str(parsed.value))
            address = addresses.checked(str(value))
            value = _GROUP.sub(r"\1ổ", address.text if kind == "address" else str(value))
            formed *= form(str(value), kind) * (0.7 if address.doubtful else 1.0)
        if kind == "name":
            name = names.restored(str(parsed.value))
            value = names.guessed(name)
            formed *= familiarity(name, weighed)
    return Draft(passage=passage, kind=kind, page=page, placed=placed, value=value, text=text, read=read, formed=formed)


def _begun(kind: FieldType, text: str) -> Parsed | None:
    """A day before what a seal or a stroke beside it was read as: ``1973 SỐ XU``."""
    words = text.split()
    if kind != "date" or not words[0][:1].isdigit():
        return None
    parsed = normalization.parse(kind, words[0])
    return None if parsed is None else replace(parsed, repaired=parsed.repaired + len(words) - 1)


def _vouched(words: Sequence[Word], doubts: Sequence[float]) -> list[float]:
    """The doubts about the words of an address, where those for its units are put right anyway."""
    return [
        unsure * (IN_EXPRESSION if addresses.is_unit(word.text) else 1.0)
        for word, unsure in zip(words, doubts, strict=True)
    ]


def form(text: str, kind: FieldType = "text") -> float:
    """What the form of running text tells; readers that agree take none of these doubts away."""
    odd = kind == "text" and (spelling.is_glued(text) or spelling.is_roofless(text))
    odd = odd or (kind == "text" and bool(_UNPARTED.search(text) or _STOPPED.search(text)))
    sure = 0.9 if odd or _SLIPPERY.search(text) else 1.0
    parted = "," in text or " - " in text
    lost = kind == "address" and parted and _COMMA_LOST.search(text)
    return sure * (0.85 if lost else 1.0)


def familiarity(name: str, doubts: Sequence[float]) -> float:
    """The belief that is left in a name for words that no known name has; two readers that share nothing vouch."""
    words = name.split()
    told = doubts if len(doubts) == len(words) else [1.0] * len(words)
    strange = sum(names.unfamiliar(word) for word, unsure in zip(words, told, strict=True) if unsure > opinions.ALIKE)
    headless = len(words) == 1 or names.begins_strangely(name)
    misread = any(map(names.is_misread, words[1:]))
    return UNFAMILIAR**strange * (HEADLESS if headless else 1.0) * (MISREAD if misread else 1.0)


def _prepared(text: str, kind: FieldType) -> str:
    """The text without what is left of boxes around digits, and with the word that a label took from a date."""
    if kind in DIGITS and len(_CELLS.findall(text)) >= 3:
        return _CELLS.sub("", _BORDERS.sub(r"\1\2", text))
    if kind == "email":
        return _address(text)
    if kind in WORDED:
        text = _RULE.sub(" ", text)
    if kind == "text":
        text = _STOCK.sub(r"\1 JSC", _LIMITED.sub("LTD", text))
        return _FORM.sub(r"\g<1>1", spelling.calmed(spelling.unglued(text)))
    if kind in ("address", "name"):
        return spelling.calmed(spelling.parted(text))
    if kind in ("date", "datetime") and _HEADLESS.match(texts.fold(text)):
        return f"ngày {text}"  # Sinh ngày 07 tháng 9 …
    return text


def _address(text: str) -> str:
    """An e-mail address without the brackets that engines see around its sign; a capital I among small is an l."""
    plain = re.sub(r"[(\[{]?@[)\]}]?", "@", text)
    return plain.replace("I", "l") if plain.replace("I", "l").islower() else plain


def _plausible(parsed: Parsed, kind: FieldType, *, alike: bool) -> float:
    """What the value itself tells about its being right, from 0.0 to 1.0; ``alike``: two readers agree on it all."""
    sure = float(0.95**parsed.repaired)
    if parsed.incomplete:
        sure *= 0.8
    if kind == "email" and not alike:
        sure *= 0.97  # 1, l and I look alike, and nothing tells which is meant
    if kind == "name":
        sure *= 0.6 + 0.4 * names.plausibility(str(parsed.value))
    return sure


def _restored(doubts: Sequence[float], text: str) -> tuple[str, float]:
    """Running text with its fixed expressions put right, and the belief in it."""
    if texts.fold(text) == text.lower():
        # No marks at all: a name in another language, or text of which nothing is certain.
        return text, _all_right(doubts) * (1 - 0.3 * _doubtful_share(text, doubts))
    restored = phrases.restore(text)
    known = restored.known if len(restored.known) == len(doubts) else (False,) * len(doubts)
    weighed = [unsure * (IN_EXPRESSION if vouched else 1.0) for unsure, vouched in zip(doubts, known, strict=True)]
    kept = INSISTED if restored.renamed and _insisted(text, restored.text, doubts) else 1.0
    return restored.text, kept * _all_right(weighed) * (1 - 0.7 * _doubtful_share(restored.text, doubts))


def _insisted(read: str, restored: str, doubts: Sequence[float]) -> bool:
    """Whether an expression changed a word that readers who share nothing saw alike: ``ĐIỆN BIỂN XANH``."""
    before, after = texts.undoubled(read).split(), restored.split()
    if not len(before) == len(after) == len(doubts):
        return False
    pairs = zip(before, after, doubts, strict=True)
    return any(one != other and doubted <= opinions.ALIKE for one, other, doubted in pairs)


def _doubtful_share(text: str, doubts: Sequence[float]) -> float:
    """The share of words that look misread; what readers that share nothing read alike looks as it is printed."""
    words = text.split()
    if len(words) != len(doubts):
        return spelling.doubtful_share(text)
    unsure = (word for word, doubted in zip(words, doubts, strict=True) if doubted > opinions.ALIKE)
    return sum(map(spelling.is_doubtful, unsure)) / max(1, len(words))


def doubt(confidence: float) -> float:
    """The probability that a word of this belief is wrong."""
    return DOUBTS[bisect_right(DOUBTS, (confidence, 1.0)) - 1][1]


def belief(words: Sequence[Word], *, checked: bool) -> float:
    """The probability that all of these words were read right, from the engine's own beliefs."""
    return _all_right([doubt(word.confidence) * (1 - CHECKS_FIND if checked else 1.0) for word in words])


def _belief(words: Sequence[Word], doubts: Sequence[float], kind: FieldType) -> float:
    """The probability that all of these words were read right; in a form of figures the other words matter little."""
    if kind not in CHECKED:
        return _all_right(doubts)
    plain = kind == "sex"
    return _all_right(
        [
            unsure * (1.0 if plain or any(sign.isdigit() for sign in word.text) else 1 - CHECKS_FIND)
            for word, unsure in zip(words, doubts, strict=True)
        ]
    )


def _all_right(doubts: Iterable[float]) -> float:
    return math.prod(1 - unsure for unsure in doubts)


# --- a second opinion -------------------------------------------------------------------------------------------------


def heard(one: Draft, look: Look) -> Draft:
    """The draft after its words were weighed by several readers (see ``opinions``)."""
    if one.settled:
        return one
    lines = one.passage.lines
    told = tuple(opinions.of_line(look, one.page.number, line) for line in lines)
    passage = Passage(
        page=one.passage.page, lines=tuple(tuple(word.word for word in line if word.word.text) for line in told)
    )
    doubts = [word.doubt for line in told for word in line if word.word.text]
    other = draft(passage, one.kind, one.page, placed=one.placed, doubts=doubts) if passage.words else None
    if other is None:
        return replace(one, read=min(one.read, LEFT_ALONE))
    if one.kind in CHECKED and one.value is not None and other.value != one.value:
        # A form of figures that differs from its first reading is shown to a person, whichever is right.
        other = replace(other, read=min(other.read, LEFT_ALONE))
    if one.kind == "count" and one.value and other.value == 0:
        return replace(one, read=min(one.read, LEFT_ALONE))  # nobody prints how many of nothing
    if one.kind == "dossier_code" and str(one.value).endswith(f".{other.value}"):
        return replace(one, read=min(one.read, LEFT_ALONE))  # a full stop that one reader lost takes no part of a code
    same = other.value == one.value
    return replace(other, text=one.text, proven=one.proven and same, denied=one.denied and same)


def agree(kind: FieldType, value: Value, twin: str) -> bool | None:
    """Whether a second printing, mostly in words, says the same value. None where it cannot be understood."""
    if kind == "date":
        worded = dates.parse_words(twin) or dates.parse(twin)
        return None if worded is None or value is None else dates.agree(str(value), str(worded.value))
    if kind == "money":
        amount = money.parse_words(twin)
        return None if amount is None else amount.value == value
    return None


def is_torn(text: str) -> bool:
    """Whether what was read of a number may be digits in boxes: with signs that boxes look like, or hardly a digit."""
    return len(_CELLS.findall(text)) >= 2 or sum(map(str.isdigit, text)) < FEW_DIGITS


def settled(one: Draft) -> Draft:
    """The same draft, of a number that was read in boxes; one that begins with no known place is shown to a person."""
    number = str(one.value)
    strange = (
        one.kind in ("personal_id", "identity") and len(number) == 12 and not identifiers.is_registered_place(number)
    )
    return replace(doubted(one, 0.5) if strange else one, settled=True)


def doubted(one: Draft, factor: float) -> Draft:
    """The same draft, believed less."""
    return replace(one, placed=one.placed * factor)


def confirmed(one: Draft) -> Draft:
    """The same draft after a second printing of its value said the same."""
    return replace(one, proven=True)


def denied(one: Draft) -> Draft:
    """The same draft after a second printing of its value said something else: one of them is misread or wrong."""
    return replace(doubted(one, 0.7), denied=True)


def to_field(one: Draft) -> Field:
    """The field that a draft becomes."""
    sure = min(0.999, max(0.01, one.sure))
    return Field(
        value=one.value,
        text=one.text,
        confidence=round(sure, 3),
        page=one.page.number,
        box=one.passage.box,
        source=one.page.source,
        review=one.value is None or sure < REVIEW_BELOW,
        engine=one.page.engine,
    )
