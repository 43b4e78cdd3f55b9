from pipeline.domain.page import Box, Engine, Line, Page, Word


def word(text: str, x0: int) -> Word:
    return Word(text=text, box=Box(x0=x0, y0=0, x1=x0 + 40, y1=20), confidence=0.9)


def test_the_text_of_a_page_keeps_lines_and_blocks_apart() -> None:
    lines = (
        Line(words=(word("GIẤY", 0), word("KHAI", 50)), block=0),
        Line(words=(word("SINH", 0),), block=0),
        Line(words=(word("Số:", 0),), block=1),
    )
    page = Page(
        number=1, width=100, height=100, dpi=150, engine=Engine(name="", model="", configuration=""), lines=lines
    )
    assert page.text == "GIẤY KHAI\nSINH\n\nSố:"


def test_boxes_that_only_touch_do_not_overlap() -> None:
    left = Box(x0=0, y0=0, x1=10, y1=10)
    assert left.overlap(Box(x0=10, y0=0, x1=20, y1=10)) == 0
    assert left.overlap(Box(x0=5, y0=5, x1=20, y1=20)) == 25
