"""Certificates of companies: a members' table that runs over the page, and one in a frame with values of their own line."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from tests.samples import marks, people, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import business
from tests.samples.forms.business import Case
from tests.samples.forms.heading import heading
from tests.samples.sheet import Ink, Piece
from tests.samples.unseen import business as first
from tests.samples.unseen import touches
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "members_over_page": Look(
        style=Style(size=12.5, left=29, right=18, leading=1.36, bold_values=False),
        sizes=(12, 12.5, 13),
        faces=("tinos", "freeserif"),
    ),
    "framed_2025": Look(
        style=Style(face="notoserif", size=10.5, left=26, right=22, top=20, leading=1.34, bold_values=True, bottom=16),
        sizes=(10, 10.5),
        faces=("notoserif", "tinos", "arimo"),
    ),
}

_SPANS = {
    "members_over_page": (dt.date(2018, 10, 12), dt.date(2025, 2, 20)),
    "framed_2025": (dt.date(2025, 7, 3), dt.date(2026, 10, 20)),
}
_SORTS = {"members_over_page": "more"}
_TITLE = "GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP"


def make(rng: random.Random, layout: str, *, case: Case | None = None, contradict: str = "") -> Form:
    """Print a certificate, with a contradiction of CONTRADICTIONS if one is asked for."""
    case = case or _case(rng, layout)
    form = Form(rng, LAYOUTS[layout].chosen(rng), kind="business_registration", layout=layout)
    if contradict:
        case = first.contradicted(rng, case)
        form.truth.findings.append(business.CONTRADICTIONS[contradict])
    _PRINTERS[layout](form, case)
    return form


def _case(rng: random.Random, layout: str) -> Case:
    on = people.day(rng, *_SPANS[layout])
    case = business.make_case(rng, layout, on=on, sort=_SORTS.get(layout, ""))
    head = touches.somebody(rng, case.where, on=on, ages=(24, 66))
    others = tuple(touches.somebody(rng, case.where, on=on, ages=(22, 70)) for _ in range(rng.randint(2, 4)))
    return replace(case, head=head, others=others, office=f"{touches.address(rng, case.where)}, Việt Nam")


def _members_over_page(form: Form, case: Case) -> None:
    """Sums with commas, a table of members with their addresses, the representative on the second page."""
    rng = form.rng
    form.on_new_sheet = _page_number
    heading(form, first.office_of(form, case))
    form.skip(7)
    form.text(piece(_TITLE, bold=True), align="centre", size=15, leading=1.2)
    form.text(piece("CÔNG TY TRÁCH NHIỆM HỮU HẠN", bold=True), align="centre", size=13)
    form.text(piece("HAI THÀNH VIÊN TRỞ LÊN", bold=True), align="centre", size=13, gap=2)
    form.text(piece("Mã số doanh nghiệp:"), first.code_of(form, case), align="centre")
    first.dates_of(form, case, comma=rng.choice((",", ":")))
    form.skip(4)
    form.text(piece("1. Tên công ty", bold=True))
    form.entry("Tên công ty viết bằng tiếng Việt", form.put("name_vi", case.name))
    form.entry(
        "Tên công ty viết bằng tiếng nước ngoài", first.optional(form, "name_foreign", case.foreign, 0.8), leader=""
    )
    form.entry("Tên công ty viết tắt", first.optional(form, "name_short", case.short, 0.7), leader="", gap=1)
    form.text(piece("2. Địa chỉ trụ sở chính", bold=True))
    form.text(form.put("head_office", case.office), first=8, align="justify")
    form.entry("Điện thoại", form.put("phone", _grouped(rng, case.phone), case.phone))
    form.entry("Fax", None, leader="")
    form.entry("Email", first.optional(form, "email", case.mail, 0.6), leader="")
    form.entry("Website", None, leader="", gap=1)
    capital = form.put("charter_capital", f"{wording.amount(case.capital, ',')}", case.capital)
    form.text(piece("3. Vốn điều lệ:", bold=True), capital, piece("VNĐ."))
    form.text(piece(f"Bằng chữ: {wording.raised(wording.number(case.capital))} đồng./.", italic=True), gap=1)
    form.text(piece("4. Danh sách thành viên góp vốn", bold=True), gap=2)
    _members(form, case)
    form.text(piece("5. Người đại diện theo pháp luật của công ty", bold=True))
    _head(form, case)
    form.skip(2)
    first.signed(form, case)


def _page_number(turned: Form) -> None:
    turned.text(piece(str(turned.page)), align="centre", size=12, gap=3)


def _grouped(rng: random.Random, phone: str) -> str:
    """``0215.3 826 117``, ``0978 123 456``: as clerks group them."""
    if rng.random() < 0.4:
        return phone
    return f"{phone[:4]}.{phone[4:]}" if phone.startswith("0215") else f"{phone[:4]} {phone[4:7]} {phone[7:]}"


def _members(form: Form, case: Case) -> None:
    heads = (
        "STT",
        "Tên thành viên",
        "Quốc tịch",
        "Địa chỉ liên lạc đối với cá nhân; địa chỉ trụ sở chính đối với tổ chức",
        "Phần vốn góp (VNĐ)",
        "Tỷ lệ (%)",
        "Số giấy tờ pháp lý",
    )
    rows = [[[piece(head, bold=True)] for head in heads]]
    whole = (case.head, *case.others)
    for at, who in enumerate(whole, 1):
        share = case.capital // len(whole)
        percent = f"{100 / len(whole):.2f}".replace(".", ",")
        cells = (
            str(at),
            who.name.upper(),
            "Việt Nam",
            who.residence,
            wording.amount(share, ","),
            percent,
            who.personal_id,
        )
        rows.append([[piece(cell)] for cell in cells])
    form.table((0.06, 0.17, 0.09, 0.26, 0.16, 0.09, 0.17), rows, size=9.5, pad=0.9)
    form.skip(1)


def _head(form: Form, case: Case) -> None:
    rng = form.rng
    head = case.head
    name = form.put("representative_name", form.name(head.name), bold=True)
    form.row([("* Họ và tên", name), ("Giới tính", form.value(first.sex_of(case)))], (0, 0.7))
    form.entry("Chức danh", form.put("representative_title", case.rank))
    ethnic = [("Dân tộc", form.value(head.ethnicity)), ("Quốc tịch", form.value("Việt Nam"))]
    form.row([("Sinh ngày", first.birth_of(form, case)), *ethnic], (0, 0.42, 0.68))
    form.entry(
        "Loại giấy tờ pháp lý của cá nhân", form.value(rng.choice(("Thẻ căn cước công dân", "Căn cước công dân")))
    )
    form.entry("Số giấy tờ pháp lý của cá nhân", first.number_of(form, case, old=False))
    issued = people.day(rng, dt.date(2016, 5, 1), case.changed)
    form.entry("Ngày cấp", form.value(f"{issued:%d/%m/%Y}"))
    form.entry("Nơi cấp", form.value("Cục Cảnh sát quản lý hành chính về trật tự xã hội"))
    form.entry("Địa chỉ thường trú", form.value(head.residence))
    form.entry("Địa chỉ liên lạc", form.value(head.residence))


def _framed_2025(form: Form, case: Case) -> None:
    """A print in a double frame: every value on a line of its own, two codes, small type."""
    rng = form.rng
    ink: Ink = rng.choice(((20, 20, 22), (150, 110, 40)))

    def frame(sheet: Form) -> None:
        for margin, thickness in ((9.0, 0.7), (10.6, 0.25)):
            touches.inset(sheet, margin=margin, thickness=thickness, ink=ink)

    form.on_new_sheet = frame
    frame(form)
    heading(form, first.office_of(form, case, size=10.5))
    form.skip(4)
    form.text(piece(_TITLE, bold=True, spread=0.15), align="centre", size=14, leading=1.2)
    form.text(piece(business.SORTS[case.sort][0], bold=True), align="centre", size=11.5, gap=1)
    marks.code(form.sheet, case.code, symbology="QRCode", x=28, y=form.y - 3, width=15, height=15)
    marks.code(form.sheet, case.code, symbology="Code128", x=158, y=form.y + 1, width=28, height=7)
    form.text(piece("Mã số doanh nghiệp:"), first.code_of(form, case), align="centre")
    first.dates_of(form, case, comma=":", italic=False)
    form.skip(3)

    def below(label: str, *values: Piece | None) -> None:
        if any(values):
            form.entry(label, *values, below=True, hang=7, gap=0.5)

    form.text(piece("1. Tên công ty", bold=True))
    below("Tên công ty viết bằng tiếng Việt", form.put("name_vi", case.name))
    below("Tên công ty viết bằng tiếng nước ngoài", first.optional(form, "name_foreign", case.foreign, 0.7))
    below("Tên công ty viết tắt", first.optional(form, "name_short", case.short, 0.6))
    form.text(piece("2. Địa chỉ trụ sở chính", bold=True))
    form.text(form.put("head_office", case.office), x0=form.x0 + 7)
    mail = first.optional(form, "email", case.mail, 0.7)
    form.row([("Điện thoại", form.put("phone", case.phone)), ("Thư điện tử", mail)], (0, 0.45), leader="")
    capital = form.put("charter_capital", f"{wording.amount(case.capital)} đồng", case.capital)
    below("3. Vốn điều lệ", capital)
    form.text(piece(f"(Viết bằng chữ: {wording.raised(wording.number(case.capital))} đồng)"), x0=form.x0 + 7, gap=0.5)
    form.text(piece("4. Người đại diện theo pháp luật", bold=True))
    below("Họ, chữ đệm và tên", form.put("representative_name", form.name(case.head.name)))
    form.row([("Giới tính", form.value(first.sex_of(case))), ("Quốc tịch", form.value("Việt Nam"))], (0, 0.45))
    form.row(
        [("Ngày, tháng, năm sinh", first.birth_of(form, case)), ("Dân tộc", form.value(case.head.ethnicity))], (0, 0.62)
    )
    below("Số định danh cá nhân", first.number_of(form, case, old=False))
    below("Chức danh", form.put("representative_title", case.rank))
    below("Địa chỉ liên lạc", form.value(case.head.residence))
    form.skip(2)
    first.signed(form, case)


_PRINTERS = {"members_over_page": _members_over_page, "framed_2025": _framed_2025}
