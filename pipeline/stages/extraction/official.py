"""Official papers by the layout of Decree 30/2020: decisions, letters, licences, notices.

Nothing here needs a label but ``Số:``, ``ngày``, ``V/v``, ``Kính gửi`` and ``Nơi nhận``; the rest is where it stands.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from pipeline.domain import dates, names, offices, phrases, texts
from pipeline.domain.fields import Field
from pipeline.domain.kinds import Kind
from pipeline.domain.page import Box, Page, Word, text_of
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import heads, passages, sealed, signers, subjects, values
from pipeline.stages.extraction.heads import Head
from pipeline.stages.extraction.opinions import Look
from pipeline.stages.extraction.places import swept
from pipeline.stages.extraction.signers import Signer
from pipeline.stages.rows import Row

#: The belief in a body that has no name of its own.
NAMELESS: Final = 0.8
#: A number that the engine believes in so little may be a pen's, whoever reads the same.
PENNED: Final = 0.5
#: A pen is paler than print by so much, of 255: of 12 days filled in on made scans 10 are, of 290 printed ones 13.
PALER: Final = 19
_FIGURES: Final = re.compile(r"\W*\d{1,2}\W*")
#: On a letter without ``V/v`` under its number, it stands within so many rows below the head, over both halves.
ABOUT_BELOW: Final = 6
_DASHES: Final = frozenset("-–")
#: What engines lose a stroke of, and a number beside the name.
_SLIPPERY: Final = re.compile(r"\b[XVL]*II+\b|\d/")
#: How a lone line of a capacity begins that another one belongs to: a deputy signs below ``KT.`` and the title.
PARTS: Final = ("TL.", "TUQ.", "TM.", "PHÓ ")
#: The middles of a title and of the name below it differ by at most so many heights of the title: 0.3 on 168 scans, 0.5
#: to 1.0 where PHÓ lay under the seal.
ASIDE: Final = 0.4


def fields(kind: Kind, pages: Sequence[Page], look: Look | None = None) -> Mapping[str, Field]:
    """The fields that the layout tells; those of them that the kind has."""
    page = next((page for page in pages if not page.blank), pages[0])
    rows = page_rows.of_page(page)
    head = heads.find(page, rows)
    found: dict[str, Field | None] = {}
    end = -1
    if head is not None:
        end = head.end
        found["issuer"] = _issuer(page, head, look)
        found.update(_sign(page, head, look))
        found.update(_day(page, head.day, look))
    title = heads.title_row(page, rows, end)
    if title is not None:
        last = title + subjects.title_lines(rows, title) - 1
        found["title"] = subjects.title(page, rows[title : last + 1])
        found["subject"] = subjects.subject(page, rows, last, look)
    elif head is not None and (about := head.about or heads.about(rows[end + 1 : end + 1 + ABOUT_BELOW])):
        found["subject"] = subjects.about(page, about, look)
    elif head is not None:
        told = [row for row in (*head.bodies, head.number, head.day) if row is not None]
        found["subject"] = subjects.above_addressee(page, rows, told, look)
    found["addressee"] = subjects.addressee(page, rows, end, look)
    block = signers.find(pages)
    if block is not None:
        found.update(_signer(block, look))
        if head is None or head.day is None:
            found.update(_day(block.page, signers.day_above(block), look))
    return {name: field for name, field in found.items() if field is not None and kind.field(name) is not None}


# --- head -----------------------------------------------------------------------------------------------------------


def _issuer(page: Page, head: Head, look: Look | None) -> Field | None:
    if not head.bodies:
        return None
    last = len(head.bodies) - 1
    lines = [_capitals(row, first=not at, last=at == last) for at, row in enumerate(head.bodies)]
    issuer = offices.issuer_of(lines)
    rows = head.bodies[_first_of(lines, issuer) :]
    words = [word for row in rows for word in row.words]
    found = passages.worded(page, words, issuer, look=look)
    # Only when it was read once more the second line was seen to begin a body of its own.
    if (own := offices.last_of(str(found.value))) != found.value:
        found = replace(found, value=own, confidence=min(found.confidence, NAMELESS), review=True)
    # The rest may stand below, where nothing of it was read; and engines lose a stroke of XVIII alike.
    return (
        replace(found, confidence=min(found.confidence, NAMELESS), review=True)
        if offices.is_nameless(issuer) or _SLIPPERY.search(issuer)
        else found
    )


def _capitals(row: Row, *, first: bool, last: bool) -> str:
    """A line of a body; a dash stays where it joins two lines: ``PHƯỜNG XUÂN HƯƠNG / - ĐÀ LẠT``."""
    text = phrases.restore(row.text.strip(" .,;:_'\"|-–")).text
    before, after = row.words[0].text in _DASHES and not first, row.words[-1].text in _DASHES and not last
    return f"{'- ' * before}{text}{' -' * after}"


def _first_of(lines: Sequence[str], issuer: str) -> int:
    return next(at for at in range(len(lines)) if " ".join(lines[at:]) == issuer)


def _sign(page: Page, head: Head, look: Look | None) -> dict[str, Field | None]:
    row = head.number or _lost_number(page, head, look)
    if row is None:
        return {}
    start = _after_label(row)
    words = row.cut(start, len(row.text))
    if not words or not any(sign.isalnum() for sign in row.text[start:]):
        return {}
    sign = offices.sign(row.text[start:])
    if sign is None:
        # Something is written there that is no sign: a pen's number, or a stamp over it.
        return {name: passages.made(page, words, None, 0.1) for name in ("number", "symbol")}
    sure = values.belief(words, checked=True) * 0.9**sign.repaired
    again, other = _signs_again(row, words, look)
    symbol, believed = _weighed(
        sure, sign.symbol, None if again is None else again.symbol, None if other is None else other.symbol, look
    )
    number, counted = _weighed(
        sure, sign.number, None if again is None else again.number, None if other is None else other.number, look
    )
    if min(word.confidence for word in words) < PENNED:
        believed, counted = min(believed, 0.9), min(counted, 0.9)
    return {
        "number": passages.made(page, words[:1], number, counted),
        "symbol": passages.made(page, words, symbol, believed),
    }


def _signs_again(row: Row, words: Sequence[Word], look: Look | None) -> tuple[offices.Sign | None, offices.Sign | None]:
    """What the engine's second look and the other reader make of the sign."""
    if look is None:
        return None, None
    text = text_of(look.again(row.page, row.box))
    return offices.sign(text[_label_end(text) :]), offices.sign(look.other(row.page, words, False))


def _weighed(sure: float, value: str, again: str | None, other: str | None, look: Look | None) -> tuple[str, float]:
    """The value that most readers see, and its belief; a reader that sees nothing says little."""
    if look is None:
        return value, sure
    if value == other:
        return value, 1 - (1 - max(sure, 0.6)) * 0.01
    if again is not None and again == other:
        return again, 0.85
    if value == again:
        return value, 1 - (1 - max(sure, 0.6)) * (0.1 if other is None else 0.3)
    return value, sure * (0.95 if again is None and other is None else 0.6)


def _lost_number(page: Page, head: Head, look: Look | None) -> Row | None:
    """The row of the number where reading the page passed over it: it stands at the height of the day."""
    if look is None or head.day is None or not head.bodies or head.about:
        return None
    day, left = head.day.box, min(row.box.x0 for row in head.bodies)
    pad = day.height // 3
    box = Box(
        x0=max(0, left - page.width // 12),
        y0=max(0, day.y0 - pad),
        x1=round(head.split),
        y1=min(page.height, day.y1 + pad),
    )
    words = [word for word in look.again(page.number, box) if any(sign.isalnum() for sign in word.text)]
    row = Row(page=page.number, words=tuple(words)) if words else None
    return row if row is not None and heads.is_number(row) and offices.sign(row.text[_label_end(row.text) :]) else None


def _after_label(row: Row) -> int:
    return _label_end(row.text)


def _label_end(text: str) -> int:
    folded = texts.fold(text)
    match = re.search(r"(?:\bs|§)[o0]\b\s*[:;.,]*\s*|\bs[o0][:;.,]\s*|\bso(?=\d)", folded)
    return match.end() if match else 0


def _day(page: Page, row: Row | None, look: Look | None) -> dict[str, Field | None]:
    if row is None:
        return {}
    folded = texts.fold(row.text)
    match = re.search(r"[,.]?\s*\bngay\b", folded) or re.search(
        r"[,.]?\s*(?:ng[ay]{2,3}|\bng\w{0,3}\b(?=.*\bth\w{1,3}\b)|\b\d{1,2}\s?[/.\-])", folded
    )
    cut = match.start() if match else len(row.text)
    before, after = row.cut(0, cut), row.cut(cut, len(row.text))
    found: dict[str, Field | None] = {}
    if before and all(not sign.isdigit() for word in before for sign in word.text):
        place = text_of(before).strip(" .,;:_-'\"")
        found["place"] = passages.worded(page, before, place, look=look)
    if after:
        found["issued_on"] = _issued(page, row, after, look)
    return found


def _issued(page: Page, row: Row, words: Sequence[Word], look: Look | None) -> Field:
    """The day of issue; it is printed in full, so a part of one is a misreading or a pen's work."""
    text = text_of(words)
    parsed = dates.parse(text)
    if parsed is None or parsed.incomplete or len(str(parsed.value)) != 10:
        return passages.made(page, words, None, 0.1)
    # Glued words and strokes beside the figures are what handwriting leaves of a date.
    clean = re.fullmatch(r"\W*ng\w{1,3} \d{1,2} th\w{2,3} \d{1,2} n\w{1,2} \d{4}\W*|.*\d\s?/\s?\d.*", texts.fold(text))
    sure = values.belief(words, checked=True) * 0.9**parsed.repaired * (1.0 if clean else 0.7)
    day = str(parsed.value)
    if clean and look is not None:
        again = _day_in(text_of(look.again(row.page, row.box)))
        other = _day_in(look.other(row.page, words, False))
        day, sure = _weighed(sure, day, again, other, look)
        sure = min(sure, 0.9) if _is_filled_in(row, words, look) else sure
    return passages.made(page, words, day, sure)


def _is_filled_in(row: Row, words: Sequence[Word], look: Look) -> bool:
    """Whether a figure of a date is paler than the words around it: a pen put it there, however alike it is read."""
    inked = [(word.text, ink) for word in words if (ink := look.ink(row.page, word.box)) is not None]
    printed = [ink for text, ink in inked if text.strip(".,").isalpha()]
    figures = [ink for text, ink in inked if _FIGURES.fullmatch(text)]
    return bool(printed and figures) and max(figures) - statistics.median(printed) > PALER


def _day_in(text: str) -> str | None:
    parsed = dates.parse(text)
    return None if parsed is None else str(parsed.value)


# --- addressee and signer -------------------------------------------------------------------------------------------


def _signer(block: Signer, look: Look | None) -> dict[str, Field | None]:
    words = [word for line in block.capacities for word in line.words] or list(block.name)
    name = _name(block, look) if block.name else passages.covered(block.page, words)
    title = _capacity(block, words) if block.capacities else passages.covered(block.page, words, above=True)
    return {"signer_title": title, "signer_name": sealed.mended(block.page, name, look)}


def _name(block: Signer, look: Look | None) -> Field:
    """The signer's name, weighed by several readers: strokes of the signature cut it short or into it."""
    text = offices.without_rank(text_of(block.name))
    kept = block.name[-len(text.split()) :]
    told = [] if look is None else passages.heard(block.page, kept, look)
    sure = math.prod(1 - one.doubt for one in told) if told else values.belief(kept, checked=False)
    name = _parsed(" ".join(one.word.text for one in told) or text)
    sure *= (1.0 if names.plausibility(name) == 1.0 else 0.5) * (0.9 if block.shaped else 1.0)
    sure *= values.familiarity(name, [one.doubt for one in told])
    if (wider := _wider(block, look)).startswith(f"{name} ") and names.plausibility(wider) == 1.0:
        name, sure = wider, 0.85
    return passages.made(block.page, kept, names.guessed(name) or None, sure)


def _parsed(text: str) -> str:
    parsed = names.parse(text)
    return "" if parsed is None else names.restored(str(parsed.value))


def _wider(block: Signer, look: Look | None) -> str:
    """What the engine reads at the name and beside it; empty if that is no name."""
    if look is None:
        return ""
    box = page_rows.around(block.name)
    wide, high = 3 * box.height, box.height // 4
    around = Box(
        x0=max(0, box.x0 - wide), y0=max(0, box.y0 - high), x1=min(block.page.width, box.x1 + wide), y1=box.y1 + high
    )
    read = swept(look.again(block.page.number, around))
    return _parsed(offices.without_rank(text_of(read)))


def _is_part(block: Signer, line: str) -> bool:
    """Whether a lone line is but a part of a capacity: of somebody's deputy, or half of it lies under the seal.

    Title and name are centred on each other; where the title stands right of that, its ``PHÓ`` was lost.
    """
    title, name = page_rows.around(block.capacities[0].words), page_rows.around(block.name or block.capacities[0].words)
    return line.startswith(PARTS) or abs(title.middle[0] - name.middle[0]) > ASIDE * title.height


def _capacity(block: Signer, words: Sequence[Word]) -> Field:
    read = [line.text for line in block.capacities]
    lines, proven = offices.mended(read)
    repaired = sum(line.repaired for line in block.capacities)
    sure = 0.985 * 0.85**repaired
    if proven:
        sure = 0.99 if repaired <= 2 else 0.93
        sure *= 1.0 if read == list(lines) else 0.985
    elif lines[0].startswith("KT.") or (len(lines) == 1 and _is_part(block, lines[0])):
        # The line that names the one who really signs is missing or is not what it should be.
        sure = min(sure, 0.6)
    return passages.made(block.page, words, " / ".join(lines), sure)
