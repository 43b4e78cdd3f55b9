"""Tesseract in this process: a page's lines before they are read."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.domain.page import Box
from pipeline.ports import PrintedLine
from pipeline.tools.tesseract import models
from pipeline.tools.tesseract.in_process import InProcess, all_across
from tests.stages.test_reading import TEXT, drawn


@pytest.fixture(scope="module")
def engine() -> InProcess:
    return InProcess(models.find())


def test_lines_are_found_before_they_are_read_and_read_as_ever(engine: InProcess) -> None:
    page = drawn()
    with engine.lay_out(page, dpi=150, layout="page") as sheet:
        assert len(sheet.lines) == len(TEXT)
        assert all(box.y0 < base < box.y1 for line in sheet.lines for box, base in [(line.box, line.baseline[0])])
        read = sheet.read()
    assert tuple(read) == tuple(engine.read(page, dpi=150))


def test_another_image_can_be_read_once_the_lines_of_one_are_known(engine: InProcess) -> None:
    with engine.lay_out(drawn(), dpi=150, layout="page") as sheet:
        lines = sheet.lines
    assert lines[1].box.width > 300
    assert " ".join(word.text for line in engine.read(drawn(TEXT[:1]), dpi=150) for word in line.words) == TEXT[0]


def test_an_empty_page_has_no_lines(engine: InProcess) -> None:
    with engine.lay_out(np.full((400, 400), 255, np.uint8), dpi=150, layout="page") as sheet:
        assert sheet.lines == ()
        assert tuple(sheet.read()) == ()


def test_a_lone_page_number_that_is_told_to_run_down_turns_no_page() -> None:
    def line(x1: int, y1: int) -> PrintedLine:
        return PrintedLine(box=Box(x0=100, y0=100, x1=x1, y1=y1), baseline=(y1, y1), block=0, tabular=False)

    across = [line(900, 126)] * 3
    assert all_across([*across, line(108, 117)], across)
    assert not all_across([*across, line(126, 700)], across)
    assert not all_across([line(126, 700)], [])
