from fractions import Fraction
from xml.etree import ElementTree as ET

from pipeline.domain.charts import BLACK, Bar, Rectangle, Tile, bars, below, svg, tiles


def test_a_bar_is_as_long_as_its_rate_and_never_longer_than_the_whole() -> None:
    half, over, none = (Bar(label="", rate=rate, told="") for rate in (Fraction(1, 2), Fraction(3, 2), None))
    drawn = bars([half, over, none], title="", under="", key="", foot=[])
    frames = [shape.width for shape in drawn.shapes if isinstance(shape, Rectangle) and shape.fill == "#ffffff"]
    filled = [shape.width for shape in drawn.shapes if isinstance(shape, Rectangle) and shape.fill == "#1a1a1a"]
    assert frames == [400, 400]
    assert filled == [200, 400]


def test_names_with_signs_of_xml_do_not_break_the_picture() -> None:
    drawn = bars([Bar(label="<A & B>", rate=None, told="–")], title="", under="", key="", foot=["a " * 200])
    assert "<A & B>" in "".join(ET.fromstring(svg(drawn)).itertext())


def test_the_picture_grows_with_its_rows() -> None:
    def height(count: int) -> int:
        return bars([Bar(label="", rate=None, told="")] * count, title="", under="", key="", foot=[]).height

    assert height(63) - height(1) == 62 * 26


def test_a_tile_tells_its_rate_by_a_line_that_survives_a_photocopy() -> None:
    tile = Tile(column=0, row=0, label="Điện Biên", rate=Fraction(3, 4), told="75,0%", under="3/4")
    black = [
        shape.width for shape in tiles([tile], key="").shapes if isinstance(shape, Rectangle) and shape.fill == BLACK
    ]
    assert black == [148 * 0.75]


def test_a_picture_below_another_covers_nothing_of_it() -> None:
    upper = bars([Bar(label="", rate=None, told="")], title="", under="", key="", foot=[])
    lower = tiles([Tile(column=0, row=0, label="", rate=None, told="", under="")], key="")
    both = below(upper, lower)
    assert both.height == upper.height + lower.height
    assert min(shape.y for shape in both.shapes[len(upper.shapes) :]) >= upper.height
