"""Tables: a heading, columns found by the white between them, and items that a number or a filled cell begins."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.domain.kinds import ColumnKind, FieldKind
from pipeline.domain.page import Word, text_of
from pipeline.stages import matching
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import bullets, counted, labels
from pipeline.stages.extraction.labels import Hit
from pipeline.stages.extraction.places import Passage, Sheet, swept
from pipeline.stages.rows import Row

#: How alike a heading and its wording have to be.
HEADING: Final = 0.75
#: Distance of two lines of a column: above this, in heights of a line, they are two cells; text is set closer.
PADDED: Final = 1.8
#: How much wider the white between two cells is than between two lines of one.
WIDER: Final = 1.25
#: The heading stands within this many rows below the label of the table.
NEAR: Final = 4
#: The lines of a heading that a narrow column breaks stand within this many heights of the heading of the names.
REACH: Final = 2.5
#: White inside one heading, in heights of its words: half of what words of one line keep at most.
WITHIN: Final = 0.6
#: How the first item of a numbered table begins.
_FIRST: Final = re.compile(r"^\W*0?1\b(?=\W+\w)")
#: What engines read of a rule that stands upright; on this share of the rows it is a border, and no wider than this
#: share of the room between two headings.
RULES: Final = frozenset("|[]")
MOST, NARROW = 0.6, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table on a page: from x0 to x1, in pixels."""

    id: str
    x0: float
    x1: float


def items(sheet: Sheet, hit: Hit, kind: FieldKind) -> tuple[Mapping[str, Passage], ...]:
    """The items under a label, cell by cell: of a table with a heading, or of a list of numbered or dashed lines."""
    rows = list(body(sheet, hit))
    heading = _heading(rows[:NEAR], kind.columns)
    if heading is None:
        label = sheet.rows[hit.row]
        behind = replace(label, words=label.cut(hit.body, len(label.text)))
        rows = [behind, *rows] if bullets.MARK.match(behind.text) else rows
        rows = list(bullets.numbered(rows))
        return tuple(bullets.items(rows, remarks=any(column.id == "form" for column in kind.columns)))
    last, found = heading
    under = [row for row in rows if row.page != rows[last].page or row.middle > rows[last].middle]
    told = counted.counting(page_rows.pieces(rows[last], gap=WITHIN))
    if told:
        found = sorted([*(one for one in found if one[0] != "form"), *counted.ranges(told)], key=lambda one: one[1])
    gathered = itertools.chain.from_iterable(_on_page(found, list(own)) for _, own in itertools.groupby(under, _page))
    return tuple(counted.apart(counted.with_form(item, told, rows[last].page)) for item in gathered)


def _page(row: Row) -> int:
    return row.page


def _on_page(found: Sequence[tuple[str, float, float]], rows: Sequence[Row]) -> Iterator[Mapping[str, Passage]]:
    """The items on one page: a page that a table goes on to may lie otherwise on the glass."""
    columns = _columns(found, rows)
    return _gathered(_after_heading(rows, columns), columns)


def body(sheet: Sheet, hit: Hit) -> Iterator[Row]:
    """The rows from a label to the next one that begins a row; a column's heading may look like a label."""
    for number in range(hit.row + 1, len(sheet.rows)):
        row = sheet.rows[number]
        if any(not other.start and (other.colon or other.headline) for other in sheet.on_row(number)):
            return
        yield row


def _heading(rows: Sequence[Row], kinds: Sequence[ColumnKind]) -> tuple[int, list[tuple[str, float, float]]] | None:
    """The number of the heading's last row, and for each column found its id and the x range of its words."""
    found: dict[str, tuple[float, float]] = {}
    last = named = -1
    for number, row in enumerate(rows):
        if bullets.MARK.match(row.text) and found.keys() != {"ordinal"}:
            break
        if named >= 0 and (_FIRST.match(row.text) or row.middle - rows[named].middle > REACH * row.height):
            rows = rows[:number]
            break
        for kind in kinds:
            if kind.id in found:
                continue
            if (place := _place(row, kind)) is not None:
                found[kind.id] = place
                last = number
                named = number if kind.id == "name" else named
    if named >= 0:
        around = [row for row in rows if abs(row.middle - rows[named].middle) < REACH * row.height]
        broken = {kind.id: _stacked(around, kind) for kind in kinds if kind.id not in found}
        found |= {name: place for name, place in broken.items() if place is not None}
    if len(found) < 2 or "name" not in found:
        return None
    return last, sorted(((name, *place) for name, place in found.items()), key=lambda told: told[1])


def _place(row: Row, kind: ColumnKind) -> tuple[float, float] | None:
    """The x range of the words of a column's heading on a row: the longest wording that is found wins."""
    best: tuple[float, tuple[Word, ...]] | None = None
    for wanted in map(matching.bare, kind.labels):
        for start, end, likeness in matching.occurrences(wanted, row.folded, least=max(HEADING, labels.least(wanted))):
            words = row.cut(row.origins[start], row.origins[end - 1] + 1)
            whole = all(word in row.words or len(wanted) > 4 for word in words)
            whole = whole and all(b.box.x0 - a.box.x1 < 4 * WITHIN * a.box.height for a, b in itertools.pairwise(words))
            if words and whole and (best is None or likeness * len(wanted) > best[0]):
                best = likeness * len(wanted), words
    if best is None:
        return None
    box = page_rows.around(best[1])
    return float(box.x0), float(box.x1)


def _stacked(rows: Sequence[Row], kind: ColumnKind) -> tuple[float, float] | None:
    """The x range of a heading that is broken over several rows: ``Số`` above ``lượng``."""
    for words in _stacks(rows):
        told = matching.bare(text_of(words))
        for wanted in map(matching.bare, kind.labels):
            if next(matching.occurrences(wanted, told, least=max(HEADING, labels.least(wanted))), None):
                box = page_rows.around(words)
                return float(box.x0), float(box.x1)
    return None


def _stacks(rows: Sequence[Row]) -> Iterator[tuple[Word, ...]]:
    """The words of rows that stand above one another or close beside, row by row: one stack for each column."""
    words = sorted((word for row in rows for word in row.words if matching.bare(word.text)), key=lambda w: w.box.x0)
    stack: list[Word] = []
    for word in words:
        if stack and word.box.x0 - max(w.box.x1 for w in stack) > 2 * WITHIN * word.box.height:
            yield _read_down(stack)
            stack = []
        stack.append(word)
    if stack:
        yield _read_down(stack)


def _read_down(words: Sequence[Word]) -> tuple[Word, ...]:
    return tuple(word for line in lines([tuple(words)]) for word in line)


def _columns(found: Sequence[tuple[str, float, float]], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Borders between neighbours stand where the fewest words of the table are cut."""
    words = [word for row in rows for word in row.words if word.text.strip("|[]")]
    bars = sorted(word.box.middle[0] for row in rows for word in row.words if word.text in RULES)
    borders = [
        _ruled(left, right, bars, len(rows)) or _border(left, right, words) for left, right in itertools.pairwise(found)
    ]
    ends = [float("-inf"), *borders, float("inf")]
    return tuple(Column(id=name, x0=ends[n], x1=ends[n + 1]) for n, (name, _, _) in enumerate(found))


def _ruled(
    left: tuple[str, float, float], right: tuple[str, float, float], bars: Sequence[float], rows: int
) -> float | None:
    """Where engines saw a rule between two columns on most rows; None where they saw several, or none."""
    low, high = (left[1] + left[2]) / 2, (right[1] + right[2]) / 2
    between = [x for x in bars if low < x < high]
    told = len(between) > MOST * rows and between[-1] - between[0] < NARROW * (high - low)
    return statistics.median(between) if told else None


def _border(left: tuple[str, float, float], right: tuple[str, float, float], words: Sequence[Word]) -> float:
    low, high = (left[1] + left[2]) / 2, (right[1] + right[2]) / 2
    steps = 48
    places = [low + (high - low) * step / steps for step in range(1, steps)]
    cut = [sum(word.box.x0 < x < word.box.x1 for word in words) for x in places]
    fewest = min(cut)
    # Of all empty strips, the widest one is the border: the others are chance gaps between words.
    best, run = (0, 0.0), []
    for x, count in [*zip(places, cut, strict=True), (high, fewest + 1)]:
        if count == fewest:
            run.append(x)
        elif run:
            best = max(best, (len(run), sum(run) / len(run)))
            run = []
    return best[1]


def _inside(row: Row, column: Column) -> tuple[Word, ...]:
    return swept([word for word in row.words if column.x0 <= word.box.middle[0] < column.x1])


def _after_heading(rows: Sequence[Row], columns: Sequence[Column]) -> Sequence[Row]:
    """The rows from the first one that has a name: a heading of several lines goes on in the other columns."""
    named = next((column for column in columns if column.id == "name"), columns[0])
    first = next((at for at, row in enumerate(rows) if _inside(row, named)), len(rows))
    # A number or a quantity may stand a little above the first line of its name.
    while 0 < first < len(rows) and rows[first].middle - rows[first - 1].middle < 0.8 * rows[first].height:
        first -= 1
    return rows[first:]


def _gathered(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[Mapping[str, Passage]]:
    """The cells of each item. Names may fill several lines; the other cells stand at their top or middle."""
    by_page: dict[int, list[Row]] = {}
    for row in rows:
        by_page.setdefault(row.page, []).append(row)
    for page, own in by_page.items():
        told = {column.id: lines([_inside(row, column) for row in own]) for column in columns}
        names = told.get("name", [])
        if not names:
            continue
        starts = [names[at] for at in _starts(names, _anchors(told))]
        cells: list[dict[str, list[tuple[Word, ...]]]] = [{} for _ in starts]
        bands = _bands(names, starts)
        for name, column in told.items():
            for line in column:
                cells[_band(bands, line)].setdefault(name, []).append(line)
        for cell in cells:
            yield _item(page, cell)


def lines(rows: Sequence[tuple[Word, ...]]) -> list[tuple[Word, ...]]:
    """The printed lines of one column: words of one row of the page may stand on two lines of a cell."""
    words = sorted((word for row in rows for word in row), key=lambda word: word.box.middle[1])
    found: list[list[Word]] = []
    for word in words:
        # A dash is low, and stands in the line of higher words.
        height = max(word.box.height, statistics.median(w.box.height for w in found[-1]) if found else 0)
        if found and word.box.middle[1] - statistics.mean(w.box.middle[1] for w in found[-1]) < 0.6 * height:
            found[-1].append(word)
        else:
            found.append([word])
    return [tuple(sorted(line, key=lambda word: word.box.x0)) for line in found]


def _middle(line: Sequence[Word]) -> float:
    return statistics.mean(word.box.middle[1] for word in line)


def _anchors(lines: Mapping[str, Sequence[tuple[Word, ...]]]) -> list[float]:
    """The heights at which a number, a form or a quantity stands: one for each item, if one of each was read."""
    told = sorted(
        (_middle(line), page_rows.around(line).height)
        for name, column in lines.items()
        if name != "name"
        for line in column
        if _begins_cell(name, line)
    )
    anchors: list[float] = []
    for middle, height in told:
        if not anchors or middle - anchors[-1] > 0.6 * height:
            anchors.append(middle)
    return anchors


def _begins_cell(column: str, line: Sequence[Word]) -> bool:
    """Whether a line is the first one of its cell: a number, or a form's first word (``Bản chính``, ``Ảnh chụp``)."""
    if column == "form":
        return matching.bare(line[0].text) in {"ban", "anh"}
    return any(sign.isdigit() for word in line for sign in word.text)


def _starts(names: Sequence[tuple[Word, ...]], anchors: Sequence[float]) -> list[int]:
    """Which lines of the name column begin an item.

    Cells are padded, so the white between two items is wider than between two lines of one. Where the other columns
    tell of another number of items than the white does, the lines are shared out among what stands beside them.
    """
    middles = [_middle(line) for line in names]
    gaps = [below - above for above, below in itertools.pairwise(middles)]
    if not gaps:
        return [0]
    height = statistics.median(page_rows.around(line).height for line in names)
    if min(gaps) > PADDED * height or (len(anchors) >= len(names) and max(gaps) <= WIDER * min(gaps)):
        return list(range(len(names)))
    by_white = [0, *(at for at, gap in enumerate(gaps, 1) if gap > WIDER * min(gaps))]
    if len(by_white) == len(anchors) or not 1 < len(anchors) <= len(names):
        return by_white
    return _shared_out(middles, anchors)


def _shared_out(middles: Sequence[float], anchors: Sequence[float]) -> list[int]:
    """Where each of the anchors' items begins if neighbouring lines belong together: of all ways to cut the lines
    into as many runs as there are anchors, the one whose runs stand nearest, by their middle or by their first line.
    """
    ways = [_cuts(middles, anchors, top=top) for top in (False, True)]
    return min(ways)[1]


def _cuts(middles: Sequence[float], anchors: Sequence[float], *, top: bool) -> tuple[float, list[int]]:
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for anchor in anchors:
        ahead: dict[int, tuple[float, list[int]]] = {}
        for begin, (cost, starts) in best.items():
            for end in range(begin + 1, len(middles) + 1):
                place = middles[begin] if top else statistics.mean(middles[begin:end])
                way = (cost + abs(place - anchor), [*starts, begin])
                ahead[end] = min(ahead.get(end, way), way)
        best = ahead
    return best[len(middles)]


def _bands(names: Sequence[tuple[Word, ...]], starts: Sequence[tuple[Word, ...]]) -> list[float]:
    """The heights at which items begin: halfway between the last line of one and the first of the next."""
    bands = [float("-inf")]
    for start in starts[1:]:
        before = [_middle(line) for line in names if _middle(line) < _middle(start)]
        bands.append((max(before) + _middle(start)) / 2)
    return bands


def _band(bands: Sequence[float], line: Sequence[Word]) -> int:
    return max(at for at, begin in enumerate(bands) if _middle(line) >= begin)


def _numbering(line: Sequence[Word]) -> int:
    """How many words at the beginning of a name are its number: the column of the numbers was not found."""
    marks = itertools.takewhile(lambda word: not any(sign.isalpha() for sign in word.text), line)
    words = list(marks)
    return len(words) if any("|" in word.text or "_" in word.text for word in words) else 0


def _item(page: int, cells: Mapping[str, Sequence[tuple[Word, ...]]]) -> Mapping[str, Passage]:
    if "name" in cells:
        first = cells["name"][0]
        cells = {**cells, "name": [first[_numbering(first) :], *cells["name"][1:]]}
    kept = {name: [line for line in map(swept, lines) if line] for name, lines in cells.items() if name != "ordinal"}
    if "form" in kept:
        # The end of a bracket that began in the heading: bản sao hoặc bản chụp)
        kept["form"] = [line for line in kept["form"] if not _closes_only(line)]
    return {name: Passage(page=page, lines=tuple(lines)) for name, lines in kept.items() if lines}


def _closes_only(line: Sequence[Word]) -> bool:
    text = "".join(word.text for word in line)
    return text.count(")") > text.count("(")
