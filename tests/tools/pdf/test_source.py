"""What comes out of a PDF's page: the scanned picture as it is, or a drawing of the page as a viewer shows it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Dictionary, Name

from pipeline.domain.refusals import FileDamaged, FileEncrypted, FileTruncated, PageTooLarge
from pipeline.ports import EncodedPage, Image
from pipeline.tools import images, poppler
from pipeline.tools.pdf import source
from tests.tools.pdf import made

#: 60 × 80 pixels on 216 × 288 points are 20 dpi.
WHOLE = "q 216 0 0 288 0 0 cm /I Do Q"


def first(pdf: pikepdf.Pdf, tmp_path: Path, **options: int) -> EncodedPage:
    return source.open_pdf(made.saved(pdf, tmp_path / "x.pdf"), **options).page(1)


def shown_by_poppler(tmp_path: Path, width: int, height: int, *, sideways: bool = False) -> Image:
    return poppler.draw(tmp_path / "x.pdf", 1, width=width, height=height, grey=True, sideways=sideways)


def alike(one: Image, other: Image) -> bool:
    return one.shape == other.shape and float(np.abs(one.astype(int) - other.astype(int)).mean()) < 12


def test_a_scanned_jpeg_is_taken_out_byte_for_byte(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    made.add_page(pdf, WHOLE, images={"I": made.jpeg_image(pdf, made.paper())})
    page = first(pdf, tmp_path)
    assert (page.origin, page.media_type, page.data) == ("embedded", "image/jpeg", made.jpeg(made.paper()))
    assert (page.turn, page.dpi) == (1, 20)


@pytest.mark.parametrize("inverted", [False, True])
def test_a_fax_page_comes_out_black_on_white_whatever_its_decode_says(tmp_path: Path, inverted: bool) -> None:
    pdf = pikepdf.new()
    image = made.fax_image(pdf, made.paper(mode="1"))
    if inverted:
        image.Decode = pikepdf.Array([1, 0])
    made.add_page(pdf, WHOLE, images={"I": image})
    page = first(pdf, tmp_path)
    assert (page.origin, page.media_type) == ("embedded", "image/tiff")
    assert alike(images.decode(page).image, shown_by_poppler(tmp_path, 60, 80))


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_deflated_pictures_are_unpacked(tmp_path: Path, mode: str) -> None:
    pdf = pikepdf.new()
    made.add_page(pdf, WHOLE, images={"I": made.flate_image(pdf, made.paper(mode=mode))})
    page = first(pdf, tmp_path)
    assert page.origin == "embedded"
    assert np.array_equal(
        images.decode(page).image, np.asarray(made.paper(mode=mode).convert("RGB" if mode == "RGB" else "L"))
    )


TURNS = {
    "upright": "{w} 0 0 {h} 0 0",
    "upside down": "-{w} 0 0 -{h} {w} {h}",
    "mirrored": "-{w} 0 0 {h} {w} 0",
    "flipped": "{w} 0 0 -{h} 0 {h}",
    "quarter left": "0 {h} -{w} 0 {w} 0",
    "quarter right": "0 -{h} {w} 0 0 {h}",
    "transposed": "0 {h} {w} 0 0 0",
    "transversed": "0 -{h} -{w} 0 {w} {h}",
}


TURNED = [(turn, rotate) for turn in TURNS for rotate in (0, 90)]
TURNED += [("upright", rotate) for rotate in (180, 270, -90, 450)]


@pytest.mark.parametrize(("turn", "rotate"), TURNED)
def test_however_a_picture_is_turned_it_comes_out_as_a_viewer_shows_it(tmp_path: Path, turn: str, rotate: int) -> None:
    matrix = TURNS[turn]
    width, height = (288, 216) if matrix.startswith("0") else (216, 288)
    content = f"q {matrix.format(w=width, h=height)} cm /I Do Q"
    pdf = pikepdf.new()
    image = made.flate_image(pdf, made.paper())
    made.add_page(pdf, content, size=(width, height), images={"I": image}, Rotate=rotate)
    page = first(pdf, tmp_path)
    pixels = images.decode(page).image
    assert page.origin == "embedded"
    assert alike(pixels, shown_by_poppler(tmp_path, pixels.shape[1], pixels.shape[0], sideways=rotate % 180 == 90))


def drawn_with(content: str, **entries: object) -> Callable[[pikepdf.Pdf], None]:
    def add(pdf: pikepdf.Pdf) -> None:
        image = made.jpeg_image(pdf, made.paper(600, 800))
        stamp = made.jpeg_image(pdf, made.paper(50, 50))
        made.add_page(pdf, content, images={"I": image, "S": stamp}, **entries)

    return add


def with_mask(pdf: pikepdf.Pdf) -> None:
    image = made.jpeg_image(pdf, made.paper(600, 800))
    image.SMask = made.flate_image(pdf, made.paper(600, 800))
    made.add_page(pdf, WHOLE, images={"I": image})


def with_stamp_annotation(pdf: pikepdf.Pdf) -> None:
    look = pdf.make_stream(b"0 0 50 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=made.box(0, 0, 50, 50))
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=made.box(10, 10, 60, 60), F=4, AP=Dictionary(N=look))
    image = made.jpeg_image(pdf, made.paper(600, 800))
    made.add_page(pdf, WHOLE, images={"I": image}, Annots=pikepdf.Array([pdf.make_indirect(stamp)]))


NOT_THE_WHOLE_PAGE = {
    "visible text": drawn_with(WHOLE + " BT /F 20 Tf 50 50 Td (stamped) Tj ET"),
    "a second picture": drawn_with(WHOLE + " q 50 0 0 50 0 0 cm /S Do Q"),
    "strips": drawn_with("q 216 0 0 144 0 144 cm /I Do Q q 216 0 0 144 0 0 cm /I Do Q"),
    "a line": drawn_with(WHOLE + " 0 0 m 50 50 l S"),
    "an inline picture": drawn_with(WHOLE + " BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI"),
    "a crop": drawn_with(WHOLE, CropBox=made.box(0, 144, 216, 288)),
    "a clip": drawn_with("q 0 0 100 100 re W n 216 0 0 288 0 0 cm /I Do Q"),
    "a slant": drawn_with("q 214 20 -20 286 0 0 cm /I Do Q"),
    "a small picture": drawn_with("q 60 0 0 80 20 20 cm /I Do Q"),
    "a mask": with_mask,
    "a stamp": with_stamp_annotation,
}


@pytest.mark.parametrize("add", NOT_THE_WHOLE_PAGE.values(), ids=NOT_THE_WHOLE_PAGE.keys())
def test_a_page_that_is_more_or_less_than_one_picture_is_drawn(
    tmp_path: Path, add: Callable[[pikepdf.Pdf], None]
) -> None:
    pdf = pikepdf.new()
    add(pdf)
    page = first(pdf, tmp_path)
    image = images.decode(page).image
    grey = image if image.ndim == 2 else image.mean(axis=2).astype(np.uint8)
    assert page.origin == "rendered"
    assert alike(grey, shown_by_poppler(tmp_path, image.shape[1], image.shape[0]))


STILL_THE_WHOLE_PAGE = {
    "hidden words": "BT 3 Tr /F 20 Tf 50 50 Td (hidden) Tj ET",
    "paper under the picture": "1 1 1 rg 0 0 216 288 re f " + WHOLE,
    "a clip to the page": "0 0 216 288 re W n " + WHOLE,
}


@pytest.mark.parametrize("content", STILL_THE_WHOLE_PAGE.values(), ids=STILL_THE_WHOLE_PAGE.keys())
def test_what_cannot_be_seen_does_not_keep_a_scan_from_being_taken_out(tmp_path: Path, content: str) -> None:
    pdf = pikepdf.new()
    content = content if WHOLE in content else f"{WHOLE} {content}"
    made.add_page(pdf, content, images={"I": made.jpeg_image(pdf, made.paper())})
    assert first(pdf, tmp_path).origin == "embedded"


def test_the_notice_of_an_electronic_signature_is_not_part_of_the_paper(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    look = pdf.make_stream(b"0 0 50 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=made.box(0, 0, 50, 50))
    notice = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, Rect=made.box(10, 10, 60, 60), F=4, AP=Dictionary(N=look)
    )
    field = pdf.make_indirect(notice)
    made.add_page(pdf, WHOLE, images={"I": made.jpeg_image(pdf, made.paper())}, Annots=pikepdf.Array([field]))
    pdf.Root.AcroForm = Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
    opened = source.open_pdf(made.saved(pdf, tmp_path / "x.pdf"))
    assert opened.signed
    assert opened.page(1).origin == "embedded"


def test_the_words_of_a_drawn_page_come_with_their_places(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    made.add_page(pdf, "BT /F 20 Tf 72 200 Td (one two) Tj 0 -40 Td (three) Tj ET")
    page = first(pdf, tmp_path)
    texts = [[word.text for word in line.words] for line in page.text_layer]
    assert texts == [["one", "two"], ["three"]]
    # 72 points from the left at 200 dpi; the baseline 88 points from the top.
    place = page.text_layer[0].words[0].box
    assert place.x0 == 200
    assert place.y0 < 88 / 72 * 200 < place.y1 + 1
    ink = images.decode(page).image[place.y0 : place.y1, place.x0 : place.x1]
    assert ink.min() < 100


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_hidden_words_stand_in_pixels_of_the_picture_as_shown(tmp_path: Path, rotate: int) -> None:
    pdf = pikepdf.new()
    hidden = " BT 3 Tr /F 20 Tf 36 216 Td (hidden) Tj ET"
    made.add_page(pdf, WHOLE + hidden, images={"I": made.jpeg_image(pdf, made.paper(600, 800))}, Rotate=rotate)
    page = first(pdf, tmp_path)
    place = page.text_layer[0].words[0].box
    # The word begins a sixth from the left and a quarter from the top of the page before it is turned.
    corner = {0: (place.x0, place.y1), 90: (place.x0, place.y0), 180: (place.x1, place.y0), 270: (place.x1, place.y1)}
    wanted = {0: (100, 200), 90: (600, 100), 180: (500, 600), 270: (200, 500)}
    assert np.allclose(corner[rotate], wanted[rotate], atol=16)


def test_a_drawing_is_never_finer_than_what_the_page_holds(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    image = made.jpeg_image(pdf, made.paper(300, 200))
    made.add_page(pdf, "q 216 0 0 144 0 144 cm /I Do Q q 216 0 0 144 0 0 cm /I Do Q", images={"I": image})
    page = first(pdf, tmp_path)
    assert (page.dpi, images.decode(page).image.shape) == (100, (400, 300))


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_is_drawn_as_it_is_shown(tmp_path: Path, rotate: int) -> None:
    pdf = pikepdf.new()
    made.add_page(pdf, "0 0 100 20 re f", Rotate=rotate)
    image = images.decode(first(pdf, tmp_path)).image
    rows, columns = np.nonzero(image.min(axis=2) < 100)
    height, width = image.shape[:2]
    # A bar at the lower left, 100 of 216 points wide and 20 of 288 high.
    middle = columns.mean() / width, rows.mean() / height
    wanted = {90: (10 / 288, 50 / 216), 180: (166 / 216, 10 / 288), 270: (278 / 288, 166 / 216)}
    assert np.allclose(middle, wanted[rotate], atol=0.01)


@pytest.mark.slow
def test_a_page_as_large_as_a_wall_is_drawn_within_bounds(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    made.add_page(pdf, "0 0 7200 14400 re f", size=(14400, 14400))
    image = images.decode(first(pdf, tmp_path)).image
    assert 20_000_000 < image.shape[0] * image.shape[1] < 40_000_000


def test_a_picture_above_the_limit_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    image = made.jpeg_image(pdf, made.paper())
    image.Width = image.Height = 60_000
    made.add_page(pdf, WHOLE, images={"I": image})
    with pytest.raises(PageTooLarge):
        first(pdf, tmp_path)


def test_a_password_is_asked_for_only_where_one_is_needed(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    made.add_page(pdf, WHOLE, images={"I": made.jpeg_image(pdf, made.paper())})
    locked = made.saved(pdf, tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="u", owner="o"))
    free = made.saved(pdf, tmp_path / "free.pdf", encryption=pikepdf.Encryption(user="", owner="o"))
    with pytest.raises(FileEncrypted):
        source.open_pdf(locked)
    opened = source.open_pdf(free)
    assert opened.page(1).data == made.jpeg(made.paper())
    assert [decision.what for decision in opened.decisions] == ["opened_with_empty_password"]


def many_pages(tmp_path: Path) -> bytes:
    pdf = pikepdf.new()
    for _ in range(5):
        made.add_page(pdf, WHOLE, images={"I": made.jpeg_image(pdf, made.paper(300, 400, "RGB"))})
    return made.saved(pdf, tmp_path / "x.pdf").read_bytes()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_refused_rather_than_read_in_part(tmp_path: Path, share: float) -> None:
    data = many_pages(tmp_path)
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(FileTruncated):
        source.open_pdf(path)


def test_a_file_that_only_lost_its_table_is_repaired_and_says_so(tmp_path: Path) -> None:
    data = many_pages(tmp_path)
    path = tmp_path / "x.pdf"
    path.write_bytes(data.replace(b"startxref", b"stortxref"))
    opened = source.open_pdf(path)
    assert opened.page_count == 5
    assert [decision.what for decision in opened.decisions] == ["repaired"]


def test_nonsense_behind_a_header_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"nonsense " * 50 + b"\n%%EOF")
    with pytest.raises(FileDamaged):
        source.open_pdf(path)
