"""Two readers by turns: running text is read by the quick one, and only what it is not sure of by the engine.

The engine finds the lines. The other reader reads those of running text, and its words are taken where it is sure
(``parts``). All other words are cut out, set side by side in lines of their own (``mosaic``) and read by the engine,
whose time goes by the width of what it reads. Tables are read by the engine with their rules, and a page with a head, a
form or a signature is read by the engine alone. What this gains: docs/decisions.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final, TypeAlias

import numpy as np

from pipeline.domain.page import Box, Engine, Line, Word
from pipeline.ports import LINE_HEIGHT, GuessLines, Image, LayOut, Layout, PrintedLine, Reader
from pipeline.stages.cascade import mosaic, parts
from pipeline.stages.cascade.parts import BESIDE, Part, Seen
from pipeline.stages.imaging import Pixels

#: The widest strip that the other reader reads well, in pixels of what it is given.
WIDEST: Final = 900

#: So many lines are tried first; the page goes to the engine if less than this share of their width is read surely.
TRIED, SURE_SHARE = 8, 0.35

#: So many lines one after the other that are in no paragraph are a head, a form or a signature.
FEW: Final = 3

#: Words of a line, with the block of the page and the block inside it.
_Found: TypeAlias = tuple[tuple[int, int], tuple[Word, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Lines of a table, which the engine reads together."""

    #: Their numbers on the page, in reading order.
    numbers: tuple[int, ...]
    #: The paper that they stand on.
    box: Box


class Cascade:
    """Reads as ``ports.Reader`` does, whole pages by two readers. For one thread."""

    def __init__(self, engine: Reader, *, lay_out: LayOut, guess: GuessLines, pixels: Pixels, other: str) -> None:
        """``lay_out`` is that of ``engine``; ``other`` is the other reader's name."""
        self._engine, self._lay_out, self._guess, self._pixels = engine, lay_out, guess, pixels
        self._name = replace(engine.engine, name=f"{engine.engine.name} + {other}")

    @property
    def engine(self) -> Engine:
        return self._name

    def read(self, image: Image, *, dpi: int, layout: Layout = "page") -> Sequence[Line]:
        """Read an upright page; see ``ports.Reader``. Both readers are asked about whole grey pages only."""
        if layout != "page" or image.ndim != 2:
            return self._engine.read(image, dpi=dpi, layout=layout)
        with self._lay_out(image, dpi=dpi, layout=layout) as sheet:
            lines = sheet.lines
            seen = self._seen_by_other(image, lines)
            tables = tables_of(lines, seen.keys(), image)
            if not seen or tables is None:
                return sheet.read()
        return tuple(_lines(self._found(image, lines, seen, tables, dpi)))

    def read_line(self, image: Image, *, box: Box, dpi: int) -> Sequence[Word]:
        """Read one printed line by the engine; see ``ports.Reader``."""
        return self._engine.read_line(image, box=box, dpi=dpi)

    def _seen_by_other(self, image: Image, lines: Sequence[PrintedLine]) -> dict[int, Sequence[Seen]]:
        """What the other reader sees on the lines of running text, by number; nothing where the page is none for it."""
        running = parts.running(lines)
        if tables_of(lines, set(running), image) is None:
            return {}
        tried = running[:: max(1, len(running) // TRIED)]
        found = self._seen(image, lines, tried)
        sure = sum(word.box.width for words in found.values() for word in words if word.sure)
        if not tried or sure < SURE_SHARE * sum(lines[number].box.width for number in tried):
            return {}
        return found | self._seen(image, lines, [number for number in running if number not in found])

    def _seen(self, image: Image, lines: Sequence[PrintedLine], numbers: Sequence[int]) -> dict[int, Sequence[Seen]]:
        strips = {number: self._strip(image, lines[number].box) for number in numbers}
        fitting = [number for number, strip in strips.items() if strip.shape[1] <= WIDEST]
        guesses = self._guess([strips[number] for number in fitting])
        return {
            number: tuple(parts.seen(guess, lines[number].box) for guess in words)
            for number, words in zip(fitting, guesses, strict=True)
            if not any(":" in guess.text for guess in words[:-1])  # a label and its value: the engine's
        }

    def _strip(self, image: Image, box: Box) -> Image:
        """A line with what is above, below and beside it, as the other reader takes it."""
        scale = parts.scale(box)
        reach = LINE_HEIGHT / scale / 2
        top, bottom = round(box.middle[1] - reach), round(box.middle[1] + reach)
        part = image[max(0, top) : bottom, max(0, box.x0 - BESIDE[0]) : box.x1 + BESIDE[1]]
        white = (max(0, -top), max(0, bottom - image.shape[0]))
        part = np.pad(part, (white, (0, 0)), constant_values=mosaic.WHITE)
        seen = self._pixels.resized(part, scale)[:LINE_HEIGHT]
        return np.pad(seen, ((0, LINE_HEIGHT - seen.shape[0]), (0, 0)), constant_values=mosaic.WHITE)

    def _found(
        self,
        image: Image,
        lines: Sequence[PrintedLine],
        seen: dict[int, Sequence[Seen]],
        tables: Sequence[Table],
        dpi: int,
    ) -> Iterator[_Found]:
        """The words of all lines, in their order."""
        ink = parts.ink(image)
        cells = {number: table for table in tables for number in table.numbers}
        rooms = parts.rooms(lines, len(image))
        torn = {
            number: list(parts.of_line(line, seen.get(number, ()), ink, room))
            for number, (line, room) in enumerate(zip(lines, rooms, strict=True))
            if number not in cells
        }
        told = self._told(image, [part for line in torn.values() for part in line if part.word is None], dpi)
        for number, line in enumerate(lines):
            if number in torn:
                words = ((part.word,) if part.word else told[part] for part in torn[number])
                yield (line.block, -1), tuple(word for few in words for word in few)
            elif number == cells[number].numbers[0]:
                rows = [lines[row].box for row in cells[number].numbers]
                for one in in_rows(list(self._table(image, cells[number].box, dpi)), rows):
                    yield (line.block, -1), one.words

    def _told(self, image: Image, left: Sequence[Part], dpi: int) -> dict[Part, Sequence[Word]]:
        """What the engine reads of the parts that are left to it."""
        found: dict[Part, Sequence[Word]] = {}
        for group in mosaic.groups(left):
            together = self._together(image, group, dpi) if len(group) > 1 else {}
            for part in group:
                words = together.get(part)
                found[part] = self._engine.read_line(image, box=part.box, dpi=dpi) if words is None else words
        return found

    def _together(self, image: Image, group: Sequence[Part], dpi: int) -> dict[Part, Sequence[Word]]:
        """What the engine reads of parts that are set side by side; those that it runs together are left out."""
        made, places = mosaic.set_side_by_side(image, group)
        whole = Box(x0=0, y0=0, x1=made.shape[1], y1=made.shape[0])
        return mosaic.shared_out(self._engine.read_line(made, box=whole, dpi=dpi), places)

    def _table(self, image: Image, box: Box, dpi: int) -> Iterator[Line]:
        """The lines of a table, read as a page of its own: its rules tell the engine where its cells are."""
        part = image[box.y0 : box.y1, box.x0 : box.x1]
        for line in self._engine.read(part, dpi=dpi, layout="page"):
            yield replace(line, words=tuple(mosaic.moved(word, right=box.x0, down=box.y0) for word in line.words))


def tables_of(lines: Sequence[PrintedLine], seen: AbstractSet[int], image: Image) -> list[Table] | None:
    """The tables of a page of running text, or None where it is another page.

    Lines that are in no paragraph and no table, ``FEW`` of them one after the other, are a head, a form or a signature,
    unless they stand between paragraphs, one below the other, as headings and short items do: what such a page says
    depends on where things stand, and the engine tells that best from the whole page. The same holds where other lines
    stand beside a table.
    """
    sorts = ["table" if line.tabular else "seen" if number in seen else "other" for number, line in enumerate(lines)]
    runs = [(sort, [number for number, _ in run]) for sort, run in groupby(enumerate(sorts), key=itemgetter(1))]
    if any(sort == "other" and len(numbers) >= FEW and not _is_between(lines, numbers, seen) for sort, numbers in runs):
        return None
    found = [Table(numbers=tuple(run), box=_paper(lines, run, image)) for sort, run in runs if sort == "table"]
    beside = (
        number not in table.numbers and table.box.y0 <= line.box.middle[1] < table.box.y1
        for table in found
        for number, line in enumerate(lines)
    )
    return None if any(beside) else found


def _is_between(lines: Sequence[PrintedLine], run: Sequence[int], seen: AbstractSet[int]) -> bool:
    """Whether lines are headings or short items: running text above and below them, and nothing beside them."""
    if not seen or not min(seen) < run[0] <= run[-1] < max(seen):
        return False
    near = [line.box for line in lines[run[0] - 1 : run[-1] + 2]]
    return all(one.y1 < two.middle[1] and one.middle[1] < two.y0 for one, two in pairwise(near))


def in_rows(read: Sequence[Line], rows: Sequence[Box]) -> list[Line]:
    """The lines of a table row by row, as the page has them: by itself, a table is at times read by its columns."""

    def place(line: Line) -> tuple[int, int]:
        middle = line.box.middle[1]
        return min(range(len(rows)), key=lambda row: abs(rows[row].middle[1] - middle)), line.box.x0

    return sorted(read, key=place)


def _paper(lines: Sequence[PrintedLine], table: Sequence[int], image: Image) -> Box:
    """The paper between the lines above and below a table, all that is ruled included."""
    top, bottom = min(lines[number].box.y0 for number in table), max(lines[number].box.y1 for number in table)
    others = [line.box for number, line in enumerate(lines) if number not in table]
    above = max((min(box.y1, top) for box in others if box.middle[1] < top), default=0)
    below = min((max(box.y0, bottom) for box in others if box.middle[1] > bottom), default=image.shape[0])
    return Box(x0=0, y0=above, x1=image.shape[1], y1=below)


def _lines(found: Iterator[_Found]) -> Iterator[Line]:
    """Lines with their blocks counted anew; those of which nothing was read are left out."""
    blocks: dict[tuple[int, int], int] = {}
    for block, words in found:
        if words:
            yield Line(words=words, block=blocks.setdefault(block, len(blocks)))
