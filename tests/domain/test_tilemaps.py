"""Every province has its tile, before the mergers and after."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from pipeline.domain.tilemaps import tiles


@pytest.mark.parametrize("day", [date(2023, 9, 30), date(2025, 6, 30), date(2025, 7, 1), date(2026, 1, 1)])
def test_the_map_has_the_provinces_of_its_day_and_no_two_in_one_place(day: date) -> None:
    with Path("config/units/provinces.csv").open(encoding="utf-8", newline="") as file:
        there = {
            row["code"]
            for row in csv.DictReader(file)
            if row["valid_from"] <= day.isoformat() <= (row["valid_to"] or "9999")
        }
    drawn = tiles(day)
    assert drawn.keys() == there
    assert len({*drawn.values()}) == len(drawn)
