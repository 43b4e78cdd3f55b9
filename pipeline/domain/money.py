"""Amounts as Vietnamese papers print them: đồng, square metres, counts. ``9.200`` is nine thousand two hundred."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from pipeline.domain import numerals, texts
from pipeline.domain.parsed import DIGIT, Parsed, as_digits

_D: Final = f"[{DIGIT}]"
_GROUPED = re.compile(
    rf"(?<![^\W_]){_D}{{1,3}}(?:(?P<sep>[.,\s])\s?{_D}{{3}})(?:(?P=sep)\s?{_D}{{3}})*(?:,\d{{1,2}})?(?!\d)"
)
_MIXED = re.compile(rf"(?<![^\W_]){_D}{{1,3}}(?:[.,]\d{{3}}){{2,}}(?!\d)")
_PLAIN = re.compile(r"(?<![^\W_])\d+(?!\d)")
_SCALED = re.compile(r"(?<![^\W_])(?P<number>\d+(?:[.,]\d+)?)\s*(?P<scale>ty|trieu|nghin|ngan)\b")
_SCALES: Final = {"ty": 10**9, "trieu": 10**6, "nghin": 1000, "ngan": 1000}
#: What a receipt prints where nothing is to be paid.
_FREE = re.compile(r"\b(mien phi|khong thu|khong co|mien)\b|^khong\b")


def parse(text: str) -> Parsed | None:
    """An amount in đồng, from figures if there are any, else from words."""
    tidy = texts.tidy(text)
    folded = texts.fold(tidy)
    scaled = _SCALED.search(folded)
    if scaled is not None:
        number = Decimal(scaled["number"].replace(",", "."))
        return Parsed(value=int(number * _SCALES[scaled["scale"]]))
    # Dots and commas look alike to an engine: groups of three are thousands whatever stands between them.
    tidy = _MIXED.sub(lambda match: match[0].replace(",", "."), tidy)
    grouped = _GROUPED.search(tidy)
    if grouped is not None:
        digits, repaired = as_digits(re.sub(r",\d{1,2}$", "", grouped[0]))
        return Parsed(value=int(re.sub(r"\D", "", digits)), repaired=repaired)
    plain = _PLAIN.search(tidy)
    if plain is not None:
        return Parsed(value=int(plain[0]))
    return parse_words(tidy) or (Parsed(value=0) if _FREE.search(folded) else None)


def parse_words(text: str) -> Parsed | None:
    """``Một tỷ năm trăm triệu đồng``, also after ``Bằng chữ:``. None if no number stands before ``đồng``."""
    folded = texts.fold(texts.tidy(text))
    match = re.search(r"(?:bang chu\s*[:;.]?\s*)?\(?\s*([a-z ,]+?)\s*(?:viet nam\s*)?dong\b", folded)
    number = numerals.parse(match[1]) if match else None
    return None if number is None else Parsed(value=number)


_AREA = re.compile(r"(?<![^\W_])(?P<number>\d[\d.,\s]*\d|\d)\s*(?:m\s?[2²°?z]|met vuong)?", re.IGNORECASE)


def area(text: str) -> Parsed | None:
    """Square metres as a decimal string: ``1.250,5 m²`` is ``1250.5``."""
    match = _AREA.search(texts.tidy(text))
    if match is None:
        return None
    number = re.sub(r"\s", "", match["number"])
    if "," in number:
        whole, _, part = number.rpartition(",")
        number = f"{re.sub(r'[.,]', '', whole)}.{part}"
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+", number):
        number = number.replace(".", "")
    return Parsed(value=_decimal(number)) if re.fullmatch(r"\d+(\.\d+)?", number) else None


def _decimal(number: str) -> str:
    return format(Decimal(number), "f")


_COUNT = re.compile(rf"(?<![^\W_])(?=\w*\d)({_D}{{1,6}})(?![^\W_])")


def count(text: str) -> Parsed | None:
    """A whole number: ``02 (hai) bộ`` is 2, ``hai bộ`` too."""
    tidy = texts.tidy(text)
    match = _COUNT.search(tidy)
    if match is not None:
        digits, repaired = as_digits(match[1])
        return Parsed(value=int(digits), repaired=repaired)
    number = numerals.leading(tidy)
    return None if number is None else Parsed(value=number)
