"""What offices add to a form: footers of systems, stamps of copies, second languages, other ways to write a day."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.samples import marks, people, places
from tests.samples import sheet as paper
from tests.samples.fonts import POINT
from tests.samples.form import Form, Style, piece
from tests.samples.people import Person
from tests.samples.places import Place
from tests.samples.sheet import HEIGHT, RED, WIDTH, Ink, Piece

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

_PEOPLES = ("Thái", "Mông", "Khơ Mú", "Kinh", "Dao", "Lào", "Xinh Mun", "Kháng", "Hà Nhì", "Tày")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A template with what differs between the offices that use it."""

    style: Style
    #: Points and faces to choose from; empty for those of the style.
    sizes: tuple[float, ...] = ()
    faces: tuple[str, ...] = ()

    def chosen(self, rng: random.Random) -> Style:
        """As one office has set it up."""
        size, face = rng.choice(self.sizes or (self.style.size,)), rng.choice(self.faces or (self.style.face,))
        return replace(self.style, size=size, face=face)


def somebody(rng: random.Random, where: Place, *, on: dt.date, ages: tuple[int, int] = (19, 74)) -> Person:
    """Somebody of any of the peoples, at a longer address."""
    who = people.person(rng, on=on, ages=ages, ethnicity=rng.choice(_PEOPLES), home=where)
    return replace(who, residence=address(rng, where), name=_longer(rng, who))


def _longer(rng: random.Random, who: Person) -> str:
    """A name of four or five syllables now and then."""
    if rng.random() > 0.15:
        return who.name
    first, *rest = who.name.split()
    return " ".join([first, rng.choice(("Hoàng", "Nguyễn", "Ngọc", "Bảo")), *rest])


def address(rng: random.Random, where: Place) -> str:
    """An address as it comes: short, long, with shortened words."""
    chance = rng.random()
    if chance < 0.35:
        return places.address(rng, where)
    town = where.commune.startswith(("phường", "thị trấn"))
    street = rng.choice(("Võ Nguyên Giáp", "Trường Chinh", "Nguyễn Hữu Thọ", "Lê Trọng Tấn", "Sùng Phái Sinh"))
    hamlet = rng.choice(("Tà Lèng", "Nà Nghè", "Pú Tỉu", "Huổi Phạ", "Noong Bua", "Kê Nênh"))
    head = (
        f"số nhà {rng.randint(1, 620):03d}, ngõ {rng.randint(2, 90)}, đường {street}, tổ dân phố {rng.randint(1, 19):02d}"
        if town
        else f"nhóm {rng.randint(1, 3)}, bản {hamlet} {rng.choice(('A', 'B', 'I', 'II'))}"
    )
    text = f"{head}, {where.printed}"
    if chance > 0.8:
        for word, short in (("phường ", "P. "), ("thành phố ", "TP. "), ("thị trấn ", "TT. "), ("huyện ", "H. ")):
            text = text.replace(word, short)
    return text[0].upper() + text[1:]


def day(rng: random.Random, when: dt.date) -> str:
    """A day as clerks and systems write it."""
    d, m, y = when.day, when.month, when.year
    return rng.choices(
        (
            f"{when:%d/%m/%Y}",
            f"{d}.{m}.{y}",
            f"{when:%d.%m.%Y}",
            f"{when:%d-%m-%Y}",
            f"{d}/{m}/{y}",
            f"ngày {d:02d} tháng {m:02d} năm {y}",
            f"ngày {d} tháng {m} năm {y}",
            f"{d:02d} / {m:02d} / {y}",
            f"Ngày {when:%d/%m/%Y}",
        ),
        (40, 6, 8, 8, 8, 12, 8, 4, 6),
    )[0]


def moment(rng: random.Random, when: dt.datetime) -> str:
    """A moment as systems print it."""
    h, m = when.hour, when.minute
    return rng.choice(
        (
            f"{h:02d} giờ {m:02d} phút, ngày {when:%d/%m/%Y}",
            f"{h:02d} giờ {m:02d} phút, ngày {when.day:02d} tháng {when.month:02d} năm {when.year}",
            f"{when:%d/%m/%Y} - {h:02d}:{m:02d}",
            f"{when:%d/%m/%Y %H:%M}:00",
            f"{h:02d}:{m:02d}:00 {when:%d/%m/%Y}",
            f"{h:02d}h{m:02d} ngày {when:%d/%m/%Y}",
            f"{h:02d}g{m:02d}, ngày {when:%d.%m.%Y}",
        )
    )


def state(form: Form, *, size: float = 0.0, rule: str = "line", spread: float = 0.0) -> None:
    """The state's name and motto over the whole width."""
    points = size or form.style.size
    form.text(piece(STATE, bold=True, spread=spread), align="centre", size=points, leading=1.25)
    form.text(piece(MOTTO, bold=True), align="centre", size=points + 1, leading=1.25)
    if rule == "line":
        form.underline(0.34)
    elif rule == "stars":
        form.text("* * *", align="centre", leading=1.0)
    else:
        form.text("--------------------", align="centre", leading=1.0)
    form.skip(5)


def bilingual(form: Form, vi: str, en: str, *values: Piece | None, split: float = 0.36, gap: float = 1.4) -> None:
    """A Vietnamese label with English in small italics under it, and the value beside both."""
    form.need(form.step * 2.6)
    edge = form.x0 + (form.x1 - form.x0) * split
    begins, last = form.x0, form.x1
    filled = [value for value in values if value is not None]
    at = len(form.sheet.lines)

    def label() -> None:
        form.text(piece(vi), piece(form.style.colon, tight=True) if form.style.colon else "", leading=1.15)
        form.skip(-0.9)
        form.text(piece(en, italic=True), size=form.style.size - 2.5, leading=1.15)

    def value() -> None:
        if filled:
            form.text(*filled, leading=1.2)

    form.columns([(begins, edge - 2, label), (edge, last, value)])
    said = form.sheet.lines[at:]
    form.sheet.lines[at:] = [" ".join(said)]
    form.y += gap


def bilingual_row(
    form: Form, entries: Sequence[tuple[str, str, Piece | None]], stops: Sequence[float], *, gap: float = 0.8
) -> None:
    """Several labels (Vietnamese, English, value) on one line, the English in a line of its own below."""
    form.row([(vi, value) for vi, _, value in entries], stops)
    form.skip(-0.9)
    points = form.style.size - 2.5
    width = form.x1 - form.x0
    for (_, en, _), stop in zip(entries, stops, strict=True):
        paper.paragraph(
            form.sheet,
            [piece(en, italic=True)],
            x0=form.x0 + stop * width,
            x1=form.x1 + 20,
            y=form.y - form.step + form.step * 0.82,
            face=form.style.face,
            size=points,
        )
    form.y += points * POINT * 1.0 + gap - 0.5


def hanging(
    form: Form, label: str, *values: Piece | None, split: float = 0.34, bold: bool = False, gap: float = 0.6
) -> None:
    """A label in a column of its own, broken where it is too long, and the value in the other: no colon, no rule."""
    edge = form.x0 + (form.x1 - form.x0) * split
    filled = [value for value in values if value is not None]
    at = len(form.sheet.lines)
    form.need(form.step * 2.2)
    form.columns(
        [
            (form.x0, edge - 3, lambda: _said(form, piece(label, bold=bold))),
            (edge, form.x1, (lambda: _said(form, *filled)) if filled else (lambda: None)),
        ]
    )
    form.sheet.lines[at:] = [" ".join(form.sheet.lines[at:])]
    form.y += gap


def _said(form: Form, *pieces: Piece) -> None:
    form.text(*pieces, leading=min(form.style.leading, 1.25))


def aside(form: Form, show: Callable[[], None], *, heard: bool) -> None:
    """Print somewhere else without moving the cursor; what is not ``heard`` (stamps) is no part of the page's text."""
    keep, lines = form.y, len(form.sheet.lines)
    show()
    form.y = keep
    if not heard:
        del form.sheet.lines[lines:]


def footer(form: Form, left: str, right: str = "", *, size: float = 8.0, italic: bool = True) -> None:
    """A line at the foot of every sheet; ``{page}`` and ``{pages}`` are filled in."""
    y = HEIGHT - 9.0
    for number, sheet in enumerate(form.sheets, 1):
        for text, align in ((left, "left"), (right, "right")):
            if text:
                said = text.format(page=number, pages=len(form.sheets))
                paper.paragraph(
                    sheet,
                    [piece(said, italic=italic)],
                    x0=form.x0,
                    x1=form.x1,
                    y=y,
                    face=form.style.face,
                    size=size,
                    align=align,
                )


def printed_by_system(rng: random.Random, when: dt.date) -> str:
    """``Ngày in: 05/10/2023 14:30:12``."""
    clock = f"{rng.randint(7, 16):02d}:{rng.randint(0, 59):02d}"
    user = rng.choice(("motcua", "tiepnhan", "tuphap", "canbo"))
    return rng.choice(
        (
            f"Ngày in: {when:%d/%m/%Y} {clock}:{rng.randint(0, 59):02d}",
            f"In lúc {clock} ngày {when:%d/%m/%Y} - Người in: {user}{rng.randint(1, 30):02d}",
            f"Được in từ Hệ thống thông tin giải quyết TTHC tỉnh Điện Biên, {when:%d/%m/%Y}",
        )
    )


def copy_mark(form: Form, rng: random.Random, *, x: float, y: float) -> None:
    """A stamped ``BẢN SAO`` in a frame."""
    ink: Ink = rng.choice((RED, RED, (40, 50, 150)))

    def show() -> None:
        marks.frame(form.sheet, x0=x, y0=y, x1=x + 30, y1=y + 9, thickness=0.6, ink=ink)
        form.y = y + 6.4
        form.text(piece("BẢN SAO", bold=True, ink=ink), size=13, x0=x, x1=x + 30, align="centre")

    aside(form, show, heard=False)


def certified(form: Form, rng: random.Random, where: Place, *, on: dt.date, x: float, y: float) -> None:
    """The stamp of a certified copy: a number, a day and a name of its own, none of them the paper's."""
    ink: Ink = rng.choice((RED, (150, 40, 110), (50, 60, 160)))
    width = 74.0
    clerk = people.person(rng, on=on, ages=(30, 58)).name
    later = min(on + dt.timedelta(days=rng.randint(5, 700)), dt.date(2026, 11, 6))

    def show() -> None:
        form.y = y
        for text, bold in (
            (rng.choice(("CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH", "SAO Y BẢN CHÍNH")), True),
            (f"Số chứng thực: {rng.randint(100, 9800)}  Quyển số: {rng.randint(1, 4):02d} - SCT/BS", False),
            (f"Ngày {later.day:02d} tháng {later.month:02d} năm {later.year}", False),
            (f"UBND {places.bare(where.commune)}".upper(), True),
            ("PHÓ CHỦ TỊCH", True),
        ):
            form.text(piece(text, bold=bold, ink=ink), size=9.5, x0=x, x1=x + width, align="centre", leading=1.3)
        marks.signature(form.sheet, rng, x=x + width / 2, y=form.y + 5)
        marks.seal(
            form.sheet, rng, x=x + 18, y=form.y + 3, around=f"ỦY BAN NHÂN DÂN {where.commune}", under=where.short
        )
        form.y += 14
        form.text(piece(clerk, bold=True, ink=ink), size=10, x0=x, x1=x + width, align="centre")

    aside(form, show, heard=False)


def inset(form: Form, *, margin: float = 11.0, thickness: float = 0.35, ink: Ink = (20, 20, 22)) -> None:
    """A plain frame around the sheet."""
    marks.frame(form.sheet, x0=margin, y0=margin, x1=WIDTH - margin, y1=HEIGHT - margin, thickness=thickness, ink=ink)


def rule_across(form: Form, *, gap: float = 2.0) -> None:
    """A thin line over the whole column."""
    y = form.last_y + form.style.size * POINT * 0.5
    paper.rules(form.sheet, ((form.x0, y, form.x1, y),))
    form.y = max(form.y, y + form.style.size * POINT * 1.1) + gap - 2.0


def bar(form: Form, text: str, *, size: float = 0.0) -> None:
    """A heading of a part, in bold capitals with a rule under it."""
    form.skip(1.2)
    form.text(piece(text, bold=True), size=size or form.style.size)
    rule_across(form)


def ticked(form: Form, choices: Sequence[tuple[str, bool]]) -> list[Piece]:
    """``Bản giấy [x]   Bản điện tử [ ]``: drawn boxes would be pictures; typists put brackets."""
    return [piece(f"{name} [{'x' if chosen else '  '}]") for name, chosen in choices]
