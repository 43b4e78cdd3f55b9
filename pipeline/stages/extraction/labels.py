"""Where the labels of a kind stand on the rows of a paper."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.domain import glosses, texts
from pipeline.domain.kinds import Kind
from pipeline.domain.page import Word
from pipeline.stages import matching
from pipeline.stages.rows import LEADER, Row

#: What may stand before a label: numbering, bullets, quotes.
_NUMBERING: Final = re.compile(
    r"(?<!\S)(?:\(?\d{1,2}(?:\.\d{1,2})*\s*[.)/:]|\[\d{1,2}(?:\.\d)?\]\s*[.:]?|[IVX]{1,4}\s*[.)]|[a-hđ]\s*[.)]|[-–—*•+°·«»'\"“”‘’]+)\s*$"
)
#: The number of a note between a label and its colon: ``Người xin thuê đất 3:``.
_RAISED: Final = re.compile(r"(?<!thứ)(?<!lần)(?<!số)(?<!Số)\s\d{1,2}(?=\s*[:：])")
#: A note's number after a label, or a remark in brackets, or the label in a second language after a stroke.
_REMARK: Final = re.compile(r"\s*(?:\([^()]{0,90}\)|\[[^\[\]]{0,60}\]|/\s*[A-Za-z][A-Za-z ,'()]{2,60}(?=[:.;]))")
_COLON: Final = re.compile(r"\.?\s*\)?\s*[:：;]|\s*[.…_·]+(?=\s+\S)|\s*[.…_·]{2,}|(?<=\w)\.(?=\w)|-\s*$")
#: The rest of a wording that is longer than the known one: small words up to a colon.
_REST: Final = re.compile(r"(?:\s+(?![A-ZĐ])[^\W\d_]+){1,5}(?=\s*[:：]|-$)")
#: Other names of what a label asks for, parted by strokes: ``Số CMND/Thẻ căn cước công dân/Hộ chiếu:``.
_OTHERS: Final = re.compile(r"(?:\s*/\s*[^\W\d_]+(?:\s+(?![A-ZĐ])[^\W\d_]+){0,5}){1,3}(?=\s*[:：])")
#: A note's number that stands after the colon: ``Nơi cư trú: (2)``.
_NOTE: Final = re.compile(r"\s*[(⁽]\s*[\d*]{1,2}\s*[)⁾]|\s*[¹²³⁴⁵⁶⁷⁸⁹]+")
#: What may part a label from the same in another language.
_STROKE: Final = re.compile(r"\s*[/⁄|(\[–-]\s*")
#: So many labels in capitals, each with a colon or in a column of labels, and the form prints all of them so.
IN_CAPITALS: Final = 3
#: How alike a long label has to be; a shorter one has to be more alike.
LEAST: Final = 0.78
#: How alike a label inside a row has to be: there are more words there that it can be confused with.
LEAST_INSIDE: Final = 0.82
#: So many letters at the beginning of a long label are read right, but for half of them.
BEGINS: Final = 5
#: So many letters at the beginning are a word, and no heading in capitals is told by what follows its first one.
LOST: Final = 3
#: White that no label has between two of its words, in heights of the row.
TORN: Final = 2.5
#: A number of its own; a single figure may be a letter.
_FIGURES: Final = re.compile(r"(?<!\S)\d{2,}(?!\S)")
#: Signs that end a label and so stand in none.
_WITHIN_NO_LABEL: Final = frozenset(":：;")
#: Words of so few letters are parts of many others.
SHORT: Final = 3
#: White before a label inside a row, in heights of the row, that makes it a label even without a colon.
WIDE: Final = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One label found: the wording, and where its value begins."""

    #: Number of the row in the paper.
    row: int
    #: Positions in the row's text: where the label begins (its numbering included) and what follows it.
    start: int
    body: int
    #: The wording, folded: fields, blocks and stops are asked for by it.
    wording: str
    #: How alike the read label and the wording are, from 0.0 to 1.0.
    likeness: float
    #: A colon, or what is left of one, stands after it.
    colon: bool
    #: It begins a block or a signature.
    headline: bool = False
    #: Printed in capitals.
    capital: bool = False


def find(kind: Kind, rows: Sequence[Row]) -> tuple[Hit, ...]:
    """All labels of a kind on the rows, from top to bottom and left to right; none covers another."""
    found = _found(kind, rows, capitals=False)
    told = {hit.wording for hit in found if hit.capital and hit.colon and not hit.headline}
    return _found(kind, rows, capitals=True) if len(told) >= IN_CAPITALS else found


def _found(kind: Kind, rows: Sequence[Row], *, capitals: bool) -> tuple[Hit, ...]:
    wordings = wordings_of(kind)
    likely = matching.candidates([one.bare for one in wordings], [row.folded for row in rows], least=LEAST)
    found: list[Hit] = []
    for number, row in enumerate(rows):
        hits = _on_row([wordings[place] for place in likely[number]], number, row, capitals=capitals)
        if hits and found and _is_value_below(rows, found[-1], hits[0]):
            hits = hits[1:]
        found.extend(hits)
    return tuple(found)


def _is_value_below(rows: Sequence[Row], above: Hit, hit: Hit) -> bool:
    """Whether what looks like a label without colon is the value of the label alone on the row above."""
    ends = above.colon and above.row == hit.row - 1 and not rows[above.row].text[above.body :].strip(" .…_")
    return ends and not (hit.colon or (hit.headline and hit.capital)) and bool(rows[hit.row].text[hit.body :].strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A label as it is looked for."""

    #: Folded: letters and digits only.
    bare: str
    #: Given in capitals, as signatures are: inside a row, only capitals are meant.
    capital: bool
    #: Begins a block or a signature, and so may stand in capitals without a colon, as headings do.
    headline: bool = False
    #: Given with a small letter first, as those inside a sentence are.
    small: bool = False
    #: A label of a field that begins a block, as a heading does.
    opens: bool = False
    #: Given with its colon: without one these words mean something else.
    strict: bool = False


@lru_cache(maxsize=64)
def _wordings(texts: frozenset[str], headlines: frozenset[str], opening: frozenset[str]) -> tuple[Wording, ...]:
    headlines |= {matching.bare(text) for text in texts if text.isupper()}
    small = {matching.bare(text) for text in texts if not text.isupper()}
    inner = {matching.bare(text) for text in texts if text[:1].islower()}
    known = {matching.bare(text) for text in texts} - {""}
    loose = {matching.bare(text) for text in texts if not text.endswith(":")}
    return tuple(
        Wording(
            bare=bare,
            capital=bare not in small,
            headline=bare in headlines,
            small=bare in inner,
            opens=bare in opening,
            strict=bare not in loose,
        )
        for bare in sorted(known, key=lambda bare: (-len(bare), bare))
    )


def wordings_of(kind: Kind) -> tuple[Wording, ...]:
    """Every wording that means something on this kind, the longest first."""
    headlines = frozenset(matching.bare(start) for block in kind.blocks for start in block.starts)
    opening = frozenset(matching.bare(label) for known in kind.fields if known.opens for label in known.labels)
    return _wordings(frozenset(_texts(kind)), headlines, opening)


def _texts(kind: Kind) -> Iterator[str]:
    yield from kind.stops
    for block in kind.blocks:
        yield from block.starts
    for known in kind.fields:
        yield from known.labels
        yield from known.inner
        yield from known.twins


def signatures_of(kind: Kind) -> list[str]:
    """The labels of signatures, folded."""
    return [folded(label) for known in kind.fields if known.rule == "signature" for label in known.labels]


def folded(label: str) -> str:
    """A label as ``Hit.wording`` has it."""
    return matching.bare(label)


def least(wording: str) -> float:
    """How alike a read label has to be: a short word is soon another word."""
    size = len(wording)
    if size <= 5:
        return 1.0
    if size <= 9:
        return 0.84
    return LEAST


def _on_row(wordings: Iterable[Wording], number: int, row: Row, *, capitals: bool) -> tuple[Hit, ...]:
    candidates = [
        hit
        for wording in wordings
        for start, end, likeness in matching.occurrences(wording.bare, row.folded, least=least(wording.bare))
        if (hit := _hit(wording, number, row, start, end, likeness, capitals=capitals)) is not None
    ]
    taken: list[Hit] = []
    for hit in sorted((hit for hit in candidates if _earned(hit, candidates)), key=_weight, reverse=True):
        if all(hit.body <= other.start or hit.start >= other.body for other in taken):
            taken.append(hit)
    taken.sort(key=lambda hit: hit.start)
    kept: list[Hit] = []
    for hit in taken:
        if not (kept and _is_value(row, kept[-1], hit)):
            kept.append(hit)
    return tuple(kept)


def _is_value(row: Row, before: Hit, hit: Hit) -> bool:
    """Whether a label is the value of the one right before it: ``Nơi tiếp nhận: Bộ phận một cửa``."""
    if hit.colon or hit.start > before.body:
        return False
    if row.cell and row.x_at(hit.start) <= row.cell + row.height:
        return True
    if hit.headline:
        # Chức danh: Giám đốc; but two signatures stand beside each other.
        return not (before.headline or hit.capital or row.text[hit.body :].strip())
    if before.colon:
        return not _wide_before(row, before.body, hit.start)
    return bool(row.text[hit.body :].strip())


def _earned(hit: Hit, candidates: Sequence[Hit]) -> bool:
    """Whether what a label has more than a shorter one at the same place was read too, not lent by the value."""
    for other in candidates:
        more = len(hit.wording) - len(other.wording)
        if (
            other.start == hit.start
            and more > 0
            and other.likeness > hit.likeness
            and hit.wording.startswith(other.wording)
        ):
            wrong = (1 - hit.likeness) * len(hit.wording)
            if wrong > 0.4 * more:
                return False
    return True


def _weight(hit: Hit) -> float:
    return hit.likeness**2 * len(hit.wording) + 0.5 * hit.colon


def _hit(told: Wording, number: int, row: Row, start: int, end: int, likeness: float, *, capitals: bool) -> Hit | None:
    wording, first, last = told.bare, row.origins[start], row.origins[end - 1] + 1
    whole = _begins_word(row.text, first) and _ends_word(row.text, last)
    if not whole or _begins_otherwise(wording, row.folded[start:end]):
        return None
    if (
        _is_end(told, row.text[first:last])
        or _holds_more(wording, row.text[first:last])
        or _is_torn(row.cut(first, last), row.height)
    ):
        return None
    before = _NUMBERING.sub("", row.text[:first])
    body, colon = _after(row.text, last)
    leads = not LEADER.sub("", before).strip(" .,:;|-_'")
    wide = _wide_before(row, len(before.rstrip()), first)
    # In the middle of a text, without a colon, only a capital letter and a near perfect likeness speak for a label.
    certain = row.text[first].isupper() and likeness >= 0.92 and len(wording) >= 6
    if not (leads or colon or certain or wide):
        return None
    if told.capital and not (leads or wide) and not row.text[first:last].isupper():
        return None
    plain = set(row.text[last:body]) & set(":：;")
    capital = row.text[first:last].isupper()
    if capital and not (told.headline or plain or (capitals and (told.opens or row.text[body:].strip()))):
        return None  # a heading in capitals, not a label
    if told.strict and not plain:
        return None
    if not leads and likeness < LEAST_INSIDE:
        return None
    # A full stop is enough of a colon for a word, and none for CHA: a town may be called Mường Chà.
    ended = colon if len(wording) > SHORT else plain
    if len(wording) <= 5 and not (ended or (row.text[body : body + 1].isdigit() and not told.headline)):
        return None
    # All that was read of a label whose beginning was lost; a whole one would be the second line of a value.
    torn = leads and last == len(row.text.rstrip(" .:;")) and end - start < len(wording)
    if row.text[first].islower() and not (told.small or torn or (colon and (leads or wide))):
        return None  # the middle of a sentence, or the second line of a value
    return Hit(
        row=number,
        start=len(before),
        body=body,
        wording=wording,
        likeness=likeness,
        colon=colon,
        headline=told.headline,
        capital=capital,
    )


def _begins_otherwise(wording: str, read: str) -> bool:
    """Whether a long label begins with another word: ``Đơn vị tiếp nhận`` is no ``Cán bộ tiếp nhận``."""
    if read[:2].isdecimal() and not wording[:2].isdecimal():
        return True  # 10 ngày làm việc is no Số ngày làm việc
    whole = len(read) >= len(wording) - 1 > 2 * BEGINS
    return whole and texts.distance(wording[:BEGINS], read[:BEGINS]) > BEGINS // 2


def _is_end(told: Wording, text: str) -> bool:
    """Whether a heading in capitals has lost its first word: ``HỘ KINH DOANH MỘC`` is no ``Chủ hộ kinh doanh``."""
    read = matching.bare(text)
    lost = len(told.bare) - len(read)
    heading = told.headline and not told.capital and text.isupper()
    return heading and lost >= LOST and texts.distance(told.bare[lost:], read) <= 1


def _holds_more(wording: str, read: str) -> bool:
    """Whether a sign or a number stands inside that no label has: ``Thời gian giải quyết 17 giờ`` is no label."""
    return bool(set(read) & _WITHIN_NO_LABEL or (_FIGURES.search(read) and not any(map(str.isdigit, wording))))


def _is_torn(words: Sequence[Word], height: float) -> bool:
    """Whether wide white parts the words: a label and the value beside it, which happen to look like another label."""
    return any(right.box.x0 - left.box.x1 > TORN * height for left, right in itertools.pairwise(words))


def _begins_word(text: str, at: int) -> bool:
    if at == 0 or text[at - 1].isspace():
        return True
    if text[at - 1].isalnum():
        return text[at].isupper() and not text[at - 1].isupper()  # a lost space: KinhDân tộc
    # A sign that joins words stands between two of them: dolt64@thudientu, a-b.
    return text[at - 1] not in "@-/'’" or at == 1 or not text[at - 2].isalnum()


def _ends_word(text: str, at: int) -> bool:
    if at >= len(text) or not text[at].isalnum():
        return True
    return text[at].isdigit() or (text[at].isupper() and not text[at - 1].isupper())


def _after(text: str, at: int) -> tuple[int, bool]:
    """Where the value begins, and whether a colon or its remains were seen."""
    at = _after_gloss(text, at)
    if (remark := _REMARK.match(text, at) or _RAISED.match(text, at)) is not None:
        at = remark.end()
    if (rest := _REST.match(text, at) or _OTHERS.match(text, at)) is not None:
        at = rest.end()
    colon = _COLON.match(text, at)
    if colon is not None:
        at = colon.end()
    if (note := _NOTE.match(text, at)) is not None:
        at = note.end()
    while at < len(text) and text[at].isspace():
        at += 1
    return at, colon is not None


def _after_gloss(text: str, at: int) -> int:
    """Where the English after a label ends: ``Họ và tên / Full name``, ``Giới tính (Sex)``, ``Quốc tịch Nation…``."""
    begins = _STROKE.match(text, at)
    first = at if begins is None else begins.end()
    words = list(re.finditer(r"\S+", text[first:]))
    count = glosses.leading([word[0].lstrip("([") for word in words])
    if not count or (begins is None and words[0][0].isupper()):
        return at
    last = words[count - 1]
    return first + last.start() + len(last[0].rstrip(" .:;,"))


def _wide_before(row: Row, end: int, first: int) -> bool:
    before = row.cut(0, end)
    return bool(before) and row.x_at(first) - before[-1].box.x1 > WIDE * row.height
