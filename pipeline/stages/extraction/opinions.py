"""Words weighed by who reads them alike: the page's engine, another reader (twice), and the engine once more.

The other reader shares nothing with the engine: what both read alike is nearly always what is printed, however little
or much either believes in it. The engine's second look shares its model and repeats wrong marks; it only breaks ties.
The shares of wrong words were counted over 11,000 words of made scans (docs/decisions.md).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from pipeline.domain import texts
from pipeline.domain.page import Box, Word, text_of
from pipeline.stages import matching
from pipeline.stages import rows as page_rows

#: How often a word is wrong that the other reader reads alike both times, the first time only, the second time only.
ALIKE, ALIKE_FIRST, ALIKE_LATER = 0.0005, 0.03, 0.06
#: The engine changes its mind to what the other reader saw: that is taken. Signs are surer than letters.
OUTVOTED, OUTVOTED_SIGNS = 0.1, 0.03
#: The other reader insists on a comma or another sign that the engine has not, or has: it is right two times in three.
SIGNS: Final = 0.3
#: The other reader insists on other figures: one that touches a dot or a rule is a ``7`` to the engine.
FIGURES: Final = 0.2
#: The other reader sees a word beside this one that the engine passed over: ``Vù Gò`` for ``Vù Gò Sớ``.
LOST: Final = 0.35
#: The engine insists and the other reader does not agree: by the engine's belief, from the first up to the next. The
#: other reader has weak spots (ầ, ồ, Ả), so a firm belief counts here.
CONTESTED: Final = ((0.0, 0.3), (0.8, 0.14), (0.9, 0.02))
#: All differ.
SCATTERED: Final = ((0.0, 0.5), (0.8, 0.4), (0.9, 0.06))
#: Only the other reader saw the word in the page, and the engine's look at the line does not say the same.
ALONE: Final = 0.06
#: Below this belief the other reader is asked twice in any case, and its reading taken where nobody agrees.
WEAK: Final = 0.8

#: Letters that stand for figures where the engine sees a figure.
_FIGURES: Final = str.maketrans("OÔoôIl", "000011")
_SIGNS: Final = " .,:;'\"|_-–—*([{“‘"
#: Signs that belong to words; others are borders, leaders and dirt.
_PRINTED: Final = frozenset(",.;:'’@/()")

#: A second look of the engine at one line: page number and box of the upright page in, words out.
Again: TypeAlias = Callable[[int, Box], Sequence[Word]]
#: Another reader's text for the words of one line of a page; ``wider`` shows it more of the paper above and below.
Other: TypeAlias = Callable[[int, Sequence[Word], bool], str]
#: The words of the ruled table inside a box of a page, by row and column; empty where there is none.
Cells: TypeAlias = Callable[[int, Box], Sequence[Sequence[Sequence[Word]]]]
#: The words of a ruled cell of a page, of which these were read with the page: read by itself where they are doubtful.
Inside: TypeAlias = Callable[[int, Box, Sequence[Word]], Sequence[Word]]
#: The boxes that rules close on a page, in reading order.
Closed: TypeAlias = Callable[[int], Sequence[Box]]
#: The number whose digits stand one to a box inside a box of a page, read twice; None where there are no boxes.
Boxed: TypeAlias = Callable[[int, Box], Word | None]


def no_boxes(_page: int, _part: Box) -> None:
    """Where no image can be asked, nothing stands in boxes."""
    return


def nothing(_page: int, _part: Box) -> tuple[()]:
    """Where no image can be asked, nothing is read and no table is ruled."""
    return ()


def as_read(_page: int, _cell: Box, words: Sequence[Word]) -> tuple[Word, ...]:
    """Where no image can be asked, a cell holds what was read of the page."""
    return tuple(words)


def nothing_closed(_page: int) -> tuple[()]:
    """Where no image can be asked, no cell is ruled."""
    return ()


#: How dark the ink inside a part of a page is.
Ink: TypeAlias = Callable[[int, Box], int | None]


def unseen(_page: int, _part: Box) -> int | None:
    """What is told of ink where no image is."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The ways in which a line of a page can be read once more."""

    again: Again
    other: Other
    cells: Cells = nothing
    closed: Closed = nothing_closed
    inside: Inside = as_read
    boxed: Boxed = no_boxes
    #: A line over which a seal lies, without the seal's rings.
    unsealed: Again = nothing
    #: The short number among the dots inside a part of a line, which engines pass over.
    among_leaders: Boxed = no_boxes
    #: How dark the ink inside a part of a page is, of 255; None where nobody sees it.
    ink: Ink = unseen


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A word with the text that the readers settled on, and the probability that it is wrong."""

    word: Word
    doubt: float


def of_line(look: Look, page: int, line: Sequence[Word]) -> tuple[Heard, ...]:
    """The words of a line as the readers see them together.

    The engine's second look takes longer than the other reader; it is asked only where that one does not agree, and
    where the engine has not read all of the line yet.
    """
    told = [word.text for word in line]
    engine = _engine(look, page, line) if any(word.by_other for word in line) else None
    alone = [engine is not None and word.by_other and engine[at] != word.text for at, word in enumerate(line)]
    first = _beside(told, look.other(page, line, False))
    if first == told and not any(alone) and all(word.confidence >= WEAK for word in line):
        return tuple(Heard(word=word, doubt=ALIKE) for word in line)
    later = _beside(told, look.other(page, line, True))
    if engine is None:
        settled = all(text in (one, two) for text, one, two in zip(told, first, later, strict=True))
        engine = told if settled else _engine(look, page, line)
    heard = map(_heard, line, first, later, engine)
    return tuple(
        replace(one, doubt=max(one.doubt, ALONE)) if lone else one for one, lone in zip(heard, alone, strict=True)
    )


def _engine(look: Look, page: int, line: Sequence[Word]) -> list[str]:
    """What the engine, asked about a line by itself, has for each of its words."""
    seen = look.again(page, page_rows.around(line))
    return _beside([word.text for word in line], text_of(seen))


def _beside(told: Sequence[str], other: str) -> list[str]:
    """What another reading has for each word; a sign before the first or after the last one is none of the value."""
    found = list(matching.beside(told, other))
    if told[0][0].isalnum():
        found[0] = found[0].lstrip(_SIGNS)
    if (rest := found[-1].removeprefix(told[-1])) != found[-1] and not rest[:1].isalnum():
        found[-1] = told[-1]
    elif told[-1][-1].isalnum():
        found[-1] = found[-1].rstrip(_SIGNS)
    return [text.translate(_FIGURES) if word.isdecimal() else text for word, text in zip(told, found, strict=True)]


def _heard(word: Word, first: str, later: str, engine: str) -> Heard:
    text = word.text
    if text in (first, later):
        alike = ALIKE_FIRST if later != text else ALIKE_LATER
        return Heard(word=word, doubt=ALIKE if first == later else alike)
    if texts.spell(text) == texts.spell(first):
        return Heard(word=word, doubt=ALIKE_FIRST)  # UỶ and ỦY: printers mix them
    if engine and engine != text and engine in (first, later) and (outvoted := _outvoted(word, engine)):
        return outvoted
    if first == later and first and (insisted := _insisted(word, first)):
        return insisted
    if engine == text:
        return Heard(word=word, doubt=_by_belief(CONTESTED, word))
    if first == later and first and word.confidence < WEAK:
        return _taken(word, first, _by_belief(SCATTERED, word))
    return Heard(word=word, doubt=_by_belief(SCATTERED, word))


def _outvoted(word: Word, engine: str) -> Heard | None:
    """The word where the engine's second look and the other reader see another one, or None where they see dirt."""
    if _lost_a_tone(word.text, engine):
        return Heard(word=word, doubt=OUTVOTED)
    if not _same_letters(word.text, engine):
        return _taken(word, engine, OUTVOTED)
    return _taken(word, engine, OUTVOTED_SIGNS) if _differ_in_print(word.text, engine) else None


def _insisted(word: Word, other: str) -> Heard | None:
    """The word where the other reader insists on something that it sees better than the engine, else None."""
    if whole := _with_lost(word.text, other):
        return _taken(word, whole, LOST)
    if _same_letters(word.text, other) and _differ_in_print(word.text, other):
        return _taken(word, other, SIGNS)
    return _taken(word, other, FIGURES) if other.isdecimal() and word.text.isdecimal() else None


def _differ_in_print(one: str, other: str) -> bool:
    """Whether two readings differ in signs that printers set, and not in what rules and dirt look like."""
    return {sign for sign in one + other if not sign.isalnum() and one.count(sign) != other.count(sign)} <= _PRINTED


def _lost_a_tone(text: str, other: str) -> bool:
    """Whether the other reading is the same without its grave, or with an acute for its hook: faint marks get lost."""
    (letters, tone), (others, lost) = texts.spell(text), texts.spell(other)
    return letters == others and (tone, lost) in {("f", ""), ("f", "x"), ("r", "s")}


def _with_lost(text: str, other: str) -> str:
    """The word with the one beside it that only the other reader saw; empty if that is not what they differ in."""
    before, after = other.removesuffix(text), other.removeprefix(text)
    if ":" in other:
        return ""  # the label beside it
    if before != other and before[:1].isupper() and len(before) > 1:
        return f"{before} {text}"
    return f"{text} {after}" if after != other and after[:1].isupper() and len(after) > 1 else ""


def _taken(word: Word, text: str, doubt: float) -> Heard:
    return Heard(word=replace(word, text=text), doubt=doubt)


def _by_belief(doubts: Sequence[tuple[float, float]], word: Word) -> float:
    return doubts[bisect_right(doubts, (word.confidence, 1.0)) - 1][1]


def _same_letters(one: str, other: str) -> bool:
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())
