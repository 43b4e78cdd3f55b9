"""Applications for other things: a marriage, a criminal record, a licence for a shop, land, a confirmation."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace

from tests.samples import people, places, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import application as seen
from tests.samples.forms.heading import Heading, Signer, heading, signers
from tests.samples.people import Person
from tests.samples.sheet import Piece
from tests.samples.unseen import touches
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "marriage": Look(style=Style(size=13, leading=1.4, left=28, right=18, upper_names=True), sizes=(12, 12.5, 13)),
    "criminal_record": Look(
        style=Style(size=12.5, leading=1.45, left=26, right=17, leader="after", upper_names=True),
        sizes=(12, 12.5, 13),
        faces=("tinos", "tinos", "freeserif"),
    ),
    "retail_licence": Look(
        style=Style(size=13.5, leading=1.38, left=30, right=18, upper_names=True, leader="under"), sizes=(13, 13.5, 14)
    ),
    "land_first": Look(
        style=Style(size=12.5, leading=1.4, left=27, right=18, leader="after", upper_names=False),
        sizes=(12, 12.5, 13),
        faces=("tinos", "arimo"),
    ),
    "residence_request": Look(
        style=Style(face="freesans", size=11.5, leading=1.5, left=28, right=20, upper_names=False),
        sizes=(11, 11.5),
        faces=("freesans", "arimo", "sansdisplay"),
    ),
}


def make(
    rng: random.Random,
    layout: str,
    *,
    contradict: str = "",
    day: dt.date | None = None,
    applicant: Person | None = None,
    by_hand: bool | None = None,
) -> Form:
    """Print an application; about one in ten is filled in with a pen."""
    style = LAYOUTS[layout].chosen(rng)
    pen = rng.random() < 0.1 if by_hand is None else by_hand
    if pen and layout != "marriage":
        style = replace(style, hand=True, leader="under", bold_values=False, italic_values=False)
    form = Form(rng, style, kind="application", layout=layout)
    day = day or people.day(rng, dt.date(2021, 3, 1), dt.date(2026, 10, 20))
    who = applicant or touches.somebody(rng, places.place(rng, on=day), on=day)
    if contradict:
        who = contradicted(rng, who)
        form.truth.findings.append(seen.CONTRADICTIONS[contradict])
    _PRINTERS[layout](form, who, day)
    return form


def contradicted(rng: random.Random, who: Person) -> Person:
    """The same person with a number that says another year of birth."""
    born = who.born.replace(year=who.born.year - 4, day=1)
    return replace(who, personal_id=people.personal_id(rng, code=who.origin.code, sex=who.sex, born=born))


# Values


def title_of(form: Form, *lines: str, hint: str = "", size: float = 14.0, spread: float = 0.0) -> None:
    form.put("title", " ".join(lines), hand=False)
    for line in lines:
        shown = form.value(line, "title", hand=False, plain=True, bold=True, spread=spread)
        form.text(shown, align="centre", size=size, leading=1.2)
    if hint:
        form.text(piece(hint, italic=True), align="centre", size=form.style.size - 1)
    form.skip(2.5)


def addressed(form: Form, name: str, *, mark: str = "Kính gửi:") -> None:
    form.text(piece(mark), form.put("addressee", name), align="centre", gap=3)


def name_of(form: Form, who: Person) -> Piece:
    return form.put("applicant_name", form.name(who.name))


def birth_of(form: Form, who: Person) -> Piece:
    return form.put("applicant_birth", touches.day(form.rng, who.born), who.born.isoformat())


def home_of(form: Form, who: Person) -> Piece:
    return form.put("applicant_residence", who.residence)


def phone_of(form: Form, who: Person) -> Piece:
    spaced = f"{who.phone[:4]}.{who.phone[4:7]}.{who.phone[7:]}"
    return form.put("applicant_phone", form.rng.choice((who.phone, who.phone, spaced)), who.phone)


def issued_of(rng: random.Random, day: dt.date) -> dt.date:
    return people.day(rng, dt.date(2021, 2, 1), max(day, dt.date(2021, 2, 2)))


def identity_of(form: Form, who: Person, day: dt.date) -> Piece:
    """Number, day and place of issue, in a clerk's words."""
    rng = form.rng
    when = issued_of(rng, day)
    text = rng.choice(
        (
            who.personal_id,
            f"CCCD số {who.personal_id} do Cục Cảnh sát QLHC về TTXH cấp ngày {when:%d/%m/%Y}",
            f"{who.personal_id}; ngày cấp: {when:%d/%m/%Y}; nơi cấp: Cục Cảnh sát QLHC về TTXH",
            f"Thẻ căn cước số {who.personal_id} cấp ngày {when.day}.{when.month}.{when.year} tại Bộ Công an",
        )
    )
    return form.put("applicant_id", text, who.personal_id)


def with_lead(lead: Sequence[str], text: str) -> list[str]:
    """The request with as many of the phrases that lead to it as a reader may take for its part."""
    return [" ".join([*lead[at:], text]) for at in range(len(lead))]


def asked_for(form: Form, text: str, *more: str) -> Piece:
    """What is asked for; ``more`` are other readings that are as right."""
    bare = text.rstrip(".:;")
    return form.put(
        "request", text, also=tuple(one for one in dict.fromkeys((bare, *more)) if one != text), hand=False, plain=True
    )


def made_of(form: Form, who: Person, day: dt.date, *, lead: str = "", align: str = "right") -> None:
    """Place and day, in italics as mostly."""
    rng = form.rng
    spot = rng.choice((places.bare(who.home.commune), wording.raised(who.home.commune), who.home.short))
    text = rng.choice((wording.long_date(day), wording.long_date(day, pad_all=True), f"ngày {day:%d/%m/%Y}"))
    place = form.put("made_at", spot, plain=True, italic=True)
    when = form.put("made_on", text, day.isoformat(), plain=True, italic=True)
    head = [piece(lead)] if lead else []
    form.text(*head, place, piece(",", tight=True), when, align=align, gap=1.5)


def signed(form: Form, who: Person, head: str, hint: str) -> None:
    name = form.value(who.name, plain=True, bold=not form.style.hand)
    right = Signer(title=[piece(head, bold=True)], hint=hint, name=name)
    signers(form, [Signer(title=[piece("")], signed=False), right], height=19, edges=(0, 0.52, 1))


# Layouts


def _marriage(form: Form, who: Person, day: dt.date) -> None:
    """Bride and groom in two columns; either of them is the applicant."""
    rng = form.rng
    touches.state(form, size=12.5)
    title_of(form, "TỜ KHAI ĐĂNG KÝ KẾT HÔN", size=15)
    addressed(form, places.committee(who.home, rng))
    bride, groom = (
        touches.somebody(rng, who.home, on=day, ages=(19, 38)) if one != who.sex else who for one in ("female", "male")
    )
    bride, groom = _of_sex(rng, bride, "female"), _of_sex(rng, groom, "male")
    fields = {
        "applicant_name": [form.name(one.name) for one in (bride, groom)],
        "applicant_birth": [one.born.isoformat() for one in (bride, groom)],
        "applicant_residence": [one.residence for one in (bride, groom)],
        "applicant_id": [one.personal_id for one in (bride, groom)],
    }
    dates = [touches.day(rng, one.born) for one in (bride, groom)]
    papers = [f"CCCD số {one.personal_id}" if rng.random() < 0.5 else one.personal_id for one in (bride, groom)]
    texts = {**fields, "applicant_birth": dates, "applicant_id": papers}

    def both(label: str, field: str) -> list[list[Piece]]:
        hers, his = texts[field]
        shown = form.put(field, hers, fields[field][0], also=(fields[field][1],))
        return [[piece(label)], [shown], [form.value(his)]]

    def plain(label: str, hers: str, his: str) -> list[list[Piece]]:
        return [[piece(label)], [form.value(hers)], [form.value(his)]]

    rows = [
        [[piece(head, bold=True)] for head in ("Thông tin", "Bên nữ", "Bên nam")],
        both("Họ, chữ đệm, tên", "applicant_name"),
        both("Ngày, tháng, năm sinh", "applicant_birth"),
        plain("Dân tộc", bride.ethnicity, groom.ethnicity),
        plain("Quốc tịch", "Việt Nam", "Việt Nam"),
        both("Nơi cư trú", "applicant_residence"),
        both("Giấy tờ tùy thân", "applicant_id"),
        plain("Kết hôn lần thứ mấy", "Lần thứ nhất", rng.choice(("Lần thứ nhất", "Lần thứ hai"))),
    ]
    form.table((0.24, 0.38, 0.38), rows)
    form.skip(2)
    form.prose(
        "Chúng tôi cam đoan những lời khai trên đây là đúng sự thật, việc kết hôn của chúng tôi là tự nguyện, không vi phạm quy định của Luật Hôn nhân và gia đình Việt Nam."
    )
    ask = "Đề nghị Quý cơ quan đăng ký."
    form.text(asked_for(form, ask, "Quý cơ quan đăng ký", "đăng ký", "Đăng ký kết hôn"), first=10, gap=2)
    made_of(form, who, day)
    hint = "(Ký, ghi rõ họ, chữ đệm, tên)"
    left = Signer(title=[piece("Bên nữ", bold=True)], hint=hint, name=piece(bride.name))
    right = Signer(title=[piece("Bên nam", bold=True)], hint=hint, name=piece(groom.name))
    signers(form, [left, right], height=19)


def _of_sex(rng: random.Random, who: Person, sex: str) -> Person:
    """The same person with a name and a number of a sex."""
    if who.sex == sex:
        return who
    name = people.person_name(rng, sex, "Thái" if who.ethnicity == "Thái" else "Kinh")
    number = people.personal_id(rng, code=who.origin.code, sex=sex, born=who.born)
    return replace(who, sex=sex, name=name, personal_id=number)


def _criminal_record(form: Form, who: Person, day: dt.date) -> None:
    """Nineteen numbered points, the parents with years of their own."""
    rng = form.rng
    form.y = 11
    form.text(piece("Mẫu số 03/2024/LLTP", italic=True), size=10, align="right")
    form.y = 19
    touches.state(form, size=12.5)
    hint = "(Dùng cho cá nhân có yêu cầu cấp Phiếu lý lịch tư pháp)"
    title_of(form, "TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP", hint=hint)
    office = f"Công an {who.home.province}" if day >= dt.date(2025, 3, 1) else f"Sở Tư pháp {who.home.province}"
    addressed(form, office, mark=rng.choice(("Kính gửi", "Kính gửi:")))
    form.entry("1. Tên tôi là (ghi bằng chữ in hoa, đủ dấu)", name_of(form, who))
    sex = form.value("Nam" if who.sex == "male" else "Nữ")
    form.row([("2. Tên gọi khác (nếu có)", None), ("3. Giới tính", sex)], (0, 0.68))
    form.entry("4. Ngày, tháng, năm sinh", birth_of(form, who))
    number = form.put("applicant_id", who.personal_id)
    form.row([("5. Chứng minh nhân dân/Thẻ căn cước/Hộ chiếu", form.value("CCCD")), ("Số", number)], (0, 0.66))
    when = issued_of(rng, day)
    form.row([("Cấp ngày", form.value(f"{when:%d/%m/%Y}")), ("Tại", form.value("Cục CS QLHC về TTXH"))], (0, 0.4))
    form.entry("6. Nơi sinh (tỉnh/thành phố trực thuộc Trung ương)", form.value(who.origin.short))
    people_of = form.value(who.ethnicity)
    form.row([("7. Quốc tịch", form.value("Việt Nam")), ("8. Dân tộc", people_of)], (0, 0.5))
    form.entry("9. Nơi thường trú", home_of(form, who))
    form.entry("10. Nơi tạm trú", None)
    for number_of, word, sex_of in (("11", "cha", "male"), ("12", "mẹ", "female")):
        parent = people.person(rng, on=who.born, ages=(18, 40), sex=sex_of, home=who.home)
        form.row(
            [
                (f"{number_of}. Họ và tên {word}", form.value(parent.name.upper())),
                ("Năm sinh", form.value(str(parent.born.year))),
            ],
            (0, 0.7),
        )
    form.row([("13. Họ và tên vợ/chồng", None), ("Năm sinh", None)], (0, 0.7))
    form.entry("14. Số điện thoại", phone_of(form, who))
    form.entry("15. Quá trình cư trú, nghề nghiệp", form.value("Làm ruộng tại địa phương từ năm đủ 14 tuổi"))
    form.entry("16. Thông tin về án tích (nếu có)", form.value("Không"))
    sort = rng.choice(("Số 1", "Số 2"))
    ask = "Yêu cầu cấp Phiếu lý lịch tư pháp"
    more = (f"{ask}: {sort}", f"{ask} {sort}", f"Phiếu lý lịch tư pháp: {sort}", f"Phiếu lý lịch tư pháp {sort}")
    wanted = form.put("request", sort, also=(*more, f"cấp Phiếu lý lịch tư pháp: {sort}"))
    form.entry(f"17. {ask}", wanted)
    aim = rng.choice(("Xin việc làm", "Bổ sung hồ sơ nhập quốc tịch", "Đi lao động ở nước ngoài"))
    form.entry("18. Mục đích yêu cầu cấp Phiếu lý lịch tư pháp", form.value(aim))
    form.prose("Tôi xin cam đoan những lời khai trên là đúng sự thật và chịu trách nhiệm về lời khai của mình.", gap=1)
    made_of(form, who, day)
    signed(form, who, "Người khai", "(Ký, ghi rõ họ, tên)")


def _retail_licence(form: Form, who: Person, day: dt.date) -> None:
    """A shop applies: its name and number in the heading, the day under the motto."""
    rng = form.rng
    shop = (
        f"HỘ KINH DOANH {who.name.upper()}" if rng.random() < 0.6 else f"CỬA HÀNG {who.name.split()[-1].upper()} PHÁT"
    )
    spot = form.put("made_at", places.bare(who.home.commune), plain=True, hand=False, italic=True)
    when = form.put("made_on", wording.long_date(day), day.isoformat(), plain=True, hand=False, italic=True)
    heading(
        form,
        Heading(
            body=[piece(shop, bold=True)],
            under=[[piece(f"Số: {rng.randint(1, 60):02d}/ĐĐN")]] if rng.random() < 0.5 else [],
            dated=[spot, piece(",", italic=True, tight=True), when],
            size=12.5,
        ),
    )
    form.skip(5)
    thing, law = rng.choice(
        (("BÁN LẺ RƯỢU", "Nghị định số 105/2017/NĐ-CP"), ("BÁN LẺ SẢN PHẨM THUỐC LÁ", "Nghị định số 67/2013/NĐ-CP"))
    )
    title_of(form, "ĐƠN ĐỀ NGHỊ", f"CẤP GIẤY PHÉP {thing}")
    unit = who.home.district or who.home.commune
    addressed(form, f"Phòng Kinh tế {unit}" if day.year >= 2025 else f"Phòng Kinh tế và Hạ tầng {unit}")
    form.entry("Tên thương nhân", form.put("applicant_name", shop, also=(who.name, who.name.upper())))
    form.entry("Địa chỉ trụ sở chính", home_of(form, who))
    form.row([("Điện thoại", phone_of(form, who)), ("Fax", None)], (0, 0.5))
    number = f"{rng.randint(10, 62)}A8{rng.randint(0, 999_999):06d}"
    form.entry(
        "Giấy chứng nhận đăng ký hộ kinh doanh số", form.value(f"{number} cấp ngày {issued_of(rng, day):%d/%m/%Y}")
    )
    ask = f"cấp Giấy phép {thing.lower()}"
    lead = ("Đề nghị", "Phòng", "xem xét")
    asked = asked_for(form, ask, *with_lead(lead, ask))
    form.text(piece(" ".join(lead)), asked, piece(", cụ thể là:", tight=True), first=10, align="justify")
    form.text(f"1. Được phép tổ chức hoạt động {thing.lower()} tại: {who.residence}.", first=10, align="justify")
    form.text(
        f"2. Nguồn hàng: mua của Công ty cổ phần thương mại tổng hợp {who.home.short}.", first=10, align="justify"
    )
    form.prose(
        f"Chúng tôi xin cam đoan thực hiện đúng các quy định tại {law} và các quy định khác của pháp luật có liên quan./.",
        gap=3,
    )
    signed(form, who, "CHỦ HỘ KINH DOANH", "(Ký và ghi rõ họ tên)")


def _land_first(form: Form, who: Person, day: dt.date) -> None:
    """A land application with lettered points, and boxes of the office that nobody has filled in yet."""
    rng = form.rng
    form.y = 11
    form.text(piece("Mẫu số 15", bold=True), size=11, align="right")
    form.y = 18
    touches.state(form, size=12.5)
    title_of(form, "ĐƠN ĐĂNG KÝ ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT", size=14)
    addressed(form, places.committee(who.home, rng), mark="Kính gửi(1):")
    form.text(piece("1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất, người quản lý đất:", bold=True))
    form.entry("a) Tên(2)", name_of(form, who))
    form.entry("b) Giấy tờ nhân thân/pháp nhân(3)", identity_of(form, who, day))
    form.entry("c) Địa chỉ(4)", home_of(form, who))
    mail = form.value(who.email) if rng.random() < 0.5 else None
    form.row([("d) Điện thoại liên hệ", phone_of(form, who)), ("Hộp thư điện tử", mail)], (0, 0.5))
    form.text(piece("2. Thửa đất đăng ký:", bold=True))
    plot, map_of = rng.randint(1, 420), rng.randint(1, 95)
    form.row(
        [("a) Thửa đất số", form.value(str(plot))), ("b) Tờ bản đồ số", form.value(str(map_of)))],
        (0, 0.5),
    )
    form.entry("c) Địa chỉ thửa đất", form.value(places.address(rng, who.home)))
    area = f"{rng.uniform(80, 3000):.1f}".replace(".", ",")
    form.entry("d) Diện tích", form.value(f"{area} m²"))
    form.entry("đ) Sử dụng vào mục đích", form.value("Đất ở tại nông thôn, từ thời điểm: năm 1998"))
    form.text(piece("3. Nhà ở, công trình xây dựng (nếu có):", bold=True))
    form.entry("Loại nhà ở, công trình", form.value("Nhà ở cấp IV, 01 tầng"))
    ask = rng.choice(
        (
            "Đăng ký đất đai và cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất lần đầu",
            "Đăng ký quyền sử dụng đất, cấp Giấy chứng nhận đối với thửa đất nêu trên",
        )
    )
    form.entry("4. Đề nghị", form.put("request", ask, also=(f"Đề nghị: {ask}", f"Đề nghị {ask}")), bold_label=True)
    form.entry("5. Giấy tờ nộp kèm theo", form.value("Mảnh trích đo địa chính; bản sao CCCD"), bold_label=True)
    form.prose(
        "Tôi xin cam đoan nội dung kê khai trên đơn là đúng sự thật, nếu sai tôi hoàn toàn chịu trách nhiệm trước pháp luật.",
        gap=2,
    )
    made_of(form, who, day)
    signed(form, who, "NGƯỜI VIẾT ĐƠN", "(Ký, ghi rõ họ tên và đóng dấu nếu có)")


def _residence_request(form: Form, who: Person, day: dt.date) -> None:
    """A letter of one's own words with a date at the top, and the commune's confirmation below it."""
    rng = form.rng
    touches.state(form, size=11.5, rule=rng.choice(("dashes", "stars", "line")))
    made_of(form, who, day)
    form.skip(2)
    spread = rng.choice((0.0, 0.0, 0.7))
    title_of(form, rng.choice(("ĐƠN XIN XÁC NHẬN CƯ TRÚ", "ĐƠN ĐỀ NGHỊ XÁC NHẬN")), size=15, spread=spread)
    addressed(form, f"Công an {who.home.printed}")
    form.entry("Tôi tên là", name_of(form, who))
    form.row([("Sinh ngày", birth_of(form, who)), ("Dân tộc", form.value(who.ethnicity))], (0, 0.62))
    when = issued_of(rng, day)
    number = form.put("applicant_id", who.personal_id)
    form.row(
        [
            (rng.choice(("CMND/CCCD số", "Số định danh cá nhân")), number),
            ("Cấp ngày", form.value(f"{when:%d/%m/%Y}")),
        ],
        (0, 0.62),
    )
    form.entry("Hộ khẩu thường trú" if day.year < 2023 else "Nơi thường trú", home_of(form, who))
    if rng.random() < 0.7:
        form.entry("Số điện thoại liên lạc", phone_of(form, who))
    ask = rng.choice(
        (
            "xác nhận tôi hiện đang cư trú tại địa chỉ nêu trên từ năm 2015 đến nay",
            "xác nhận thông tin về cư trú của hộ gia đình tôi để hoàn thiện hồ sơ nhập học cho con",
            "xác nhận tôi là lao động tự do đang sinh sống tại địa phương",
        )
    )
    first = rng.choice((("Nay tôi làm đơn này", "kính đề nghị"), ("Tôi viết đơn này", "kính mong")))
    lead = (*first, "quý cơ quan")
    asked = asked_for(form, ask, *with_lead(lead, ask))
    form.text(piece(" ".join(lead)), asked, piece(".", tight=True), first=10, align="justify", gap=1)
    form.prose("Tôi xin cam đoan những điều trên là đúng sự thật. Xin trân trọng cảm ơn!", gap=3)
    signed(form, who, rng.choice(("NGƯỜI LÀM ĐƠN", "Người viết đơn")), "(Ký, ghi rõ họ tên)")
    if rng.random() < 0.4:
        form.skip(3)
        form.text(piece("XÁC NHẬN CỦA CÔNG AN XÃ", bold=True), size=form.style.size - 0.5)
        form.text("." * 90, size=form.style.size - 1)


_PRINTERS = {
    "marriage": _marriage,
    "criminal_record": _criminal_record,
    "retail_licence": _retail_licence,
    "land_first": _land_first,
    "residence_request": _residence_request,
}
