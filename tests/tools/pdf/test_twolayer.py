"""The scan as it was, and its words where they stand: found by a search, copied whole, never seen."""

import math
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image as Pillow

from pipeline.domain.page import Box, Line, Page, Rotation, Word
from pipeline.ports import EncodedPage, Turn
from pipeline.tools import images, poppler
from pipeline.tools.pdf import source, twolayer
from tests.tools.pdf import made

WHOLE = "q 216 0 0 288 0 0 cm /I Do Q"
WIDTH, HEIGHT = 600, 800
PHRASE = "ỦY BAN NHÂN DÂN XÃ PÚ NHUNG, HUYỆN TUẦN GIÁO"


def phrase(x: int = 60, y: int = 100) -> Line:
    words = []
    for text in PHRASE.split():
        words.append(Word(text=text, box=Box(x0=x, y0=y, x1=x + 8 * len(text), y1=y + 14), confidence=0.9))
        x += 8 * len(text) + 6
    return Line(words=tuple(words))


def read(**facts: object) -> Page:
    size = {"width": WIDTH, "height": HEIGHT} | facts
    return Page(number=1, dpi=200, engine=made.ENGINE, lines=(phrase(), phrase(y=300)), **size)  # type: ignore[arg-type]


def scanned(tmp_path: Path, content: str = WHOLE, **entries: object) -> Path:
    pdf = pikepdf.new()
    made.add_page(pdf, content, images={"I": made.jpeg_image(pdf, made.paper(WIDTH, HEIGHT))}, **entries)
    return made.saved(pdf, tmp_path / "scan.pdf")


def layered(path: Path, *pages: Page) -> Path:
    target = path.with_name("layers.pdf")
    twolayer.write(path, "application/pdf", (), pages, target)
    return target


def text(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def places(path: Path) -> Iterator[tuple[str, Box]]:
    """The words of the first page in pixels of the scan as shown."""
    for line in source.open_pdf(path).page(1).text_layer:
        yield from ((word.text, word.box) for word in line.words)


def near(found: Box, wanted: Box, within: float) -> bool:
    pairs = ((found.x0, wanted.x0), (found.y0, wanted.y0), (found.x1, wanted.x1), (found.y1, wanted.y1))
    return all(abs(one - other) <= within for one, other in pairs)


def test_vietnamese_is_found_and_nothing_is_seen(tmp_path: Path) -> None:
    path = scanned(tmp_path)
    target = layered(path, read())
    assert text(target).count(PHRASE) == 2
    before, after = (poppler.draw(item, 1, width=WIDTH, height=HEIGHT) for item in (path, target))
    assert np.array_equal(before, after)


def test_words_stand_where_they_were_read(tmp_path: Path) -> None:
    target = layered(scanned(tmp_path), read())
    wanted = [(word.text, word.box) for line in read().lines for word in line.words]
    for (found, place), (word, box) in zip(places(target), wanted, strict=True):
        assert found == word
        assert near(place, box, within=1)


def test_the_scan_keeps_its_bytes(tmp_path: Path) -> None:
    target = layered(scanned(tmp_path), read())
    assert source.open_pdf(target).page(1).data == made.jpeg(made.paper(WIDTH, HEIGHT))


def turned_back(box: Box, rotation: int) -> Box:
    """A box of the upright page on the scan as shown, which was turned clockwise by ``rotation``."""
    width, height = (WIDTH, HEIGHT) if rotation in {0, 180} else (HEIGHT, WIDTH)  # of the upright page
    match rotation:
        case 90:
            return Box(x0=box.y0, y0=width - box.x1, x1=box.y1, y1=width - box.x0)
        case 180:
            return Box(x0=width - box.x1, y0=height - box.y1, x1=width - box.x0, y1=height - box.y0)
        case 270:
            return Box(x0=height - box.y1, y0=box.x0, x1=height - box.y0, y1=box.x1)
        case _:
            return box


@pytest.mark.parametrize(
    ("rotation", "page_rotate"),
    [(0, 0), (90, 0), (180, 0), (270, 0), (0, 90), (90, 90), (180, 180), (90, 270), (270, 90)],
)
def test_a_page_that_had_to_be_turned_has_its_words_on_the_scan(
    tmp_path: Path, rotation: Rotation, page_rotate: int
) -> None:
    # The page is shown as 600 × 800 whatever its own turn is.
    sideways = page_rotate in {90, 270}
    pdf = pikepdf.new()
    picture = made.paper(HEIGHT, WIDTH) if sideways else made.paper(WIDTH, HEIGHT)
    size = (288, 216) if sideways else (216, 288)
    made.add_page(
        pdf,
        f"q {size[0]} 0 0 {size[1]} 0 0 cm /I Do Q",
        size=size,
        images={"I": made.jpeg_image(pdf, picture)},
        Rotate=page_rotate,
    )
    width, height = (WIDTH, HEIGHT) if rotation in {0, 180} else (HEIGHT, WIDTH)
    target = layered(made.saved(pdf, tmp_path / "scan.pdf"), read(rotation=rotation, width=width, height=height))
    found = list(places(target))
    for line in read().lines:
        for word in line.words[:3]:
            wanted = turned_back(word.box, rotation)
            assert any(text == word.text and near(place, wanted, within=2) for text, place in found)


@pytest.mark.parametrize("skew", [-7.0, -1.0, 0.4, 3.0])
def test_a_page_that_was_straightened_has_its_words_on_the_slanted_scan(tmp_path: Path, skew: float) -> None:
    target = layered(scanned(tmp_path), read(skew=skew))
    angle = math.radians(skew)
    found = [(word, place) for word, place in places(target) if word == "NHUNG,"]
    wanted = [word.box for line in read().lines for word in line.words if word.text == "NHUNG,"]
    assert len(found) == 2
    for (_, place), box in zip(sorted(found, key=lambda item: item[1].y0), wanted, strict=True):
        x, y = box.middle[0] - WIDTH / 2, box.middle[1] - HEIGHT / 2
        # Clockwise on the screen, where y grows downwards.
        slanted_x = WIDTH / 2 + x * math.cos(angle) - y * math.sin(angle)
        slanted_y = HEIGHT / 2 + x * math.sin(angle) + y * math.cos(angle)
        assert abs(place.middle[0] - slanted_x) < 3
        assert abs(place.middle[1] - slanted_y) < 3


def test_hidden_words_that_were_there_are_not_doubled(tmp_path: Path) -> None:
    hidden = " BT 3 Tr /F 12 Tf 20 200 Td (old wrong words) Tj ET"
    target = layered(scanned(tmp_path, WHOLE + hidden), read())
    assert "wrong" not in text(target)
    assert PHRASE in text(target)


def test_words_that_are_seen_stay(tmp_path: Path) -> None:
    seen = " BT /F 12 Tf 20 200 Td (printed words) Tj ET"
    path = scanned(tmp_path, WHOLE + seen)
    size = source.open_pdf(path).page(1)
    height, width = images.decode(size).image.shape[:2]
    target = layered(path, read(width=width, height=height))
    assert "printed words" in text(target)


def test_a_text_layer_that_proved_true_is_left_alone(tmp_path: Path) -> None:
    seen = "BT /F 12 Tf 20 200 Td (true words) Tj ET"
    target = layered(scanned(tmp_path, seen), read(source="text_layer"))
    assert text(target).split() == ["true", "words"]


def test_pages_keep_their_number_even_where_nothing_was_read(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    for _ in range(3):
        made.add_page(pdf, WHOLE, images={"I": made.jpeg_image(pdf, made.paper(WIDTH, HEIGHT))})
    target = layered(made.saved(pdf, tmp_path / "scan.pdf"), read())
    with pikepdf.open(target) as layers:
        assert len(layers.pages) == 3


def test_content_that_leaves_the_page_turned_does_not_move_the_words(tmp_path: Path) -> None:
    target = layered(scanned(tmp_path, "q 216 0 0 288 0 0 cm /I Do Q 0.5 0 0 0.5 9 9 cm"), read())
    assert near(dict(places(target))["GIÁO"], phrase(y=300).words[-1].box, within=1)


def pictures(tmp_path: Path, encoded: list[EncodedPage | None], *pages: Page) -> Path:
    target = tmp_path / "layers.pdf"
    twolayer.write(tmp_path / "scan", "image/any", encoded, pages, target)
    return target


@pytest.mark.parametrize("turn", [1, 2, 3, 4, 5, 6, 7, 8])
def test_a_picture_is_embedded_as_it_is_and_shown_as_its_turn_says(tmp_path: Path, turn: Turn) -> None:
    data = made.jpeg(made.paper(WIDTH, HEIGHT))
    encoded = EncodedPage(number=1, media_type="image/jpeg", data=data, turn=turn, dpi=200)
    upright = images.decode(encoded).image
    height, width = upright.shape
    target = pictures(tmp_path, [encoded], read(width=width, height=height))
    again = source.open_pdf(target).page(1)
    assert (again.data, again.dpi) == (data, 200)
    assert np.array_equal(images.decode(again).image, upright)
    assert near(dict(places(target))["GIÁO"], phrase(y=300).words[-1].box, within=1)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P", "RGBA", "I;16"])
def test_png_of_every_sort_looks_the_same_in_the_pdf(tmp_path: Path, mode: str) -> None:
    picture = made.paper(WIDTH, HEIGHT)
    deep = Pillow.fromarray(np.asarray(picture, dtype=np.uint16) * 257)
    picture = deep if mode == "I;16" else picture.convert(mode)
    picture.save(tmp_path / "x.png", dpi=(200, 200))
    encoded = images.open_pictures(tmp_path / "x.png", media_type="image/png").page(1)
    target = pictures(tmp_path, [encoded], read())
    drawn = poppler.draw(target, 1, width=WIDTH, height=HEIGHT, grey=True)
    wanted = np.asarray(made.paper(WIDTH, HEIGHT))
    assert float(np.abs(drawn.astype(int) - wanted).mean()) < 9
    assert PHRASE in text(target)


@pytest.mark.parametrize("inverted", [0, 1])
def test_a_fax_page_of_a_tiff_is_embedded_as_it_is(tmp_path: Path, inverted: int) -> None:
    picture = made.paper(WIDTH, HEIGHT).convert("1", dither=Pillow.Dither.NONE)
    tags = {262: inverted, 278: HEIGHT}
    picture.save(tmp_path / "x.tif", compression="group4", tiffinfo=tags, dpi=(200, 200))
    encoded = images.open_pictures(tmp_path / "x.tif", media_type="image/tiff").page(1)
    assert encoded.media_type == "image/tiff"
    assert np.array_equal(images.decode(encoded).image, np.asarray(picture.convert("L")))
    target = pictures(tmp_path, [encoded], read())
    again = source.open_pdf(target).page(1)
    assert again.data.endswith(images.fax_of(encoded).data)
    assert np.array_equal(images.decode(again).image, np.asarray(picture.convert("L")))


def test_many_pictures_are_put_together_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twolayer, "_PART_BYTES", 20_000)
    pixels = np.random.default_rng(3).integers(0, 255, (100, 100), dtype=np.uint8)
    pages = [
        EncodedPage(number=number, media_type="image/x-portable-anymap", data=images.anymap(pixels), dpi=100)
        for number in range(1, 8)
    ]
    target = pictures(tmp_path, [*pages, None])
    opened = source.open_pdf(target)
    assert opened.page_count == 8
    assert all(np.array_equal(images.decode(opened.page(number)).image, pixels) for number in (1, 4, 7))
    assert [path.name for path in tmp_path.iterdir()] == ["layers.pdf"]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    path = scanned(tmp_path)
    assert layered(path, read()).read_bytes() == layered(path, read()).read_bytes()
