"""What else lies in a dossier: a hospital's paper of health with a photograph, and a proposal to those above."""

from __future__ import annotations

import datetime as dt
import random

from tests.samples import people, places, prose, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import letters
from tests.samples.forms.heading import Signer, signers
from tests.samples.forms.letters import Office
from tests.samples.unseen import documents, touches
from tests.samples.unseen import other as first
from tests.samples.unseen.second import parts
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "health_paper": Look(
        style=Style(size=12, leading=1.42, left=25, right=17, leader="after", bottom=14),
        sizes=(12, 12.5),
        faces=("tinos", "freeserif", "arimo"),
    ),
    "proposal": Look(
        style=Style(size=14, leading=1.3, left=31, right=16), sizes=(13.5, 14), faces=("tinos", "notoserif")
    ),
}


def make(rng: random.Random, layout: str, *, contradict: str = "", day: dt.date | None = None) -> Form:
    """Print a document of no kind of its own."""
    form = Form(rng, LAYOUTS[layout].chosen(rng), kind="other", layout=layout)
    letters.numbered_sheets(form)
    _PRINTERS[layout](form, day or letters.law_day(rng, first=2020))
    return form


def _health_paper(form: Form, day: dt.date) -> None:
    """Numbers and labels like an application's, a photograph, what each doctor found, and one who concludes."""
    rng = form.rng
    where = places.place(rng, on=day)
    seat = places.bare(where.district or where.commune)
    house, sign = rng.choice(
        (
            (("TRUNG TÂM Y TẾ", seat.upper()), "TTYT"),
            (("BỆNH VIỆN ĐA KHOA", "TỈNH ĐIỆN BIÊN"), "BVĐK"),
            (("PHÒNG KHÁM ĐA KHOA", f"KHU VỰC {seat.upper()}"), "PKĐK"),
        )
    )
    office = Office(
        parent="SỞ Y TẾ TỈNH ĐIỆN BIÊN",
        lines=house,
        sign=sign,
        seat=seat,
        titles=(),
        seal=(" ".join(house), "ĐIỆN BIÊN"),
    )
    number = letters.sign_of(rng, office, "GKSK", day)
    documents.top(form, office, under=[letters.number_line(form, number)], dated=[], also=house[:1], size=11.5)
    form.skip(2)
    first.named(form, "GIẤY KHÁM SỨC KHỎE", size=16)
    bottom = form.y + 36
    parts.photograph(form, x=form.x0, y=form.y - 2, lines=("Ảnh", "(4 x 6cm)"), width=27, height=37)
    who = touches.somebody(rng, where, on=day, ages=(18, 55))
    aside = form.x0 + 33
    form.entry("Họ và tên (chữ in hoa)", form.value(who.name.upper()), x0=aside)
    form.entry(
        "Giới",
        form.value("Nam" if who.sex == "male" else "Nữ"),
        form.value(f"Tuổi: {day.year - who.born.year}", gap=22),
        x0=aside,
    )
    form.entry("Số CCCD/Hộ chiếu", form.value(who.personal_id), x0=aside)
    form.entry("Chỗ ở hiện tại", form.value(who.residence), x0=aside)
    aim = rng.choice(("Xin việc làm", "Bổ sung hồ sơ lái xe hạng B2", "Đi học", "Hồ sơ tuyển dụng viên chức"))
    form.entry("Lý do khám sức khỏe", form.value(aim), x0=aside)
    form.y = max(form.y, bottom) + 3
    form.text(piece("I. KHÁM THỂ LỰC", bold=True))
    height, weight = rng.randint(148, 178), rng.randint(43, 78)
    form.row(
        [
            ("Chiều cao", form.value(f"{height} cm")),
            ("Cân nặng", form.value(f"{weight} kg")),
            ("Huyết áp", form.value(f"{rng.randint(105, 130)}/70")),
        ],
        (0, 0.33, 0.66),
    )
    form.text(piece("II. KHÁM LÂM SÀNG", bold=True), gap=1.5)
    rows = [[[piece(head, bold=True)] for head in ("Nội dung khám", "Kết quả, phân loại", "Họ tên, chữ ký của Bác sĩ")]]
    for part in rng.sample(
        ("Nội khoa", "Ngoại khoa", "Mắt", "Tai - Mũi - Họng", "Răng - Hàm - Mặt", "Da liễu"), rng.randint(4, 6)
    ):
        doctor = people.person(rng, on=day, ages=(28, 58)).name
        rows.append(
            [
                [piece(part)],
                [piece(rng.choice(("Bình thường, loại I", "Loại II", "Chưa phát hiện bệnh lý")))],
                [piece(doctor)],
            ]
        )
    form.table((0.28, 0.38, 0.34), rows, size=form.style.size - 0.5)
    form.skip(1)
    form.text(piece("III. KẾT LUẬN", bold=True))
    form.entry("1. Phân loại sức khỏe", form.value(rng.choice(("Loại I", "Loại II", "Loại III"))))
    form.entry("2. Các bệnh, tật (nếu có)", None, gap=2)
    place = form.put("place", seat, plain=True, italic=True)
    when = form.put(
        "issued_on", wording.long_date(day, pad_all=rng.random() < 0.5), day.isoformat(), plain=True, italic=True
    )
    form.text(place, piece(",", italic=True, tight=True), when, align="right", gap=1)
    title = rng.choice((("NGƯỜI KẾT LUẬN",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("GIÁM ĐỐC",)))
    form.put("signer_title", " / ".join(title), also=title[1:])
    signer = Signer(
        title=[form.value(line, "signer_title", plain=True, bold=True) for line in title],
        hint="(Ký, ghi rõ họ tên và đóng dấu)",
        name=form.put("signer_name", people.person(rng, on=day, ages=(35, 59)).name, plain=True, bold=True),
        seal=office.seal,
    )
    signers(form, [Signer(title=[piece("")], signed=False), signer], height=22, edges=(0, 0.44, 1))


_MATTERS = (
    "Về việc đề nghị thẩm định hồ sơ cấp Giấy chứng nhận quyền sử dụng đất cho các hộ gia đình, cá nhân",
    "Về việc xin chủ trương sửa chữa, nâng cấp trụ sở Bộ phận Tiếp nhận và Trả kết quả",
    "Đề nghị phê duyệt dự toán kinh phí số hóa hồ sơ, tài liệu lưu trữ năm {year}",
    "Về việc đề nghị công nhận người có uy tín trong đồng bào dân tộc thiểu số năm {year}",
)


def _proposal(form: Form, day: dt.date) -> None:
    """A ``TỜ TRÌNH``: addressed like a letter, titled like a decision, two pages, what is enclosed at its end."""
    rng = form.rng
    where = places.place(rng, on=day)
    office = rng.choice((letters.section, letters.committee, letters.department))(rng, where, on=day)
    sign = letters.sign_of(rng, office, "TTr", day)
    dated = letters.dated_line(form, office, sign)
    documents.top(form, office, under=[letters.number_line(form, sign)], dated=dated, size=12.5)
    first.named(form, "TỜ TRÌNH", rng.choice(_MATTERS).format(year=day.year))
    above = rng.choice((where.district or where.province, where.province))
    to = rng.choice((f"Ủy ban nhân dân {above}", f"Hội đồng nhân dân {above}", "Sở Tài chính tỉnh Điện Biên"))
    form.text(piece("Kính gửi:"), piece(to + "."), align="centre", gap=3)
    for line in prose.bases(rng, 2):
        form.prose(line)
    for at, head in enumerate(("Sự cần thiết", "Nội dung đề nghị", "Kinh phí và nguồn vốn"), 1):
        form.need(35)
        form.text(piece(f"{at}. {head}", bold=True), first=10, gap=1)
        for _ in range(rng.randint(1, 3)):
            form.prose(prose.paragraph(rng, 2))
    form.prose("Kính trình cấp có thẩm quyền xem xét, quyết định./.")
    form.prose(
        f"(Gửi kèm theo: Dự thảo Quyết định; Biên bản họp thẩm định ngày {day - dt.timedelta(days=12):%d/%m/%Y}).",
        italic=True,
        gap=3,
    )
    letters.bottom(form, rng, office, day=day)


_PRINTERS = {"health_paper": _health_paper, "proposal": _proposal}
