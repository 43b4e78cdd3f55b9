"""Birth certificates: English under the labels, certified copies, blanks that a machine filled in, labels in capitals."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.samples import marks, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import birth
from tests.samples.forms.birth import Case
from tests.samples.forms.heading import Heading, Signer, heading, signers
from tests.samples.people import Person
from tests.samples.sheet import RED, Piece
from tests.samples.unseen import touches
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "official_wording": Look(
        style=Style(size=13, left=27, right=19, leading=1.42),
        sizes=(12.5, 13, 13.5),
        faces=("tinos", "tinos", "notoserif"),
    ),
    "bilingual": Look(
        style=Style(size=12, left=24, right=18, leading=1.3, bold_values=True),
        sizes=(11.5, 12, 12.5),
        faces=("tinos", "arimo"),
    ),
    "certified_copy": Look(
        style=Style(size=13, left=27, right=19, leading=1.4, leader="line", italic_values=True), sizes=(12.5, 13, 13.5)
    ),
    "preprinted": Look(
        style=Style(size=13, left=26, right=20, leading=1.55, leader="under", value_face="cousine", value_lift=0.7),
        sizes=(12, 12.5),
    ),
    "capital_labels": Look(
        style=Style(face="notoserif", size=12, left=24, right=18, leading=1.5, colon="", bold_values=True),
        sizes=(11, 11.5, 12),
        faces=("tinos", "notoserif", "freesans"),
    ),
}


def make(rng: random.Random, layout: str, *, case: Case | None = None, contradict: str = "") -> Form:
    """Print a birth certificate, with a contradiction of CONTRADICTIONS if one is asked for."""
    case = case or case_of(rng, layout)
    style = LAYOUTS[layout].chosen(rng)
    form = Form(rng, style, kind="birth_certificate", layout=layout)
    if contradict:
        case = birth.contradicted(rng, case, contradict)
        form.truth.findings.append(birth.CONTRADICTIONS[contradict])
    _PRINTERS[layout](form, case)
    return form


def case_of(rng: random.Random, layout: str) -> Case:
    """A case of the mill, with people of more peoples at longer addresses."""
    case = birth.make_case(rng, modern=layout != "preprinted")
    homes = [touches.address(rng, case.where) for _ in range(2)]
    mother = replace(case.mother, residence=homes[0]) if case.mother else None
    father = replace(case.father, residence=homes[rng.choice((0, 0, 1))]) if case.father else None
    who = {id(case.mother): mother, id(case.father): father}.get(id(case.declarant)) or case.declarant
    return replace(case, mother=mother, father=father, declarant=who)


# Values


def birthday(form: Form, case: Case) -> Piece:
    return form.put("date_of_birth", touches.day(form.rng, case.child.born), case.child.born.isoformat())


def in_words(form: Form, case: Case) -> Piece:
    return form.value(wording.raised(wording.date_in_words(case.child.born)))


def _parent_birth(form: Form, who: str, person: Person) -> Piece:
    year, month = person.born.year, person.born.month
    text, value = form.rng.choice(
        (
            (str(year), str(year)),
            (str(year), str(year)),
            (f"{month}/{year}", f"{year}-{month:02d}"),
            (f"{person.born:%d/%m/%Y}", person.born.isoformat()),
            (f"{person.born:%d-%m-%Y}", person.born.isoformat()),
        )
    )
    return form.put(f"{who}_birth", text, value)


def of_parent(form: Form, who: str, what: str, person: Person | None) -> Piece | None:
    """A value of a parent, or nothing where there is no such parent."""
    if person is None:
        return None
    if what == "birth":
        return _parent_birth(form, who, person)
    text = form.name(person.name) if what == "name" else str(getattr(person, what))
    return form.put(f"{who}_{what}", text)


def number_of_child(form: Form, case: Case) -> Piece | None:
    return form.put("personal_id", case.child.personal_id) if case.numbered else None


def registered_at(form: Form, case: Case) -> Piece:
    head = form.rng.choice(("Ủy ban nhân dân", "UBND", "Uỷ ban nhân dân"))
    return form.put("registered_at", f"{head} {case.where.printed}")


def registered_on(form: Form, case: Case) -> Piece:
    return form.put("registered_on", touches.day(form.rng, case.registered), case.registered.isoformat())


def number_of(form: Form, case: Case, **style: object) -> Piece:
    return form.put("number", case.number, **style)  # type: ignore[arg-type]


def signer_of(form: Form, case: Case, *lines: str, hint: str = "") -> Signer:
    return Signer(
        title=[piece(line, bold=True) for line in lines],
        hint=hint,
        name=form.put("signer_name", case.signer.name, plain=True, bold=True),
        seal=(f"ỦY BAN NHÂN DÂN {case.where.commune}", case.where.district or case.where.province),
    )


def titles_of(rng: random.Random) -> tuple[str, ...]:
    return rng.choice(
        (("CHỦ TỊCH",), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), ("TUQ. CHỦ TỊCH", "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH"))
    )


_NOBODY = Signer(title=[piece("")], signed=False)


# Layouts


def _bilingual(form: Form, case: Case) -> None:
    """English under every label, as certificates for use abroad have it; a code in the lower left corner."""
    rng = form.rng
    touches.state(form, size=12.5)
    form.text(piece("GIẤY KHAI SINH", bold=True), align="centre", size=18, leading=1.15)
    form.text(piece("BIRTH CERTIFICATE", italic=True), align="centre", size=11)
    form.text(piece("Số/No.:"), number_of(form, case), align="centre", gap=2)
    child = case.child

    def line(vi: str, en: str, value: Piece | None) -> None:
        touches.bilingual(form, vi, en, value, gap=0.9)

    line("Họ, chữ đệm, tên", "Full name", form.put("full_name", form.name(child.name)))
    line("Ngày, tháng, năm sinh", "Date of birth", birthday(form, case))
    line("Ghi bằng chữ", "In words", in_words(form, case))
    touches.bilingual_row(
        form,
        [
            ("Giới tính", "Sex", birth.put_sex(form, child)),
            ("Dân tộc", "Ethnic group", form.put("ethnicity", child.ethnicity)),
            ("Quốc tịch", "Nationality", form.put("nationality", child.nationality)),
        ],
        (0, 0.3, 0.62),
    )
    line("Nơi sinh", "Place of birth", form.put("place_of_birth", case.born_at))
    line("Quê quán", "Place of origin", birth.put_origin(form, case))
    line("Số định danh cá nhân", "Personal identification number", number_of_child(form, case))
    for word, en, who, person in (("mẹ", "Mother", "mother", case.mother), ("cha", "Father", "father", case.father)):
        line(f"Họ, chữ đệm, tên người {word}", f"{en}'s full name", of_parent(form, who, "name", person))
        touches.bilingual_row(
            form,
            [
                ("Năm sinh", "Year of birth", of_parent(form, who, "birth", person)),
                ("Dân tộc", "Ethnic group", of_parent(form, who, "ethnicity", person)),
                ("Quốc tịch", "Nationality", of_parent(form, who, "nationality", person)),
            ],
            (0, 0.34, 0.64),
        )
        line("Nơi cư trú", "Place of residence", of_parent(form, who, "residence", person))
    line("Người đi khai sinh", "Declarant", form.put("declarant_name", form.name(case.declarant.name)))
    line("Giấy tờ tùy thân", "Identity paper", birth.put_declarant_id(form, case.declarant, case.registered))
    line("Nơi đăng ký khai sinh", "Place of registration", registered_at(form, case))
    line("Ngày, tháng, năm đăng ký", "Date of registration", registered_on(form, case))
    said = f"{case.number}|{child.name}|{child.born:%d/%m/%Y}"
    top = form.y
    signers(form, [_NOBODY, signer_of(form, case, *titles_of(rng))], height=25, edges=(0, 0.45, 1))
    if form.y > top:
        marks.code(form.sheet, said, symbology="QRCode", x=form.x0, y=top + 3, width=18, height=18)


def _certified_copy(form: Form, case: Case) -> None:
    """A copy from the register, or a photocopy that somebody certified: with a number, day and name of the copy's."""
    rng = form.rng
    where = case.where
    body = [piece(line.upper()) for line in (where.district, where.commune) if line]
    body = [piece("ỦY BAN NHÂN DÂN"), *(piece(one.text, bold=True) for one in body[::-1][:1])]
    heading(form, Heading(body=body, under=[[piece("Số:"), number_of(form, case, plain=True)]], size=12))
    form.skip(5)
    spread = rng.choice((0.0, 0.8))
    title_y = form.y
    form.text(piece("GIẤY KHAI SINH", bold=True, spread=spread), align="centre", size=18, leading=1.2)
    register = rng.random() < 0.5
    if register:
        form.text(piece("(BẢN SAO)", bold=True), align="centre", size=13)
    else:
        touches.copy_mark(form, rng, x=rng.choice((32, 148)), y=title_y - 5)
    form.skip(3)
    child = case.child
    form.entry("Họ, chữ đệm, tên", form.put("full_name", form.name(child.name), bold=True))
    form.row([("Giới tính", birth.put_sex(form, child)), ("Ngày, tháng, năm sinh", birthday(form, case))], (0, 0.3))
    form.entry("Ngày, tháng, năm sinh (bằng chữ)", in_words(form, case))
    form.row(
        [
            ("Dân tộc", form.put("ethnicity", child.ethnicity)),
            ("Quốc tịch", form.put("nationality", child.nationality)),
        ],
        (0, 0.45),
    )
    form.entry("Số định danh cá nhân", number_of_child(form, case))
    form.entry("Nơi sinh", form.put("place_of_birth", case.born_at))
    form.entry("Quê quán", birth.put_origin(form, case))
    for word, who, person in (("mẹ", "mother", case.mother), ("cha", "father", case.father)):
        form.entry(f"Họ, chữ đệm, tên người {word}", of_parent(form, who, "name", person))
        form.row(
            [
                ("Năm sinh", of_parent(form, who, "birth", person)),
                ("Dân tộc", of_parent(form, who, "ethnicity", person)),
                ("Quốc tịch", of_parent(form, who, "nationality", person)),
            ],
            (0, 0.34, 0.64),
        )
        form.entry("Nơi cư trú", of_parent(form, who, "residence", person))
    form.entry("Nơi đăng ký khai sinh", registered_at(form, case))
    form.entry("Ngày, tháng, năm đăng ký", registered_on(form, case), gap=3)
    if register:
        lines = ("NGƯỜI KÝ BẢN SAO GIẤY KHAI SINH", *titles_of(rng))
        signers(form, [_NOBODY, signer_of(form, case, *lines)], height=26, edges=(0, 0.45, 1))
        return
    top = form.y
    signers(form, [_NOBODY, signer_of(form, case, *titles_of(rng))], height=27, edges=(0, 0.52, 1))
    touches.certified(form, rng, where, on=case.registered, x=20, y=min(top + 4, 240))


def _preprinted(form: Form, case: Case) -> None:
    """The book form of 2008 to 2015, bought as a blank and filled in by a printer that never met the dotted lines."""
    rng = form.rng
    touches.inset(form, margin=12, thickness=0.8, ink=rng.choice((RED, (60, 110, 60), (190, 120, 40))))
    where, child = case.where, case.child
    form.y = 22
    form.text(piece("TP/HT-2008-KS.1" if rng.random() < 0.5 else "TP/HT-2010-KS.1"), size=9, align="right")
    rows = [[piece("Số:"), number_of(form, case)], [piece(f"Quyển số: {rng.randint(1, 4):02d}/{case.registered.year}")]]
    body = [piece(f"UBND {where.commune.upper()}"), piece((where.district or where.province).upper())]
    heading(form, Heading(body=body, under=rows, size=12, rule="none"))
    form.skip(3)
    form.text(piece("GIẤY KHAI SINH", bold=True, ink=RED), align="centre", size=20, leading=1.2)
    form.text(piece(rng.choice(("(BẢN CHÍNH)", "(BẢN SAO)")), bold=True), align="centre", gap=2)
    name = form.put("full_name", form.name(child.name), bold=True)
    form.row([("Họ và tên", name), ("Giới tính", birth.put_sex(form, child))], (0, 0.74))
    form.entry("Ngày, tháng, năm sinh", birthday(form, case))
    form.entry("(Ghi bằng chữ)", in_words(form, case), colon="")
    form.entry("Nơi sinh", form.put("place_of_birth", case.born_at))
    form.row(
        [
            ("Dân tộc", form.put("ethnicity", child.ethnicity)),
            ("Quốc tịch", form.put("nationality", child.nationality)),
        ],
        (0, 0.5),
    )
    for word, who, person in (("cha", "father", case.father), ("mẹ", "mother", case.mother)):
        form.entry(f"Họ và tên {word}", of_parent(form, who, "name", person))
        form.row(
            [
                ("Dân tộc", of_parent(form, who, "ethnicity", person)),
                ("Quốc tịch", of_parent(form, who, "nationality", person)),
                ("Năm sinh", of_parent(form, who, "birth", person)),
            ],
            (0, 0.3, 0.66),
        )
        form.entry("Nơi thường trú/tạm trú", of_parent(form, who, "residence", person))
    form.entry("Nơi đăng ký", registered_at(form, case))
    form.entry("Ngày, tháng, năm đăng ký", registered_on(form, case))
    form.entry("Họ và tên, chữ ký của người đi khai sinh", form.put("declarant_name", case.declarant.name))
    form.entry("Quan hệ với người được khai sinh", form.value(case.relation), gap=2)
    left = Signer(title=[piece("Cán bộ Tư pháp hộ tịch", bold=True)], hint="(Ký, ghi rõ họ tên)", name=piece(""))
    right = signer_of(form, case, "NGƯỜI KÝ GIẤY KHAI SINH", hint="(Ký, đóng dấu, ghi rõ họ tên, chức vụ)")
    signers(form, [left, right], height=26)


def _capital_labels(form: Form, case: Case) -> None:
    """Three headed parts, labels in a column of their own without colons."""
    rng = form.rng
    child = case.child
    marks.code(form.sheet, f"KS|{case.number}", symbology="QRCode", x=174, y=14, width=17, height=17)
    touches.state(form, size=12, rule=rng.choice(("line", "dashes", "stars")))
    form.text(piece("GIẤY KHAI SINH", bold=True, spread=rng.choice((0, 0.6, 1.2))), align="centre", size=17)
    form.text(piece("Số"), number_of(form, case), align="centre", gap=2)

    def line(label: str, value: Piece | None) -> None:
        touches.hanging(form, label, value, split=0.32, gap=0.2)

    touches.bar(form, "NGƯỜI ĐƯỢC KHAI SINH")
    line("HỌ, CHỮ ĐỆM, TÊN", form.put("full_name", form.name(child.name)))
    line("NGÀY, THÁNG, NĂM SINH", birthday(form, case))
    line("BẰNG CHỮ", in_words(form, case))
    form.row(
        [
            ("GIỚI TÍNH", birth.put_sex(form, child)),
            ("DÂN TỘC", form.put("ethnicity", child.ethnicity)),
            ("QUỐC TỊCH", form.put("nationality", child.nationality)),
        ],
        (0, 0.3, 0.62),
    )
    line("NƠI SINH", form.put("place_of_birth", case.born_at))
    line("QUÊ QUÁN", birth.put_origin(form, case))
    line("SỐ ĐỊNH DANH CÁ NHÂN", number_of_child(form, case))
    for word, who, person in (("MẸ", "mother", case.mother), ("CHA", "father", case.father)):
        touches.bar(form, f"NGƯỜI {word}")
        line("HỌ, CHỮ ĐỆM, TÊN", of_parent(form, who, "name", person))
        form.row(
            [
                ("NĂM SINH", of_parent(form, who, "birth", person)),
                ("DÂN TỘC", of_parent(form, who, "ethnicity", person)),
                ("QUỐC TỊCH", of_parent(form, who, "nationality", person)),
            ],
            (0, 0.34, 0.62),
        )
        line("NƠI CƯ TRÚ", of_parent(form, who, "residence", person))
    touches.bar(form, "ĐĂNG KÝ KHAI SINH")
    name = form.put("declarant_name", form.name(case.declarant.name))
    line("HỌ, CHỮ ĐỆM, TÊN NGƯỜI ĐI KHAI SINH", name)
    paper = birth.put_declarant_id(form, case.declarant, case.registered)
    line("GIẤY TỜ TÙY THÂN", paper)
    line("NƠI ĐĂNG KÝ", registered_at(form, case))
    line("NGÀY ĐĂNG KÝ", registered_on(form, case))
    signers(form, [_NOBODY, signer_of(form, case, *titles_of(rng))], height=25, edges=(0, 0.5, 1))
    touches.footer(form, touches.printed_by_system(rng, case.registered))


def _official_wording(form: Form, case: Case) -> None:
    """The words of the form, one after the other, no dots and no lines; what most registers print most days."""
    rng = form.rng
    child = case.child
    touches.state(form, size=13)
    form.text(piece("GIẤY KHAI SINH", bold=True), align="centre", size=rng.choice((16, 20)), leading=1.2)
    form.text(piece("Số:"), number_of(form, case), align="centre", gap=3)
    form.entry("Họ, chữ đệm, tên", form.put("full_name", form.name(child.name), bold=rng.random() < 0.7))
    form.entry("Ngày, tháng, năm sinh", birthday(form, case))
    form.entry("ghi bằng chữ", in_words(form, case))
    form.row(
        [
            ("Giới tính", birth.put_sex(form, child)),
            ("Dân tộc", form.put("ethnicity", child.ethnicity)),
            ("Quốc tịch", form.put("nationality", child.nationality)),
        ],
        (0, 0.32, 0.64),
    )
    form.entry("Nơi sinh", form.put("place_of_birth", case.born_at))
    form.entry("Quê quán", birth.put_origin(form, case))
    form.entry("Số định danh cá nhân", number_of_child(form, case))
    for word, who, person in (("mẹ", "mother", case.mother), ("cha", "father", case.father)):
        form.entry(f"Họ, chữ đệm, tên người {word}", of_parent(form, who, "name", person))
        form.row(
            [
                ("Năm sinh", of_parent(form, who, "birth", person)),
                ("Dân tộc", of_parent(form, who, "ethnicity", person)),
                ("Quốc tịch", of_parent(form, who, "nationality", person)),
            ],
            (0, 0.34, 0.66),
        )
        form.entry("Nơi cư trú", of_parent(form, who, "residence", person))
    form.entry("Họ, chữ đệm, tên người đi khai sinh", form.put("declarant_name", form.name(case.declarant.name)))
    form.entry("Giấy tờ tùy thân", birth.put_declarant_id(form, case.declarant, case.registered))
    form.entry("Nơi đăng ký khai sinh", registered_at(form, case))
    form.entry("Ngày, tháng, năm đăng ký", registered_on(form, case), gap=3)
    hint = "(Ký, ghi rõ họ, chữ đệm, tên, chức vụ và đóng dấu)" if rng.random() < 0.4 else ""
    lines = ("NGƯỜI KÝ GIẤY KHAI SINH", *titles_of(rng))
    signers(form, [_NOBODY, signer_of(form, case, *lines, hint=hint)], height=26, edges=(0, 0.45, 1))


_PRINTERS = {
    "official_wording": _official_wording,
    "bilingual": _bilingual,
    "certified_copy": _certified_copy,
    "preprinted": _preprinted,
    "capital_labels": _capital_labels,
}
