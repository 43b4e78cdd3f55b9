"""The lists of units that come with a package."""

from __future__ import annotations

from pipeline.tools import units


def test_of_two_ways_that_the_lists_have_to_write_a_name_papers_use_one():
    known = units.names()

    assert known.cased("huyện Krông búk, tỉnh Đắk Lắk") == "huyện Krông Búk, tỉnh Đắk Lắk"
    assert known.guessed("huyện Nậm Đồ, tỉnh Điện Biên") == "huyện Nậm Pồ, tỉnh Điện Biên"
