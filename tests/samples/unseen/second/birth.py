"""Birth certificates: in framed cells with small labels, and copies of the forms of the nineties typed by a machine."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from tests.samples import marks, people, places
from tests.samples.form import Form, Style, piece
from tests.samples.forms import birth
from tests.samples.forms.birth import Case
from tests.samples.forms.heading import Heading, Signer, heading, signers
from tests.samples.people import Person
from tests.samples.sheet import Piece
from tests.samples.unseen import birth as first
from tests.samples.unseen import touches
from tests.samples.unseen.second import parts
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "framed_cells": Look(
        style=Style(face="arimo", size=11, left=20, right=16, leading=1.25, bold_values=True),
        sizes=(10.5, 11, 11.5),
        faces=("arimo", "notosans", "tinos"),
    ),
    "typed_1999": Look(
        style=Style(
            size=12.5, left=27, right=18, bottom=8, leading=1.38, leader="after", value_face="cousine", value_lift=0.3
        ),
        sizes=(12, 12.5),
        faces=("tinos", "freeserif"),
    ),
}

_DAILY = ("Làm ruộng", "Giáo viên", "Cán bộ xã", "Công nhân", "Bộ đội", "Buôn bán nhỏ", "Y sĩ", "Làm nương")


def make(rng: random.Random, layout: str, *, case: Case | None = None, contradict: str = "") -> Form:
    """Print a birth certificate, with a contradiction of CONTRADICTIONS if one is asked for."""
    case = case or _case(rng, layout)
    form = Form(rng, LAYOUTS[layout].chosen(rng), kind="birth_certificate", layout=layout)
    if contradict:
        case = birth.contradicted(rng, case, contradict)
        form.truth.findings.append(birth.CONTRADICTIONS[contradict])
    _PRINTERS[layout](form, case)
    return form


def _case(rng: random.Random, layout: str) -> Case:
    if layout == "typed_1999":
        return birth.make_case(rng, on=people.day(rng, dt.date(1999, 2, 1), dt.date(2006, 3, 30)))
    return first.case_of(rng, layout)


def _cell(label: str, value: Piece | None, share: float = 1.0) -> parts.Cell:
    return label, [value] if value else [], share


def _framed_cells(form: Form, case: Case) -> None:
    """No line of running labels: a cell for each point, the label small at its top, parents under bars."""
    rng = form.rng
    child, where = case.child, case.where
    body = [piece(f"UBND {where.commune.upper()}", bold=True)]
    if where.district:
        body.insert(0, piece(where.district.upper()))
    number = [piece("Số:"), first.number_of(form, case, plain=True)]
    heading(form, Heading(body=body, under=[number], size=11, split=0.4))
    form.skip(4)
    form.text(piece("GIẤY KHAI SINH", bold=True), align="centre", size=19, leading=1.15)
    if rng.random() < 0.4:
        form.text(piece("(Bản điện tử được in từ Hệ thống)", italic=True), align="centre", size=9.5)
    marks.code(
        form.sheet, f"{child.personal_id}|{case.number}", symbology="QRCode", x=22, y=form.y - 20, width=15, height=15
    )
    form.skip(1)
    parts.cells(
        form,
        [
            _cell("Họ, chữ đệm, tên", form.put("full_name", form.name(child.name)), 0.68),
            _cell("Giới tính", birth.put_sex(form, child), 0.32),
        ],
    )
    parts.cells(
        form,
        [
            _cell("Ngày, tháng, năm sinh", first.birthday(form, case), 0.38),
            _cell("Ghi bằng chữ", first.in_words(form, case), 0.62),
        ],
    )
    parts.cells(
        form,
        [
            _cell("Dân tộc", form.put("ethnicity", child.ethnicity), 0.26),
            _cell("Quốc tịch", form.put("nationality", child.nationality), 0.28),
            _cell("Số định danh cá nhân", first.number_of_child(form, case), 0.46),
        ],
    )
    parts.cells(form, [_cell("Nơi sinh", form.put("place_of_birth", case.born_at))])
    parts.cells(form, [_cell("Quê quán", birth.put_origin(form, case))])
    for title, who, person in (("NGƯỜI MẸ", "mother", case.mother), ("NGƯỜI CHA", "father", case.father)):
        _bar(form, title)
        _parent(form, who, person)
    _bar(form, "NGƯỜI ĐI KHAI SINH VÀ VIỆC ĐĂNG KÝ")
    declarant = form.put("declarant_name", form.name(case.declarant.name))
    paper = birth.put_declarant_id(form, case.declarant, case.registered)
    parts.cells(
        form, [_cell("Họ, chữ đệm, tên người đi khai sinh", declarant, 0.46), _cell("Giấy tờ tùy thân", paper, 0.54)]
    )
    at = first.registered_at(form, case)
    parts.cells(
        form,
        [
            _cell("Nơi đăng ký khai sinh", at, 0.62),
            _cell("Ngày, tháng, năm đăng ký", first.registered_on(form, case), 0.38),
        ],
    )
    form.skip(6)
    lines = ("NGƯỜI KÝ GIẤY KHAI SINH", *first.titles_of(rng))
    signers(
        form,
        [Signer(title=[piece("")], signed=False), first.signer_of(form, case, *lines)],
        height=25,
        edges=(0, 0.48, 1),
    )
    touches.footer(form, touches.printed_by_system(rng, case.registered), size=7.5)


def _bar(form: Form, text: str) -> None:
    form.need(26)
    form.skip(5.2)
    form.text(piece(text, bold=True), size=9.5, leading=1.0)
    form.skip(-2.2)


def _parent(form: Form, who: str, person: Person | None) -> None:
    def of(what: str) -> Piece | None:
        return first.of_parent(form, who, what, person)

    word = "mẹ" if who == "mother" else "cha"
    parts.cells(form, [_cell(f"Họ, chữ đệm, tên người {word}", of("name"), 0.68), _cell("Năm sinh", of("birth"), 0.32)])
    parts.cells(
        form,
        [
            _cell("Dân tộc", of("ethnicity"), 0.2),
            _cell("Quốc tịch", of("nationality"), 0.2),
            _cell("Nơi cư trú", of("residence"), 0.6),
        ],
    )


def _typed_1999(form: Form, case: Case) -> None:
    """The form of 1999 filled in by a typewriter: sex as ``Nam, nữ``, father and mother in a ruled table."""
    rng = form.rng
    child, where = case.child, case.where
    form.y = 15
    form.text(piece(rng.choice(("Mẫu TP/HT-1999-A3", "TP/HT-1999-A.1")), italic=True), size=9.5, align="right")
    form.y = 22
    body = [piece(f"{label}: {name}") for label, name in _units(where.commune, where.district, where.province)]
    numbers = [
        [piece("Số:"), first.number_of(form, case)],
        [piece("Quyển số:"), form.value(f"{rng.randint(1, 5):02d}")],
    ]
    heading(form, Heading(body=body, under=numbers, size=11.5, rule=rng.choice(("none", "dashes"))))
    form.skip(4)
    form.text(piece("GIẤY KHAI SINH", bold=True), align="centre", size=18, leading=1.15)
    form.text(piece(rng.choice(("(BẢN SAO)", "(BẢN CHÍNH)")), bold=True), align="centre", size=12, gap=2)
    name = form.put("full_name", form.name(child.name))
    form.row([("Họ và tên", name), ("Nam, nữ", birth.put_sex(form, child))], (0, 0.74))
    form.entry("Sinh ngày, tháng, năm", first.birthday(form, case))
    form.entry("(Bằng chữ)", first.in_words(form, case), colon="")
    form.entry("Nơi sinh", form.put("place_of_birth", case.born_at))
    ethnicity = form.put("ethnicity", child.ethnicity)
    form.row([("Dân tộc", ethnicity), ("Quốc tịch", form.put("nationality", child.nationality))], (0, 0.5))
    if case.numbered:
        form.entry("Số định danh cá nhân (ghi bổ sung)", first.number_of_child(form, case))
    form.skip(2)
    _both_parents(form, case)
    who = case.declarant
    form.entry(
        "Họ, tên, tuổi người đứng khai",
        form.put("declarant_name", who.name),
        form.value(f", {_age(who, case)} tuổi", tight=True),
    )
    form.entry("Nơi đăng ký hộ khẩu thường trú", form.value(who.residence))
    form.entry("Quan hệ với người được khai sinh", form.value(case.relation))
    form.entry("Nơi đăng ký khai sinh", first.registered_at(form, case))
    form.entry("Đăng ký ngày", first.registered_on(form, case), gap=1)
    left = Signer(title=[piece("Người đứng khai", bold=True)], hint="(ký, ghi rõ họ tên)", name=piece(""))
    lines = (f"TM. UBND {where.commune.upper()}", "CHỦ TỊCH")
    signers(form, [left, first.signer_of(form, case, *lines, hint="(ký tên, đóng dấu)")], height=23)


def _units(commune: str, district: str, province: str) -> Sequence[tuple[str, str]]:
    """``Xã, phường: Nà Tấu``, as the blank's heading asks."""
    labels = ("Xã, phường, thị trấn", "Huyện, quận", "Tỉnh, thành phố")
    return tuple(
        (label, places.bare(unit)) for label, unit in zip(labels, (commune, district, province), strict=True) if unit
    )


def _age(who: Person, case: Case) -> int:
    return case.registered.year - who.born.year


def _both_parents(form: Form, case: Case) -> None:
    rng = form.rng
    both = (("mother", case.mother), ("father", case.father))
    rows: list[list[list[Piece]]] = [
        [[piece(head, bold=True)] for head in ("Phần khai về cha, mẹ", "NGƯỜI MẸ", "NGƯỜI CHA")]
    ]

    def row(label: str, what: str) -> None:
        values = [first.of_parent(form, who, what, person) for who, person in both]
        rows.append([[piece(label)], *([value] if value else [] for value in values)])

    row("Họ và tên", "name")
    row("Năm sinh", "birth")
    row("Dân tộc", "ethnicity")
    row("Quốc tịch", "nationality")
    rows.append([[piece("Nghề nghiệp")], *([form.value(rng.choice(_DAILY))] if person else [] for _, person in both)])
    row("Nơi thường trú", "residence")
    form.table((0.24, 0.38, 0.38), rows, size=form.style.size - 0.5)
    form.skip(2)


_PRINTERS = {"framed_cells": _framed_cells, "typed_1999": _typed_1999}
