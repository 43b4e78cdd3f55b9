"""Classification: which pages of a file are one paper, and of what kind. A title wins over what the text mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.domain.kinds import Kind, Kinds
from pipeline.domain.page import Page, Word, text_of
from pipeline.stages import matching
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import heads
from pipeline.stages.rows import Row

#: The kind of a paper that is none of the known ones.
OTHER: Final = "other"
#: A word of small letters before a title that is believed less than this is none.
SMEARED: Final = 0.5
#: A title is printed in capitals, apart from a few misread letters. Source: domain facts, §4.
CAPITALS: Final = 0.7
#: How alike a read line and a known title have to be.
TITLE: Final = 0.8
#: How alike the beginning of a title that asks has to be, and how many lines may then name what is asked for.
ASKING, TITLE_LINES = 0.95, 3
#: A title of so many letters is one whatever stands behind it on its line.
TELLING: Final = 16
#: Titles stand in this upper part of the page; the motto and a code may stand above them.
UPPER: Final = 0.62
#: The heading of the state stands in this part.
TOP: Final = 0.32
#: Parts of one row that stand further apart than this, in heights of the row, are read as titles of their own.
APART: Final = 2.0
#: How alike a label or phrase has to be to count as standing on a row.
STANDS: Final = 0.88
#: A label begins a row or ends with a colon, within so many letters and digits.
BEGINNING: Final = 32
#: So many different labels of a kind make a paper of that kind even if its title cannot be read.
LABELS: Final = 5
#: A page without a title begins a paper of its own if it speaks so many times more for that kind than for the one
#: before it.
GOES_ON: Final = 2.0

_HEADING: Final = matching.bare("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
_MOTTO: Final = matching.bare("Độc lập - Tự do - Hạnh phúc")
_COLON: Final = re.compile(r"[:：]")
_BULLETS: Final = " -–—*•+.)(/0123456789"
_PAGE_NUMBER: Final = re.compile(r"^[\s\-–—.]*(?:trang\s*)?(\d{1,3})(?:\s*/\s*\d{1,3})?[\s\-–—.]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Pages that are one paper."""

    kind: str
    #: Probability that the kind is right.
    confidence: float
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one page says about where it belongs."""

    kind: str = OTHER
    confidence: float = 0.0
    #: A title was read.
    titled: bool = False
    #: The heading of the state, which stands on first pages only.
    headed: bool = False
    #: The page says itself that it is the second or a later one.
    later: bool = False
    #: How much its labels and phrases speak for each kind; empty where a title or the layout told.
    votes: Mapping[str, float] = field(default_factory=dict)


def split(pages: Sequence[Page], kinds: Kinds) -> tuple[Part, ...]:
    """The papers of a file, in order. Every page belongs to exactly one; blank ones to the paper before them."""
    parts: list[Part] = []
    for page in pages:
        evidence = evidence_of(page, kinds)
        if not parts or _begins(evidence, page, parts[-1]):
            parts.append(Part(kind=evidence.kind, confidence=evidence.confidence, pages=(page,)))
        elif _is_blank(parts[-1]):
            # A blank cover belongs to what follows it.
            parts[-1] = Part(kind=evidence.kind, confidence=evidence.confidence, pages=(*parts[-1].pages, page))
        else:
            parts[-1] = replace(parts[-1], pages=(*parts[-1].pages, page))
    return tuple(parts)


def _is_blank(part: Part) -> bool:
    return all(page.blank for page in part.pages)


def _begins(evidence: Evidence, page: Page, current: Part) -> bool:
    """Whether a page begins a paper of its own rather than going on with ``current``."""
    if page.blank or _is_blank(current) or (evidence.later and not evidence.headed):
        return False
    if evidence.titled or evidence.headed:
        return True
    # Who somebody is stands in many kinds: a page that goes on with a form speaks for others too.
    spoken = evidence.votes.get(current.kind, 0.0)
    return evidence.kind not in (OTHER, current.kind) and evidence.votes[evidence.kind] > GOES_ON * spoken


def evidence_of(page: Page, kinds: Kinds) -> Evidence:
    """What a page says: title first, then the labels and phrases of its text."""
    if page.blank or not page.lines:
        return Evidence()
    rows = page_rows.of_page(page)
    headed = any(_is_heading(row) for row in rows if row.middle < TOP * page.height)
    later = _page_number(page, rows) > 1
    titled = _titled(page, rows, kinds)
    laid_out = heads.kind_of(page, rows)
    if titled is not None and not (laid_out is not None and laid_out[0] == OTHER and kinds[titled[0]].title_goes_on):
        kind, likeness = titled
        return Evidence(kind=kind, confidence=_belief(likeness, headed), titled=True, headed=headed, later=later)
    if laid_out is not None and laid_out[0] in kinds:
        kind, confidence = laid_out
        return Evidence(kind=kind, confidence=confidence, titled=True, headed=headed, later=later)
    votes = _votes_by_kind(rows, kinds)
    kind, confidence = _by_votes(votes, headed=headed)
    return Evidence(kind=kind, confidence=confidence, headed=headed, later=later, votes=votes)


def _belief(likeness: float, headed: bool) -> float:
    return round(min(0.99, 0.5 + 0.47 * likeness + 0.02 * headed), 3)


def _is_heading(row: Row) -> bool:
    return any(True for wanted in (_HEADING, _MOTTO) for _ in matching.occurrences(wanted, row.folded, least=0.75))


def _page_number(page: Page, rows: Sequence[Row]) -> int:
    """The number printed at the top or foot of a page; 0 where there is none."""
    for row in (*rows[:1], *rows[-1:]):
        at_edge = row.middle < 0.09 * page.height or row.middle > 0.93 * page.height
        if at_edge and (match := _PAGE_NUMBER.match(row.text)) is not None:
            return int(match[1])
    return 0


# --- titles ----------------------------------------------------------------------------------------------------------


def _titled(page: Page, rows: Sequence[Row], kinds: Kinds) -> tuple[str, float] | None:
    """The kind whose title the page bears, and how alike the title is; the highest and most alike wins.

    What asks for a paper names it: ``GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH``, or its name on the lines below.
    """
    best: tuple[float, str, float] | None = None
    asking = 0  # the row that the title of a paper that asks ends above
    for at, text in _title_lines(page, rows):
        for kind in kinds.values():
            likeness, size = _title_likeness(text, kind)
            if likeness < TITLE or (at < asking and not kind.title_goes_on):
                continue
            weight = likeness**3 * size
            if kind.title_goes_on and likeness >= ASKING:
                asking, weight = max(asking, at + TITLE_LINES), weight + len(text)
            if best is None or weight > best[0]:
                best = weight, kind.id, likeness
    return None if best is None else best[1:]


def _title_lines(page: Page, rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    """Lines of capitals in the upper part, and two or three of them that stand below one another, folded.

    With the number of the row that each begins on.
    """
    upper = [row for row in rows if row.middle < UPPER * page.height]
    for at, row in enumerate(upper):
        for part in page_rows.pieces(row, gap=APART):
            text = text_of(lettered(part))
            if is_capital(text):
                yield at, matching.bare(text)
        if is_capital(row.text):
            yield at, matching.bare(row.text)
            following = upper[at + 1 : at + 3]
            for size in range(1, len(following) + 1):
                if all(is_capital(other.text) for other in following[:size]):
                    yield at, matching.bare(" ".join([row.text, *(other.text for other in following[:size])]))


def lettered(words: Sequence[Word]) -> Sequence[Word]:
    """Words from the first one that holds a letter: before a title a frame or a speck is a figure to an engine.

    Or it is a word of small letters that it hardly believes in: ``nan TỜ KHAI``.
    """
    return words[next((at for at, word in enumerate(words) if not _is_speck(word)), 0) :]


def _is_speck(word: Word) -> bool:
    smeared = word.confidence < SMEARED and word.text.islower()
    return smeared or not any(map(str.isalpha, word.text))


def is_capital(text: str) -> bool:
    """Whether a line is printed in capitals, as titles are."""
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) >= 3 and sum(sign.isupper() for sign in letters) >= CAPITALS * len(letters)


def _title_likeness(text: str, kind: Kind) -> tuple[float, int]:
    """How alike a folded line is to the nearest title of a kind, and how many characters of it speak for that."""
    best = (0.0, 0)
    for title in kind.titles:
        wanted = matching.bare(title)
        begins = kind.title_goes_on or (len(wanted) >= TELLING and text.startswith(wanted))
        compared = text[: len(wanted)] if begins else text
        likeness = matching.likeness(wanted, compared)
        if len(wanted) <= 6 and likeness < 1.0:
            continue
        best = max(best, (likeness, len(wanted)), key=lambda told: told[0] ** 3 * told[1])
    return best


# --- text ------------------------------------------------------------------------------------------------------------


def _votes_by_kind(rows: Sequence[Row], kinds: Kinds) -> dict[str, float]:
    texts = {row.folded for row in rows}
    begun = {begin for row in rows for begin in _beginnings(row)}
    return {kind.id: _votes(texts, begun, kind) for kind in kinds.values()}


def _by_votes(votes: Mapping[str, float], *, headed: bool) -> tuple[str, float]:
    """The kind that labels and phrases speak for, or ``other``."""
    if not votes:
        return OTHER, 0.5
    first, *rest = sorted(votes.values(), reverse=True)
    kind = next(name for name, count in votes.items() if count == first)
    if first >= LABELS and first > 1.3 * max(rest, default=0):
        return kind, round(min(0.9, 0.55 + 0.03 * first), 3)
    return OTHER, 0.6 if headed else 0.5


def _beginnings(row: Row) -> Iterator[str]:
    """Where a label may stand: the first words of a row, of a column and of what a colon ends. Folded.

    Inside a sentence the same words are no label: a report on the work of a centre speaks of all that a receipt has.
    """
    for part in page_rows.pieces(row, gap=APART):
        *labels, last = _COLON.split(text_of(part))
        yield from (matching.bare(label)[-BEGINNING:] for label in labels)
        if not labels and last.lstrip(_BULLETS)[:1].isupper():
            yield matching.bare(last)[:BEGINNING]


def _votes(texts: Set[str], begun: Set[str], kind: Kind) -> float:
    """How many different phrases and labels of a kind stand on the rows; a phrase counts double."""
    phrases = {matching.bare(keyword) for keyword in kind.keywords}
    labels = {
        known.id: {label for label in map(matching.bare, known.labels) if len(label) >= 8} for known in kind.fields
    }
    spoken = matching.standing(phrases, texts, least=STANDS)
    standing = matching.standing(frozenset().union(*labels.values()), begun, least=STANDS)
    return 2.0 * len(spoken) + _fields_told([wanted & standing for wanted in labels.values()])


def _fields_told(found: Sequence[Set[str]]) -> int:
    """For how many fields a label stands that speaks for no other: an address is the mother's or the father's."""
    used: set[str] = set()
    for wanted in sorted(filter(None, found), key=len):
        used.update(sorted(wanted - used)[:1])
    return len(used)
