"""What has no label: the title, the issuing body in the corner, place and date of making, the code below its bars."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.domain import normalization, texts
from pipeline.domain.kinds import Kind
from pipeline.domain.page import Word, text_of
from pipeline.stages import classification, matching
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import places
from pipeline.stages.extraction.places import Passage, Sheet, going_on, swept
from pipeline.stages.rows import Row

#: White between the heading's two halves, in heights of the row.
HALVES: Final = 1.8
#: A title has at most so many lines.
TITLE_LINES: Final = 4
#: A centred line may lie off the middle of the one above by this share of its width.
CENTRED: Final = 0.1
#: The number of an identity card: twelve figures, or nine on the older ones.
_CARD: Final = re.compile(r"\d{12}|\d{9}")
#: The heading of a part right below a title.
_SECTION: Final = re.compile(r"\W*(?:(?:Phần|PHẦN|Mục|MỤC) [IVX\d]|(?:[IVX]{1,4}|[A-D]|\d{1,2})\s?[.)/-])")
#: Small letters are what engines see of figures: ``ngày II tháng``.
_DATE: Final = re.compile(r"\bng[a4]y[\s.…_\d/\-]{0,24}?(?:[iloqs|\d]{1,2}\W{1,3}th[a4]ng|th[a4]ng|/|\d)")
_STATE: Final = ("conghoaxahoichunghiavietnam", "doclaptudohanhphuc")
#: Words that a body's name begins with: a line with one of them begins another body.
BODIES: Final = re.compile(
    r"\W*(uy ban|ubnd|so|phong|bo|cuc|chi cuc|van phong|trung tam|hoi dong|tong cuc|ban|cong an|chi nhanh|thanh tra"
    r"|bao hiem xa hoi|kho bac)\b"
)


def title(sheet: Sheet, kind: Kind) -> Passage | None:
    """The lines of capitals that begin with a title of the kind; lines right below in capitals belong to it."""
    for number, row in enumerate(sheet.rows):
        part = _titled(row, kind)
        if part:
            return Passage(page=row.page, lines=_joined(sheet, list(_title_lines(sheet, number, part, kind))))
    return None


def _joined(sheet: Sheet, lines: Sequence[tuple[Word, ...]]) -> tuple[tuple[Word, ...], ...]:
    """Swept lines of one text, each but the last with the comma or dash that it ends with."""
    rows = {word.box: row.words for row in sheet.rows for word in row.words}
    return (*(going_on(line, rows.get(line[-1].box, ())) for line in lines[:-1]), lines[-1])


def is_title(row: Row, kind: Kind) -> bool:
    """Whether a title of the kind stands on a row."""
    return bool(_titled(row, kind))


def _titled(row: Row, kind: Kind) -> tuple[Word, ...]:
    for piece in page_rows.pieces(row, gap=classification.APART * 1.5):
        part = classification.lettered(piece)
        text = text_of(part)
        bare = matching.bare(text)
        if classification.is_capital(text) and any(
            matching.likeness(wanted, bare[: len(wanted)] if kind.title_goes_on else bare) >= classification.TITLE
            for wanted in map(matching.bare, kind.titles)
        ):
            return swept(part)
    return ()


def _title_lines(sheet: Sheet, number: int, first: tuple[Word, ...], kind: Kind) -> Iterator[tuple[Word, ...]]:
    yield first
    above = sheet.rows[number]
    # A frame for a photograph may stand beside the title.
    rows = [
        row
        for row in sheet.rows[number + 1 : number + 2 * TITLE_LINES]
        if row.box.x1 > first[0].box.x0 and not _is_dust(row, above)
    ]
    for row in rows[: TITLE_LINES - 1]:
        near = row.page == above.page and row.middle - above.middle < 2.6 * max(row.height, above.height)
        small = _goes_on(first, row, kind) if above is sheet.rows[number] else ()
        told = classification.is_capital(row.text) or bool(small)
        if not (near and told) or row.text.lstrip().startswith("(") or _SECTION.match(row.text):
            return
        if texts.fold(row.text) == row.text.lower() and len(row.words) > 2:
            return  # the title in another language
        yield swept(small or row.words)
        above = row


def _goes_on(title: Sequence[Word], row: Row, kind: Kind) -> tuple[Word, ...]:
    """The words in small letters that belong to a title: under a bare ``TỜ KHAI`` stands what is asked for, centred."""
    one = page_rows.around(title)
    bare = matching.bare(text_of(title))
    if len(title) > 2 and not (kind.title_goes_on and bare in map(matching.bare, kind.titles)):
        return ()
    for part in page_rows.pieces(row, gap=HALVES):
        border = max((at for at, word in enumerate(part) if word.text == "|"), default=-1)
        told = part[border + 1 :] or part
        other = page_rows.around(told)
        centred = abs(one.middle[0] - other.middle[0]) < CENTRED * other.width
        if centred and other.width > one.width and not any(":" in word.text for word in told):
            return told
    return ()


def _is_dust(row: Row, above: Row) -> bool:
    """Whether a row is a speck between two lines: far lower than they are, or nothing that the engine believes in."""
    return row.height < 0.5 * above.height or max(word.confidence for word in row.words) < 0.3


def issuer(sheet: Sheet, kind: Kind) -> Passage | None:
    """The body in the left corner of the heading, without its parent body."""
    lines: list[tuple[Word, ...]] = []
    for row in itertools.takewhile(lambda row: not is_title(row, kind), sheet.rows[:8]):
        part = page_rows.pieces(row, gap=HALVES)[0]
        text = text_of(part)
        left, right = sheet.margins[row.page]
        if not classification.is_capital(text) or _is_state(text) or part[0].box.x0 > (left + right) / 2:
            continue
        if lines and not _below(lines[-1], part):
            break
        lines = [] if BODIES.match(texts.fold(text)) else lines
        lines.append(swept(part))
    return Passage(page=sheet.rows[0].page, lines=_joined(sheet, lines)) if lines else None


def _is_state(text: str) -> bool:
    return any(matching.likeness(matching.bare(text), wanted) > 0.7 for wanted in _STATE)


def _below(above: Sequence[Word], part: Sequence[Word]) -> bool:
    """Whether a part stands close under another, in the same half of the page."""
    one, other = page_rows.around(above), page_rows.around(part)
    return min(one.x1, other.x1) > max(one.x0, other.x0) and other.y0 - one.y1 < 1.2 * one.height


def made_at(sheet: Sheet, kind: Kind) -> Passage | None:
    """The place before the date of making: ``Làm tại: xã A, ngày …``."""
    found = _made(sheet, kind)
    return None if found is None or not found.place else Passage(page=found.page, lines=(found.place,))


def made_on(sheet: Sheet, kind: Kind) -> Passage | None:
    """The date that follows a place, the last one of the paper."""
    found = _made(sheet, kind)
    return None if found is None or not found.date else Passage(page=found.page, lines=found.date)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """Place and date of making, in words of one page."""

    page: int
    place: tuple[Word, ...]
    #: Line by line: in a narrow column the year stands below.
    date: tuple[tuple[Word, ...], ...]


_PLACED: Final = re.compile(r"^\W*(?:lam tai\W*|tai\W+)?")
#: The end of a date that stands before another one on the same line, filled in or not.
_BEFORE: Final = re.compile(r".*\bt?h[a4]ng[\s.…_\d]*n[a4]m\b[\s.…_\d]*")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
#: The year of a date on the line below it.
_YEAR_BELOW: Final = re.compile(r"\W*(?:n[a4]m\W*)?(?:19|20)\d\d\W*$")
#: It stands this close below, in heights of the row.
YEAR_BELOW: Final = 2.3


def _made(sheet: Sheet, _: Kind) -> _Made | None:
    """The last place with a date; where several people sign side by side, one whose date is filled in."""
    found = (_made_on_row(sheet, at, filled=filled) for filled in (True, False) for at in _upwards(sheet))
    return next((made for made in found if made is not None), None)


def _upwards(sheet: Sheet) -> range:
    return range(len(sheet.rows) - 1, -1, -1)


def _made_on_row(sheet: Sheet, at: int, *, filled: bool) -> _Made | None:
    row = sheet.rows[at]
    for part in page_rows.pieces(row, gap=2 * classification.APART):
        whole = Row(page=row.page, words=part)
        folded = texts.fold(whole.text)
        ends = len(folded)
        for date in reversed(list(_DATE.finditer(folded))):
            begins = (_BEFORE.match(folded[: date.start()]) or _PLACED.match(folded) or date).end()
            before, told = whole.text[begins : date.start()], whole.cut(date.start(), ends)
            ends = date.start()
            if filled and not any(sign.isdigit() for word in told for sign in word.text):
                continue
            if len(before.split()) <= 8 and ("," in before or "lam tai" in folded) and ":" not in before:
                lines = (swept(told), *_year_below(sheet, at, told, part[0].box.x0))
                place = swept(whole.cut(begins, date.start()))
                return _Made(page=row.page, place=place, date=tuple(line for line in lines if line))
    return None


def _year_below(sheet: Sheet, at: int, date: Sequence[Word], left: int) -> Iterator[tuple[Word, ...]]:
    """``năm 2024`` under a date that has no year, and that stands on a line which begins at ``left``."""
    row, box = sheet.rows[at], page_rows.around(date)
    if _YEAR.search(text_of(date)):
        return
    worded = texts.fold(text_of(date)).rstrip(" .,").endswith("nam")
    for below in sheet.rows[at + 1 :]:
        if below.page != row.page or below.middle - row.middle > YEAR_BELOW * row.height:
            return
        for part in page_rows.pieces(below, gap=HALVES):
            under = page_rows.around(part)
            beside = under.x1 < min(left, box.x0 - box.width) or under.x0 > box.x1
            told = texts.fold(text_of(part))
            if not beside and _YEAR_BELOW.match(told) and worded != ("n" in told):
                yield swept(part)
                return


#: What may stand before the verb that asks: numbering, and the small words of an opening.
_OPENING: Final = (
    r"^\W*(?:\(?\d{1,2}[.)]\s*|[a-hd][.)]\s*)?"
    r"(?:(?:nay|vay|vi vay|vi the|do do|do vay|toi|chung toi|em|gia dinh|ba con|kinh|rat|xin|nen|de|bang"
    r"|(?:lam|viet|co|gui|bang)(?: don| to don)?(?: nay)?|don nay)\W+){0,8}"
)
#: Those who are asked, after the verb.
_ASKED: Final = (
    r"(?:\W+(?:den |toi )?(?:cac )?"
    r"(?:(?:ban giam hieu|nha truong|quy thay,? co)\b(?:\W+(?:nha truong|quy thay,? co)\b)?"
    r"|quy (?:co quan|uy ban|ubnd|don vi|phong|cap|toa|so|ban|vien|van phong|trung tam)\b"
    # A head, or an office by its short name, which is asked to consider.
    r"|(?:ban giam doc|lanh dao)\b[^,.;:]{0,20}?(?=\W+(?:cho|cap|xac nhan|xem xet)\b)"
    r"|(?:phong|so|uy ban|ubnd|cong an|chi cuc|trung tam|ban)\b[^,.;:]{0,40}?(?=\W+xem xet\b)))?"
    r"(?:\W+xem xet(?:\W+(?:va )?giai quyet)?(?=\W+(?!theo\b|cho\b|som\b)\w))?"
)
#: How a sentence that asks leads over to what follows it.
_LEADING_OVER: Final = re.compile(r"(?:cu the|nhu sau|voi (?:cac )?noi dung)(?:\W+(?:la|nhu sau|sau|sau day))*\W*")
#: The sentences that ask, the plainest verb first; ``kính mong … xem xét, giải quyết`` at the end asks for nothing new.
_REQUESTS: Final = tuple(
    re.compile(f"{_OPENING}(?:{verb}){_ASKED}")
    for verb in (
        r"de nghi\b",
        r"(?:yeu cau|kinh xin|mong muon|mong)\b"
        r"(?!.{0,40}\bxem xet\W+(?:va )?(?:giai quyet|giup do|quan tam|tao dieu kien))"
        r"(?!\W+(?:duoc|nhan|som|su)\b)",
        r"(?<=don nay )xin\b|(?<=don )xin\b|(?<=don nay de )xin\b",
    )
)
#: A request fills at most so many lines.
REQUEST_LINES: Final = 6
#: A line that ends so far before the right margin is the last one of its paragraph, as a share of the text's width.
SHORT: Final = 0.18


def request(sheet: Sheet, _: Kind) -> Passage | None:
    """What is asked for: the sentence after ``đề nghị`` or another verb that asks, to its colon or full stop."""
    for verb in _REQUESTS:
        for number, row in enumerate(sheet.rows):
            if (asked := verb.match(texts.fold(row.text))) is None:
                continue
            lines = [line for line in _sentence(sheet, number, asked.end()) if line]
            lines[-1:] = filter(None, [_without_lead(lines[-1])] if lines else [])
            if lines:
                *above, last = _joined(sheet, lines)
                return Passage(page=row.page, lines=(*above, _without_stop(last)))
    return None


def _without_stop(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The end of a sentence without its full stop, which after one letter might be an abbreviation's: ``hạng B.``"""
    return (*words[:-1], replace(words[-1], text=words[-1].text.rstrip(".") or words[-1].text))


def _without_lead(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """A sentence's last line without ``…, cụ thể như sau``."""
    for at in range(max(0, len(words) - 5), len(words)):
        if _LEADING_OVER.fullmatch(texts.fold(text_of(words[at:]))):
            return swept(words[:at])
    return words


def _sentence(sheet: Sheet, number: int, start: int) -> Iterator[tuple[Word, ...]]:
    left, right = sheet.margins[sheet.rows[number].page]
    for at in range(number, min(number + REQUEST_LINES, len(sheet.rows))):
        row = sheet.rows[at]
        if at > number and (
            row.page != sheet.rows[number].page
            or any(not hit.start for hit in sheet.on_row(at))
            or places.starts_anew(row, row.words)
        ):
            return
        words = row.cut(start if at == number else 0, len(row.text))
        speck = _is_speck(sheet, number, at, left)
        # Where it may be a full stop all the same it is kept, and a person is asked.
        kept = speck and sheet.rows[at + 1].text[:1].isupper()
        yield (*swept(words)[:-1], words[-1]) if kept else swept(words)
        ends = row.text.rstrip().endswith((":", ".", ";")) and len(row.text) > start + 3 and not speck
        if ends or row.box.x1 < right - SHORT * (right - left):
            return


def _is_speck(sheet: Sheet, first: int, at: int, left: int) -> bool:
    """Whether what looks like a full stop ends a line of a paragraph that goes on: only its first line is indented."""
    row, below = sheet.rows[at], sheet.rows[at + 1 : at + 2]
    indented = sheet.rows[first].box.x0 > left + row.height
    if not (below and indented and row.text.endswith(".")) or below[0].page != row.page or sheet.on_row(at + 1):
        return False
    return below[0].box.x0 < left + row.height and below[0].middle - row.middle < places.NEXT_LINE * row.height


def code(sheet: Sheet, _: Kind) -> Passage | None:
    """A dossier's code that stands by itself, as below a barcode, in one word; None where two of them differ."""
    found = [
        passage for row in sheet.rows for part in page_rows.pieces(row, gap=HALVES) for passage in _codes(row, part)
    ]
    return found[0] if len({passage.text for passage in found}) == 1 else None


def _codes(row: Row, part: Sequence[Word]) -> Iterator[Passage]:
    words = swept(part)
    text = "".join(word.text for word in words)
    parsed = normalization.parse("dossier_code", text)
    if parsed is not None and len(str(parsed.value)) == len(text):
        belief = min(word.confidence for word in words)
        yield Passage(
            page=row.page,
            lines=((replace(words[0], text=text, box=page_rows.around(words), confidence=belief),),),
        )


def card_number(sheet: Sheet, _: Kind) -> Passage | None:
    """The number of a card, whatever became of the ``Số / No.:`` before it; None where two of them differ."""
    numbers = {
        word.text.strip(".,:;"): Passage(page=row.page, lines=((word,),)) for row in sheet.rows for word in row.words
    }
    found = [told for text, told in numbers.items() if _CARD.fullmatch(text)]
    return found[0] if len(found) == 1 else None
