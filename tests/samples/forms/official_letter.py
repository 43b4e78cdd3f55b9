"""Công văn: no title, the abstract under the number, and somebody it is addressed to."""

from __future__ import annotations

import datetime as dt
import random

from tests.samples import people, places, prose
from tests.samples.form import Form, Style, piece
from tests.samples.forms import letters
from tests.samples.sheet import Piece

LAYOUTS: dict[str, Style] = {
    "committee": Style(size=13.5, leading=1.3, left=30, right=17),
    "department": Style(size=14, leading=1.3, left=30, right=18),
    "ministry_to_many": Style(size=13.5, leading=1.35, left=31, right=17),
    "section": Style(face="freeserif", size=13, leading=1.3, left=28, right=18),
    "company": Style(face="arimo", size=11.5, leading=1.4, left=27, right=18),
    "signed_electronically": Style(face="notoserif", size=11.5, leading=1.35, left=28, right=16, top=22),
}

#: Nothing on these papers can be held against anything else.
CONTRADICTIONS: dict[str, str] = {}

_OFFICES = {
    "committee": letters.committee,
    "department": letters.department,
    "ministry_to_many": letters.ministry,
    "section": letters.section,
    "company": letters.company,
    "signed_electronically": letters.department,
}

_SUBJECTS = (
    "tăng cường số hóa hồ sơ, kết quả giải quyết thủ tục hành chính",
    "trả lời đơn kiến nghị của công dân {person}",
    "báo cáo kết quả thực hiện Đề án 06 quý {quarter} năm {year}",
    "cung cấp thông tin địa chính để xác định nghĩa vụ tài chính về đất đai",
    "đôn đốc giải quyết hồ sơ quá hạn trên Hệ thống thông tin giải quyết thủ tục hành chính",
    "xác minh thông tin hộ tịch của {person}",
    "hướng dẫn thực hiện Nghị định số 118/2025/NĐ-CP của Chính phủ",
    "đề nghị bổ sung hồ sơ cấp phép xây dựng",
    "phối hợp rà soát, làm sạch dữ liệu đất đai",
    "lấy ý kiến góp ý dự thảo Quyết định ban hành quy định về cơ chế một cửa",
    "thay đổi thông tin người sử dụng đất",
    "mời dự hội nghị tập huấn nghiệp vụ lưu trữ hồ sơ điện tử",
)


def _addressees(rng: random.Random, day: dt.date, count: int) -> list[str]:
    where = places.place(rng, on=day)
    one = people.person(rng, on=day)
    called = "Ông" if one.sex == "male" else "Bà"
    pool = [
        f"Ủy ban nhân dân {where.commune}",
        f"Sở Tư pháp {where.province}",
        f"Ủy ban nhân dân {where.province}",
        f"{called} {one.name}",
        "Các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh",
        "Ủy ban nhân dân các xã, phường",
        "Văn phòng Đăng ký đất đai tỉnh Điện Biên",
        "Trung tâm Phục vụ hành chính công",
        "Bộ, cơ quan ngang Bộ, cơ quan thuộc Chính phủ",
        "Chi cục Thuế khu vực Điện Biên Phủ - Mường Ảng",
    ]
    return rng.sample(pool, count)


def make(rng: random.Random, layout: str, *, contradict: str = "", day: dt.date | None = None, about: str = "") -> Form:
    """Print an official letter."""
    form = Form(rng, LAYOUTS[layout], kind="official_letter", layout=layout)
    letters.numbered_sheets(form)
    day = day or letters.law_day(rng, first=2018)
    where = places.place(rng, on=day)
    office = _OFFICES[layout](rng, where, on=day)
    sign = letters.sign_of(rng, office, "", day, by_hand=layout in ("committee", "section") and rng.random() < 0.14)
    who = people.person(rng, on=day)
    called = "ông" if who.sex == "male" else "bà"
    what = about or rng.choice(_SUBJECTS).format(
        person=f"{called} {who.name}", quarter=rng.choice(("I", "II", "III", "IV")), year=day.year
    )
    if layout == "signed_electronically":
        letters.esignature_box(form, office, sign)
    under = [piece("V/v"), form.put("subject", what, hand=False, plain=True)]
    letters.top(form, office, sign, under=under, size=12.0)
    if rng.random() < 0.12:
        letters.arrival_stamp(form, rng)
    form.skip(3)
    _to(form, _addressees(rng, day, rng.randint(2, 4) if layout == "ministry_to_many" or rng.random() < 0.2 else 1))
    for _ in range(rng.randint(2, 5) if layout != "ministry_to_many" else rng.randint(5, 9)):
        form.prose(prose.paragraph(rng))
    form.prose(
        f"{rng.choice(prose.BODIES)} trân trọng đề nghị quý cơ quan quan tâm, phối hợp thực hiện{rng.choice(('./.', './.', '.'))}",
        gap=3,
    )
    letters.bottom(form, rng, office, day=day, copies=layout != "company" or rng.random() < 0.5)
    return form


def _to(form: Form, names: list[str]) -> None:
    """``Kính gửi:`` one on the same line, or several below each other."""
    rng = form.rng
    if len(names) == 1:
        end = rng.choice(("", "", "."))
        form.text(
            piece("Kính gửi:"),
            form.put("addressee", names[0], hand=False, plain=True),
            *([piece(end, tight=True)] if end else []),
            align="centre",
            gap=4,
        )
        return
    joined = "; ".join(names)
    also = (
        " ".join(names),
        ", ".join(names),
        "; ".join(f"- {name}" for name in names),
        " ".join(f"- {name};" for name in names).rstrip(";"),
    )
    form.put("addressee", joined, hand=False, also=also)
    form.text(piece("Kính gửi:"), x0=form.x0 + 35)
    for at, name in enumerate(names):
        mark: list[Piece] = [
            piece("-"),
            form.value(name, "addressee", hand=False, plain=True),
            piece("." if at == len(names) - 1 else ";", tight=True),
        ]
        form.text(*mark, x0=form.x0 + 50)
    form.skip(3)
