"""Decisions: numbered by a system, of a court, of a hospital or school."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from tests.samples import people, places, prose, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import decision as seen
from tests.samples.forms import letters
from tests.samples.forms.letters import Office, Sign
from tests.samples.unseen import documents, touches
from tests.samples.unseen.touches import Look

LAYOUTS: dict[str, Look] = {
    "numbered_by_system": Look(style=Style(size=13.5, leading=1.28, left=30, right=17), sizes=(13, 13.5, 14)),
    "court": Look(style=Style(size=14, leading=1.3, left=32, right=17), sizes=(13.5, 14), faces=("tinos", "freeserif")),
    "public_unit": Look(
        style=Style(face="arimo", size=12, leading=1.35, left=28, right=18),
        sizes=(11.5, 12),
        faces=("arimo", "freesans", "tinos"),
    ),
}


def make(
    rng: random.Random,
    layout: str,
    *,
    contradict: str = "",
    day: dt.date | None = None,
    office: Office | None = None,
    about: tuple[str, list[str]] | None = None,
) -> Form:
    """Print a decision."""
    form = Form(rng, LAYOUTS[layout].chosen(rng), kind="decision", layout=layout)
    letters.numbered_sheets(form)
    day = day or letters.law_day(rng, first=2020)
    _PRINTERS[layout](form, day, office, about)
    return form


def _numbered_by_system(form: Form, day: dt.date, office: Office | None, about: tuple[str, list[str]] | None) -> None:
    """A typist leaves gaps, the system puts number and day into them, and a program signs."""
    rng = form.rng
    where = places.place(rng, on=day, home=rng.random() < 0.5)
    office = office or rng.choice((documents.service_centre, documents.province))(rng, where)
    what, articles = about or seen.subject(rng, day)
    sign = letters.sign_of(rng, office, "QĐ", day)
    face = rng.choice(("arimo", "arimo", "tinos"))
    dated = documents.day_put_in(form, office, sign, face=face)
    documents.top(form, office, under=[documents.number_put_in(form, sign, face=face)], dated=dated, size=12.5)
    form.text(piece("QUYẾT ĐỊNH", bold=True), align="centre", size=form.style.size)
    form.balanced(form.put("subject", what, plain=True, bold=True))
    form.underline(0.2)
    form.skip(3)
    head = "GIÁM ĐỐC " if office.sign == "TTPVHCC" else "CHỦ TỊCH "
    form.text(piece(head + " ".join(office.lines), bold=True), align="centre", gap=2)
    letters.recitals(form, rng, rng.randint(3, 6))
    form.text(piece("QUYẾT ĐỊNH:", bold=True), align="centre", gap=2)
    articles_of(form, articles)
    digital = rng.random() < 0.6
    letters.bottom(form, rng, office, day=day, pen=not digital)
    if digital:
        documents.signed_digitally(form, office, day)


def articles_of(form: Form, articles: Sequence[str]) -> None:
    for number, article in enumerate(articles, 1):
        form.text(piece(f"Điều {number}.", bold=True), piece(article), first=10, align="justify", gap=1.5)
    last = "Quyết định này có hiệu lực kể từ ngày ký. Các cơ quan, đơn vị, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./."
    form.text(piece(f"Điều {len(articles) + 1}.", bold=True), piece(last), first=10, align="justify", gap=2)


_COURT = (
    ("QĐST-HNGĐ", ("CÔNG NHẬN THUẬN TÌNH LY HÔN", "VÀ SỰ THỎA THUẬN CỦA CÁC ĐƯƠNG SỰ")),
    ("QĐST-DS", ("CÔNG NHẬN SỰ THỎA THUẬN CỦA CÁC ĐƯƠNG SỰ",)),
    ("QĐST-KDTM", ("ĐÌNH CHỈ GIẢI QUYẾT VỤ ÁN KINH DOANH, THƯƠNG MẠI",)),
)


def _court(form: Form, day: dt.date, office: Office | None, about: tuple[str, list[str]] | None) -> None:
    """A court's: the year inside the sign, the province on a third line, the abstract in capitals."""
    rng = form.rng
    where = places.place(rng, on=day)
    office = office or documents.court(rng, where, on=day)
    sort, name = rng.choice(_COURT)
    number = f"{rng.randint(1, 240):02d}"
    sign = Sign(number=number, symbol=f"{day.year}/{sort}", day=day)
    # The province on the last line says where the court is; a reader may leave it out.
    also = (" ".join(office.lines[:2]),) if len(office.lines) == 3 else ()
    dated = letters.dated_line(form, office, sign)
    documents.top(form, office, under=[letters.number_line(form, sign)], dated=dated, also=also, size=13)
    form.text(piece("QUYẾT ĐỊNH", bold=True, spread=rng.choice((0, 0.5))), align="centre", size=form.style.size + 1)
    form.put("subject", " ".join(name))
    for line in name:
        form.text(form.value(line, "subject", plain=True, bold=True), align="centre", size=form.style.size - 0.5)
    form.skip(4)
    case = f"{rng.randint(10, 400)}/{day.year}/TLST-HNGĐ"
    start = day - dt.timedelta(days=rng.randint(20, 70))
    form.prose(f"Căn cứ vào hồ sơ vụ việc thụ lý số: {case} {wording.long_date(start)}, giữa:")
    for role in ("Nguyên đơn", "Bị đơn"):
        who = touches.somebody(rng, where, on=day, ages=(22, 50))
        called = "Anh" if who.sex == "male" else "Chị"
        form.prose(f"- {role}: {called} {who.name}, sinh năm {who.born.year}; nơi cư trú: {who.residence}.")
    form.prose("Căn cứ vào Điều 212 và Điều 213 của Bộ luật Tố tụng dân sự;", italic=True)
    form.text(piece("XÉT THẤY:", bold=True), align="centre", gap=1)
    form.prose(
        "Việc thỏa thuận của các đương sự được ghi trong biên bản hòa giải là hoàn toàn tự nguyện, không trái pháp luật và đạo đức xã hội."
    )
    form.text(piece("QUYẾT ĐỊNH:", bold=True), align="centre", gap=1)
    form.prose("1. Công nhận sự thỏa thuận của các đương sự theo nội dung biên bản nêu trên.")
    form.prose(
        "2. Quyết định này có hiệu lực pháp luật ngay sau khi được ban hành và không bị kháng cáo, kháng nghị theo thủ tục phúc thẩm.",
        gap=3,
    )
    letters.bottom(form, rng, office, day=day)


def _public_unit(form: Form, day: dt.date, office: Office | None, about: tuple[str, list[str]] | None) -> None:
    """A hospital's or school's: a spaced title, ``V/v``, a table of names."""
    rng = form.rng
    office = office or documents.hospital(rng, places.place(rng, on=day))
    sign = letters.sign_of(rng, office, "QĐ", day)
    dated = letters.dated_line(form, office, sign)
    documents.top(
        form,
        office,
        under=[letters.number_line(form, sign, label=rng.choice(("Số:", "Số")))],
        dated=dated,
        size=11.5,
        parent_bold=rng.random() < 0.2,
        rule=rng.choice(("line", "dashes")),
    )
    form.text(piece("QUYẾT ĐỊNH", bold=True, spread=rng.choice((0.0, 0.8, 1.4))), align="centre", size=15)
    what = about[0].removeprefix("Về việc ") if about else rng.choice(_MATTERS).format(year=day.year)
    mark = rng.choice(("V/v", "V/v", "V/v:"))
    form.balanced(piece(mark, bold=True), form.put("subject", what, plain=True, bold=True))
    form.skip(4)
    head = office.titles[0][-1]
    form.text(piece(f"{head} {' '.join(office.lines)}", bold=True), align="centre", gap=2)
    letters.recitals(form, rng, rng.randint(2, 3))
    form.text(piece("QUYẾT ĐỊNH", bold=True), align="centre", gap=2)
    form.text(piece("Điều 1.", bold=True), piece("Danh sách gồm các ông, bà có tên sau:"), first=10, gap=2)
    rows = [[[piece(text, bold=True)] for text in ("TT", "Họ và tên", "Đơn vị", "Ghi chú")]]
    for at in range(1, rng.randint(3, 7)):
        cells = (str(at), people.person(rng, on=day).name, rng.choice(_SECTIONS), "")
        rows.append([[piece(cell)] for cell in cells])
    form.table((0.08, 0.4, 0.36, 0.16), rows, size=form.style.size - 1)
    form.skip(2)
    form.text(piece("Điều 2.", bold=True), piece(prose.paragraph(rng, 2)), first=10, align="justify", gap=1.5)
    last = "Các phòng, khoa, bộ phận có liên quan và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."
    form.text(piece("Điều 3.", bold=True), piece(last), first=10, align="justify", gap=3)
    letters.bottom(form, rng, office, day=day)


_MATTERS = (
    "nâng bậc lương trước thời hạn do lập thành tích xuất sắc năm {year}",
    "cử viên chức đi đào tạo, bồi dưỡng chuyên môn nghiệp vụ năm {year}",
    "kiện toàn Tổ số hóa hồ sơ, tài liệu và Tổ giúp việc",
    "thành lập Hội đồng xét tuyển viên chức năm {year}",
)
_SECTIONS = ("Phòng Tổ chức - Hành chính", "Khoa Khám bệnh", "Phòng Đào tạo", "Phòng Kế toán - Tài vụ", "Tổ Văn phòng")

_PRINTERS = {"numbered_by_system": _numbered_by_system, "court": _court, "public_unit": _public_unit}
