"""Decisions: a fine on two pages with footnotes, and one whose list of names stands on an appendix."""

from __future__ import annotations

import datetime as dt
import random

from tests.samples import people, places, prose, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import letters
from tests.samples.forms.letters import Office, Sign
from tests.samples.places import Place
from tests.samples.unseen import documents, touches
from tests.samples.unseen.second import parts
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "fine_two_pages": Look(style=Style(size=13.5, leading=1.32, left=30, right=16, bottom=26), sizes=(13, 13.5, 14)),
    "with_appendix": Look(
        style=Style(size=13, leading=1.3, left=29, right=18),
        sizes=(12.5, 13, 14),
        faces=("tinos", "freeserif", "notoserif"),
    ),
}


def make(rng: random.Random, layout: str, *, contradict: str = "", day: dt.date | None = None) -> Form:
    """Print a decision."""
    form = Form(rng, LAYOUTS[layout].chosen(rng), kind="decision", layout=layout)
    letters.numbered_sheets(form)
    _PRINTERS[layout](form, day or letters.law_day(rng, first=2022))
    return form


_OFFENCES = (
    ("không thực hiện đúng quy định về đăng ký thường trú, đăng ký tạm trú", "điểm a khoản 1 Điều 9 Nghị định số 144/2021/NĐ-CP", 750_000),
    ("tự ý chuyển mục đích sử dụng đất trồng lúa sang đất phi nông nghiệp tại khu vực nông thôn", "điểm b khoản 3 Điều 9 Nghị định số 91/2019/NĐ-CP", 4_000_000),
    ("khai thác lâm sản ngoài gỗ trái quy định trong rừng sản xuất", "khoản 2 Điều 13 Nghị định số 35/2019/NĐ-CP", 1_500_000),
    ("đổ, vứt rác thải sinh hoạt không đúng nơi quy định", "điểm d khoản 2 Điều 25 Nghị định số 45/2022/NĐ-CP", 1_000_000),
    ("xây dựng công trình không có giấy phép xây dựng", "điểm a khoản 7 Điều 16 Nghị định số 16/2022/NĐ-CP", 60_000_000),
)  # fmt: skip


_LAWS = (
    "Căn cứ Luật Xử lý vi phạm hành chính ngày 20 tháng 6 năm 2012 (được sửa đổi, bổ sung năm 2020);",
    "Căn cứ Nghị định số 118/2021/NĐ-CP ngày 23 tháng 12 năm 2021 của Chính phủ quy định chi tiết một số điều và biện pháp thi hành Luật Xử lý vi phạm hành chính;",
)
_NOTES = ("(1) Áp dụng đối với trường hợp xử phạt một người.", "(2) Ghi cụ thể hình thức, mức phạt theo từng hành vi.")


def _commune(rng: random.Random, where: Place) -> Office:
    """A committee or the police of a commune, in lines as narrow as the cell."""
    commune = where.commune.upper()
    above = (where.district or where.province).upper()
    if rng.random() < 0.5:
        return Office(
            parent=f"CÔNG AN {above}",
            lines=(f"CÔNG AN {commune}",),
            sign="CAX",
            seat=places.bare(where.commune),
            titles=(("TRƯỞNG CÔNG AN XÃ",), ("KT. TRƯỞNG CÔNG AN XÃ", "PHÓ TRƯỞNG CÔNG AN XÃ")),
            seal=(f"CÔNG AN {commune}", places.bare(where.district or where.province)),
        )
    return Office(
        parent="",
        lines=("ỦY BAN NHÂN DÂN", commune),
        sign="UBND",
        seat=places.bare(where.commune),
        titles=(("CHỦ TỊCH",), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        seal=(f"ỦY BAN NHÂN DÂN {commune}", places.bare(where.district or where.province)),
    )


def _fine_two_pages(form: Form, day: dt.date) -> None:
    """A fine by the form of Decree 118/2021: somebody else's name and number, footnotes, a receipt after the signature."""
    rng = form.rng
    where = places.place(rng, on=day)
    office = _commune(rng, where)
    sign = Sign(number=f"{rng.randint(1, 320):02d}", symbol=f"QĐ-{rng.choice(('XPHC', 'XPVPHC'))}", day=day)
    dated = letters.dated_line(form, office, sign)
    documents.top(form, office, under=[letters.number_line(form, sign)], dated=dated, size=12.5)
    form.text(piece("QUYẾT ĐỊNH", bold=True), align="centre", size=form.style.size + 0.5, leading=1.2)
    what = rng.choice(("Xử phạt vi phạm hành chính", "Về việc xử phạt vi phạm hành chính"))
    short = "Xử phạt vi phạm hành chính"
    also = tuple(text for text in (short, f"{what}(1)", f"{what} (1)") if text != what)
    shown = form.put("subject", what, plain=True, bold=True, also=also)
    form.text(shown, piece("(1)", tight=True, size=9), align="centre", gap=1)
    hint = "(Theo thủ tục xử phạt có lập biên bản vi phạm hành chính)"
    form.text(piece(hint, italic=True), align="centre", size=form.style.size - 1.5)
    form.underline(0.18)
    parts.notes(form, _NOTES)
    form.skip(3)
    offence, law, sum_of = rng.choice(_OFFENCES)
    form.text(piece(f"THẨM QUYỀN BAN HÀNH: {office.titles[0][-1]}", bold=True), align="centre", size=12, gap=2)
    for line in _LAWS:
        form.prose(line, italic=True)
    record = day - dt.timedelta(days=rng.randint(2, 6))
    form.prose(
        f"Căn cứ Biên bản vi phạm hành chính số {rng.randint(1, 90):02d}/BB-VPHC lập ngày {record:%d/%m/%Y} tại {where.commune}.",
        italic=True,
    )
    form.text(piece("QUYẾT ĐỊNH:", bold=True), align="centre", gap=1.5)
    who = touches.somebody(rng, where, on=day, ages=(20, 60))
    form.text(
        piece("Điều 1.", bold=True), piece("1. Xử phạt vi phạm hành chính đối với ông (bà) có tên sau đây:"), first=10
    )
    form.row(
        [
            ("Họ và tên", form.value(who.name.upper(), bold=True)),
            ("Giới tính", piece("Nam" if who.sex == "male" else "Nữ")),
        ],
        (0.06, 0.68),
    )
    form.row([("Ngày, tháng, năm sinh", piece(f"{who.born:%d/%m/%Y}")), ("Quốc tịch", piece("Việt Nam"))], (0.06, 0.62))
    form.entry("Nơi ở hiện tại", piece(who.residence), x0=form.x0 + 10)
    form.entry("Số định danh cá nhân/CMND/Hộ chiếu", piece(who.personal_id), x0=form.x0 + 10)
    form.prose(f"2. Đã thực hiện hành vi vi phạm hành chính: {offence}.")
    form.prose(f"3. Quy định tại: {law}.")
    form.prose("4. Các tình tiết tăng nặng: Không. Các tình tiết giảm nhẹ: Thành khẩn khai báo.")
    form.prose(
        f"5. Bị áp dụng hình thức xử phạt chính(2): Phạt tiền. Mức tiền phạt: {wording.amount(sum_of)} đồng (bằng chữ: {wording.raised(wording.number(sum_of))} đồng)."
    )
    form.prose(
        "6. Hình thức xử phạt bổ sung: Không. Biện pháp khắc phục hậu quả: Buộc khôi phục lại tình trạng ban đầu."
    )
    form.prose(
        f"Nơi nộp tiền phạt: Kho bạc Nhà nước {where.short}, số tài khoản 3511.0.{rng.randint(1_000_000, 1_099_999)} hoặc qua Cổng Dịch vụ công quốc gia."
    )
    form.prose(prose.paragraph(rng, 1))
    form.prose(f"Điều 2. Quyết định này có hiệu lực thi hành kể từ {wording.long_date(day + dt.timedelta(days=1))}.")
    form.prose(
        "Điều 3. Quyết định này được giao cho người bị xử phạt để chấp hành. Trong thời hạn 10 ngày, kể từ ngày nhận được Quyết định này, nếu quá thời hạn mà không tự nguyện chấp hành thì bị cưỡng chế thi hành theo quy định của pháp luật./.",
        gap=3,
    )
    letters.bottom(form, rng, office, day=day)
    form.need(30)
    form.skip(4)
    form.prose(
        f"Quyết định đã giao trực tiếp cho ông (bà) {who.name} vào hồi {rng.randint(8, 16)} giờ 00 phút, ngày {day + dt.timedelta(days=1):%d/%m/%Y}.",
        italic=True,
    )
    form.text(piece("NGƯỜI NHẬN QUYẾT ĐỊNH", bold=True), align="right", size=12)
    form.text(piece("(Ký, ghi rõ họ và tên)", italic=True), align="right", size=11)


_LISTS = (
    ("Về việc phê duyệt danh sách đối tượng hưởng chính sách trợ giúp xã hội tháng {month} năm {year}", ("Năm sinh", "Mức hưởng (đồng)")),
    ("Về việc công nhận danh sách hộ nghèo, hộ cận nghèo rà soát định kỳ năm {year}", ("Năm sinh", "Số khẩu")),
    ("Phê duyệt danh sách học sinh bán trú được hỗ trợ gạo học kỳ I năm học {year} - {next}", ("Năm sinh", "Số gạo (kg)")),
    ("Về việc hỗ trợ xóa nhà tạm, nhà dột nát đợt {month} năm {year} trên địa bàn {commune}", ("Năm sinh", "Kinh phí (đồng)")),
)  # fmt: skip


def _with_appendix(form: Form, day: dt.date) -> None:
    """Number and day by pen or machine; the list of names on an appendix that names the decision again."""
    rng = form.rng
    where = places.place(rng, on=day)
    office = rng.choice((letters.committee, letters.section))(rng, where, on=day)
    sign = letters.sign_of(rng, office, "QĐ", day, by_hand=rng.random() < 0.3)
    dated = letters.dated_line(form, office, sign)
    documents.top(form, office, under=[letters.number_line(form, sign)], dated=dated, size=12, parent_bold=False)
    pattern, heads = rng.choice(_LISTS)
    about = pattern.format(month=f"{day.month:02d}", year=day.year, next=day.year + 1, commune=where.commune)
    form.text(piece("QUYẾT ĐỊNH", bold=True), align="centre", size=form.style.size + 1)
    form.balanced(form.put("subject", about, plain=True, bold=True), inset=rng.choice((10.0, 22.0)))
    form.text("_______________", align="centre", size=9, leading=0.9, gap=3)
    form.text(piece(f"{' '.join(office.lines)}", bold=True), align="centre", gap=2)
    letters.recitals(form, rng, rng.randint(3, 5))
    form.text(piece("QUYẾT ĐỊNH:", bold=True), align="centre", gap=2)
    count = rng.randint(9, 22)
    for number, text in enumerate(
        (
            f"Phê duyệt kèm theo Quyết định này danh sách {count} trường hợp (có Phụ lục chi tiết kèm theo).",
            "Kinh phí thực hiện từ nguồn ngân sách nhà nước năm " + f"{day.year} và các nguồn hợp pháp khác.",
            "Các ông, bà có tên tại Phụ lục và thủ trưởng các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./.",
        ),
        1,
    ):
        form.text(piece(f"Điều {number}.", bold=True), piece(text), first=10, align="justify", gap=1.5)
    letters.bottom(form, rng, office, day=day)
    form.turn()
    form.text(piece("PHỤ LỤC", bold=True), align="centre")
    form.balanced(piece("DANH SÁCH KÈM THEO QUYẾT ĐỊNH", bold=True))
    blank = "....../" if sign.by_hand else f"{sign.number}/"
    again = f"(Kèm theo Quyết định số {blank}{sign.symbol} {wording.long_date(day)} của {_called(office)})"
    form.text(piece(again, italic=True), align="centre", size=form.style.size - 1, gap=4)
    rows = [[[piece(head, bold=True)] for head in ("STT", "Họ và tên", heads[0], "Nơi cư trú", heads[1])]]
    for at in range(1, count + 1):
        who = people.person(rng, on=day, ages=(6, 15) if "học sinh" in about else (19, 80), home=where)
        amount = (
            wording.amount(rng.choice((540, 720, 900, 1_080)) * 1_000)
            if "đồng" in heads[1]
            else str(rng.randint(2, 45))
        )
        cells = (f"{at}", who.name, str(who.born.year), places.house(rng, where), amount)
        rows.append([[piece(cell)] for cell in cells])
    form.table(
        (0.09, 0.31, 0.15, 0.26, 0.19),
        rows,
        size=form.style.size - 1.5,
        aligns=("centre", "left", "centre", "left", "right"),
    )


def _called(office: Office) -> str:
    """The body in running text."""
    name = office.seal[0]
    return name.replace("ỦY BAN NHÂN DÂN", "Ủy ban nhân dân") if name.startswith("ỦY BAN") else " ".join(office.lines)


_PRINTERS = {"fine_two_pages": _fine_two_pages, "with_appendix": _with_appendix}
