"""What unseen decisions, letters and other documents share: numbers that a system put in, signatures without a seal."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from tests.samples import marks, places
from tests.samples.form import Form, piece
from tests.samples.forms.heading import Heading, heading
from tests.samples.forms.letters import Office, Sign
from tests.samples.places import Place
from tests.samples.sheet import Ink, Piece, Run
from tests.samples.unseen import touches

_TRADE: Ink = (20, 110, 60)


def number_put_in(form: Form, sign: Sign, *, face: str = "arimo") -> list[Piece]:
    """``Số:  371   /QĐ-UBND``: the system sets the number into the gap that the typist has left."""
    rng = form.rng
    after = rng.choice((0.0, 1.5, 4.0, 7.0))
    number = form.put(
        "number",
        sign.number,
        plain=True,
        face=face,
        gap=rng.uniform(0, 2),
        lift=rng.uniform(-0.4, 0.6),
        tight=_luck(rng),
    )
    gap = " " if after else ""
    form.put("symbol", f"{sign.number}{gap}/{sign.symbol}", f"{sign.number}/{sign.symbol}")
    rest = form.value(f"/{sign.symbol}", "symbol", plain=True, tight=not after, gap=max(0.0, after - 1.0))
    return [piece("Số:"), number, rest]


def _luck(rng: random.Random) -> bool:
    return rng.random() < 0.3


def day_put_in(form: Form, office: Office, sign: Sign, *, face: str = "arimo") -> list[Piece]:
    """``Hậu Giang, ngày 18 tháng02 năm 2025``: day and month set into their gaps, now and then without a space."""
    rng = form.rng
    day, month, year = f"{sign.day.day:02d}", f"{sign.day.month:02d}", str(sign.day.year)
    glued = rng.random() < 0.2
    text = f"ngày {day} tháng{'' if glued else ' '}{month} năm {year}"
    place = form.put("place", office.seat, plain=True, italic=True)
    form.put("issued_on", text, sign.day.isoformat(), plain=True)
    shift = rng.uniform(-0.4, 0.5)

    def put_in(word: str, *, tight: bool = False) -> Piece:
        return form.value(word, "issued_on", plain=True, face=face, lift=shift, tight=tight, gap=rng.uniform(0, 1.5))

    words = [
        piece(",", italic=True, tight=True),
        form.value("ngày", "issued_on", plain=True, italic=True),
        put_in(day),
        form.value("tháng", "issued_on", plain=True, italic=True, gap=rng.uniform(0, 2)),
        form.value(month, "issued_on", plain=True, face=face, lift=shift, tight=True) if glued else put_in(month),
        form.value(f"năm {year}", "issued_on", plain=True, italic=True, gap=rng.uniform(0, 2)),
    ]
    return [place, *words]


def top(
    form: Form,
    office: Office,
    *,
    under: Sequence[Sequence[Piece]],
    dated: Sequence[Piece],
    also: Sequence[str] = (),
    parent_bold: bool = False,
    size: float = 12.5,
    split: float = 0.43,
    rule: str = "line",
) -> None:
    """The heading with what stands under the body and the motto."""
    body = [piece(line, bold=parent_bold) for line in office.parent.split("\n") if line]
    body.extend(form.value(line, "issuer", plain=True, bold=True) for line in office.lines)
    form.put("issuer", " ".join(office.lines), also=tuple(also))
    heading(form, Heading(body=body, under=list(under), dated=dated, size=size, split=split, rule=rule))
    form.skip(form.rng.uniform(3, 7))


def signed_digitally(form: Form, office: Office, when: dt.date) -> None:
    """The box that a signing program leaves over the name instead of a seal; not part of the page's text."""
    rng = form.rng
    names = [mark for mark in form.sheet.marks if isinstance(mark, Run) and mark.field == "signer_name"]
    if not names:
        return
    x, y = names[-1].x - 6, names[-1].y - rng.uniform(21, 24)
    ink = rng.choice((_TRADE, (200, 40, 50), (40, 60, 160)))
    clock = f"{rng.randint(7, 17):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}"
    lines = ("Ký bởi: " + " ".join(office.lines).title(), f"Ngày ký: {when:%d-%m-%Y} {clock} +07:00")

    def show() -> None:
        marks.frame(form.sheet, x0=x, y0=y, x1=x + 52, y1=y + 14, thickness=0.3, ink=ink)
        form.y = y + 4.2
        for line in lines:
            form.text(piece(line, ink=ink), size=7.5, x0=x + 1.5, x1=x + 51, leading=1.15)

    touches.aside(form, show, heard=False)


def urgent(form: Form, rng: random.Random, *, y: float) -> None:
    """A stamped ``KHẨN``."""
    word = rng.choice(("KHẨN", "HỎA TỐC", "THƯỢNG KHẨN"))
    ink: Ink = (205, 50, 60)
    x = form.x0 + 12

    def show() -> None:
        marks.frame(form.sheet, x0=x, y0=y, x1=x + 30, y1=y + 8, thickness=0.6, ink=ink)
        form.y = y + 5.7
        form.text(piece(word, bold=True, ink=ink), size=12, x0=x, x1=x + 30, align="centre")

    touches.aside(form, show, heard=False)


# Who writes


def service_centre(rng: random.Random, where: Place) -> Office:
    """The centre of a whole province or city under its committee: two lines above, two below."""
    province = where.province.upper()
    lines = rng.choice((("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"), ("TRUNG TÂM", "PHỤC VỤ HÀNH CHÍNH CÔNG")))
    return Office(
        parent=f"ỦY BAN NHÂN DÂN\n{province}",
        lines=lines,
        sign="TTPVHCC",
        seat=where.short,
        titles=(("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        seal=("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", where.province),
    )


def province(rng: random.Random, where: Place) -> Office:
    """The committee of a province, its name on two lines."""
    return Office(
        parent="",
        lines=(rng.choice(("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN")), where.province.upper()),
        sign="UBND",
        seat=where.short,
        titles=(
            ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            ("CHỦ TỊCH",),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        seal=(f"ỦY BAN NHÂN DÂN {where.province}", "VIỆT NAM"),
    )


def court(rng: random.Random, where: Place, *, on: dt.date) -> Office:
    """A court of a district, or of a region since July 2025."""
    if where.district and on < places.REFORM:
        lines: tuple[str, ...] = ("TÒA ÁN NHÂN DÂN", where.district.upper(), where.province.upper())
        seat = places.bare(where.district)
    else:
        lines, seat = ("TÒA ÁN NHÂN DÂN", f"KHU VỰC {rng.randint(1, 5)} - {where.short.upper()}"), where.short
    return Office(
        parent="",
        lines=lines,
        sign="HNGĐ",
        seat=seat,
        titles=(("THẨM PHÁN",),),
        seal=("TÒA ÁN NHÂN DÂN", where.province),
    )


def hospital(rng: random.Random, where: Place) -> Office:
    """A hospital or a school under a department."""
    parent, lines, sign = rng.choice(
        (
            (f"SỞ Y TẾ {where.province.upper()}", ("BỆNH VIỆN ĐA KHOA TỈNH",), "BVĐKT"),
            ("SỞ Y TẾ\nTỈNH ĐIỆN BIÊN", ("TRUNG TÂM Y TẾ", "KHU VỰC TUẦN GIÁO"), "TTYT"),
            ("SỞ GIÁO DỤC VÀ ĐÀO TẠO\nTỈNH ĐIỆN BIÊN", ("TRƯỜNG CAO ĐẲNG", "ĐIỆN BIÊN"), "CĐĐB"),
        )
    )
    head = "HIỆU TRƯỞNG" if lines[0].startswith("TRƯỜNG") else "GIÁM ĐỐC"
    return Office(
        parent=parent,
        lines=lines,
        sign=sign,
        seat="Điện Biên",
        titles=((head,), (f"KT. {head}", f"PHÓ {head}"), (f"Q. {head}",)),
        seal=(" ".join(lines), "TỈNH ĐIỆN BIÊN"),
    )


def utility(rng: random.Random, where: Place) -> Office:
    """A company of the state under its corporation."""
    parent, lines, sign = rng.choice(
        (
            ("TỔNG CÔNG TY ĐIỆN LỰC MIỀN BẮC", ("CÔNG TY ĐIỆN LỰC ĐIỆN BIÊN",), "PCĐB"),
            ("TẬP ĐOÀN BƯU CHÍNH\nVIỄN THÔNG VIỆT NAM", ("VNPT ĐIỆN BIÊN",), "VNPT-ĐB"),
            ("TỔNG CÔNG TY BƯU ĐIỆN VIỆT NAM", ("BƯU ĐIỆN TỈNH ĐIỆN BIÊN",), "BĐĐB"),
        )
    )
    return Office(
        parent=parent,
        lines=lines,
        sign=sign,
        seat="Điện Biên",
        titles=(("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG KINH DOANH")),
        seal=(lines[0], "ĐIỆN BIÊN"),
    )


def tax_office(rng: random.Random, where: Place, *, on: dt.date) -> Office:
    """The tax service under its three names since 2020."""
    lines: tuple[str, ...]
    if on >= places.REFORM:
        parent, lines, sign = "THUẾ TỈNH ĐIỆN BIÊN", (f"THUẾ CƠ SỞ {rng.randint(1, 6)}",), "TCS"
        head = "TRƯỞNG THUẾ CƠ SỞ"
    elif on >= dt.date(2025, 3, 1):
        parent, lines, sign, head = "CHI CỤC THUẾ KHU VỰC IX", ("ĐỘI THUẾ HUYỆN TUẦN GIÁO",), "ĐTTG", "ĐỘI TRƯỞNG"
    else:
        parent, lines, sign = "CỤC THUẾ TỈNH ĐIỆN BIÊN", ("CHI CỤC THUẾ KHU VỰC", "TUẦN GIÁO - TỦA CHÙA"), "CCTKV"
        head = "CHI CỤC TRƯỞNG"
    return Office(
        parent=parent,
        lines=lines,
        sign=sign,
        seat=rng.choice(("Điện Biên", "Tuần Giáo")),
        titles=((head,), (f"KT. {head}", f"PHÓ {head}")),
        seal=(" ".join(lines), "ĐIỆN BIÊN"),
    )


def school(rng: random.Random, where: Place) -> Office:
    """A school of a commune."""
    commune = places.bare(where.commune).upper()
    above = where.district or where.commune
    lines = rng.choice(
        ((f"TRƯỜNG PTDTBT THCS {commune}",), ("TRƯỜNG TIỂU HỌC", commune), (f"TRƯỜNG MẦM NON {commune}",))
    )
    return Office(
        parent=f"UBND {above.upper()}",
        lines=lines,
        sign=rng.choice(("THCS", "TrTH", "MN")),
        seat=places.bare(where.commune),
        titles=(("HIỆU TRƯỞNG",), ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG")),
        seal=(" ".join(lines), above),
    )
