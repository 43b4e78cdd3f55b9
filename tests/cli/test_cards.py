"""A scorecard in a spreadsheet and for programs: shared places say so, and among how many units they are."""

from __future__ import annotations

import io

import openpyxl

from pipeline.cli import cards
from tests.domain.test_cards import CARD, YEAR


def test_a_spreadsheet_writes_shared_places_and_the_universe() -> None:
    book = openpyxl.load_workbook(io.BytesIO(cards.as_book(CARD, YEAR, "province", None)))
    rows = [[cell.value for cell in row[:3]] for row in book["scorecard"].iter_rows(min_row=2)]
    assert rows == [["1=", 4, "a"], ["1=", 4, "b"], ["3", 4, "d"], [None, 4, "c"]]
    meanings = dict(book["definitions"].iter_rows(min_row=2, values_only=True))
    assert "shared by units of equal totals, the next place is skipped" in meanings["place"]
    assert meanings["universe"].endswith(": 4")


def test_a_spreadsheet_shows_what_points_are_made_of() -> None:
    book = openpyxl.load_workbook(io.BytesIO(cards.as_book(CARD, YEAR, "province", None)))
    imported, measured = list(book["parts"].iter_rows(min_row=2, max_row=3, values_only=True))
    assert imported == ("a", "g", "imported", None, None, None, 1, 1.5, "portal")
    assert measured == ("a", "g", "measured", 1, 3, 33.33, 0.67, 2, None)


def test_a_program_reads_places_as_people_write_them() -> None:
    told = cards.as_json(CARD, YEAR, "province", None)
    assert (told["universe"], told["ranking"]) == (4, "competition")
    places = [(row["place"], row["rank"], row["tied"]) for row in told["rows"]]
    assert places == [("1=", 1, 2), ("1=", 1, 2), ("3", 3, 1), (None, None, 0)]
