"""Codes of papers and people: their forms, their checks, and what they tell about their owner.

Each ``…(text)`` finds the first code of its sort in a text and gives it in its canonical form. A look-alike (O for 0)
is repaired only inside the form, and counted. A code that has the form and fails a check is still given: whether it is
believed is for validation to say (``tax_code_holds``, ``born_in``, …).
Source of the forms: domain notes of the project, after Circular 01/2018/TT-VPCP Art. 19, QCVN 102:2016/BTTTT, Decree
137/2015/NĐ-CP Art. 13, Circular 105/2020/TT-BTC Art. 5, Circular 10/2024/TT-BTNMT.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, Literal

from pipeline.domain import texts
from pipeline.domain.parsed import DIGIT, DIGIT_LOOKALIKES, Parsed, as_digits, untorn

_D: Final = f"[{DIGIT}]"
_START: Final = r"(?<![^\W_])"
_END: Final = r"(?![^\W_])"
_DASHES = re.compile(r"\s?[–—−‐-]\s?")
#: A letter that an engine saw for the stroke before a year.
_STROKE = re.compile(r"(?<=\d)[Il|](?=(?:19|20)\d\d(?!\d))")


def _clean(text: str) -> str:
    return _DASHES.sub("-", texts.tidy(text))


def _parsed(value: str, repaired: int) -> Parsed:
    return Parsed(value=value, repaired=repaired)


# --- dossiers and procedures ----------------------------------------------------------------------------------------

# The agency stands before the date: 13 characters with the level at the end (QCVN 102:2016), or the level first
# (Decision 20/2020). Only the first form has digits alone between its dots, so only there look-alikes are repaired.
_DOSSIER = re.compile(
    rf"{_START}(?P<agency>(?P<old>{_D}{{3}}[.,]\s?{_D}{{2}}[.,]\s?{_D}{{2}}[.,]\s?[A-Z]{_D}{{2}})"
    rf"|[A-Z]{_D}{{2}}(?:[.,]\s?[0-9A-Za-z]{{1,6}}){{0,5}})"
    rf"-(?P<date>{_D}{{6}})-(?P<ordinal>{_D}{{4,6}})(?:-(?P<result>KQ\(?{_D}{{1,3}}\)?))?{_END}"
)


def dossier_code(text: str) -> Parsed | None:
    """``000.00.12.H18-231005-0007``, ``H18.12-231005-0007``, ``…-KQ1`` for a result. None for an impossible date."""
    clean = _clean(text)
    match = _DOSSIER.search(clean) or _DOSSIER.search(untorn(clean))
    if match is None:
        return None
    agency, repaired = _agency(match["agency"], all_digits=match["old"] is not None)
    date, more = as_digits(match["date"])
    ordinal, still_more = as_digits(match["ordinal"])
    if _short_date(date) is None:
        return None
    result = ""
    if match["result"]:
        result = "-KQ" + as_digits(match["result"][2:].strip("()"))[0]
    return _parsed(f"{agency}-{date}-{ordinal}{result}", repaired + more + still_more)


def _agency(text: str, *, all_digits: bool) -> tuple[str, int]:
    groups = re.split(r"[.,]\s?", text)
    repaired = text.count(",")
    fixed: list[str] = []
    for group in groups:
        if group[0].isalpha() and group[0] not in DIGIT_LOOKALIKES:
            digits, changed = as_digits(group[1:]) if group == groups[0] or all_digits else (group[1:].upper(), 0)
            fixed.append(group[0] + digits)
        else:
            digits, changed = as_digits(group) if all_digits or group[:1].isdigit() else (group.upper(), 0)
            fixed.append(digits)
        repaired += changed
    return ".".join(fixed), repaired


def _short_date(digits: str) -> dt.date | None:
    try:
        return dt.date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None


def received_on(code: str) -> str:
    """The day of receipt that a dossier code carries, ISO. ``code`` is one that ``dossier_code`` gave."""
    date = _short_date(code.split("-")[1])
    assert date is not None
    return date.isoformat()


def agency_of(code: str) -> str:
    """The agency part of a dossier code."""
    return code.split("-")[0]


_PROCEDURE = re.compile(
    rf"{_START}(?P<national>{_D}[.,]\s?{_D}{{6}})"
    rf"(?P<local>[.,]\s?{_D}{{3}}[.,]\s?{_D}{{2}}[.,]\s?{_D}{{2}}[.,]\s?[A-Z]{_D}{{2}}(?:[.,]\s?{_D}{{2}})?)?{_END}"
)


def procedure_code(text: str) -> Parsed | None:
    """``2.000815`` (national), ``2.000815.000.00.00.H55`` or ``….H55.02`` (local)."""
    match = _PROCEDURE.search(texts.tidy(text))
    if match is None:
        return None
    value, repaired = _agency(match[0], all_digits=True)
    return _parsed(value, repaired)


# --- people ---------------------------------------------------------------------------------------------------------

_PROVINCE_CODES = """
001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040
042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084
086 087 089 091 092 093 094 095 096
"""
#: First three digits of a personal id: the province where the birth was registered, as numbered before July 2025. The
#: codes of abolished provinces stay valid for life.
PROVINCES: Final = frozenset(_PROVINCE_CODES.split())

#: Births registered abroad carry the country's code, from 101 on; the list is open, so only its start is known here.
_FIRST_COUNTRY: Final = 101

Sex = Literal["male", "female"]


def _run(text: str, length: int) -> Parsed | None:
    """A run of exactly ``length`` digits; single spaces or dots between boxes are bridged, few look-alikes repaired."""
    for match in re.finditer(rf"{_START}{_D}(?:[ .\-]{{0,2}}{_D}){{{length - 1}}}(?![ .\-]?\d){_END}", text):
        found = re.sub(r"[ .\-]", "", match[0])
        before = text[: match.start()].rstrip(" .-")
        digits, repaired = as_digits(found)
        if repaired * 4 <= length and not before[-1:].isdigit():
            return _parsed(digits, repaired)
    return None


def personal_id(text: str) -> Parsed | None:
    """Twelve digits: province or country, sex and century, year, six random ones. There is no check digit."""
    return _run(_clean(text), 12)


def old_identity_number(text: str) -> Parsed | None:
    """The nine digits of the identity papers issued until 2021 (CMND)."""
    return _run(_clean(text), 9)


_PASSPORT = re.compile(rf"{_START}(?P<letter>[A-Z])\s?(?P<digits>{_D}{{7,8}}){_END}")


def passport(text: str) -> Parsed | None:
    """One letter and seven or eight digits."""
    match = _PASSPORT.search(texts.tidy(text))
    if match is None:
        return None
    digits, repaired = as_digits(match["digits"])
    return _parsed(match["letter"] + digits, repaired)


#: ``Thẻ căn cước số011194588371``.
_GLUED: Final = re.compile(r"\b([sS][oốôổ])(?=\d)")


def identity(text: str) -> Parsed | None:
    """The number of whatever identity paper is named: personal id, old identity number, or passport."""
    told = _GLUED.sub(r"\1 ", text)
    return personal_id(told) or old_identity_number(told) or passport(told)


def is_registered_place(personal: str) -> bool:
    """Whether the first three digits are those of a province or may be those of a country."""
    return personal[:3] in PROVINCES or is_from_abroad(personal)


def is_from_abroad(personal: str) -> bool:
    """Whether the first three digits may be those of a country."""
    return int(personal[:3]) >= _FIRST_COUNTRY


def sex_of(personal: str) -> Sex:
    """What the fourth digit of a personal id says."""
    return "female" if int(personal[3]) % 2 else "male"


def born_in(personal: str) -> int:
    """The year of birth that the fourth to sixth digit of a personal id say: 0, 1 are the 20th century."""
    return 1900 + 100 * (int(personal[3]) // 2) + int(personal[4:6])


# --- companies and households ---------------------------------------------------------------------------------------

_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_TAX = re.compile(rf"{_START}{_D}(?:[ .]?{_D}){{9}}(?:\s?-\s?{_D}{{3}})?(?![ .\-]?\d){_END}")


def tax_code(text: str) -> Parsed | None:
    """Ten digits, ``NNNNNNNNNN-NNN`` for a dependent unit, or the twelve of a personal id (since July 2025)."""
    cleaned = _clean(text)
    match = _TAX.search(cleaned)
    if match is None:
        bare = re.search(rf"{_START}(\d{{10}})(\d{{3}}){_END}", cleaned)
        return _parsed(f"{bare[1]}-{bare[2]}", 0) if bare else personal_id(cleaned)
    value, repaired = as_digits(re.sub(r"[ .]", "", match[0]))
    return None if repaired * 4 > len(value) else _parsed(value, repaired)


def tax_check_digit(first_nine: str) -> int | None:
    """The tenth digit of a tax code; None where no code with these nine digits exists."""
    digit = 10 - sum(int(d) * w for d, w in zip(first_nine, _WEIGHTS, strict=True)) % 11
    return None if digit == 10 else digit


def tax_code_holds(code: str) -> bool:
    """Whether a tax code passes the check of its generation; twelve digits have none."""
    if len(code) == 12:
        return is_registered_place(code)
    return tax_check_digit(code[:9]) == int(code[9]) and code[10:] != "-000"


_HOUSEHOLD = re.compile(rf"{_START}(?P<province>{_D}{{2}})(?P<district>[A-Z0-9])8(?P<serial>{_D}{{6}}){_END}")


def household_code(text: str) -> Parsed | None:
    """``01A8000123`` (until July 2023), a tax code (until 2025), or the owner's personal id (now)."""
    cleaned = _clean(text)
    match = _HOUSEHOLD.search(cleaned)
    if match is None or match["district"].isdigit():
        return tax_code(cleaned)
    province, repaired = as_digits(match["province"])
    serial, more = as_digits(match["serial"])
    return _parsed(f"{province}{match['district']}8{serial}", repaired + more)


# --- ways to reach somebody -----------------------------------------------------------------------------------------

_PHONE = re.compile(rf"(?:\+\s?84|(?<!\d)84|{_START}[0Oo])(?:[ .\-()]{{0,2}}{_D}){{8,10}}(?![^\W_])")
#: The country's number before a phone's own, with an eight or a four that an engine takes for a letter.
_COUNTRY = re.compile(r"\+\s?(?:B[4A]|8A)(?=\W)")
_HOTLINE = re.compile(r"(?<!\d)1[89]00(?:[ .]?\d){4,6}(?!\d)")
_PHONE_FORMS: Final = (
    re.compile(r"0[35789]\d{8}"),  # mobile
    re.compile(r"02\d{8,9}"),  # landline
    re.compile(r"01\d{9}"),  # mobile until 2018
    re.compile(r"1[89]00\d{4,6}"),  # hotline
)


def phone(text: str) -> Parsed | None:
    """Digits with a leading 0; a hotline stays as it is. None for digits that no phone of the country has."""
    cleaned, misread = _COUNTRY.subn("+84", _clean(text))
    for match in _PHONE.finditer(cleaned):
        digits, repaired = as_digits(re.sub(r"[ .\-()+]", "", match[0]))
        repaired += misread
        if digits.startswith("84") and not match[0].startswith("0"):
            digits = "0" + digits[2:]
        if phone_holds(digits) and repaired <= 2:
            return _parsed(digits, repaired)
    hotline = _HOTLINE.search(cleaned)
    return _parsed(re.sub(r"\D", "", hotline[0]), 0) if hotline else None


def phone_holds(digits: str) -> bool:
    """Whether the digits have the form of a phone number of the country."""
    return any(form.fullmatch(digits) for form in _PHONE_FORMS)


_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}")
#: An address whose last letters before the sign an engine set apart: ``vulau§ l@``.
_TORN_EMAIL = re.compile(r"^([A-Za-z0-9._%+\-§]+) ([A-Za-z0-9]{1,2}@)")
#: The same before figures: ``hoangthianh 1971@``; nothing says that the words belong together.
_TORN_BEFORE_FIGURES = re.compile(r"^([a-z0-9._%+\-]+) (\d{2,8}@)")
#: Providers whose dot engines lose most: they are most of all addresses.
_DOTLESS = re.compile(r"@(gmail|yahoo|hotmail|outlook|icloud)(?=com\b)")

#: A one between figures, or between one and the sign: ``lau8l@``.
_ONE = re.compile(r"(?<=\d)[lI](?=[\d@])")


def email(text: str) -> Parsed | None:
    """An address with one @ and a top-level domain; spaces around the signs are an engine's, not the paper's."""
    told, joined = _TORN_EMAIL.subn(r"\1\2", re.sub(r"\s?([@.])\s?", r"\1", texts.tidy(text)))
    told, glued = _TORN_BEFORE_FIGURES.subn(r"\1\2", told)
    told, dotted = _DOTLESS.subn(r"@\1.", told.replace("§", "8"))
    told, ones = _ONE.subn("1", told)
    match = _EMAIL.search(told)
    return _parsed(match[0], joined + 2 * glued + dotted + ones + text.count("§")) if match else None


# --- certificates ---------------------------------------------------------------------------------------------------

_SERIAL = re.compile(rf"{_START}(?P<letters>[A-ZĐ]{{1,2}})\s?(?P<digits>{_D}{{8}}|{_D}{{6}}){_END}")


def land_serial(text: str) -> Parsed | None:
    """``S 123456``, ``AB 123456`` or, since 2024, ``AA 01234567``; ``Số`` may be glued to it."""
    match = _SERIAL.search(re.sub(r"\b[Ss][OoỐố0][:\s]*(?=[A-ZĐ]{1,2}\s?\d)", "", texts.tidy(text)))
    if match is None:
        return None
    digits, repaired = as_digits(match["digits"])
    return _parsed(f"{match['letters']} {digits}", repaired)


_CERTIFICATE_CODE = re.compile(rf"{_START}[A-Z0-9]{{12}}{_END}")


def certificate_code(text: str) -> Parsed | None:
    """The twelve characters of a land certificate since 2024."""
    match = _CERTIFICATE_CODE.search(texts.tidy(text))
    return _parsed(match[0], 0) if match else None


_NUMBER = re.compile(
    rf"{_START}(?=\w*\d)(?P<ordinal>{_D}{{1,6}}){_END}(?:\s?/\s?(?P<year>{_D}{{4}}))?(?:\s?/\s?(?P<sort>[A-Z]{{2,4}}(?:-[A-Z]{{2}})?))?"
)


def certificate_number(text: str) -> Parsed | None:
    """``47``, ``47/2023``, ``123/2025/TLKT-BS``, as printed, leading zeros kept."""
    match = _NUMBER.search(_STROKE.sub("/", _clean(text)))
    if match is None:
        return None
    ordinal, repaired = as_digits(match["ordinal"])
    year, more = as_digits(match["year"] or "")
    parts = [ordinal, year, match["sort"] or ""]
    return _parsed("/".join(part for part in parts if part), repaired + more)
