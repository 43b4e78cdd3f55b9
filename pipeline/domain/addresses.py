"""Addresses: words for units put right by their place, and what a known province tells about the whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.domain import texts

#: The words that say what sort of unit a name belongs to, without marks → with them.
_UNITS: Final = {
    texts.fold(word): word
    for word in (
        "tổ", "tổ dân phố", "thôn", "bản", "đội", "xóm", "ấp", "buôn", "khu", "khu phố", "số", "số nhà", "ngõ",
        "đường", "phố",
        "xã", "phường", "thị trấn", "huyện", "quận", "thị xã", "thành phố", "tỉnh",
    )
}  # fmt: skip
#: These stand before a number or a capital letter only: alone they are words like others.
_WORD: Final = re.compile(
    r"(?:(?<=^)|(?<=[,;(–-] )|(?<=[,;(])|(?<=\b[tT]ại )|(?<=nhà, ))"
    r"(?P<unit>" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + r")(?= +[\dA-Z])"
)

#: Their single words; ``bản`` is also a committee (ban).
_UNIT_WORDS: Final = frozenset(part for unit in _UNITS for part in unit.split()) - {"ban"}

_NAMES: Final = """
An Giang; Bà Rịa - Vũng Tàu; Bắc Giang; Bắc Kạn; Bạc Liêu; Bắc Ninh; Bến Tre; Bình Định; Bình Dương; Bình Phước;
Bình Thuận; Cà Mau; Cần Thơ; Cao Bằng; Đà Nẵng; Đắk Lắk; Đắk Nông; Điện Biên; Đồng Nai; Đồng Tháp; Gia Lai; Hà Giang;
Hà Nam; Hà Nội; Hà Tĩnh; Hải Dương; Hải Phòng; Hậu Giang; Hòa Bình; Hoà Bình; Hưng Yên; Khánh Hòa; Khánh Hoà;
Kiên Giang; Kon Tum; Lai Châu; Lâm Đồng; Lạng Sơn; Lào Cai; Long An; Nam Định; Nghệ An; Ninh Bình; Ninh Thuận;
Phú Thọ; Phú Yên; Quảng Bình; Quảng Nam; Quảng Ngãi; Quảng Ninh; Quảng Trị; Sóc Trăng; Sơn La; Tây Ninh; Thái Bình;
Thái Nguyên; Thanh Hóa; Thanh Hoá; Thừa Thiên Huế; Thừa Thiên - Huế; Huế; Tiền Giang; Hồ Chí Minh; Trà Vinh;
Tuyên Quang; Vĩnh Long; Vĩnh Phúc; Yên Bái; Sông Bé; Hà Tây; Đăk Lăk; Đắc Lắc; Đăk Nông
"""
#: The provinces and cities of both lists, before and after 1 July 2025, in small letters.
PROVINCES: Final = frozenset(name.strip().lower() for name in _NAMES.split(";"))
_PROVINCE: Final = re.compile(r"\b[Tt]ỉnh\s+(?P<name>[^,;.()\d]+?)(?=\s*(?:$|[,;.()]| - |\bcấp\b|\bViệt Nam\b))")


#: What engines leave of the word before a province: ``tnh``, ``tinh``.
_TORN: Final = re.compile(r"(?<=[,-] )t[^\W\d_]{0,2}h(?= )")
#: A unit's one letter whose dot an engine lost: ``TT. Mường Ảng, H Mường Ảng``.
_DOTLESS: Final = re.compile(r"(?<=, )([PQHTX])(?= [A-ZĐ])")
#: What engines make of Ia, as places of the Central Highlands begin: Ia Grai, Ia Pa.
_IA: Final = re.compile(r"\bla(?= [A-ZĐ])")
#: Groups, hamlets' teams and houses are counted in figures, villages also in Roman ones: ``Nhóm I, bản Tà Lèng I``.
_ONE: Final = re.compile(r"(?<=\b[Nn]hóm )[Il|](?=,)|(?<=\b[Đđ]ội )[Il|](?=,)|(?<=\b[Tt]ổ )[Il|](?=,)")
#: Dirt behind the word for a unit: ``huyện: Nậm Pồ``.
_COLON: Final = re.compile(r"(, ?(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh)) ?:(?= [A-ZĐ])")
_TOP: Final = re.compile(r"\b(?:tỉnh|thành phố|TP\b\.?)\s*\w", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An address with the words for its units put right."""

    text: str
    #: A province is named that does not exist: something of the end is lost or misread.
    doubtful: bool


def checked(text: str) -> Checked:
    """Put the unit words of an address right and see whether its province exists."""
    text = _TORN.sub(lambda found: "tỉnh" if _begins_province(text[found.end() :]) else found[0], text)
    text = _COLON.sub(r"\1", _ONE.sub("1", text))
    text = _IA.sub("Ia", _DOTLESS.sub(r"\1.", text))
    folded = texts.fold(text)
    letters = list(text)
    for match in _WORD.finditer(_blended(text, folded)):
        start, end = match.span("unit")
        if text[start:end].lower() == "ban":
            continue  # a committee as well as a village
        right = _UNITS[match["unit"]]
        letters[start:end] = [r.upper() if o.isupper() else r for o, r in zip(text[start:end], right, strict=True)]
    restored = "".join(letters)
    return Checked(text=restored, doubtful=any(_unknown(found["name"]) for found in _PROVINCE.finditer(restored)))


def names_province(text: str) -> bool:
    """Whether an address goes as far as its province or city: ``tỉnh Điện Biên``, ``TP. Hà Nội``, ``…, Sơn La``."""
    return _TOP.search(text) is not None or texts.tidy(re.split(r",| - ", text)[-1]).strip(" .").lower() in PROVINCES


def _begins_province(rest: str) -> bool:
    name = " ".join(rest.split()[:2]).strip(",. ").lower()
    return name in PROVINCES


def is_unit(word: str) -> bool:
    """Whether a word of an address is, letter for letter, one that says what sort of unit a name belongs to."""
    return texts.fold(word) in _UNIT_WORDS


def _blended(text: str, folded: str) -> str:
    """Small letters without marks, capitals kept as capitals inside words only: ``Xã`` begins like ``xã``."""
    return "".join(
        f.upper() if o.isupper() and not _begins_unit(folded, at) else f
        for at, (o, f) in enumerate(zip(text, folded, strict=True))
    )


def _begins_unit(folded: str, at: int) -> bool:
    return at == 0 or folded[max(0, at - 2) : at] in (", ", "; ", "- ") or folded[max(0, at - 4) : at] == "tai "


def _unknown(name: str) -> bool:
    return texts.tidy(name).lower() not in PROVINCES
