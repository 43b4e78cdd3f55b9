"""What these papers are built of: cells with small labels, room for a photograph, a stamp of who has received it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from tests.samples import marks
from tests.samples import sheet as paper
from tests.samples.fonts import POINT
from tests.samples.form import Form, piece
from tests.samples.sheet import BLACK, RED, Ink, Piece
from tests.samples.unseen import touches

#: A cell: its small label, its value, and its share of the row.
Cell = tuple[str, Sequence[Piece], float]


def cells(form: Form, row: Sequence[Cell], *, small: float = 8.5) -> None:
    """Framed cells side by side, each with a small label at its top and the value below it."""
    line = form.step
    shares = [share for _, _, share in row]
    edges = [form.x0 + (form.x1 - form.x0) * sum(shares[:at]) for at in range(len(row) + 1)]
    counts = [
        paper.count_lines(values, room=edges[at + 1] - edges[at] - 4, face=form.style.face, size=form.style.size)
        for at, (_, values, _) in enumerate(row)
    ]
    tall = small * POINT * 1.5 + max(1, *counts) * line + 1.6
    form.need(tall + 1)
    top = form.y
    said = len(form.sheet.lines)
    for at, (label, values, _) in enumerate(row):
        inner = edges[at] + 2, edges[at + 1] - 2
        form.y = top + small * POINT * 1.2
        form.text(piece(label), size=small, x0=inner[0], x1=inner[1] + 2, leading=1.0)
        form.y = top + small * POINT * 1.5 + line * 0.85
        if values:
            form.text(*values, x0=inner[0], x1=inner[1])
        marks.frame(form.sheet, x0=edges[at], y0=top, x1=edges[at + 1], y1=top + tall, thickness=0.2, ink=BLACK)
    form.sheet.lines[said:] = [" ".join(form.sheet.lines[said:])]
    form.y = top + tall


def photograph(form: Form, *, x: float, y: float, lines: Sequence[str], width: float = 30, height: float = 40) -> None:
    """An empty frame for a photograph, with what it asks for."""

    def show() -> None:
        marks.frame(form.sheet, x0=x, y0=y, x1=x + width, y1=y + height, thickness=0.25, ink=BLACK)
        form.y = y + height / 2 - 2.5 * (len(lines) - 1)
        for line in lines:
            form.text(line, size=9.5, x0=x + 1, x1=x + width - 1, align="centre", leading=1.25)

    touches.aside(form, show, heard=True)


def received(form: Form, rng: random.Random, *, x: float, y: float, head: str, on: dt.date) -> None:
    """A stamp of whoever took the paper in: a number and a day of its own, written with a pen."""
    ink: Ink = rng.choice((RED, (40, 60, 160), (90, 40, 130)))

    def show() -> None:
        marks.frame(form.sheet, x0=x, y0=y, x1=x + 46, y1=y + 17, thickness=0.5, ink=ink)
        form.y = y + 5
        form.text(piece(head, bold=True, ink=ink), size=9.5, x0=x + 1, x1=x + 45, align="centre", leading=1.3)
        for label, text in (("SỐ:", str(rng.randint(11, 980))), ("NGÀY:", f"{on.day}/{on.month}/{on:%y}")):
            written = piece(text, hand=True, ink=form.pen)
            form.text(piece(label, ink=ink), written, size=9, x0=x + 4, x1=x + 45, leading=1.55)

    touches.aside(form, show, heard=False)


def notes(form: Form, texts: Sequence[str], *, size: float = 9.0) -> None:
    """Footnotes at the foot of the sheet under a short rule; the cursor stays."""
    room = form.x1 - form.x0
    step = size * POINT * 1.25
    lines = [paper.count_lines([piece(text)], room=room, face=form.style.face, size=size) for text in texts]
    top = paper.HEIGHT - 12 - sum(lines) * step

    def show() -> None:
        paper.rules(form.sheet, ((form.x0, top - 4, form.x0 + 45, top - 4),))
        form.y = top
        for text in texts:
            paper.paragraph(
                form.sheet, [piece(text)], x0=form.x0, x1=form.x1, y=form.y, face=form.style.face, size=size
            )
            form.y += step * lines[texts.index(text)]

    touches.aside(form, show, heard=True)
