"""How dates, numbers and amounts are printed and spelt out."""

from __future__ import annotations

import datetime as dt
import random

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
MONTHS = ("", "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    word = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    if ones == 0:
        return word
    if ones == 5:
        return f"{word} lăm"
    if ones == 1 and tens > 1:
        return f"{word} mốt"
    if ones == 4 and tens > 1:
        return f"{word} tư"
    return f"{word} {DIGITS[ones]}"


def _below_thousand(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [f"{DIGITS[hundreds]} trăm"] if hundreds or full else []
    if rest and rest < 10 and parts:
        parts.append(f"linh {DIGITS[rest]}")
    elif rest:
        parts.append(_below_hundred(rest))
    return " ".join(parts)


def number(value: int) -> str:
    """A number below 10¹⁵ in words."""
    if value == 0:
        return DIGITS[0]
    groups: list[int] = []
    while value:
        value, group = divmod(value, 1000)
        groups.append(group)
    names = ("", " nghìn", " triệu", " tỷ", " nghìn tỷ")
    words = []
    for level in reversed(range(len(groups))):
        if groups[level]:
            words.append(_below_thousand(groups[level], full=bool(words)) + names[level])
    return " ".join(words)


def raised(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def amount(value: int, mark: str = ".") -> str:
    """``9.200``."""
    return f"{value:,}".replace(",", mark)


def date_in_words(day: dt.date) -> str:
    """``Ngày mùng năm tháng mười năm hai nghìn không trăm hai mươi ba``, as people write it on certificates."""
    word = f"mùng {DIGITS[day.day]}" if day.day < 10 else ("mùng mười" if day.day == 10 else _below_hundred(day.day))
    return f"ngày {word} tháng {MONTHS[day.month]} năm {number(day.year)}"


def long_date(day: dt.date, *, pad_all: bool = False) -> str:
    """``ngày 05 tháng 01 năm 2020``: days below 10 and the months 1 and 2 are padded, the others are not."""
    month = f"{day.month:02d}" if pad_all or day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(rng: random.Random, day: dt.date) -> str:
    """One of the ways with strokes or dashes."""
    return rng.choices(
        (
            f"{day:%d/%m/%Y}",
            f"{day.day}/{day.month}/{day.year}",
            f"{day:%d}/{day.month}/{day.year}",
            f"{day:%d-%m-%Y}",
            f"{day:%d.%m.%Y}",
        ),
        (60, 12, 12, 12, 4),
    )[0]


def any_date(rng: random.Random, day: dt.date) -> str:
    """A full date in one of the forms that papers use."""
    if rng.random() < 0.35:
        return long_date(day, pad_all=rng.random() < 0.5)
    return short_date(rng, day)


def moment(rng: random.Random, when: dt.datetime) -> str:
    """A time and a day, as receipts print them."""
    hour, minute = when.hour, when.minute
    return rng.choice(
        (
            f"{hour:02d} giờ {minute:02d} phút, {long_date(when)}",
            f"{hour} giờ {minute:02d} phút, {long_date(when, pad_all=True)}",
            f"{hour:02d} giờ {minute:02d} phút ngày {when:%d/%m/%Y}",
            f"{hour:02d}:{minute:02d} ngày {when:%d/%m/%Y}",
            f"{when:%d/%m/%Y %H:%M}",
            f"{hour:02d}h{minute:02d}, ngày {when:%d/%m/%Y}",
        )
    )


def iso(when: dt.date) -> str:
    """A date or a moment the way the contract writes values."""
    return when.strftime("%Y-%m-%dT%H:%M") if isinstance(when, dt.datetime) else when.isoformat()
