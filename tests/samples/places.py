"""Places: names of real communes (facts), and the desks and agencies that stand in them.

The people and their houses are made up. Two generations: four levels until 30 June 2025, three from 1 July 2025.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

#: The day on which districts were abolished.
REFORM = dt.date(2025, 7, 1)

#: District → communes, Điện Biên until 30 June 2025.
DIEN_BIEN = {
    "thành phố Điện Biên Phủ": ("phường Mường Thanh", "phường Noong Bua", "phường Him Lam", "phường Tân Thanh",
                                "phường Nam Thanh", "xã Thanh Minh", "xã Nà Tấu", "xã Mường Phăng", "xã Pá Khoang"),
    "thị xã Mường Lay": ("phường Na Lay", "phường Sông Đà", "xã Lay Nưa"),
    "huyện Mường Nhé": ("xã Sín Thầu", "xã Chung Chải", "xã Leng Su Sìn", "xã Mường Toong", "xã Nậm Kè"),
    "huyện Mường Chà": ("thị trấn Mường Chà", "xã Mường Tùng", "xã Hừa Ngài", "xã Pa Ham", "xã Sa Lông"),
    "huyện Tủa Chùa": ("thị trấn Tủa Chùa", "xã Tả Sìn Thàng", "xã Lao Xả Phình", "xã Sính Phình", "xã Mường Báng"),
    "huyện Tuần Giáo": ("thị trấn Tuần Giáo", "xã Quài Nưa", "xã Quài Cang", "xã Pú Nhung", "xã Mùn Chung", "xã Tỏa Tình"),
    "huyện Điện Biên": ("xã Thanh Nưa", "xã Thanh Xương", "xã Thanh Yên", "xã Noong Luống", "xã Pom Lót", "xã Núa Ngam",
                        "xã Mường Pồn", "xã Hẹ Muông"),
    "huyện Điện Biên Đông": ("xã Keo Lôm", "xã Phì Nhừ", "xã Mường Luân", "xã Xa Dung", "xã Pú Nhi", "xã Háng Lìa"),
    "huyện Mường Ảng": ("thị trấn Mường Ảng", "xã Ẳng Nưa", "xã Ẳng Cang", "xã Búng Lao", "xã Nặm Lịch"),
    "huyện Nậm Pồ": ("xã Nà Hỳ", "xã Si Pa Phìn", "xã Chà Cang", "xã Phìn Hồ", "xã Nà Khoa", "xã Vàng Đán"),
}  # fmt: skip

#: Communes of Điện Biên since 1 July 2025.
DIEN_BIEN_NOW = (
    "phường Điện Biên Phủ", "phường Mường Thanh", "phường Mường Lay", "xã Mường Phăng", "xã Nà Tấu", "xã Thanh Nưa",
    "xã Thanh An", "xã Thanh Yên", "xã Sam Mứn", "xã Núa Ngam", "xã Tuần Giáo", "xã Quài Tở", "xã Pú Nhung",
    "xã Mường Ảng", "xã Búng Lao", "xã Tủa Chùa", "xã Sính Phình", "xã Si Pa Phìn", "xã Nà Hỳ", "xã Na Son", "xã Mường Nhé",
)  # fmt: skip

#: Province (as in "tỉnh Sơn La") → its code in personal ids, the code of its agencies, some districts with communes.
OTHERS: dict[str, tuple[str, str, dict[str, tuple[str, ...]]]] = {
    "tỉnh Sơn La": ("014", "H52", {"huyện Thuận Châu": ("xã Chiềng Ly", "xã Phổng Lái"), "huyện Mai Sơn": ("xã Chiềng Mung", "xã Hát Lót")}),
    "tỉnh Lai Châu": ("012", "H35", {"huyện Tam Đường": ("xã Bản Bo", "xã Nà Tăm"), "huyện Than Uyên": ("xã Mường Kim", "xã Ta Gia")}),
    "tỉnh Lào Cai": ("010", "H38", {"huyện Bát Xát": ("xã Bản Vược", "xã Quang Kim"), "thị xã Sa Pa": ("phường Cầu Mây", "xã Tả Van")}),
    "tỉnh Yên Bái": ("015", "H63", {"huyện Văn Chấn": ("xã Gia Hội", "xã Nậm Búng"), "huyện Trạm Tấu": ("xã Xà Hồ", "xã Bản Mù")}),
    "thành phố Hà Nội": ("001", "H26", {"huyện Ba Vì": ("xã Tản Lĩnh", "xã Vân Hòa"), "quận Cầu Giấy": ("phường Dịch Vọng", "phường Yên Hòa")}),
    "tỉnh Thái Bình": ("034", "H54", {"huyện Kiến Xương": ("xã Vũ Quý", "xã Bình Nguyên"), "huyện Thái Thụy": ("xã Thụy Xuân", "xã Thái Phúc")}),
    "tỉnh Nam Định": ("036", "H40", {"huyện Hải Hậu": ("xã Hải Minh", "xã Hải Trung"), "huyện Ý Yên": ("xã Yên Phong", "xã Yên Ninh")}),
    "tỉnh Thanh Hóa": ("038", "H56", {"huyện Thọ Xuân": ("xã Xuân Lập", "xã Thọ Hải"), "huyện Quan Hóa": ("xã Phú Nghiêm", "xã Hiền Kiệt")}),
    "tỉnh Nghệ An": ("040", "H41", {"huyện Tương Dương": ("xã Tam Quang", "xã Yên Na"), "huyện Quỳ Hợp": ("xã Châu Cường", "xã Minh Hợp")}),
    "tỉnh Hải Dương": ("030", "H23", {"huyện Tứ Kỳ": ("xã Quang Phục", "xã Văn Tố"), "huyện Gia Lộc": ("xã Thống Nhất", "xã Yết Kiêu")}),
    "tỉnh Phú Thọ": ("025", "H44", {"huyện Thanh Ba": ("xã Đông Lĩnh", "xã Hoàng Cương"), "huyện Yên Lập": ("xã Lương Sơn", "xã Ngọc Lập")}),
    "tỉnh Quảng Nam": ("049", "H47", {"huyện Thăng Bình": ("xã Bình Minh", "xã Bình Quý"), "huyện Nam Giang": ("xã Tà Bhing", "xã Chà Vàl")}),
    "tỉnh Đắk Lắk": ("066", "H15", {"huyện Cư M'gar": ("xã Ea Kpam", "xã Quảng Tiến"), "huyện Krông Pắc": ("xã Ea Phê", "xã Hòa An")}),
    "thành phố Hồ Chí Minh": ("079", "H29", {"huyện Củ Chi": ("xã Tân Phú Trung", "xã Phước Thạnh"), "quận Gò Vấp": ("phường 5", "phường 12")}),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A commune, with everything above it as it was at that time."""

    #: ``xã Mường Phăng``
    commune: str
    #: ``thành phố Điện Biên Phủ``; empty since the reform.
    district: str
    #: ``tỉnh Điện Biên``
    province: str
    #: First three digits of personal ids of people registered there.
    code: str
    #: Code of the province's agencies, ``H18``.
    agency: str

    @property
    def levels(self) -> tuple[str, ...]:
        return tuple(part for part in (self.commune, self.district, self.province) if part)

    @property
    def printed(self) -> str:
        return ", ".join(self.levels)

    @property
    def short(self) -> str:
        """The province without the word for it: ``Điện Biên``."""
        return bare(self.province)


_SORTS = ("thành phố ", "thị trấn ", "thị xã ", "phường ", "huyện ", "quận ", "tỉnh ", "xã ")


def bare(unit: str) -> str:
    """A unit's own name: ``xã Nà Tấu`` → ``Nà Tấu``."""
    for sort in _SORTS:
        if unit.startswith(sort):
            return unit[len(sort) :]
    return unit


def place(rng: random.Random, *, on: dt.date, home: bool = True) -> Place:
    """A commune of Điện Biên, or now and then (``home`` false: mostly) of another province, as of a day."""
    if on >= REFORM and (home or rng.random() < 0.7):
        commune = rng.choice(DIEN_BIEN_NOW)
        return Place(commune=commune, district="", province="tỉnh Điện Biên", code="011", agency="H18")
    if rng.random() < (0.88 if home else 0.25):
        district = rng.choice(list(DIEN_BIEN))
        commune = rng.choice(DIEN_BIEN[district])
        return Place(commune=commune, district=district, province="tỉnh Điện Biên", code="011", agency="H18")
    province = rng.choice(list(OTHERS))
    code, agency, districts = OTHERS[province]
    district = rng.choice(list(districts))
    return Place(
        commune=rng.choice(districts[district]), district=district, province=province, code=code, agency=agency
    )


_HAMLETS = (
    "Huổi Chan",
    "Nà Ngám",
    "Co Mị",
    "Pa Xa Lào",
    "Nậm Hẹ",
    "Phiêng Ban",
    "Che Căn",
    "Tân Bình",
    "Noong Nhai",
    "Hua Ná",
    "Bó Mạy",
)
_STREETS = (
    "Võ Nguyên Giáp",
    "Trần Đăng Ninh",
    "Nguyễn Chí Thanh",
    "Hoàng Văn Thái",
    "Tôn Thất Tùng",
    "Lò Văn Hặc",
    "Bế Văn Đàn",
)


def house(rng: random.Random, where: Place) -> str:
    """What stands before the commune in an address; sometimes nothing."""
    if where.commune.startswith(("phường", "thị trấn")):
        return rng.choice(
            (
                f"tổ dân phố {rng.randint(1, 24)}",
                f"tổ {rng.randint(1, 24)}",
                f"số nhà {rng.randint(2, 480)}, đường {rng.choice(_STREETS)}, tổ {rng.randint(1, 20)}",
                f"số {rng.randint(2, 300)} đường {rng.choice(_STREETS)}",
            )
        )
    hamlet = rng.choice(_HAMLETS)
    return rng.choice(
        (
            f"bản {hamlet}",
            f"bản {hamlet} {rng.randint(1, 3)}",
            f"thôn {rng.randint(1, 12)}",
            f"đội {rng.randint(1, 18)}",
        )
    )


def address(rng: random.Random, where: Place) -> str:
    """A full address, first letter raised as people print it."""
    text = f"{house(rng, where)}, {where.printed}"
    if rng.random() < 0.12:
        text = text.replace(", ", " - ")
    return text[0].upper() + text[1:]


def committee(where: Place, rng: random.Random | None = None) -> str:
    """The people's committee of the commune, as written into a field."""
    word = "Ủy ban nhân dân" if rng is None or rng.random() < 0.6 else "UBND"
    return f"{word} {where.printed}"
