"""Second looks: a line, digits in boxes, alone in a cell or among leaders, each read out of what is around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.assembly import readers
from pipeline.domain.page import Box, Line, Page, Word, text_of
from pipeline.ports import Image as Pixels
from pipeline.ports import Reader
from pipeline.stages import seals
from pipeline.stages.looking import Looking
from pipeline.tools import pixels
from tests.stages.typed import ENGINE

FONT = ImageFont.truetype("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf", 54)
BOLD = ImageFont.truetype("/usr/share/fonts/truetype/croscore/Tinos-Bold.ttf", 54)
SMALL = FONT.font_variant(size=42)
Face = ImageFont.FreeTypeFont
DPI = 300
NUMBER = "011191475256"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return readers.build()


def boxed(digits: str, *, side: int = 66, gap: int = 0, lean: int = 0, faces: Sequence[Face] = (FONT,)) -> Pixels:
    """A line of boxes with a digit in each; a space leaves one empty. ``lean``: how far the sides lean, in pixels."""
    line = Image.new("L", (200 + (side + gap) * len(digits), 200), 250)
    draw = ImageDraw.Draw(line)
    for at, digit in enumerate(digits):
        x0 = 100 + at * (side + gap)
        for left in (x0, x0 + side):
            draw.line((left + lean, 60, left, 136), fill=30, width=3)
        for top in (60, 136):
            draw.line((x0, top, x0 + side, top), fill=30, width=3)
        draw.text((x0 + side / 2, 98), digit, font=faces[at % len(faces)], fill=20, anchor="mm")
    return np.asarray(line)


def looking(image: Pixels, reader: Reader) -> Looking:
    """Looks at one page."""
    height, width = image.shape
    page = Page(number=1, width=width, height=height, dpi=DPI, engine=ENGINE)
    return Looking(pages={1: page}, image=lambda _: image, reader=reader, read_print=lambda _: "", pixels=pixels)


def number(line: Pixels, reader: Reader) -> str | None:
    word = word_in(line, reader)
    return None if word is None else word.text


def word_in(line: Pixels, reader: Reader) -> Word | None:
    height, width = line.shape
    return looking(line, reader).boxed(1, Box(x0=0, y0=0, x1=width, y1=height))


@pytest.mark.parametrize(("gap", "lean"), [(0, 0), (14, 0), (0, 2)], ids=["joined", "apart", "leaning"])
def test_a_number_in_boxes_is_read_without_their_sides(reader, gap, lean):
    assert number(boxed(NUMBER, gap=gap, lean=lean), reader) == NUMBER


def test_digits_of_two_heights_may_be_a_pens_and_are_not_believed(reader):
    even, uneven = word_in(boxed(NUMBER), reader), word_in(boxed(NUMBER, faces=(FONT, SMALL)), reader)

    assert even is not None
    assert uneven is not None
    assert uneven.confidence < 0.5 < even.confidence


def test_empty_boxes_behind_the_last_digit_are_no_part_of_the_number(reader):
    assert number(boxed("040182736   "), reader) == "040182736"


def test_an_empty_box_between_two_digits_makes_it_no_number(reader):
    assert number(boxed("01119 475256"), reader) is None


def test_a_line_without_boxes_has_no_number_in_boxes(reader):
    line = Image.new("L", (900, 200), 250)
    ImageDraw.Draw(line).text((100, 70), f"Số: {NUMBER}", font=FONT, fill=20)

    assert number(np.asarray(line), reader) is None


@pytest.mark.parametrize("digit", "12345678")
def test_a_digit_alone_in_the_cell_of_a_table_is_read(reader, digit):
    table = Image.new("L", (1400, 700), 250)
    draw = ImageDraw.Draw(table)
    for y in (100, 220, 340, 460):
        draw.line((100, y, 1300, y), fill=30, width=4)
    for x in (100, 900, 1300):
        draw.line((x, 100, x, 460), fill=30, width=4)
    draw.text((1100, 160), digit, font=FONT, fill=20, anchor="mm")

    cells = looking(np.asarray(table), reader).table(1, Box(x0=0, y0=0, x1=1400, y1=700))

    assert [word.text for word in cells[0][1]] == [digit]


@pytest.mark.parametrize("figures", ["1", "01", "15"])
def test_a_short_number_among_leaders_is_read(reader, figures):
    line = Image.new("L", (900, 60), 250)
    draw = ImageDraw.Draw(line)
    for x in (*range(20, 180, 14), *range(300, 460, 14)):
        draw.rectangle((x, 42, x + 3, 45), fill=20)
    draw.text((240, 46), figures, font=FONT, fill=20, anchor="ms")
    draw.text((480, 46), "(bộ)", font=FONT, fill=20, anchor="ls")

    word = looking(np.asarray(line), reader).among_leaders(1, Box(x0=0, y0=0, x1=470, y1=60))

    assert word is not None
    assert word.text == figures


def test_leaders_alone_hold_no_number(reader):
    line = np.full((60, 900), 250, np.uint8)
    line[42:45, 20:800:14] = 20

    assert looking(line, reader).among_leaders(1, Box(x0=0, y0=0, x1=900, y1=60)) is None


def test_a_printed_line_is_read_once_more(reader):
    line = Image.new("L", (1500, 200), 250)
    ImageDraw.Draw(line).text((60, 70), "Độc lập - Tự do - Hạnh phúc", font=FONT, fill=20)

    words = looking(np.asarray(line), reader).line(1, Box(x0=60, y0=70, x1=760, y1=140))

    assert " ".join(word.text for word in words) == "Độc lập - Tự do - Hạnh phúc"


def test_where_the_image_is_away_nothing_is_seen(reader):
    away = replace(looking(np.full((60, 900), 250, np.uint8), reader), image=lambda _: None)
    part = Box(x0=0, y0=0, x1=900, y1=60)

    assert not away.line(1, part)
    assert not away.opinion(1, [Word(text="Độc", box=part, confidence=0.5)])
    assert not away.table(1, part)
    assert away.boxed(1, part) is away.among_leaders(1, part) is None


def sealed(name: str) -> Pixels:
    """A printed name whose beginning lies under the rings of a seal that was scanned in black."""
    page = Image.new("L", (1400, 900), 250)
    draw = ImageDraw.Draw(page)
    draw.text((520, 520), name, font=BOLD, fill=20)
    for radius, width in ((200, 5), (186, 3), (120, 3)):
        draw.ellipse((370 - radius, 420 - radius, 370 + radius, 420 + radius), outline=20, width=width)
    return np.asarray(page)


@pytest.mark.parametrize("name", ["Ngô Thị Ngọc Diễm", "Hạng Thị Súa", "Thào Mái Dợ"])
def test_a_name_under_the_rings_of_a_black_seal_is_read_without_them(reader, name):
    look = looking(sealed(name), reader)

    assert text_of(look.unsealed(1, Box(x0=640, y0=525, x1=960, y1=590))).endswith(name)
    assert not text_of(look.line(1, Box(x0=400, y0=525, x1=960, y1=590))).endswith(name)


def test_a_line_without_a_seal_stays_as_it_is():
    line = Image.new("L", (1400, 900), 250)
    ImageDraw.Draw(line).text((520, 520), "Ngô Thị Ngọc Diễm", font=FONT, fill=20)
    grey = np.asarray(line)

    assert seals.without_rings(grey, pixels=pixels, dpi=DPI) is grey


def test_a_cell_is_read_by_itself_where_its_words_are_doubtful_or_glued_to_those_of_another(reader):
    line = Image.new("L", (1400, 200), 250)
    ImageDraw.Draw(line).text((60, 70), "Quốc tịch", font=FONT, fill=20)
    cell = Box(x0=0, y0=0, x1=700, y1=200)
    torn = Word(text="TQu&ăqh", box=Box(x0=60, y0=75, x1=300, y1=130), confidence=0.97)
    look = looking(np.asarray(line), reader)
    glued = replace(torn, box=replace(torn.box, x0=600, x1=1300))
    beside = replace(look, pages={1: replace(look.pages[1], lines=(Line(words=(glued,)),))})

    assert look.inside(1, cell, [torn]) == (torn,)
    assert text_of(look.inside(1, cell, [replace(torn, confidence=0.3)])) == "Quốc tịch"
    assert text_of(beside.inside(1, cell, [replace(torn, confidence=0.9)])) == "Quốc tịch"
