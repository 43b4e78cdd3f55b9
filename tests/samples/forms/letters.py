"""What decisions, official letters and other documents share: the cells of Decree 30/2020, and who writes to whom."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tests.samples import marks, people, places, prose, wording
from tests.samples.form import Form, piece
from tests.samples.forms.heading import Heading, Signer, heading, signers
from tests.samples.places import REFORM, Place
from tests.samples.sheet import RED, Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who writes."""

    #: The parent body as printed over it; empty for none.
    parent: str
    #: The issuing body, line by line.
    lines: tuple[str, ...]
    #: Its sign in documents: ``UBND``.
    sign: str
    #: Where it sits, as printed before the date.
    seat: str
    #: How the signer's title may be printed, line by line.
    titles: tuple[tuple[str, ...], ...]
    #: Words around the seal, and under it.
    seal: tuple[str, str]


_COMMITTEE_TITLES = (
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("CHỦ TỊCH",),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
)
_DEPARTMENTS = (
    ("SỞ TƯ PHÁP", "STP"), ("SỞ NỘI VỤ", "SNV"), ("SỞ XÂY DỰNG", "SXD"), ("SỞ TÀI CHÍNH", "STC"), ("SỞ Y TẾ", "SYT"), ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "SGDĐT"),
    ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "SLĐTBXH"), ("SỞ KẾ HOẠCH VÀ ĐẦU TƯ", "SKHĐT"), ("SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG", "STNMT"), ("THANH TRA TỈNH", "TTr"),
)  # fmt: skip
_MINISTRIES = (
    ("BỘ TƯ PHÁP", "BTP"), ("BỘ NỘI VỤ", "BNV"), ("BỘ CÔNG AN", "BCA"), ("VĂN PHÒNG CHÍNH PHỦ", "VPCP"), ("BỘ TÀI CHÍNH", "BTC"), ("BỘ XÂY DỰNG", "BXD"),
    ("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "BGDĐT"), ("BỘ Y TẾ", "BYT"),
)  # fmt: skip


def committee(rng: random.Random, where: Place, *, on: dt.date) -> Office:
    """A people's committee of a commune, a district or the province."""
    level = rng.choice(("commune", "commune", "district", "province"))
    unit = {"commune": where.commune, "district": where.district or where.commune, "province": where.province}[level]
    above = where.province.upper() if level == "district" else (where.district or where.province).upper()
    parent = "" if level == "province" or rng.random() < 0.6 else above
    first = "ỦY BAN NHÂN DÂN" if rng.random() < 0.9 else "UỶ BAN NHÂN DÂN"
    return Office(
        parent=parent,
        lines=(first, unit.upper()) if rng.random() < 0.7 else (f"{first} {unit.upper()}",),
        sign="UBND",
        seat=places.bare(unit),
        titles=_COMMITTEE_TITLES,
        seal=(f"ỦY BAN NHÂN DÂN {unit}", where.province if level != "province" else "VIỆT NAM"),
    )


def department(rng: random.Random, where: Place, *, on: dt.date) -> Office:
    """A department of the province, under its committee."""
    name, sign = rng.choice(_DEPARTMENTS)
    head = "CHÁNH THANH TRA" if name.startswith("THANH") else "GIÁM ĐỐC"
    parent = rng.choice((f"UBND {where.province.upper()}", f"ỦY BAN NHÂN DÂN {where.province.upper()}"))
    titles = (
        (head,),
        (f"KT. {head}", f"PHÓ {head}"),
        (f"TL. {head}", "CHÁNH VĂN PHÒNG"),
        (f"TUQ. {head}", "TRƯỞNG PHÒNG"),
    )
    return Office(parent=parent, lines=(name,), sign=sign, seat=where.short, titles=titles, seal=(name, where.province))


def ministry(rng: random.Random, where: Place, *, on: dt.date) -> Office:
    """A ministry: no parent, Hà Nội."""
    name, sign = rng.choice(_MINISTRIES)
    if name == "VĂN PHÒNG CHÍNH PHỦ":
        titles: tuple[tuple[str, ...], ...] = (("BỘ TRƯỞNG, CHỦ NHIỆM",), ("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM"))
    else:
        titles = (("BỘ TRƯỞNG",), ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), ("TL. BỘ TRƯỞNG", "VỤ TRƯỞNG VỤ PHÁP CHẾ"))
    return Office(parent="", lines=(name,), sign=sign, seat="Hà Nội", titles=titles, seal=(name, "VIỆT NAM"))


def section(rng: random.Random, where: Place, *, on: dt.date) -> Office:
    """A section of a district, or a service of a commune."""
    if where.district and on < REFORM:
        name, sign = rng.choice(
            (
                ("PHÒNG TƯ PHÁP", "PTP"),
                ("PHÒNG NỘI VỤ", "PNV"),
                ("PHÒNG KINH TẾ VÀ HẠ TẦNG", "KTHT"),
                ("VĂN PHÒNG HĐND VÀ UBND", "VP"),
            )
        )
        parent, seat = f"UBND {where.district.upper()}", places.bare(where.district)
    else:
        name, sign = rng.choice(
            (
                ("PHÒNG KINH TẾ", "KT"),
                ("PHÒNG VĂN HÓA - XÃ HỘI", "VHXH"),
                ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "TTPVHCC"),
            )
        )
        parent, seat = f"UBND {where.commune.upper()}", places.bare(where.commune)
    head = "GIÁM ĐỐC" if name.startswith("TRUNG") else "TRƯỞNG PHÒNG"
    return Office(
        parent=parent,
        lines=(name,),
        sign=sign,
        seat=seat,
        titles=((head,), (f"KT. {head}", f"PHÓ {head}")),
        seal=(name, seat),
    )


def company(rng: random.Random, where: Place, *, on: dt.date) -> Office:
    """A company that writes to the authorities."""
    name = (
        rng.choice(("XÂY DỰNG VÀ THƯƠNG MẠI", "THƯƠNG MẠI DỊCH VỤ", "CHẾ BIẾN NÔNG SẢN", "TƯ VẤN THIẾT KẾ"))
        + f" {places.bare(where.commune).upper()}"
    )
    return Office(
        parent="",
        lines=("CÔNG TY TNHH", name) if rng.random() < 0.5 else (f"CÔNG TY CỔ PHẦN {name}",),
        sign=rng.choice(("CV", "CT", "ĐN")),
        seat=where.short,
        titles=(("GIÁM ĐỐC",), ("TỔNG GIÁM ĐỐC",), ("TM. HỘI ĐỒNG QUẢN TRỊ", "CHỦ TỊCH")),
        seal=(f"CÔNG TY {name}", where.short),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """The number and sign of a document, and its place and date."""

    number: str
    #: What follows the stroke: ``QĐ-UBND``.
    symbol: str
    day: dt.date
    #: Number and day are filled in with a pen.
    by_hand: bool = False
    #: ``Số: 05 /QĐ-UBND``
    spaced: bool = False


def sign_of(rng: random.Random, office: Office, sort: str, day: dt.date, *, by_hand: bool = False) -> Sign:
    """A number for a document of a sort (``QĐ``, ``TB``, empty for letters)."""
    value = rng.choice((rng.randint(1, 9), rng.randint(10, 99), rng.randint(100, 999), rng.randint(1000, 4200)))
    units = ("VP", "NV", "TH", "KT", "VX", "TCKH", "HCTP", "KSTTHC")
    if sort:
        symbol = f"{sort}-{office.sign}"
    else:
        symbol = f"{office.sign}-{rng.choice(units)}" if rng.random() < 0.75 else office.sign
    return Sign(number=f"{value:02d}", symbol=symbol, day=day, by_hand=by_hand, spaced=rng.random() < 0.06)


def number_line(form: Form, sign: Sign, *, label: str = "Số:") -> list[Piece]:
    """``Số: 05/QĐ-UBND`` with its truth."""
    gap = " " if sign.spaced else ""
    number = form.put("number", sign.number, hand=sign.by_hand, plain=True)
    form.put("symbol", f"{sign.number}{gap}/{sign.symbol}", f"{sign.number}/{sign.symbol}", hand=sign.by_hand)
    rest = form.value(f"/{sign.symbol}", "symbol", hand=False, plain=True, tight=not sign.spaced)
    return [piece(label), number, rest]


def dated_line(form: Form, office: Office, sign: Sign, *, old: bool = False) -> list[Piece]:
    """``Điện Biên, ngày 05 tháng 01 năm 2023`` with its truth."""
    day = sign.day
    place = form.put("place", office.seat, hand=False, plain=True, italic=True)
    comma = piece(",", italic=True, tight=True)
    text = (
        f"ngày {day.day} tháng {day.month} năm {day.year}"
        if old
        else wording.long_date(day, pad_all=form.rng.random() < 0.12)
    )
    date = form.put("issued_on", text, day.isoformat(), hand=sign.by_hand, plain=True, italic=True)
    if not sign.by_hand:
        return [place, comma, date]
    return [
        place,
        comma,
        piece("ngày", italic=True),
        form.value(f"{day.day:02d}", "issued_on", hand=True),
        piece("tháng", italic=True),
        form.value(str(day.month), "issued_on", hand=True),
        piece(f"năm {day.year}", italic=True),
    ]


def top(
    form: Form,
    office: Office,
    sign: Sign,
    *,
    under: list[Piece] | None = None,
    label: str = "Số:",
    old: bool = False,
    size: float = 12.5,
    rule: str = "line",
) -> None:
    """The heading of a document; ``under`` is the abstract of a letter, below its number."""
    body = [piece(office.parent)] if office.parent else []
    body.extend(form.value(line, "issuer", hand=False, plain=True, bold=True) for line in office.lines)
    text = " ".join(office.lines)
    form.put("issuer", text, hand=False)
    lines = [number_line(form, sign, label=label)]
    if under:
        lines.append(under)
    heading(
        form,
        Heading(
            body=body, under=lines, dated=dated_line(form, office, sign, old=old), size=size, split=0.43, rule=rule
        ),
    )
    form.skip(form.rng.uniform(4, 9))


def numbered_sheets(form: Form) -> None:
    """Page numbers in the middle of the top of every sheet but the first."""

    def show(turned: Form) -> None:
        turned.text(str(turned.page), align="centre", size=13, gap=3)

    form.on_new_sheet = show


def bottom(
    form: Form,
    rng: random.Random,
    office: Office,
    *,
    day: dt.date,
    copies: bool = True,
    seal: bool = True,
    name: str = "",
    pen: bool = True,
) -> None:
    """Recipients on the left, the signer on the right; without ``pen`` there is room for an electronic signature."""
    title = rng.choice(office.titles)
    name = name or people.person(rng, on=day, ages=(34, 59)).name
    whole = " ".join(title)
    also = [" ".join(title[at:]) for at in range(1, len(title))] + [" / ".join(title)]
    form.put("signer_title", whole, hand=False, also=also)
    lines = [form.value(line, "signer_title", hand=False, plain=True, bold=True) for line in title]
    signer = Signer(
        title=lines,
        name=form.put("signer_name", name, hand=False, plain=True, bold=True),
        signed=pen,
        seal=office.seal if seal and pen else (),
    )
    form.need(62)
    start = form.y
    edge = form.x0 + (form.x1 - form.x0) * 0.44

    def left() -> None:
        _copies(form, rng, office)

    def right() -> None:
        signers(form, [signer], height=rng.uniform(24, 30))

    form.y = start + 3
    form.columns([(form.x0, edge, left if copies else lambda: None), (edge + 2, form.x1, right)])


def _copies(form: Form, rng: random.Random, office: Office) -> None:
    form.text(piece("Nơi nhận:", bold=True, italic=True), size=12)
    wants = rng.sample(
        (
            "Như Điều 3",
            "Thường trực Huyện ủy",
            "Thường trực HĐND",
            "UBND tỉnh (b/c)",
            "Sở Tư pháp",
            "Lãnh đạo UBND",
            "Các cơ quan, đơn vị",
            "Trung tâm PVHCC",
            "Cổng thông tin điện tử",
        ),
        rng.randint(1, 4),
    )
    for want in wants:
        form.text(f"- {want};", size=11, leading=1.15)
    form.text(
        f"- Lưu: VT, {rng.choice(('NV', 'TP', 'HCTP', 'TH', 'KSTTHC'))}{rng.choice(('', f'.({rng.randint(2, 25):02d}b)'))}.",
        size=11,
        leading=1.15,
    )


def arrival_stamp(form: Form, rng: random.Random) -> None:
    """The stamp of whoever received the document: a red frame with a number and a day in it, low on the left."""
    x, y = form.x0 + rng.uniform(-8, 0), form.y - rng.uniform(2, 6)
    marks.frame(form.sheet, x0=x, y0=y, x1=x + 44, y1=y + 16, thickness=0.45, ink=RED)
    before = len(form.sheet.lines)
    keep = form.y
    form.y = y + 5
    form.text(piece("CÔNG VĂN ĐẾN", bold=True, ink=RED), size=9, x0=x + 2, x1=x + 43, align="centre", leading=1.2)
    form.text(
        piece("Số:", ink=RED),
        piece(str(rng.randint(10, 990)), hand=True),
        piece("Ngày:", ink=RED),
        piece(f"{rng.randint(1, 28)}/{rng.randint(1, 12)}", hand=True),
        size=9,
        x0=x + 2,
        x1=x + 43,
    )
    form.y = keep
    del form.sheet.lines[before:]


def esignature_box(form: Form, office: Office, sign: Sign) -> None:
    """What an electronic signature prints in the upper right corner."""
    when = dt.datetime(sign.day.year, sign.day.month, sign.day.day, 14, 5, 9)  # noqa: DTZ001
    keep = form.y
    form.y = 8
    unit = wording.raised(" ".join(office.lines).lower())
    for line in (f"Người ký: {unit}", f"Thời gian ký: {when:%d.%m.%Y %H:%M:%S} +07:00"):
        form.text(piece(line, ink=(40, 60, 160)), size=8, x0=form.x1 - 62, leading=1.1)
    form.y = max(keep, form.y + 2)


def law_day(rng: random.Random, *, first: int = 2020) -> dt.date:
    """A working day on which a document is issued."""
    day = people.day(rng, dt.date(first, 1, 6), dt.date(2026, 9, 25))
    while day.weekday() > 4:
        day += dt.timedelta(days=1)
    return day


def recitals(form: Form, rng: random.Random, count: int) -> None:
    """What a decision rests on, in italics."""
    for line in prose.bases(rng, count):
        form.prose(line, italic=True)
    whose = rng.choice(
        (
            "Giám đốc Sở Tư pháp",
            "Trưởng phòng Tư pháp",
            "công chức Tư pháp - Hộ tịch",
            "Chánh Văn phòng",
            "Trưởng phòng Nội vụ",
            "Giám đốc Sở Nội vụ",
        )
    )
    memo = f" tại Tờ trình số {rng.randint(5, 400)}/TTr-{rng.choice(('TP', 'STP', 'SNV'))} ngày {rng.randint(10, 28)}/{rng.randint(3, 9)}/2023"
    form.prose(f"Theo đề nghị của {whose}{rng.choice(('', memo))}.", italic=True, gap=3)
