"""Giấy khai sinh: the forms of Circulars 08.a/2010, 15/2015 and 04/2020, and prints of the electronic system."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.samples import marks, people, places, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms.heading import Heading, Signer, heading, signers, title
from tests.samples.people import Person
from tests.samples.places import Place
from tests.samples.sheet import BLACK, RED, Piece, Sheet

LAYOUTS: dict[str, Style] = {
    "tt04_2020": Style(size=13.5, leader="after", left=26, right=20, leading=1.45),
    "tt15_2015": Style(size=13.0, leader="under", left=28, right=20, leading=1.5, bold_values=True, upper_names=True),
    "tp_2010": Style(face="freeserif", size=13.0, leader="after", left=26, right=18, leading=1.4, upper_names=False),
    "electronic": Style(face="tinos", size=13.0, bold_values=True, left=25, right=18, leading=1.4),
    "parents_side_by_side": Style(face="tinos", size=12.0, left=22, right=18, leading=1.4, upper_names=True),
    "ruled_table": Style(face="arimo", size=11.0, left=22, right=18, upper_names=True, colon=""),
}

#: What can be made to contradict itself → the finding that is due.
CONTRADICTIONS = {
    "sex": "sex_contradicts_personal_id",
    "birth": "birth_contradicts_personal_id",
    "registered": "registered_before_birth",
    "parent": "parent_too_young",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What one certificate says."""

    child: Person
    mother: Person | None
    father: Person | None
    declarant: Person
    relation: str
    born_at: str
    registered: dt.date
    where: Place
    number: str
    signer: Person
    #: Whether the child has a personal id already (since 2016).
    numbered: bool


def make_case(
    rng: random.Random, *, on: dt.date | None = None, where: Place | None = None, modern: bool = True
) -> Case:
    """A certificate's contents."""
    first = dt.date(2016, 1, 4) if modern else dt.date(2007, 1, 2)
    registered = on or people.day(rng, first, dt.date(2026, 9, 30) if modern else dt.date(2015, 12, 31))
    where = where or places.place(rng, on=registered)
    ethnicity = rng.choice(("Thái", "Thái", "Mông", "Mông", "Kinh", "Khơ Mú", "Hà Nhì"))
    father = people.person(rng, on=registered, ages=(20, 46), sex="male", ethnicity=ethnicity, home=where)
    mixed = ethnicity if rng.random() < 0.8 else "Kinh"
    mother = people.person(rng, on=registered, ages=(19, 42), sex="female", ethnicity=mixed, home=where)
    late = 90 if rng.random() < 0.8 else 3600
    born = registered - dt.timedelta(days=rng.randint(2, late))
    sex = rng.choice(("male", "female"))
    name = people.person_name(rng, sex, ethnicity, father.name.split()[0])
    child = people.person(rng, on=registered, ages=(0, 1), sex=sex, ethnicity=ethnicity, home=where)
    child = _born(rng, child, name=name, born=born, father=father, where=where)
    alone = rng.random() < 0.08
    declarant = rng.choice((father, mother)) if not alone else mother
    if rng.random() < 0.12:
        declarant = people.person(rng, on=registered, ages=(45, 70), home=where)
        relation = "Ông" if declarant.sex == "male" else "Bà"
    else:
        relation = "Cha" if declarant is father else "Mẹ"
    hospital = rng.choice(
        (
            "Bệnh viện đa khoa tỉnh Điện Biên",
            f"Trạm Y tế {where.commune}",
            "Trung tâm Y tế huyện Tuần Giáo",
            "Trung tâm Y tế huyện Mường Nhé",
        )
    )
    number = str(rng.randint(1, 420)) if rng.random() < 0.5 else f"{rng.randint(1, 420)}/{registered.year}"
    if rng.random() < 0.2 and number.isdigit():
        number = f"{int(number):02d}"
    return Case(
        child=child,
        mother=mother,
        father=None if alone else father,
        declarant=declarant,
        relation=relation,
        born_at=rng.choice((f"{hospital}, {where.printed}", hospital, f"Tại nhà, {places.address(rng, where)}")),
        registered=registered,
        where=where,
        number=number,
        signer=people.person(rng, on=registered, ages=(32, 58)),
        numbered=registered.year >= 2016 and rng.random() < 0.9,
    )


def _born(rng: random.Random, child: Person, *, name: str, born: dt.date, father: Person, where: Place) -> Person:
    return Person(
        name=name,
        sex=child.sex,
        born=born,
        ethnicity=father.ethnicity,
        nationality="Việt Nam",
        origin=where,
        home=where,
        residence=father.residence,
        personal_id=people.personal_id(rng, code=where.code, sex=child.sex, born=born),
        phone=child.phone,
        email=child.email,
    )


def make(rng: random.Random, layout: str, *, case: Case | None = None, contradict: str = "") -> Form:
    """Print a birth certificate, with a contradiction of CONTRADICTIONS if one is asked for."""
    case = case or make_case(rng, modern=layout != "tp_2010")
    style = LAYOUTS[layout]
    if layout == "tp_2010" and rng.random() < 0.15:
        # Before the electronic register, many were written with a pen.
        style = replace(style, hand=True, leader="under")
    form = Form(rng, style, kind="birth_certificate", layout=layout)
    if contradict:
        case = contradicted(rng, case, contradict)
        form.truth.findings.append(CONTRADICTIONS[contradict])
    _PRINTERS[layout](form, case)
    return form


def contradicted(rng: random.Random, case: Case, what: str) -> Case:
    child = case.child
    if what == "registered":
        return replace(case, registered=child.born - dt.timedelta(days=rng.randint(20, 300)))
    if what == "parent" and case.mother:
        return replace(case, mother=replace(case.mother, born=child.born - dt.timedelta(days=rng.randint(500, 3000))))
    sex = {"male": "female", "female": "male"}[child.sex] if what == "sex" else child.sex
    born = child.born.replace(day=1, year=child.born.year - rng.randint(1, 5)) if what == "birth" else child.born
    wrong = people.personal_id(rng, code=child.origin.code, sex=sex, born=born)
    return replace(case, child=replace(child, personal_id=wrong), numbered=True)


# Values


def put_sex(form: Form, person: Person) -> Piece:
    return form.put("sex", "Nam" if person.sex == "male" else "Nữ", person.sex)


def _birthday(form: Form, case: Case) -> Piece:
    return form.put("date_of_birth", wording.any_date(form.rng, case.child.born), case.child.born.isoformat())


def _words(form: Form, case: Case) -> Piece:
    return form.value(wording.raised(wording.date_in_words(case.child.born)))


def _parent_birth(form: Form, field: str, person: Person) -> Piece:
    """Mostly the year alone, as the form asks; sometimes all of it."""
    chance = form.rng.random()
    if chance < 0.7:
        return form.put(field, str(person.born.year), str(person.born.year))
    if chance < 0.75:
        return form.put(field, f"{person.born:%m/%Y}", f"{person.born:%Y-%m}")
    return form.put(field, wording.short_date(form.rng, person.born), person.born.isoformat())


def put_declarant_id(form: Form, person: Person, on: dt.date) -> Piece:
    """The identity paper of whoever declares the birth."""
    rng = form.rng
    issued = people.day(rng, dt.date(2021, 2, 1), max(dt.date(2021, 6, 1), on))
    if on.year < 2021:
        number = f"04{rng.randint(0, 9_999_999):07d}"
        text = f"{rng.choice(('CMND', 'Chứng minh nhân dân'))} số {number}, Công an tỉnh Điện Biên cấp ngày {people.day(rng, dt.date(2008, 1, 1), on):%d/%m/%Y}"
        return form.put("declarant_id", text, number)
    chance = rng.random()
    if chance < 0.3:
        return form.put("declarant_id", person.personal_id)
    word = rng.choice(("CCCD", "Thẻ căn cước công dân", "Căn cước công dân"))
    by = rng.choice(("Cục Cảnh sát quản lý hành chính về trật tự xã hội", "Cục Cảnh sát QLHC về TTXH", "Bộ Công an"))
    text = f"{word} số {person.personal_id}, {by} cấp ngày {issued:%d/%m/%Y}"
    return form.put("declarant_id", text, person.personal_id)


def _registered_at(form: Form, case: Case) -> Piece:
    return form.put("registered_at", places.committee(case.where, form.rng))


def _registered_on(form: Form, case: Case) -> Piece:
    return form.put("registered_on", wording.any_date(form.rng, case.registered), case.registered.isoformat())


def _parent(
    form: Form, who: str, person: Person | None, *, stops: tuple[float, ...] = (0, 0.36, 0.66), extra: str = ""
) -> None:
    """The four lines of a parent; dots where there is none."""
    word = "mẹ" if who == "mother" else "cha"
    form.entry(
        extra or f"Họ, chữ đệm, tên người {word}", form.put(f"{who}_name", form.name(person.name)) if person else None
    )
    form.row(
        [
            ("Năm sinh", _parent_birth(form, f"{who}_birth", person) if person else None),
            ("Dân tộc", form.put(f"{who}_ethnicity", person.ethnicity) if person else None),
            ("Quốc tịch", form.put(f"{who}_nationality", person.nationality) if person else None),
        ],
        stops,
    )
    form.entry("Nơi cư trú", form.put(f"{who}_residence", person.residence) if person else None)


def _id(form: Form, case: Case) -> Piece | None:
    return form.put("personal_id", case.child.personal_id) if case.numbered else None


def put_origin(form: Form, case: Case) -> Piece:
    parent = case.father or case.mother
    where = parent.origin if parent else case.where
    return form.put("place_of_origin", wording.raised(where.printed))


def _signed(form: Form, case: Case, *, head: str = "NGƯỜI KÝ GIẤY KHAI SINH", left: bool = False) -> None:
    rng = form.rng
    commune = case.where.commune
    rank = rng.choice(("CHỦ TỊCH", "PHÓ CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
    rows = [
        piece(f"{'KT. CHỦ TỊCH' if rank != 'CHỦ TỊCH' else 'TM. ỦY BAN NHÂN DÂN'}", bold=True),
        piece(rank, bold=True),
    ]
    name = case.signer.name
    blocks = []
    blank = Signer(
        title=[piece("NGƯỜI ĐI KHAI SINH", bold=True)],
        hint="(Ký, ghi rõ họ, chữ đệm, tên)",
        name=piece(case.declarant.name),
    )
    blocks.append(blank if left else Signer(title=[piece("")], signed=False))
    blocks.append(
        Signer(
            title=[piece(head, bold=True), *rows] if head else rows,
            hint="(Ký, ghi rõ họ, chữ đệm, tên, chức vụ và đóng dấu)" if head and rng.random() < 0.5 else "",
            name=form.put("signer_name", name, hand=False, plain=True, bold=True),
            seal=(f"ỦY BAN NHÂN DÂN {commune}", case.where.district or case.where.province),
        )
    )
    signers(form, blocks, height=24, edges=(0, 0.45, 1))


def _border(sheet: Sheet, rng: random.Random, *, ornate: bool) -> None:
    ink = rng.choice((RED, BLACK, (190, 120, 40)))
    marks.frame(sheet, x0=12, y0=10, x1=198, y1=287, thickness=0.7, ink=ink)
    if ornate:
        marks.frame(sheet, x0=14, y0=12, x1=196, y1=285, thickness=0.3, ink=ink)


# Layouts


def _tt04_2020(form: Form, case: Case) -> None:
    rng = form.rng
    if rng.random() < 0.5:
        _border(form.sheet, rng, ornate=True)
        form.y = 24
    form.text(piece("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True), align="centre", size=13)
    form.text(piece("Độc lập - Tự do - Hạnh phúc", bold=True), align="centre", size=14)
    form.underline(0.38)
    form.skip(8)
    title(form, "GIẤY KHAI SINH", size=20)
    form.text(piece("Số:"), form.put("number", case.number), align="centre", gap=4)
    form.entry("Họ, chữ đệm, tên", form.put("full_name", form.name(case.child.name), bold=True))
    if rng.random() < 0.5:
        form.row([("Ngày, tháng, năm sinh", _birthday(form, case)), ("ghi bằng chữ", _words(form, case))], (0, 0.5))
    else:
        form.entry("Ngày, tháng, năm sinh", _birthday(form, case))
        form.entry("Ghi bằng chữ", _words(form, case))
    _triple(form, case)
    form.entry("Nơi sinh", form.put("place_of_birth", case.born_at))
    form.entry("Quê quán", put_origin(form, case))
    form.entry("Số định danh cá nhân", _id(form, case))
    _parent(form, "mother", case.mother)
    _parent(form, "father", case.father)
    form.entry("Họ, chữ đệm, tên người đi khai sinh", form.put("declarant_name", form.name(case.declarant.name)))
    form.entry("Giấy tờ tùy thân", put_declarant_id(form, case.declarant, case.registered))
    form.entry("Nơi đăng ký khai sinh", _registered_at(form, case))
    form.entry("Ngày, tháng, năm đăng ký", _registered_on(form, case), gap=3)
    _signed(form, case)


def _triple(form: Form, case: Case, stops: tuple[float, ...] = (0, 0.3, 0.62)) -> None:
    form.row(
        [
            ("Giới tính", put_sex(form, case.child)),
            ("Dân tộc", form.put("ethnicity", case.child.ethnicity)),
            ("Quốc tịch", form.put("nationality", case.child.nationality)),
        ],
        stops,
    )


def _tt15_2015(form: Form, case: Case) -> None:
    rng = form.rng
    where = case.where
    body = [piece(f"ỦY BAN NHÂN DÂN {where.commune.upper()}", bold=rng.random() < 0.5)]
    heading(form, Heading(body=body, under=[[piece("Số:"), form.put("number", case.number)]], size=12.5))
    form.skip(6)
    title(form, "GIẤY KHAI SINH", *(["(BẢN SAO)"] if rng.random() < 0.25 else []), size=18)
    form.skip(3)
    form.entry("Họ, chữ đệm, tên", form.put("full_name", form.name(case.child.name)))
    form.entry("Ngày, tháng, năm sinh", _birthday(form, case))
    form.entry("ghi bằng chữ", _words(form, case))
    _triple(form, case, (0, 0.33, 0.66))
    form.entry("Số định danh cá nhân", _id(form, case))
    form.entry("Nơi sinh", form.put("place_of_birth", case.born_at))
    form.entry("Quê quán", put_origin(form, case))
    _parent(form, "mother", case.mother)
    _parent(form, "father", case.father)
    form.entry("Nơi đăng ký khai sinh", _registered_at(form, case))
    form.entry("Ngày, tháng, năm đăng ký", _registered_on(form, case))
    form.entry("Họ, chữ đệm, tên người đi khai sinh", form.put("declarant_name", form.name(case.declarant.name)))
    form.entry("Giấy tờ tùy thân", put_declarant_id(form, case.declarant, case.registered), gap=2)
    _signed(form, case)


def _tp_2010(form: Form, case: Case) -> None:
    """The old book form: number and book on the left, father first, both signatures."""
    rng = form.rng
    where = case.where
    body = [
        piece(f"UBND {where.commune}"),
        piece(wording.raised(where.district or where.province)),
        piece(wording.raised(where.province)),
    ]
    under = [
        [piece("Số:"), form.put("number", case.number)],
        [
            piece(
                f"Quyển số: {rng.randint(1, 3):02d}/{case.registered.year}"
                if rng.random() < 0.7
                else f"Quyển số: {rng.randint(1, 6)}"
            )
        ],
    ]
    heading(form, Heading(body=body, under=under, size=12, rule="none"))
    form.skip(5)
    title(form, "GIẤY KHAI SINH", rng.choice(("(BẢN SAO)", "(BẢN CHÍNH)")), size=17)
    form.skip(3)
    form.row(
        [
            ("Họ và tên", form.put("full_name", form.name(case.child.name).upper(), bold=not form.style.hand)),
            ("Giới tính", put_sex(form, case.child)),
        ],
        (0, 0.72),
    )
    form.entry("Ngày, tháng, năm sinh", _birthday(form, case))
    form.entry("(Ghi bằng chữ", _words(form, case), piece(")", tight=True))
    form.entry("Nơi sinh", form.put("place_of_birth", case.born_at))
    form.row(
        [
            ("Dân tộc", form.put("ethnicity", case.child.ethnicity)),
            ("Quốc tịch", form.put("nationality", case.child.nationality)),
        ],
        (0, 0.5),
    )
    form.entry("Quê quán", put_origin(form, case))
    for who, person, label in (("father", case.father, "Họ và tên cha"), ("mother", case.mother, "Họ và tên mẹ")):
        form.entry(label, form.put(f"{who}_name", form.name(person.name)) if person else None)
        form.row(
            [
                ("Dân tộc", form.put(f"{who}_ethnicity", person.ethnicity) if person else None),
                ("Quốc tịch", form.put(f"{who}_nationality", person.nationality) if person else None),
                ("Năm sinh", _parent_birth(form, f"{who}_birth", person) if person else None),
            ],
            (0, 0.33, 0.68),
        )
        form.entry("Nơi thường trú/tạm trú", form.put(f"{who}_residence", person.residence) if person else None)
    form.entry("Nơi đăng ký", _registered_at(form, case))
    form.entry("Ngày, tháng, năm đăng ký", _registered_on(form, case))
    form.entry("Họ và tên người đi khai sinh", form.put("declarant_name", form.name(case.declarant.name)))
    form.entry("Quan hệ với người được khai sinh", form.value(case.relation))
    form.entry("Ghi chú", None, gap=2)
    _signed(form, case, head="", left=True)


def _electronic(form: Form, case: Case) -> None:
    """Printed by the electronic civil-status system: a QR code, bold values, the number in boxes or not."""
    rng = form.rng
    said = f"{case.child.personal_id}|{case.child.name}|{case.child.born:%d%m%Y}|{case.number}"
    marks.code(form.sheet, said, symbology="QRCode", x=form.x0, y=12, width=18, height=18)
    form.x0 += 22
    form.text(piece("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True), align="centre", size=13)
    form.text(piece("Độc lập - Tự do - Hạnh phúc", bold=True), align="centre", size=14)
    form.underline(0.38)
    form.x0 -= 22
    form.skip(8)
    title(form, "GIẤY KHAI SINH", size=18)
    form.text(piece("Số:"), form.put("number", case.number), align="centre", gap=3)
    form.entry("Họ, chữ đệm, tên", form.put("full_name", form.name(case.child.name)))
    form.row([("Ngày, tháng, năm sinh", _birthday(form, case)), ("Giới tính", put_sex(form, case.child))], (0, 0.66))
    form.entry("Ngày, tháng, năm sinh ghi bằng chữ", _words(form, case))
    form.row(
        [
            ("Dân tộc", form.put("ethnicity", case.child.ethnicity)),
            ("Quốc tịch", form.put("nationality", case.child.nationality)),
        ],
        (0, 0.5),
    )
    form.entry("Nơi sinh", form.put("place_of_birth", case.born_at))
    form.entry("Quê quán", put_origin(form, case))
    if case.numbered and rng.random() < 0.6:
        form.put("personal_id", case.child.personal_id)
        form.boxes("Số định danh cá nhân", case.child.personal_id, "personal_id")
    else:
        form.entry("Số định danh cá nhân", _id(form, case))
    for word, who, person in (("MẸ", "mother", case.mother), ("CHA", "father", case.father)):
        form.text(piece(f"THÔNG TIN NGƯỜI {word}", bold=True), size=12)
        form.entry("Họ, chữ đệm, tên", form.put(f"{who}_name", form.name(person.name)) if person else None)
        form.row(
            [
                ("Năm sinh", _parent_birth(form, f"{who}_birth", person) if person else None),
                ("Dân tộc", form.put(f"{who}_ethnicity", person.ethnicity) if person else None),
                ("Quốc tịch", form.put(f"{who}_nationality", person.nationality) if person else None),
            ],
            (0, 0.36, 0.66),
        )
        form.entry("Nơi cư trú", form.put(f"{who}_residence", person.residence) if person else None)
    form.text(piece("THÔNG TIN ĐĂNG KÝ", bold=True), size=12)
    form.entry("Người đi khai sinh", form.put("declarant_name", form.name(case.declarant.name)))
    form.entry("Giấy tờ tùy thân", put_declarant_id(form, case.declarant, case.registered))
    form.entry("Nơi đăng ký khai sinh", _registered_at(form, case))
    form.entry("Ngày, tháng, năm đăng ký", _registered_on(form, case), gap=2)
    _signed(form, case)


def _parents_side_by_side(form: Form, case: Case) -> None:
    rng = form.rng
    _border(form.sheet, rng, ornate=False)
    form.y = 22
    body = [piece(wording.raised(case.where.province).upper()), piece(f"UBND {case.where.commune.upper()}", bold=True)]
    heading(form, Heading(body=body, size=11.5))
    form.skip(4)
    title(form, "GIẤY KHAI SINH", size=20)
    form.text(piece("Số:"), form.put("number", case.number, bold=True), align="centre", gap=3)
    form.row(
        [
            ("Họ, chữ đệm, tên", form.put("full_name", form.name(case.child.name), bold=True)),
            ("Giới tính", put_sex(form, case.child)),
        ],
        (0, 0.72),
    )
    form.entry("Ngày, tháng, năm sinh", _birthday(form, case))
    form.entry("Bằng chữ", _words(form, case))
    form.row(
        [
            ("Dân tộc", form.put("ethnicity", case.child.ethnicity)),
            ("Quốc tịch", form.put("nationality", case.child.nationality)),
            ("Số ĐDCN", _id(form, case)),
        ],
        (0, 0.24, 0.6),
    )
    form.entry("Nơi sinh", form.put("place_of_birth", case.born_at))
    form.entry("Quê quán", put_origin(form, case), gap=2)
    middle = (form.x0 + form.x1) / 2

    def half(who: str, person: Person | None, word: str) -> Callable[[], None]:
        def show() -> None:
            form.text(piece(f"THÔNG TIN NGƯỜI {word}", bold=True), align="centre")
            form.entry("Họ, chữ đệm, tên", form.put(f"{who}_name", form.name(person.name)) if person else None)
            form.entry("Năm sinh", _parent_birth(form, f"{who}_birth", person) if person else None)
            form.entry("Dân tộc", form.put(f"{who}_ethnicity", person.ethnicity) if person else None)
            form.entry("Quốc tịch", form.put(f"{who}_nationality", person.nationality) if person else None)
            form.entry("Nơi cư trú", form.put(f"{who}_residence", person.residence) if person else None)

        return show

    form.columns(
        [
            (form.x0, middle - 3, half("mother", case.mother, "MẸ")),
            (middle + 3, form.x1, half("father", case.father, "CHA")),
        ]
    )
    form.skip(2)
    form.entry("Họ, chữ đệm, tên người đi khai sinh", form.put("declarant_name", form.name(case.declarant.name)))
    form.entry("Giấy tờ tùy thân", put_declarant_id(form, case.declarant, case.registered))
    form.entry("Nơi đăng ký khai sinh", _registered_at(form, case))
    form.entry("Ngày, tháng, năm đăng ký", _registered_on(form, case), gap=2)
    _signed(form, case)


def _ruled_table(form: Form, case: Case) -> None:
    form.text(piece("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True), align="centre", size=12)
    form.text(piece("Độc lập - Tự do - Hạnh phúc", bold=True), align="centre", size=12)
    form.underline(0.36)
    form.skip(6)
    title(form, "GIẤY KHAI SINH", size=17)
    form.text(piece("Số:"), form.put("number", case.number), align="centre", gap=3)
    rows: list[list[list[Piece]]] = []

    def cell(label: str, value: Piece | None) -> None:
        rows.append([[piece(label, bold=True)], [value] if value else []])

    cell("Họ, chữ đệm, tên", form.put("full_name", form.name(case.child.name)))
    cell("Ngày, tháng, năm sinh", _birthday(form, case))
    cell("Ghi bằng chữ", _words(form, case))
    cell("Giới tính", put_sex(form, case.child))
    cell("Dân tộc", form.put("ethnicity", case.child.ethnicity))
    cell("Quốc tịch", form.put("nationality", case.child.nationality))
    cell("Nơi sinh", form.put("place_of_birth", case.born_at))
    cell("Quê quán", put_origin(form, case))
    cell("Số định danh cá nhân", _id(form, case))
    for word, who, person in (("mẹ", "mother", case.mother), ("cha", "father", case.father)):
        cell(f"Họ, chữ đệm, tên người {word}", form.put(f"{who}_name", form.name(person.name)) if person else None)
        cell("Năm sinh", _parent_birth(form, f"{who}_birth", person) if person else None)
        cell("Dân tộc", form.put(f"{who}_ethnicity", person.ethnicity) if person else None)
        cell("Quốc tịch", form.put(f"{who}_nationality", person.nationality) if person else None)
        cell("Nơi cư trú", form.put(f"{who}_residence", person.residence) if person else None)
    cell("Họ, chữ đệm, tên người đi khai sinh", form.put("declarant_name", form.name(case.declarant.name)))
    cell("Giấy tờ tùy thân", put_declarant_id(form, case.declarant, case.registered))
    cell("Nơi đăng ký khai sinh", _registered_at(form, case))
    cell("Ngày, tháng, năm đăng ký", _registered_on(form, case))
    form.table((0.34, 0.66), rows, head=0, size=10.5)
    _signed(form, case)


_PRINTERS = {
    "tt04_2020": _tt04_2020,
    "tt15_2015": _tt15_2015,
    "tp_2010": _tp_2010,
    "electronic": _electronic,
    "parents_side_by_side": _parents_side_by_side,
    "ruled_table": _ruled_table,
}
