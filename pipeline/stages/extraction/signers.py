"""Who signed an official paper: the capacity in capitals at the bottom right, and the name below the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.domain import names, offices, phrases, texts
from pipeline.domain.page import Page, Word, text_of
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import signatures
from pipeline.stages.extraction.places import swept
from pipeline.stages.rows import Row

#: The right block begins right of this share of the page's width.
RIGHT: Final = 0.4
#: Without recipients beside it, a signature block stands below this share of the page's height.
UPPER: Final = 0.08
#: A name stands this far below its title at most, as a share of the page's height: the room for seal and signature.
DEPTH: Final = 0.25
#: Without recipients beside it, a title in no list has its middle right of this share of the page's width and stands
#: below this share of its height; its name stands at least so many of its own heights below, where the pen signs.
CENTRE, UNNAMED, SIGNED = 0.55, 0.35, 2.0
#: A line that fills so much of the page's width is text, no signature; its foot is below this share of its height.
FULL, FOOT = 0.6, 0.9
#: Place and day stand at most so many heights of its row above a capacity.
DAY_ABOVE: Final = 5.0
#: What is left of a title beside the recipients: capitals, and heights of its row from them.
LEFT_OF_TITLE, BESIDE = 3, 2.5
#: The rest of a title stands at most so many heights of its line below.
LEADING: Final = 2.6
#: Each word of a name that stands without a title is believed so much.
PRINTED: Final = 0.8
#: Words that the engine believes in no more than this are smears, if they are no known title.
SMEAR: Final = 0.05
_PLACE_AND_DAY: Final = re.compile(r"^\W*(.{2,40}?)[\s.]*,?\s*\bng[aà]y\b.*\bn[aă]m\b")
#: The middle of most names, which strokes of a signature make small letters of.
_MIDDLE: Final = frozenset({"van", "thi"})
#: What a stroke or a ring before capitals was read as: ``xSIÁM ĐỐC``.
_SMEARED: Final = re.compile(r"(?<!\w)[^\W\d_A-ZĐ]{1,2}(?=[A-ZĐ]{2})")
#: What a deputy is in charge of, on a line below the title.
_CHARGE: Final = re.compile(r"^\W*phu trach\b")
#: A tick of a pen may stand before it.
_RECIPIENTS: Final = re.compile(r"^\W*(?:\S{1,3}\s+)?n[o0]i\s*nhan\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """One line of a capacity, spelt right."""

    text: str
    repaired: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """What was found of the signature block of one page."""

    page: Page
    capacities: tuple[Capacity, ...]
    #: The words of the name; empty where none could be read. One of the two is there.
    name: tuple[Word, ...]
    #: Found by its shape alone: it may be another's signature.
    shaped: bool = False


def find(pages: Sequence[Page]) -> Signer | None:
    """The signature block of a paper: the last page that has one; annexes may follow it."""
    for page in reversed(pages):
        rows = page_rows.of_page(page)
        if (signer := _on_page(page, rows)) is not None:
            return signer
    return None


def day_above(signer: Signer) -> Row | None:
    """``Điện Biên, ngày 5 tháng 6 năm 2024`` on a row of its own above the capacity, as forms have it; or None."""
    if not signer.capacities:
        return None
    top = page_rows.around(signer.capacities[0].words)
    for row in page_rows.of_page(signer.page):
        if not 0 < top.middle[1] - row.middle < DAY_ABOVE * top.height:
            continue
        for part in page_rows.pieces(row, gap=1.2):
            told = Row(page=row.page, words=part)
            told_of = _PLACE_AND_DAY.match(told.text)
            if told_of and part[0].box.x0 > RIGHT * signer.page.width and _is_place(told_of[1]):
                return told
    return None


def _is_place(text: str) -> bool:
    return all(word[0].isupper() for word in re.findall(r"\w+", text)) and not any(sign.isdigit() for sign in text)


def _on_page(page: Page, rows: Sequence[Row]) -> Signer | None:
    below = next((row.middle - row.height for row in rows if _RECIPIENTS.match(texts.fold(row.text))), None)
    found: list[Capacity] = []
    last_y = 0.0
    top = below if below is not None else _end_of_text(page, rows)
    for row, whole in _right_parts(page, rows, top):
        if found and row.middle - last_y > 3.6 * row.height:
            break
        part = _readable(whole)
        # After a comma or ``VÀ`` the title goes on below, whatever that line would be for itself.
        begun = found.pop().words if found and found[-1].words[-1].text.endswith((",", "VÀ")) else ()
        if found and _CHARGE.match(texts.fold(text_of(part))):
            begun = found.pop().words
        line = _capacity((*begun, *part)) or _capacity((*begun, *whole)) or (_torn(whole) if found else None)
        if line is None and found and (line := _with_rest(found[-1], whole, row.middle - last_y)) is not None:
            found.pop()
        if line is None:
            continue
        found.append(line)
        last_y = row.middle
    if not found or (below is None and not _is_signed(found)):
        return _by_shape(page, rows, below) or _by_name(page, rows, below)
    return Signer(page=page, capacities=tuple(found), name=_name(page, rows, found, last_y))


def _by_shape(page: Page, rows: Sequence[Row], below: float | None) -> Signer | None:
    """A block whose title is in no list: capitals at the right, room for a signature, a name under their middle.

    Its title stays as it was read, and a person is asked.
    """
    found: list[Row] = []
    top = below if below is not None else max(UNNAMED * page.height, _end_of_text(page, rows))
    for row, whole in _right_parts(page, rows, top):
        part = _readable(whole)
        if not _is_title(part) or (below is None and _middle(part) < CENTRE * page.width):
            continue
        if found and row.middle - found[-1].middle > 3.6 * row.height:
            break
        found.append(Row(page=row.page, words=part))
    if not found and below is not None:
        found = _beside(page, rows, below)
    if not found:
        return None
    lines = [Capacity(text=row.text.strip(" .,:;-"), repaired=1, words=row.words) for row in found]
    name = _name(page, rows, lines, found[-1].middle + SIGNED * found[-1].height)
    return Signer(page=page, capacities=tuple(lines), name=name, shaped=True) if name else None


def _by_name(page: Page, rows: Sequence[Row], below: float | None) -> Signer | None:
    """A name alone at the right of the recipients, where nothing is left of the title above it."""
    if below is None:
        return None
    for row, part in reversed(list(_right_parts(page, rows, below + SIGNED * rows[-1].height))):
        words = swept(part)
        sure = words and min(word.confidence for word in words) >= PRINTED
        if sure and row.middle < below + DEPTH * page.height and _is_name(words):
            return Signer(page=page, capacities=(), name=words, shaped=True)
    return None


def _beside(page: Page, rows: Sequence[Row], below: float) -> list[Row]:
    """What a seal leaves of the title that stands at the height of the recipients; nothing where that is no capital."""
    for row, part in _right_parts(page, rows, below):
        near = row.middle - below < BESIDE * row.height
        if near and sum(sign.isupper() for sign in text_of(part)) >= LEFT_OF_TITLE:
            return [Row(page=row.page, words=part)]
    return []


def _is_title(words: Sequence[Word]) -> bool:
    """Whether words can be a title in capitals: two to eight of them, and no sign that begins a list."""
    text = text_of(words)
    letters = [sign for sign in text if sign.isalpha()]
    capital = len(letters) >= 5 and all(sign.isupper() for sign in letters) and len(letters) >= 0.8 * len(text) - 8
    return capital and 2 <= len(words) <= 8 and not any(sign in text for sign in ":0123456789")


def _is_signed(found: Sequence[Capacity]) -> bool:
    """Without ``Nơi nhận`` beside it, a single line of capacity has to be read without a doubt."""
    sure = not found[0].repaired and not offices.is_body(found[0].text)
    return len(found) > 1 or found[0].text.startswith(offices.PREFIXES) or sure


def _end_of_text(page: Page, rows: Sequence[Row]) -> float:
    """Where the text of a page ends without ``Nơi nhận``: nobody signs above a line that fills the page's width."""
    wide = (
        row.middle
        for row in rows
        if row.middle < FOOT * page.height
        and any(page_rows.around(part).width > FULL * page.width for part in page_rows.pieces(row, gap=1.6))
    )
    return max(wide, default=UPPER * page.height)


def _right_parts(page: Page, rows: Sequence[Row], top: float) -> Iterator[tuple[Row, tuple[Word, ...]]]:
    for row in rows:
        if row.middle < top:
            continue
        for part in page_rows.pieces(row, gap=1.2):
            words = tuple(word for word in part if any(sign.isalnum() for sign in word.text))
            if words and part[0].box.x0 > RIGHT * page.width:
                yield row, words


def _readable(words: Sequence[Word]) -> tuple[Word, ...]:
    """Without the smears of a seal or a signature: words that the engine does not believe in."""
    return tuple(word for word in words if word.confidence > SMEAR)


def _capacity(words: Sequence[Word]) -> Capacity | None:
    text = _SMEARED.sub("", text_of(words))
    letters = [sign for sign in text if sign.isalpha()]
    if len(letters) < 4 or sum(letter.isupper() for letter in letters) < 0.75 * len(letters):
        return None
    # Strokes of a pen may stand before or after the title on its row.
    for start in range(min(3, len(words))):
        read = text_of(words[start:])
        parsed = offices.signer_line(_SMEARED.sub("", read))
        if parsed is not None:
            smeared = bool(_SMEARED.search(read)) or any(word.confidence <= SMEAR for word in words[start:])
            repaired = parsed.repaired + start + smeared
            return Capacity(text=str(parsed.value), repaired=repaired, words=tuple(words[start:]))
    return None


def _with_rest(above: Capacity, words: Sequence[Word], below: float) -> Capacity | None:
    """A title whose unit goes on right below, in capitals and centred: ``TRƯỞNG PHÒNG TỔ CHỨC HÀNH / CHÍNH``.

    Where the line break parts no expression that is known, it may be a smear, and a person is asked.
    """
    one, other = page_rows.around(above.words), page_rows.around(words)
    centred = abs(one.middle[0] - other.middle[0]) < one.height and other.width < one.width
    text, rest = above.text.rpartition(". ")[2], text_of(words)
    if not (centred and below < LEADING * one.height and rest.replace(" ", "").isalpha() and rest.isupper()):
        return None
    if offices.is_bare_title(text):
        return None
    joined = phrases.restore(f"{above.text} {rest}")
    parted = joined.known[len(above.text.split()) - 1 :][:2] != (True, True)
    return Capacity(text=joined.text, repaired=above.repaired + parted, words=(*above.words, *words))


def _torn(words: Sequence[Word]) -> Capacity | None:
    """The end of a title whose beginning lies under the seal."""
    title = offices.torn_title(text_of(words))
    return Capacity(text=title, repaired=3, words=tuple(words)) if title else None


def _name(page: Page, rows: Sequence[Row], capacities: Sequence[Capacity], last_y: float) -> tuple[Word, ...]:
    """The lowest line under the capacity that can be a name and stands in the middle under it."""
    boxes = [page_rows.around(line.words) for line in capacities]
    middle = sum(box.x0 + box.x1 for box in boxes) / (2 * len(boxes))
    best: tuple[Word, ...] = ()
    for row in rows:
        if not last_y + row.height < row.middle < last_y + DEPTH * page.height:
            continue
        for part in page_rows.pieces(row, gap=1.6):
            words = swept([word for word in part if word.box.x0 > (RIGHT - 0.04) * page.width])
            if words and _is_name(words) and abs(_middle(words) - middle) < 0.11 * page.width:
                best = words
    return best


def _middle(words: Sequence[Word]) -> float:
    box = page_rows.around(words)
    return (box.x0 + box.x1) / 2


def _is_name(words: Sequence[Word]) -> bool:
    text = offices.without_rank(text_of(words))
    parts = text.split()
    if len({part.isupper() for part in parts if len(part) > 1}) > 1:
        return False  # NGUYỄN Văn: a smear stands beside it
    begun = (part[0].isupper() or part[0].isdigit() or texts.fold(part) in _MIDDLE for part in parts)
    if not 2 <= len(parts) <= 6 or not all(begun):
        return False
    if signatures.is_office(text):
        return False
    return names.plausibility(text) >= 0.6 and not _is_title_or_type(text)


def _is_title_or_type(text: str) -> bool:
    """Whether a line is an office or a type of paper; a name that is only like one is none: Tống Kim Vân."""
    line = offices.signer_line(text)
    known = line is not None and (text.isupper() or not line.repaired or names.begins_strangely(text))
    return known or (text.isupper() and bool(offices.type_of(text)))
