"""Rows put together what engines tear apart, and remember where every character stands."""

from __future__ import annotations

from pipeline.domain.page import Page
from pipeline.stages import rows
from tests.stages import typed


def page_of(*lines) -> Page:
    return Page(number=1, width=1654, height=2339, dpi=200, engine=typed.ENGINE, lines=lines)


def test_two_blocks_at_one_height_are_one_row():
    page = page_of(typed.line("Họ tên:", 0), typed.line("Địa chỉ:", 1), typed.line(f"{'':20}LÒ VĂN A", 0.1, block=1))

    assert [row.text for row in rows.of_page(page)] == ["Họ tên: LÒ VĂN A", "Địa chỉ:"]


def test_lines_above_one_another_stay_apart():
    page = page_of(typed.line("một", 0), typed.line("hai", 0.7))

    assert [row.text for row in rows.of_page(page)] == ["một", "hai"]


def test_a_word_cut_through_keeps_its_part_of_the_box():
    (row,) = rows.of_page(page_of(typed.line("sinh:1985", 0)))

    (rest,) = row.cut(5, 9)

    assert rest.text == "1985"
    assert rest.box.x0 > row.box.x0 + 4 * typed.WIDE
    assert rest.box.x1 == row.box.x1


def test_folding_remembers_where_characters_came_from():
    (row,) = rows.of_page(page_of(typed.line("Số: 47/2023", 0)))

    assert row.folded == "so472023"
    assert row.text[row.origins[2]] == "4"


def test_wide_white_parts_a_row():
    (row,) = rows.of_page(page_of(typed.line("NGƯỜI NỘP            NGƯỜI NHẬN", 0)))

    assert [" ".join(word.text for word in part) for part in rows.pieces(row, gap=3)] == ["NGƯỜI NỘP", "NGƯỜI NHẬN"]


def test_a_pens_tick_in_the_margin_is_none_of_its_row():
    text = [typed.line(f"{'':6}{words}", at) for at, words in enumerate(("Họ tên: A", "Địa chỉ: B", "Ngày sinh: C"))]
    ticked = [typed.line("v", 1), typed.line(f"{'':6}v{'':20}x", 3)]

    assert [row.text for row in rows.of_page(page_of(*text, *ticked))] == [
        "Họ tên: A", "Địa chỉ: B", "Ngày sinh: C", "v x",
    ]  # fmt: skip
