"""The 54 ethnic groups of Viet Nam by the names that papers print, and a test whether a printed name is one.

Source: the list of the General Statistics Office, Decision 121-TCTK/PPCĐ of 2 March 1979, with common other spellings.
"""

from __future__ import annotations

from typing import Final

from pipeline.domain import texts

_NAMES: Final = (
    "Kinh, Tày, Thái, Hoa, Khmer, Khơ-me, Mường, Nùng, Mông, H'Mông, Hmông, Dao, Gia Rai, Jrai, Ngái, Ê Đê, Ba Na, "
    "Xơ Đăng, Xê Đăng, Sán Chay, Cao Lan, Cơ Ho, Chăm, Sán Dìu, Hrê, Mnông, M'nông, Ra Glai, Raglay, Xtiêng, S'tiêng, "
    "Bru - Vân Kiều, Bru Vân Kiều, Thổ, Giáy, Cơ Tu, Gié Triêng, Gié - Triêng, Mạ, Khơ Mú, Khơ-mú, Co, Tà Ôi, Chơ Ro, "
    "Kháng, Xinh Mun, Xinh-mun, Hà Nhì, Chu Ru, Lào, La Chí, La Ha, Phù Lá, La Hủ, Lự, Lô Lô, Chứt, Mảng, Pà Thẻn, "
    "Cơ Lao, Cống, Bố Y, Si La, Pu Péo, Brâu, Ơ Đu, Rơ Măm"
)
_KEYS: Final = frozenset(texts.key(name).replace(" ", "") for name in _NAMES.split(","))


def is_known(name: str) -> bool:
    """Whether a printed name is that of an ethnic group, whatever its case, spaces and hyphens."""
    return texts.key(name).replace(" ", "") in _KEYS
