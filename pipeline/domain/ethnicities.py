"""The 54 ethnic groups of Viet Nam by the names that papers print, and a test whether a printed name is one.

Source: the list of the General Statistics Office, Decision 121-TCTK/PPCĐ of 2 March 1979, with common other spellings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pipeline.domain import texts

_NAMES: Final = (
    "Kinh, Tày, Thái, Hoa, Khmer, Khơ-me, Mường, Nùng, Mông, H'Mông, Hmông, Dao, Gia Rai, Jrai, Ngái, Ê Đê, Ba Na, "
    "Xơ Đăng, Xê Đăng, Sán Chay, Cao Lan, Cơ Ho, Chăm, Sán Dìu, Hrê, Mnông, M'nông, Ra Glai, Raglay, Xtiêng, S'tiêng, "
    "Bru - Vân Kiều, Bru Vân Kiều, Thổ, Giáy, Cơ Tu, Gié Triêng, Gié - Triêng, Mạ, Khơ Mú, Khơ-mú, Co, Tà Ôi, Chơ Ro, "
    "Kháng, Xinh Mun, Xinh-mun, Hà Nhì, Chu Ru, Lào, La Chí, La Ha, Phù Lá, La Hủ, Lự, Lô Lô, Chứt, Mảng, Pà Thẻn, "
    "Cơ Lao, Cống, Bố Y, Si La, Pu Péo, Brâu, Ơ Đu, Rơ Măm"
)
#: A sign that belongs to the letter before it and the name after it: ``H' Mông``, ``H Mông``.
_TORN: Final = re.compile(r"(?<=[^\W\d_])\s*['’‘`]\s+(?=[^\W\d_])|(?<=^[Hh]) (?=M)")
#: White inside the name: ``H'M ông``.
_SPACED: Final = re.compile(r"(?<=^[Hh])'M (?=ông$)")


def meant(name: str) -> str:
    """The printed name with the marks of the one group that has its letters; no two groups have the same ones.

    Names that are in the list, or like none that is, stay as they are.
    """
    whole = _SPACED.sub("'M", _TORN.sub("'", name))
    alike = _BY_LETTERS.get(_letters(whole), ())
    if is_known(whole) or len(alike) != 1:
        return whole
    return alike[0].upper() if whole.isupper() else alike[0]


def is_known(name: str) -> bool:
    """Whether a printed name is that of an ethnic group, whatever its case, spaces and hyphens."""
    return _key(name) in _KEYS


def _key(name: str) -> str:
    return texts.key(name).replace(" ", "")


def _letters(name: str) -> str:
    return "".join(sign for sign in texts.fold(name) if sign.isalnum())


def _by_letters() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in map(str.strip, _NAMES.split(",")):
        letters = _letters(name)
        # Of a group that is printed in two ways the first one stands for both.
        if _key(name) not in map(_key, found.get(letters, ())):
            found[letters] = (*found.get(letters, ()), name)
    return MappingProxyType(found)


_KEYS: Final = frozenset(map(_key, _NAMES.split(",")))
_BY_LETTERS: Final = _by_letters()
