"""A form being filled in: a cursor that walks down the sheets, prints labels and values, and keeps the truth."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.samples import sheet as paper
from tests.samples.fonts import POINT
from tests.samples.sheet import BLUE, HEIGHT, WIDTH, Ink, Piece, Rule, Run, Sheet, piece
from tests.samples.truth import PaperTruth, Truth

__all__ = ["Form", "Style", "piece"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How one printer's template looks."""

    face: str = "tinos"
    #: Points.
    size: float = 13.0
    leading: float = 1.35
    #: Millimetres.
    left: float = 30.0
    right: float = 18.0
    top: float = 18.0
    bottom: float = 20.0
    bold_values: bool = False
    italic_values: bool = False
    upper_names: bool = True
    #: What stands between a label and its value: ":", " :", "".
    colon: str = ":"
    #: "" none, "after" dots fill the line after the value, "under" a dotted line under the value, "line" a solid one.
    leader: str = ""
    #: Print a value on the line after its label.
    below: bool = False
    #: Values are written by hand.
    hand: bool = False
    #: Another machine fills in the values: its face, and how far off the line it prints, in millimetres.
    value_face: str = ""
    value_lift: float = 0.0


class Form:
    """Prints one paper of one or more sheets."""

    def __init__(self, rng: random.Random, style: Style, *, kind: str, layout: str) -> None:
        self.rng = rng
        self.style = style
        self.sheets: list[Sheet] = [Sheet()]
        self.truth = PaperTruth(kind=kind, layout=layout, pages=[1])
        self.y = style.top
        #: The last baseline that was printed on.
        self.last_y = style.top
        #: Called on every new sheet, for page numbers and frames.
        self.on_new_sheet: Callable[[Form], None] | None = None
        #: Whoever fills this form in keeps to one pen.
        self.pen: Ink = rng.choice((BLUE, BLUE, (24, 40, 120), (28, 28, 34)))
        self.x0 = style.left
        self.x1 = WIDTH - style.right

    # The cursor

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    @property
    def page(self) -> int:
        return len(self.sheets)

    @property
    def step(self) -> float:
        """From one baseline to the next, in millimetres."""
        return self.style.size * POINT * self.style.leading

    def skip(self, millimetres: float) -> None:
        self.y += millimetres

    def need(self, millimetres: float) -> None:
        """Begin a new sheet if so much no longer fits."""
        if self.y + millimetres > HEIGHT - self.style.bottom:
            self.turn()

    def turn(self) -> None:
        """Begin a new sheet."""
        self.sheets.append(Sheet())
        self.truth.pages.append(self.page)
        self.y = self.style.top
        if self.on_new_sheet:
            self.on_new_sheet(self)

    # Values

    def put(
        self,
        field: str,
        text: str,
        value: Any = None,
        *,
        also: Sequence[Any] = (),
        hand: bool | None = None,
        plain: bool = False,
        **style: Any,
    ) -> Piece:
        """A value to print, kept as the truth of its field; ``value`` is the text itself unless given."""
        by_hand = self.style.hand if hand is None else hand
        self.truth.fields[field] = Truth(
            value=text if value is None else value, text=text, page=self.page, handwritten=by_hand, also=tuple(also)
        )
        return self.value(text, field, hand=by_hand, plain=plain, **style)

    def value(
        self, text: str, field: str = "", *, hand: bool | None = None, plain: bool = False, **style: Any
    ) -> Piece:
        """A value to print that is nobody's field (or a part of one)."""
        looks: dict[str, Any] = {}
        if not plain:
            looks = {
                "bold": self.style.bold_values,
                "italic": self.style.italic_values,
                "face": self.style.value_face,
                "lift": self.style.value_lift,
            }
        by_hand = self.style.hand if hand is None else hand
        if by_hand:
            looks["ink"] = self.pen
        return replace(Piece(text=text, field=field, hand=by_hand), **{**looks, **style})

    def name(self, text: str) -> str:
        """A person's name in the case that this template prints."""
        return text.upper() if self.style.upper_names else text

    # Lines

    def text(
        self,
        *pieces: Piece | str,
        align: str = "left",
        first: float = 0.0,
        size: float = 0.0,
        x0: float | None = None,
        x1: float | None = None,
        leading: float = 0.0,
        gap: float = 0.0,
    ) -> paper.Placed:
        """A paragraph at the cursor; the cursor goes below it, ``gap`` millimetres further."""
        parts = [piece(part) if isinstance(part, str) else part for part in pieces]
        points = size or self.style.size
        spread = leading or self.style.leading
        left, right = self.x0 if x0 is None else x0, self.x1 if x1 is None else x1
        count = paper.count_lines(parts, room=right - left, face=self.style.face, size=points, first=first)
        self.need(min(count, 40) * points * POINT * spread)
        self._mark_page(parts)
        placed = paper.paragraph(
            self.sheet,
            parts,
            x0=left,
            x1=right,
            y=self.y,
            face=self.style.face,
            size=points,
            leading=spread,
            align=align,
            first=first,
        )
        self.y = placed.bottom + gap
        self.last_y = placed.last_y
        return placed

    def balanced(self, *pieces: Piece, inset: float = 14.0, leading: float = 1.2) -> None:
        """A centred paragraph whose lines are about as long as each other, as typists break an abstract."""
        room = self.x1 - self.x0 - 2 * inset
        lines = paper.count_lines(pieces, room=room, face=self.style.face, size=self.style.size)
        while (
            lines > 1 and paper.count_lines(pieces, room=room - 4, face=self.style.face, size=self.style.size) == lines
        ):
            room -= 4
            inset += 2
        self.text(*pieces, align="centre", x0=self.x0 + inset, x1=self.x1 - inset, leading=leading)

    def prose(self, text: str, *, first: float = 10.0, gap: float = 1.2, italic: bool = False) -> None:
        """A paragraph of running text, broken over two sheets where it does not fit."""
        part = piece(text, italic=italic)
        room = self.x1 - self.x0
        lines = paper.broken([part], room=room, face=self.style.face, size=self.style.size, first=first)
        fit = int((HEIGHT - self.style.bottom - self.y) / self.step)
        if len(lines) > fit >= 2 and len(lines) - fit >= 2:
            self.text(replace(part, text=" ".join(lines[:fit])), align="justify", first=first)
            self.turn()
            part, first = replace(part, text=" ".join(lines[fit:])), 0.0
        self.text(part, align="justify", first=first, gap=gap)

    def _mark_page(self, parts: Sequence[Piece]) -> None:
        for part in parts:
            if part.field in self.truth.fields:
                self.truth.fields[part.field].page = self.page

    def entry(
        self,
        label: str,
        *values: Piece | None,
        colon: str | None = None,
        leader: str | None = None,
        below: bool | None = None,
        first: float = 0.0,
        hang: float = 0.0,
        gap: float = 0.0,
        x0: float | None = None,
        x1: float | None = None,
        bold_label: bool = False,
        align: str = "left",
    ) -> None:
        """A label and its value; without a value only the leader is printed, as on a blank."""
        filled = [value for value in values if value is not None]
        leads = self.style.leader if leader is None else leader
        head = self._label(label, colon, bold_label)
        left, right = self.x0 if x0 is None else x0, self.x1 if x1 is None else x1
        if below is None:
            below = self.style.below
        if below and filled:
            self.text(*head, x0=left, x1=right, first=first)
            placed = self.text(*filled, x0=left + (hang or 4), x1=right, align=align)
        else:
            placed = self.text(*head, *filled, x0=left, x1=right, first=first, align=align)
        begins = left + (hang or 4) if below and filled else left + first + self._reach(head)
        if placed.lines > 1:
            begins = left
        self._lead(placed, leads, begins, right, filled=bool(filled))
        self.y += gap

    def _label(self, label: str, colon: str | None, bold: bool) -> list[Piece]:
        if not label:
            return []
        mark = self.style.colon if colon is None else colon
        head = [piece(label, bold=bold)]
        if mark:
            head.append(piece(mark.strip(), bold=bold, tight=not mark.startswith(" ")))
        return head

    def _reach(self, head: Sequence[Piece]) -> float:
        """How far a label reaches, in millimetres."""
        return paper.measure(head, face=self.style.face, size=self.style.size) + 0.8

    def _lead(self, placed: paper.Placed, leader: str, begins: float, right: float, *, filled: bool) -> None:
        """Dots after the value, or dots or a line under its last line from where the value begins."""
        size = self.style.size
        if leader == "line":
            y = placed.last_y + 1.1
            paper.rules(self.sheet, ((begins, y, right, y),))
            return
        if leader == "under" and filled:
            paper.dots(self.sheet, x0=begins, x1=right, y=placed.last_y + 1.1, size=size)
        elif leader or not filled:
            paper.dots(self.sheet, x0=placed.last_x + 0.6, x1=right, y=placed.last_y, size=size)

    def row(
        self,
        entries: Sequence[tuple[str, Piece | None]],
        stops: Sequence[float],
        *,
        leader: str | None = None,
        colon: str | None = None,
        gap: float = 0.0,
        bold_label: bool = False,
    ) -> None:
        """Several labels with values on one line; ``stops`` are where each begins, in fractions of the column.

        A value too long for its part wraps inside it, as in a table without rules.
        """
        self.need(self.step * 1.2)
        width = self.x1 - self.x0
        edges = [*(self.x0 + stop * width for stop in stops), self.x1 + 1.5]
        leads = self.style.leader if leader is None else leader
        said: list[str] = []
        bottom = self.y
        for at, (label, value) in enumerate(entries):
            parts = self._label(label, colon, bold_label) + ([value] if value else [])
            self._mark_page(parts)
            before = len(self.sheet.lines)
            placed = paper.paragraph(
                self.sheet,
                parts,
                x0=edges[at],
                x1=edges[at + 1] - 1.5,
                y=self.y,
                face=self.style.face,
                size=self.style.size,
                leading=self.style.leading,
            )
            said.append(" ".join(self.sheet.lines[before:]))
            del self.sheet.lines[before:]
            begins = edges[at] + (self._reach(self._label(label, colon, bold_label)) if placed.lines == 1 else 0)
            self._lead(placed, leads, begins, edges[at + 1] - 1.5, filled=value is not None)
            bottom = max(bottom, placed.bottom)
        self.sheet.lines.append(" ".join(said))
        self.y = bottom + gap

    def columns(self, parts: Sequence[tuple[float, float, Callable[[], None]]]) -> None:
        """Blocks side by side; each (x0, x1, print it) in millimetres begins at the cursor; it ends below the longest."""
        top, bottom = self.y, self.y
        whole = self.x0, self.x1
        for x0, x1, show in parts:
            self.y, self.x0, self.x1 = top, x0, x1
            show()
            bottom = max(bottom, self.y)
        self.x0, self.x1 = whole
        self.y = bottom

    def underline(self, share: float, *, thickness: float = 0.25) -> None:
        """A short rule in the middle of the column under the last line, as under the motto."""
        middle, half = (self.x0 + self.x1) / 2, (self.x1 - self.x0) * share / 2
        y = self.last_y + self.style.size * POINT * 0.45
        self.sheet.marks.append(Rule(x0=middle - half, y0=y, x1=middle + half, y1=y, thickness=thickness))

    def table(
        self,
        widths: Sequence[float],
        rows: Sequence[Sequence[Sequence[Piece]]],
        *,
        size: float = 0.0,
        aligns: Sequence[str] = (),
        head: int = 1,
        lines: str = "all",
        pad: float = 1.4,
    ) -> None:
        """A table; ``widths`` are fractions, ``lines`` is all, rows (horizontal only) or none."""
        points = size or self.style.size
        step = points * POINT * 1.2
        width = self.x1 - self.x0
        edges = [self.x0]
        for share in widths:
            edges.append(edges[-1] + share * width)
        for number, row in enumerate(rows):
            counts = [
                paper.count_lines(cell, room=edges[at + 1] - edges[at] - 2 * pad, face=self.style.face, size=points)
                for at, cell in enumerate(row)
            ]
            height = max(1, *counts) * step + 2.2
            self.need(height + 2)
            top = self.y - points * POINT * 0.95
            said = []
            for at, cell in enumerate(row):
                self._mark_page(cell)
                before = len(self.sheet.lines)
                align = "centre" if number < head else (aligns[at] if aligns else "left")
                raise_by = (max(1, *counts) - counts[at]) * step / 2 if align == "centre" else 0
                paper.paragraph(
                    self.sheet,
                    cell,
                    x0=edges[at] + pad,
                    x1=edges[at + 1] - pad,
                    y=self.y + 0.8 + raise_by,
                    face=self.style.face,
                    size=points,
                    leading=1.2,
                    align=align,
                )
                said.append(" ".join(self.sheet.lines[before:]))
                del self.sheet.lines[before:]
            self.sheet.lines.append(" ".join(part for part in said if part))
            if lines != "none":
                self._grid(edges, top, top + height, verticals=lines == "all", first=number == 0)
            self.y += height
        self.y += 1.5

    def _grid(self, edges: Sequence[float], top: float, bottom: float, *, verticals: bool, first: bool) -> None:
        ends = [(edges[0], bottom, edges[-1], bottom)]
        if first:
            ends.append((edges[0], top, edges[-1], top))
        if verticals:
            ends += [(x, top, x, bottom) for x in edges]
        paper.rules(self.sheet, ends)

    def boxes(self, label: str, text: str, field: str, *, box: float = 5.6, x: float | None = None) -> None:
        """A label and a row of boxes with one digit in each."""
        self.need(self.step * 1.4)
        placed = paper.paragraph(
            self.sheet,
            self._label(label, None, False),
            x0=self.x0,
            x1=self.x1,
            y=self.y,
            face=self.style.face,
            size=self.style.size,
        )
        left = placed.last_x + 3 if x is None else x
        top = self.y - box * 0.78
        for at, letter in enumerate(text):
            start = left + at * box
            paper.rules(
                self.sheet,
                (
                    (start, top, start + box, top),
                    (start, top + box, start + box, top + box),
                    (start, top, start, top + box),
                ),
            )
            shown = self.value(letter, field)
            room = paper.measure([shown], face=self.style.face, size=self.style.size)
            paper.paragraph(
                self.sheet,
                [shown],
                x0=start + (box - room) / 2,
                x1=start + box,
                y=self.y + 0.1,
                face=self.style.face,
                size=self.style.size,
                record=False,
            )
        end = left + len(text) * box
        paper.rules(self.sheet, ((end, top, end, top + box),))
        self.sheet.lines[-1] += f" {text}"
        if field in self.truth.fields:
            self.truth.fields[field].page = self.page
        self.y += self.step * 1.25


def place_boxes(sheets: Sequence[Sheet], truth: PaperTruth) -> None:
    """Find where each value was printed, from the runs that carry its field."""
    for name, value in truth.fields.items():
        # A document's sign is printed as its number and the rest.
        names = (name, "number") if name == "symbol" else (name,)
        runs = [mark for mark in sheets[value.page - 1].marks if isinstance(mark, Run) and mark.field in names]
        if runs:
            value.box = (
                min(run.x for run in runs) / WIDTH,
                min(run.y - run.size * POINT * 0.95 for run in runs) / HEIGHT,
                max(run.x + run.width for run in runs) / WIDTH,
                max(run.y + run.size * POINT * 0.28 for run in runs) / HEIGHT,
            )
