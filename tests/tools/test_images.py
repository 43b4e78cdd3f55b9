"""Pictures of every sort come out as 8-bit pixels that stand as a viewer shows them."""

import io
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from pipeline.domain.media import MediaType
from pipeline.domain.refusals import FileDamaged, FileTruncated, PageTooLarge, PageUnreadable
from pipeline.ports import EncodedPage, Image, Turn
from pipeline.tools import images, pixels


def paper() -> Pillow.Image:
    """White, 60 × 40, with a black corner at the upper left."""
    picture = Pillow.new("L", (60, 40), 255)
    picture.paste(0, (0, 0, 20, 10))
    return picture


def saved(path: Path, picture: Pillow.Image, **options: object) -> Path:
    picture.save(path, **options)
    return path


def shown(path: Path, media_type: MediaType, number: int = 1) -> Image:
    return images.decode(images.open_pictures(path, media_type=media_type).page(number)).image


def has_dark_corner(image: Image) -> bool:
    grey = image if image.ndim == 2 else image.mean(axis=2)
    return bool(grey[:8, :18].mean() < 40 and grey[12:, 24:].mean() > 220)


@pytest.mark.parametrize(
    ("mode", "kind", "media_type"),
    [
        ("L", "PNG", "image/png"),
        ("1", "PNG", "image/png"),
        ("P", "PNG", "image/png"),
        ("I;16", "PNG", "image/png"),
        ("LA", "PNG", "image/png"),
        ("RGBA", "PNG", "image/png"),
        ("RGB", "JPEG", "image/jpeg"),
        ("CMYK", "JPEG", "image/jpeg"),
        ("L", "BMP", "image/bmp"),
        ("RGB", "WEBP", "image/webp"),
        ("P", "GIF", "image/gif"),
        ("L", "JPEG2000", "image/jp2"),
        ("CMYK", "TIFF", "image/tiff"),
        ("I;16", "TIFF", "image/tiff"),
    ],
)
def test_every_sort_of_pixels_becomes_grey_or_rgb(tmp_path: Path, mode: str, kind: str, media_type: MediaType) -> None:
    picture = paper()
    deep = Pillow.fromarray(np.asarray(picture, dtype=np.uint16) * 257) if mode == "I;16" else picture.convert(mode)
    image = shown(saved(tmp_path / "x", deep, format=kind), media_type)
    assert image.dtype == np.uint8
    assert has_dark_corner(image)


@pytest.mark.parametrize("compression", ["group4", "tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits", None])
def test_tiff_of_every_compression_is_read_page_by_page(tmp_path: Path, compression: str | None) -> None:
    first = paper().convert("1" if compression == "group4" else "L")
    more = [Pillow.new(first.mode, (50, 50), 1 if first.mode == "1" else 255), first]
    path = saved(
        tmp_path / "x.TIF",
        first,
        format="TIFF",
        compression=compression,
        save_all=True,
        append_images=more,
        dpi=(300, 300),
    )
    source = images.open_pictures(path, media_type="image/tiff")
    assert source.page_count == 3
    assert source.page(3).dpi == 300
    assert has_dark_corner(images.decode(source.page(3)).image)
    assert images.decode(source.page(2)).image.min() == 255


def test_tiff_where_nought_is_white_is_not_turned_black(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.tif", paper().convert("1"), format="TIFF", compression="group4", tiffinfo={262: 0})
    assert has_dark_corner(shown(path, "image/tiff"))


def test_a_thumbnail_inside_a_tiff_is_no_page(tmp_path: Path) -> None:
    small = paper().resize((6, 4))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    path = saved(tmp_path / "x.tif", paper(), format="TIFF", save_all=True, append_images=[small])
    assert images.open_pictures(path, media_type="image/tiff").page_count == 1


@pytest.mark.parametrize("turn", [1, 2, 3, 4, 5, 6, 7, 8])
def test_a_phone_picture_is_shown_as_its_exif_turn_says(tmp_path: Path, turn: Turn) -> None:
    # Stored so that applying the turn gives the paper back: the inverse of each is itself, but for 6 and 8.
    stored = images.turned(np.asarray(paper()), {6: 8, 8: 6}.get(turn, turn))  # type: ignore[arg-type]
    exif = Pillow.Exif()
    exif[0x0112] = turn
    path = saved(tmp_path / "x.jpeg", Pillow.fromarray(stored), format="JPEG", exif=exif, quality=95)
    assert has_dark_corner(shown(path, "image/jpeg"))


def test_a_heic_of_two_pictures_has_two_pages(tmp_path: Path) -> None:
    heif = pillow_heif.from_pillow(paper().convert("RGB").resize((240, 160)))
    heif.add_from_pillow(paper().convert("RGB").resize((240, 160)))
    heif.save(tmp_path / "x.HEIC", quality=90)
    source = images.open_pictures(tmp_path / "x.HEIC", media_type="image/heic")
    assert source.page_count == 2
    assert images.decode(source.page(2)).image.shape == (160, 240, 3)


def test_jpeg_and_png_are_kept_byte_for_byte(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.jpg", paper(), format="JPEG", dpi=(200, 200))
    page = images.open_pictures(path, media_type="image/jpeg").page(1)
    assert (page.media_type, page.data, page.dpi) == ("image/jpeg", path.read_bytes(), 200)


def test_the_resolution_of_a_camera_is_not_believed(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.jpg", Pillow.new("L", (800, 700)), format="JPEG", dpi=(72, 72))
    assert images.open_pictures(path, media_type="image/jpeg").page(1).dpi == 0


def test_the_sides_of_a4_tell_the_resolution(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.png", Pillow.new("L", (1654, 2339), 255), format="PNG")
    assert images.open_pictures(path, media_type="image/png").page(1).dpi == 200


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("BMP", "image/bmp")])
def test_a_picture_that_was_cut_off_is_refused(tmp_path: Path, kind: str, media_type: MediaType) -> None:
    path = saved(tmp_path / "x", paper(), format=kind)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(FileTruncated):
        images.open_pictures(path, media_type=media_type)


def test_a_jpeg_with_bytes_after_its_end_is_whole(tmp_path: Path) -> None:
    path = saved(tmp_path / "x", paper(), format="JPEG")
    path.write_bytes(path.read_bytes() + bytes(300))
    assert has_dark_corner(shown(path, "image/jpeg"))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.png", Pillow.new("1", (20_000, 20_000)), format="PNG")
    with pytest.raises(PageTooLarge):
        images.open_pictures(path, media_type="image/png").page(1)
    with pytest.raises(PageTooLarge):
        images.decode(EncodedPage(number=1, media_type="image/png", data=path.read_bytes()))


def test_a_header_without_a_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tif"
    path.write_bytes(b"II*\x00\x08\0\0\0")
    with pytest.raises(FileDamaged):
        images.open_pictures(path, media_type="image/tiff")


def test_broken_pixels_cost_their_page_only() -> None:
    with pytest.raises(PageUnreadable):
        images.decode(EncodedPage(number=7, media_type="image/jpeg", data=b"\xff\xd8\xff\xe0nothing"))


def test_what_is_drawn_is_packed_without_loss() -> None:
    pixels = np.asarray(paper())
    page = EncodedPage(number=1, media_type="image/x-portable-anymap", data=images.anymap(pixels), dpi=150)
    kept = images.packed(page)
    assert (kept.media_type, kept.dpi) == ("image/png", 150)
    assert Pillow.open(io.BytesIO(kept.data)).mode == "1"
    assert np.array_equal(images.decode(kept).image, pixels)


def test_a_page_of_one_bit_is_shown_in_four_greys_for_a_fraction_of_the_bytes() -> None:
    drawn = Pillow.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(drawn)
    for line in range(60):
        draw.text((120, 60 + line * 36), "Ủy ban nhân dân xã " * 6, fill=0, font_size=26)
    image = np.where(np.asarray(drawn) < 128, np.uint8(0), np.uint8(255))
    assert images.is_black_and_white(image)
    straightened = pixels.straightened(image, 0.4)
    assert not images.is_black_and_white(straightened)
    shown = Pillow.open(io.BytesIO(images.line_art(straightened, longest=2000)))
    assert (shown.format, max(shown.size)) == ("PNG", 2000)
    assert set(np.unique(np.asarray(shown.convert("L")))) <= {0, 85, 170, 255}
    photo = images.jpeg(straightened, longest=2000)
    assert len(images.line_art(straightened, longest=2000)) * 3 < len(photo)
    error = np.abs(np.asarray(shown.convert("L"), int) - np.asarray(Pillow.open(io.BytesIO(photo)).convert("L"), int))
    assert error.mean() < 6
