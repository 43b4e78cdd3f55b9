"""What else lies in a dossier: a council's resolution, a notice of what is to be paid, a notice of birth."""

from __future__ import annotations

import datetime as dt
import random

from tests.samples import people, places, prose, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import letters
from tests.samples.forms.heading import Signer, signers
from tests.samples.forms.letters import Office, Sign
from tests.samples.unseen import documents, touches
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "resolution": Look(style=Style(size=14, leading=1.28, left=31, right=17), sizes=(13.5, 14)),
    "payment_notice": Look(
        style=Style(size=12.5, leading=1.35, left=27, right=17), sizes=(12, 12.5, 13), faces=("tinos", "arimo")
    ),
    "birth_notice": Look(
        style=Style(size=13, leading=1.5, left=27, right=18, leader="after"),
        sizes=(12.5, 13),
        faces=("tinos", "freeserif", "notoserif"),
    ),
}


def make(rng: random.Random, layout: str, *, contradict: str = "", day: dt.date | None = None, code: str = "") -> Form:
    """Print a document of no kind of its own."""
    form = Form(rng, LAYOUTS[layout].chosen(rng), kind="other", layout=layout)
    letters.numbered_sheets(form)
    _PRINTERS[layout](form, day or letters.law_day(rng, first=2019))
    return form


def named(form: Form, name: str, about: str = "", *, size: float = 14.0, spread: float = 0.0) -> None:
    form.put("title", name, plain=True, also=(f"{name} {about}",) if about else ())
    form.text(form.value(name, "title", plain=True, bold=True, spread=spread), align="centre", size=size, leading=1.2)
    if about:
        form.balanced(form.put("subject", about, plain=True, bold=True))
        form.underline(0.2)
    form.skip(3)


def _resolution(form: Form, day: dt.date) -> None:
    """The council of a province or a commune; the term under its name, the year inside the sign."""
    rng = form.rng
    where = places.place(rng, on=day)
    unit = rng.choice((where.commune, where.province))
    office = Office(
        parent="",
        lines=("HỘI ĐỒNG NHÂN DÂN", unit.upper()),
        sign="HĐND",
        seat=places.bare(unit),
        titles=(("CHỦ TỊCH",), ("TM. HỘI ĐỒNG NHÂN DÂN", "CHỦ TỊCH"), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        seal=(f"HỘI ĐỒNG NHÂN DÂN {unit}", where.short),
    )
    symbol = f"{day.year}/NQ-HĐND" if rng.random() < 0.5 else "NQ-HĐND"
    sign = Sign(number=f"{rng.randint(1, 140):02d}", symbol=symbol, day=day)
    dated = letters.dated_line(form, office, sign)
    documents.top(form, office, under=[letters.number_line(form, sign)], dated=dated, size=13)
    about = rng.choice(
        (
            f"Về nhiệm vụ phát triển kinh tế - xã hội năm {day.year + 1}",
            "Quy định mức thu, chế độ thu, nộp lệ phí hộ tịch, lệ phí đăng ký cư trú trên địa bàn tỉnh Điện Biên",
            "Thông qua danh mục các dự án cần thu hồi đất",
            "Về việc xác nhận kết quả bầu bổ sung chức danh Ủy viên Ủy ban nhân dân",
        )
    )
    named(form, "NGHỊ QUYẾT", about, spread=rng.choice((0.0, 0.6)))
    session = rng.choice(("THỨ MƯỜI HAI", "THỨ BA (CHUYÊN ĐỀ)", "THỨ HAI MƯƠI"))
    form.text(piece(f"{' '.join(office.lines)}", bold=True), align="centre")
    form.text(piece(f"KỲ HỌP {session}", bold=True), align="centre", gap=2)
    for line in prose.bases(rng, rng.randint(2, 3)):
        form.prose(line, italic=True)
    form.text(piece("QUYẾT NGHỊ:", bold=True), align="centre", gap=2)
    for at in range(1, rng.randint(3, 5)):
        form.text(piece(f"Điều {at}.", bold=True), piece(prose.paragraph(rng, 2)), first=10, align="justify", gap=1.5)
    letters.bottom(form, rng, office, day=day)


def _payment_notice(form: Form, day: dt.date) -> None:
    """A notice of the tax service about land: a table of sums, a name and an address like an application's."""
    rng = form.rng
    where = places.place(rng, on=day)
    office = documents.tax_office(rng, where, on=day)
    sign = letters.sign_of(rng, office, "TB", day)
    dated = documents.day_put_in(form, office, sign)
    documents.top(form, office, under=[documents.number_put_in(form, sign)], dated=dated, size=12)
    about = rng.choice(
        (
            "Nộp tiền về lệ phí trước bạ nhà, đất",
            "Về việc nộp tiền sử dụng đất",
            "Nộp thuế thu nhập cá nhân từ chuyển nhượng bất động sản",
        )
    )
    named(form, "THÔNG BÁO", about)
    who = touches.somebody(rng, where, on=day)
    form.text(piece("I. THÔNG TIN VỀ NGƯỜI NỘP THUẾ", bold=True))
    form.entry("1. Tên người nộp thuế", form.value(who.name.upper()))
    form.entry("2. Mã số thuế/Số định danh", form.value(who.personal_id))
    form.entry("3. Địa chỉ nhận thông báo", form.value(who.residence))
    form.entry("4. Số điện thoại", form.value(who.phone))
    form.text(piece("II. SỐ TIỀN PHẢI NỘP", bold=True), gap=1)
    total = rng.randint(120, 90_000) * 1_000
    rows = [[[piece(head, bold=True)] for head in ("STT", "Nội dung", "Số tiền (đồng)")]]
    for at, (text, amount) in enumerate(
        (("Số tiền phải nộp", total), ("Số tiền được miễn, giảm", 0), ("Số tiền còn phải nộp", total)), 1
    ):
        rows.append([[piece(str(at))], [piece(text)], [piece(wording.amount(amount))]])
    form.table((0.1, 0.6, 0.3), rows, aligns=("centre", "left", "right"))
    form.text(f"Bằng chữ: {wording.raised(wording.number(total))} đồng.")
    last = day + dt.timedelta(days=30)
    form.prose(
        f"Thời hạn nộp tiền chậm nhất là {wording.long_date(last)}. Quá thời hạn nêu trên, người nộp thuế phải nộp tiền chậm nộp theo quy định của Luật Quản lý thuế.",
        first=0,
    )
    form.prose("Nếu có vướng mắc, đề nghị liên hệ với cơ quan thuế để được hướng dẫn./.", first=0, gap=3)
    digital = rng.random() < 0.5
    letters.bottom(form, rng, office, day=day, pen=not digital)
    if digital:
        documents.signed_digitally(form, office, day)


def _birth_notice(form: Form, day: dt.date) -> None:
    """A hospital's notice of a birth: nearly the words of a birth certificate, and none."""
    rng = form.rng
    where = places.place(rng, on=day)
    house = rng.choice(("Bệnh viện đa khoa tỉnh Điện Biên", "Trung tâm Y tế Tuần Giáo", f"Trạm Y tế {where.commune}"))
    name = house.upper()
    office = Office(
        parent=f"SỞ Y TẾ {where.province.upper()}", lines=(name,), sign="", seat="", titles=(), seal=(name, "ĐIỆN BIÊN")
    )
    documents.top(form, office, under=[[piece("Số: ..............")], [piece("Quyển số: ........")]], dated=[], size=12)
    named(form, "GIẤY CHỨNG SINH", size=17)
    mother = people.person(rng, on=day, ages=(18, 42), sex="female", home=where)
    form.entry("Họ và tên mẹ/Người nuôi dưỡng", form.value(mother.name.upper()))
    form.entry("Năm sinh", form.value(str(mother.born.year)))
    form.entry("Nơi đăng ký thường trú", form.value(touches.address(rng, where)))
    form.row(
        [
            ("Mã số BHXH/Thẻ BHYT số", form.value(f"DT2{rng.randint(11_000_000, 99_000_000)}")),
            ("Dân tộc", form.value(mother.ethnicity)),
        ],
        (0, 0.66),
    )
    form.entry("Số CCCD/Định danh cá nhân", form.value(mother.personal_id))
    form.entry("Họ và tên cha", form.value(people.person_name(rng, "male", "Thái").upper()))
    born = day - dt.timedelta(days=rng.randint(0, 4))
    form.entry(
        "Đã sinh con vào lúc",
        form.value(f"{rng.randint(0, 23):02d} giờ {rng.randint(0, 59):02d} phút, {wording.long_date(born)}"),
    )
    form.entry("Tại", form.value(house))
    form.row(
        [("Số con trong lần sinh này", form.value("01")), ("Giới tính của con", form.value(rng.choice(("Nam", "Nữ"))))],
        (0, 0.5),
    )
    form.row(
        [("Cân nặng", form.value(f"{rng.randint(25, 41) * 100} g")), ("Hiện trạng của con", form.value("Khỏe mạnh"))],
        (0, 0.5),
    )
    child = people.person_name(rng, rng.choice(("male", "female")), "Thái")
    form.entry("Dự định đặt tên con là", form.value(child))
    form.entry("Người đỡ đẻ", form.value(people.person(rng, on=day, ages=(28, 55)).name), gap=2)
    place = form.put("place", "Điện Biên", plain=True, italic=True)
    when = form.put("issued_on", wording.long_date(day), day.isoformat(), plain=True, italic=True)
    form.text(place, piece(",", italic=True, tight=True), when, align="right", gap=2)
    title = rng.choice(("THỦ TRƯỞNG CƠ SỞ KHÁM BỆNH, CHỮA BỆNH", "THỦ TRƯỞNG CƠ SỞ Y TẾ", "GIÁM ĐỐC"))
    left = Signer(
        title=[piece("Cha, mẹ/Người nuôi dưỡng", bold=True)], hint="(Ký, ghi rõ họ tên)", name=piece(mother.name)
    )
    right = Signer(
        title=[form.put("signer_title", title, plain=True, bold=True)],
        hint="(Ký, ghi rõ họ tên, đóng dấu)",
        name=form.put("signer_name", people.person(rng, on=day, ages=(35, 59)).name, plain=True, bold=True),
        seal=office.seal,
    )
    signers(form, [left, right], height=23, edges=(0, 0.46, 1))


_PRINTERS = {"resolution": _resolution, "payment_notice": _payment_notice, "birth_notice": _birth_notice}
