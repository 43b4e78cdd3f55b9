"""From a page as it was scanned to a page as it is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.ports import Image as Pixels
from pipeline.stages import cleaning
from pipeline.tools import pixels

FONT = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"
LINE = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6"


def page(*, dpi: int = 150, mode: str = "L", size: float = 13.0, rows: int = 15) -> Image.Image:
    made = Image.new(mode, (round(8.27 * dpi), round(11.69 * dpi)), "white")
    font = ImageFont.truetype(FONT, round(size * dpi / 72))
    for row in range(rows):
        ImageDraw.Draw(made).text((dpi, dpi + row * dpi // 3), LINE, font=font, fill="black")
    return made


def clean(image: Image.Image | Pixels) -> cleaning.Clean:
    return cleaning.clean(np.asarray(image), pixels=pixels)


def what(found: cleaning.Clean) -> list[str]:
    return [decision.what for decision in found.decisions]


@pytest.mark.parametrize(("dpi", "size"), [(300, 13.0), (200, 9.0), (100, 13.0), (400, 20.0)])
def test_letters_get_the_height_that_reads_best(dpi: int, size: float) -> None:
    assert clean(page(dpi=dpi, size=size)).letter == pytest.approx(cleaning.LETTER_HEIGHT, abs=1.6)


def test_a_seal_goes_and_a_red_title_stays() -> None:
    made = page(mode="RGB")
    draw = ImageDraw.Draw(made)
    draw.ellipse((700, 900, 920, 1120), outline=(210, 30, 40), width=8)
    draw.text((150, 60), "GIẤY KHAI SINH", font=ImageFont.truetype(FONT, 50), fill=(210, 30, 40))
    found = clean(made)
    assert "seal_removed" in what(found)
    ring = found.copy[round(900 * found.scale), round(810 * found.scale)]
    assert ring > 180
    assert found.copy[: round(120 * found.scale)].min() < 120


def test_a_seal_that_was_scanned_in_grey_goes_and_the_name_under_it_stays() -> None:
    made, bare = page(), page()
    for one in (made, bare):
        draw = ImageDraw.Draw(one)
        if one is made:
            draw.ellipse((700, 900, 960, 1160), outline=130, width=8)
            draw.regular_polygon((830, 1030, 60), 5, fill=130)
        draw.text((880, 1080), "Hạng Thị Súa", font=ImageFont.truetype(FONT, 40), fill=20)
    found, clear = clean(made), clean(bare)
    assert "seal_faded" in what(found)
    assert found.copy[round(1030 * found.scale), round(830 * found.scale)] > 180
    dark = np.count_nonzero(found.copy < 128) / np.count_nonzero(clear.copy < 128)
    assert dark == pytest.approx(1, abs=0.02)


def test_the_dark_edge_of_a_lid_is_cut_off() -> None:
    made = np.array(page())
    made[:, :40] = 30
    found = clean(made)
    assert "border_cut" in what(found)
    assert found.copy[300:, :30].min() > 200


def test_the_streak_of_a_dirty_feeder_goes_and_a_frame_stays() -> None:
    streaked, framed = np.array(page(dpi=200)), page(dpi=200)
    bare = clean(streaked)
    streaked[:, 700:702] = (streaked[:, 700:702] * 0.5).astype(np.uint8)
    ImageDraw.Draw(framed).rectangle((60, 60, 1590, 2270), outline=0, width=2)

    found, left = clean(streaked), clean(framed)

    assert "streaks_removed" in what(found)
    assert np.mean(np.abs(found.copy.astype(int) - bare.copy)) < 1
    assert "streaks_removed" not in what(left)


def test_a_streak_that_ends_at_the_dark_edge_of_a_lid_goes_too() -> None:
    made = np.array(page(dpi=200))
    made[:, 700:702] = (made[:, 700:702] * 0.5).astype(np.uint8)
    made[:90] = made[-120:] = 30

    assert {"border_cut", "streaks_removed"} <= set(what(clean(made)))


@pytest.mark.parametrize(("face", "dotted"), [("Cousine-Regular.ttf", True), ("Tinos-Regular.ttf", False)])
def test_the_dots_in_a_typewriters_zeros_go_from_what_is_read_only(face: str, dotted: bool) -> None:
    made = page(rows=8, dpi=300)
    font = ImageFont.truetype(str(Path(FONT).with_name(face)), 54)
    ImageDraw.Draw(made).text((300, 1400), "Sinh ngày 04/05/2002, số 10/2005", font=font, fill=0)

    found = clean(made)

    assert ("zero_dots_removed" in what(found)) == dotted
    assert np.array_equal(found.upright, np.asarray(made))


def test_a_shadow_is_evened_out() -> None:
    shadow = np.linspace(0.45, 1.0, 1240)
    found = clean((np.asarray(page()) * shadow).astype(np.uint8))
    assert "light_evened" in what(found)
    assert np.median(found.copy[:, 60:120]) > 240


def test_leader_dots_go_and_the_colon_before_them_stays() -> None:
    made = page()
    font = ImageFont.truetype(FONT, 27)
    ImageDraw.Draw(made).text((150, 1200), "Website:", font=font, fill="black")
    with_colon = clean(made).copy.copy()
    ImageDraw.Draw(made).text((270, 1200), "." * 60, font=font, fill="black")
    found = clean(made)
    assert "leaders_removed" in what(found)
    assert np.abs(found.copy.astype(int) - with_colon).mean() < 0.2


def test_specks_all_over_a_page_are_smoothed_away() -> None:
    made = np.array(page())
    made[np.random.default_rng(1).random(made.shape) < 0.12] = 0
    assert "specks_removed" in what(clean(made))
