"""Letters: a land office's of two pages with a stamp of arrival, and a bank's in a small type."""

from __future__ import annotations

import datetime as dt
import random

from tests.samples import people, places, prose, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import letters
from tests.samples.forms.heading import Heading, heading
from tests.samples.forms.letters import Office
from tests.samples.places import Place
from tests.samples.sheet import Piece
from tests.samples.unseen import documents, touches
from tests.samples.unseen import official_letter as first
from tests.samples.unseen.second import parts
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "land_office_reply": Look(style=Style(size=14, leading=1.32, left=30, right=16), sizes=(13.5, 14)),
    "bank_branch": Look(
        style=Style(face="arimo", size=10.5, leading=1.45, left=25, right=20, bottom=24),
        sizes=(10, 10.5, 11),
        faces=("arimo", "notosans", "sansdisplay"),
    ),
}

_LAND = (
    "trả lời đơn đề nghị của {called} {who} về việc cấp Giấy chứng nhận quyền sử dụng đất đối với thửa đất số {plot}, tờ bản đồ số {map} tại {commune}",
    "phối hợp kiểm tra hiện trạng, xác định ranh giới, mốc giới thửa đất và niêm yết công khai hồ sơ đăng ký đất đai lần đầu trên địa bàn {commune}",
    "chuyển thông tin địa chính để xác định nghĩa vụ tài chính về đất đai đối với hồ sơ của {called} {who}",
    "đề nghị bổ sung hồ sơ chuyển nhượng quyền sử dụng đất của {called} {who}",
)
_BANK = (
    "cung cấp thông tin tài khoản của khách hàng {who}",
    "phối hợp rà soát hộ vay vốn chương trình nhà ở xã hội năm {year}",
    "đề nghị xác nhận đối tượng thụ hưởng chính sách tín dụng ưu đãi tại {commune}",
    "thông báo kết quả thẩm định hồ sơ vay vốn giải quyết việc làm",
)


def make(rng: random.Random, layout: str, *, contradict: str = "", day: dt.date | None = None) -> Form:
    """Print an official letter."""
    form = Form(rng, LAYOUTS[layout].chosen(rng), kind="official_letter", layout=layout)
    letters.numbered_sheets(form)
    day = day or letters.law_day(rng, first=2021)
    where = places.place(rng, on=day)
    who = touches.somebody(rng, where, on=day)
    what = rng.choice(_LAND if layout == "land_office_reply" else _BANK).format(
        called="ông" if who.sex == "male" else "bà",
        who=who.name,
        plot=rng.randint(2, 400),
        map=rng.randint(1, 90),
        commune=where.commune,
        year=day.year,
    )
    _PRINTERS[layout](form, day, where, what)
    return form


def _land_branch(where: Place) -> Office:
    seat = places.bare(where.district or where.commune)
    return Office(
        parent=f"SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG\n{where.province.upper()}"
        if where.district
        else "SỞ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG",
        lines=("VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", f"CHI NHÁNH {seat.upper()}"),
        sign="CNVPĐKĐĐ",
        seat=seat,
        titles=(("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("PHÓ GIÁM ĐỐC", "PHỤ TRÁCH CHI NHÁNH")),
        seal=("VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", f"CHI NHÁNH {seat}"),
    )


def _land_office_reply(form: Form, day: dt.date, where: Place, what: str) -> None:
    """A heading of four lines, an abstract of three or four, two pages, the arrival stamped on with a number of its own."""
    rng = form.rng
    office = _land_branch(where)
    sign = first.sign_of(rng, office, (office.sign, f"{office.sign}-ĐKCG", f"{office.sign}-TTLT"), day)
    dated = letters.dated_line(form, office, sign)
    under = [letters.number_line(form, sign), first.subject_of(form, what)]
    documents.top(form, office, under=under, dated=dated, also=office.lines[1:], size=12, split=0.46)
    if rng.random() < 0.6:
        later = day + dt.timedelta(days=rng.randint(1, 5))
        parts.received(form, rng, x=form.x1 - 52, y=35, head=rng.choice(("ĐẾN", "CÔNG VĂN ĐẾN")), on=later)
    who = touches.somebody(rng, where, on=day)
    names = rng.choice(
        (
            [f"Ủy ban nhân dân {where.commune}"],
            [f"Ủy ban nhân dân {where.commune}", f"{'Ông' if who.sex == 'male' else 'Bà'} {who.name}"],
            ["Chi cục Thuế khu vực", f"Ủy ban nhân dân {where.commune}", "Phòng Tài nguyên và Môi trường"],
        )
    )
    if len(names) == 1:
        first.to_one(form, names[0], end=rng.choice(("", ".")), bold=rng.random() < 0.2)
    else:
        first.to_many(form, names, mark="-")
    form.prose(
        f"Chi nhánh nhận được hồ sơ kèm theo Phiếu chuyển thông tin số {rng.randint(4, 900)}/PC ngày {day - dt.timedelta(days=9):%d/%m/%Y}."
    )
    for at in range(1, rng.randint(6, 9)):
        form.prose(f"{at}. {prose.paragraph(rng, 2)}")
    form.prose("Vậy, Chi nhánh trả lời để quý cơ quan và công dân được biết, phối hợp thực hiện./.", gap=3)
    letters.bottom(form, rng, office, day=day)


def _bank_branch(form: Form, day: dt.date, where: Place, what: str) -> None:
    """The bank's name and address at the left, the day under the motto with strokes, the abstract alone over the addressee."""
    rng = form.rng
    where_short = places.bare(where.district or where.commune)
    lines, unit = rng.choice(
        (
            (("NGÂN HÀNG CHÍNH SÁCH XÃ HỘI", f"PHÒNG GIAO DỊCH {where_short.upper()}"), "NHCS"),
            (("AGRIBANK CHI NHÁNH", f"{where_short.upper()} ĐIỆN BIÊN"), "NHNo.ĐB"),
            (("QUỸ TÍN DỤNG NHÂN DÂN", places.bare(where.commune).upper()), "QTD"),
        )
    )
    office = Office(
        parent="",
        lines=lines,
        sign=unit,
        seat=where_short,
        titles=(("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        seal=(" ".join(lines), where.short),
    )
    sign = first.sign_of(rng, office, (f"{unit}-KHNV", f"{unit}-TD", f"CV-{unit}"), day)
    # Whether the first line is the bank or what stands over the branch, the paper does not say.
    form.put("issuer", " ".join(lines), also=lines[1:])
    body = [form.value(line, "issuer", plain=True, bold=True) for line in lines]
    spot = f"{rng.randint(4, 300)} đường Võ Nguyên Giáp, {where.short}"
    place = form.put("place", office.seat, plain=True, italic=True)
    text = rng.choice(
        (wording.long_date(day), f"ngày {day.day}/{day.month}/{day.year}", wording.long_date(day, pad_all=True))
    )
    dated = [
        place,
        piece(",", tight=True, italic=True),
        form.put("issued_on", text, day.isoformat(), plain=True, italic=True),
    ]
    under = [[piece(f"ĐC: {spot}", size=9)], letters.number_line(form, sign)]
    heading(form, Heading(body=body, under=under, dated=dated, size=10.5, split=0.45))
    form.skip(8)
    mark = rng.choice(("V/v:", "V/v"))
    shown: list[Piece] = [piece(mark, italic=True), form.put("subject", what, plain=True, italic=True)]
    form.text(*shown, align="centre", x0=form.x0 + 18, x1=form.x1 - 18, gap=5)
    to = rng.choice(
        (
            f"Ủy ban nhân dân {where.printed}",
            f"Công an {where.commune}",
            "Cơ quan Cảnh sát điều tra Công an tỉnh Điện Biên",
        )
    )
    form.text(piece("Kính gửi:", bold=True), form.put("addressee", to, plain=True, bold=True), x0=form.x0 + 10, gap=4)
    form.prose("Lời đầu tiên, chúng tôi xin gửi tới quý cơ quan lời chào trân trọng.")
    for _ in range(rng.randint(1, 3)):
        form.prose(prose.paragraph(rng, 2))
    rows = [[[piece(head, bold=True)] for head in ("STT", "Họ và tên", "Số CCCD", "Dư nợ (đồng)")]]
    for at in range(1, rng.randint(3, 6)):
        who = people.person(rng, on=day, home=where)
        rows.append(
            [
                [piece(cell)]
                for cell in (str(at), who.name, who.personal_id, wording.amount(rng.randint(5, 100) * 1_000_000))
            ]
        )
    form.table((0.1, 0.38, 0.27, 0.25), rows, aligns=("centre", "left", "centre", "right"))
    form.skip(2)
    form.prose("Trân trọng cảm ơn sự hợp tác của quý cơ quan./.", gap=4)
    letters.bottom(form, rng, office, day=day, copies=rng.random() < 0.7)
    parts.notes(
        form,
        (
            f"Mọi chi tiết xin liên hệ: {people.person(rng, on=day).name} - Tổ Kế hoạch nghiệp vụ, ĐT: 0215.3{rng.randint(100_000, 999_999)}.",
        ),
        size=8.5,
    )


_PRINTERS = {"land_office_reply": _land_office_reply, "bank_branch": _bank_branch}
