"""Applications: a blank of boxes filled in with a pen, a parent's to two schools, a passport's with a photograph."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from tests.samples import people, places, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import application as seen
from tests.samples.forms.heading import Signer, signers
from tests.samples.people import Person
from tests.samples.sheet import Piece
from tests.samples.unseen import application as first
from tests.samples.unseen import touches
from tests.samples.unseen.second import parts
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "social_support": Look(
        style=Style(size=12.5, leading=1.44, left=26, right=17, leader="after", bottom=16), sizes=(12, 12.5)
    ),
    "pupil_transfer": Look(
        style=Style(size=14, leading=1.42, left=30, right=18, upper_names=False, italic_values=True),
        sizes=(13.5, 14),
        faces=("tinos", "freeserif", "notoserif"),
    ),
    "passport": Look(
        style=Style(face="arimo", size=11, leading=1.5, left=22, right=16, leader="under", bottom=14),
        sizes=(10.5, 11),
        faces=("arimo", "tinos", "freesans"),
    ),
}


def make(rng: random.Random, layout: str, *, contradict: str = "", day: dt.date | None = None) -> Form:
    """Print an application; half of the blanks for social support are filled in with a pen."""
    style = LAYOUTS[layout].chosen(rng)
    if layout == "social_support" and rng.random() < 0.5:
        style = replace(style, hand=True, leader="under")
    form = Form(rng, style, kind="application", layout=layout)
    day = day or people.day(rng, dt.date(2021, 7, 5), dt.date(2026, 10, 20))
    ages = {"pupil_transfer": (27, 52), "social_support": (35, 84), "passport": (15, 74)}[layout]
    who = touches.somebody(rng, places.place(rng, on=day), on=day, ages=ages)
    if contradict:
        who = first.contradicted(rng, who)
        form.truth.findings.append(seen.CONTRADICTIONS[contradict])
    _PRINTERS[layout](form, who, day)
    return form


def _typed(form: Form, text: str) -> Piece:
    """A word of the blank itself, also where the rest is written with a pen."""
    return form.value(text, hand=False)


def _sex(who: Person) -> str:
    return "Nam" if who.sex == "male" else "Nữ"


def _social_support(form: Form, who: Person, day: dt.date) -> None:
    """Form 1a of Decree 20/2021: nobody is addressed, nothing is asked for in words; boxes to tick, a stamp of arrival."""
    rng = form.rng
    form.y = 12
    form.text(piece("Mẫu số 1a", bold=True), size=11, align="right", gap=2)
    touches.state(form, size=12.5)
    first.title_of(form, "TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI", size=14)
    hint = "(Áp dụng đối với đối tượng quy định tại khoản 5 Điều 5 Nghị định số 20/2021/NĐ-CP)"
    form.text(piece(hint, italic=True), align="centre", size=11, gap=2)
    if rng.random() < 0.7:
        head = rng.choice(("ĐÃ NHẬN HỒ SƠ", "BỘ PHẬN MỘT CỬA"))
        parts.received(form, rng, x=14, y=9, head=head, on=day + dt.timedelta(days=rng.randint(0, 4)))
    form.text(piece("THÔNG TIN CỦA ĐỐI TƯỢNG", bold=True), align="centre", gap=1)
    form.entry("1. Họ và tên (Viết chữ in hoa)", first.name_of(form, who))
    _strokes(form, who)
    form.put("applicant_id", who.personal_id)
    form.boxes("Số CCCD/Định danh cá nhân", who.personal_id, "applicant_id", box=5.4)
    when = first.issued_of(rng, day)
    form.row([("Cấp ngày", form.value(f"{when:%d/%m/%Y}")), ("Nơi cấp", form.value("Cục CS QLHC về TTXH"))], (0, 0.38))
    form.entry("2. Hộ khẩu thường trú", first.home_of(form, who))
    form.entry("Hiện ở", form.value(rng.choice(("Như trên", who.residence))), x0=form.x0 + 5)
    for text, options in (
        ("3. Có thẻ BHYT không?", ("Không", "Có")),
        ("4. Đang hưởng trợ cấp bảo hiểm xã hội hàng tháng?", ("Không", "Có")),
        ("5. Thuộc hộ nghèo, cận nghèo không?", ("Không", "Có")),
    ):
        chosen = rng.randint(0, 1)
        form.text(piece(text), *touches.ticked(form, [(one, at == chosen) for at, one in enumerate(options)]))
    grade = form.value(rng.choice(("Nặng", "Đặc biệt nặng")))
    form.row(
        [("6. Dạng tật", form.value(rng.choice(("Vận động", "Nghe, nói", "Nhìn")))), ("Mức độ khuyết tật", grade)],
        (0, 0.5),
    )
    form.entry("7. Tình trạng làm việc", form.value("Không, do sức khỏe yếu"))
    form.entry("8. Khả năng tự phục vụ", form.value(rng.choice(("Cần người trợ giúp", "Tự phục vụ được một phần"))))
    form.prose(
        "Tôi xin cam đoan những lời khai trên là đúng, nếu có điều gì khai không đúng tôi xin chịu trách nhiệm hoàn toàn.",
        gap=1.5,
    )
    helper = touches.somebody(rng, who.home, on=day, ages=(22, 60))
    form.text(piece("Thông tin người khai thay", bold=True), size=form.style.size - 0.5)
    form.row([("Họ và tên", form.value(helper.name)), ("Số CCCD", form.value(helper.personal_id))], (0, 0.55))
    form.row(
        [
            ("Mối quan hệ với đối tượng", form.value(rng.choice(("Con", "Vợ", "Chồng", "Cháu")))),
            ("Địa chỉ", form.value("Như trên")),
        ],
        (0, 0.55),
    )
    first.made_of(form, who, day)
    _signed_by(form, who, "NGƯỜI KHAI", "(Ký, ghi rõ họ tên. Nếu khai thay phải ghi đầy đủ họ tên)")


def _strokes(form: Form, who: Person) -> None:
    """``Ngày/tháng/năm sinh: 03/06/1985   Giới tính: Nữ   Dân tộc: Thái`` on one line."""
    born = who.born
    text = form.rng.choice(
        (f"{born:%d/%m/%Y}", f"{born.day}/{born.month}/{born.year}", f"{born:%d} / {born:%m} / {born:%Y}")
    )
    shown = form.put("applicant_birth", text, born.isoformat())
    rest = [("Giới tính", form.value(_sex(who))), ("Dân tộc", form.value(who.ethnicity))]
    form.row([("Ngày/tháng/năm sinh", shown), *rest], (0, 0.5, 0.74))


def _signed_by(form: Form, who: Person, head: str, hint: str) -> None:
    name = form.value(who.name, plain=True)
    right = Signer(title=[piece(head, bold=True)], hint=hint, name=name)
    signers(form, [Signer(title=[piece("")], signed=False), right], height=17, edges=(0, 0.42, 1))


def _pupil_transfer(form: Form, who: Person, day: dt.date) -> None:
    """A parent's, to two schools: the child has a name and a birthday of its own; confirmations of both schools below."""
    rng = form.rng
    touches.state(form, size=13, rule=rng.choice(("line", "dashes", "line")))
    first.title_of(form, rng.choice(("ĐƠN XIN CHUYỂN TRƯỜNG", "ĐƠN ĐỀ NGHỊ CHUYỂN TRƯỜNG")), size=15)
    there = places.place(rng, on=day)
    sort = rng.choice(("Tiểu học", "THCS", "PTDTBT THCS"))
    names = [f"Hiệu trưởng Trường {sort} {places.bare(place.commune)}" for place in (who.home, there)]
    form.put("addressee", "; ".join(names), also=(" ".join(names), ", ".join(names), f"- {names[0]}; - {names[1]}"))
    at = form.x0 + 18
    form.text(
        piece("Kính gửi:", bold=True),
        piece("-"),
        form.value(names[0], "addressee", plain=True),
        piece(";", tight=True),
        x0=at,
    )
    form.text(piece("-"), form.value(names[1], "addressee", plain=True), piece(".", tight=True), x0=at + 23, gap=3)
    form.entry("Tôi tên là", first.name_of(form, who))
    form.row(
        [("Năm sinh", form.put("applicant_birth", str(who.born.year))), ("Dân tộc", form.value(who.ethnicity))],
        (0, 0.5),
    )
    form.entry("Số CCCD", first.identity_of(form, who, day))
    form.entry("Hiện cư trú tại", first.home_of(form, who))
    form.entry(rng.choice(("Điện thoại", "Số điện thoại liên hệ")), first.phone_of(form, who))
    child = people.person(rng, on=day, ages=(7, 14), surname=who.name.split()[0], ethnicity="Thái", home=who.home)
    form.entry("Là phụ huynh của học sinh", form.value(child.name, bold=True))
    grade = rng.randint(2, 8)
    form.row(
        [
            ("Sinh ngày", form.value(f"{child.born:%d/%m/%Y}")),
            ("Hiện đang học lớp", form.value(f"{grade}A{rng.randint(1, 4)}")),
        ],
        (0, 0.5),
    )
    ask = rng.choice(
        (
            f"cho con tôi được chuyển đến học lớp {grade} tại trường của quý thầy, cô kể từ học kỳ II năm học {day.year} - {day.year + 1}",
            f"cho cháu được chuyển trường từ Trường {sort} {places.bare(who.home.commune)} đến Trường {sort} {places.bare(there.commune)}",
        )
    )
    lead = rng.choice(
        (("Nay tôi làm đơn này", "kính đề nghị", "quý thầy, cô"), ("Tôi làm đơn này", "xin", "Ban Giám hiệu"))
    )
    asked = first.asked_for(form, ask, *first.with_lead(lead, ask))
    form.text(piece(" ".join(lead)), asked, piece(".", tight=True), first=10, align="justify", gap=1)
    form.prose(
        f"Lý do: {rng.choice(('Gia đình chuyển nơi cư trú', 'Bố mẹ chuyển công tác', 'Nhà xa trường, đi lại khó khăn'))}."
    )
    form.prose("Xin trân trọng cảm ơn!", gap=2)
    first.made_of(form, who, day)
    _signed_by(form, who, "NGƯỜI LÀM ĐƠN", "(Ký, ghi rõ họ tên)")
    form.skip(4)
    head = ("XÁC NHẬN CỦA TRƯỜNG CHUYỂN ĐI", "XÁC NHẬN CỦA TRƯỜNG CHUYỂN ĐẾN")
    blank = [Signer(title=[piece(text, bold=True)], signed=False) for text in head]
    signers(form, blank, height=8, size=form.style.size - 3)


def _passport(form: Form, who: Person, day: dt.date) -> None:
    """TK01: a photograph, numbered points of two or three on a line, a number in boxes, notes at the foot."""
    rng = form.rng
    form.y = 11
    form.text(piece("Mẫu TK01 ban hành kèm theo Thông tư số 31/2023/TT-BCA", italic=True), size=8.5, align="right")
    form.y = 18
    touches.state(form, size=11.5)
    parts.photograph(
        form, x=form.x0, y=19, lines=("Ảnh", "mới chụp, cỡ", "4cm x 6cm", "mắt nhìn thẳng,", "phông nền trắng")
    )
    form.skip(3)
    first.title_of(
        form,
        "TỜ KHAI",
        "Đề nghị cấp hộ chiếu phổ thông ở trong nước",
        size=13,
        hint="(Dùng cho người từ đủ 14 tuổi trở lên)",
    )
    form.y = max(form.y, 66)
    name = first.name_of(form, who)
    form.entry("1. Họ, chữ đệm và tên (chữ in hoa)", name)
    born = form.put("applicant_birth", wording.short_date(rng, who.born), who.born.isoformat())
    origin = form.value(who.origin.short)
    form.row([("2. Giới tính", form.value(_sex(who))), ("3. Sinh ngày", born), ("Nơi sinh", origin)], (0, 0.24, 0.6))
    form.put("applicant_id", who.personal_id)
    form.boxes("4. Số ĐDCN/CCCD", who.personal_id, "applicant_id", box=5.2)
    when = first.issued_of(rng, day)
    form.row([("Ngày cấp", form.value(f"{when:%d/%m/%Y}")), ("Nơi cấp", form.value("Bộ Công an"))], (0, 0.4))
    rest = [("6. Tôn giáo", form.value("Không")), ("7. Số điện thoại", first.phone_of(form, who))]
    form.row([("5. Dân tộc", form.value(who.ethnicity)), *rest], (0, 0.26, 0.54))
    form.entry("8. Địa chỉ đăng ký thường trú", first.home_of(form, who))
    form.entry("9. Địa chỉ đăng ký tạm trú", None)
    form.entry("10. Nghề nghiệp", form.value(rng.choice(("Lao động tự do", "Giáo viên", "Kinh doanh", "Công nhân"))))
    form.entry("11. Tên và địa chỉ cơ quan (nếu có)", None)
    for at, (word, sex) in enumerate((("Cha", "male"), ("Mẹ", "female")), 12):
        parent = people.person(rng, on=who.born, ages=(19, 40), sex=sex, home=who.home)
        label = f"{at}. {word}: họ, chữ đệm và tên"
        form.row([(label, form.value(parent.name)), ("sinh ngày", form.value(f"{parent.born:%d/%m/%Y}"))], (0, 0.68))
    form.entry("14. Hộ chiếu phổ thông được cấp lần gần nhất (nếu có)", None)
    ask = rng.choice(
        (
            "Cấp hộ chiếu lần đầu",
            "Cấp lại hộ chiếu do hết hạn, có gắn chíp điện tử",
            "Cấp hộ chiếu không gắn chíp điện tử",
        )
    )
    form.entry("15. Nội dung đề nghị (2)", form.put("request", ask))
    form.prose("Tôi xin cam đoan những thông tin trên là đúng sự thật./.", first=6, gap=2)
    first.made_of(form, who, day, lead=rng.choice(("", "Làm tại")))
    _signed_by(form, who, "NGƯỜI ĐỀ NGHỊ", "(Ký, ghi rõ họ tên)")
    parts.notes(
        form,
        (
            "(1) Ghi theo Căn cước công dân hoặc Cơ sở dữ liệu quốc gia về dân cư.",
            "(2) Ghi cụ thể: đề nghị cấp hộ chiếu lần đầu, cấp lại; có hoặc không gắn chíp điện tử.",
        ),
        size=8,
    )


_PRINTERS = {"social_support": _social_support, "pupil_transfer": _pupil_transfer, "passport": _passport}
