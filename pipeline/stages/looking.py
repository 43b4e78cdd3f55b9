"""Second looks at parts of upright pages: a line, digits in boxes, a ruled table, each read by whoever does it best."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

import numpy as np

from pipeline.domain.page import Box, Page, Word
from pipeline.ports import LINE_HEIGHT, Image, Reader, ReadPrint
from pipeline.stages import attempts, boxes, ruling, seals, stains
from pipeline.stages.extraction.opinions import Look
from pipeline.stages.imaging import Pixels

#: The resolution of a second look. At 300 dpi three of five lines came out worse than on the page; here nine of ten
#: say the same, and where both agree one in a hundred is wrong (docs/decisions.md).
LOOK_DPI: Final = 135
#: The same as the height of a line's box, in pixels, where the resolution is unknown.
LOOK_HEIGHT: Final = 21
#: How much of the height of a line's box a letter has.
LETTER: Final = 0.6
#: White around the line, in pixels of what is read.
LOOK_MARGIN: Final = 8

#: Paper.
WHITE: Final = 255
#: The other reader gets stretches of at most so many heights, with so much of the paper above and beside them; a word
#: that is so many times as high as the others touches a rule or a stamp.
STRETCH, ABOVE, FAR_ABOVE, BESIDE, UNEVEN = 16, 0.2, 0.32, 0.3, 1.6
#: So much of a line, in its heights, may lie under a seal; and how wide a page is whose resolution nobody knows.
UNDER_SEAL, A4_WIDTH = 6, 8.27
#: Free paper beside a line that is looked at too, in heights of the line.
ROOM: Final = 4

#: A cell of a table is read by itself if a word of it is believed less, and only if it holds ink: at least this share
#: of it is darker than its paper by so much, of 255.
SOUND, INKED, DARKER = 0.85, 0.002, 60

#: What is believed of digits in boxes that all readings agree on, and differ on; and of a digit that stands alone: it
#: may be a pen's, and without the other reader a person is shown it.
AGREED, DISAGREED, ALONE = 0.97, 0.3, 0.85

#: Of a word's box so many pixels in a hundred are its ink without the edges.
INK: Final = 8

#: The words of a table by row and column.
Table: TypeAlias = tuple[tuple[tuple[Word, ...], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Looks at the pages of one file. Where a page's image is away, nothing is seen."""

    pages: Mapping[int, Page]
    #: The upright image of a page, or None if it is away.
    image: Callable[[Page], Image | None]
    reader: Reader
    #: The other reader, for stretches of one line.
    read_print: ReadPrint
    pixels: Pixels
    #: Pages on which streaks were wiped out, as they were seen before.
    _wiped: dict[int, Image] = field(default_factory=dict, init=False, repr=False)

    def ways(self) -> Look:
        """What may be asked of the pages."""
        return Look(
            again=self.line,
            other=self.opinion,
            cells=self.table,
            closed=self.closed,
            inside=self.inside,
            boxed=self.boxed,
            unsealed=self.unsealed,
            among_leaders=self.among_leaders,
            ink=self.ink,
        )

    def line(self, number: int, box: Box) -> Sequence[Word]:
        """A printed line once more, in words with boxes of its page.

        It is read smaller than the page was, through red, and with white around it: a reading of its own.
        """
        page = self.pages[number]
        upright = self.image(page)
        return () if upright is None else self._line(upright, box, dpi=page.dpi)

    def opinion(self, number: int, words: Sequence[Word], wider: bool = False) -> str:
        """What the other reader sees where the ``words`` of one line stand, and in the free paper beside them.

        It is given a few words at a time: it was made for short lines. ``wider`` shows them smaller, with more around.
        """
        page = self.pages[number]
        if (upright := self.image(page)) is None:
            return ""
        stretches = list(_stretches(words))
        left, right = _room(page, stretches[0], stretches[-1])
        stretches[0] = replace(stretches[0], x0=left)
        stretches[-1] = replace(stretches[-1], x1=right)
        above = FAR_ABOVE if wider else ABOVE
        return " ".join(self._stretch(upright, box, above) for box in stretches)

    def inside(self, number: int, cell: Box, words: Sequence[Word]) -> Sequence[Word]:
        """The words of a ruled cell of which ``words`` were read with the page: by itself where these are doubtful."""
        printed = [word for line in self.pages[number].lines for word in line.words]
        return tuple(words) if _is_sound(cell, words, printed) else self._again(number, cell, tuple(words))

    def unsealed(self, number: int, line: Box) -> Sequence[Word]:
        """The words of a line whose beginning lies under a seal, read once the seal's rings are wiped out."""
        page = self.pages[number]
        dpi = page.dpi or round(page.width / A4_WIDTH)
        around = seals.around(line, dpi=dpi, width=page.width, height=page.height)
        cut = self._cut(number, around)
        if cut is None:
            return ()
        left = max(around.x0, line.x0 - UNDER_SEAL * line.height)
        whole = Box(x0=left - around.x0, y0=line.y0 - around.y0, x1=line.x1 - around.x0, y1=line.y1 - around.y0)
        words = self._line(seals.without_rings(cut, pixels=self.pixels, dpi=dpi), whole, dpi=dpi)
        return tuple(replace(word, box=_placed(word.box, around)) for word in words)

    def boxed(self, number: int, part: Box) -> Word | None:
        """The number whose digits stand one to a box inside ``part``, as one word; None where no boxes are."""
        cut = _cut(self._unstreaked(self.pages[number]), part)
        return None if cut is None else _as_word(boxes.number(cut, read=self._strips(number)), part)

    def among_leaders(self, number: int, part: Box) -> Word | None:
        """The short number among the dots inside ``part`` of a line, as high as that line; None where none is."""
        cut = self._cut(number, part)
        if cut is None:
            return None
        return _as_word(boxes.among_leaders(cut, high=part.height, read=self._strips(number)), part)

    def ink(self, number: int, part: Box) -> int | None:
        """How dark the ink inside ``part`` is, by its darkest pixels, of 255."""
        cut = self._cut(number, part)
        return None if cut is None else int(np.percentile(cut, INK))

    def table(self, number: int, part: Box) -> Table:
        """The words of the ruled table inside ``part``, cell by cell; empty where no table is ruled there.

        Rules hide letters and glue cells: one whose words are doubtful or reach over its edge is read by itself.
        """
        page = self.pages[number]
        if (upright := self._unstreaked(page)) is None:
            return ()
        words = [word for line in page.lines for word in line.words]
        cells = ruling.grid(upright, part, pixels=self.pixels, dpi=page.dpi)
        return tuple(tuple(self._cell(number, cell, words) for cell in row) for row in cells)

    def closed(self, number: int) -> Sequence[Box]:
        """The cells of a page that are ruled on all sides, of whatever table and span."""
        page = self.pages[number]
        upright = self._unstreaked(page)
        return () if upright is None else ruling.closed(upright, pixels=self.pixels, dpi=page.dpi)

    def _unstreaked(self, page: Page) -> Image | None:
        """The page for those who look for rules and boxes: a streak is none.

        Lines are read as they are: opinions about one image would agree on what became of it.
        """
        image = self.image(page)
        if image is None or all(decision.what != "streaks_removed" for decision in page.decisions):
            return image
        if page.number not in self._wiped:
            self._wiped.clear()
            self._wiped[page.number] = stains.without_leaning_streaks(_through_red(image), page.skew, self.pixels)
        return self._wiped[page.number]

    def _cut(self, number: int, part: Box) -> Image | None:
        return _cut(self.image(self.pages[number]), part)

    def _line(self, image: Image, box: Box, *, dpi: int) -> Sequence[Word]:
        """The words of the line in a box of an image, with some of the paper around it."""
        left, top = max(0, box.x0 - box.height // 2), max(0, box.y0 - box.height // 4)
        part = image[top : box.y1 + box.height // 4, left : box.x1 + box.height // 2]
        if not part.size:
            return ()
        scale = min(2.0, LOOK_DPI / dpi if dpi else LOOK_HEIGHT / max(1, box.height))
        plain = self.pixels.without_zero_dots(_through_red(part), letter=LETTER * box.height)
        seen = _in_white(stains.without_pale(self.pixels.resized(plain, scale), pixels=self.pixels))
        whole = Box(x0=0, y0=0, x1=seen.shape[1], y1=seen.shape[0])
        words = self.reader.read_line(seen, box=whole, dpi=LOOK_DPI)
        return tuple(_seen(word, left=left, top=top, scale=scale) for word in words)

    def _stretch(self, upright: Image, box: Box, above: float) -> str:
        """One stretch, with white beside it and the lines above and below."""
        beside, beyond = round(BESIDE * box.height), round((3 * (1 + 2 * above) - 1) / 2 * box.height)
        height, width = upright.shape[:2]
        x0, y0, x1, y1 = box.x0 - beside, box.y0 - beyond, box.x1 + beside, box.y1 + beyond
        part = upright[max(0, y0) : min(height, y1), max(0, x0) : min(width, x1)]
        white = ((max(0, -y0), max(0, y1 - height)), (max(0, -x0), max(0, x1 - width)))
        plain = self.pixels.without_zero_dots(_through_red(part), letter=LETTER * box.height)
        strip = np.pad(plain, white, constant_values=WHITE)
        return self.read_print(self.pixels.resized(strip, LINE_HEIGHT / strip.shape[0])[:LINE_HEIGHT])

    def _strips(self, number: int) -> boxes.ReadLine:
        """Reads digits that were set side by side, with paper around them."""

        def read(strip: Image) -> str:
            height, width = strip.shape
            around = round(height * boxes.AROUND / (1 + 2 * boxes.AROUND))
            line = Box(x0=around, y0=around, x1=width - around, y1=height - around)
            return "".join(word.text for word in self._line(strip, line, dpi=self.pages[number].dpi))

        return read

    def _cell(self, number: int, cell: Box, words: Sequence[Word]) -> tuple[Word, ...]:
        inside = tuple(word for word in words if cell.holds(word.box.middle))
        return inside if _is_sound(cell, inside, words) else self._again(number, cell, inside)

    def _again(self, number: int, cell: Box, inside: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words of a cell by itself, unless those that were read with the page are believed more."""
        grey = self._cut(number, cell)
        if grey is None or float(np.mean(grey < np.median(grey) - DARKER)) < INKED:
            return inside
        if (digit := boxes.lone(grey, read=self._strips(number))) is not None:
            return (Word(text=digit[0], box=_placed(digit[1], cell), confidence=ALONE),)
        scale = min(1.0, LOOK_DPI / dpi) if (dpi := self.pages[number].dpi) else 1.0
        seen = _in_white(self.pixels.resized(grey, scale))
        again = [word for line in self.reader.read(seen, dpi=LOOK_DPI, layout="block") for word in line.words]
        if not again or attempts.belief(again) < attempts.belief(inside):
            return inside
        return tuple(_seen(word, left=cell.x0, top=cell.y0, scale=scale) for word in again)


def _cut(upright: Image | None, part: Box) -> Image | None:
    """A part of a page, through red where it is coloured; None where there is nothing to see."""
    cut = None if upright is None else upright[part.y0 : part.y1, part.x0 : part.x1]
    return None if cut is None or not cut.size else _through_red(cut)


def _through_red(image: Image) -> Image:
    """One grey channel; red ink vanishes in the red one."""
    return np.ascontiguousarray(image[:, :, 0] if image.ndim == 3 else image)


def _in_white(image: Image) -> Image:
    return np.pad(image, LOOK_MARGIN, constant_values=int(np.median(image)))


def _as_word(found: boxes.Boxed | None, part: Box) -> Word | None:
    if found is None:
        return None
    return Word(text=found.digits, box=_placed(found.box, part), confidence=AGREED if found.agreed else DISAGREED)


def _placed(inside: Box, part: Box) -> Box:
    """A box of a part of a page as one of the page."""
    return Box(x0=part.x0 + inside.x0, y0=part.y0 + inside.y0, x1=part.x0 + inside.x1, y1=part.y0 + inside.y1)


def _room(page: Page, first: Box, last: Box) -> tuple[int, int]:
    """How far left and right the paper beside a line is looked at: an engine may have lost the word next to it."""
    most, gap = round(ROOM * first.height), round(BESIDE * 2 * first.height)
    left, right = max(0, first.x0 - most), min(page.width, last.x1 + most)
    for box in (word.box for line in page.lines for word in line.words):
        if box.y0 < first.middle[1] < box.y1:
            if box.x0 < first.x0:
                left = max(left, min(box.x1 + gap, first.x0))
            if box.x1 > last.x1:
                right = min(right, max(box.x0 - gap, last.x1))
    return left, right


def _stretches(words: Sequence[Word]) -> Iterator[Box]:
    """Boxes around runs of words that are at most so many heights wide, all of the line's own height."""
    height = float(np.median([word.box.height for word in words]))
    plain = [word.box for word in words if word.box.height <= UNEVEN * height] or [word.box for word in words]
    top, bottom = min(box.y0 for box in plain), max(box.y1 for box in plain)
    runs: list[list[Box]] = [[]]
    for box in (word.box for word in words):
        if runs[-1] and box.x1 - runs[-1][0].x0 > STRETCH * (bottom - top):
            runs.append([])
        runs[-1].append(box)
    for run in runs:
        yield Box(x0=min(box.x0 for box in run), y0=top, x1=max(box.x1 for box in run), y1=bottom)


def _is_sound(cell: Box, inside: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether the words inside a cell are believed, and none of all ``words`` reaches over its edge."""
    firm = all(word.confidence >= SOUND and _is_within(word.box, cell) for word in inside)
    glued = (word.box for word in words if cell.y0 < word.box.middle[1] < cell.y1 and not cell.holds(word.box.middle))
    return bool(inside) and firm and not any(box.x0 < cell.x1 and box.x1 > cell.x0 for box in glued)


def _is_within(box: Box, cell: Box) -> bool:
    """Whether a word stands inside a cell, but for a tenth of its height."""
    slack = box.height // 10
    return cell.x0 - slack <= box.x0 and box.x1 <= cell.x1 + slack


def _seen(word: Word, *, left: int, top: int, scale: float) -> Word:
    x0, y0, x1, y1 = (
        round((edge - LOOK_MARGIN) / scale) for edge in (word.box.x0, word.box.y0, word.box.x1, word.box.y1)
    )
    box = Box(x0=left + max(0, x0), y0=top + max(0, y0), x1=left + x1, y1=top + y1)
    return Word(text=word.text, box=box, confidence=word.confidence)
