"""Giấy chứng nhận đăng ký doanh nghiệp: one-member and more-member companies, and joint-stock companies."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace

from tests.samples import marks, people, places, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms.heading import Heading, Signer, heading, signers, title
from tests.samples.people import Person
from tests.samples.places import Place
from tests.samples.sheet import Piece

LAYOUTS: dict[str, Style] = {
    "one_member_2021": Style(size=13, leading=1.32, left=28, right=18),
    "members_table_2021": Style(size=12.5, leading=1.32, left=25, right=18),
    "joint_stock_2015": Style(face="freeserif", size=12.5, leading=1.32, left=28, right=18, italic_values=False),
    "finance_2025": Style(size=13, leading=1.35, left=27, right=18, bold_values=True, top=20),
    "sans_two_columns": Style(face="arimo", size=11, leading=1.42, left=24, right=16, upper_names=True),
    "dotted": Style(
        face="notoserif", size=11, leading=1.42, left=26, right=18, leader="after", upper_names=False, colon=" :"
    ),
}

#: What can be made wrong → the finding that is due.
CONTRADICTIONS = {"tax_code": "tax_code_check_digit_wrong"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What one certificate says."""

    code: str
    sort: str
    name: str
    foreign: str
    short: str
    first: dt.date
    changes: int
    changed: dt.date
    where: Place
    office: str
    phone: str
    mail: str
    capital: int
    head: Person
    rank: str
    others: tuple[Person, ...]
    signer: Person


_TRADES = (
    ("XÂY DỰNG VÀ THƯƠNG MẠI", "CONSTRUCTION AND TRADING"), ("THƯƠNG MẠI VÀ DỊCH VỤ", "TRADING AND SERVICE"), ("CHẾ BIẾN NÔNG LÂM SẢN", "AGRO-FORESTRY PROCESSING"),
    ("TƯ VẤN THIẾT KẾ VÀ ĐẦU TƯ XÂY DỰNG", "DESIGN CONSULTING AND CONSTRUCTION INVESTMENT"), ("DU LỊCH SINH THÁI", "ECOTOURISM"), ("VẬN TẢI VÀ XUẤT NHẬP KHẨU", "TRANSPORT AND IMPORT EXPORT"),
    ("SẢN XUẤT VẬT LIỆU XÂY DỰNG", "BUILDING MATERIALS PRODUCTION"), ("DƯỢC PHẨM VÀ THIẾT BỊ Y TẾ", "PHARMACEUTICAL AND MEDICAL EQUIPMENT"), ("CÔNG NGHỆ VÀ TRUYỀN THÔNG", "TECHNOLOGY AND COMMUNICATION"),
)  # fmt: skip
_OWN = (
    "HƯNG THỊNH",
    "HOA BAN",
    "MƯỜNG THANH",
    "TÂY BẮC XANH",
    "PHÚ GIA",
    "HOÀNG ANH",
    "MINH ĐỨC",
    "TUẤN LINH",
    "A PA CHẢI",
    "NẬM RỐM",
    "ĐẠI PHÁT",
    "SƠN HÀ",
    "TRƯỜNG GIANG",
    "PHƯƠNG NAM",
)
#: What a company may be → its printed sort, how its name begins, and how it ends in English.
SORTS = {
    "one": ("CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN", "CÔNG TY TNHH MỘT THÀNH VIÊN", "ONE MEMBER LIMITED COMPANY"),
    "more": ("CÔNG TY TRÁCH NHIỆM HỮU HẠN HAI THÀNH VIÊN TRỞ LÊN", "CÔNG TY TNHH", "COMPANY LIMITED"),
    "stock": ("CÔNG TY CỔ PHẦN", "CÔNG TY CỔ PHẦN", "JOINT STOCK COMPANY"),
}
_SORT_OF = {"one_member_2021": "one", "members_table_2021": "more", "joint_stock_2015": "stock"}


def make_case(
    rng: random.Random, layout: str, *, on: dt.date | None = None, where: Place | None = None, sort: str = ""
) -> Case:
    """A certificate's contents."""
    spans = {
        "joint_stock_2015": (dt.date(2015, 3, 2), dt.date(2020, 12, 20)),
        "finance_2025": (dt.date(2025, 7, 2), dt.date(2026, 9, 20)),
    }
    start, end = spans.get(layout, (dt.date(2021, 2, 1), dt.date(2025, 2, 20)))
    changed = on or people.day(rng, start, end)
    first = people.day(rng, changed - dt.timedelta(days=rng.choice((0, 0, 400, 2900))), changed)
    sort = sort or _SORT_OF.get(layout) or rng.choice(tuple(SORTS))
    trade, foreign = rng.choice(_TRADES)
    if rng.random() < 0.25:  # names that take two lines and more
        more, abroad = rng.choice(_TRADES)
        trade, foreign = (f"{trade}, {more}", f"{foreign}, {abroad}") if more != trade else (trade, foreign)
    own = rng.choice(_OWN) + (rng.choice((" ĐIỆN BIÊN", "", f" {rng.randint(18, 99)}")) if rng.random() < 0.5 else "")
    where = where or places.place(rng, on=changed)
    head = people.person(rng, on=changed, ages=(25, 62))
    changes = 0 if first == changed else rng.randint(1, 9)
    return Case(
        code=people.tax_code(rng),
        sort=sort,
        name=f"{SORTS[sort][1]} {trade} {own}",
        foreign=people.plain(own).upper() + f" {foreign} {SORTS[sort][2]}",
        short="".join(word[0] for word in people.plain(f"{trade} {own}").upper().split() if word[0].isalpha())
        + rng.choice((" CO., LTD", " JSC", "")),
        first=first,
        changes=changes,
        changed=changed,
        where=where,
        office=f"{places.address(rng, where)}, Việt Nam",
        phone=f"0215{rng.choice((3, 6))}{rng.randint(0, 999999):06d}" if rng.random() < 0.5 else head.phone,
        mail=head.email,
        capital=rng.choice((300, 500, 1_000, 1_900, 3_500, 6_800, 9_900, 20_000, 150_000)) * 1_000_000,
        head=head,
        rank=rng.choice(
            ("Giám đốc", "Chủ tịch công ty kiêm Giám đốc", "Tổng giám đốc", "Chủ tịch hội đồng thành viên", "Giám đốc")
        ),
        others=tuple(people.person(rng, on=changed, ages=(25, 65)) for _ in range(rng.randint(1, 3))),
        signer=people.person(rng, on=changed, ages=(35, 58)),
    )


def make(rng: random.Random, layout: str, *, case: Case | None = None, contradict: str = "") -> Form:
    """Print a certificate, with a contradiction of CONTRADICTIONS if one is asked for."""
    case = case or make_case(rng, layout)
    form = Form(rng, LAYOUTS[layout], kind="business_registration", layout=layout)
    if contradict:
        wrong = case.code[:-1] + str((int(case.code[-1]) + rng.randint(1, 9)) % 10)
        case = replace(case, code=wrong)
        form.truth.findings.append(CONTRADICTIONS[contradict])
    _top(form, layout, case)
    _names(form, layout, case)
    _place(form, layout, case)
    _capital(form, case)
    if layout == "members_table_2021":
        _members(form, case)
    _head(form, layout, case, point=5 if layout == "members_table_2021" else 4)
    _sign(form, case)
    return form


def _put_code(form: Form, case: Case) -> Piece:
    grouped = f"{case.code[:4]} {case.code[4:7]} {case.code[7:]}"
    text = grouped if form.rng.random() < 0.05 else case.code
    return form.put("tax_code", text, case.code, hand=False, plain=True, bold=True)


def _dated(form: Form, field: str, day: dt.date) -> list[Piece]:
    text = wording.long_date(day, pad_all=form.rng.random() < 0.7)
    return [form.put(field, text, day.isoformat(), hand=False, plain=True)]


def _top(form: Form, layout: str, case: Case) -> None:
    rng = form.rng
    province = case.where.province.upper()
    office = "SỞ TÀI CHÍNH" if case.changed >= dt.date(2025, 3, 1) else "SỞ KẾ HOẠCH VÀ ĐẦU TƯ"
    parent = f"{office} {province}" if rng.random() < 0.7 else office
    issuer = "PHÒNG ĐĂNG KÝ KINH DOANH"
    body = [
        piece(parent),
        form.put(
            "issued_by", issuer, hand=False, plain=True, bold=True, also=(f"{parent} {issuer}", f"{issuer} - {parent}")
        ),
    ]
    if layout == "finance_2025":
        marks.code(
            form.sheet,
            f"{case.code}|{case.name}|{case.first:%d/%m/%Y}",
            symbology="QRCode",
            x=form.x0 - 4,
            y=8,
            width=18,
            height=18,
        )
        form.y = 31
    heading(form, Heading(body=body, size=12.0, split=0.45))
    form.skip(5)
    title(form, "GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP" if layout != "joint_stock_2015" else "GIẤY CHỨNG NHẬN", size=15)
    if layout == "joint_stock_2015":
        title(form, "ĐĂNG KÝ DOANH NGHIỆP", size=15)
    title(form, SORTS[case.sort][0], size=13)
    form.skip(1)
    form.text(piece("Mã số doanh nghiệp:", bold=rng.random() < 0.6), _put_code(form, case), align="centre")
    comma = rng.choice((":", ":", ","))
    form.text(
        piece(f"Đăng ký lần đầu{comma}", italic=True), *_dated(form, "first_registered_on", case.first), align="centre"
    )
    if case.changes:
        number = form.put("change_number", str(case.changes), case.changes, hand=False, plain=True)
        form.text(
            piece("Đăng ký thay đổi lần thứ:", italic=True),
            number,
            piece(",", tight=True),
            *_dated(form, "changed_on", case.changed),
            align="centre",
        )
    form.skip(3)


def _names(form: Form, layout: str, case: Case) -> None:
    rng = form.rng
    one = "1. Tên công ty" if layout != "dotted" else "1. Tên doanh nghiệp"
    form.text(piece(one, bold=True))
    form.entry("Tên công ty viết bằng tiếng Việt", form.put("name_vi", case.name), align="left")
    foreign = form.put("name_foreign", case.foreign) if rng.random() < 0.75 else None
    form.entry(
        "Tên công ty viết bằng tiếng nước ngoài (nếu có)"
        if rng.random() < 0.3
        else "Tên công ty viết bằng tiếng nước ngoài",
        foreign,
    )
    short = form.put("name_short", case.short) if rng.random() < 0.6 else None
    form.entry("Tên công ty viết tắt", short)


def _place(form: Form, layout: str, case: Case) -> None:
    rng = form.rng
    if layout == "sans_two_columns":
        form.entry("2. Địa chỉ trụ sở chính", form.put("head_office", case.office), bold_label=True)
    else:
        form.text(piece("2. Địa chỉ trụ sở chính", bold=True))
        form.text(form.put("head_office", case.office), align="justify" if rng.random() < 0.5 else "left")
    phone = form.put("phone", case.phone)
    mail = form.put("email", case.mail) if rng.random() < 0.7 else None
    form.row([("Điện thoại", phone), ("Fax", None)], (0, 0.5))
    form.row([("Email", mail), ("Website", None)], (0, 0.5))


def _capital(form: Form, case: Case) -> None:
    rng = form.rng
    amount = form.put("charter_capital", wording.amount(case.capital, rng.choice((".", ".", ".", ","))), case.capital)
    unit = rng.choice(("đồng", "đồng", "VNĐ"))
    if rng.random() < 0.5:
        form.text(piece("3. Vốn điều lệ:", bold=True), amount, piece(unit))
    else:
        form.entry("3. Vốn điều lệ", amount, piece(f"{unit}."), bold_label=True)
    form.text(f"Bằng chữ: {wording.raised(wording.number(case.capital))} đồng")
    if case.sort == "stock":
        form.text("Mệnh giá cổ phần: 10.000 đồng")
        form.text(f"Tổng số cổ phần: {wording.amount(case.capital // 10_000)}")


def _members(form: Form, case: Case) -> None:
    form.text(piece("4. Danh sách thành viên góp vốn", bold=True), gap=1)
    heads = (
        "STT",
        "Tên thành viên",
        "Quốc tịch",
        "Địa chỉ liên lạc",
        "Phần vốn góp (VNĐ)",
        "Tỷ lệ (%)",
        "Số giấy tờ pháp lý",
    )
    rows = [[[piece(head, bold=True)] for head in heads]]
    everyone = (case.head, *case.others)
    for number, who in enumerate(everyone, 1):
        share = wording.amount(case.capital // len(everyone))
        cells = (
            str(number),
            who.name.upper(),
            "Việt Nam",
            who.residence,
            share,
            f"{100 / len(everyone):.2f}".replace(".", ","),
            who.personal_id,
        )
        rows.append([[piece(cell)] for cell in cells])
    form.table(
        (0.07, 0.18, 0.1, 0.25, 0.15, 0.09, 0.16),
        rows,
        size=9.5,
        pad=0.8,
        aligns=("centre", "left", "left", "left", "right", "centre", "left"),
    )


def _head(form: Form, layout: str, case: Case, *, point: int) -> None:
    rng = form.rng
    who = case.head
    if case.sort == "one" and rng.random() < 0.6:
        form.text(piece(f"{point}. Thông tin về chủ sở hữu", bold=True))
        form.row(
            [
                ("Họ và tên", form.value(who.name.upper(), plain=True)),
                ("Giới tính", form.value("Nam" if who.sex == "male" else "Nữ", plain=True)),
            ],
            (0, 0.65),
        )
        form.row(
            [
                ("Quốc tịch", form.value("Việt Nam", plain=True)),
                ("Số giấy tờ pháp lý của cá nhân", form.value(who.personal_id, plain=True)),
            ],
            (0, 0.35),
        )
        point += 1
    form.text(piece(f"{point}. Người đại diện theo pháp luật của công ty", bold=True))
    label = rng.choice(("* Họ và tên", "* Họ, chữ đệm và tên", "Họ và tên"))
    sex = form.value("Nam" if who.sex == "male" else "Nữ")
    form.row([(label, form.put("representative_name", form.name(who.name))), ("Giới tính", sex)], (0, 0.68))
    form.entry("Chức danh", form.put("representative_title", case.rank))
    form.row(
        [
            ("Sinh ngày", form.put("representative_birth", wording.short_date(rng, who.born), who.born.isoformat())),
            ("Dân tộc", form.value(who.ethnicity)),
            ("Quốc tịch", form.value("Việt Nam")),
        ],
        (0, 0.36, 0.66),
    )
    sort = (
        rng.choice(("Căn cước công dân", "Thẻ căn cước công dân"))
        if case.changed.year > 2016
        else "Chứng minh nhân dân"
    )
    number = who.personal_id if sort != "Chứng minh nhân dân" else f"04{rng.randint(0, 9_999_999):07d}"
    form.entry(rng.choice(("Loại giấy tờ pháp lý của cá nhân", "Loại giấy tờ chứng thực cá nhân")), form.value(sort))
    form.entry(
        rng.choice(("Số giấy tờ pháp lý của cá nhân", "Số giấy chứng thực cá nhân")),
        form.put("representative_id", number),
    )
    issued = people.day(
        rng,
        dt.date(2016, 5, 1) if case.changed.year > 2016 else dt.date(2008, 1, 1),
        max(case.first, dt.date(2016, 6, 1)),
    )
    form.row(
        [("Ngày cấp", form.value(f"{issued:%d/%m/%Y}")), ("Nơi cấp", form.value("Cục Cảnh sát QLHC về TTXH"))],
        (0, 0.36),
    )
    form.entry("Địa chỉ thường trú", form.value(who.residence))
    form.entry("Địa chỉ liên lạc", form.value(who.residence), gap=3)


def _sign(form: Form, case: Case) -> None:
    rng = form.rng
    rank = rng.choice((("TRƯỞNG PHÒNG",), ("TRƯỞNG PHÒNG",), ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")))
    office = "SỞ TÀI CHÍNH" if case.changed >= dt.date(2025, 3, 1) else "SỞ KẾ HOẠCH VÀ ĐẦU TƯ"
    signers(
        form,
        [
            Signer(title=[piece("")], signed=False),
            Signer(
                title=[piece(line, bold=True) for line in rank],
                name=form.put("signer_name", case.signer.name, hand=False, plain=True, bold=True),
                seal=(f"PHÒNG ĐĂNG KÝ KINH DOANH {office}", case.where.short),
            ),
        ],
        height=25,
        edges=(0, 0.5, 1),
    )
