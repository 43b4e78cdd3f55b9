"""Receipts of three more houses: a provincial system's print, a blank that the desk fills in with a pen, a land office."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from tests.samples import marks, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import receipt
from tests.samples.forms.heading import Heading, Signer, heading, signers
from tests.samples.forms.procedures import Procedure
from tests.samples.forms.receipt import Case
from tests.samples.sheet import Piece
from tests.samples.unseen import receipt as first
from tests.samples.unseen import touches
from tests.samples.unseen.second import parts
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "counted_columns": Look(
        style=Style(size=12, left=23, right=16, leading=1.34, bottom=26), sizes=(11.5, 12), faces=("tinos", "freeserif")
    ),
    "blank_by_pen": Look(
        style=Style(size=13, left=27, right=18, leading=1.5, leader="under", upper_names=False), sizes=(12.5, 13)
    ),
    "land_office": Look(
        style=Style(face="notosans", size=11.5, left=26, right=18, bottom=34, leading=1.5, bold_values=True),
        sizes=(11, 11.5, 12),
        faces=("notosans", "arimo", "sansdisplay"),
    ),
}

_MORE = (
    ("1.001612", "Đăng ký thành lập hộ kinh doanh", 3, 100_000, (("Giấy đề nghị đăng ký hộ kinh doanh", "Bản chính"), ("Giấy tờ pháp lý của cá nhân đối với chủ hộ kinh doanh", "Bản sao"))),
    ("1.001776", "Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hàng tháng, hỗ trợ kinh phí chăm sóc, nuôi dưỡng hàng tháng", 22, 0, (("Tờ khai của đối tượng theo Mẫu số 1a", "Bản chính"), ("Giấy xác nhận khuyết tật", "Bản sao"))),
    ("2.000908", "Cấp bản sao từ sổ gốc", 1, 0, (("Văn bản yêu cầu cấp bản sao từ sổ gốc", "Bản chính"),)),
    ("1.009994", "Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV và nhà ở riêng lẻ", 15, 75_000, (("Đơn đề nghị cấp giấy phép xây dựng", "Bản chính"), ("Bản sao giấy tờ chứng minh quyền sử dụng đất", "Bản sao"), ("Hồ sơ thiết kế xây dựng: bản vẽ mặt bằng, các mặt đứng và mặt cắt chính", "Bản chính"))),
    ("2.002226", "Thông báo thành lập tổ hợp tác", 3, 0, (("Thông báo thành lập tổ hợp tác", "Bản chính"), ("Hợp đồng hợp tác", "Bản sao"), ("Danh sách thành viên", "Bản chính"))),
)  # fmt: skip
_LAND = (
    ("1.004227", "Đăng ký biến động về sử dụng đất, tài sản gắn liền với đất do thay đổi thông tin về người được cấp Giấy chứng nhận", 10, 28_000, (("Đơn đăng ký biến động đất đai, tài sản gắn liền với đất theo Mẫu số 11/ĐK", "Bản chính"), ("Giấy chứng nhận đã cấp, số phát hành và số vào sổ ghi ở mặt sau", "Bản chính"), ("Giấy tờ chứng minh việc thay đổi họ tên, địa chỉ", "Bản sao"), ("Căn cước công dân", "Bản sao"))),
    ("2.000889", "Đăng ký biến động quyền sử dụng đất trong các trường hợp chuyển đổi, chuyển nhượng, cho thuê, cho thuê lại, thừa kế, tặng cho", 10, 100_000, (("Hợp đồng tặng cho quyền sử dụng đất có công chứng", "Bản chính"), ("Giấy chứng nhận quyền sử dụng đất đã cấp", "Bản chính"), ("Tờ khai lệ phí trước bạ nhà, đất (Mẫu số 01/LPTB)", "Bản chính"), ("Tờ khai thuế thu nhập cá nhân (Mẫu số 03/BĐS-TNCN)", "Bản chính"), ("Trích lục bản đồ địa chính", "Bản chính"))),
    ("1.001990", "Đăng ký biến động đối với trường hợp chuyển từ hình thức thuê đất trả tiền hàng năm sang thuê đất trả tiền một lần", 15, 80_000, (("Đơn đăng ký biến động đất đai, tài sản gắn liền với đất", "Bản chính"), ("Hợp đồng thuê đất đã ký", "Bản chính"), ("Chứng từ thực hiện nghĩa vụ tài chính", "Bản sao"))),
    ("1.002993", "Tách thửa hoặc hợp thửa đất", 15, 60_000, (("Đơn đề nghị tách thửa đất, hợp thửa đất theo Mẫu số 01/ĐK", "Bản chính"), ("Giấy chứng nhận đã cấp", "Bản chính"), ("Bản vẽ tách thửa đất, hợp thửa đất do đơn vị đo đạc lập", "Bản chính"))),
    ("1.004177", "Xóa đăng ký biện pháp bảo đảm bằng quyền sử dụng đất, tài sản gắn liền với đất", 1, 20_000, (("Phiếu yêu cầu xóa đăng ký biện pháp bảo đảm", "Bản chính"), ("Văn bản đồng ý xóa đăng ký của bên nhận thế chấp", "Bản chính"))),
    ("1.005194", "Cấp lại Giấy chứng nhận hoặc cấp lại Trang bổ sung của Giấy chứng nhận do bị mất", 10, 50_000, (("Đơn đề nghị cấp lại Giấy chứng nhận theo Mẫu số 10/ĐK", "Bản chính"), ("Giấy xác nhận của UBND cấp xã về việc đã niêm yết thông báo mất giấy", "Bản chính"))),
)  # fmt: skip


def make(rng: random.Random, layout: str, *, case: Case | None = None, contradict: str = "") -> Form:
    """Print a receipt."""
    case = case or _case(rng, layout)
    form = Form(rng, LAYOUTS[layout].chosen(rng), kind="receipt", layout=layout)
    if contradict:
        case = receipt.contradicted(rng, case, contradict)
        form.truth.findings.append(receipt.CONTRADICTIONS[contradict])
    _PRINTERS[layout](form, case)
    return form


def _case(rng: random.Random, layout: str) -> Case:
    case = first.case_of(rng, layout)
    if layout != "land_office" and rng.random() < 0.4:
        return case
    code, name, days, fee, components = rng.choice(_LAND if layout == "land_office" else _MORE)
    papers = tuple((what, how, "other") for what, how in components)
    what = Procedure(code=code, name=name, days=days, fee=fee, components=papers)
    again = receipt.make_case(rng, what=what, where=case.where, on=case.received.date(), applicant=case.applicant)
    if layout != "land_office":
        return again
    seat = case.where.district or case.where.commune
    desk = f"Chi nhánh Văn phòng Đăng ký đất đai {seat}"
    body = (f"VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI {case.where.province.upper()}", f"CHI NHÁNH {seat.upper()}")
    return replace(again, centre=desk, body=body)


def _counted_columns(form: Form, case: Case) -> None:
    """A number bar in the middle, two labels on a line, and a table that counts originals and copies apart."""
    rng = form.rng
    who = case.applicant
    body = [piece(line, bold=at == len(case.body) - 1) for at, line in enumerate(case.body)]
    heading(form, Heading(body=body, size=11.5, split=0.44))
    form.skip(2)
    marks.code(form.sheet, case.code, symbology="Code128", x=72, y=form.y, width=66, height=8)
    form.skip(12.5)
    form.text(form.put("dossier_code", case.code, plain=True), align="centre", size=10.5, gap=2.5)
    form.text(piece("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", bold=True), align="centre", size=14, gap=1)
    pin = rng.randint(1000, 9999)
    form.text(piece(f"(Mã PIN tra cứu: {pin})", italic=True), align="centre", size=10.5, gap=2)
    form.entry("Nơi tiếp nhận hồ sơ", form.put("centre_name", case.centre, bold=True))
    called = rng.choice(("Ông (Bà)", "Ông/Bà", "Tổ chức, cá nhân nộp hồ sơ"))
    form.entry(f"{called}", form.put("applicant_name", form.name(who.name), bold=True))
    form.entry("Địa chỉ thường trú", form.put("applicant_address", who.residence))
    mail = form.put("applicant_email", who.email) if rng.random() < 0.55 else None
    form.row([("Điện thoại", first.phone_of(form, case)), ("Thư điện tử", mail)], (0, 0.44))
    form.entry("Tên thủ tục hành chính", form.put("procedure_name", case.procedure.name, italic=True))
    form.text("Giấy tờ kèm theo hồ sơ:", gap=2)
    _counted(form, case)
    term = form.put("processing_days", f"{case.procedure.days:02d}", case.procedure.days)
    sets = form.put("dossier_count", f"{case.dossiers:02d}", case.dossiers)
    form.text(piece("Số bộ hồ sơ:"), sets, piece("bộ. Tổng thời gian giải quyết:"), term, piece("ngày làm việc."))
    form.entry("Nhận lúc", first.moment_of(form, "received_at", case.received))
    form.entry("Hẹn trả kết quả lúc", first.moment_of(form, "due_at", case.due))
    fee = first.fee_of(form, case)
    if fee:
        form.entry("Số tiền phí, lệ phí phải nộp", *fee)
    how = (("Trực tiếp tại Một cửa", rng.random() < 0.6), ("Qua bưu chính công ích", False))
    form.text(piece("Hình thức trả kết quả:"), *touches.ticked(form, how), gap=3)
    hint = "(Ký, ghi rõ họ tên)"
    left = Signer(title=[piece("Người nộp hồ sơ", bold=True)], hint=hint, name=piece(who.name))
    right = Signer(title=[piece("Người nhận hồ sơ", bold=True)], hint=hint, name=first.officer_of(form, case))
    signers(form, [left, right], height=17)
    site = "Tra cứu tình trạng hồ sơ tại https://dichvucong.example hoặc gửi tin nhắn: HS <dấu cách> Mã hồ sơ."
    parts.notes(form, (site, f"Tổng đài hỗ trợ: 0215.{rng.randint(100, 999)}.1022 (giờ hành chính)."))


def _counted(form: Form, case: Case) -> None:
    """A table with a column for the count of each form."""
    rng = form.rng
    forms = ("Bản chính", "Bản sao", "Bản chụp")
    rows = [[[piece(head, bold=True)] for head in ("STT", "Tên giấy tờ", *forms)]]
    items: list[dict[str, object]] = []
    for at, (name, how, _) in enumerate(case.procedure.components, 1):
        count = rng.choice((1, 1, 1, 2, 3))
        counts = [[piece(f"{count:02d}")] if one == how else [] for one in forms]
        rows.append([[piece(str(at))], [piece(name)], *counts])
        items.append({"name": name, "form": how, "quantity": count})
    form.table(
        (0.07, 0.51, 0.14, 0.14, 0.14), rows, size=form.style.size - 0.5, aligns=("centre", "left", *["centre"] * 3)
    )
    form.put("components", "; ".join(str(item["name"]) for item in items), items)
    form.skip(1)


def _blank_by_pen(form: Form, case: Case) -> None:
    """A blank of the commune: the number is stamped on, everything that differs is written with a pen."""
    rng = form.rng
    who = case.applicant
    unit = case.where.commune
    body = [piece(f"UBND {unit.upper()}"), piece("BỘ PHẬN MỘT CỬA", bold=True)]
    number = [piece("Số:"), form.value(str(rng.randint(3, 640)), hand=True), piece("/BPMC")]
    heading(form, Heading(body=body, under=[number], size=12))
    form.skip(5)
    form.text(piece("GIẤY TIẾP NHẬN HỒ SƠ", bold=True), align="centre", size=14, leading=1.2)
    form.text(piece("VÀ HẸN TRẢ KẾT QUẢ", bold=True), align="centre", size=14, leading=1.2, gap=1)
    stamped = form.put("dossier_code", case.code, plain=True, face="cousine", lift=0.4, ink=(60, 40, 120))
    form.text(piece("Mã hồ sơ:"), stamped, align="centre", gap=3)
    desk = form.put("centre_name", f"Bộ phận Một cửa UBND {unit}", also=(f"UBND {unit}",))
    form.entry("Bộ phận tiếp nhận và trả kết quả", desk, leader="")
    called = "ông" if who.sex == "male" else "bà"
    name = form.put(
        "applicant_name", who.name, hand=True, also=(f"{called} {who.name}", f"{called.title()} {who.name}")
    )
    form.entry("Tiếp nhận hồ sơ của ông/bà", name)
    form.entry("Địa chỉ", form.put("applicant_address", who.residence, hand=True))
    phone = form.put("applicant_phone", who.phone, hand=True)
    form.row([("Số điện thoại", phone), ("Email", None)], (0, 0.5))
    form.entry("Nội dung yêu cầu giải quyết", form.put("procedure_name", case.procedure.name, hand=True))
    form.text("1. Thành phần hồ sơ nộp gồm:")
    items = []
    for at, (what, _, _) in enumerate(case.procedure.components, 1):
        form.entry(f"{at}.", form.value(what, hand=True), colon="", x0=form.x0 + 6)
        items.append({"name": what})
    form.entry(f"{len(items) + 1}.", None, colon="", x0=form.x0 + 6)
    form.put("components", "; ".join(item["name"] for item in items), items, hand=True)
    sets = form.put("dossier_count", f"{case.dossiers:02d}", case.dossiers, hand=True)
    form.text(piece("2. Số lượng hồ sơ:"), sets, piece("(bộ)"))
    term = form.put("processing_days", f"{case.procedure.days:02d}", case.procedure.days, hand=True)
    form.text(piece("3. Thời gian giải quyết hồ sơ theo quy định là:"), term, piece("ngày"))
    for point, label, field, when in (
        (4, "Thời gian nhận hồ sơ", "received_at", case.received),
        (5, "Thời gian trả kết quả giải quyết hồ sơ", "due_at", case.due),
    ):
        _clock(form, f"{point}. {label}", field, when)
    form.entry("6. Đăng ký nhận kết quả tại", form.value("Bộ phận Một cửa", hand=True))
    book, line = rng.randint(1, 4), rng.randint(2, 640)
    form.text(
        piece("Vào Sổ theo dõi hồ sơ, Quyển số:"),
        form.value(f"{book:02d}", hand=True),
        piece("Số thứ tự:"),
        form.value(str(line), hand=True),
        gap=3,
    )
    hint = "(Ký và ghi rõ họ tên)"
    left = Signer(title=[piece("NGƯỜI NỘP HỒ SƠ", bold=True)], hint=hint, name=form.value(who.name, hand=True))
    officer = form.put("receiver_name", case.receiver, hand=True)
    right = Signer(title=[piece("NGƯỜI TIẾP NHẬN HỒ SƠ", bold=True)], hint=hint, name=officer)
    signers(form, [left, right], height=19)


def _clock(form: Form, label: str, field: str, when: dt.datetime) -> None:
    """``… giờ … phút, ngày … tháng … năm …`` with the numbers written in."""
    pairs = ((f"{when.hour}", "giờ"), (f"{when.minute:02d}", "phút,"))
    words = [*pairs, ("", "ngày"), (str(when.day), "tháng"), (str(when.month), "năm"), (str(when.year), "")]
    text = " ".join(part for pair in words for part in pair if part)
    form.put(field, text, wording.iso(when), hand=True)
    shown = [piece(f"{label}:")]
    for number, word in words:
        if number:
            shown.append(form.value(number, field, hand=True))
        if word:
            shown.append(form.value(word, field, hand=False))
    form.text(*shown)


def _land_office(form: Form, case: Case) -> None:
    """Two pages in sans: every label above its value, a table with long rows, days in words, page numbers."""
    rng = form.rng
    who = case.applicant
    body = [piece(case.body[0]), piece(case.body[-1], bold=True)]
    heading(form, Heading(body=body, under=[[piece(f"Số: {rng.randint(9, 1900):02d}/TNHS-CN")]], size=11, split=0.46))
    form.skip(4)
    form.text(piece("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", bold=True), align="centre", size=14, gap=3)

    def above(label: str, *values: Piece) -> None:
        form.entry(label, *values, below=True, hang=6, gap=2.2)

    above("Mã hồ sơ", form.put("dossier_code", case.code))
    above("Đơn vị tiếp nhận và trả kết quả", form.put("centre_name", case.centre))
    above("Tên người sử dụng đất, chủ sở hữu tài sản gắn liền với đất nộp hồ sơ", _holder(form, case))
    above("Địa chỉ liên hệ", form.put("applicant_address", who.residence))
    form.row([("Điện thoại", first.phone_of(form, case)), ("Số CCCD", form.value(who.personal_id))], (0, 0.5), gap=1.4)
    above("Nội dung yêu cầu giải quyết", form.put("procedure_name", case.procedure.name))
    plot, map_of = rng.randint(2, 480), rng.randint(1, 120)
    above("Thửa đất", form.value(f"Thửa số {plot}, tờ bản đồ số {map_of}, tại {case.where.printed}", plain=True))
    form.text("Giấy tờ đã nhận gồm:", gap=2)
    heads = ("STT", "Loại giấy tờ", "Số tờ", "Loại", "Ghi chú")
    first.papers_table(form, case, heads, ("n", "name", "", "form", ""), (0.08, 0.46, 0.12, 0.18, 0.16))
    form.need(95)
    days = case.procedure.days
    words = f"{days:02d} ({wording.number(days)})"
    above("Thời hạn giải quyết", form.put("processing_days", words, days), form.value("ngày làm việc"))
    above("Thời điểm tiếp nhận hồ sơ", first.moment_of(form, "received_at", case.received))
    above("Thời điểm hẹn trả kết quả", first.moment_of(form, "due_at", case.due))
    if case.fee:
        amount = form.put("fee", f"{wording.amount(case.fee)} đồng", case.fee)
        above("Phí thẩm định, lệ phí", amount)
    form.prose(
        "Lưu ý: Thời hạn trên không bao gồm thời gian người sử dụng đất thực hiện nghĩa vụ tài chính và thời gian trích đo địa chính thửa đất.",
        first=0,
        italic=True,
        gap=3,
    )
    left = Signer(title=[piece("NGƯỜI NỘP HỒ SƠ", bold=True)], hint="(ký, ghi rõ họ tên)", name=piece(who.name))
    right = Signer(
        title=[piece("VIÊN CHỨC TIẾP NHẬN", bold=True)], hint="(ký, ghi rõ họ tên)", name=first.officer_of(form, case)
    )
    signers(form, [left, right], height=20)
    touches.footer(form, f"Mã hồ sơ: {case.code}", "Trang {page}/{pages}")


def _holder(form: Form, case: Case) -> Piece:
    """One holder; a couple would be two people, of whom one brings the papers."""
    called = "Ông" if case.applicant.sex == "male" else "Bà"
    name = form.name(case.applicant.name)
    if form.rng.random() < 0.5:
        return form.put("applicant_name", name)
    return form.put("applicant_name", f"{called} {name}", name, also=(f"{called} {name}",))


_PRINTERS = {"counted_columns": _counted_columns, "blank_by_pen": _blank_by_pen, "land_office": _land_office}
