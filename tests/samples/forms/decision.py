"""Quyết định: of committees, departments and ministries, by Decree 30/2020 and as they were before it."""

from __future__ import annotations

import datetime as dt
import random

from tests.samples import people, places, prose, wording
from tests.samples.form import Form, Style, piece
from tests.samples.forms import letters
from tests.samples.forms.heading import title
from tests.samples.forms.letters import Office, Sign

LAYOUTS: dict[str, Style] = {
    "committee": Style(size=13.5, leading=1.3, left=30, right=17),
    "department": Style(size=14, leading=1.25, left=30, right=18),
    "ministry": Style(size=13, leading=1.35, left=32, right=17),
    "before_2020": Style(face="freeserif", size=13.5, leading=1.3, left=28, right=18),
    "civil_status": Style(size=13, leading=1.4, left=28, right=18),
    "signed_electronically": Style(face="notoserif", size=11.5, leading=1.35, left=28, right=16, top=22),
}

#: Nothing on these papers can be held against anything else.
CONTRADICTIONS: dict[str, str] = {}

_OFFICES = {
    "committee": letters.committee,
    "department": letters.department,
    "ministry": letters.ministry,
    "before_2020": letters.committee,
    "civil_status": letters.committee,
    "signed_electronically": letters.department,
}


def subject(rng: random.Random, day: dt.date) -> tuple[str, list[str]]:
    """What a decision is about, and its articles."""
    who = people.person(rng, on=day)
    unit = who.home.printed
    money = wording.amount(rng.randint(2, 900) * 1_000_000)
    called = "ông" if who.sex == "male" else "bà"
    return rng.choice(
        (
            (
                f"Về việc trợ cấp xã hội hàng tháng đối với {called} {who.name}",
                [f"Trợ cấp xã hội hàng tháng đối với {called} {who.name}, sinh ngày {who.born:%d/%m/%Y}, hiện cư trú tại {who.residence}, mức trợ cấp 540.000 đồng/tháng.", "Thời gian hưởng kể từ tháng liền kề sau tháng ký Quyết định."],
            ),
            (
                f"Về việc thay đổi, cải chính hộ tịch cho {called} {who.name}",
                [f"Cho phép {called} {who.name}, số định danh cá nhân {who.personal_id}, được cải chính ngày, tháng, năm sinh trong Giấy khai sinh.", "Công chức Tư pháp - Hộ tịch ghi nội dung thay đổi vào Sổ hộ tịch theo quy định."],
            ),
            (
                f"Về việc phê duyệt dự toán và kế hoạch lựa chọn nhà thầu công trình: Nâng cấp đường giao thông nội đồng {unit}",
                [f"Phê duyệt dự toán công trình với tổng giá trị {money} đồng.", "Phê duyệt kế hoạch lựa chọn nhà thầu theo hình thức chỉ định thầu rút gọn."],
            ),
            (
                "Công bố Danh mục thủ tục hành chính được sửa đổi, bổ sung trong lĩnh vực Hộ tịch thuộc thẩm quyền giải quyết của Ủy ban nhân dân cấp xã",
                ["Công bố kèm theo Quyết định này Danh mục thủ tục hành chính được sửa đổi, bổ sung.", "Trung tâm Phục vụ hành chính công niêm yết công khai thủ tục hành chính theo quy định."],
            ),
            (
                f"Về việc công nhận hộ thoát nghèo, thoát cận nghèo năm {day.year}",
                [f"Công nhận {rng.randint(12, 230)} hộ thoát nghèo và {rng.randint(4, 90)} hộ thoát cận nghèo trên địa bàn {unit}.", "Danh sách chi tiết kèm theo Quyết định này."],
            ),
            (
                f"Về việc cho phép chuyển mục đích sử dụng đất đối với {called} {who.name}",
                [f"Cho phép {called} {who.name} chuyển mục đích sử dụng {rng.randint(40, 300)} m² đất trồng cây lâu năm sang đất ở tại {unit}.", "Người sử dụng đất thực hiện nghĩa vụ tài chính theo thông báo của cơ quan thuế."],
            ),
            (
                "Ban hành Quy chế hoạt động của Bộ phận Tiếp nhận và Trả kết quả giải quyết thủ tục hành chính",
                ["Ban hành kèm theo Quyết định này Quy chế hoạt động của Bộ phận Tiếp nhận và Trả kết quả.", "Quyết định này có hiệu lực kể từ ngày ký và thay thế các quy định trước đây trái với Quy chế này."],
            ),
            (
                f"Về việc điều động, bổ nhiệm {called} {who.name}",
                [f"Điều động và bổ nhiệm {called} {who.name} giữ chức vụ Phó Trưởng phòng, thời hạn 05 năm.", f"{called.capitalize()} {who.name} được hưởng phụ cấp chức vụ lãnh đạo hệ số 0,35."],
            ),
            (
                f"Về việc thu hồi đất để thực hiện dự án Trụ sở làm việc Công an {who.home.commune}",
                [f"Thu hồi {wording.amount(rng.randint(300, 9000))} m² đất của các hộ gia đình, cá nhân có danh sách kèm theo.", "Giao Trung tâm Phát triển quỹ đất thực hiện bồi thường, hỗ trợ theo phương án được duyệt."],
            ),
        )
    )  # fmt: skip


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
    form = Form(rng, LAYOUTS[layout], kind="decision", layout=layout)
    letters.numbered_sheets(form)
    day = day or letters.law_day(rng, first=2012 if layout == "before_2020" else 2020)
    if layout == "before_2020" and day.year > 2019:
        day = day.replace(year=rng.randint(2012, 2019), day=min(day.day, 28))
    where = places.place(rng, on=day)
    office = office or _OFFICES[layout](rng, where, on=day)
    what, articles = about or subject(rng, day)
    sign = letters.sign_of(
        rng, office, "QĐ", day, by_hand=layout in ("committee", "before_2020", "civil_status") and rng.random() < 0.14
    )
    if layout == "signed_electronically":
        letters.esignature_box(form, office, sign)
    letters.top(
        form,
        office,
        sign,
        old=layout == "before_2020" and rng.random() < 0.5,
        size=12 if layout != "ministry" else 12.5,
    )
    if rng.random() < 0.08:
        letters.arrival_stamp(form, rng)
    _title(form, layout, what)
    _body(form, rng, layout, office, sign, articles)
    return form


def _title(form: Form, layout: str, what: str) -> None:
    rng = form.rng
    title(form, "QUYẾT ĐỊNH", size=form.style.size + 0.5)
    if layout == "before_2020" and what.startswith("Về việc") and rng.random() < 0.6:
        shown = what.removeprefix("Về việc ")
        printed = [piece("V/v", bold=True), form.put("subject", shown, hand=False, plain=True, bold=True)]
    else:
        printed = [form.put("subject", what, hand=False, plain=True, bold=True)]
    form.balanced(*printed)
    form.underline(0.22)
    form.skip(3)


def _body(form: Form, rng: random.Random, layout: str, office: Office, sign: Sign, articles: list[str]) -> None:
    head = {"BỘ": "BỘ TRƯỞNG ", "SỞ": "GIÁM ĐỐC "}.get(office.lines[0].split()[0], "CHỦ TỊCH ")
    form.text(piece(f"{head}{' '.join(office.lines)}", bold=True), align="centre", gap=2)
    letters.recitals(form, rng, rng.randint(2, 4))
    form.text(piece("QUYẾT ĐỊNH:", bold=True), align="centre", gap=2)
    if layout == "ministry" or rng.random() < 0.25:
        articles = [*articles, *(prose.paragraph(rng, 3) for _ in range(rng.randint(2, 5)))]
    for number, article in enumerate(articles, 1):
        form.text(piece(f"Điều {number}.", bold=True), piece(article), first=10, align="justify", gap=1.5)
    last = f"Chánh Văn phòng, Thủ trưởng các cơ quan, đơn vị có liên quan và các ông (bà) có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này{rng.choice(('./.', '.'))}"
    form.text(piece(f"Điều {len(articles) + 1}.", bold=True), piece(last), first=10, align="justify", gap=2)
    letters.bottom(form, rng, office, day=sign.day)
