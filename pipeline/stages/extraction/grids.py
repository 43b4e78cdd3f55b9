"""Forms whose labels stand in a column and their values in another, ruled or not.

A label that fills two lines of its cell is put together, each value stays in its column, and the border between label
and value is told by a colon, as other forms print one.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.domain.kinds import Kind
from pipeline.domain.page import Word, text_of
from pipeline.stages import matching
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import blocks, labels, pairs, signatures
from pipeline.stages.extraction.places import swept
from pipeline.stages.rows import Row

#: White before a value in the next column, in heights of the row.
APART: Final = 1.2
#: The least white, in heights of the row, between a cell and the next one; words of a text stand closer.
CLEAR: Final = 0.8
#: Values of one column begin at the same place, give or take this many heights of a row.
ALIGNED: Final = 0.8
#: So many labels, each with a value at the same place, are a column.
LEAST: Final = 3
#: How much of a label's cell is the label: the whole of it, but for misread letters.
WHOLE: Final = 0.86
#: How alike a signature's label has to be to end the columns above it.
SIGNED: Final = 0.9
#: No column of values is narrower than this, in heights of a row.
NARROWEST: Final = 3.0
#: No label has more words.
LONGEST: Final = 14
#: A label's next line stands this close below, in heights of the row.
NEXT_LINE: Final = 2.3
#: What is read of a rule that stands upright and nothing else.
_RULES: Final = frozenset("|[]")
_NOISE: Final = re.compile(r"\([^()]{0,60}\)|^\W*(?:\d{1,2}(?:\.\d)*|[IVX]{1,4}|[a-hđ])\s*[.)_|/]+\s*|[_|:;.…]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A column of labels with its columns of values."""

    #: Where labels and values begin, in pixels from the left: the first column of values, then those of other people.
    lead: int
    values: tuple[int, ...]
    #: The rows of it, first and last.
    first: int
    last: int


def told_apart(kind: Kind, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with labels whole, values in their column, and further columns of values after the first."""
    done: list[Row] = []
    wordings = [one.bare for one in labels.wordings_of(kind)]
    for _, group in itertools.groupby(rows, key=lambda row: row.page):
        own = list(group)
        end = _signed_at(kind, own)
        done.extend(_told(kind, wordings, own[:end]))
        done.extend(own[end:])
    return tuple(done)


def _told(kind: Kind, wordings: Sequence[str], rows: Sequence[Row]) -> Iterator[Row]:
    table = _table(kind, wordings, rows)
    if table is not None:
        yield from _told(kind, wordings, rows[: table.start])
        yield from _tabled(kind, wordings, rows[table.start : table.stop])
        yield from _told(kind, wordings, rows[table.stop :])
    else:
        yield from _gridded(kind, wordings, rows)


def _gridded(kind: Kind, wordings: Sequence[str], rows: Sequence[Row]) -> Iterable[Row]:
    grid = _grid(wordings, rows)
    return rows if grid is None else _rewritten(kind, wordings, rows, grid)


def _tabled(kind: Kind, wordings: Sequence[str], rows: Sequence[Row]) -> Iterable[Row]:
    """The rows of a table whose first one names people; what it calls itself beside them is no label."""
    grid = _grid(wordings, rows[1:])
    return (
        rows
        if grid is None
        else _rewritten(kind, wordings, rows, replace(grid, first=grid.first + 1, last=grid.last + 1))
    )


def _table(kind: Kind, wordings: Sequence[str], rows: Sequence[Row]) -> range | None:
    """The rows of a table whose columns are people that the kind knows, from the row that names them; or None.

    Its columns are its own: what stands above or below it at the same place is no part of them.
    """
    opening = list(blocks.openers(kind))
    for at, row in enumerate(rows):
        if sum(is_wording(opening, part) for part in _cells(row)) < 2:
            continue
        stop, grid = len(rows), _grid(wordings, rows[at + 1 :])
        if grid is None:
            continue
        crossed = (n for n in range(at + 2, stop) if _runs_through(rows[n], grid.values[0]))
        stop = next(crossed, stop)
        inside = _grid(wordings, rows[at + 1 : stop])
        if inside is not None and _head(kind, rows[at:stop], replace(inside, first=inside.first + 1)) is not None:
            return range(at, stop)
    return None


def _cells(row: Row) -> Iterator[tuple[Word, ...]]:
    """The parts of a row between wide white or what was read of upright rules."""
    for part in page_rows.pieces(row, gap=APART):
        for ruled, words in itertools.groupby(part, key=lambda word: word.text in _RULES):
            if not ruled:
                yield tuple(words)


def _runs_through(row: Row, place: int) -> bool:
    left, _ = _parted(row, place)
    return not left and row.box.x0 < place - ALIGNED * row.height


def _signed_at(kind: Kind, rows: Sequence[Row]) -> int:
    """The row where the signatures begin: two of them side by side are no label with its value, but for a name."""
    signed = labels.signatures_of(kind)
    for at, row in enumerate(rows):
        parts = page_rows.pieces(row, gap=APART)
        named = any(signatures.is_name(swept(part)) for part in parts)
        if len(parts) > 1 and not named and any(is_wording(signed, part, least=SIGNED) for part in parts):
            return at
    return len(rows)


# --- where the columns are --------------------------------------------------------------------------------------------


def _grid(wordings: Sequence[str], rows: Sequence[Row]) -> Grid | None:
    best: tuple[int, ...] = ()
    value = 0
    places = _places(rows)
    for place in places:
        labelled = tuple(at for at, row in enumerate(rows) if _is_labelled(wordings, rows, at, row, place))
        if len(labelled) > len(best):
            best, value = labelled, place
    if len(best) < LEAST:
        return None
    lead = sorted(label_in(_parted(rows[at], value)[0])[0].box.x0 for at in best)[len(best) // 2]
    more = _others(wordings, [rows[at] for at in best], value, places)
    last = best[-1]
    while last + 1 < len(rows) and _goes_on(wordings, rows[last + 1], lead, value):
        last += 1
    return Grid(lead=lead, values=(value, *more), first=best[0], last=last)


def _goes_on(wordings: Sequence[str], row: Row, lead: int, value: int) -> bool:
    """Whether a row below the last known label has one that is not known, or more of the value above."""
    left, right = _parted(row, value)
    if not _begins_at(right, value, row):
        return False
    return not left or (abs(label_in(left)[0].box.x0 - lead) < row.height and is_cell(wordings, left))


def _places(rows: Sequence[Row]) -> list[int]:
    """Where words begin after white or a border on several rows, in pixels."""
    starts = sorted(x for row in rows for x in _starts(row))
    if len(starts) < LEAST:
        return []
    reach = ALIGNED * statistics.median(row.height for row in rows)
    found: list[int] = []
    while starts:
        near = max(([x for x in starts if abs(x - one) <= 0.5 * reach] for one in starts), key=len)
        if len(near) < LEAST:
            break
        found.append(near[len(near) // 2])
        starts = [x for x in starts if abs(x - found[-1]) > reach]
    return sorted(found)


def _starts(row: Row) -> Iterator[int]:
    for before, word in itertools.pairwise(row.words):
        wide = word.box.x0 - before.box.x1 > APART * row.height
        begins = wide or _is_border(before) or word.text[0] in "|["
        if begins and any(sign.isalnum() for sign in word.text) and not _is_border(word):
            yield word.box.x0


def _is_border(word: Word) -> bool:
    """Whether a word is what engines read of a rule that stands upright: ``|``, ``_|``, a lone ``l`` or ``I``."""
    if word.text in ("l", "I", "í", "!"):
        return True
    return not any(sign.isalnum() for sign in word.text) and any(sign in "|[]" for sign in word.text)


def _parted(row: Row, place: int) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """What stands left and right of a column's beginning; nothing on the left where text runs through it."""
    slack = ALIGNED * row.height
    left = tuple(word for word in row.words if word.box.x0 < place - slack)
    right = row.words[len(left) :]
    ended = [word for word in left if any(sign.isalnum() for sign in word.text) and not _is_border(word)]
    if any(word.box.x1 > place + slack for word in ended):
        return (), row.words
    if ended and right and not (_is_border(left[-1]) or right[0].text[0] in "|[" or _is_border(right[0])):
        runs = right[0].box.x0 - left[-1].box.x1 <= CLEAR * row.height
        return ((), row.words) if runs else (left, right)
    return left, right


def _begins_at(words: Sequence[Word], place: int, row: Row) -> bool:
    return bool(words) and words[0].box.x0 - place < 2 * ALIGNED * row.height


def _is_labelled(wordings: Sequence[str], rows: Sequence[Row], at: int, row: Row, place: int) -> bool:
    left, right = _parted(row, place)
    if not left or not _begins_at(right, place, row):
        return False
    return is_wording(wordings, left) or _rest_of(wordings, rows, at, left, place) is not None


def _rest_of(
    wordings: Sequence[str], rows: Sequence[Row], at: int, left: Sequence[Word], place: int
) -> tuple[int, tuple[Word, ...]] | None:
    """The second line of a label: the number of its row, and its words."""
    for number in range(at + 1, min(at + 3, len(rows))):
        row = rows[number]
        if row.middle - rows[at].middle > NEXT_LINE * max(row.height, rows[at].height):
            return None
        more = _parted(row, place)[0]
        rest = label_in(more)
        if (
            not any(sign.isalnum() for word in rest for sign in word.text)
            or abs(rest[0].box.x0 - label_in(left)[0].box.x0) > 2 * row.height
        ):
            continue
        if text_of(rest).isupper() and not text_of(left).isupper():
            return None  # a heading: NGƯỜI CHA below Họ, chữ đệm, tên
        goes_on = rest[0].text[0].islower() and is_cell(wordings, left)
        alone = is_wording(wordings, rest)
        if (goes_on and not alone) or is_wording(wordings, (*left, *rest), least=1.0 if alone else WHOLE):
            return number, tuple(rest)
        return None
    return None


def label_in(left: Sequence[Word]) -> Sequence[Word]:
    """The words of a cell without its number, what was read of its border, and specks."""
    words = [word for word in left if any(sign.isalnum() for sign in word.text) and not _is_border(word)]
    while words and not any(sign.isalpha() for sign in words[0].text):
        words.pop(0)
    while len(words) > 1 and len(words[0].text.strip("|[]_.,:;'")) < 2 and _is_far(words[0], words[1]):
        words.pop(0)
    return words or left


def _is_far(one: Word, other: Word) -> bool:
    return other.box.x0 - one.box.x1 > 0.5 * max(one.box.height, other.box.height)


def is_cell(wordings: Sequence[str], left: Sequence[Word]) -> bool:
    """Whether words can be a whole label, known or not: no value stands after one, and no figures."""
    label = label_in(left)
    text = text_of(label)
    if ":" in text[:-1] or re.search(r"\d", _NOISE.sub(" ", text)) or len(label) > LONGEST:
        return False
    known = [is_wording(wordings, label[:count]) for count in range(1, len(label) + 1)]
    return known[-1] or not any(known)


def is_wording(wordings: Sequence[str], left: Sequence[Word], *, least: float = WHOLE) -> bool:
    text = _NOISE.sub(" ", text_of(label_in(left)))
    bare = matching.bare(text)
    return pairs.is_pair(wordings, text) or any(
        abs(len(bare) - len(wording)) <= max(1, len(wording) // 6)
        and matching.likeness(wording, bare) >= max(least, labels.least(wording))
        for wording in wordings
    )


def _others(wordings: Sequence[str], rows: Sequence[Row], value: int, places: Sequence[int]) -> tuple[int, ...]:
    """Where further columns of values begin: on most labelled rows, and before any column of labels."""
    found: list[int] = []
    for place in places:
        if place - (found[-1] if found else value) < NARROWEST * rows[0].height:
            continue
        cells = [right for row in rows if (right := _cell_at(row, place))]
        if len(cells) < max(LEAST, 0.6 * len(rows)):
            continue
        if sum(_begins_with_label(wordings, cell) for cell in cells) > 0.5 * len(cells):
            break
        found.append(place)
    return tuple(found)


def _cell_at(row: Row, place: int) -> tuple[Word, ...]:
    left, right = _parted(row, place)
    return right if left and _begins_at(right, place, row) else ()


def _begins_with_label(wordings: Sequence[str], cell: Sequence[Word]) -> bool:
    text = text_of(cell)
    return ":" in text or any(is_wording(wordings, cell[:count]) for count in range(1, min(7, len(cell) + 1)))


# --- the rows anew ----------------------------------------------------------------------------------------------------


def _rewritten(kind: Kind, wordings: Sequence[str], rows: Sequence[Row], grid: Grid) -> Iterator[Row]:
    """The rows of a page with its grid told apart."""
    head = _head(kind, rows, grid)
    if head is None:
        first, *others = _columns(wordings, rows[grid.first : grid.last + 1], grid)
        yield from (*rows[: grid.first], *first)
        yield from (_value_only(row, grid) for column in others for row in column)
    else:
        yield from _by_person(kind, wordings, rows, grid, head)
    yield from rows[grid.last + 1 :]


def _by_person(kind: Kind, wordings: Sequence[str], rows: Sequence[Row], grid: Grid, head: int) -> Iterator[Row]:
    """The rows down to the end of the grid, each person's below their own name."""
    # The table's own name goes on beside the people's: Phần khai về / cha, mẹ.
    goes_on = itertools.takewhile(lambda at: rows[at].box.x1 <= grid.values[0], range(head + 1, grid.first))
    begin = head + 1 + len(list(goes_on))
    yield from (*rows[head + 1 : begin], *rows[:head])
    columns = _columns(wordings, rows[begin : grid.last + 1], grid)
    for name, column in zip(_names(kind, rows[head], grid), columns, strict=True):
        if name:
            yield replace(rows[head], words=(*name[:-1], closed(name[-1])))
        yield from column


def _columns(wordings: Sequence[str], rows: Sequence[Row], grid: Grid) -> list[list[Row]]:
    return [_column(wordings, rows, grid, number) for number in range(len(grid.values))]


def _head(kind: Kind, rows: Sequence[Row], grid: Grid) -> int | None:
    """The row over the columns of values that says whose they are, where the kind knows these people.

    Of two people one may be left blank: then there is one column of values.
    """
    opening = list(blocks.openers(kind))
    for at in range(grid.first - 1, max(-1, grid.first - 4), -1):
        if sum(is_wording(opening, part) for part in _cells(rows[at])) > 1 and rows[at].box.x1 > grid.values[0]:
            return at
    return None


def _names(kind: Kind, row: Row, grid: Grid) -> Iterator[tuple[Word, ...]]:
    """For each column of values, the words that say whose it is: they are centred over it, wherever they begin."""
    opening = list(blocks.openers(kind))
    named = [part for part in _cells(row) if is_wording(opening, part)]
    for low, high in itertools.pairwise((*grid.values, 10**9)):
        over = (part for part in named if low <= page_rows.around(part).middle[0] < high)
        yield next(over, ())


def _column(wordings: Sequence[str], rows: Sequence[Row], grid: Grid, number: int) -> list[Row]:
    """Labels and one column of values."""
    made: list[Row] = []
    taken: dict[int, int] = {}
    for at, row in enumerate(rows):
        left, right = _parted(row, grid.values[0])
        if at not in taken and not _is_own(wordings, rows, at, grid):
            made.append(row)
            continue
        label = () if at in taken else tuple(word for word in left if word.box.x1 > grid.lead - row.height)
        label = tuple(label_in(label)) if any(sign.isalnum() for word in label for sign in word.text) else ()
        if label and (rest := _rest_of(wordings, rows, at, label, grid.values[0])) is not None:
            taken[rest[0]] = at
            label = (*label, *rest[1])
        value = _in_column(row, right, grid, number)
        if label and value:
            label = (*label[:-1], closed(label[-1]))
        if label or value:
            limit = round(grid.values[number + 1] - row.height) if number + 1 < len(grid.values) else row.limit
            cell = value[0].box.x0 if label and value else 0
            made.append(replace(row, words=(*label, *value), limit=limit, cell=cell))
    return made


def _is_own(wordings: Sequence[str], rows: Sequence[Row], at: int, grid: Grid) -> bool:
    """Whether a row is one of the grid: text may run through its columns, and rows have labels of their own."""
    row, value = rows[at], grid.values[0]
    left, right = _parted(row, value)
    if not left:
        return row.box.x0 >= value - ALIGNED * row.height
    if right and not _begins_at(right, value, row):
        return False
    told = any(sign.isalpha() for word in left for sign in word.text)
    return not told or is_cell(wordings, left) or _rest_of(wordings, rows, at, left, value) is not None


def _in_column(row: Row, right: Sequence[Word], grid: Grid, number: int) -> tuple[Word, ...]:
    slack = ALIGNED * row.height
    low = grid.values[number] - slack
    high = grid.values[number + 1] - slack if number + 1 < len(grid.values) else float("inf")
    words = [word for word in right if low <= word.box.x0 < high]
    while words and _is_border(words[-1]):
        words.pop()
    while words and _is_border(words[0]):
        words.pop(0)
    if words and words[0].text.startswith(("|", "[")) and len(words[0].text) > 1:
        words[0] = replace(words[0], text=words[0].text.lstrip("|["))
    return tuple(words)


def closed(word: Word) -> Word:
    bare = word.text.rstrip(" .:;_|")
    return replace(word, text=f"{bare or word.text}:")


def _value_only(row: Row, grid: Grid) -> Row:
    """A row of a further column without the label: nobody asks for that person."""
    words = tuple(word for word in row.words if word.box.x0 >= grid.values[0] - ALIGNED * row.height)
    return replace(row, words=words or row.words)
