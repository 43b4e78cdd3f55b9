"""Tờ khai, đơn: what people hand in, typed at the desk or filled in with a pen."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from tests.samples import people, places, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms.heading import Signer, signers
from tests.samples.people import Person
from tests.samples.sheet import Piece

LAYOUTS: dict[str, Style] = {
    "civil_status": Style(size=13, leading=1.4, left=28, right=18, leader="after", upper_names=True),
    "birth_registration": Style(size=13, leading=1.4, left=28, right=18, leader="after", upper_names=False),
    "residence_ct01": Style(size=12.5, leading=1.5, left=26, right=18, leader="after", upper_names=True),
    "land_change": Style(face="freeserif", size=12.5, leading=1.4, left=28, right=18, upper_names=False),
    "building_permit": Style(size=13.5, leading=1.4, left=30, right=18, bold_values=True, upper_names=True),
    "free_request": Style(face="notoserif", size=11.5, leading=1.5, left=28, right=18, upper_names=False),
    "ruled_support": Style(
        face="arimo", size=11, leading=1.4, left=24, right=16, upper_names=True, colon=" :", leader="under"
    ),
}

#: What can be made to contradict itself → the finding that is due.
CONTRADICTIONS = {"birth": "birth_contradicts_personal_id"}


def make(
    rng: random.Random,
    layout: str,
    *,
    contradict: str = "",
    day: dt.date | None = None,
    applicant: Person | None = None,
    by_hand: bool | None = None,
) -> Form:
    """Print an application; about one in six is filled in with a pen."""
    style = LAYOUTS[layout]
    pen = rng.random() < 0.16 if by_hand is None else by_hand
    if pen:
        style = Style(
            **{
                **{name: getattr(style, name) for name in Style.__slots__},
                "hand": True,
                "leader": "under",
                "bold_values": False,
            }
        )
    form = Form(rng, style, kind="application", layout=layout)
    day = day or people.day(rng, dt.date(2020, 7, 1), dt.date(2026, 9, 30))
    applicant = applicant or people.person(rng, on=day)
    if contradict:
        wrong = people.personal_id(
            rng,
            code=applicant.origin.code,
            sex=applicant.sex,
            born=applicant.born.replace(year=applicant.born.year - 3, day=1),
        )
        applicant = replace(applicant, personal_id=wrong)
        form.truth.findings.append(CONTRADICTIONS[contradict])
    _head(form)
    _PRINTERS[layout](form, applicant, day)
    return form


def _head(form: Form) -> None:
    form.text(piece("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True), align="centre", size=form.style.size)
    form.text(piece("Độc lập - Tự do - Hạnh phúc", bold=True), align="centre", size=form.style.size + 0.5)
    form.underline(0.36)
    form.skip(7)


def _title(form: Form, *lines: str, hint: str = "") -> None:
    whole = " ".join(lines)
    form.put("title", whole, hand=False)
    for line in lines:
        form.text(form.value(line, "title", hand=False, plain=True, bold=True), align="centre", size=14.5, leading=1.2)
    if hint:
        form.text(piece(hint, italic=True), align="centre")
    form.skip(3)


def _to(form: Form, name: str, *, note: str = "") -> None:
    form.text(
        piece(f"Kính gửi{note}:", bold=form.rng.random() < 0.3), form.put("addressee", name), align="centre", gap=4
    )


def _birth(form: Form, who: Person) -> Piece:
    return form.put("applicant_birth", wording.any_date(form.rng, who.born), who.born.isoformat())


def _id(form: Form, who: Person, day: dt.date, *, plain: bool = False) -> Piece:
    rng = form.rng
    if plain or rng.random() < 0.4:
        return form.put("applicant_id", who.personal_id)
    issued = people.day(rng, dt.date(2021, 3, 1), max(day, dt.date(2021, 4, 1)))
    form_of = rng.choice(
        (
            f"CCCD số {who.personal_id} do Cục Cảnh sát QLHC về TTXH cấp ngày {issued:%d/%m/%Y}",
            f"Căn cước công dân số {who.personal_id}, cấp ngày {issued:%d/%m/%Y}",
            f"Thẻ CCCD số: {who.personal_id}, nơi cấp: Bộ Công an, ngày cấp: {issued:%d/%m/%Y}",
        )
    )
    return form.put("applicant_id", form_of, who.personal_id)


def _name(form: Form, who: Person) -> Piece:
    return form.put("applicant_name", form.name(who.name))


def _home(form: Form, who: Person) -> Piece:
    return form.put("applicant_residence", who.residence)


def _phone(form: Form, who: Person) -> Piece:
    return form.put("applicant_phone", who.phone)


def _made(form: Form, who: Person, day: dt.date, *, lead: str = "Làm tại:") -> None:
    """``Làm tại: …, ngày … tháng … năm …``"""
    spot = places.bare(who.home.commune) if form.rng.random() < 0.4 else wording.raised(who.home.commune)
    place = form.put("made_at", spot, plain=True)
    when = wording.long_date(day, pad_all=form.rng.random() < 0.4)
    pieces = [place, piece(",", tight=True)]
    date = form.put("made_on", when, day.isoformat(), plain=True)
    if form.style.hand:
        pieces += [
            piece("ngày"),
            form.value(f"{day.day:02d}", "made_on"),
            piece("tháng"),
            form.value(f"{day.month:02d}", "made_on"),
            piece("năm"),
            form.value(str(day.year), "made_on"),
        ]
    else:
        pieces.append(date)
    form.text(*([piece(lead)] if lead else []), *pieces, align="right", gap=2)


def _sign(form: Form, who: Person, *, head: str = "Người yêu cầu", hint: str = "(Ký, ghi rõ họ, chữ đệm, tên)") -> None:
    signers(
        form,
        [
            Signer(title=[piece("")], signed=False),
            Signer(
                title=[piece(head, bold=True)],
                hint=hint,
                name=form.value(who.name, plain=True, bold=not form.style.hand),
            ),
        ],
        height=20,
        edges=(0, 0.52, 1),
    )


def _request(form: Form, text: str, *, lead: str = "") -> Piece:
    """What is asked for; with or without the words that lead to it, both are right."""
    return form.put(
        "request", text, also=(f"{lead} {text}".strip(), text.rstrip(".: "), f"{lead} {text}".strip().rstrip(".: "))
    )


_CIVIL = (
    (
        "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH",
        "Đề nghị cơ quan cấp bản sao trích lục khai sinh cho người có tên dưới đây:",
    ),
    (
        "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        "Đề nghị cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây:",
    ),
    ("TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH", "Đề nghị cơ quan đăng ký lại khai sinh cho người có tên dưới đây:"),
    ("TỜ KHAI ĐĂNG KÝ KHAI TỬ", "Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:"),
    (
        "TỜ KHAI ĐỀ NGHỊ XÁC NHẬN THÔNG TIN HỘ TỊCH",
        "Đề nghị cơ quan cấp Xác nhận thông tin hộ tịch cho người có tên dưới đây:",
    ),
)


def _civil_status(form: Form, who: Person, day: dt.date) -> None:
    rng = form.rng
    name, ask = rng.choice(_CIVIL)
    _title(form, name)
    _to(form, places.committee(who.home, rng), note=rng.choice(("", " (1)")))
    form.entry("Họ, chữ đệm, tên người yêu cầu", _name(form, who))
    form.entry("Ngày, tháng, năm sinh", _birth(form, who))
    form.entry("Nơi cư trú" + rng.choice(("", " (2)")), _home(form, who))
    form.entry("Giấy tờ tùy thân" + rng.choice(("", " (3)")), _id(form, who, day))
    if rng.random() < 0.4:
        form.entry("Số điện thoại", _phone(form, who))
    form.entry("Quan hệ với người được đề nghị", form.value(rng.choice(("Bản thân", "Con", "Cha", "Mẹ"))))
    form.text(
        form.put(
            "request",
            ask,
            plain=True,
            hand=False,
            also=(
                ask.rstrip(":"),
                ask.removeprefix("Đề nghị cơ quan ").rstrip(":"),
                ask.removeprefix("Đề nghị ").rstrip(":"),
            ),
        )
    )
    child = people.person(rng, on=day, ages=(1, 40), home=who.home)
    form.entry("Họ, chữ đệm, tên", form.value(form.name(child.name)))
    form.entry("Ngày, tháng, năm sinh", form.value(f"{child.born:%d/%m/%Y}"))
    form.row(
        [
            ("Giới tính", form.value("Nam" if child.sex == "male" else "Nữ")),
            ("Dân tộc", form.value(child.ethnicity)),
            ("Quốc tịch", form.value("Việt Nam")),
        ],
        (0, 0.3, 0.62),
    )
    form.entry("Nơi cư trú", form.value(child.residence))
    form.prose(
        "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về cam đoan của mình.",
        gap=2,
    )
    _made(form, who, day)
    _sign(form, who)


def _birth_registration(form: Form, who: Person, day: dt.date) -> None:
    rng = form.rng
    _title(form, "TỜ KHAI ĐĂNG KÝ KHAI SINH")
    _to(form, places.committee(who.home, rng))
    form.entry("Họ, chữ đệm, tên người yêu cầu", _name(form, who))
    form.entry("Ngày, tháng, năm sinh", _birth(form, who))
    form.entry("Nơi cư trú", _home(form, who))
    form.entry("Giấy tờ tùy thân", _id(form, who, day))
    form.entry("Quan hệ với người được khai sinh", form.value("Cha" if who.sex == "male" else "Mẹ"))
    ask = "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:"
    form.text(
        form.put(
            "request",
            ask,
            plain=True,
            hand=False,
            bold=True,
            also=(
                ask.rstrip(":"),
                ask.removeprefix("Đề nghị cơ quan ").rstrip(":"),
                ask.removeprefix("Đề nghị ").rstrip(":"),
            ),
        )
    )
    child = people.person(rng, on=day, ages=(0, 1), home=who.home, ethnicity="Thái")
    form.entry("Họ, chữ đệm, tên", form.value(child.name.upper()))
    form.row(
        [
            ("Ngày, tháng, năm sinh", form.value(f"{child.born:%d/%m/%Y}")),
            ("ghi bằng chữ", form.value(wording.date_in_words(child.born))),
        ],
        (0, 0.44),
    )
    form.row(
        [
            ("Giới tính", form.value("Nam" if child.sex == "male" else "Nữ")),
            ("Dân tộc", form.value(child.ethnicity)),
            ("Quốc tịch", form.value("Việt Nam")),
        ],
        (0, 0.3, 0.62),
    )
    form.entry("Nơi sinh", form.value(f"Trạm Y tế {who.home.commune}"))
    form.entry("Quê quán", form.value(wording.raised(who.home.printed)))
    for word in ("mẹ", "cha"):
        parent = people.person(rng, on=day, ages=(20, 45), sex="female" if word == "mẹ" else "male", home=who.home)
        form.entry(f"Họ, chữ đệm, tên người {word}", form.value(parent.name))
        form.row(
            [
                ("Năm sinh", form.value(str(parent.born.year))),
                ("Dân tộc", form.value(parent.ethnicity)),
                ("Quốc tịch", form.value("Việt Nam")),
            ],
            (0, 0.35, 0.65),
        )
        form.entry("Nơi cư trú", form.value(parent.residence))
    form.prose(
        "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật, được sự thỏa thuận nhất trí của các bên liên quan theo quy định pháp luật."
    )
    _made(form, who, day)
    _sign(form, who)


def _residence_ct01(form: Form, who: Person, day: dt.date) -> None:
    rng = form.rng
    keep, form.y = form.y, 10.0
    form.text(piece("Mẫu CT01 ban hành kèm theo TT số 66/2023/TT-BCA", italic=True), size=9, align="right")
    form.y = keep
    _title(form, "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ")
    _to(form, f"Công an {who.home.commune}", note=rng.choice(("", "(1)")))
    form.entry("1. Họ, chữ đệm và tên", _name(form, who))
    form.row(
        [
            ("2. Ngày, tháng, năm sinh", form.put("applicant_birth", f"{who.born:%d/%m/%Y}", who.born.isoformat())),
            ("3. Giới tính", form.value("Nam" if who.sex == "male" else "Nữ")),
        ],
        (0, 0.66),
    )
    form.put("applicant_id", who.personal_id)
    form.boxes("4. Số định danh cá nhân", who.personal_id, "applicant_id")
    form.row([("5. Số điện thoại liên hệ", _phone(form, who)), ("6. Email", form.value(who.email))], (0, 0.5))
    head = people.person(rng, on=day, home=who.home)
    form.row(
        [
            ("7. Họ, chữ đệm và tên chủ hộ", form.value(form.name(head.name))),
            ("8. Mối quan hệ với chủ hộ", form.value(rng.choice(("Con", "Vợ", "Cháu")))),
        ],
        (0, 0.56),
    )
    form.boxes("9. Số định danh cá nhân của chủ hộ", head.personal_id, "")
    ask = rng.choice(
        (
            f"Đăng ký tạm trú tại {places.address(rng, who.home)}",
            "Tách hộ cùng địa chỉ thường trú",
            f"Đăng ký thường trú tại {places.address(rng, who.home)}",
            "Điều chỉnh thông tin về cư trú",
        )
    )
    form.entry("10. Nội dung đề nghị" + rng.choice(("", "(2)")), _request(form, ask))
    form.text("11. Những thành viên trong hộ gia đình cùng thay đổi:", gap=1)
    heads = (
        "TT",
        "Họ, chữ đệm và tên",
        "Ngày, tháng, năm sinh",
        "Giới tính",
        "Số định danh cá nhân",
        "Quan hệ với chủ hộ",
    )
    rows = [[[piece(text, bold=True)] for text in heads]]
    for number in range(1, rng.randint(2, 4)):
        one = people.person(rng, on=day, ages=(1, 30), home=who.home)
        cells = (
            str(number),
            one.name,
            f"{one.born:%d/%m/%Y}",
            "Nam" if one.sex == "male" else "Nữ",
            one.personal_id,
            "Con",
        )
        rows.append([[form.value(cell)] for cell in cells])
    form.table((0.07, 0.27, 0.16, 0.1, 0.24, 0.16), rows, size=10.5, pad=1)
    form.skip(2)
    _made(form, who, day, lead="")
    _sign(form, who, head="NGƯỜI KÊ KHAI", hint="(Ký, ghi rõ họ tên)")


def _land_change(form: Form, who: Person, day: dt.date) -> None:
    rng = form.rng
    _title(form, "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG", "ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT")
    _to(form, f"Chi nhánh Văn phòng Đăng ký đất đai {who.home.district or who.home.commune}")
    form.text(piece("I. PHẦN KÊ KHAI CỦA NGƯỜI ĐĂNG KÝ", bold=True))
    form.text(piece("1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất", bold=True))
    form.entry("1.1. Tên", _name(form, who))
    form.entry("Ngày sinh", _birth(form, who))
    form.entry("1.2. Giấy tờ nhân thân/pháp nhân", _id(form, who, day))
    form.entry("1.3. Địa chỉ", _home(form, who))
    form.entry("1.4. Điện thoại liên hệ", _phone(form, who))
    form.text(piece("2. Giấy chứng nhận đã cấp", bold=True))
    form.row(
        [
            ("2.1. Số vào sổ cấp GCN", form.value(f"CS {rng.randint(0, 99999):05d}")),
            (
                "2.2. Số phát hành GCN",
                form.value(f"{rng.choice('ABCD')}{rng.choice('KLMN')} {rng.randint(0, 999999):06d}"),
            ),
        ],
        (0, 0.5),
    )
    ask = rng.choice(
        (
            "Thay đổi số Chứng minh nhân dân thành số Căn cước công dân trên Giấy chứng nhận",
            "Chuyển nhượng quyền sử dụng đất",
            "Đính chính tên đệm của người sử dụng đất trên Giấy chứng nhận",
            "Cấp đổi Giấy chứng nhận do thay đổi diện tích theo kết quả đo đạc lại",
        )
    )
    form.entry("3. Nội dung biến động", _request(form, ask), bold_label=True)
    form.entry(
        "4. Lý do biến động",
        form.value(rng.choice(("Theo Căn cước công dân mới", "Theo hợp đồng đã công chứng", "Sai sót khi cấp giấy"))),
    )
    form.prose(
        "Tôi cam đoan nội dung kê khai trên đơn là đúng sự thật, nếu sai tôi hoàn toàn chịu trách nhiệm trước pháp luật.",
        gap=3,
    )
    _made(form, who, day, lead="")
    _sign(form, who, head="Người viết đơn", hint="(Ký và ghi rõ họ tên)")


def _building_permit(form: Form, who: Person, day: dt.date) -> None:
    rng = form.rng
    _title(form, "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", hint="(Sử dụng cho công trình: Nhà ở riêng lẻ)")
    _to(form, places.committee(who.home, rng))
    form.text(piece("1. Thông tin về chủ đầu tư:", bold=True))
    form.entry("- Tên chủ đầu tư (tên chủ hộ)", _name(form, who))
    form.entry("- Ngày sinh", _birth(form, who))
    form.entry("- Số CCCD/Số định danh cá nhân", _id(form, who, day, plain=True))
    form.entry("- Địa chỉ liên hệ", _home(form, who))
    form.entry("- Số điện thoại", _phone(form, who))
    form.text(piece("2. Thông tin công trình:", bold=True))
    form.entry("- Lô đất số", form.value(f"{rng.randint(1, 300)}, tờ bản đồ số {rng.randint(1, 60)}"))
    form.entry("- Diện tích", form.value(f"{rng.uniform(60, 400):.1f} m²".replace(".", ",")))
    ask = rng.choice(
        (
            "Cấp giấy phép xây dựng nhà ở riêng lẻ 2 tầng",
            "Cấp giấy phép xây dựng mới nhà ở gia đình cấp III",
            "Cấp phép sửa chữa, cải tạo nhà ở",
        )
    )
    form.entry("3. Nội dung đề nghị cấp phép", _request(form, ask), bold_label=True)
    form.prose(f"4. Dự kiến thời gian hoàn thành công trình: {rng.randint(4, 14)} tháng.", first=0)
    form.prose(
        "5. Cam kết: Tôi xin cam đoan làm theo đúng giấy phép được cấp, nếu sai tôi xin hoàn toàn chịu trách nhiệm và bị xử lý theo quy định của pháp luật.",
        first=0,
        gap=3,
    )
    _made(form, who, day, lead="")
    _sign(form, who, head="NGƯỜI LÀM ĐƠN", hint="(Ký, ghi rõ họ tên)")


def _free_request(form: Form, who: Person, day: dt.date) -> None:
    rng = form.rng
    _title(form, rng.choice(("ĐƠN ĐỀ NGHỊ", "ĐƠN XIN XÁC NHẬN", "ĐƠN ĐỀ NGHỊ HỖ TRỢ", "ĐƠN KIẾN NGHỊ")))
    _to(form, places.committee(who.home, rng))
    form.entry("Tên tôi là", _name(form, who))
    form.row([("Sinh ngày", _birth(form, who)), ("Dân tộc", form.value(who.ethnicity))], (0, 0.6))
    form.entry("Số CCCD", _id(form, who, day, plain=True))
    form.entry("Hiện cư trú tại", _home(form, who))
    if rng.random() < 0.6:
        form.entry("Điện thoại", _phone(form, who))
    ask = rng.choice(
        (
            "hỗ trợ kinh phí sửa chữa nhà ở bị hư hỏng do mưa lũ",
            "xác nhận có hộ khẩu thường trú tại địa phương",
            "xem xét giải quyết chế độ trợ giúp xã hội cho mẹ già trên 80 tuổi",
            "cấp lại thẻ bảo hiểm y tế bị thất lạc",
        )
    )
    form.text(
        piece("Tôi làm đơn này đề nghị"),
        _request(form, ask, lead="đề nghị"),
        piece(".", tight=True),
        first=10,
        align="justify",
    )
    form.prose("Kính mong quý cơ quan xem xét, giải quyết. Tôi xin chân thành cảm ơn./.", gap=3)
    _made(form, who, day, lead=rng.choice(("", "Làm tại:")))
    _sign(form, who, head="NGƯỜI LÀM ĐƠN", hint="(Ký, ghi rõ họ tên)")


def _ruled_support(form: Form, who: Person, day: dt.date) -> None:
    rng = form.rng
    _title(form, "TỜ KHAI", "ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI", hint="(Áp dụng đối với đối tượng quy định tại Điều 5)")
    _to(form, places.committee(who.home, rng))
    form.text(piece("THÔNG TIN CỦA ĐỐI TƯỢNG", bold=True))
    form.entry("1. Họ, chữ đệm, tên", _name(form, who))
    form.row(
        [("Ngày/tháng/năm sinh", _birth(form, who)), ("Giới tính", form.value("Nam" if who.sex == "male" else "Nữ"))],
        (0, 0.66),
    )
    form.entry("Giấy CMND/CCCD số", _id(form, who, day, plain=True))
    form.entry("2. Nơi ở hiện nay", _home(form, who))
    form.entry("3. Số điện thoại", _phone(form, who))
    form.entry("4. Tình trạng việc làm", form.value("Không có việc làm"))
    ask = rng.choice(
        ("Trợ cấp xã hội hàng tháng", "Hỗ trợ kinh phí chăm sóc, nuôi dưỡng hàng tháng", "Hỗ trợ chi phí mai táng")
    )
    form.entry("5. Nội dung đề nghị", _request(form, ask))
    form.prose(
        "Tôi xin cam đoan những lời khai trên là đúng, nếu có điều gì khai không đúng, tôi xin chịu trách nhiệm hoàn toàn.",
        gap=3,
    )
    _made(form, who, day, lead="")
    _sign(form, who, head="NGƯỜI KHAI", hint="(Ký, ghi rõ họ tên)")


_PRINTERS = {
    "civil_status": _civil_status,
    "birth_registration": _birth_registration,
    "residence_ct01": _residence_ct01,
    "land_change": _land_change,
    "building_permit": _building_permit,
    "free_request": _free_request,
    "ruled_support": _ruled_support,
}
