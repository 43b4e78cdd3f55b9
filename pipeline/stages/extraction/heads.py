"""The head of an official paper: who issued it on the left, the country's name, place and day on the right.

Source of the layout: Decree 30/2020/NĐ-CP, Appendix I.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.domain import offices, spelling, texts
from pipeline.domain.page import Page, Word
from pipeline.stages import matching
from pipeline.stages import rows as page_rows
from pipeline.stages.rows import LEADER, Row

_COUNTRY: Final = matching.bare("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
_MOTTO: Final = matching.bare("Độc lập - Tự do - Hạnh phúc")
#: How alike the read name of the country has to be; nothing else in a head comes near it.
ALIKE: Final = 0.7
#: Where the halves part if neither country nor motto can be read, as a share of the page's width, and how far down
#: the head can reach then, as a share of its height.
MIDDLE, DEEPEST = 0.46, 0.3
#: How many rows of a smear may stand between the bodies and the number.
SMEARED: Final = 2

#: White between the halves of a row, in its heights.
GAP: Final = 1.6

#: How the text after title and subject begins.
BODY: Final = re.compile(
    r"^\W*(can cu|theo de nghi|xet |thuc hien (nghi dinh|quyet dinh|ke hoach|luat|thong tu|chi thi|cong van)"
    r"|kinh gui|dieu 1|phan i\b|chuong i\b|1\.|i\.|de (?!nghi\b)|quoc hoi ban hanh|bo truong .* ban hanh)"
)
#: ``Kính gửi:``, of which a stamp may hide the beginning.
TO: Final = re.compile(r"^\W*kinh gui\s*[:;.,]*\s*|^.{0,45}?\bgui\s*[:;]\s*")

_NUMBER_LABEL: Final = re.compile(r"^[\W_]*(?:luat\s+)?[s§][o0]\s*(?=[^a-z\s])|^s[o0]$")
_DAY: Final = re.compile(
    r"\b\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4}|\bng[ay]{1,3}\b|\bth[an]{1,2}g\b.*\bn[a]m\b|\bnam\s*\d{4}"
)
#: ``V/v``, of which the stroke is read as several things and the second letter is easily lost.
ABOUT: Final = re.compile(r"^\W*[vV]\s*(?:[/⁄]\s*(?:[vV]\b|[%y](?=\s)|(?=\s))|[1lI|]\s*[vV]\b|[wWvV]{1,2}\b)[\s:.]*")

#: The same in words, which belong to the subject.
IN_WORDS: Final = re.compile(r"^\W*[Vv]ề việc\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head's parts as rows of words; an empty tuple where a part was not found."""

    #: Lines of the bodies, from the parent to the issuing one.
    bodies: tuple[Row, ...]
    #: The row that begins with ``Số:``.
    number: Row | None
    #: The lines of ``V/v …`` under the number, on letters.
    about: tuple[Row, ...]
    #: The row with place and day.
    day: Row | None
    #: The last row of the head, counted in the page's rows, and where the halves part, in pixels.
    end: int
    split: float


def find(page: Page, rows: Sequence[Row]) -> Head | None:
    """The head of a page, or None where the page has none. ``rows`` are the page's."""
    anchor = _anchor(page, rows)
    if anchor is None:
        return None
    first, split = anchor
    lefts: list[Row] = []
    rights: list[Row] = []
    end = first
    for at in range(first, len(rows)):
        row = rows[at]
        left, right = _parted(row, split)
        if at > first + 1 and (is_about(row.text) or not _is_head(left, right)):
            if _is_title(row):
                break
            if _crosses(row, split):
                if _goes_on(rows[at + 1 : at + 1 + SMEARED], split):
                    continue  # what engines read in the rules under the two halves
                break
        if row.middle - rows[first].middle > 0.25 * page.height:
            break
        if left is not None:
            lefts.append(left)
        if right is not None:
            rights.append(right)
        end = at
    return _sorted_out(lefts, rights, end, split)


def _goes_on(rows: Sequence[Row], split: float) -> bool:
    return any(_is_head(*_parted(row, split)) and not _crosses(row, split) for row in rows)


def _is_title(row: Row) -> bool:
    return is_capital(row) and bool(offices.type_of(row.text))


def _anchor(page: Page, rows: Sequence[Row]) -> tuple[int, float] | None:
    for wanted, share in ((_COUNTRY, 0.0), (_MOTTO, 0.06)):
        for at, row in enumerate(rows):
            if row.middle > page.height * 0.5:
                break
            hit = next(iter(matching.occurrences(wanted, row.folded, least=ALIKE)), None)
            # A law's last page speaks of the country in a sentence; the head says it in capitals.
            if hit is not None and (share or _is_capital(row.text[row.origins[hit[0]] : row.origins[hit[1] - 1]])):
                x = row.x_at(row.origins[hit[0]])
                # The motto is shorter than the country's name above it.
                return max(0, at - (share > 0)), x - max(0.4 * row.height, share * page.width)
    return None


def _parted(row: Row, split: float) -> tuple[Row | None, Row | None]:
    left: list[Word] = []
    right: list[Word] = []
    for part in page_rows.pieces(row, gap=GAP):
        if left and _is_right(part, split):
            right.extend(part)  # a long place of the right half begins left of where the country's name does
        else:
            left.extend(word for word in part if word.box.middle[0] < split)
            right.extend(word for word in part if word.box.middle[0] >= split)
    return _row(row.page, left), _row(row.page, right)


def _is_right(words: Sequence[Word], split: float) -> bool:
    return page_rows.around(words).middle[0] >= split


def _row(page: int, words: Sequence[Word]) -> Row | None:
    kept = tuple(word for word in words if any(sign.isalnum() for sign in word.text))
    return Row(page=page, words=tuple(words)) if kept else None


def _crosses(row: Row, split: float) -> bool:
    """Whether text runs through the place where the halves part: then it is no longer the head."""
    for at, part in enumerate(page_rows.pieces(row, gap=GAP)):
        box = page_rows.around(part)
        if box.x0 < split - row.height and box.x1 > split + row.height and not (at and _is_right(part, split)):
            return True
    return False


def _is_head(left: Row | None, right: Row | None) -> bool:
    return (left is not None and _NUMBER_LABEL.match(texts.fold(left.text)) is not None) or (
        right is not None and _DAY.search(texts.fold(right.text)) is not None and "nam" in texts.fold(right.text)
    )


def _sorted_out(lefts: Sequence[Row], rights: Sequence[Row], end: int, split: float) -> Head:
    # A number below ``V/v`` is that of an arrival stamp.
    first_about = next((n for n, row in enumerate(lefts) if is_about(row.text)), len(lefts))
    at = next((n for n, row in enumerate(lefts[:first_about]) if is_number(row)), None)
    before = lefts if at is None else lefts[:at]
    return Head(
        bodies=_bodies(before),
        number=None if at is None else lefts[at],
        about=about(lefts[first_about:]),
        day=next((row for row in rights if _DAY.search(texts.fold(row.text))), None),
        end=end,
        split=split,
    )


def is_number(row: Row) -> bool:
    """Whether a row of the left half begins with ``Số`` or is a sign by its form."""
    folded = texts.fold(row.text).strip()
    return (
        _NUMBER_LABEL.match(folded) is not None or re.match(r"^\S{0,8}\s?/\s?(19|20)?\w+[-–]\w+$", row.text) is not None
    )


def is_about(text: str) -> bool:
    """Whether a line begins with ``V/v`` or what engines make of it: ``VÑ``, ``V#w``, no word of the language."""
    first = text.split(maxsplit=1)[0].strip("\"'“”‘’")
    name = first.isalpha() and (spelling.is_syllable(first) or (first.isupper() and len(first) > 2))  # VNPT
    strange = 1 < len(first) <= 4 and first[0] in "Vv" and not name
    return (ABOUT.match(text) or IN_WORDS.match(text)) is not None or strange


def without_about(text: str) -> str:
    """A subject without the ``V/v`` before it."""
    if not is_about(text) or IN_WORDS.match(text):
        return text
    rest = ABOUT.sub("", text)
    return rest if rest != text else text.partition(" ")[2]


def _bodies(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Lines in capitals, close below each other; a stamp or a signature's note is neither."""
    kept: list[Row] = []
    for row in rows:
        words = tuple(word for word in row.words if _is_capital(word.text))
        letters = sum(len(word.text) for word in words)
        if not words or letters < 0.6 * sum(len(word.text) for word in row.words):
            if kept:
                break
            continue
        if kept and row.middle - kept[-1].middle > 3.2 * kept[-1].height:
            break
        kept.append(Row(page=row.page, words=words))
    return tuple(kept)


def _is_capital(text: str) -> bool:
    letters = [sign for sign in LEADER.sub("", text) if sign.isalpha()]
    if not letters:
        return text in ("-", "–", "&", ",") or text.strip(".,;:()").isdigit()
    return sum(letter.isupper() for letter in letters) >= 0.7 * len(letters)


def about(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of ``V/v …`` as long as they follow each other closely."""
    at = next((n for n, row in enumerate(rows) if is_about(row.text)), None)
    if at is None:
        return ()
    kept = [rows[at]]
    for row in rows[at + 1 :]:
        far = row.middle - kept[-1].middle > 2.2 * max(kept[-1].height, row.height)
        stamped = is_capital(row) and not is_capital(kept[0])  # HỎA TỐC
        if far or stamped or texts.fold(row.text).startswith("kinh gui"):
            break
        kept.append(row)
    return tuple(kept)


def title_row(page: Page, rows: Sequence[Row], end: int) -> int | None:
    """The row of the type's name below a head that ends at row ``end``; None on a letter, which has none."""
    for at in range(end + 1, min(len(rows), end + 12)):
        row = rows[at]
        if row.middle > 0.6 * page.height or BODY.match(texts.fold(row.text)):
            return None
        if _is_title(row):
            return at
    return None


def is_capital(row: Row) -> bool:
    """Whether a row is printed in capitals, as titles are."""
    letters = [sign for sign in row.text if sign.isalpha()]
    return len(letters) >= 3 and sum(letter.isupper() for letter in letters) >= 0.75 * len(letters)


#: Types that are kinds of their own; all others are ``other``.
_KINDS: Final = {"QUYẾT ĐỊNH": "decision", "GIẤY PHÉP": "licence"}


def kind_of(page: Page, rows: Sequence[Row]) -> tuple[str, float] | None:
    """The kind of paper that the layout of a first page tells, and how surely; None where it tells nothing."""
    head = find(page, rows)
    if head is None or (head.number is None and not head.about and head.day is None):
        return None
    title = title_row(page, rows, head.end)
    if title is not None:
        if offices.type_of(rows[title].text) == "GIẤY CHỨNG NHẬN":
            return None  # certificates are forms: their title and labels tell more
        return _KINDS.get(offices.type_of(rows[title].text), "other"), 0.92
    addressed = any(TO.match(texts.fold(row.text)) for row in rows[head.end : head.end + 8])
    if head.about or addressed:
        return "official_letter", 0.95 if head.about and addressed else 0.8
    return None
