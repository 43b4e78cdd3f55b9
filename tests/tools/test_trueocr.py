"""The other reader of print, as it is installed."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.ports import LINE_HEIGHT
from pipeline.tools import trueocr

FONT = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"


def strip(text: str, *, width: int = 400) -> np.ndarray:
    picture = Image.new("L", (width, LINE_HEIGHT), 255)
    ImageDraw.Draw(picture).text((12, LINE_HEIGHT / 2), text, font=ImageFont.truetype(FONT, 22), fill=0, anchor="lm")
    return np.asarray(picture)


def test_a_line_of_print_is_read_with_its_marks():
    assert trueocr.load()(strip("Quàng Thị Hương, xã Mường Lói")) == "Quàng Thị Hương, xã Mường Lói"


def test_a_strip_that_is_too_wide_is_cut_and_not_refused():
    assert "Biên" in trueocr.load()(strip("Điện Biên", width=3000))
