"""Where a value stands: right of its label, on the lines after it, or below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from pipeline.domain import spelling
from pipeline.domain.kinds import FieldKind
from pipeline.domain.page import Box, Word, text_of
from pipeline.stages import matching
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction.labels import Hit
from pipeline.stages.rows import LEADER, Row

#: The capital letters of Vietnamese, for the inside of a character class: À-Ỹ would hold small ones too.
CAPITALS: Final = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA, 2))
#: White inside a value, in heights of its row: wider is the border of a column. Measured on printed forms: justified
#: lines and digits in boxes stay below 3.
COLUMN_GAP: Final = 4.0
#: White before a label that the kind does not know, in heights of the row, where nothing stands behind its colon.
APART: Final = 1.0
#: A line that goes on stands this close below the one before it, in heights of the row.
NEXT_LINE: Final = 3.2
#: A line with fewer letters may be dust in a cell, and goes on only with one that was full.
LETTERED: Final = 3
#: A label that the kind does not know, inside a row: a capital letter, then words without one, a colon.
_STRANGER: Final = re.compile(rf"(?<=\s)\(?[{CAPITALS}][^\s:]*(?:\s(?!\(?[{CAPITALS}])[^\s:]+){{0,7}}\s?:(?!\d)")
#: The same at the beginning of a row, with or without numbering.
_LEADING_STRANGER: Final = re.compile(rf"^\s*(?:[-*•+]|\(?\d{{1,2}}[.)])?\s*[{CAPITALS}][^:]{{1,60}}:(?!\d)")
#: Dirt behind the word for a unit is no colon: ``xã Si Pa Phìn, huyện: Nậm Pồ``.
_UNIT_BEFORE_COLON: Final = re.compile(r"^[^:]*, ?(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh) ?:")
#: A row of so many parts is one of a table, and goes on with nothing.
TABLE: Final = 3
_NUMBERED: Final = re.compile(r"^\s*(?:\(?\d{1,2}[.)/]|[IVX]{1,4}\.|[a-hđ]\))\s+\S")
#: What stands before each of several values, and what engines make of it.
_DASHES: Final = frozenset("-–~•*+")
_BULLET: Final = re.compile(rf"^\s*[-*•+]\s*[{CAPITALS}]")
#: In a list engines take a dash for ``~``.
_LISTED: Final = re.compile(rf"^\s*[-~*•+]\s*[{CAPITALS}]")
#: What a pen's line or a border leaves around words.
_DUST: Final = " \t:;,.…_-–—·•*|\\/'\"`~=<>‹›«»„“”‘’[]{}"
#: The number of a dossier inside its code, and perhaps that of its result.
_CODE_END: Final = re.compile(r"[0-9OoIl]{4,6}(?:-KQ\d+)?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?!\d)")
_STATE: Final = "conghoaxahoichunghia"
_MOTTO: Final = "doclaptudohanhphuc"
#: What a pen's tick before a value was read as: ``v Nhóm 1``, ``w/ Đội 5``.
_TICK: Final = re.compile(r"[vw][/⁄|]?")
_ABBREVIATION: Final = re.compile(r"(?:^|[\s.])(?:[A-ZĐ]{1,3}|T[pxt])\.$")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """All rows of a paper and the labels found on them."""

    rows: tuple[Row, ...]
    hits: tuple[Hit, ...]
    _by_row: dict[int, tuple[Hit, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_row: dict[int, tuple[Hit, ...]] = {}
        for hit in self.hits:
            by_row[hit.row] = (*by_row.get(hit.row, ()), hit)
        object.__setattr__(self, "_by_row", by_row)

    def on_row(self, number: int) -> tuple[Hit, ...]:
        """The labels of one row, from left to right."""
        return self._by_row.get(number, ())

    @cached_property
    def margins(self) -> dict[int, tuple[int, int]]:
        """For each page, the left and right end of its text, in pixels; a few stray rows do not count."""
        ends: dict[int, list[Row]] = {}
        for row in self.rows:
            ends.setdefault(row.page, []).append(row)
        return {page: (_low([r.box.x0 for r in rows]), -_low([-r.box.x1 for r in rows])) for page, rows in ends.items()}


def _low(ends: Sequence[int]) -> int:
    return sorted(ends)[len(ends) // 20]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The words of a value as they stand on one page, line by line."""

    page: int
    lines: tuple[tuple[Word, ...], ...]

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line)

    @property
    def text(self) -> str:
        return text_of(self.words)

    @property
    def box(self) -> Box:
        return page_rows.around(self.words)


def value_of(sheet: Sheet, hit: Hit, kind: FieldKind) -> Passage | None:
    """The words that belong to a label, or None where nothing but leaders stands there."""
    row = sheet.rows[hit.row]
    end = _end_on_row(sheet, hit, free=_is_free(kind))
    first = () if kind.place == "below" else swept(_until_column(row, row.cut(hit.body, end), free=_is_free(kind)))
    lines = [first] if first else []
    if not lines and (below := _below(sheet, hit, titled=kind.id.endswith("_title"))):
        lines, number = [below[0]], below[1]
    else:
        number = hit.row
    if not lines:
        return None
    if kind.type == "dossier_code" and (whole := _whole_code(sheet, hit, number, lines[-1])):
        return Passage(page=row.page, lines=whole)
    narrow = bool(row.limit)
    while len(lines) < _most_lines(kind, lines, narrow=narrow) and (more := _continued(sheet, hit, number, lines[-1])):
        lines[-1] = going_on(lines[-1], sheet.rows[number].words)
        lines.append(_led(more, sheet.rows[number + 1].words, lines))
        number += 1
    return Passage(page=row.page, lines=tuple(lines))


def _led(more: tuple[Word, ...], row: Sequence[Word], above: Sequence[Sequence[Word]]) -> tuple[Word, ...]:
    """A further line with the dash before it, where dashes part what stands above: ``Đội 5 - xã A / - huyện B``."""
    before = [word for word in row if word.box.x1 <= more[0].box.x0][-1:]
    parted = any(word.text in ("-", "–") for line in above for word in line)
    return (*before, *more) if parted and before and before[0].text in ("-", "–") else more


def beside(sheet: Sheet, hit: Hit) -> Box:
    """The paper behind a label up to the next one or the margin, a row's height above and below."""
    row = sheet.rows[hit.row]
    following = [row.x_at(other.start) for other in sheet.on_row(hit.row) if other.start >= hit.body]
    label, high = page_rows.around(row.cut(hit.start, hit.body) or row.words), round(row.height)
    right = min(following, default=row.limit or max(sheet.margins[row.page][1], row.box.x1) + high)
    return Box(x0=label.x1, y0=max(0, label.y0 - high), x1=max(label.x1, right), y1=label.y1 + high)


def before_unit(sheet: Sheet, hit: Hit) -> Box:
    """The paper behind a label, as high as its words, up to the unit or the margin: ``Số lượng hồ sơ: ……01…… (bộ)``."""
    whole, row = beside(sheet, hit), sheet.rows[hit.row]
    label = page_rows.around(row.cut(hit.start, hit.body) or row.words)
    lettered = (word.box.x0 for word in row.cut(hit.body, len(row.text)) if any(map(str.isalpha, word.text)))
    return replace(whole, x1=max(whole.x0, min(whole.x1, next(lettered, whole.x1))), y0=label.y0, y1=label.y1)


def _whole_code(
    sheet: Sheet, hit: Hit, number: int, first: tuple[Word, ...]
) -> tuple[tuple[Word, ...], tuple[Word, ...]] | None:
    """A code that a line broke behind its dash, as two lines: ``…-231023-`` and ``0168`` below; else None."""
    row = sheet.rows[number]
    last = next((word for word in row.words if word.box == first[-1].box), None)
    if last is None or not last.text.endswith("-") or not _goes_down(sheet, number + 1):
        return None
    left, right = row.x_at(hit.start), last.box.x1
    for part in page_rows.pieces(sheet.rows[number + 1], gap=COLUMN_GAP):
        rest = swept(part)
        if rest and left - row.height <= rest[0].box.x0 < right and _CODE_END.fullmatch(text_of(rest)):
            return (*first[:-1], last), rest
    return None


def _most_lines(kind: FieldKind, lines: Sequence[Sequence[Word]], *, narrow: bool) -> int:
    """A date goes on to a second line only while it has no year; a name may, and anything longer in a narrow column."""
    if kind.type not in ("date", "datetime"):
        most = max(kind.lines, 2) if kind.type == "name" else kind.lines
        return 2 * most if narrow and most > 1 else most
    return 1 if any(_YEAR.search(word.text) for line in lines for word in line) else 2


def _is_free(kind: FieldKind) -> bool:
    """Types whose parser finds its value among other words need no column border."""
    return kind.type in ("date", "datetime", "personal_id", "identity")


def _end_on_row(sheet: Sheet, hit: Hit, *, free: bool) -> int:
    """Where the next label of the row begins. A ``free`` value is not there yet while no figure is."""
    following = [other.start for other in sheet.on_row(hit.row) if other.start >= hit.body]
    end = min(following, default=len(sheet.rows[hit.row].text))
    text = sheet.rows[hit.row].text[hit.body : end]
    for stranger in _STRANGER.finditer(text):
        begin, behind = hit.body + stranger.start(), text[stranger.end() :].strip(_DUST)
        before = text[: stranger.start()].strip(_DUST)
        if spelling.is_broken(stranger[0].rstrip(" :").split()[-1]):
            continue  # a misread word of the value: Cấp Phiế: lý lịch
        if before and not (free and not _has_digit(before)) and (behind or _stands_apart(sheet.rows[hit.row], begin)):
            return begin
    return end


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _stands_apart(row: Row, at: int) -> bool:
    """Whether white parts a word from the one before it: a colon after a value's last word makes no label of it."""
    before = row.cut(0, at)
    return bool(before) and row.x_at(at) - before[-1].box.x1 > APART * row.height


def _until_column(row: Row, words: Sequence[Word], *, free: bool) -> tuple[Word, ...]:
    kept: list[Word] = []
    if matching.bare(text_of(words)).startswith((_STATE, _MOTTO)):
        return ()  # the heading of the page beside a label with its value below
    for word in words:
        if kept and not free and word.box.x0 - kept[-1].box.x1 > COLUMN_GAP * row.height:
            break
        if LEADER.sub("", word.text).strip(_DUST) or kept:
            kept.append(word)
    return tuple(kept)


def swept(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words without leaders and dust at both ends; inside, leaders are dropped."""
    bare = [_unled(word) for word in words]
    kept = [word for word in bare if word is not None]
    if len(kept) > 1 and _TICK.fullmatch(kept[0].text):
        kept.pop(0)
    while kept and not any(sign.isalnum() for sign in kept[0].text):
        if kept[0].text in '([“"':
            break
        kept.pop(0)
    while kept and not any(sign.isalnum() for sign in kept[-1].text):
        if kept[-1].text in ')]”"':
            break
        kept.pop()
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip(_DUST))
        last = kept[-1].text.rstrip(" :;,…_-–—·•*|\\/'`~=<>‹›„")
        if last.endswith(".") and not _ABBREVIATION.search(last):
            last = last.rstrip(".")
        kept[-1] = replace(kept[-1], text=last)
    return tuple(word for word in kept if word.text)


def _unled(word: Word) -> Word | None:
    text = LEADER.sub(" ", word.text).strip()
    if text == word.text:
        return word
    return replace(word, text=" ".join(text.split())) if text else None


def going_on(line: tuple[Word, ...], words: Sequence[Word]) -> tuple[Word, ...]:
    """A swept line of a value that goes on below, with the comma or dash that ends it among the words of its row."""
    at = next((at for at, word in enumerate(words) if word.box == line[-1].box), None)
    if at is None:
        return line
    if words[at].text.removeprefix(line[-1].text) in (",", ";"):
        return (*line[:-1], words[at])
    behind = words[at + 1 : at + 2]
    return (*line, *behind) if behind and behind[0].text in ("-", "–") else line


def _below(sheet: Sheet, hit: Hit, *, titled: bool) -> tuple[tuple[Word, ...], int] | None:
    """The words under a label whose right side is empty, and the number of their row.

    ``titled``: the value is somebody's title, which in small letters is none of those that stand over signatures.
    """
    number = hit.row + 1
    if not _goes_down(sheet, number):
        return None
    row, under = sheet.rows[hit.row], sheet.rows[number]
    if row.cell >= row.box.x1:
        return None  # the cell of the value is empty
    left = row.x_at(hit.start)
    following = [other.start for other in sheet.on_row(hit.row) if other.start >= hit.body]
    right = row.x_at(min(following)) if following else max(sheet.margins[row.page][1], under.box.x1) + 1
    here = [other for other in sheet.on_row(number) if left - row.height <= under.x_at(other.start) < right]
    if here and not (titled and hit.colon and not here[0].colon and not under.text.isupper()):
        return None
    if any(other.colon and under.x_at(other.start) < left for other in sheet.on_row(number)):
        return None  # NGƯỜI MẸ over the value of Họ và tên
    if not following and not sheet.on_row(number) and not row.cut(0, hit.start):
        left = 0  # the label has the row for itself: so has the value
    inside = [word for word in under.words if left - row.height <= word.box.x0 < right - 0.3 * row.height]
    words = swept(_until_column(under, inside, free=False))
    return (words, number) if words and not starts_anew(under, words) else None


def _goes_down(sheet: Sheet, number: int) -> bool:
    """Whether a row stands on the same page and close below the one before it."""
    if number >= len(sheet.rows):
        return False
    above, row = sheet.rows[number - 1], sheet.rows[number]
    height = max(above.height, row.height)
    return row.page == above.page and 0 < row.middle - above.middle <= NEXT_LINE * height


def _continued(sheet: Sheet, hit: Hit, number: int, last: Sequence[Word]) -> tuple[Word, ...]:
    """The words of the next row that go on with a value whose last line is ``last``, on row ``number``."""
    below = number + 1
    if not _goes_down(sheet, below) or _column_is_taken(sheet, hit, below):
        return ()
    row = sheet.rows[below]
    if row.cell == row.box.x0 and row.limit == sheet.rows[hit.row].limit and len(row.folded) >= LETTERED:
        return swept(row.words)  # the same cell
    parts = page_rows.pieces(row, gap=COLUMN_GAP)
    left, right = _span(sheet, hit, columns=len(parts) > 1)
    mine = [part for part in parts if left - 2 * row.height <= part[0].box.x0 < right - row.height]
    if not mine or not swept(mine[0]) or len(parts) >= TABLE or mine[0][-1].text.endswith(":"):
        return ()
    if _is_listed(sheet, hit, number) and _LISTED.match(text_of(mine[0])):
        return swept(mine[0])
    if starts_anew(row, mine[0]):
        return ()
    if _runs_on(sheet, hit, number, last[-1].box.x1, mine[0][-1].box.x1, right):
        return ()
    others = [other for other in sheet.on_row(below) if mine[0][0].box.x0 - 1 <= row.x_at(other.start) < right]
    if any(row.x_at(other.start) <= mine[0][0].box.x0 + row.height for other in others):
        return ()
    # The white between two columns is no room for a word.
    slack = 2 * row.height if right < sheet.margins[row.page][1] else 0.0
    if _is_capital(mine[0]) and not _is_capital(last):
        return ()  # a headline
    if not _was_full(sheet, row, last, mine[0], right - slack):
        return ()
    edge = min((row.x_at(other.start) for other in others), default=mine[0][-1].box.x1 + 1)
    return swept([word for word in mine[0] if word.box.x0 < edge])


def _runs_on(sheet: Sheet, hit: Hit, number: int, end: int, below: int, right: int) -> bool:
    """Whether the next row goes on with the last label above it, in running text, and not with an earlier one's value.

    That value ends at ``end``, the line below at ``below``, and the next label begins at ``right``.
    """
    row = sheet.rows[number + 1]
    followed = number == hit.row and any(other.start >= hit.body for other in sheet.on_row(number))
    tight = followed and right - end < APART * row.height
    return tight or (right < _span_end(sheet, row) and below > right + row.height)


def _is_listed(sheet: Sheet, hit: Hit, number: int) -> bool:
    """Whether the value begins with a dash or its row ``number`` ends with a semicolon, so that those below with a dash
    belong to it: ``Kính gửi: - A; - B``."""
    begun = sheet.rows[hit.row].text[hit.body :].lstrip()[:1] in _DASHES
    return begun or sheet.rows[number].text.rstrip().endswith(";")


def _span(sheet: Sheet, hit: Hit, *, columns: bool) -> tuple[int, int]:
    """How far left and right a value may reach on the row after its label, in pixels.

    The last value of a row goes on at the left margin, unless the next row stands in ``columns`` itself.
    """
    row = sheet.rows[hit.row]
    margin_left, margin_right = sheet.margins[row.page]
    on_row = sheet.on_row(hit.row)
    later = [other for other in on_row if other.start >= hit.body]
    alone = not any(other.body <= hit.start for other in on_row)
    left = row.x_at(hit.start)
    if not later and (alone or not columns):
        left = min(left, margin_left)
    return left, row.x_at(later[0].start) if later else row.limit or max(margin_right, row.box.x1)


def _span_end(sheet: Sheet, row: Row) -> int:
    return row.limit or max(sheet.margins[row.page][1], row.box.x1)


def _column_is_taken(sheet: Sheet, hit: Hit, below: int) -> bool:
    """Whether a label stands right under one that is not the first of its row: the row below is of two columns."""
    row, under = sheet.rows[hit.row], sheet.rows[below]
    if not any(other.body <= hit.start for other in sheet.on_row(hit.row)):
        return False
    x = row.x_at(hit.start)
    return any(abs(under.x_at(other.start) - x) < 1.5 * row.height for other in sheet.on_row(below))


def _is_capital(words: Sequence[Word]) -> bool:
    letters = [sign for word in words for sign in word.text if sign.isalpha()]
    return len(letters) > 5 and sum(sign.isupper() for sign in letters) > 0.8 * len(letters)


def _was_full(sheet: Sheet, row: Row, last: Sequence[Word], first: Sequence[Word], right: float) -> bool:
    """Whether the next word had no room on the line above: then it is there because the line was full."""
    room = right - last[-1].box.x1
    return room < first[0].box.width + 2.5 * row.height + 0.04 * (right - sheet.margins[row.page][0])


def starts_anew(row: Row, words: Sequence[Word]) -> bool:
    """Whether a row begins something of its own: a label that the kind does not know, a numbered line, a bullet."""
    text = text_of(words)
    strange = _LEADING_STRANGER.match(text) and not _UNIT_BEFORE_COLON.search(text)
    begins = bool(strange or _NUMBERED.match(text) or _BULLET.match(text))
    return begins and words[0].box.x0 <= row.box.x0 + row.height
