"""Giấy tiếp nhận hồ sơ và hẹn trả kết quả: Mẫu số 01 of Circulars 01/2018 and 03/2025, as several systems print it."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace

from tests.samples import marks, people, places, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms.heading import Heading, Signer, heading, signers, title
from tests.samples.forms.procedures import Procedure, procedure
from tests.samples.people import Person
from tests.samples.places import REFORM, Place
from tests.samples.sheet import Piece
from tests.samples.truth import Truth

#: Layout → style.
LAYOUTS: dict[str, Style] = {
    "mau01_2018": Style(leader=""),
    "mau01_2025": Style(size=13.0, bold_values=True, left=28),
    "barcode_dotted": Style(face="freeserif", size=12.5, leader="after", upper_names=True),
    "two_columns": Style(face="arimo", size=11.0, bold_values=True, left=22, right=15, leading=1.4, upper_names=False),
    "ruled_cells": Style(face="tinos", size=12.0, left=25, right=15),
    "values_below": Style(face="notoserif", size=11.0, leading=1.4, below=False, italic_values=True, colon=" :"),
}

#: What can be made to contradict itself → the finding that is due.
CONTRADICTIONS = {"due": "due_before_received", "code": "dossier_code_contradicts_receipt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What one receipt says."""

    code: str
    procedure: Procedure
    centre: str
    #: Upper left of the heading: parent, then body.
    body: tuple[str, ...]
    where: Place
    applicant: Person
    receiver: str
    received: dt.datetime
    due: dt.datetime
    dossiers: int
    fee: int | None


def desk(rng: random.Random, where: Place, *, on: dt.date) -> tuple[str, tuple[str, ...]]:
    """The name of a one-stop desk, and the lines that its papers have in the upper left."""
    commune, district, province = where.commune, where.district, where.province
    if on >= REFORM:
        name = f"Trung tâm Phục vụ hành chính công {commune}"
        return name, (f"ỦY BAN NHÂN DÂN {commune.upper()}", f"TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG {commune.upper()}")
    level = rng.choice(("commune", "commune", "district", "province"))
    if level == "province":
        return (
            f"Trung tâm Phục vụ hành chính công {province}",
            (f"UBND {province.upper()}", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"),
        )
    unit = commune if level == "commune" else district
    above = district if level == "commune" else province
    return (
        rng.choice(
            (
                f"Bộ phận Tiếp nhận và Trả kết quả {unit}",
                f"Bộ phận Một cửa UBND {unit}",
                f"Bộ phận tiếp nhận và trả kết quả UBND {unit}, {above}",
            )
        ),
        (f"ỦY BAN NHÂN DÂN {unit.upper()}", "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ"),
    )


def dossier_code(rng: random.Random, where: Place, received: dt.date, ordinal: int = 0) -> str:
    """``000.00.12.H18-231005-0007`` or, with the shorter agency codes, ``H18.12-231005-0007``."""
    ordinal = ordinal or rng.randint(1, 230)
    unit = rng.randint(1, 40)
    agency = (
        f"000.{rng.choice(('00', '00', f'{unit:02d}'))}.{unit:02d}.{where.agency}"
        if rng.random() < 0.55
        else f"{where.agency}.{unit}"
    )
    return f"{agency}-{received:%y%m%d}-{ordinal:04d}"


def make_case(
    rng: random.Random,
    *,
    on: dt.date | None = None,
    code: str = "",
    what: Procedure | None = None,
    where: Place | None = None,
    applicant: Person | None = None,
) -> Case:
    """A receipt's contents; whatever is given is kept."""
    day = on or people.day(rng, dt.date(2021, 6, 1), dt.date(2026, 9, 30))
    while day.weekday() > 4:
        day += dt.timedelta(days=1)
    received = dt.datetime(day.year, day.month, day.day, rng.choice((7, 8, 9, 10, 13, 14, 15, 16)), rng.randint(0, 59))  # noqa: DTZ001
    what = what or procedure(rng)
    where = where or places.place(rng, on=day)
    centre, body = desk(rng, where, on=day)
    applicant = applicant or people.person(rng, on=day, home=where)
    due = received
    left = what.days
    while left:
        due += dt.timedelta(days=1)
        left -= due.weekday() < 5
    due = due.replace(hour=rng.choice((11, 16, 17, 17)), minute=rng.choice((0, 0, 30)))
    return Case(
        code=code or dossier_code(rng, where, day),
        procedure=what,
        centre=centre,
        body=body,
        where=where,
        applicant=applicant,
        receiver=people.person(rng, on=day, ages=(24, 57)).name,
        received=received,
        due=due,
        dossiers=rng.choice((1, 1, 1, 1, 2, 3)),
        fee=what.fee if what.fee or rng.random() < 0.3 else None,
    )


def make(rng: random.Random, layout: str, *, case: Case | None = None, contradict: str = "") -> Form:
    """Print a receipt."""
    case = case or make_case(rng)
    style = LAYOUTS[layout]
    if layout == "mau01_2018" and rng.random() < 0.07:
        style = replace(style, hand=True, leader="under")
    form = Form(rng, style, kind="receipt", layout=layout)
    if contradict:
        case = contradicted(rng, case, contradict)
        form.truth.findings.append(CONTRADICTIONS[contradict])
    _codes(form, layout, case)
    _PRINTERS[layout](form, case)
    _sign(form, case)
    return form


def contradicted(rng: random.Random, case: Case, what: str) -> Case:
    if what == "due":
        return replace(case, due=case.received - dt.timedelta(days=rng.randint(3, 40)))
    day = case.received.date() - dt.timedelta(days=rng.randint(20, 300))
    return replace(case, code=f"{case.code.split('-')[0]}-{day:%y%m%d}-{case.code.split('-')[2]}")


def _codes(form: Form, layout: str, case: Case) -> None:
    """The QR code or barcode in the upper left, where the layout has one."""
    said = "|".join(
        (case.code, case.procedure.code, case.applicant.personal_id, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    )
    if layout in ("mau01_2025", "ruled_cells"):
        content = case.code if form.rng.random() < 0.4 else said
        marks.code(form.sheet, content, symbology="QRCode", x=form.x0 - 6, y=10, width=20, height=20)
        if content == said:
            form.truth.fields["procedure_code"] = _coded(case.procedure.code)
        form.y = 34
    elif layout == "barcode_dotted":
        marks.code(form.sheet, case.code, symbology="Code128", x=form.x0 - 6, y=9, width=62, height=9)
        form.text(piece(case.code), size=9, x0=form.x0 + 2) if form.rng.random() < 0.5 else None
        form.y = max(form.y, 27)
    elif layout == "two_columns" and form.rng.random() < 0.6:
        marks.code(form.sheet, case.code, symbology="Code128", x=form.x0, y=8, width=58, height=8)
        form.y = 22


def _coded(code: str) -> Truth:
    return Truth(value=code, text=code, page=1)


def _body(case: Case) -> list[Piece]:
    return [piece(line, bold=at == len(case.body) - 1) for at, line in enumerate(case.body)]


def _code_piece(form: Form, case: Case, *, bold: bool = True) -> Piece:
    return form.put("dossier_code", case.code, plain=True, bold=bold)


def _person(form: Form, case: Case, *, prefix: bool = False) -> Piece:
    title_word = ("Ông " if case.applicant.sex == "male" else "Bà ") if prefix else ""
    name = form.name(case.applicant.name)
    return (
        form.put("applicant_name", name)
        if not title_word
        else form.put("applicant_name", name, also=(title_word + name,))
    )


def _days(form: Form, case: Case) -> Piece:
    count = case.procedure.days
    text = form.rng.choice((str(count), f"{count:02d}"))
    return form.put("processing_days", text, count)


def _count(form: Form, case: Case) -> Piece:
    text = f"{case.dossiers:02d}" if form.rng.random() < 0.7 else str(case.dossiers)
    return form.put("dossier_count", text, case.dossiers)


def _received(form: Form, case: Case) -> Piece:
    return form.put("received_at", wording.moment(form.rng, case.received), wording.iso(case.received))


def _due(form: Form, case: Case) -> Piece:
    return form.put("due_at", wording.moment(form.rng, case.due), wording.iso(case.due))


def _fee(form: Form, case: Case) -> Piece | None:
    if case.fee is None:
        return None
    unit = form.rng.choice((" đồng", " đồng", "đ", " VNĐ", " (đồng)"))
    return form.put("fee", f"{wording.amount(case.fee)}{unit}", case.fee)


def _components(form: Form, case: Case, *, columns: str) -> None:
    """The table of papers handed in. ``columns``: form (hình thức), counts (số lượng), both, or a list without table."""
    rng = form.rng
    items = []
    rows = []
    for number, (name, how, _) in enumerate(case.procedure.components, 1):
        quantity = rng.choice((1, 1, 1, 2))
        kind_of_copy = how.lower() if columns == "list" else how
        items.append({"name": name, "form": kind_of_copy, "quantity": quantity})
        rows.append((number, name, kind_of_copy, quantity))
    if columns == "list":
        for number, name, kind_of_copy, quantity in rows:
            mark = rng.choice(("-", "-", "+", f"{number})"))
            form.text(f"{mark} {name} ({kind_of_copy}, số lượng: {quantity:02d})", x0=form.x0 + 6, align="justify")
    else:
        _table(form, rows, columns)
        if columns == "form":
            for item in items:
                item.pop("quantity")
        if columns == "counts":
            for item in items:
                item.pop("form")
    text = "; ".join(str(item["name"]) for item in items)
    form.put("components", text, items)


def _table(form: Form, rows: list[tuple[int, str, str, int]], columns: str) -> None:
    headings = {
        "form": ("TT", "Tên giấy tờ", "Hình thức (bản chính, bản sao hoặc bản chụp)", "Ghi chú"),
        "counts": ("STT", "Tên giấy tờ", "Số lượng", "Ghi chú"),
        "both": ("TT", "Tên giấy tờ", "Hình thức (bản chính, bản sao hoặc bản chụp)", "Số lượng"),
    }[columns]
    widths = (0.08, 0.5, 0.26, 0.16) if columns != "counts" else (0.08, 0.62, 0.14, 0.16)
    table = [[[piece(text, bold=True)] for text in headings]]
    for number, name, kind_of_copy, quantity in rows:
        third = kind_of_copy if columns != "counts" else f"{quantity:02d}"
        fourth = f"{quantity:02d}" if columns == "both" else ""
        table.append(
            [[piece(str(number))], [form.value(name, plain=True)], [piece(third)], [piece(fourth)] if fourth else []]
        )
    form.table(widths, table, size=form.style.size - 0.5, aligns=("centre", "left", "centre", "centre"))


def _head(form: Form, case: Case, *, number: bool = True, dated: bool = True, **options: object) -> None:
    rng = form.rng
    under = []
    if number:
        under.append([piece(f"Số: {rng.randint(1, 4200)}/{rng.choice(('TNHS', 'BPTNTKQ', 'GTN', 'TTPVHCC'))}")])
    place = places.bare(case.where.commune if len(case.body[0]) % 2 else case.where.province)
    when = [piece(f"{place}, {wording.long_date(case.received)}", italic=True)] if dated else []
    heading(form, Heading(body=_body(case), under=under, dated=when, **options))  # type: ignore[arg-type]
    form.skip(4)


def _title(form: Form, *, lines: int = 1, size: float = 14) -> None:
    if lines == 1:
        title(form, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", size=size)
    else:
        title(form, "GIẤY TIẾP NHẬN HỒ SƠ", "VÀ HẸN TRẢ KẾT QUẢ", size=size)


def _mau01_2018(form: Form, case: Case) -> None:
    rng = form.rng
    _head(form, case)
    _title(form)
    code_label = rng.choice(("Mã hồ sơ", "Mã hồ sơ", "Mã số hồ sơ"))
    form.text(piece(f"{code_label}:"), _code_piece(form, case, bold=rng.random() < 0.5), align="centre", gap=2)
    short = case.centre.split(" UBND ")[0] if rng.random() < 0.2 else case.centre
    form.entry("Bộ phận tiếp nhận và trả kết quả", form.put("centre_name", short, also=(_after_desk(short),)))
    form.entry("Tiếp nhận hồ sơ của", _person(form, case))
    form.entry("Địa chỉ", form.put("applicant_address", case.applicant.residence))
    if rng.random() < 0.5:
        form.row(
            [
                ("Số điện thoại", form.put("applicant_phone", case.applicant.phone)),
                ("Email", form.put("applicant_email", case.applicant.email) if rng.random() < 0.6 else None),
            ],
            (0, 0.45),
        )
    else:
        form.entry("Số điện thoại", form.put("applicant_phone", case.applicant.phone))
    form.entry("Nội dung yêu cầu giải quyết", form.put("procedure_name", case.procedure.name), align="justify")
    form.text("Thành phần hồ sơ nộp gồm:" if rng.random() < 0.3 else "1. Thành phần hồ sơ nộp gồm:", gap=1)
    _components(form, case, columns=rng.choice(("form", "list", "both")))
    _numbered(form, case, fee_label="7. Phí, lệ phí (nếu có)" if rng.random() < 0.4 else "")


def _after_desk(name: str) -> str:
    for head in ("Bộ phận Tiếp nhận và Trả kết quả ", "Bộ phận tiếp nhận và trả kết quả "):
        if name.startswith(head):
            return name[len(head) :]
    return name


def _numbered(form: Form, case: Case, *, fee_label: str) -> None:
    """Points 2 to 7, in the words of the form."""
    rng = form.rng
    form.text("2. Số lượng hồ sơ:", _count(form, case), piece(rng.choice(("(bộ)", "bộ", "bộ hồ sơ"))))
    form.text(
        rng.choice(
            ("3. Thời gian giải quyết hồ sơ theo quy định là:", "3. Thời hạn giải quyết hồ sơ theo quy định là:")
        ),
        _days(form, case),
        piece(rng.choice(("ngày", "ngày làm việc", "ngày làm việc"))),
    )
    form.text(rng.choice(("4. Thời gian nhận hồ sơ:", "4. Thời gian tiếp nhận hồ sơ:")), _received(form, case))
    form.text(
        rng.choice(("5. Thời gian trả kết quả giải quyết hồ sơ:", "5. Thời gian hẹn trả kết quả:")), _due(form, case)
    )
    form.text(
        f"6. Đăng ký nhận kết quả tại: {rng.choice((case.centre, 'Trực tiếp tại Bộ phận Một cửa', 'Bưu điện', 'Nhận qua dịch vụ bưu chính công ích'))}"
    )
    if fee_label:
        fee = _fee(form, case)
        if fee:
            form.text(f"{fee_label}:", fee)
        else:
            form.text(f"{fee_label}:", form.put("fee", "Không", 0))
    form.text(
        f"Vào Sổ theo dõi hồ sơ, Quyển số: {rng.randint(1, 9):02d}  Số thứ tự: {rng.randint(1, 900)}"
        if rng.random() < 0.5
        else "Vào Sổ theo dõi hồ sơ, Quyển số: ........  Số thứ tự: ........",
        gap=2,
    )


def _mau01_2025(form: Form, case: Case) -> None:
    rng = form.rng
    _head(form, case, number=False, size=12.0)
    _title(form, size=14.5)
    form.text(piece("Mã hồ sơ:"), _code_piece(form, case), align="centre", gap=2)
    first = rng.choice(("", "Trung tâm"))
    if first:
        form.entry("Trung tâm Phục vụ hành chính công/Bộ phận Một cửa", form.put("centre_name", case.centre))
    else:
        form.entry("Bộ phận tiếp nhận và trả kết quả", form.put("centre_name", case.centre))
    form.entry("Tiếp nhận hồ sơ của ông/bà", _person(form, case))
    form.entry("Số định danh cá nhân", form.value(case.applicant.personal_id))
    form.entry("Địa chỉ", form.put("applicant_address", case.applicant.residence))
    form.row(
        [
            ("Số điện thoại", form.put("applicant_phone", _spaced(rng, case.applicant.phone), case.applicant.phone)),
            ("Email", form.put("applicant_email", case.applicant.email)),
        ],
        (0, 0.46),
    )
    form.entry("Nội dung yêu cầu giải quyết", form.put("procedure_name", case.procedure.name), align="justify")
    form.text("1. Thành phần hồ sơ nộp gồm:", gap=1)
    _components(form, case, columns="both")
    _numbered(form, case, fee_label="7. Phí, lệ phí (nếu có)")


def _spaced(rng: random.Random, phone: str) -> str:
    return rng.choice(
        (
            phone,
            phone,
            f"{phone[:4]}.{phone[4:7]}.{phone[7:]}",
            f"{phone[:4]} {phone[4:7]} {phone[7:]}",
            f"+84{phone[1:]}",
        )
    )


def _barcode_dotted(form: Form, case: Case) -> None:
    rng = form.rng
    _head(form, case, number=rng.random() < 0.5, rule="dashes" if rng.random() < 0.5 else "line")
    _title(form, size=14)
    form.text(piece("(Liên: Giao cho khách hàng)", italic=True), align="centre")
    form.entry("Mã hồ sơ", _code_piece(form, case))
    form.entry("Bộ phận tiếp nhận và trả kết quả", form.put("centre_name", case.centre))
    form.entry("Tiếp nhận hồ sơ của ông (bà)", _person(form, case))
    form.entry("Địa chỉ liên hệ", form.put("applicant_address", case.applicant.residence))
    form.entry("Điện thoại", form.put("applicant_phone", case.applicant.phone))
    form.entry("Email", form.put("applicant_email", case.applicant.email) if rng.random() < 0.3 else None)
    form.entry("Về việc", form.put("procedure_name", case.procedure.name))
    form.text("Thành phần hồ sơ gồm có:", gap=0.5)
    _components(form, case, columns="list")
    form.entry("Số lượng hồ sơ", _count(form, case), piece("bộ"))
    form.entry("Thời gian giải quyết", _days(form, case), piece("ngày làm việc"))
    form.entry("Ngày nhận hồ sơ", _received(form, case))
    form.entry("Ngày hẹn trả kết quả", _due(form, case))
    form.entry("Lệ phí", _fee(form, case))
    form.skip(2)


def _two_columns(form: Form, case: Case) -> None:
    _head(form, case, number=False, size=10.5, split=0.44)
    _title(form, size=13)
    form.text(piece("Mã số hồ sơ:"), _code_piece(form, case), align="centre", gap=2)
    middle = form.x0 + (form.x1 - form.x0) * 0.5
    edge = form.x1

    def left() -> None:
        form.entry("Người nộp hồ sơ", _person(form, case))
        form.entry("Số điện thoại", form.put("applicant_phone", case.applicant.phone))
        form.entry("Thời gian nhận hồ sơ", _received(form, case))
        form.entry("Số lượng hồ sơ", _count(form, case), piece("(bộ)"))

    def right() -> None:
        form.entry("Số CCCD", form.value(case.applicant.personal_id))
        form.entry("Email", form.put("applicant_email", case.applicant.email))
        form.entry("Thời gian trả kết quả", _due(form, case))
        form.entry("Thời gian giải quyết", _days(form, case), piece("ngày làm việc"))

    form.columns([(form.x0, middle - 3, left), (middle + 1, edge, right)])
    form.entry("Nơi tiếp nhận", form.put("centre_name", case.centre))
    form.entry("Địa chỉ", form.put("applicant_address", case.applicant.residence))
    form.entry("Thủ tục hành chính", form.put("procedure_name", case.procedure.name))
    fee = _fee(form, case)
    if fee:
        form.entry("Phí, lệ phí", fee)
    form.text(piece("THÀNH PHẦN HỒ SƠ", bold=True), gap=1)
    _components(form, case, columns="counts")
    form.skip(2)


def _ruled_cells(form: Form, case: Case) -> None:
    rng = form.rng
    _head(form, case, number=rng.random() < 0.5, size=11.5)
    _title(form, size=14)
    rows: list[list[list[Piece]]] = []

    def cell(label: str, *values: Piece) -> None:
        rows.append([[piece(label)], list(values)])

    cell("Mã hồ sơ", _code_piece(form, case))
    cell("Cơ quan tiếp nhận", form.put("centre_name", case.centre))
    cell("Họ và tên người nộp", _person(form, case))
    cell("Địa chỉ", form.put("applicant_address", case.applicant.residence))
    cell("Điện thoại", form.put("applicant_phone", _spaced(rng, case.applicant.phone), case.applicant.phone))
    cell("Thư điện tử", form.put("applicant_email", case.applicant.email))
    cell("Tên thủ tục hành chính", form.put("procedure_name", case.procedure.name))
    cell("Số bộ hồ sơ", _count(form, case))
    cell("Thời hạn giải quyết", _days(form, case), piece("ngày làm việc"))
    cell("Ngày giờ tiếp nhận", _received(form, case))
    cell("Ngày giờ hẹn trả", _due(form, case))
    fee = _fee(form, case)
    if fee:
        cell("Phí, lệ phí", fee)
    form.table((0.32, 0.68), rows, head=0)
    form.skip(2)
    form.text(piece("Thành phần hồ sơ nộp gồm:", bold=True), gap=1)
    _components(form, case, columns="both")


def _values_below(form: Form, case: Case) -> None:
    rng = form.rng
    _head(form, case, number=True, size=10.5)
    _title(form, lines=2, size=14)
    form.text(piece("Mã hồ sơ :"), _code_piece(form, case, bold=False), align="centre", gap=2)
    form.entry("Bộ phận tiếp nhận và trả kết quả", form.put("centre_name", case.centre), below=True)
    form.entry("Tiếp nhận hồ sơ của ông/bà", _person(form, case, prefix=True), below=rng.random() < 0.5)
    form.entry("Địa chỉ", form.put("applicant_address", case.applicant.residence), below=True)
    form.row(
        [
            ("Số điện thoại", form.put("applicant_phone", case.applicant.phone)),
            ("Email", form.put("applicant_email", case.applicant.email)),
        ],
        (0, 0.46),
    )
    form.entry("Nội dung yêu cầu giải quyết", form.put("procedure_name", case.procedure.name), below=True)
    form.text("1. Thành phần hồ sơ nộp gồm :", gap=1)
    _components(form, case, columns=rng.choice(("list", "form")))
    _numbered(form, case, fee_label="7. Phí, lệ phí (nếu có)")


_PRINTERS = {
    "mau01_2018": _mau01_2018,
    "mau01_2025": _mau01_2025,
    "barcode_dotted": _barcode_dotted,
    "two_columns": _two_columns,
    "ruled_cells": _ruled_cells,
    "values_below": _values_below,
}


def _sign(form: Form, case: Case) -> None:
    rng = form.rng
    hint = rng.choice(("(Ký và ghi rõ họ tên)", "(Ký và ghi rõ họ tên)", "(Ký, ghi rõ họ tên)"))
    upper = rng.random() < 0.75
    applicant, officer = (
        ("NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ") if upper else ("Người nộp hồ sơ", "Người tiếp nhận hồ sơ")
    )
    receiver = form.put(
        "receiver_name",
        case.receiver if rng.random() < 0.8 else case.receiver.upper(),
        hand=False,
        plain=True,
        bold=True,
    )
    signers(
        form,
        [
            Signer(title=[piece(applicant, bold=True)], hint=hint, name=piece(case.applicant.name, bold=True)),
            Signer(title=[piece(officer, bold=True)], hint=hint, name=receiver),
        ],
        height=20,
    )
