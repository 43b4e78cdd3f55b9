"""Two readers by turns: who reads what of a page, and that nothing of it is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.assembly import readers
from pipeline.domain.page import Box, Line, Word
from pipeline.ports import Guess, GuessLines, PrintedLine, Reader
from pipeline.ports import Image as Pixels
from pipeline.stages import cascade
from pipeline.stages.cascade import Cascade, mosaic, parts
from pipeline.stages.cascade.mosaic import Place
from pipeline.stages.cascade.parts import Part
from pipeline.tools import pixels
from pipeline.tools.tesseract import models
from pipeline.tools.tesseract.in_process import InProcess
from pipeline.tools.trueocr import LineModel

FONT = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"
PROSE = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 và các văn bản",
    "hướng dẫn thi hành, xét đề nghị của Trưởng phòng Nội vụ về việc bố trí cán bộ làm việc",
    "tại Bộ phận Tiếp nhận và Trả kết quả, các cơ quan, đơn vị có liên quan chịu trách nhiệm",
    "thi hành quyết định này. Việc giải quyết thủ tục hành chính được thực hiện theo quy định",
    "của pháp luật, bảo đảm công khai, minh bạch, thuận lợi cho người dân và doanh nghiệp",
    "trên địa bàn tỉnh, không để xảy ra tình trạng chậm trễ hoặc gây phiền hà, nhũng nhiễu.",
)
FORM = ("Họ và tên: Lò Thị Yến", "Ngày sinh: 01/02/1990", "Nơi cư trú: Bản Phủ", "Quốc tịch: Việt Nam") * 2


@pytest.fixture(scope="module")
def engine() -> InProcess:
    return InProcess(models.find())


@pytest.fixture(scope="module")
def other() -> LineModel:
    return LineModel()


def drawn(lines: Sequence[str]) -> Pixels:
    """Lines of 13-point text at 150 dpi, the long ones as wide as one another."""
    page = Image.new("L", (1240, 200 + 40 * len(lines)), 255)
    font = ImageFont.truetype(FONT, 27)
    for row, text in enumerate(lines):
        line = Image.new("L", (round(font.getlength(text)), 40), 255)
        ImageDraw.Draw(line).text((0, 0), text, font=font)
        page.paste(line.resize((960, 40)) if text in PROSE else line, (140, 100 + row * 40))
    return np.asarray(page)


def both(engine: InProcess, guess: GuessLines) -> Reader:
    return Cascade(engine, lay_out=engine.lay_out, guess=guess, pixels=pixels, other="another")


def changed(other: LineModel, change: Callable[[Guess], Guess]) -> GuessLines:
    """The other reader, whose guesses are changed before anybody sees them."""
    return lambda strips: [tuple(map(change, words)) for words in other.guess(strips)]


def words(lines: Sequence[Line]) -> list[Word]:
    return [word for line in lines for word in line.words]


def text(lines: Sequence[Line]) -> str:
    return " ".join(word.text for word in words(lines))


def test_running_text_is_read_by_two_readers_and_is_whole(engine: InProcess, other: LineModel) -> None:
    read = both(engine, other.guess).read(drawn(PROSE), dpi=150)
    share = sum(word.by_other for word in words(read)) / len(words(read))
    assert text(read) == " ".join(PROSE)
    assert 0.5 < share < 1


def test_words_stand_where_the_engine_alone_would_see_them(engine: InProcess, other: LineModel) -> None:
    page = drawn(PROSE)
    alone, shared = (words(reader.read(page, dpi=150)) for reader in (engine, both(engine, other.guess)))
    far = [
        max(abs(a - b) for a, b in zip((one.box.x0, one.box.x1), (two.box.x0, two.box.x1), strict=True))
        for one, two in zip(alone, shared, strict=True)
    ]
    assert max(far) <= 6


def test_a_form_is_read_by_the_engine_alone(engine: InProcess, other: LineModel) -> None:
    read = both(engine, other.guess).read(drawn(FORM), dpi=150)
    assert not any(word.by_other for word in words(read))
    assert tuple(read) == tuple(engine.read(drawn(FORM), dpi=150))


def test_what_the_other_reader_cannot_read_is_read_by_the_engine_alone(engine: InProcess, other: LineModel) -> None:
    turned = np.ascontiguousarray(np.rot90(drawn(PROSE), 2))
    assert not any(word.by_other for word in words(both(engine, other.guess).read(turned, dpi=150)))


def test_a_word_that_the_other_reader_is_not_sure_of_is_the_engines(engine: InProcess, other: LineModel) -> None:
    unsure = changed(other, lambda guess: replace(guess, margin=0.1) if guess.text == "chính" else guess)
    read = words(both(engine, unsure).read(drawn(PROSE), dpi=150))
    assert [word.by_other for word in read if word.text == "chính"] == [False] * 2


def test_a_full_stop_that_the_other_reader_passed_over_is_not_lost(engine: InProcess, other: LineModel) -> None:
    careless = changed(other, lambda guess: replace(guess, text=guess.text.rstrip(".")))
    read = text(both(engine, careless).read(drawn(PROSE), dpi=150))
    assert "quyết định này. Việc" in read
    assert read.endswith("nhũng nhiễu.")


def test_words_that_run_into_each_other_are_left_to_the_engine(engine: InProcess, other: LineModel) -> None:
    def glued(guess: Guess) -> Guess:
        return replace(guess, x0=guess.x0 - 12, x1=guess.x1 + 12)

    assert text(both(engine, changed(other, glued)).read(drawn(PROSE), dpi=150)) == " ".join(PROSE)


def test_the_engine_that_is_named_is_both(engine: InProcess, other: LineModel) -> None:
    assert both(engine, other.guess).engine.name == f"{engine.engine.name} + another"


def test_the_door_auto_opens_both_readers(other: LineModel) -> None:
    assert isinstance(readers.build("auto", None, other), Cascade)
    assert not isinstance(readers.build("tesserocr", None, other), Cascade)


@pytest.mark.parametrize(
    ("read", "margin", "sure"),
    [
        ("quyền", 5.0, True),
        ("(quyền,", 5.0, True),
        ("quyền", 3.0, False),
        ("hõ", 9.0, False),
        ("tố", 9.0, False),
        ("phãn", 9.0, False),
        ("2023", 9.0, False),
        ("và", 5.0, True),
        ("v", 9.0, False),
        ("đó,Ban", 9.0, False),
        ("chng", 9.0, False),
    ],
)
def test_only_clear_syllables_without_weak_signs_are_sure(read: str, margin: float, sure: bool) -> None:
    guess = Guess(text=read, x0=0, x1=40, margin=margin, belief=0.99)
    assert parts.seen(guess, Box(x0=100, y0=100, x1=900, y1=126)).sure is sure


def printed(*boxes: tuple[int, int, int, int], tabular: bool = False) -> list[PrintedLine]:
    return [
        PrintedLine(box=Box(x0=x0, y0=y0, x1=x1, y1=y1), baseline=(y1 - 6, y1 - 6), block=0, tabular=tabular)
        for x0, y0, x1, y1 in boxes
    ]


def test_a_paragraph_is_full_lines_and_the_rest_of_the_last() -> None:
    paragraph = printed((150, 0, 1100, 26), (100, 40, 1100, 66), (100, 80, 400, 106))
    heading = printed((400, 200, 700, 226))
    assert parts.running([*paragraph, *heading]) == [0, 1, 2]


def test_long_lines_beside_short_ones_are_no_paragraph() -> None:
    assert parts.running(printed((100, 0, 1100, 26), (100, 200, 400, 226), (100, 400, 500, 426))) == []


PAPER = np.zeros((400, 1000), np.uint8)


def test_a_table_is_read_as_a_whole_with_its_paper_and_nothing_of_its_neighbours() -> None:
    lines = printed(*((100, 40 * row, 900, 40 * row + 26) for row in range(5)))
    lines = [replace(line, tabular=number in (1, 2)) for number, line in enumerate(lines)]
    (table,) = cascade.tables_of(lines, {0, 3}, PAPER) or ()
    assert table.numbers == (1, 2)
    assert table.box == Box(x0=0, y0=26, x1=1000, y1=120)


def test_the_cells_of_a_table_are_told_row_by_row() -> None:
    boxes = [Box(x0=x, y0=y, x1=x + 90, y1=y + 26) for x in (100, 500) for y in (2, 42)]
    read = [Line(words=(Word(text=str(at), box=box, confidence=0.9),)) for at, box in enumerate(boxes)]
    rows = [line.box for line in printed((100, 0, 900, 30), (100, 40, 900, 70))]
    assert [line.text for line in cascade.in_rows(read, rows)] == ["0", "2", "1", "3"]


def test_a_page_with_a_head_or_a_signature_is_left_to_the_engine() -> None:
    lines = printed(*((100, 40 * row, 900, 40 * row + 26) for row in range(9)))
    assert cascade.tables_of(lines, {0, 1, 2, 5, 6}, PAPER) == []
    assert cascade.tables_of(lines, {3, 4, 5, 6, 7}, PAPER) is None


def test_headings_and_short_items_between_paragraphs_leave_a_page_to_both_readers() -> None:
    lines = printed(*((100, 40 * row, 900, 40 * row + 26) for row in range(9)))
    assert cascade.tables_of(lines, {0, 1, 6, 7, 8}, PAPER) == []
    beside = [
        replace(line, box=replace(line.box, y0=130, y1=156)) if n in (3, 4) else line for n, line in enumerate(lines)
    ]
    assert cascade.tables_of(beside, {0, 1, 6, 7, 8}, PAPER) is None


def test_the_engine_gets_of_a_line_what_its_marks_need_and_no_ink_of_others() -> None:
    near, far = printed((100, 100, 900, 126), (100, 130, 900, 156)), printed((100, 300, 900, 326))
    assert parts.rooms([*near, *far], 400) == [(88, 130), (126, 162), (288, 332)]


def test_a_page_whose_table_stands_beside_other_lines_is_left_to_the_engine() -> None:
    lines = [*printed((100, 0, 400, 26), (100, 80, 400, 106), tabular=True), *printed((500, 40, 900, 66))]
    assert cascade.tables_of(lines, {2}, PAPER) is None


def test_what_the_engine_runs_together_is_read_again_by_itself() -> None:
    (line,) = printed((0, 0, 500, 30))
    one, two, three = (
        Place(part=Part(line=line, box=Box(x0=x, y0=0, x1=x + 100, y1=30)), x0=x0, y0=4)
        for x, x0 in ((0, 10), (300, 120), (400, 230))
    )
    read = [
        Word(text="phổbiến", box=Box(x0=12, y0=5, x1=215, y1=30), confidence=0.9),
        Word(text="các", box=Box(x0=232, y0=5, x1=290, y1=30), confidence=0.9),
    ]
    found = mosaic.shared_out(read, [one, two, three])
    assert set(found) == {three.part}
    assert found[three.part][0].box == Box(x0=402, y0=1, x1=460, y1=26)


def test_lines_of_other_heights_are_not_set_side_by_side() -> None:
    low, high = printed((0, 0, 500, 26), (0, 100, 500, 160))
    pieces = [Part(line=line, box=line.box) for line in (low, low, high)]
    assert [len(group) for group in mosaic.groups(pieces)] == [1, 1, 1]
    narrow = [replace(piece, box=replace(piece.box, x1=60)) for piece in pieces]
    assert [len(group) for group in mosaic.groups(narrow)] == [2, 1]
