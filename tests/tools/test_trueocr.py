"""The other reader of print, as it is installed."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.ports import LINE_HEIGHT
from pipeline.tools import trueocr

FONT = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"


def strip(text: str, *, width: int = 400) -> np.ndarray:
    picture = Image.new("L", (width, LINE_HEIGHT), 255)
    ImageDraw.Draw(picture).text((12, LINE_HEIGHT / 2), text, font=ImageFont.truetype(FONT, 22), fill=0, anchor="lm")
    return np.asarray(picture)


@pytest.fixture(scope="module")
def model() -> trueocr.LineModel:
    return trueocr.LineModel()


def test_a_line_of_print_is_read_with_its_marks(model: trueocr.LineModel):
    assert model.read(strip("Quàng Thị Hương, xã Mường Lói")) == "Quàng Thị Hương, xã Mường Lói"


def test_a_strip_that_is_too_wide_is_cut_and_not_refused(model: trueocr.LineModel):
    assert "Biên" in model.read(strip("Điện Biên", width=3000))


def test_words_are_guessed_with_their_places_and_margins(model: trueocr.LineModel):
    (words,) = model.guess([strip("xã Mường Lói")])
    assert [word.text for word in words] == ["xã", "Mường", "Lói"]
    assert words[0].x0 < 24 < words[0].x1 < words[1].x0
    assert all(word.margin > 0 and 0 < word.belief <= 1 for word in words)


def test_strips_that_are_read_together_are_read_as_if_alone(model: trueocr.LineModel):
    lines = [strip("Sở Tư pháp"), strip("Nơi nhận", width=200), strip("Về việc", width=600)] * 2
    told = [[word.text for word in words] for words in model.guess(lines)]
    assert told == [[word.text for word in model.guess([line])[0]] for line in lines]


def test_a_smeared_word_has_a_smaller_margin_than_a_clear_one(model: trueocr.LineModel):
    clear = strip("xã Mường Lói")
    smeared = clear.copy()
    smeared[40:60, 12:40] //= 2
    assert model.guess([smeared])[0][0].margin < model.guess([clear])[0][0].margin
