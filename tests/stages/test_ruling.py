"""The cells of a ruled table are where its rules are."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.domain.page import Box
from pipeline.ports import Image
from pipeline.stages import ruling
from pipeline.tools import pixels

ROWS, COLUMNS = (200, 300, 380, 500), (150, 220, 800, 1000)


def ruled(rows=ROWS, columns=COLUMNS, *, dpi: int = 200) -> Image:
    page = np.full((800, 1200), 250, np.uint8)
    for y in rows:
        page[y : y + 3, columns[0] : columns[-1]] = 30
    for x in columns:
        page[rows[0] : rows[-1], x : x + 3] = 30
    return page


def cells(page: Image, *, dpi: int = 200) -> ruling.Grid:
    return ruling.grid(page, Box(x0=0, y0=100, x1=1200, y1=700), pixels=pixels, dpi=dpi)


@pytest.mark.parametrize("dpi", [0, 150, 200, 300])
def test_every_cell_stands_between_its_rules(dpi):
    found = cells(ruled(), dpi=dpi)

    assert [len(row) for row in found] == [3, 3, 3]
    for row, top, bottom in zip(found, ROWS, ROWS[1:], strict=False):
        for cell, left, right in zip(row, COLUMNS, COLUMNS[1:], strict=False):
            assert left < cell.x0 < left + 20
            assert right - 20 < cell.x1 < right
            assert top < cell.y0 < top + 20
            assert bottom - 20 < cell.y1 < bottom


def test_a_seal_over_a_rule_does_not_hide_the_table():
    page = ruled()
    page[290:340, 300:520] = 250

    assert [len(row) for row in cells(page)] == [3, 3, 3]


def test_the_shadow_at_the_edge_of_the_paper_is_no_column():
    page = ruled()
    page[100:700, 0:40] = 20

    assert [len(row) for row in cells(page)] == [3, 3, 3]


def test_paper_without_rules_has_no_cells():
    assert cells(np.full((800, 1200), 250, np.uint8)) == ()
    assert cells(ruled(rows=(200, 300))) == ()


def test_a_cell_that_spans_several_others_is_one_cell():
    page = ruled()
    page[303:380, 800:803] = 250  # the second row has no border between its last two cells

    found = ruling.closed(page, pixels=pixels, dpi=200)

    assert [(box.x0 < 150 + 10, box.y0 // 100) for box in found][:1] == [(True, 2)]
    assert len(found) == 8
    assert any(box.x0 < 230 and box.x1 > 980 and 295 < box.y0 < 310 for box in found)


def test_what_a_form_leaves_open_is_no_cell():
    page = ruled()
    page[200:500, 990:1010] = 250  # the frame has no right side

    assert len(ruling.closed(page, pixels=pixels, dpi=200)) == 6
    assert ruling.closed(np.full((800, 1200), 250, np.uint8), pixels=pixels, dpi=200) == ()


@pytest.mark.parametrize(
    "lost",
    [
        (slice(None), slice(600, 640)),  # a faint stretch in all level rules
        (slice(None), slice(960, 1000)),  # the ends of all level rules at the right border
        (slice(320, 336), slice(None)),  # a faint stretch in all upright rules
        (slice(470, 520), slice(940, 1010)),  # a corner
    ],
)
def test_what_a_faint_rule_lost_does_not_open_a_cell(lost):
    page = ruled()
    page[lost] = 250

    assert len(ruling.closed(page, pixels=pixels, dpi=200)) == 9


def test_the_room_between_two_tables_is_no_cell():
    page = ruled(rows=(200, 260, 320))
    page[370:373, 150:1000] = page[430:433, 150:1000] = 30
    for x in COLUMNS:
        page[370:430, x : x + 3] = 30

    assert len(ruling.closed(page, pixels=pixels, dpi=200)) == 9
