"""What nearly every paper begins and ends with: the two cells of the heading, and who signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.samples import marks
from tests.samples import sheet as paper
from tests.samples.fonts import POINT
from tests.samples.form import Form, piece
from tests.samples.sheet import Piece, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The words of a heading. Each line is (text or pieces, bold)."""

    #: Upper left: parent body, then the issuing body.
    body: Sequence[Piece] = ()
    #: Under the body: ``Số: 05/QĐ-UBND`` and, on letters, ``V/v …``; each a line of pieces.
    under: Sequence[Sequence[Piece]] = ()
    #: Under the motto, in italics: place and date.
    dated: Sequence[Piece] = ()
    #: Size of the state's name, in points.
    size: float = 12.5
    #: Share of the width that the left cell takes.
    split: float = 0.42
    #: A rule under the motto (law) or none, or dashes (older systems).
    rule: str = "line"


def heading(form: Form, words: Heading) -> None:
    """Print both cells; the cursor goes below the longer."""
    rng = form.rng
    state = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" if rng.random() < 0.85 else "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    motto = "Độc lập - Tự do - Hạnh phúc" if rng.random() < 0.9 else "Độc lập – Tự do – Hạnh phúc"
    width = form.x1 - form.x0
    # The state's name must stay on one line: the left cell gives way.
    needed = paper.measure([piece(state, bold=True)], face=form.style.face, size=words.size)
    middle = min(form.x0 + width * words.split, form.x1 - needed - 1)

    def right() -> None:
        form.text(piece(state, bold=True), align="centre", size=words.size, leading=1.25)
        placed = form.text(piece(motto, bold=True), align="centre", size=words.size + 1, leading=1.25)
        half = paper.measure([piece(motto, bold=True)], face=form.style.face, size=words.size + 1) / 2
        centre = (form.x0 + form.x1) / 2
        if words.rule == "line":
            form.sheet.marks.append(
                Rule(x0=centre - half, y0=placed.last_y + 1.6, x1=centre + half, y1=placed.last_y + 1.6, thickness=0.25)
            )
        elif words.rule == "dashes":
            form.text("---------------", align="centre", leading=1.0)
        form.skip(3)
        if words.dated:
            form.text(*words.dated, align="centre", size=words.size + 0.5)

    def left() -> None:
        for line in words.body:
            inset = _inset(form, line, words.size)
            form.text(line, align="centre", size=words.size, leading=1.25, x0=form.x0 + inset, x1=form.x1 - inset)
        if words.body and words.rule == "line":
            centre, half = (form.x0 + form.x1) / 2, (form.x1 - form.x0) * 0.17
            y = form.y - words.size * POINT * 1.25 + 1.6
            form.sheet.marks.append(Rule(x0=centre - half, y0=y, x1=centre + half, y1=y, thickness=0.25))
        form.skip(3)
        for pieces in words.under:
            form.text(*pieces, align="centre", size=words.size + 0.5, leading=1.2)

    form.columns([(form.x0, middle - 1, left), (middle + 1, form.x1, right)])


def _inset(form: Form, line: Piece, size: float) -> float:
    """How far to draw the sides in, so that a line that has to break breaks evenly."""
    room = form.x1 - form.x0
    count = paper.count_lines([line], room=room, face=form.style.face, size=size)
    inset = 0.0
    while (
        count > 1 and paper.count_lines([line], room=room - 2 * (inset + 2), face=form.style.face, size=size) == count
    ):
        inset += 2
    return inset


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One who signs: the lines of the title, the printed name, and a seal over the left of the signature."""

    title: Sequence[Piece | Sequence[Piece]]
    #: ``(Ký, ghi rõ họ tên)``
    hint: str = ""
    name: Piece | None = None
    signed: bool = True
    #: Words around the seal and in its lower part; empty for no seal.
    seal: tuple[str, str] | tuple[()] = ()


#: A name of which more lies under a seal than this share counts as covered.
HIDDEN = 0.3


def _share(box: tuple[float, float, float, float], circle: tuple[float, float, float]) -> float:
    """The share of a box that lies in a circle, by asking a grid of points."""
    x, y, radius = circle
    grid = [
        (box[0] + (box[2] - box[0]) * at / 19, box[1] + (box[3] - box[1]) * by / 5)
        for at in range(20)
        for by in range(6)
    ]
    return sum((px - x) ** 2 + (py - y) ** 2 < radius**2 for px, py in grid) / len(grid)


def signers(
    form: Form, people: Sequence[Signer], *, height: float = 24.0, size: float = 0.0, edges: Sequence[float] = ()
) -> None:
    """Print who signed, side by side; the last one stands on the right. ``edges`` are fractions of the width."""
    form.need(height + form.step * 5)
    width = form.x1 - form.x0
    stops = edges or [at / len(people) for at in range(len(people) + 1)]

    def block(person: Signer) -> None:
        points = size or form.style.size
        for line in person.title:
            pieces = [line] if isinstance(line, Piece) else list(line)
            form.text(*pieces, align="centre", size=points, leading=1.25)
        if person.hint:
            form.text(piece(person.hint, italic=True), align="centre", size=points - 1)
        centre, top = (form.x0 + form.x1) / 2, form.y
        if person.signed:
            marks.signature(form.sheet, form.rng, x=centre + form.rng.uniform(-4, 6), y=top + height * 0.4)
        name_y = top + height
        if person.seal:
            # On real papers the seal begins over the title's last line and its lower edge just reaches the name,
            # or not quite: seen on nine scans, four of them touching it.
            x, y = centre - form.rng.uniform(12, 20), top + height * form.rng.uniform(0.1, 0.48)
            circle = marks.seal(form.sheet, form.rng, x=x, y=y, around=person.seal[0], under=person.seal[1])
            if person.name and person.name.field in form.truth.fields:
                half = paper.measure([person.name], face=form.style.face, size=points) / 2
                share = _share((centre - half, name_y - points * POINT * 0.9, centre + half, name_y + 0.8), circle)
                truth = form.truth.fields[person.name.field]
                truth.under_seal = share > 0
                truth.covered = share > HIDDEN
        form.y = name_y
        if person.name:
            form.text(person.name, align="centre", size=points)
        else:
            form.skip(form.step)

    form.columns(
        [
            (form.x0 + stops[at] * width, form.x0 + stops[at + 1] * width, lambda person=person: block(person))  # type: ignore[misc]
            for at, person in enumerate(people)
        ]
    )


def title(form: Form, *lines: str, size: float = 14.0, bold: bool = True) -> None:
    """A centred title in capitals."""
    for line in lines:
        form.text(piece(line, bold=bold), align="centre", size=size, leading=1.2)
