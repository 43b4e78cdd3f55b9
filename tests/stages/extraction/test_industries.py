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


@pytest.mark.parametrize(
    "text",
    [
        """
    - Bán buôn gạo, lúa mỳ, hạt ngũ cốc khác (Mã ngành: 4631 - Ngành
    chính)
    - Xay xát và sản xuất bột thô (Mã ngành: 1061)
""",
        """
    1. Bán buôn gạo, lúa mỳ, hạt ngũ cốc khác (4631) (chính)
    2. Xay xát và sản xuất bột thô (1061)
""",
        """
    Bán buôn gạo, lúa mỳ, hạt ngũ cốc khác (Chính) - Mã ngành: 4631;
    Xay xát và sản xuất bột thô, mã ngành 1061.
""",
        """
    + 4631 - Bán buôn gạo, lúa mỳ, hạt ngũ cốc khác (Ngành chính)
    + 1061 - Xay xát và sản xuất bột thô
""",
    ],
)
def test_codes_in_the_sentence_of_a_name_are_told_apart_from_it(industries, text):
    assert industries(f"""
    3. Ngành, nghề kinh doanh:
{text.strip(chr(10))}
    4. Vốn kinh doanh: 50.000.000 đồng
""") == [
        {"name": "Bán buôn gạo, lúa mỳ, hạt ngũ cốc khác", "code": "4631", "main": True},
        {"name": "Xay xát và sản xuất bột thô", "code": "1061", "main": False},
    ]  # fmt: skip


def test_lines_of_business_may_stand_behind_their_label(industries):
    assert industries("""
    3. Ngành, nghề kinh doanh: Dịch vụ phục vụ đồ uống (mã 5630); cắt tóc, làm
    đầu, gội đầu (mã 9631).
    4. Vốn kinh doanh: 50.000.000 đồng
""") == [
        {"name": "Dịch vụ phục vụ đồ uống", "code": "5630"},
        {"name": "cắt tóc, làm đầu, gội đầu", "code": "9631"},
    ]  # fmt: skip


def test_a_number_that_nothing_calls_a_code_stays_in_the_name(industries):
    assert industries("""
    3. Ngành, nghề kinh doanh:
    - Tư vấn hệ thống quản lý chất lượng ISO 9001
    - Làm bản sao tài liệu
    4. Vốn kinh doanh: 50.000.000 đồng
""") == [{"name": "Tư vấn hệ thống quản lý chất lượng ISO 9001"}, {"name": "Làm bản sao tài liệu"}]  # fmt: skip
