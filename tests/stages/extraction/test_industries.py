"""Which line of business is the main one, wherever a certificate marks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.stages import extraction
from pipeline.stores import catalogue
from tests.stages.typed import page


@pytest.fixture(scope="module")
def industries():
    kinds = catalogue.load(Path("config/kinds"))

    def reading(text: str):
        found = extraction.extract("household_business", 1.0, [page(text)], kinds=kinds).fields["industries"]
        return [{name: cell.value for name, cell in item.items()} for item in found.value]

    return reading


def test_the_mark_in_the_cell_of_the_code_is_no_part_of_the_code(industries):
    assert industries("""
    3. Ngành, nghề kinh doanh:
    STT     Tên ngành                                 Mã ngành
    1       Cắt tóc, làm đầu, gội đầu                 9631
    2       Bán lẻ lương thực, thực phẩm              4711 (Chính)
    4. Vốn kinh doanh: 50.000.000 đồng
""") == [
        {"name": "Cắt tóc, làm đầu, gội đầu", "code": "9631", "main": False},
        {"name": "Bán lẻ lương thực, thực phẩm", "code": "4711", "main": True},
    ]  # fmt: skip


def test_the_mark_behind_the_name_is_no_part_of_the_name(industries):
    assert industries("""
    3. Ngành, nghề kinh doanh:
    STT     Tên ngành                                 Mã ngành
    1       Bán lẻ lương thực (ngành chính)           4711
    2       Cắt tóc, làm đầu, gội đầu                 9631
    4. Vốn kinh doanh: 50.000.000 đồng
""") == [
        {"name": "Bán lẻ lương thực", "code": "4711", "main": True},
        {"name": "Cắt tóc, làm đầu, gội đầu", "code": "9631", "main": False},
    ]  # fmt: skip


def test_a_column_of_marks_tells_the_main_line(industries):
    assert [line["main"] for line in industries("""
    3. Ngành, nghề kinh doanh:
    STT     Tên ngành                          Mã ngành       Ngành chính
    1       Bán lẻ lương thực                  4711           X
    2       Cắt tóc, làm đầu, gội đầu          9631
    4. Vốn kinh doanh: 50.000.000 đồng
""")] == [True, False]  # fmt: skip


def test_where_no_line_is_marked_none_is_called_main_or_other(industries):
    assert industries("""
    3. Ngành, nghề kinh doanh:
    STT     Tên ngành                                 Mã ngành
    1       Cắt tóc, làm đầu, gội đầu                 9631
    4. Vốn kinh doanh: 50.000.000 đồng
""") == [{"name": "Cắt tóc, làm đầu, gội đầu", "code": "9631"}]  # fmt: skip
