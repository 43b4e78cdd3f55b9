"""From a page image to words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.assembly import readers
from pipeline.domain.page import Box, Engine, Line, Word
from pipeline.ports import Image as Pixels
from pipeline.ports import Layout, PageImage, Reader
from pipeline.stages import reading
from pipeline.tools import pixels

FONT = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"
TEXT = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Xét đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 15/TTr-NV,",
    "các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành.",
) * 3


@pytest.fixture(scope="module", params=["tesserocr", "pytesseract"])
def reader(request: pytest.FixtureRequest) -> Reader:
    return readers.build(request.param)


@pytest.fixture(scope="module")
def fast() -> Reader:
    return readers.build()


def drawn(lines: Sequence[str] = TEXT, *, dpi: int = 150, ink: int = 0, paper: int = 255) -> Pixels:
    """An A4 page with 13-point lines, one every 8 mm."""
    page = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), paper)
    font = ImageFont.truetype(FONT, round(13 * dpi / 72))
    for row, line in enumerate(lines):
        ImageDraw.Draw(page).text((dpi, dpi + row * dpi // 3), line, font=font, fill=ink)
    return np.asarray(page)


def read(image: Pixels, reader: Reader, dpi: int = 0, layer: tuple[Line, ...] = ()) -> reading.ReadPage:
    page = PageImage(number=1, image=image, dpi=dpi, text_layer=layer)
    return reading.read_page(page, reader=reader, pixels=pixels)


def share_read(text: str, lines: Sequence[str] = TEXT) -> float:
    """The share of the printed words that were read right, wherever they stand."""
    truth = Counter(" ".join(lines).split())
    return (truth & Counter(text.split())).total() / truth.total()


def layer(lines: Sequence[str] = TEXT, *, dpi: int = 150) -> tuple[Line, ...]:
    """The words of a drawn page as a file would hold them, each line as one word."""
    found = []
    for row, text in enumerate(lines):
        top = dpi + row * dpi // 3
        box = Box(x0=dpi, y0=top, x1=dpi + len(text) * 13, y1=top + dpi // 4)
        found.append(Line(words=(Word(text=text, box=box, confidence=1.0),)))
    return tuple(found)


class Forgetful:
    """A reader that loses the last lines of every page and is sure of the rest."""

    def __init__(self, reader: Reader, lost: int) -> None:
        self._reader, self._lost = reader, lost

    @property
    def engine(self) -> Engine:
        return self._reader.engine

    def read(self, image: Pixels, *, dpi: int, layout: Layout = "page") -> Sequence[Line]:
        return self._reader.read(image, dpi=dpi, layout=layout)[: -self._lost]

    def read_line(self, image: Pixels, *, box: Box, dpi: int) -> Sequence[Word]:
        return self._reader.read_line(image, box=box, dpi=dpi)


class Blind(Forgetful):
    """A reader that also says "???" of a line that it is shown by itself."""

    def read_line(self, image: Pixels, *, box: Box, dpi: int) -> Sequence[Word]:
        return (Word(text="???", box=box, confidence=0.3),)


def test_printed_words_are_read_with_their_places(reader: Reader) -> None:
    page = read(drawn(dpi=300), reader, 300).page
    assert share_read(page.text) > 0.95
    first = page.lines[0].words[0]
    assert (first.box.x0, first.box.y0) == pytest.approx((300, 310), abs=12)
    assert page.confidence > 0.9


def test_a_slanted_page_is_put_straight(reader: Reader) -> None:
    found = read(pixels.straightened(drawn(dpi=200), -7.0), reader, 200)
    assert found.page.skew == pytest.approx(7.0, abs=0.2)
    assert share_read(found.page.text) > 0.95


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_turned_is_put_upright(fast: Reader, turn: int) -> None:
    found = read(np.rot90(drawn(), turn // 90), fast)
    assert found.page.rotation == turn
    assert found.upright.shape == drawn().shape
    assert share_read(found.page.text) > 0.9


@pytest.mark.parametrize("skew", [-14.0, -2.3, 0.6, 11.0])
def test_skew_is_found_to_a_fifth_of_a_degree(fast: Reader, skew: float) -> None:
    assert read(pixels.straightened(drawn(dpi=200), -skew), fast).page.skew == pytest.approx(skew, abs=0.2)


def test_faint_print_is_read_and_not_called_blank(fast: Reader) -> None:
    page = read(drawn(ink=232, paper=246), fast).page
    assert not page.blank
    assert share_read(page.text) > 0.8


def test_an_empty_side_is_kept_as_blank(fast: Reader) -> None:
    grain = np.random.default_rng(1).normal(240, 2, (1754, 1240)).clip(0, 255).astype(np.uint8)
    page = read(grain, fast).page
    assert (page.blank, page.confidence, page.lines) == (True, 1.0, ())


def test_the_print_of_the_other_side_leaves_a_side_blank(fast: Reader) -> None:
    page = read(np.ascontiguousarray(drawn(ink=222, paper=246)[:, ::-1]), fast).page
    assert page.blank
    assert page.lines == ()
    assert "shines_through" in [decision.what for decision in page.decisions]


def test_white_on_black_is_read(fast: Reader) -> None:
    assert share_read(read(255 - drawn(), fast).page.text) > 0.9


@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (3000, 1), (9, 9), (40, 40, 3)])
def test_a_page_of_hardly_any_pixels_is_read_as_nothing(fast: Reader, shape: tuple[int, ...]) -> None:
    assert read(np.full(shape, 255, np.uint8), fast).page.text == ""


def test_lines_that_the_reader_lost_are_found_by_their_ink(fast: Reader) -> None:
    page = read(drawn(), Forgetful(fast, lost=3)).page
    assert share_read(page.text) > 0.95
    assert page.text.splitlines()[-1] == TEXT[-1]
    assert "read_again" in [decision.what for decision in page.decisions]
    assert page.unread_lines == 0


def test_lines_that_stay_lost_are_counted_however_sure_the_reader_is(fast: Reader) -> None:
    page = read(drawn(), Blind(fast, lost=3)).page
    assert page.unread_lines == 3
    assert page.confidence < 0.9


def test_a_text_layer_that_agrees_with_the_image_is_used(fast: Reader) -> None:
    page = read(drawn(), fast, layer=layer()).page
    assert page.source == "text_layer"
    assert page.confidence > 0.99
    assert page.text.split() == " ".join(TEXT).split()


@pytest.mark.parametrize(
    "wrong",
    [
        layer([line.translate(str.maketrans("ộòảủếêưÒÃỦĐ", "éßá§Õ^­ßñ§®")) for line in TEXT]),
        layer(TEXT[3:] + TEXT[:3]),
        layer(["Văn bản này không có trên trang giấy"] * 5),
    ],
    ids=["encoding", "moved", "hidden"],
)
def test_a_text_layer_that_lies_is_refused(fast: Reader, wrong: tuple[Line, ...]) -> None:
    page = read(drawn(), fast, layer=wrong).page
    assert page.source == "ocr"
    assert "text_layer_refused" in [decision.what for decision in page.decisions]
    assert share_read(page.text) > 0.95


def test_what_a_text_layer_leaves_out_is_read_from_the_image(fast: Reader) -> None:
    page = read(drawn(), fast, layer=layer(TEXT[:-3])).page
    assert page.source == "text_layer"
    assert share_read(page.text) > 0.97


def test_columns_do_not_share_a_line(fast: Reader) -> None:
    rows = ("ỦY BAN NHÂN DÂN", "HUYỆN MƯỜNG NHÉ", "Số: 15/QĐ-UBND") * 4
    page = np.array(drawn(rows, dpi=150))
    page[:, 640:] = np.minimum(page[:, 640:], drawn(("Độc lập - Tự do", "Hạnh phúc") * 6, dpi=150)[:, 100:700])
    assert all(line.box.width < 560 for line in read(page, fast).page.lines)
