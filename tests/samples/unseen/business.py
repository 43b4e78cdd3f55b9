"""Certificates of companies: in two languages, with industries and founders (2010), owned by another company."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from tests.samples import marks, people, places, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import business
from tests.samples.forms.business import Case
from tests.samples.forms.heading import Heading, Signer, heading, signers
from tests.samples.sheet import Piece
from tests.samples.unseen import touches
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "bilingual_2025": Look(
        style=Style(size=11.5, left=24, right=17, leading=1.3, bold_values=True),
        sizes=(11, 11.5),
        faces=("tinos", "sansdisplay"),
    ),
    "industries_2010": Look(
        style=Style(size=13, left=28, right=17, leading=1.35), sizes=(12.5, 13), faces=("tinos", "freeserif")
    ),
    "owned_by_company": Look(
        style=Style(size=12, left=26, right=18, top=17, bottom=14, leading=1.3, italic_values=True),
        sizes=(11.5, 12, 12.5),
    ),
    "ruled_extract": Look(
        style=Style(face="freesans", size=10.5, left=22, right=17, leading=1.35, colon="", upper_names=True),
        sizes=(10.5, 11),
        faces=("freesans", "arimo", "notoserif"),
    ),
}


#: When each was issued.
_SPANS = {
    "bilingual_2025": (dt.date(2025, 7, 3), dt.date(2026, 10, 20)),
    "industries_2010": (dt.date(2010, 7, 1), dt.date(2015, 6, 20)),
    "owned_by_company": (dt.date(2021, 1, 11), dt.date(2025, 2, 20)),
    "ruled_extract": (dt.date(2019, 3, 1), dt.date(2025, 2, 20)),
}
#: What each is, as business.SORTS names it.
_SORTS = {"industries_2010": "stock", "owned_by_company": "one"}

_TITLE = "GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP"


def make(rng: random.Random, layout: str, *, case: Case | None = None, contradict: str = "") -> Form:
    """Print a certificate, with a contradiction of CONTRADICTIONS if one is asked for."""
    case = case or _case(rng, layout)
    style = LAYOUTS[layout].chosen(rng)
    form = Form(rng, style, kind="business_registration", layout=layout)
    if contradict:
        case = contradicted(rng, case)
        form.truth.findings.append(business.CONTRADICTIONS[contradict])
    _PRINTERS[layout](form, case)
    return form


def contradicted(rng: random.Random, case: Case) -> Case:
    """The same company with a number whose last digit does not check the others."""
    return replace(case, code=case.code[:-1] + str((int(case.code[-1]) + rng.randint(1, 9)) % 10))


def _case(rng: random.Random, layout: str) -> Case:
    on = people.day(rng, *_SPANS[layout])
    case = business.make_case(rng, layout, on=on, sort=_SORTS.get(layout, ""))
    head = touches.somebody(rng, case.where, on=on, ages=(25, 64))
    first = max(case.first, _SPANS[layout][0]) if layout != "bilingual_2025" else case.first
    office = f"{touches.address(rng, case.where)}, Việt Nam"
    changes = case.changes if first < case.changed else 0
    return replace(case, head=head, first=first, changes=changes, office=office)


# Values


def office_of(form: Form, case: Case, *, size: float = 12.0) -> Heading:
    """Who issued it, in the upper left: its parent in one line, in two, or not named in full."""
    rng = form.rng
    parent = "SỞ TÀI CHÍNH" if case.changed >= dt.date(2025, 3, 1) else "SỞ KẾ HOẠCH VÀ ĐẦU TƯ"
    whole = f"{parent} {case.where.province.upper()}"
    issuer = rng.choice(("PHÒNG ĐĂNG KÝ KINH DOANH", "PHÒNG ĐĂNG KÝ KINH DOANH", "PHÒNG ĐĂNG KÝ KINH DOANH SỐ 01"))
    also = (f"{whole} {issuer}", f"{issuer} - {whole}", f"{issuer}, {whole}")
    shown = form.put("issued_by", issuer, plain=True, bold=True, also=also)
    lines = [whole] if rng.random() < 0.5 else [parent, case.where.province.upper()]
    return Heading(body=[*(piece(line) for line in lines), shown], size=size, split=0.45)


def code_of(form: Form, case: Case, **style: object) -> Piece:
    return form.put("tax_code", case.code, plain=True, bold=True, **style)  # type: ignore[arg-type]


def issued_of(form: Form, field: str, when: dt.date) -> Piece:
    text = form.rng.choice((wording.long_date(when), wording.long_date(when, pad_all=True), f"ngày {when:%d/%m/%Y}"))
    return form.put(field, text, when.isoformat(), plain=True)


def dates_of(form: Form, case: Case, *, comma: str, italic: bool = True) -> None:
    """First registration, and the last change if there was one."""
    first = piece(f"Đăng ký lần đầu{comma}", italic=italic)
    form.text(first, issued_of(form, "first_registered_on", case.first), align="centre", leading=1.25)
    if not case.changes:
        return
    text = form.rng.choice((str(case.changes), f"{case.changes:02d}"))
    number = form.put("change_number", text, case.changes, plain=True)
    head = piece(f"Đăng ký thay đổi lần thứ{':' if comma == ':' else ''}", italic=italic)
    when = issued_of(form, "changed_on", case.changed)
    form.text(head, number, piece(",", tight=True), when, align="centre", leading=1.25)


def capital_of(form: Form, case: Case) -> Piece:
    return form.put("charter_capital", wording.amount(case.capital), case.capital)


def number_of(form: Form, case: Case, *, old: bool) -> Piece:
    """The representative's paper; nine digits before 2016."""
    number = f"0{form.rng.randint(40_000_000, 51_000_000):08d}" if old else case.head.personal_id
    return form.put("representative_id", number)


def birth_of(form: Form, case: Case) -> Piece:
    return form.put("representative_birth", touches.day(form.rng, case.head.born), case.head.born.isoformat())


def sex_of(case: Case) -> str:
    return "Nam" if case.head.sex == "male" else "Nữ"


def optional(form: Form, field: str, text: str, chance: float) -> Piece | None:
    return form.put(field, text) if form.rng.random() < chance else None


def signed(form: Form, case: Case) -> None:
    rng = form.rng
    rank = rng.choice((("TRƯỞNG PHÒNG",), ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"), ("PHÓ TRƯỞNG PHÒNG PHỤ TRÁCH",)))
    name = form.put("signer_name", case.signer.name, plain=True, bold=True)
    seal = ("PHÒNG ĐĂNG KÝ KINH DOANH", case.where.short)
    right = Signer(title=[piece(line, bold=True) for line in rank], name=name, seal=seal)
    signers(form, [Signer(title=[piece("")], signed=False), right], height=26, edges=(0, 0.5, 1))


# Layouts


def _bilingual_2025(form: Form, case: Case) -> None:
    """English beside and below; a code in the right corner."""
    rng = form.rng
    marks.code(form.sheet, case.code, symbology="QRCode", x=178, y=8, width=15, height=15)
    form.y = 28
    heading(form, office_of(form, case, size=11))
    form.skip(4)
    form.text(piece(_TITLE, bold=True), align="centre", size=14, leading=1.15)
    form.text(piece("ENTERPRISE REGISTRATION CERTIFICATE", italic=True), align="centre", size=10.5)
    form.text(piece(business.SORTS[case.sort][0], bold=True), align="centre", size=12.5)
    form.text(piece("Mã số doanh nghiệp/Enterprise code:"), code_of(form, case), align="centre")
    dates_of(form, case, comma=":")
    form.skip(2)
    line = touches.bilingual
    form.text(piece("1. Tên công ty / Company name", bold=True))
    line(form, "Tên công ty viết bằng tiếng Việt", "Company name in Vietnamese", form.put("name_vi", case.name))
    abroad = optional(form, "name_foreign", case.foreign, 0.85)
    line(form, "Tên công ty viết bằng tiếng nước ngoài", "Company name in foreign language", abroad)
    line(form, "Tên công ty viết tắt", "Abbreviated name", optional(form, "name_short", case.short, 0.6))
    form.text(piece("2. Địa chỉ trụ sở chính / Head office", bold=True))
    line(form, "Địa chỉ", "Address", form.put("head_office", case.office))
    phone = form.put("phone", case.phone)
    mail = optional(form, "email", case.mail, 0.7)
    touches.bilingual_row(form, [("Điện thoại", "Telephone", phone), ("Thư điện tử", "Email", mail)], (0, 0.45))
    form.text(piece("3. Vốn điều lệ / Charter capital", bold=True))
    words = f"({wording.raised(wording.number(case.capital))} đồng)"
    line(form, "Vốn điều lệ", "Charter capital", capital_of(form, case), form.value("đồng"), piece(words))
    form.text(piece("4. Người đại diện theo pháp luật / Legal representative", bold=True))
    name = form.put("representative_name", form.name(case.head.name))
    touches.bilingual_row(
        form, [("Họ, chữ đệm và tên", "Full name", name), ("Giới tính", "Sex", form.value(sex_of(case)))], (0, 0.7)
    )
    line(form, "Chức danh", "Title", form.put("representative_title", case.rank))
    touches.bilingual_row(
        form,
        [
            ("Sinh ngày", "Date of birth", birth_of(form, case)),
            ("Quốc tịch", "Nationality", form.value("Việt Nam")),
        ],
        (0, 0.5),
    )
    line(form, "Số định danh cá nhân", "Personal identification number", number_of(form, case, old=False))
    line(form, "Địa chỉ liên lạc", "Contact address", form.value(case.head.residence))
    signed(form, case)
    if rng.random() < 0.6:
        touches.footer(form, touches.printed_by_system(rng, case.changed), "{page}/{pages}")


def _industries_2010(form: Form, case: Case) -> None:
    """The form of 2010: a table of industries, one of founders with their own numbers; two pages."""
    rng = form.rng
    heading(form, office_of(form, case))
    form.skip(6)
    form.text(piece("GIẤY CHỨNG NHẬN", bold=True), align="centre", size=16, leading=1.2)
    form.text(piece("ĐĂNG KÝ DOANH NGHIỆP", bold=True), align="centre", size=15, leading=1.2)
    form.text(piece("CÔNG TY CỔ PHẦN", bold=True), align="centre", size=14)
    form.text(piece("Mã số doanh nghiệp:", bold=True), code_of(form, case), align="centre")
    dates_of(form, case, comma=rng.choice((",", ":")))
    form.skip(3)
    form.text(piece("1. Tên công ty", bold=True))
    form.text(piece("Tên công ty viết bằng tiếng Việt:"), form.put("name_vi", case.name, bold=True))
    form.entry("Tên công ty viết bằng tiếng nước ngoài", optional(form, "name_foreign", case.foreign, 0.8), leader="")
    form.entry("Tên công ty viết tắt", optional(form, "name_short", case.short, 0.7), leader="")
    form.text(piece("2. Địa chỉ trụ sở chính", bold=True))
    form.text(form.put("head_office", case.office), x0=form.x0 + 5)
    form.row([("Điện thoại", form.put("phone", case.phone)), ("Fax", form.value(_fax(rng)))], (0, 0.5))
    form.row([("Email", optional(form, "email", case.mail, 0.5)), ("Website", None)], (0, 0.5), leader="")
    form.text(piece("3. Ngành, nghề kinh doanh", bold=True), gap=1)
    rows = [[[piece(head, bold=True)] for head in ("STT", "Tên ngành", "Mã ngành")]]
    for at, (name, code) in enumerate(rng.sample(_INDUSTRIES, rng.randint(4, 8)), 1):
        rows.append([[piece(str(at))], [piece(name + (" (Chính)" if at == 1 else ""))], [piece(code)]])
    form.table((0.1, 0.72, 0.18), rows, size=form.style.size - 1, aligns=("centre", "left", "centre"))
    form.skip(1)
    form.text(piece("4. Vốn điều lệ:", bold=True), capital_of(form, case), piece("đồng"))
    form.text(f"Bằng chữ: {wording.raised(wording.number(case.capital))} đồng")
    form.text("Mệnh giá cổ phần: 10.000 đồng")
    form.text(f"Tổng số cổ phần: {wording.amount(case.capital // 10_000)}")
    form.text(piece("5. Danh sách cổ đông sáng lập", bold=True), gap=1)
    rows = [
        [
            [piece(head, bold=True)]
            for head in ("STT", "Tên cổ đông", "Nơi đăng ký hộ khẩu thường trú", "Số cổ phần", "Số CMND")
        ]
    ]
    for at, who in enumerate((case.head, *case.others), 1):
        cells = (
            str(at),
            who.name.upper(),
            who.residence,
            wording.amount(case.capital // 40_000),
            f"04{at}{rng.randint(0, 999_999):06d}",
        )
        rows.append([[piece(cell)] for cell in cells])
    form.table((0.08, 0.24, 0.34, 0.16, 0.18), rows, size=form.style.size - 2, pad=1)
    form.skip(1)
    form.text(piece("6. Người đại diện theo pháp luật của công ty", bold=True))
    form.entry("* Họ và tên", form.put("representative_name", form.name(case.head.name)), leader="")
    form.row(
        [("Chức danh", form.put("representative_title", case.rank)), ("Giới tính", form.value(sex_of(case)))], (0, 0.7)
    )
    form.row(
        [
            ("Sinh ngày", birth_of(form, case)),
            ("Dân tộc", form.value(case.head.ethnicity)),
            ("Quốc tịch", form.value("Việt Nam")),
        ],
        (0, 0.4, 0.68),
    )
    form.entry("Loại giấy tờ chứng thực cá nhân", form.value("Giấy chứng minh nhân dân"))
    form.entry("Số", number_of(form, case, old=True))
    issued = people.day(rng, dt.date(2004, 1, 5), case.first)
    form.row(
        [("Ngày cấp", form.value(f"{issued:%d/%m/%Y}")), ("Nơi cấp", form.value("Công an tỉnh Điện Biên"))], (0, 0.4)
    )
    form.entry("Nơi đăng ký hộ khẩu thường trú", form.value(case.head.residence))
    form.entry("Chỗ ở hiện tại", form.value(case.head.residence), gap=3)
    signed(form, case)


def _fax(rng: random.Random) -> str:
    return f"0215{rng.randint(3_000_000, 3_999_999)}"


_INDUSTRIES = (
    ("Xây dựng nhà các loại", "4100"), ("Xây dựng công trình đường sắt và đường bộ", "4210"), ("Phá dỡ", "4311"), ("Chuẩn bị mặt bằng", "4312"),
    ("Bán buôn vật liệu, thiết bị lắp đặt khác trong xây dựng", "4663"), ("Vận tải hàng hóa bằng đường bộ", "4933"), ("Dịch vụ lưu trú ngắn ngày", "5510"),
    ("Trồng rừng và chăm sóc rừng", "0210"), ("Khai thác đá, cát, sỏi, đất sét", "0810"), ("Hoạt động tư vấn kỹ thuật có liên quan khác", "7110"),
)  # fmt: skip


def _owned_by_company(form: Form, case: Case) -> None:
    """A one-member company whose owner is another company: a second name, number and head office on the page."""
    rng = form.rng
    heading(form, office_of(form, case))
    form.skip(5)
    form.text(piece(_TITLE, bold=True, spread=rng.choice((0, 0.25))), align="centre", size=15, leading=1.2)
    form.text(piece("CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN", bold=True), align="centre", size=12.5)
    form.text(piece("Mã số doanh nghiệp:"), code_of(form, case), align="centre")
    dates_of(form, case, comma=":")
    form.skip(3)
    form.text(piece("1. Tên công ty", bold=True))
    form.entry("Tên công ty viết bằng tiếng Việt", form.put("name_vi", case.name))
    form.entry("Tên công ty viết bằng tiếng nước ngoài", optional(form, "name_foreign", case.foreign, 0.7), leader="")
    form.entry("Tên công ty viết tắt", optional(form, "name_short", case.short, 0.6), leader="")
    form.text(piece("2. Địa chỉ trụ sở chính", bold=True))
    form.text(form.put("head_office", case.office))
    form.row([("Điện thoại", form.put("phone", case.phone)), ("Fax", None)], (0, 0.5), leader="")
    form.row([("Email", optional(form, "email", case.mail, 0.6)), ("Website", None)], (0, 0.5), leader="")
    words = piece(f"({wording.raised(wording.number(case.capital))} đồng)")
    form.entry("3. Vốn điều lệ", capital_of(form, case), form.value("đồng"), words, bold_label=True)
    form.text(piece("4. Thông tin về chủ sở hữu", bold=True))
    owner = places.place(rng, on=dt.date(2020, 1, 1), home=False)
    form.entry("Tên tổ chức", form.value(f"TỔNG CÔNG TY THƯƠNG MẠI {owner.short.upper()} - CTCP"))
    form.entry("Mã số doanh nghiệp/Số quyết định thành lập", form.value(people.tax_code(rng, "01")))
    founded = people.day(rng, dt.date(2001, 1, 5), dt.date(2012, 1, 5))
    form.row(
        [("Ngày cấp", form.value(f"{founded:%d/%m/%Y}")), ("Nơi cấp", form.value(f"Sở KH&ĐT {owner.province}"))],
        (0, 0.36),
    )
    form.entry("Địa chỉ trụ sở chính", form.value(f"{places.address(rng, owner)}, Việt Nam"))
    form.text(piece("5. Người đại diện theo pháp luật của công ty", bold=True))
    name = form.put("representative_name", form.name(case.head.name))
    form.row([("* Họ, chữ đệm và tên", name), ("Giới tính", form.value(sex_of(case)))], (0, 0.7))
    form.entry("Chức danh", form.put("representative_title", case.rank))
    form.row(
        [
            ("Sinh ngày", birth_of(form, case)),
            ("Dân tộc", form.value(case.head.ethnicity)),
            ("Quốc tịch", form.value("Việt Nam")),
        ],
        (0, 0.4, 0.68),
    )
    form.entry("Loại giấy tờ pháp lý của cá nhân", form.value("Thẻ căn cước công dân"))
    form.entry("Số giấy tờ pháp lý của cá nhân", number_of(form, case, old=False))
    issued = people.day(rng, dt.date(2016, 5, 1), case.changed)
    form.row(
        [("Ngày cấp", form.value(f"{issued:%d/%m/%Y}")), ("Nơi cấp", form.value("Cục CS QLHC về TTXH"))], (0, 0.36)
    )
    form.entry("Địa chỉ thường trú", form.value(case.head.residence))
    form.entry("Địa chỉ liên lạc", form.value(case.head.residence), gap=2)
    if rng.random() < 0.35:
        touches.copy_mark(form, rng, x=22, y=5)
    signed(form, case)


def _ruled_extract(form: Form, case: Case) -> None:
    """All of it in a ruled table with a row for each point, as a system prints it."""
    rng = form.rng
    heading(form, office_of(form, case, size=10.5))
    form.skip(4)
    form.text(piece(_TITLE, bold=True), align="centre", size=14, leading=1.2)
    form.text(piece(business.SORTS[case.sort][0], bold=True), align="centre", size=11.5, gap=2)
    rows: list[list[list[Piece]]] = []

    def cell(label: str, *values: Piece | None) -> None:
        filled = [value for value in values if value is not None]
        if filled:
            rows.append([[piece(str(len(rows) + 1))], [piece(label)], filled])

    cell("Mã số doanh nghiệp", code_of(form, case))
    cell("Đăng ký lần đầu", issued_of(form, "first_registered_on", case.first))
    if case.changes:
        number = form.put("change_number", str(case.changes), case.changes)
        cell("Đăng ký thay đổi lần thứ", number, piece(",", tight=True), issued_of(form, "changed_on", case.changed))
    cell("Tên công ty viết bằng tiếng Việt", form.put("name_vi", case.name, bold=True))
    cell("Tên công ty viết bằng tiếng nước ngoài", optional(form, "name_foreign", case.foreign, 0.7))
    cell("Tên công ty viết tắt", optional(form, "name_short", case.short, 0.6))
    cell("Địa chỉ trụ sở chính", form.put("head_office", case.office))
    cell("Điện thoại", form.put("phone", case.phone))
    cell("Email", optional(form, "email", case.mail, 0.6))
    cell("Vốn điều lệ", capital_of(form, case), piece("VNĐ"))
    cell("Người đại diện theo pháp luật", form.put("representative_name", form.name(case.head.name)))
    cell("Chức danh", form.put("representative_title", case.rank))
    cell("Ngày, tháng, năm sinh", birth_of(form, case))
    cell("Số CCCD/Hộ chiếu", number_of(form, case, old=False))
    cell("Nơi thường trú", form.value(case.head.residence))
    form.table((0.08, 0.34, 0.58), rows, head=0, aligns=("centre", "left", "left"))
    form.skip(3)
    signed(form, case)
    touches.footer(form, touches.printed_by_system(rng, case.changed), "Trang {page}/{pages}")


_PRINTERS = {
    "bilingual_2025": _bilingual_2025,
    "industries_2010": _industries_2010,
    "owned_by_company": _owned_by_company,
    "ruled_extract": _ruled_extract,
}
