"""Everything else that lies in a dossier: notices, slips, confirmations, circulars, laws, minutes, invitations."""

from __future__ import annotations

import datetime as dt
import random

from tests.samples import marks, people, places, prose, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import letters
from tests.samples.forms.heading import Heading, Signer, heading, signers
from tests.samples.forms.procedures import procedure
from tests.samples.forms.receipt import dossier_code

LAYOUTS: dict[str, Style] = {
    "notice": Style(size=13.5, leading=1.3),
    "supplement_slip": Style(size=13, leading=1.35, left=28),
    "confirmation": Style(size=13, leading=1.45, left=28),
    "circular": Style(face="tinos", size=13, leading=1.3, left=31, right=17),
    "plan": Style(face="freeserif", size=13, leading=1.3),
    "law": Style(size=13, leading=1.35, left=31),
    "minutes": Style(face="arimo", size=11.5, leading=1.4, left=27),
    "invitation": Style(face="notoserif", size=11.5, leading=1.4),
}

#: Nothing on these papers can be held against anything else.
CONTRADICTIONS: dict[str, str] = {}


def make(rng: random.Random, layout: str, *, contradict: str = "", day: dt.date | None = None, code: str = "") -> Form:
    """Print a document of no kind of its own."""
    form = Form(rng, LAYOUTS[layout], kind="other", layout=layout)
    letters.numbered_sheets(form)
    day = day or letters.law_day(rng, first=2017)
    _PRINTERS[layout](form, rng, day, code)
    return form


def _named(form: Form, *lines: str, about: str = "", size: float = 14) -> None:
    """The title and, below it, the abstract."""
    whole = " ".join(lines)
    form.put("title", whole, hand=False, also=(f"{whole} {about}".strip(),) if about else ())
    for line in lines:
        form.text(form.value(line, "title", hand=False, plain=True, bold=True), align="centre", size=size, leading=1.2)
    if about:
        form.balanced(form.put("subject", about, hand=False, plain=True, bold=True))
        form.underline(0.2)
    form.skip(3)


def _notice(form: Form, rng: random.Random, day: dt.date, code: str) -> None:
    where = places.place(rng, on=day)
    office = rng.choice((letters.committee, letters.department, letters.section))(rng, where, on=day)
    letters.top(form, office, letters.sign_of(rng, office, "TB", day, by_hand=rng.random() < 0.1))
    about = rng.choice(
        (
            f"Về việc niêm yết hồ sơ đề nghị cấp Giấy chứng nhận quyền sử dụng đất tại {where.commune}",
            "Về việc tiếp công dân định kỳ",
            "Kết quả giải quyết thủ tục hành chính tháng " + f"{day.month} năm {day.year}",
            "Về việc nộp lệ phí trước bạ nhà, đất",
            "Về việc tuyển dụng công chức cấp xã",
        )
    )
    _named(form, "THÔNG BÁO", about=about)
    for _ in range(rng.randint(3, 5)):
        form.prose(prose.paragraph(rng))
    form.prose(f"Trên đây là Thông báo của {' '.join(office.lines).capitalize()}./.", gap=3)
    letters.bottom(form, rng, office, day=day)


def _supplement_slip(form: Form, rng: random.Random, day: dt.date, code: str) -> None:
    """Mẫu số 02: looks like a receipt, and is none."""
    where = places.place(rng, on=day)
    office = letters.section(rng, where, on=day)
    sort = rng.choice(("HDHT", "PYCBS"))
    letters.top(form, office, letters.sign_of(rng, office, sort, day))
    name = rng.choice(
        (
            ("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",),
            ("PHIẾU TỪ CHỐI TIẾP NHẬN,", "GIẢI QUYẾT HỒ SƠ"),
            ("PHIẾU XIN LỖI VÀ HẸN LẠI", "NGÀY TRẢ KẾT QUẢ"),
        )
    )
    _named(form, *name)
    who = people.person(rng, on=day, home=where)
    task = procedure(rng)
    form.entry("Hồ sơ của", form.value(who.name))
    form.entry("Nội dung yêu cầu giải quyết", form.value(task.name))
    form.entry("Địa chỉ", form.value(who.residence))
    form.row([("Số điện thoại", form.value(who.phone)), ("Email", form.value(who.email))], (0, 0.45))
    form.entry("Mã hồ sơ", form.put("dossier_code", code or dossier_code(rng, where, day), hand=False))
    form.text("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:", gap=1)
    for number, (component, how, _) in enumerate(task.components, 1):
        form.text(f"{number}. {component} ({how.lower()})", x0=form.x0 + 8)
    form.prose(f"Lý do: {prose.sentence(rng)}")
    form.prose(
        "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ theo số điện thoại 0215 3825 000 để được hướng dẫn./.",
        gap=3,
    )
    clerk = people.person(rng, on=day, ages=(24, 55)).name
    signers(
        form,
        [
            Signer(title=[piece("NGƯỜI NỘP HỒ SƠ", bold=True)], hint="(Ký và ghi rõ họ tên)", name=piece(who.name)),
            Signer(
                title=[form.put("signer_title", "NGƯỜI HƯỚNG DẪN", hand=False, plain=True, bold=True)],
                hint="(Ký và ghi rõ họ tên)",
                name=form.put("signer_name", clerk, hand=False, plain=True),
            ),
        ],
        height=20,
    )


def _confirmation(form: Form, rng: random.Random, day: dt.date, code: str) -> None:
    where = places.place(rng, on=day)
    office = letters.committee(rng, where, on=day)
    letters.top(form, office, letters.sign_of(rng, office, rng.choice(("GXN", "XNTTHN", "UBND")), day))
    _named(
        form,
        *rng.choice(
            (
                ("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",),
                ("GIẤY XÁC NHẬN", "TÌNH TRẠNG HÔN NHÂN"),
                ("GIẤY XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ",),
                ("GIẤY XÁC NHẬN KHUYẾT TẬT",),
            )
        ),
    )
    who = people.person(rng, on=day, home=where)
    form.prose(f"Xét đề nghị của ông/bà: {who.name}, về việc cấp Giấy xác nhận.")
    form.text(piece("XÁC NHẬN:", bold=True), align="centre")
    form.entry("Họ, chữ đệm, tên", form.value(form.name(who.name)))
    form.row(
        [
            ("Ngày, tháng, năm sinh", form.value(f"{who.born:%d/%m/%Y}")),
            ("Giới tính", form.value("Nam" if who.sex == "male" else "Nữ")),
        ],
        (0, 0.6),
    )
    form.row([("Dân tộc", form.value(who.ethnicity)), ("Quốc tịch", form.value("Việt Nam"))], (0, 0.6))
    form.entry("Giấy tờ tùy thân", form.value(f"CCCD số {who.personal_id}"))
    form.entry("Nơi cư trú", form.value(who.residence))
    form.entry("Tình trạng hôn nhân", form.value("Hiện tại chưa đăng ký kết hôn với ai"))
    form.prose("Giấy này có giá trị sử dụng trong thời hạn 6 tháng, kể từ ngày cấp.", gap=3)
    letters.bottom(form, rng, office, day=day, copies=rng.random() < 0.4)


def _circular(form: Form, rng: random.Random, day: dt.date, code: str) -> None:
    office = letters.ministry(rng, places.place(rng, on=day), on=day)
    sign = letters.sign_of(rng, office, "TT", day)
    sign = letters.Sign(number=sign.number, symbol=f"{day.year}/TT-{office.sign}", day=day)
    letters.top(form, office, sign)
    about = rng.choice(
        (
            "Quy định chi tiết thi hành một số điều của Luật Hộ tịch và Nghị định số 123/2015/NĐ-CP",
            "Hướng dẫn việc số hóa, lưu trữ hồ sơ giải quyết thủ tục hành chính trên môi trường điện tử",
            "Quy định về định mức kinh tế - kỹ thuật đo đạc lập bản đồ địa chính",
            "Sửa đổi, bổ sung một số điều của các Thông tư quy định về phí, lệ phí",
        )
    )
    _named(form, "THÔNG TƯ", about=about)
    letters.recitals(form, rng, 3)
    _articles(form, rng, rng.randint(4, 8))
    letters.bottom(form, rng, office, day=day)


def _articles(form: Form, rng: random.Random, count: int) -> None:
    heads = (
        "Phạm vi điều chỉnh",
        "Đối tượng áp dụng",
        "Giải thích từ ngữ",
        "Nguyên tắc thực hiện",
        "Trách nhiệm của cơ quan, đơn vị",
        "Hồ sơ, trình tự thực hiện",
        "Hiệu lực thi hành",
        "Điều khoản chuyển tiếp",
    )
    for number, head in enumerate(heads[:count], 1):
        form.text(piece(f"Điều {number}. {head}", bold=True), first=10, gap=1)
        for point in range(1, rng.randint(2, 4)):
            form.prose(f"{point}. {prose.paragraph(rng, 2)}")


def _plan(form: Form, rng: random.Random, day: dt.date, code: str) -> None:
    office = rng.choice((letters.committee, letters.department))(rng, places.place(rng, on=day), on=day)
    sort, name = rng.choice((("KH", "KẾ HOẠCH"), ("BC", "BÁO CÁO"), ("TTr", "TỜ TRÌNH")))
    letters.top(form, office, letters.sign_of(rng, office, sort, day))
    _named(
        form,
        name,
        about=rng.choice(
            (
                f"Cải cách hành chính nhà nước năm {day.year}",
                "Kết quả thực hiện công tác kiểm soát thủ tục hành chính",
                "Về việc đề nghị phê duyệt danh mục đầu tư công trung hạn",
                f"Chuyển đổi số năm {day.year + 1}",
            )
        ),
    )
    for number in range(1, rng.randint(3, 5)):
        form.text(
            piece(
                f"{('I', 'II', 'III', 'IV')[number - 1]}. {rng.choice(('MỤC ĐÍCH, YÊU CẦU', 'NỘI DUNG THỰC HIỆN', 'KẾT QUẢ ĐẠT ĐƯỢC', 'TỔ CHỨC THỰC HIỆN', 'TỒN TẠI, HẠN CHẾ'))}",
                bold=True,
            ),
            first=10,
            gap=1,
        )
        for _ in range(rng.randint(1, 3)):
            form.prose(prose.paragraph(rng))
    letters.bottom(form, rng, office, day=day)


def _law(form: Form, rng: random.Random, day: dt.date, code: str) -> None:
    term = 13 + (day.year > 2015) + (day.year > 2020)
    number = f"{rng.randint(10, 99)}"
    symbol = f"{number}/{day.year}/QH{term}"
    body = [form.put("issuer", "QUỐC HỘI", hand=False, plain=True, bold=True)]
    parts = [
        piece("Luật số:"),
        form.put("number", number, hand=False, plain=True),
        form.value(f"/{day.year}/QH{term}", "symbol", hand=False, plain=True, tight=True),
    ]
    form.put("symbol", symbol, hand=False)
    heading(form, Heading(body=body, under=[parts], size=12.5))
    form.skip(8)
    about = rng.choice(
        (
            "GIAO DỊCH ĐIỆN TỬ",
            "CĂN CƯỚC",
            "LƯU TRỮ",
            "SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT HỘ TỊCH",
            "ĐẤU GIÁ TÀI SẢN",
            "BẢO VỆ DỮ LIỆU CÁ NHÂN",
        )
    )
    form.put("title", "LUẬT", hand=False, also=(f"LUẬT {about}",))
    form.text(form.value("LUẬT", "title", hand=False, plain=True, bold=True), align="centre", size=15)
    form.text(form.put("subject", about, hand=False, plain=True, bold=True), align="centre", gap=4)
    form.prose("Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;", italic=True)
    form.prose(f"Quốc hội ban hành Luật {about.capitalize()}.", italic=True, gap=3)
    form.text(piece("Chương I", bold=True), align="centre")
    form.text(piece("NHỮNG QUY ĐỊNH CHUNG", bold=True), align="centre", gap=2)
    _articles(form, rng, rng.randint(3, 5))


def _minutes(form: Form, rng: random.Random, day: dt.date, code: str) -> None:
    form.text(piece("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True), align="centre")
    form.text(piece("Độc lập - Tự do - Hạnh phúc", bold=True), align="centre")
    form.underline(0.35)
    form.skip(6)
    where = places.place(rng, on=day)
    name = rng.choice(
        (
            ("BIÊN BẢN", "Về việc kiểm tra hiện trạng sử dụng đất"),
            ("BIÊN BẢN BÀN GIAO", "Hồ sơ, tài liệu giải quyết thủ tục hành chính"),
            ("BIÊN BẢN HỌP", "Xét duyệt đối tượng bảo trợ xã hội"),
        )
    )
    _named(form, name[0], about=name[1])
    form.prose(
        f"Hôm nay, vào hồi {rng.randint(7, 15)} giờ 30 phút, {wording.long_date(day)}, tại {where.printed}, chúng tôi gồm:",
        first=0,
    )
    for _ in range(rng.randint(2, 4)):
        who = people.person(rng, on=day)
        form.text(
            f"- {'Ông' if who.sex == 'male' else 'Bà'}: {who.name}     Chức vụ: {rng.choice(('Chủ tịch', 'Công chức địa chính', 'Trưởng bản', 'Công chức Tư pháp - Hộ tịch'))}"
        )
    for _ in range(rng.randint(2, 4)):
        form.prose(prose.paragraph(rng))
    form.prose("Biên bản lập thành 02 bản, đã đọc lại cho mọi người cùng nghe và thống nhất ký tên./.", gap=4)
    left, right = (people.person(rng, on=day).name for _ in range(2))
    signers(
        form,
        [
            Signer(title=[piece("ĐẠI DIỆN BÊN GIAO", bold=True)], name=piece(left)),
            Signer(title=[piece("NGƯỜI LẬP BIÊN BẢN", bold=True)], name=piece(right)),
        ],
    )


def _invitation(form: Form, rng: random.Random, day: dt.date, code: str) -> None:
    office = letters.section(rng, places.place(rng, on=day), on=day)
    letters.top(form, office, letters.sign_of(rng, office, "GM", day), size=11)
    _named(
        form,
        "GIẤY MỜI",
        about=rng.choice(
            ("Họp triển khai công tác số hóa hồ sơ", "Dự hội nghị giao ban quý", "Làm việc về hồ sơ đất đai")
        ),
    )
    for label, text in (
        ("Trân trọng kính mời", rng.choice(prose.BODIES)),
        ("Thời gian", f"08 giờ 00 phút, {wording.long_date(day + dt.timedelta(days=4))}"),
        ("Địa điểm", "Phòng họp tầng 2, trụ sở Ủy ban nhân dân"),
        ("Chủ trì", people.person(rng, on=day).name),
    ):
        form.entry(label, form.value(text))
    form.prose(prose.paragraph(rng, 2), gap=3)
    letters.bottom(form, rng, office, day=day)
    if rng.random() < 0.3:
        marks.note(form.sheet, rng, x=rng.uniform(110, 140), y=rng.uniform(215, 240), width=45, height=32)


_PRINTERS = {
    "notice": _notice,
    "supplement_slip": _supplement_slip,
    "confirmation": _confirmation,
    "circular": _circular,
    "plan": _plan,
    "law": _law,
    "minutes": _minutes,
    "invitation": _invitation,
}
