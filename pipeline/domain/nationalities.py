"""Nationalities as the forms of one-stop centres print them: a value that is none of these was hardly read whole."""

from __future__ import annotations

from typing import Final

from pipeline.domain import texts

_NAMES: Final = (
    "Việt Nam, Lào, Campuchia, Cam-pu-chia, Trung Quốc, Đài Loan, Hồng Kông, Nhật Bản, Hàn Quốc, Triều Tiên, Thái "
    "Lan, Myanmar, Mi-an-ma, Malaysia, Ma-lai-xi-a, Singapore, Xin-ga-po, Indonesia, In-đô-nê-xi-a, Philippines, "
    "Phi-líp-pin, Brunei, Ấn Độ, Pakistan, Bangladesh, Nepal, Sri Lanka, Mông Cổ, Hoa Kỳ, Mỹ, Canada, Ca-na-đa, "
    "Mexico, Cuba, Cu Ba, Brazil, Bra-xin, Argentina, Chile, Anh, Pháp, Đức, Ý, I-ta-li-a, Italia, Tây Ban Nha, "
    "Bồ Đào Nha, Hà Lan, Bỉ, Thụy Sĩ, Thụy Sỹ, Áo, Đan Mạch, Na Uy, Thụy Điển, Phần Lan, Ai-len, Ireland, Ba Lan, "
    "Séc, Cộng hòa Séc, Slovakia, Hungary, Hung-ga-ri, Romania, Bulgaria, Bun-ga-ri, Hy Lạp, Thổ Nhĩ Kỳ, Nga, "
    "Liên bang Nga, Ukraina, U-crai-na, Ukraine, Belarus, Kazakhstan, Israel, Ai Cập, Nam Phi, Nigeria, Angola, "
    "Úc, Ô-xtrây-li-a, Australia, New Zealand, Niu Di-lân, Vương quốc Anh, không quốc tịch, Không"
)
_KEYS: Final = frozenset(texts.key(name).replace(" ", "") for name in _NAMES.split(","))


def is_known(name: str) -> bool:
    """Whether a printed nationality is in the list, whatever its case, spaces and hyphens."""
    return texts.key(name).replace(" ", "") in _KEYS


def meant(name: str) -> str:
    """A nationality that lost its capital, as it is printed: ``việt Nam``."""
    return name[:1].upper() + name[1:] if is_known(name) else name
