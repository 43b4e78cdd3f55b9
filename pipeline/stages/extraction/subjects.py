"""The middle of an official paper: its title, its subject, and whom a letter is for."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.domain import offices, spelling, texts
from pipeline.domain.fields import Field
from pipeline.domain.page import Page, Word, text_of
from pipeline.stages import matching
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import heads, passages
from pipeline.stages.extraction.opinions import Look
from pipeline.stages.rows import Row

#: White between two lines of a subject, in distances of the lines of the text: more is the rule that ends it.
SUBJECT_GAP: Final = 1.22
LONGEST_SUBJECT: Final = 9
#: Addressees in a list are indented by at least this share of the page's width.
LISTED: Final = 0.3
#: A row of words that the engine believes in so little is a smear: what shines through, a stamp, a pen.
SMEAR: Final = 0.4
#: Engines put these before the first letter of a line.
_QUOTES: Final = "'‘’`\"“”|"
#: How far a centred line may lie off the middle of the title, as a share of the page's width.
OFF_CENTRE: Final = 0.04


def title_lines(rows: Sequence[Row], title: int) -> int:
    """How many rows the name of the paper fills, from its first."""
    count = 1
    if offices.goes_on(offices.type_of(rows[title].text)):
        while title + count < len(rows) and count < 3 and _follows(rows[title + count - 1], rows[title + count]):
            count += 1
    return count


def _follows(above: Row, row: Row) -> bool:
    return heads.is_capital(row) and row.middle - above.middle < 2.2 * above.height and ":" not in row.text


def title(page: Page, rows: Sequence[Row]) -> Field:
    words = [word for row in rows for word in row.words if any(sign.isalpha() for sign in word.text)]
    text = text_of(words)
    known = offices.type_of(text)
    whole = matching.likeness(matching.bare(known), matching.bare(text)) > 0.8
    return passages.worded(page, words, (known if whole else text).strip(" .,;:_'\"|"))


def subject(page: Page, rows: Sequence[Row], title: int, look: Look | None) -> Field | None:
    """The centred lines under the title whose last row is ``title``, up to the rule or the white that ends them."""
    lines: list[Row] = []
    pitch = _pitch(rows[title:])
    centre = _without_dust(rows[title]) or rows[title]
    for row in rows[title + 1 : title + 1 + LONGEST_SUBJECT + 3]:
        kept = _without_dust(row)
        if kept is None:
            continue
        above = lines[-1] if lines else rows[title]
        gap = kept.middle - above.middle
        if lines and (gap > SUBJECT_GAP * pitch or heads.is_capital(kept) != heads.is_capital(lines[0])):
            break
        if (lines and kept.text.startswith("(")) or (_LABELLED.match(kept.text) and not (lines and _goes_on(kept))):
            break  # (Theo thủ tục …): a remark; Họ và tên: the first line of a form
        if heads.BODY.match(texts.fold(kept.text)) or gap > 4 * above.height or not _is_centred(page, kept, centre):
            break
        lines.append(kept)
    if not 0 < len(lines) <= LONGEST_SUBJECT or offices.signer_line(lines[0].text):
        return None
    if len(lines) == 1 and offices.type_of(lines[0].text) == lines[0].text.strip(" .:"):
        return None  # QUYẾT ĐỊNH: before the first article
    words = [word for row in lines for word in row.words]
    return passages.worded(page, words, _about_first(" ".join(row.text for row in lines)), look=look)


def _goes_on(row: Row) -> bool:
    """Whether a row is in the middle of a sentence: ``công trình: Nâng cấp đường …``."""
    return row.text[:1].islower()


def _pitch(rows: Sequence[Row]) -> float:
    """The usual distance of two lines of a text, in pixels."""
    gaps = [below.middle - above.middle for above, below in pairwise(rows)]
    near = [gap for gap, row in zip(gaps, rows, strict=False) if gap < 2.5 * row.height]
    return statistics.median(near) if near else 1.5 * rows[0].height


def _is_centred(page: Page, row: Row, title: Row) -> bool:
    """Whether a row stands in the middle under the title; a paragraph's first line is indented, its last is short."""
    return abs(row.box.middle[0] - title.box.middle[0]) < OFF_CENTRE * page.width


def _without_dust(row: Row) -> Row | None:
    """A row without the strokes and specks at its ends; None where nothing else stands on it."""
    words = list(row.words)
    while words and _is_dust(words[0]):
        words.pop(0)
    while words and _is_dust(words[-1]):
        words.pop()
    if not words or statistics.mean(word.confidence for word in words) < SMEAR:
        return None
    if words[0].text[0] in _QUOTES and not any(word.text.rstrip(".,;")[-1:] in _QUOTES for word in words):
        words[0] = replace(words[0], text=words[0].text.lstrip(_QUOTES) or words[0].text)
    return Row(page=row.page, words=tuple(words))


def _is_dust(word: Word) -> bool:
    letters = sum(sign.isalnum() for sign in word.text)
    return not letters or (letters == 1 and word.confidence < 0.6)


#: A label with its value.
_LABELLED: Final = re.compile(r"^\W*[^:]{2,40}:\s*\w")
#: The mark of a footnote behind a subject.
_NOTE: Final = re.compile(r"\s*[(‹⁽][\dil¡!*]{0,2}[)›⁾]?\s*$|(?<=\w)[*¹²³‹›]+$")


def _about_first(text: str) -> str:
    """``Về việc`` at the beginning of a subject is so fixed that a misread or lost first word is put right."""
    stripped = _NOTE.sub("", texts.tidy(text)).strip("\"'“”‘’.,;:-–_‹› ")
    *words, last = heads.ABOUT.sub("", stripped).split() or [""]
    stripped = " ".join((*words, _without_glued_note(last)))
    return re.sub(r"^(?:[Vv][^\W\d_]{1,2}\s+)?việc\b", "Về việc", stripped)


def _without_glued_note(word: str) -> str:
    """A word without the mark of a footnote that an engine took for letters: ``chínhu`` for chính and a small (1)."""
    cuts = range(len(word), max(1, len(word) - 4), -1)
    return next((word[:cut] for cut in cuts if spelling.is_syllable(word[:cut])), word) if word.islower() else word


def about(page: Page, rows: Sequence[Row], look: Look | None) -> Field | None:
    words = [word for row in rows for word in row.words]
    text = heads.without_about(texts.tidy(text_of(words)))
    dropped = words[1:] if len(words) > 1 else words
    return passages.worded(page, dropped, text.strip(" ;:_-"), look=look) if text else None


#: What a letter is about, at most so many lines and at least so many words.
ABOUT_LINES, FEWEST = 3, 3
#: A letter is addressed within so many rows.
ADDRESSED: Final = 14
#: What stands before each of several addressees.
_BULLET: Final = re.compile(r"^[-–•*+~_]+\s*")


def addressee(page: Page, rows: Sequence[Row], end: int, look: Look | None) -> Field | None:
    """Whom a letter is for, after ``Kính gửi:``; several are joined. ``end`` is the last row of the head."""
    at, row = next(((n, part) for n, one in enumerate(rows) if (part := _addressing(one))), (0, None))
    if row is None:
        return _listed(page, rows[end + 1 : end + 8], look)
    match = heads.TO.match(texts.fold(row.text))
    first = row.cut(match.end() if match else 0, len(row.text))
    lines = [first] if any(sign.isalpha() for word in first for sign in word.text) else []
    left = page_rows.around(first).x0 if lines else row.box.x0
    listed = not lines
    for below in rows[at + 1 : at + 9]:
        if below.box.x1 < row.box.x0 or not any(sign.isalnum() for sign in below.text):
            continue  # a stamp of arrival beside it
        bullet = _BULLET.match(below.text.lstrip()) is not None
        near = below.middle - row.middle < 2.6 * row.height * (1 + len(lines))
        # A line that was centred under the first may begin anywhere.
        begins = below.box.x0 >= left - 2 * below.height or (lines and text_of(lines[-1]).endswith(","))
        if not near or not (bullet if listed else begins or bullet):
            break
        if heads.BODY.match(texts.fold(below.text)):
            break
        listed = listed or bullet
        lines.append(below.words)
    if not lines:
        return None
    words = [word for line in lines for word in line[_BULLET.match(line[0].text + " ") is not None :]]
    text = " ".join(_BULLET.sub("", text_of(line)) for line in lines)
    return passages.worded(page, words, texts.tidy(text).strip(" .,;:_-"), look=look)


def above_addressee(page: Page, rows: Sequence[Row], head: Sequence[Row], look: Look | None) -> Field | None:
    """What a letter is about, on centred lines from its ``head`` to ``Kính gửi``, where nobody can read the ``V/v``.

    A person is asked.
    """
    top = max((row.middle for row in head), default=0.0)
    above = itertools.takewhile(lambda row: _addressing(row) is None, rows[: ADDRESSED + 1])
    told = [row for row in above if row.middle > top + row.height]
    centred = all(abs(row.box.middle[0] - page.width / 2) < OFF_CENTRE * page.width for row in told)
    if not 0 < len(told) <= ABOUT_LINES or not centred or any(":" in row.text for row in told):
        return None
    words = [word for row in told for word in row.words]
    if not spelling.is_syllable(words[0].text):
        words = words[1:]  # what engines make of V/v
    if len(words) < FEWEST:
        return None
    found = passages.worded(page, words, texts.tidy(text_of(words)).strip(" ;:_-"), look=look)
    return replace(found, confidence=min(found.confidence, 0.8), review=True)


def _addressing(row: Row) -> Row | None:
    """The part of a row that begins with ``Kính gửi``; a stamp of arrival may stand before it."""
    parts = (Row(page=row.page, words=words) for words in page_rows.pieces(row, gap=1.5))
    whole = row if heads.TO.match(texts.fold(row.text)) else None
    return whole or next((part for part in parts if heads.TO.match(texts.fold(part.text))), None)


def _listed(page: Page, rows: Sequence[Row], look: Look | None) -> Field | None:
    """Several addressees below each other, where a stamp hides ``Kính gửi:``; a person is asked."""
    kept = [row for row in rows if _BULLET.match(row.text) and row.box.x0 > LISTED * page.width]
    if not kept:
        return None
    words = [word for row in kept for word in row.words]
    text = " ".join(_BULLET.sub("", row.text) for row in kept)
    found = passages.worded(page, words, texts.tidy(text).strip(" .,;:_-"), look=look)
    return replace(found, confidence=min(found.confidence, 0.8), review=True)
