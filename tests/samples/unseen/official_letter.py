"""Letters of companies of the state, of the tax service, of schools."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from tests.samples import places, prose
from tests.samples.form import Form, Style, piece
from tests.samples.forms import letters
from tests.samples.forms.letters import Office, Sign
from tests.samples.sheet import Piece
from tests.samples.unseen import documents, touches
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "utility_branch": Look(
        style=Style(face="arimo", size=12, leading=1.35, left=28, right=18),
        sizes=(11.5, 12),
        faces=("arimo", "notosans", "tinos"),
    ),
    "tax_office": Look(style=Style(size=13.5, leading=1.3, left=30, right=17), sizes=(13, 13.5, 14)),
    "school_reply": Look(
        style=Style(face="freesans", size=11.5, leading=1.45, left=30, right=20),
        sizes=(11, 11.5, 12),
        faces=("freesans", "notoserif", "freeserif"),
    ),
}


_SUBJECTS = {
    "utility_branch": (
        "thỏa thuận vị trí cột và hành lang lưới điện tại khu tái định cư {hamlet}",
        "thông báo lịch ngừng, giảm cung cấp điện tháng {month} năm {year}",
        "phối hợp chi trả kết quả giải quyết thủ tục hành chính tại nhà",
        "đề nghị cấp phép thi công công trình ngầm trên địa bàn {commune}",
    ),
    "tax_office": (
        "hướng dẫn kê khai lệ phí trước bạ nhà, đất và thuế thu nhập cá nhân từ chuyển nhượng bất động sản",
        "trả lời vướng mắc về miễn, giảm tiền sử dụng đất đối với đồng bào dân tộc thiểu số",
        "cung cấp thông tin người nộp thuế là hộ kinh doanh {who}",
        "xác nhận việc hoàn thành nghĩa vụ thuế với ngân sách nhà nước",
    ),
    "school_reply": (
        "xác nhận thời gian công tác của {who}",
        "đề nghị hỗ trợ gạo và kinh phí cho học sinh bán trú học kỳ II năm học {year}-{next}",
        "báo cáo số liệu học sinh chuyển đến, chuyển đi",
    ),
}


def make(rng: random.Random, layout: str, *, contradict: str = "", day: dt.date | None = None, about: str = "") -> Form:
    """Print an official letter."""
    style = LAYOUTS[layout].chosen(rng)
    form = Form(rng, style, kind="official_letter", layout=layout)
    letters.numbered_sheets(form)
    day = day or letters.law_day(rng, first=2020)
    where = places.place(rng, on=day)
    who = touches.somebody(rng, where, on=day)
    what = about or rng.choice(_SUBJECTS[layout]).format(
        hamlet=rng.choice(("Huổi Chan 1", "Noong Bua", "Pú Tửu")),
        month=f"{day.month:02d}",
        year=day.year,
        next=day.year + 1,
        commune=where.commune,
        who=f"{'ông' if who.sex == 'male' else 'bà'} {who.name}",
    )
    _PRINTERS[layout](form, day, what)
    return form


def sign_of(rng: random.Random, office: Office, units: Sequence[str], day: dt.date) -> Sign:
    value = rng.choice((rng.randint(1, 9), rng.randint(10, 99), rng.randint(100, 4800)))
    return Sign(number=f"{value:02d}", symbol=rng.choice(units), day=day, spaced=rng.random() < 0.1)


def subject_of(form: Form, what: str, *, mark: str = "V/v", italic: bool = False, bold: bool = False) -> list[Piece]:
    shown = form.put("subject", what, plain=True, italic=italic, bold=bold)
    return [piece(mark, italic=italic, bold=bold), shown]


def to_one(
    form: Form, name: str, *, align: str = "centre", end: str = "", bold: bool = False, indent: float = 0
) -> None:
    pieces = [piece("Kính gửi:", bold=bold), form.put("addressee", name, plain=True, bold=bold)]
    if end:
        pieces.append(piece(end, tight=True))
    form.text(*pieces, align=align, x0=form.x0 + indent, gap=4)


def to_many(form: Form, names: Sequence[str], *, mark: str) -> None:
    """Several, each on a line of its own; joined in the truth, with or without the marks."""
    joined = "; ".join(names)
    listed = [f"{mark.format(at)} {name}" for at, name in enumerate(names, 1)]
    form.put(
        "addressee",
        joined,
        also=(" ".join(names), ", ".join(names), "; ".join(listed), " ".join(f"{one};" for one in listed).rstrip(";")),
    )
    form.text(piece("Kính gửi:"), x0=form.x0 + 28)
    for at, name in enumerate(names, 1):
        last = at == len(names)
        shown = form.value(name, "addressee", plain=True)
        form.text(piece(mark.format(at)), shown, piece("." if last else ";", tight=True), x0=form.x0 + 44)
    form.skip(3)


def body_of(form: Form, first: str, *, count: int, end: str) -> None:
    form.prose(first)
    for _ in range(count):
        form.prose(prose.paragraph(form.rng))
    form.prose(end, gap=3)


def _utility_branch(form: Form, day: dt.date, what: str) -> None:
    """A corporation over its branch, ``V/v:`` with a colon, its address at the foot."""
    rng = form.rng
    where = places.place(rng, on=day)
    office = documents.utility(rng, where)
    unit = rng.choice(("KD", "KT", "TCHC", "KHĐT"))
    sign = sign_of(rng, office, (f"{office.sign}-{unit}", f"{office.sign}-{unit}", f"CV-{office.sign}"), day)
    dated = letters.dated_line(form, office, sign)
    under = [
        letters.number_line(form, sign),
        subject_of(form, what, mark=rng.choice(("V/v:", "V/v")), italic=rng.random() < 0.4),
    ]
    documents.top(form, office, under=under, dated=dated, size=11.5, split=0.45)
    to_one(form, f"Ủy ban nhân dân {where.printed}", bold=rng.random() < 0.4)
    body_of(
        form,
        "Đơn vị chúng tôi trân trọng cảm ơn sự phối hợp của quý cơ quan trong thời gian qua.",
        count=rng.randint(2, 4),
        end="Rất mong nhận được sự quan tâm, phối hợp của quý cơ quan./.",
    )
    digital = rng.random() < 0.4
    letters.bottom(form, rng, office, day=day, pen=not digital)
    if digital:
        documents.signed_digitally(form, office, day)
    touches.footer(
        form,
        f"Trụ sở: Số {rng.randint(10, 900)}, đường Võ Nguyên Giáp, tỉnh Điện Biên - ĐT: 0215.{rng.randint(2_000_000, 3_999_999)}",
        "{page}",
    )


def _tax_office(form: Form, day: dt.date, what: str) -> None:
    """Numbered addressees, an urgent stamp, number and day put in by a system."""
    rng = form.rng
    where = places.place(rng, on=day)
    office = documents.tax_office(rng, where, on=day)
    unit = rng.choice(("NVDTPC", "TTHT", "TBTK", "QLT1"))
    sign = sign_of(rng, office, (f"{office.sign}-{unit}",), day)
    by_system = rng.random() < 0.6
    dated = documents.day_put_in(form, office, sign) if by_system else letters.dated_line(form, office, sign)
    number = documents.number_put_in(form, sign) if by_system else letters.number_line(form, sign)
    documents.top(form, office, under=[number, subject_of(form, what)], dated=dated, size=12.5)
    if rng.random() < 0.35:
        documents.urgent(form, rng, y=form.y - 3)
        form.skip(13)
    who = touches.somebody(rng, where, on=day)
    pool = [
        f"{'Ông' if who.sex == 'male' else 'Bà'} {who.name}",
        f"Ủy ban nhân dân {where.commune}",
        "Chi nhánh Văn phòng Đăng ký đất đai khu vực Tuần Giáo",
        "Các tổ chức, hộ kinh doanh trên địa bàn",
        f"Phòng giao dịch Kho bạc Nhà nước {where.short}",
    ]
    names = rng.sample(pool, rng.choice((1, 1, 2, 3)))
    if len(names) == 1:
        to_one(form, names[0], end=rng.choice(("", ".")))
    else:
        to_many(form, names, mark=rng.choice(("{}.", "-", "+")))
    body_of(
        form,
        prose.paragraph(rng, 2),
        count=rng.randint(2, 5),
        end="Cơ quan thuế thông báo để quý cơ quan, đơn vị được biết và thực hiện./.",
    )
    letters.bottom(form, rng, office, day=day)


def _school_reply(form: Form, day: dt.date, what: str) -> None:
    """A school's: dashes under the motto, the addressee at an indent, a bold abstract."""
    rng = form.rng
    where = places.place(rng, on=day)
    office = documents.school(rng, where)
    sign = sign_of(rng, office, (f"CV-{office.sign}", office.sign, f"{office.sign}-VP"), day)
    dated = letters.dated_line(form, office, sign, old=rng.random() < 0.3)
    under = [
        letters.number_line(form, sign, label=rng.choice(("Số:", "Số"))),
        subject_of(form, what, bold=rng.random() < 0.3),
    ]
    documents.top(form, office, under=under, dated=dated, size=11, rule=rng.choice(("dashes", "line")))
    form.skip(3)
    to = rng.choice(
        (
            f"Phòng Văn hóa - Xã hội {where.commune}",
            f"Ủy ban nhân dân {where.commune}",
            "Bảo hiểm xã hội tỉnh Điện Biên",
        )
    )
    to_one(form, to, align="left", indent=rng.choice((20, 35)), end=rng.choice(("", ".", "")))
    body_of(
        form,
        prose.paragraph(rng, 2),
        count=rng.randint(1, 3),
        end="Nhà trường trân trọng báo cáo và xin ý kiến chỉ đạo./.",
    )
    letters.bottom(form, rng, office, day=day, copies=rng.random() < 0.8)


_PRINTERS = {"utility_branch": _utility_branch, "tax_office": _tax_office, "school_reply": _school_reply}
