"""From a page image to words."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.ports import PageImage, Reader
from pipeline.stages import reading
from pipeline.tools import pixels
from pipeline.tools.tesseract import in_process, models, program

FONT = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"
TEXT = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "GIẤY TIẾP NHẬN HỒ SƠ") * 4


@pytest.fixture(scope="module", params=[in_process.InProcess, program.Program])
def reader(request: pytest.FixtureRequest) -> Reader:
    made: Reader = request.param(models.find())
    return made


def drawn(lines: tuple[str, ...] = TEXT, *, dpi: int = 150) -> np.ndarray:
    """An A4 page with 13-point lines."""
    page = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 255)
    font = ImageFont.truetype(FONT, round(13 * dpi / 72))
    for row, line in enumerate(lines):
        ImageDraw.Draw(page).text((dpi, dpi + row * dpi // 3), line, font=font, fill=0)
    return np.asarray(page)


def read(image: np.ndarray, reader: Reader, dpi: int = 0) -> reading.ReadPage:
    return reading.read_page(PageImage(number=1, image=image, dpi=dpi), reader=reader, pixels=pixels)


def share_read(text: str) -> float:
    """The share of the printed words that were read right, wherever they stand."""
    truth = Counter(" ".join(TEXT).split())
    return (truth & Counter(text.split())).total() / truth.total()


def test_printed_words_are_read_with_their_places(reader: Reader) -> None:
    page = read(drawn(dpi=300), reader, 300).page
    assert share_read(page.text) > 0.9
    first = page.lines[0].words[0]
    assert (first.box.x0, first.box.y0) == pytest.approx((300, 310), abs=12)
    assert page.confidence > 0.9


def test_a_slanted_page_is_put_straight(reader: Reader) -> None:
    found = read(pixels.straightened(drawn(dpi=200), -7.0), reader, 200)
    assert found.page.skew == pytest.approx(7.0, abs=0.2)
    assert share_read(found.page.text) > 0.9


def test_a_second_look_reads_one_line(reader: Reader) -> None:
    page = read(drawn(), reader)
    words = reading.look(page.upright, page.page.lines[1].box, reader=reader, pixels=pixels)
    assert " ".join(word.text for word in words) == TEXT[1]
