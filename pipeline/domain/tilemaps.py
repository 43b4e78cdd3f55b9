"""Tile maps of the provinces: one tile each, near where it lies, all of one size, so that small ones are seen too.

A layout of our own. Each word is the agency code of a province, each line a row from north to south.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

#: From this day on there are 34. Source: Resolution 202/2025/QH15.
MERGED_ON: Final = date(2025, 7, 1)

_63: Final = """
H35 H38 H22 H14 .   .
H18 H63 H60 H03 H37 .
H52 H44 H62 H55 H02 H49
.   H28 H26 H05 H23 H24
.   .   H25 H31 H54 .
.   H56 H42 H40 .   .
.   H41 .   .   .   .
.   .   H27 .   .   .
.   .   H46 .   .   .
.   .   .   H50 .   .
.   .   .   .   H57 H17
.   .   .   .   .   H47
.   .   .   .   H34 H48
.   .   .   .   H21 H08
.   .   .   .   H15 H45
.   .   H10 H16 H36 H32
.   H53 H09 H19 H11 H43
.   H39 H29 H06 .   .
H01 H20 H58 .   .   .
H33 H13 H61 H07 .   .
.   H30 H51 H59 .   .
H12 H04 .   .   .   .
"""
_34: Final = """
H35 H38 H60 H14 .
H18 H44 H55 H37 .
H52 .   H26 H05 H49
.   .   H42 H31 H24
.   H56 .   .   .
.   H41 .   .   .
.   .   H27 .   .
.   .   H50 .   .
.   .   .   H57 .
.   .   .   .   H17
.   .   .   .   H48
.   .   .   .   H21
.   .   .   .   H15
.   .   .   H36 H32
.   H53 H19 .   .
H01 H20 H29 .   .
.   H13 H61 .   .
.   H12 .   .   .
"""


def tiles(day: date) -> Mapping[str, tuple[int, int]]:
    """Column and row, from 0, of each province that there is on a day, by its agency code."""
    drawn = (_34 if day >= MERGED_ON else _63).strip().splitlines()
    return {
        code: (column, row) for row, line in enumerate(drawn) for column, code in enumerate(line.split()) if code != "."
    }
