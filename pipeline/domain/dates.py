"""Dates as Vietnamese papers print them, to ISO 8601 of the precision that is printed.

``ngày 05 tháng 01 năm 2020``, ``05/01/2020``, ``06/1985``, ``1985``, ``14 giờ 30 phút, ngày …``, ``14g30``, in words
``Ngày mồng ba tháng sáu năm một nghìn chín trăm tám mươi lăm``. A date that does not exist is no date, and a part that
is not printed is never invented.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from pipeline.domain import numerals, texts
from pipeline.domain.parsed import DIGIT, Parsed, as_digits

#: Years that a paper of these centres can bear. An older one is a misreading.
_YEARS: Final = range(1880, 2100)

#: Case counts: "b" is no "B" that might be an 8, even where words may be written in either case.
_D = rf"(?-i:[{DIGIT}])"
#: Dots, dashes and spaces that a form leaves for a pen.
_GAP = r"[\s.,_…:;\-–—]*"
_END = r"(?![^\W_])"

# The patterns run over folded text for the words and over the text itself for the digits: both are equally long.
_LONG = re.compile(
    rf"ng[a4]y{_GAP}(?P<day>{_D}{{1,2}})?{_GAP}th[a4]ng{_GAP}(?P<month>{_D}{{1,2}})?{_GAP}n[a4]m{_GAP}(?P<year>{_D}{{4}}){_END}",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"th[a4]ng{_GAP}(?P<month>{_D}{{1,2}}){_GAP}(?:n[a4]m|/){_GAP}(?P<year>{_D}{{4}}){_END}", re.IGNORECASE
)
_START = r"(?<![^\W_])"
_SHORT = re.compile(
    rf"{_START}(?P<day>{_D}{{1,2}})\s*(?P<sep>[/.\-–—])\s*(?P<month>{_D}{{1,2}})\s*(?P=sep)\s*(?P<year>{_D}{{4}}){_END}"
)
#: Strokes that an engine took for letters: 07I07I2025.
_STROKES = re.compile(r"(?<!\d)(\d{1,2})[/Il|i](\d{1,2})[/Il|i](\d{4})(?!\d)")
#: The stroke before a year, alone or with the edge of the one that it hides: 12I1998, 12I11998.
_STROKE = re.compile(r"(?<![\d/])(\d{1,2})[Il|i]1?((?:19|20)\d\d)(?!\d)")
#: Strokes of which one was lost, doubled or read as a one: 15 I 042015, 17I09/I2020, 2011211985.
_LOST_STROKES = re.compile(r"(?<!\d)(\d{1,2}) ?[/Il|¡!1]{1,2}? ?(\d\d) ?[/Il|¡!1]{0,2} ?((?:19|20)\d\d)(?!\d)")
#: A year whose last digit an engine set apart: ``201 1``.
_TORN_YEAR = re.compile(r"(?<![\d])((?:19|20)\d) ([\dIl])(?![\w])")
#: A one under which or over which dirt lies: ``tháng 1Ì năm``.
_MARKED_ONE = re.compile(r"(?<=\b[01])[ÌÍÏÎìíïî](?=\s)")
#: The same of a month between strokes: ``1/1 2/2025``.
_TORN_MONTH = re.compile(r"(?<=\d[/.-])1 ([0-2])(?=[/.-]\d{4})")
_SHORT_MONTH = re.compile(rf"{_START}(?P<month>{_D}{{1,2}})\s*[/\-.–]\s*(?P<year>{_D}{{4}}){_END}")
_ISO = re.compile(rf"{_START}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){_END}")
_YEAR = re.compile(rf"{_START}(?P<year>{_D}{{4}}){_END}")
_CLOCK = re.compile(
    rf"{_START}(?P<hour>{_D}{{1,2}})\s*(?:gi[oờ0]|[hg](?=[\s\dOolI|,])|:)\s*,?\s*(?:(?P<minute>{_D}{{1,2}})\s*(?:ph[uú]t|p\b)?)?",
    re.IGNORECASE,
)
#: A place for the hour that nothing could be read in.
_BLANK_CLOCK = re.compile(r"\bgio\b.{0,12}\bphut\b")
#: What a day's second half is called after the hour.
_AFTERNOON = re.compile(r"^\W*(?:chieu|toi|pm|ch)\b")
_SECONDS = re.compile(r":\d\d(?!\d)")
_WORDED = re.compile(r"ngay\s+(?P<day>.+?)\s+thang\s+(?P<month>.+?)\s*,?\s+nam\s+(?P<year>[a-z\s]+)")


def parse(text: str) -> Parsed | None:
    """The first date of a text, ``1985``, ``1985-06`` or ``1985-06-03``. None if there is none that can exist."""
    figures = _TORN_MONTH.sub(r"1\1", _TORN_YEAR.sub(r"\1\2", _MARKED_ONE.sub("I", texts.tidy(text))))
    figures = _STROKES.sub(r"\1/\2/\3", figures)
    figures = _STROKE.sub(r"\1/\2", figures)
    folded = texts.fold(figures)
    match = _search_words(_LONG, figures, folded) or _SHORT.search(figures) or _ISO.search(figures)
    if match is not None:
        return _date(match)
    if match := _LOST_STROKES.search(figures):
        value = iso(*(int(match[part]) for part in (3, 2, 1)))
        return None if value is None else Parsed(value=value, repaired=2)
    match = _search_words(_MONTH, figures, folded) or _SHORT_MONTH.search(figures)
    if match is not None:
        return _date(match)
    if re.search(r"[^\W\d_]", folded) and (in_words := parse_words(text)) is not None:
        return in_words
    years = _YEAR.findall(figures)
    # Any other digit near a lone year means that this is a date which was not understood.
    if len(years) == 1 and sum(character.isdigit() for character in figures) <= 4:
        match = _YEAR.search(figures)
        return _date(match) if match else None
    return None


def _search_words(pattern: re.Pattern[str], figures: str, folded: str) -> re.Match[str] | None:
    """Search with the words folded (thảng for tháng) and the digits as they were read (O, l, S keep their case)."""
    blended = "".join(f if o.isalpha() and o not in "OoQIlSsB" else o for o, f in zip(figures, folded, strict=True))
    return pattern.search(blended)


def _date(match: re.Match[str]) -> Parsed | None:
    parts = match.groupdict()
    repaired = 0
    numbers: dict[str, int] = {}
    for name in ("year", "month", "day"):
        if parts.get(name):
            digits, changed = as_digits(parts[name])
            if name == "year" and digits[0] == "7":
                digits, changed = f"1{digits[1:]}", changed + 1  # 7994: no paper is of that age, and ones look so
            repaired += changed
            numbers[name] = int(digits)
    if repaired > 2:
        return None  # letters that happen to look like digits, not a date
    value = iso(numbers.get("year"), numbers.get("month"), numbers.get("day"))
    incomplete = any(name in parts and parts[name] is None for name in ("month", "day"))
    return None if value is None else Parsed(value=value, repaired=repaired, incomplete=incomplete)


def iso(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """ISO 8601 of what is known, or None where no such day exists. A day without its month is dropped."""
    if year is None or year not in _YEARS:
        return None
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def parse_moment(text: str) -> Parsed | None:
    """A date with its time if one is printed: ``2023-10-05T14:30``, else as ``parse``."""
    date = parse(text)
    if date is None or len(str(date.value)) != 10:
        return date
    figures = texts.tidy(text)
    match = _CLOCK.search(figures)
    if match is None:
        blank = _BLANK_CLOCK.search(texts.fold(figures)) is not None
        unclear = blank or _figures_left(figures)
        return Parsed(value=date.value, repaired=date.repaired, incomplete=date.incomplete or unclear)
    hour, changed = as_digits(match["hour"])
    minute, changed_too = as_digits(match["minute"] or "0")
    half = 12 if int(hour) < 12 and _AFTERNOON.match(texts.fold(figures[match.end() :])) else 0
    if int(hour) > 23 or int(minute) > 59:
        return None
    return Parsed(
        value=f"{date.value}T{int(hour) + half:02d}:{int(minute):02d}",
        repaired=date.repaired + changed + changed_too,
        incomplete=date.incomplete or _figures_left(figures[: match.start()] + " " + figures[match.end() :]),
    )


def _figures_left(text: str) -> bool:
    """Whether figures stand beside a date that are no part of it: a time that was not understood, for one."""
    folded = texts.fold(text)
    day = _search_words(_LONG, text, folded) or _SHORT.search(text) or _ISO.search(text)
    rest = text if day is None else f"{text[: day.start()]} {text[day.end() :]}"
    return day is not None and re.search(r"\d", _SECONDS.sub("", rest)) is not None


def parse_words(text: str) -> Parsed | None:
    """A date written out in words, with or without ``Ngày``."""
    folded = texts.fold(texts.tidy(text)).replace(",", " ")
    match = _WORDED.search(folded if folded.lstrip().startswith("ngay") or " ngay " in folded else f"ngay {folded}")
    if match is None:
        return None
    day, month = _day(match["day"]), _month(match["month"])
    year = numerals.leading(match["year"])
    value = iso(year, month, day) if day and month else None
    return None if value is None else Parsed(value=value)


def _day(words: str) -> int | None:
    # mồng, mùng: the first ten days of a month.
    return numerals.parse(re.sub(r"^(mong|mung|mung)\s+", "", words.strip()))


def _month(words: str) -> int | None:
    spoken = {"gieng": 1, "chap": 12}
    return spoken.get(words.strip()) or numerals.parse(words)


def parse_compact(text: str) -> Parsed | None:
    """``ddMMyyyy`` of an identity card's QR code."""
    if not re.fullmatch(r"\d{8}", text):
        return None
    value = iso(int(text[4:]), int(text[2:4]), int(text[:2]))
    return None if value is None else Parsed(value=value)


def agree(one: str, other: str) -> bool:
    """Whether two ISO values can be the same day: one may be less precise than the other."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def year_of(value: str) -> int:
    """The year of an ISO value of any precision."""
    return int(value[:4])
