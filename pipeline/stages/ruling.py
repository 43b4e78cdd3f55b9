"""The cells of ruled tables and forms: found by their rules, whatever an engine made of the words between them."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.domain.page import Box
from pipeline.ports import Image
from pipeline.stages.imaging import Pixels

#: Rules are looked for at this resolution: they are still two pixels wide there.
DPI: Final = 150
#: The least length of a piece of a level and of an upright rule, in pixels at DPI: no stroke of a letter is as long.
ACROSS, DOWN = 90, 26
#: Ink is darker than the paper around it by this much, of 255; the paper is measured this far around, in pixels.
DEPTH, REACH = 35, 12
#: Pieces of one rule lie this close in the other direction, in pixels: the page may slant by a tenth of a degree.
JITTER: Final = 5
#: The pieces of a rule cover this much of the table: a seal or a letter hides the rest.
COVERED: Final = 0.6
#: A rule that is seen for more than this outside the table is none of it, in pixels at DPI.
BEYOND: Final = 60
#: A table has at least so many rows and columns.
LEAST: Final = 2
#: White inside a cell that belongs to the rule, in pixels of the page at DPI.
EDGE: Final = 3

#: A cell of a form is at least so wide and high, in pixels at DPI; nearly all of its box is paper, and it is no frame
#: around most of the page.
WIDE, HIGH, PAPER, MOST = 40, 18, 0.85, 0.5

#: So much of a level and of an upright rule may be lost between two pieces of it, and of either before the rule that
#: it meets, in pixels at DPI: the room for a heading between two tables is more than is lost of an upright one.
LOST_ACROSS, LOST_DOWN, LOST = 60, 14, 60

#: No form has more pieces of rules, level or upright.
PIECES: Final = 400

#: A piece of a rule: x, y, width and height.
_Piece: TypeAlias = Sequence[int]
#: Cells by row and column.
Grid: TypeAlias = tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    """One rule: where it lies, and from where to where it runs."""

    at: float
    begin: int
    end: int
    #: Its pieces that were seen, from where to where.
    pieces: tuple[tuple[int, int], ...]

    @property
    def seen(self) -> int:
        """How much of it was seen, in pixels."""
        return min(self.end - self.begin, sum(end - begin for begin, end in self.pieces))


def grid(upright: Image, part: Box, *, pixels: Pixels, dpi: int) -> Grid:
    """The cells of the one ruled table inside ``part`` of a page, in pixels of the page; empty where there is none."""
    scale = min(1.0, DPI / dpi) if dpi else 1.0
    cut = upright[part.y0 : part.y1, part.x0 : part.x1]
    if min(cut.shape[:2]) < DOWN:
        return ()
    grey = pixels.grey(np.ascontiguousarray(cut))
    mask = pixels.ink(pixels.resized(grey, scale), reach=REACH, depth=DEPTH)
    across, down = pixels.rules(mask, across=ACROSS, down=DOWN)
    rows = list(_joined(across, along=0))
    if len(rows) <= LEAST:
        return ()
    left, right = _span(rows)
    ends = (left - BEYOND, right + BEYOND)
    rows = [rule for rule in rows if rule.seen > COVERED * (right - left) and ends[0] < rule.begin < rule.end < ends[1]]
    if len(rows) <= LEAST:
        return ()
    columns = [
        rule.at
        for rule in _joined(down, along=1)
        if left - JITTER <= rule.at <= right + JITTER and _is_of(rule, rows[0].at, rows[-1].at)
    ]
    columns = _with_ends(columns, left, right)
    if len(columns) <= LEAST:
        return ()
    edges = ([round(part.y0 + rule.at / scale) for rule in rows], [round(part.x0 + x / scale) for x in columns])
    return tuple(_cells(*edges, edge=round(EDGE / scale)))


def closed(upright: Image, *, pixels: Pixels, dpi: int) -> tuple[Box, ...]:
    """The paper that rules enclose on a page, in pixels of the page, in reading order: cells of any span."""
    scale = min(1.0, DPI / dpi) if dpi else 1.0
    mask = pixels.ink(pixels.resized(pixels.grey(upright), scale), reach=REACH, depth=DEPTH)
    paper = np.full_like(mask, 255)
    across, down = (pieces[:, :4].tolist() for pieces in pixels.rules(mask, across=ACROSS, down=DOWN))
    for x, y, wide, high in (*across, *down, *_bridges(across, down)):
        # A little longer than it was seen: corners are rounded, and rules faint where they meet.
        along, aside = (EDGE, 1) if wide > high else (1, EDGE)
        paper[max(0, y - aside) : y + high + aside, max(0, x - along) : x + wide + along] = 0
    height, width = paper.shape
    found = [
        Box(x0=round(x / scale), y0=round(y / scale), x1=round((x + wide) / scale), y1=round((y + high) / scale))
        for x, y, wide, high, area in pixels.blots(paper).tolist()
        if wide >= WIDE and high >= HIGH and area > PAPER * wide * high and wide * high < MOST * width * height
    ]
    return tuple(sorted(found, key=lambda box: (box.y0, box.x0)))


def _bridges(across: Sequence[_Piece], down: Sequence[_Piece]) -> Iterator[_Piece]:
    """What a faint or bent rule lost between its pieces, and between a loose end and the rule that it meets.

    A picture or a pattern has pieces without number, which are held against each other, and nothing to be bridged.
    """
    if max(len(across), len(down)) > PIECES:
        return
    yield from _along(across, down, between=LOST_ACROSS)
    for y, x, high, wide in _along(_turned(down), _turned(across), between=LOST_DOWN):
        yield x, y, wide, high


def _turned(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces as on a page laid on its side."""
    return [(y, x, high, wide) for x, y, wide, high in pieces]


def _along(level: Sequence[_Piece], upright: Sequence[_Piece], *, between: int) -> Iterator[_Piece]:
    for x, y, wide, high in level:
        end, bottom = x + wide, y + high
        nexts = (tuple(one) for one in level if 0 < one[0] - end <= between and _is_level(one, y, bottom))
        for left, top, _, height in sorted(nexts)[:1]:
            yield end, min(y, top), left - end, max(bottom, top + height) - min(y, top)
        met = [left for left, top, _, height in upright if top - LOST <= y and bottom <= top + height + LOST]
        # As high as the whole piece: where a rule slants, only so does the bridge touch it at either end.
        yield from ((min(at, place), y, abs(at - place), high) for at in (x, end) for place in _met(at, met))


def _is_level(piece: _Piece, top: int, bottom: int) -> bool:
    return abs(piece[1] + piece[3] / 2 - (top + bottom) / 2) <= JITTER


def _met(end: int, places: Sequence[int]) -> Sequence[int]:
    """The place where a loose end of a rule meets another rule; none where it ends at one."""
    nearest = min(places, key=lambda place: abs(place - end), default=end)
    return (nearest,) if EDGE < abs(nearest - end) <= LOST else ()


def _span(rows: Sequence[_Rule]) -> tuple[float, float]:
    """From where to where the longer half of the rules runs: shadows at the edges of the paper lie outside."""
    longest = max(rule.seen for rule in rows)
    long = [rule for rule in rows if rule.seen > COVERED * longest]
    return statistics.median(rule.begin for rule in long), statistics.median(rule.end for rule in long)


def _joined(pieces: npt.NDArray[np.int32], *, along: int) -> Iterator[_Rule]:
    """Pieces that lie on one line, from top to bottom or left to right. ``along`` 0: level; 1: upright."""
    across = 1 - along
    told = sorted((float(piece[across] + piece[across + 2] / 2), piece) for piece in pieces.tolist())
    group: list[tuple[float, list[int]]] = []
    for at, piece in told:
        if group and at - group[-1][0] > JITTER:
            yield _rule(group, along)
            group = []
        group.append((at, piece))
    if group:
        yield _rule(group, along)


def _rule(group: Sequence[tuple[float, Sequence[int]]], along: int) -> _Rule:
    begin = min(piece[along] for _, piece in group)
    end = max(piece[along] + piece[along + 2] for _, piece in group)
    pieces = tuple((piece[along], piece[along] + piece[along + 2]) for _, piece in group)
    return _Rule(at=sum(at for at, _ in group) / len(group), begin=begin, end=end, pieces=pieces)


def _is_of(rule: _Rule, top: float, bottom: float) -> bool:
    """Whether an upright rule is the table's; the streak of a dirty roller and a frame run on beyond it."""
    inside = sum(max(0.0, min(end, bottom) - max(begin, top)) for begin, end in rule.pieces)
    return inside > COVERED * (bottom - top) and rule.seen - inside < BEYOND


def _with_ends(columns: Sequence[float], left: float, right: float) -> list[float]:
    """The columns' borders, with the table's own ends where no rule stands there."""
    found = list(columns)
    if not found or found[0] - left > DOWN:
        found.insert(0, left)
    if right - found[-1] > DOWN:
        found.append(right)
    return found


def _cells(rows: Sequence[int], columns: Sequence[int], *, edge: int) -> Iterator[tuple[Box, ...]]:
    for top, bottom in itertools.pairwise(rows):
        yield tuple(
            Box(x0=left + edge, y0=top + edge, x1=right - edge, y1=bottom - edge)
            for left, right in itertools.pairwise(columns)
        )
