"""People who do not exist: names of the peoples of the north-west, birthdays, ids that pass their checks."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tests.samples import places
from tests.samples.places import Place

#: People → surnames, male middles, male given names, female middles, female given names.
NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "Thái": (
        ("Lò", "Lường", "Quàng", "Cà", "Tòng", "Lèo", "Vì", "Bạc", "Cầm", "Đèo", "Điêu", "Hoàng", "Mào"),
        ("Văn", "Văn", "Văn", "Quang", "Minh", "Việt", "Đức"),
        ("Thắng", "Hặc", "Pâng", "Inh", "Ơn", "Biên", "Thương", "Chung", "Hùng", "Tuấn", "Xuân", "Dương", "Thịnh", "Ón"),
        ("Thị", "Thị", "Thị", "Thu", "Hồng", "Thị Thanh", "Thị Ngọc"),
        ("Yến", "Ánh", "Pâng", "Xôm", "Hiêng", "Thoa", "Lả", "Hương", "Nguyệt", "Diên", "Ươi", "Bình", "Phượng", "Ỏ"),
    ),
    "Mông": (
        ("Vàng", "Giàng", "Sùng", "Mùa", "Thào", "Hạng", "Lầu", "Lý", "Vừ", "Cứ", "Sình", "Chá", "Ly"),
        ("A", "A", "A", "A", "Văn", "Bá", "Láo"),
        ("Dơ", "Páo", "Chớ", "Sếnh", "Tủa", "Lử", "Dia", "Vảng", "Nhè", "Hồng", "Khua", "Phử", "Chinh", "Súa"),
        ("Thị", "Thị", "Thị", ""),
        ("Dợ", "Mỷ", "Sua", "Pla", "Chía", "Máy", "Dở", "Gấu", "Dí", "Ka", "Sông", "Vá", "Mái", "Xia"),
    ),
    "Khơ Mú": (
        ("Quàng", "Lò", "Lường", "Moong", "Cụt", "Rvai", "Chương", "Lữ", "Ốc"),
        ("Văn", "Văn", "Văn", "Phò"),
        ("Phong", "Nghĩa", "Pom", "Đón", "Hặc", "Ngọc", "Ún", "Tình", "Kẻo"),
        ("Thị", "Thị"),
        ("Ón", "Hoa", "Diện", "Phương", "Ín", "Piếng", "Nhất", "Xuyến"),
    ),
    "Hà Nhì": (
        ("Lỳ", "Pờ", "Chu", "Giàng", "Vù", "Sừng", "Phùng"),
        ("Xá", "Gò", "Diệu", "Hừ", "Lò", "Mò", "Khai"),
        ("Hừ", "Phạ", "Xuân", "Chừ", "Cà", "Tư", "Lòng"),
        ("Gò", "Mì", "Giò", "Lỳ", "Chừ"),
        ("Nu", "Nhù", "Xó", "Mé", "De", "Sớ"),
    ),
    "Dao": (
        ("Tẩn", "Chẻo", "Phàn", "Lý", "Triệu", "Đặng", "Bàn"),
        ("Láo", "A", "Sài", "Kiềm", "Chòi"),
        ("Tả", "Sử", "Lở", "San", "Phin", "Lùng", "Quẩy"),
        ("Mùi", "Tả", "Lở", "Thị"),
        ("Mẩy", "Pham", "Ghển", "Nải", "Chiêu", "Liều"),
    ),
    "Lào": (
        ("Lò", "Vi", "Lường", "Tòng", "Thoong"),
        ("Văn", "Bun", "Khăm"),
        ("Phăn", "Xổm", "Mằn", "Đi", "Hải"),
        ("Thị", "Thị"),
        ("Kẻo", "Bua", "Xén", "Đọi", "Văn"),
    ),
    "Xinh Mun": (
        ("Lò", "Vì", "Lường", "Cứ"),
        ("Văn", "Văn"),
        ("Piệng", "Hom", "Chựa", "Pành"),
        ("Thị", "Thị"),
        ("Ươm", "Chăn", "Hịa", "Sọt"),
    ),
    "Kháng": (
        ("Lò", "Quàng", "Hoàng", "Bạc"),
        ("Văn", "Văn"),
        ("Nhại", "Muôn", "Xiên", "Tỉnh"),
        ("Thị", "Thị"),
        ("Tiên", "Pọm", "Nhâm", "Ngoan"),
    ),
    "Tày": (
        ("Nông", "Hoàng", "Lương", "Ma", "Bế", "La"),
        ("Văn", "Đình", "Ích"),
        ("Thiện", "Thuyết", "Bằng", "Huấn"),
        ("Thị", "Thị", "Bích"),
        ("Quyên", "Đào", "Nguyệt", "Lưu"),
    ),
    "Kinh": (
        ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Đoàn", "Phan"),
        ("Văn", "Đức", "Minh", "Quốc", "Hữu", "Xuân", "Tiến", "Công", "Hoàng", "Thế"),
        ("Hải", "Khánh", "Tuấn", "Thành", "Long", "Quân", "Kiên", "Dũng", "Nghĩa", "Cường", "Huy", "Phúc", "Việt"),
        ("Thị", "Thị Thu", "Thị Ngọc", "Thanh", "Thùy", "Minh", "Thị Kim", "Bảo", "Thị Mai"),
        ("Hằng", "Nhung", "Thủy", "Huyền", "Lan", "Trang", "Quỳnh", "Oanh", "Hạnh", "Vân", "Thúy", "Hòa", "Nga", "Chi"),
    ),
}  # fmt: skip

_SHARES = ("Thái", "Thái", "Thái", "Mông", "Mông", "Mông", "Kinh", "Kinh", "Khơ Mú", "Hà Nhì")

#: How an ethnic group is printed; the Mông are written in several ways.
_PRINTED = {"Mông": ("Mông", "Mông", "Mông", "H'Mông", "Hmông")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody made up."""

    name: str
    sex: str  # male, female
    born: dt.date
    ethnicity: str
    nationality: str
    #: Where the birth was registered; its code begins the personal id.
    origin: Place
    home: Place
    residence: str
    personal_id: str
    phone: str
    email: str


def person_name(rng: random.Random, sex: str, ethnicity: str, surname: str = "") -> str:
    """A name, each syllable with a capital."""
    surnames, middles, givens, her_middles, her_givens = NAMES[ethnicity]
    middle = rng.choice(middles if sex == "male" else her_middles)
    given = rng.choice(givens if sex == "male" else her_givens)
    return " ".join(part for part in (surname or rng.choice(surnames), middle, given) if part)


def personal_id(rng: random.Random, *, code: str, sex: str, born: dt.date) -> str:
    """Twelve digits: place of registration, century and sex, year, six random ones."""
    century = 2 * (born.year // 100 - 19) + (sex == "female")
    return f"{code}{century}{born.year % 100:02d}{rng.randint(0, 999_999):06d}"


def day(rng: random.Random, first: dt.date, last: dt.date) -> dt.date:
    """A day between two, both included."""
    return first + dt.timedelta(days=rng.randint(0, max(0, (last - first).days)))


def person(
    rng: random.Random,
    *,
    on: dt.date,
    ages: tuple[int, int] = (19, 74),
    sex: str = "",
    ethnicity: str = "",
    surname: str = "",
    home: Place | None = None,
) -> Person:
    """Somebody alive on a day, in an age between two in years."""
    sex = sex or rng.choice(("male", "female"))
    ethnicity = ethnicity or rng.choice(_SHARES)
    born = day(rng, on - dt.timedelta(days=ages[1] * 365 + ages[1] // 4), on - dt.timedelta(days=ages[0] * 365 + 1))
    home = home or places.place(rng, on=on)
    origin = home if rng.random() < 0.6 else places.place(rng, on=dt.date(2020, 1, 1), home=ethnicity != "Kinh")
    name = person_name(rng, sex, ethnicity, surname)
    phone = f"0{rng.choice(('32', '33', '35', '38', '39', '70', '77', '81', '84', '86', '91', '94', '97', '98'))}{rng.randint(0, 9_999_999):07d}"
    return Person(
        name=name,
        sex=sex,
        born=born,
        ethnicity=rng.choice(_PRINTED.get(ethnicity, (ethnicity,))),
        nationality="Việt Nam",
        origin=origin,
        home=home,
        residence=places.address(rng, home),
        personal_id=personal_id(rng, code=origin.code, sex=sex, born=born),
        phone=phone,
        email=mail(rng, name, born),
    )


_PLAIN = str.maketrans(
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
    "aaaaaaaaaaaaaaaaadeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyy",
)


def plain(text: str) -> str:
    """Lower case without marks, as in mail addresses and file names."""
    return text.lower().translate(_PLAIN)


def mail(rng: random.Random, name: str, born: dt.date) -> str:
    """A mail address of a mail house that cannot exist."""
    parts = plain(name).split()
    user = rng.choice(
        ("".join(parts), parts[-1] + "".join(part[0] for part in parts[:-1]), ".".join((parts[-1], parts[0])))
    )
    return f"{user}{rng.choice((str(born.year), str(born.year)[2:], ''))}@{rng.choice(('thudientu.example', 'mail.example', 'dienbien.example'))}"


#: Weights of the first nine digits of a tax code; see tax_code.
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def tax_code(rng: random.Random, province: str = "56") -> str:
    """Ten digits whose last one checks the others: 10 - (weighted sum mod 11); prefixes that give ten do not exist."""
    while True:
        digits = f"{province}{rng.randint(0, 9_999_999):07d}"
        check = 10 - sum(int(digit) * weight for digit, weight in zip(digits, _TAX_WEIGHTS, strict=True)) % 11
        if check != 10:
            return f"{digits}{check}"
