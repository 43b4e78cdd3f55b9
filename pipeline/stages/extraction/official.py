"""Official papers by the layout of Decree 30/2020: decisions, letters, licences, notices.

Nothing here needs a label but ``Số:``, ``ngày``, ``V/v``, ``Kính gửi`` and ``Nơi nhận``; the rest is where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.domain import dates, names, offices, phrases, spelling, texts
from pipeline.domain.fields import REVIEW_BELOW, Field
from pipeline.domain.kinds import Kind
from pipeline.domain.page import Box, Page, Word
from pipeline.stages import matching
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import heads, signers, values
from pipeline.stages.extraction.heads import Head
from pipeline.stages.extraction.values import Look
from pipeline.stages.rows import Row

#: White between two lines of a subject, in distances of the lines before: more is the rule that ends it.
SUBJECT_GAP: Final = 1.5
LONGEST_SUBJECT: Final = 9


def fields(kind: Kind, pages: Sequence[Page], look: Look | None = None) -> Mapping[str, Field]:
    """The fields that the layout tells; those of them that the kind has."""
    page = pages[0]
    rows = page_rows.of_page(page)
    head = heads.find(page, rows)
    found: dict[str, Field | None] = {}
    end = -1
    if head is not None:
        end = head.end
        found["issuer"] = _issuer(page, head)
        found.update(_sign(page, head, look))
        found.update(_day(page, head, look))
    title = heads.title_row(page, rows, end)
    if title is not None:
        last = title + _title_lines(rows, title) - 1
        found["title"] = _title_field(page, rows[title : last + 1])
        found["subject"] = _subject(page, rows, last)
    elif head is not None and head.about:
        found["subject"] = _about(page, head.about)
    found["addressee"] = _addressee(page, rows)
    found.update(_signer(pages))
    return {name: field for name, field in found.items() if field is not None and kind.field(name) is not None}


def _made(page: Page, words: Sequence[Word], value: str | None, sure: float, box: Box | None = None) -> Field:
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


# --- head -----------------------------------------------------------------------------------------------------------


def _issuer(page: Page, head: Head) -> Field | None:
    if not head.bodies:
        return None
    lines = [_capitals(row) for row in head.bodies]
    issuer = offices.issuer_of(lines)
    rows = head.bodies[_first_of(lines, issuer) :]
    words = [word for row in rows for word in row.words]
    return _worded(page, words, issuer)


def _capitals(row: Row) -> str:
    return phrases.restore(row.text.strip(" .,;:_'\"|-–")).text


def _first_of(lines: Sequence[str], issuer: str) -> int:
    return next(at for at in range(len(lines)) if " ".join(lines[at:]) == issuer)


def _worded(page: Page, words: Sequence[Word], text: str, *, factor: float = 1.0) -> Field:
    """A field of running text: fixed expressions are put right, and what they cover is believed more."""
    restored = phrases.restore(text)
    sure = values.belief(_doubted_only(words, restored), checked=False) * factor
    sure *= 1 - 0.6 * spelling.doubtful_share(restored.text)
    return _made(page, words, restored.text, sure)


def _doubted_only(words: Sequence[Word], restored: phrases.Restored) -> list[Word]:
    """The words that no fixed expression vouches for."""
    if len(words) != len(restored.known):
        return list(words)
    return [word for word, known in zip(words, restored.known, strict=True) if not known]


_LABEL: Final = re.compile(r"^.*?\b[Ss][ốôóòỏõọoớồổỗộơỐÔÓO0][^\w\d]{0,3}\s*(?=\S)")


def _sign(page: Page, head: Head, look: Look | None) -> dict[str, Field | None]:
    if head.number is None:
        return {}
    row = head.number
    start = _after_label(row)
    words = row.cut(start, len(row.text))
    if not words or not any(sign.isalnum() for sign in row.text[start:]):
        return {}
    sign = offices.sign(row.text[start:])
    if sign is None:
        # Something is written there that is no sign: a pen's number, or a stamp over it.
        return {name: _made(page, words, None, 0.1) for name in ("number", "symbol")}
    sure = values.belief(words, checked=True) * 0.9**sign.repaired
    sure = _looked(sure, look, row, lambda text: offices.sign(text[_label_end(text) :]), sign)
    return {"number": _made(page, words[:1], sign.number, sure), "symbol": _made(page, words, sign.symbol, sure)}


def _after_label(row: Row) -> int:
    return _label_end(row.text)


def _label_end(text: str) -> int:
    folded = texts.fold(text)
    match = re.search(r"\bs[o0]\b\s*[:;.,]*\s*|\bs[o0][:;.,]\s*|\bso(?=\d)", folded)
    return match.end() if match else 0


def _looked(sure: float, look: Look | None, row: Row, parse: object, expected: object) -> float:
    """Belief after a second look at the row: more where it says the same, much less where it does not."""
    if look is None or not callable(parse):
        return sure
    box = row.box
    pad = round(0.35 * row.height)
    around = Box(x0=max(0, box.x0 - 2 * pad), y0=max(0, box.y0 - pad), x1=box.x1 + 2 * pad, y1=box.y1 + pad)
    again = parse(" ".join(word.text for word in look(row.page, around)))
    return 1 - (1 - max(sure, 0.6)) * 0.1 if again == expected else sure * 0.6


def _day(page: Page, head: Head, look: Look | None) -> dict[str, Field | None]:
    if head.day is None:
        return {}
    row = head.day
    folded = texts.fold(row.text)
    match = re.search(r"[,.]?\s*ng[ay]{2,3}", folded)
    cut = match.start() if match else len(row.text)
    before, after = row.cut(0, cut), row.cut(cut, len(row.text))
    found: dict[str, Field | None] = {}
    if before and any(word.text[0].isalpha() for word in before):
        place = " ".join(word.text for word in before).strip(" .,;:_-'\"")
        found["place"] = _worded(page, before, place)
    if after:
        found["issued_on"] = _issued(page, row, after, look)
    return found


def _issued(page: Page, row: Row, words: Sequence[Word], look: Look | None) -> Field:
    """The day of issue; it is printed in full, so a part of one is a misreading or a pen's work."""
    text = " ".join(word.text for word in words)
    parsed = dates.parse(text)
    if parsed is None or parsed.incomplete or len(str(parsed.value)) != 10:
        return _made(page, words, None, 0.1)
    # Glued words and strokes beside the figures are what handwriting leaves of a date.
    clean = re.fullmatch(r"\W*ng\w{1,3} \d{1,2} th\w{2,3} \d{1,2} n\w{1,2} \d{4}\W*|.*\d\s?/\s?\d.*", texts.fold(text))
    sure = values.belief(words, checked=True) * 0.9**parsed.repaired * (1.0 if clean else 0.7)
    sure = _looked(sure, look, row, dates.parse, parsed) if clean else sure
    return _made(page, words, str(parsed.value), sure)


# --- title and subject ----------------------------------------------------------------------------------------------


def _title_lines(rows: Sequence[Row], title: int) -> int:
    """How many rows the name of the paper fills, from its first."""
    count = 1
    if offices.goes_on(offices.type_of(rows[title].text)):
        while title + count < len(rows) and count < 3 and _follows(rows[title + count - 1], rows[title + count]):
            count += 1
    return count


def _follows(above: Row, row: Row) -> bool:
    return heads.is_capital(row) and row.middle - above.middle < 2.2 * above.height and ":" not in row.text


def _title_field(page: Page, rows: Sequence[Row]) -> Field:
    words = [word for row in rows for word in row.words if any(sign.isalpha() for sign in word.text)]
    text = " ".join(word.text for word in words)
    known = offices.type_of(text)
    whole = matching.likeness(matching.bare(known), matching.bare(text)) > 0.8
    return _worded(page, words, (known if whole else text).strip(" .,;:_'\"|"))


def _subject(page: Page, rows: Sequence[Row], title: int) -> Field | None:
    lines: list[Row] = []
    pitch = 0.0
    for row in rows[title + 1 : title + 1 + LONGEST_SUBJECT + 3]:
        kept = _without_dust(row)
        if kept is None:
            continue
        above = lines[-1] if lines else rows[title]
        gap = kept.middle - above.middle
        if lines and (gap > SUBJECT_GAP * pitch or heads.is_capital(kept) != heads.is_capital(lines[0])):
            break
        if heads.BODY.match(texts.fold(kept.text)) or gap > 4 * above.height or len(lines) >= LONGEST_SUBJECT:
            break
        pitch = max(gap, 1.2 * kept.height) if not pitch else max(pitch, gap)
        lines.append(kept)
    if not lines or (len(lines) == 1 and heads.is_capital(lines[0]) and offices.signer_line(lines[0].text)):
        return None
    words = [word for row in lines for word in row.words]
    return _worded(page, words, _about_first(" ".join(row.text for row in lines)))


def _without_dust(row: Row) -> Row | None:
    """A row without the strokes and specks at its ends; None where nothing else stands on it."""
    words = list(row.words)
    while words and _is_dust(words[0]):
        words.pop(0)
    while words and _is_dust(words[-1]):
        words.pop()
    return Row(page=row.page, words=tuple(words)) if words else None


def _is_dust(word: Word) -> bool:
    letters = sum(sign.isalnum() for sign in word.text)
    return not letters or (letters == 1 and word.confidence < 0.6)


def _about_first(text: str) -> str:
    """``Về việc`` at the beginning of a subject is so fixed that a misread first word is put right."""
    stripped = texts.tidy(text).strip("\"'“”‘’.,;:-–_ ")
    stripped = heads.ABOUT.sub("", stripped)
    return re.sub(r"^[Vv][^\W\d_]{1,2}(?=\s+việc\b)", "Về", stripped)


def _about(page: Page, rows: Sequence[Row]) -> Field | None:
    words = [word for row in rows for word in row.words]
    text = heads.ABOUT.sub("", texts.tidy(" ".join(word.text for word in words)))
    dropped = words[1:] if len(words) > 1 else words
    return _worded(page, dropped, text.strip(" ;:_-")) if text else None


# --- addressee and signer -------------------------------------------------------------------------------------------


def _addressee(page: Page, rows: Sequence[Row]) -> Field | None:
    at = next((n for n, row in enumerate(rows) if heads.TO.match(texts.fold(row.text))), None)
    if at is None:
        return None
    match = heads.TO.match(texts.fold(rows[at].text))
    first = rows[at].cut(match.end() if match else 0, len(rows[at].text))
    lines = [first] if any(sign.isalpha() for word in first for sign in word.text) else []
    left = page_rows.around(first).x0 if lines else rows[at].box.x0
    listed = not lines
    for row in rows[at + 1 : at + 8]:
        bullet = row.text.lstrip()[:1] in "-–•*+~"
        near = row.middle - rows[at].middle < 2.6 * rows[at].height * (1 + len(lines))
        if not near or not (bullet if listed else row.box.x0 >= left - 2 * row.height or bullet):
            break
        if heads.BODY.match(texts.fold(row.text)):
            break
        listed = listed or bullet
        lines.append(row.words)
    if not lines:
        return None
    words = [word for line in lines for word in line]
    text = re.sub(r"(?:^|\s)[-–•*+~]\s+", " ", " ".join(word.text for word in words))
    return _worded(page, words, texts.tidy(text).strip(" .,;:_-"))


def _signer(pages: Sequence[Page]) -> dict[str, Field | None]:
    block = signers.find(pages)
    if block is None:
        return {}
    words = [word for line in block.capacities for word in line.words]
    found: dict[str, Field | None] = {"signer_title": _capacity(block, words)}
    if block.name:
        text = offices.without_rank(" ".join(word.text for word in block.name))
        kept = block.name[-len(text.split()) :]
        parsed = names.parse(text)
        plausible = names.plausibility(text)
        sure = values.belief(kept, checked=False) * (1.0 if plausible == 1.0 else 0.5)
        found["signer_name"] = _made(block.page, kept, None if parsed is None else str(parsed.value), sure)
    return found


def _capacity(block: signers.Signer, words: Sequence[Word]) -> Field:
    read = [line.text for line in block.capacities]
    lines, proven = offices.mended(read)
    repaired = sum(line.repaired for line in block.capacities)
    sure = 0.985 * 0.85**repaired
    if proven:
        sure = 0.99 if repaired <= 2 else 0.93
        sure *= 1.0 if read == list(lines) else 0.96
    elif lines[0].startswith("KT.") or (len(lines) == 1 and lines[0].startswith(("TL.", "TUQ.", "TM."))):
        # The line that names the one who really signs is missing or is not what it should be.
        sure = min(sure, 0.6)
    return _made(block.page, words, " / ".join(lines), sure)
