"""Receipts as other desks print them: the police, a counter's slip, a portal in two languages, capitals underlined."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace

from tests.samples import marks, places, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import receipt
from tests.samples.forms.heading import Heading, Signer, heading, signers, title
from tests.samples.forms.procedures import PROCEDURES, Procedure
from tests.samples.forms.receipt import Case
from tests.samples.sheet import Piece
from tests.samples.unseen import touches
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "official_wording": Look(
        style=Style(size=13, left=29, right=18), sizes=(12.5, 13, 14), faces=("tinos", "tinos", "arimo")
    ),
    "police_ct04": Look(style=Style(size=13, leading=1.38, left=27, right=17, leader="after"), sizes=(12.5, 13, 13.5)),
    "counter_slip": Look(
        style=Style(face="freesans", size=11, left=20, right=18, colon="", bold_values=True, upper_names=False),
        sizes=(10.5, 11, 11.5),
        faces=("freesans", "arimo"),
    ),
    "bilingual_portal": Look(
        style=Style(face="sansdisplay", size=11.5, left=24, right=18, bottom=36, bold_values=True),
        sizes=(11, 11.5),
        faces=("sansdisplay", "notosans", "arimo"),
    ),
    "capitals_underlined": Look(
        style=Style(size=12.5, leading=1.42, left=28, right=18, leader="line", italic_values=True),
        sizes=(12, 12.5, 13),
        faces=("tinos", "tinos", "freeserif"),
    ),
}


_CARD = ("Căn cước công dân của người yêu cầu", "Bản chụp")

#: What else desks receive.
_MORE = (
    ("1.000894", "Đăng ký kết hôn", 1, 0, (("Tờ khai đăng ký kết hôn", "Bản chính"), ("Giấy xác nhận tình trạng hôn nhân", "Bản chính"))),
    ("1.000656", "Đăng ký khai tử", 1, 0, (("Tờ khai đăng ký khai tử", "Bản chính"), ("Giấy báo tử hoặc giấy tờ thay thế Giấy báo tử", "Bản chính"))),
    ("2.000488", "Cấp Phiếu lý lịch tư pháp cho công dân Việt Nam, người nước ngoài đang cư trú tại Việt Nam", 10, 200_000, (("Tờ khai yêu cầu cấp Phiếu lý lịch tư pháp", "Bản chính"), _CARD)),
    ("2.000620", "Cấp Giấy phép bán lẻ rượu", 10, 600_000, (("Đơn đề nghị cấp Giấy phép bán lẻ rượu theo Mẫu số 01", "Bản chính"), ("Giấy chứng nhận đăng ký hộ kinh doanh", "Bản sao"), ("Văn bản giới thiệu của thương nhân bán buôn rượu", "Bản sao"))),
    ("1.012753", "Đăng ký đất đai, tài sản gắn liền với đất, cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất lần đầu đối với hộ gia đình, cá nhân", 20, 100_000, (("Đơn đăng ký đất đai, tài sản gắn liền với đất", "Bản chính"), ("Mảnh trích đo bản đồ địa chính thửa đất", "Bản chính"), ("Giấy tờ về quyền sử dụng đất theo Điều 137 Luật Đất đai", "Bản sao"))),
    ("2.002481", "Chuyển trường đối với học sinh trung học cơ sở", 1, 0, (("Đơn xin chuyển trường do cha, mẹ hoặc người giám hộ ký", "Bản chính"), ("Học bạ", "Bản chính"))),
)  # fmt: skip
_RESIDENCE = (
    ("1.004222", "Đăng ký thường trú", 7, 20_000, (("Tờ khai thay đổi thông tin cư trú (Mẫu CT01)", "Bản chính"), ("Giấy tờ, tài liệu chứng minh việc sở hữu chỗ ở hợp pháp", "Bản chụp"))),
    ("1.004194", "Đăng ký tạm trú", 3, 15_000, (("Tờ khai thay đổi thông tin cư trú (Mẫu CT01)", "Bản chính"), ("Hợp đồng thuê nhà", "Bản sao"))),
    ("1.010041", "Khai báo thông tin về cư trú đối với người chưa đủ điều kiện đăng ký thường trú, đăng ký tạm trú", 30, 0, (("Tờ khai thay đổi thông tin cư trú (Mẫu CT01)", "Bản chính"),)),
    ("1.003677", "Tách hộ", 5, 10_000, (("Tờ khai thay đổi thông tin cư trú (Mẫu CT01)", "Bản chính"),)),
)  # fmt: skip


def _procedure(rng: random.Random, layout: str) -> Procedure:
    pool = _RESIDENCE if layout == "police_ct04" else _MORE
    if layout != "police_ct04" and rng.random() < 0.4:
        return rng.choice(PROCEDURES)
    code, name, days, fee, components = rng.choice(pool)
    parts = tuple((what, how, "other") for what, how in components)
    return Procedure(code=code, name=name, days=days, fee=fee, components=parts)


def make(rng: random.Random, layout: str, *, case: Case | None = None, contradict: str = "") -> Form:
    """Print a receipt."""
    case = case or case_of(rng, layout)
    style = LAYOUTS[layout].chosen(rng)
    form = Form(rng, style, kind="receipt", layout=layout)
    if contradict:
        case = receipt.contradicted(rng, case, contradict)
        form.truth.findings.append(receipt.CONTRADICTIONS[contradict])
    _PRINTERS[layout](form, case)
    return form


def case_of(rng: random.Random, layout: str) -> Case:
    case = receipt.make_case(rng, what=_procedure(rng, layout))
    who = touches.somebody(rng, case.where, on=case.received.date())
    if layout != "police_ct04":
        return replace(case, applicant=who)
    return replace(case, applicant=who, centre=f"Công an {case.where.commune}")


# Values


def phone_of(form: Form, case: Case) -> Piece:
    phone = case.applicant.phone
    spaced = f"{phone[:4]} {phone[4:7]} {phone[7:]}"
    text = form.rng.choice((phone, phone, spaced, spaced.replace(" ", "."), f"(+84) {phone[1:]}"))
    return form.put("applicant_phone", text, phone)


def moment_of(form: Form, field: str, when: dt.datetime) -> Piece:
    return form.put(field, touches.moment(form.rng, when), wording.iso(when))


def fee_of(form: Form, case: Case) -> list[Piece]:
    """The fee, with its words in brackets now and then; empty for none."""
    if not case.fee:
        return []
    figure = form.put("fee", f"{wording.amount(case.fee)} {form.rng.choice(('đồng', 'VNĐ', 'đ'))}", case.fee)
    if form.rng.random() < 0.5:
        return [figure]
    return [figure, piece(f"(Bằng chữ: {wording.raised(wording.number(case.fee))} đồng)", italic=True)]


def papers_table(form: Form, case: Case, heads: Sequence[str], keys: Sequence[str], widths: Sequence[float]) -> None:
    """The papers handed in; ``keys`` say what each column is: n, name, form, quantity, or empty."""
    rng = form.rng
    items: list[dict[str, object]] = []
    rows = [[[piece(head, bold=True)] for head in heads]]
    for number, (name, how, _) in enumerate(case.procedure.components, 1):
        count = rng.choice((1, 1, 2))
        texts = {"n": str(number), "name": name, "form": how, "quantity": f"{count:02d}", "": ""}
        values: dict[str, object] = {"name": name, "form": how, "quantity": count}
        rows.append([[piece(texts[key])] if texts[key] else [] for key in keys])
        items.append({key: values[key] for key in keys if key in values})
    aligns = ["left" if key == "name" else "centre" for key in keys]
    form.table(widths, rows, size=form.style.size - 1, aligns=aligns)
    form.put("components", "; ".join(str(item["name"]) for item in items), items)


def officer_of(form: Form, case: Case, *, upper: bool = False) -> Piece:
    name = case.receiver.upper() if upper else case.receiver
    return form.put("receiver_name", name, plain=True, bold=True)


# Layouts


def _police_ct04(form: Form, case: Case) -> None:
    """Mẫu CT04: a slip rather than a paper, three addresses, a number in boxes."""
    rng = form.rng
    where, who = case.where, case.applicant
    form.y = 11
    form.text(piece("Mẫu CT04 ban hành kèm theo Thông tư số 66/2023/TT-BCA", italic=True), size=9, align="right")
    form.y = 19
    above = f"CÔNG AN {(where.district or where.province).upper()}"
    heading(
        form,
        Heading(
            body=[piece(above), piece(f"CÔNG AN {where.commune.upper()}", bold=True)],
            under=[[piece(f"Số: {rng.randint(10, 2400)}/PTN")]],
            size=12,
        ),
    )
    form.skip(3)
    title(form, "PHIẾU TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", size=14)
    code = form.put("dossier_code", case.code, plain=True)
    form.text(piece("Mã hồ sơ:"), code, align="centre", gap=2)
    desk = form.put("centre_name", case.centre, also=(case.centre.removeprefix("Công an "),))
    form.entry(rng.choice(("Công an(2)", "Cơ quan tiếp nhận hồ sơ")), desk)
    form.entry("đã tiếp nhận hồ sơ của Ông/Bà", form.put("applicant_name", form.name(who.name)))
    if rng.random() < 0.6:
        form.boxes("Số định danh cá nhân/CMND", who.personal_id, "", box=5.2)
    else:
        form.entry("Số định danh cá nhân/CMND", form.value(who.personal_id))
    form.entry("Nơi thường trú", form.put("applicant_address", who.residence))
    form.entry("Nơi tạm trú", None)
    form.entry("Nơi ở hiện tại", form.value(who.residence) if rng.random() < 0.6 else None)
    mail = form.put("applicant_email", who.email) if rng.random() < 0.4 else None
    form.row([("Số điện thoại", phone_of(form, case)), ("Email", mail)], (0, 0.42))
    form.entry("Nội dung yêu cầu giải quyết", form.put("procedure_name", case.procedure.name))
    form.text("Thành phần hồ sơ nộp gồm:", gap=1.5)
    heads = ("TT", "Tên giấy tờ", "Hình thức (bản chính, bản sao hoặc bản chụp)", "Ghi chú")
    papers_table(form, case, heads, ("n", "name", "form", ""), (0.08, 0.48, 0.27, 0.17))
    form.entry("Thời gian nhận hồ sơ", moment_of(form, "received_at", case.received), leader="")
    form.entry("Thời gian trả kết quả giải quyết hồ sơ", moment_of(form, "due_at", case.due), leader="")
    form.text(piece("Hình thức nhận kết quả:"), *touches.ticked(form, (("Bản giấy", True), ("Bản điện tử", False))))
    form.entry("Đăng ký nhận kết quả Bản giấy tại", form.value(case.centre), gap=2)
    when = wording.long_date(case.received)
    form.text(piece(f"{places.bare(where.commune)}, {when}", italic=True), align="right", gap=1)
    signer = Signer(
        title=[piece("CÁN BỘ TIẾP NHẬN", bold=True)], hint="(Ký, ghi rõ họ tên)", name=officer_of(form, case)
    )
    signers(form, [Signer(title=[piece("")], signed=False), signer], height=19)


def _counter_slip(form: Form, case: Case) -> None:
    """A system's print: labels in a column of their own, without colons, a code in the right corner, a footer."""
    rng = form.rng
    who = case.applicant
    marks.code(form.sheet, case.code, symbology="QRCode", x=172, y=12, width=20, height=20)
    for line in case.body:
        form.text(piece(line.title() if rng.random() < 0.3 else line, bold=True), size=form.style.size, x1=166)
    form.text(f"Hotline: 1900 {rng.randint(1000, 9999)}", size=form.style.size - 1.5, x1=166)
    form.y = max(form.y, 37)
    form.text(piece("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", bold=True), align="centre", size=14, gap=3)
    touches.bar(form, "I. HỒ SƠ")
    touches.hanging(form, "Số hồ sơ" if rng.random() < 0.3 else "Mã hồ sơ", form.put("dossier_code", case.code))
    touches.hanging(form, "Thủ tục hành chính", form.put("procedure_name", case.procedure.name))
    touches.hanging(form, "Cơ quan tiếp nhận hồ sơ", form.put("centre_name", case.centre))
    touches.hanging(form, "Ngày tiếp nhận", moment_of(form, "received_at", case.received))
    days = case.procedure.days
    count = form.put("processing_days", f"{days:02d}", days)
    touches.hanging(form, "Thời hạn giải quyết", count, form.value("ngày làm việc"))
    touches.hanging(form, "Ngày hẹn trả kết quả", moment_of(form, "due_at", case.due))
    fee = fee_of(form, case)
    if fee:
        touches.hanging(form, "Phí, lệ phí", *fee)
    touches.bar(form, "II. NGƯỜI NỘP HỒ SƠ")
    touches.hanging(form, "Họ và tên", form.put("applicant_name", form.name(who.name)))
    touches.hanging(form, "Số CCCD/Định danh cá nhân", form.value(who.personal_id))
    touches.hanging(form, "Điện thoại di động", phone_of(form, case))
    if rng.random() < 0.6:
        touches.hanging(form, "Email", form.put("applicant_email", who.email))
    touches.hanging(form, "Địa chỉ liên hệ", form.put("applicant_address", who.residence))
    touches.bar(form, "III. THÀNH PHẦN HỒ SƠ")
    heads = ("STT", "Tên giấy tờ", "Số bản", "Loại bản")
    papers_table(form, case, heads, ("n", "name", "quantity", "form"), (0.08, 0.6, 0.12, 0.2))
    form.skip(2)
    signers(
        form,
        [
            Signer(title=[piece("Người nộp hồ sơ", bold=True)], hint="(Ký, họ tên)", name=piece(who.name)),
            Signer(
                title=[piece(rng.choice(("Cán bộ tiếp nhận", "Công chức tiếp nhận hồ sơ")), bold=True)],
                hint="(Ký, họ tên)",
                name=officer_of(form, case),
            ),
        ],
        height=18,
    )
    touches.footer(form, touches.printed_by_system(rng, case.received.date()), "Trang {page}/{pages}")


def _bilingual_portal(form: Form, case: Case) -> None:
    """A print of a portal, with English under every label."""
    rng = form.rng
    who = case.applicant
    said = f"https://dichvucong.example/tra-cuu?mhs={case.code}" if rng.random() < 0.5 else case.code
    marks.code(form.sheet, said, symbology="QRCode", x=form.x0, y=264, width=17, height=17)
    body = [piece(line, bold=at == len(case.body) - 1) for at, line in enumerate(case.body)]
    heading(form, Heading(body=body, size=10.5, split=0.45))
    form.skip(3)
    form.text(piece("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", bold=True), align="centre", size=14, leading=1.2)
    form.text(piece("ACKNOWLEDGEMENT OF APPLICATION", italic=True), align="centre", size=10, gap=2)
    code = form.put("dossier_code", case.code)
    touches.bilingual(form, "Mã hồ sơ", "Application No.", code)
    touches.bilingual(form, "Nơi tiếp nhận", "Received at", form.put("centre_name", case.centre))
    touches.bilingual(form, "Họ và tên người nộp", "Full name", form.put("applicant_name", form.name(who.name)))
    touches.bilingual(form, "Địa chỉ", "Address", form.put("applicant_address", who.residence))
    touches.bilingual(form, "Số điện thoại", "Telephone", phone_of(form, case))
    mail = form.put("applicant_email", who.email) if rng.random() < 0.7 else None
    touches.bilingual(form, "Thư điện tử", "Email", mail)
    touches.bilingual(form, "Nội dung yêu cầu", "Subject", form.put("procedure_name", case.procedure.name))
    count = form.put("dossier_count", f"{case.dossiers:02d}", case.dossiers)
    touches.bilingual(form, "Số lượng hồ sơ", "Number of sets", count, form.value("bộ"))
    touches.bilingual(form, "Thời gian nhận", "Date of receipt", moment_of(form, "received_at", case.received))
    touches.bilingual(form, "Thời gian hẹn trả", "Date of return", moment_of(form, "due_at", case.due))
    fee = fee_of(form, case)
    if fee:
        touches.bilingual(form, "Lệ phí", "Fee", *fee)
    form.text(piece("Giấy tờ đã nộp", bold=True), piece("/ Documents submitted", italic=True), gap=1.5)
    heads = ("TT / No.", "Tên giấy tờ / Document", "Số lượng / Quantity")
    papers_table(form, case, heads, ("n", "name", "quantity"), (0.12, 0.66, 0.22))
    left = Signer(title=[piece("NGƯỜI NỘP", bold=True)], hint="Applicant", name=piece(who.name))
    right = Signer(title=[piece("NGƯỜI TIẾP NHẬN", bold=True)], hint="Receiving officer", name=officer_of(form, case))
    signers(form, [left, right], height=15)


def _capitals_underlined(form: Form, case: Case) -> None:
    """Labels in capitals, values in italics over a line, papers as a numbered list."""
    rng = form.rng
    who = case.applicant
    body = [piece(case.body[0]), piece(case.body[-1], bold=True)]
    number = [piece(f"Số: {rng.randint(1, 900):02d}/{case.received:%Y}/TNHS")]
    heading(form, Heading(body=body, under=[number], size=12, rule=rng.choice(("line", "dashes"))))
    form.skip(4)
    spread = rng.choice((0.0, 0.5))
    form.text(piece("GIẤY TIẾP NHẬN HỒ SƠ", bold=True, spread=spread), align="centre", size=15, leading=1.2)
    form.text(piece("VÀ HẸN TRẢ KẾT QUẢ", bold=True, spread=spread), align="centre", size=15, leading=1.2, gap=3)
    form.entry("MÃ HỒ SƠ", form.put("dossier_code", case.code, bold=True))
    form.entry("ĐƠN VỊ TIẾP NHẬN", form.put("centre_name", case.centre))
    called = "Ông" if who.sex == "male" else "Bà"
    name = form.name(who.name)
    form.entry("TIẾP NHẬN HỒ SƠ CỦA", form.put("applicant_name", f"{called} {name}", name, also=(f"{called} {name}",)))
    form.entry("ĐỊA CHỈ", form.put("applicant_address", who.residence))
    form.entry("SỐ ĐIỆN THOẠI", phone_of(form, case))
    form.entry("NỘI DUNG YÊU CẦU GIẢI QUYẾT", form.put("procedure_name", case.procedure.name))
    form.text(piece("THÀNH PHẦN HỒ SƠ GỒM:"), gap=0.5)
    items = []
    for at, (what, how, _) in enumerate(case.procedure.components, 1):
        count = rng.choice((1, 1, 2))
        form.text(f"{at}/ {what}: {count:02d} {how.lower()}", x0=form.x0 + 7)
        items.append({"name": what, "form": how.lower(), "quantity": count})
    form.put("components", "; ".join(str(item["name"]) for item in items), items)
    form.entry("SỐ BỘ HỒ SƠ", form.put("dossier_count", f"{case.dossiers:02d}", case.dossiers), form.value("bộ"))
    days = case.procedure.days
    count_of = form.put("processing_days", f"{days:02d}", days)
    form.entry("THỜI HẠN GIẢI QUYẾT", count_of, form.value("ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ"))
    form.entry("THỜI GIAN NHẬN HỒ SƠ", moment_of(form, "received_at", case.received))
    form.entry("THỜI GIAN HẸN TRẢ", moment_of(form, "due_at", case.due))
    fee = fee_of(form, case)
    if fee:
        form.entry("PHÍ, LỆ PHÍ", *fee)
    form.skip(2)
    note = "Khi đến nhận kết quả, đề nghị Ông/Bà mang theo giấy này và giấy tờ tùy thân."
    form.text(piece(f"Ghi chú: {note}", italic=True), size=form.style.size - 1.5, gap=2)
    officer = rng.choice(("NGƯỜI TIẾP NHẬN HỒ SƠ", "CÔNG CHỨC TIẾP NHẬN HỒ SƠ"))
    signers(
        form,
        [
            Signer(title=[piece("NGƯỜI NỘP HỒ SƠ", bold=True)], hint="(Ký và ghi rõ họ tên)", name=piece(who.name)),
            Signer(
                title=[piece(officer, bold=True)],
                hint="(Ký và ghi rõ họ tên)",
                name=officer_of(form, case, upper=rng.random() < 0.3),
            ),
        ],
        height=18,
    )
    if rng.random() < 0.5:
        touches.footer(form, touches.printed_by_system(rng, case.received.date()))


def _official_wording(form: Form, case: Case) -> None:
    """The words of the form, unnumbered, with a table of five columns; what most desks print most days."""
    rng = form.rng
    who = case.applicant
    body = [piece(line, bold=at == len(case.body) - 1) for at, line in enumerate(case.body)]
    when = [piece(f"{who.home.short}, {wording.long_date(case.received)}", italic=True)]
    number = [piece(f"Số: {rng.randint(1, 3200):02d}/{rng.choice(('TNHS', 'GTN-TTPVHCC', 'TTHC'))}")]
    heading(form, Heading(body=body, under=[number], dated=when, size=12))
    form.skip(4)
    title(form, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", size=14)
    form.text(piece("Mã hồ sơ:"), form.put("dossier_code", case.code, plain=True), align="centre", gap=2)
    form.entry("Bộ phận tiếp nhận và trả kết quả", form.put("centre_name", case.centre))
    form.entry("Tiếp nhận hồ sơ của", form.put("applicant_name", form.name(who.name)))
    form.entry("Địa chỉ", form.put("applicant_address", who.residence))
    phone = phone_of(form, case)
    if rng.random() < 0.6:
        form.row([("Số điện thoại", phone), ("Email", form.put("applicant_email", who.email))], (0, 0.44))
    else:
        form.entry("Số điện thoại", phone)
    form.entry("Nội dung yêu cầu giải quyết", form.put("procedure_name", case.procedure.name))
    form.text("Thành phần hồ sơ nộp gồm:", gap=1.5)
    heads = ("TT", "Tên giấy tờ", "Hình thức", "Số lượng", "Ghi chú")
    papers_table(form, case, heads, ("n", "name", "form", "quantity", ""), (0.08, 0.46, 0.17, 0.14, 0.15))
    count = form.put("dossier_count", f"{case.dossiers:02d}", case.dossiers)
    form.text(piece("Số lượng hồ sơ:"), count, piece("(bộ)"))
    days = case.procedure.days
    term = form.put("processing_days", f"{days:02d}", days)
    form.text(piece("Thời gian giải quyết hồ sơ theo quy định là:"), term, piece("ngày làm việc"))
    form.entry("Thời gian nhận hồ sơ", moment_of(form, "received_at", case.received))
    form.entry("Thời gian trả kết quả giải quyết hồ sơ", moment_of(form, "due_at", case.due))
    form.entry("Đăng ký nhận kết quả tại", form.value(case.centre))
    fee = fee_of(form, case)
    if fee:
        form.entry("Phí, lệ phí (nếu có)", *fee)
    form.text(f"Vào Sổ theo dõi hồ sơ, Quyển số: {rng.randint(1, 6):02d}  Số thứ tự: {rng.randint(1, 950)}", gap=3)
    hint = "(Ký và ghi rõ họ tên)"
    left = Signer(title=[piece("NGƯỜI NỘP HỒ SƠ", bold=True)], hint=hint, name=piece(who.name))
    right = Signer(title=[piece("NGƯỜI TIẾP NHẬN HỒ SƠ", bold=True)], hint=hint, name=officer_of(form, case))
    signers(form, [left, right], height=20)


_PRINTERS = {
    "official_wording": _official_wording,
    "police_ct04": _police_ct04,
    "counter_slip": _counter_slip,
    "bilingual_portal": _bilingual_portal,
    "capitals_underlined": _capitals_underlined,
}
