"""Whatever somebody sends, there is a verdict: pages, or a refusal with a code. Nothing crashes, hangs or is lost."""

from __future__ import annotations

import datetime as dt
import io
import os
import resource
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image as Pillow

from config import settings
from pipeline import flow
from pipeline.assembly import reading
from pipeline.domain.file import File, FileRead
from pipeline.errors import PipelineError
from pipeline.flow import Bench
from pipeline.tools.isolation import Isolation
from tests.tools.pdf import made

TODAY = dt.date(2026, 1, 5)
DATA = Path(os.environ.get("SOHOA_EVALUATION_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
FOUND = sorted(path for path in (DATA / "hostile").glob("*/*") if path.is_file())

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def children() -> Iterator[Isolation[Bench]]:
    with reading.children(settings.load({}), size=1) as children:
        yield children


def verdict(children: Isolation[Bench], path: Path) -> str:
    """``read``, or the code of the refusal; of a longer file its first three pages are tried."""
    try:
        begun: File | FileRead = children.call(flow.begin_file, path, TODAY)
        if isinstance(begun, File):
            for number in range(1, min(3, begun.pages) + 1):
                children.call(flow.read_page, path, number)
    except PipelineError as error:
        return error.code
    return "read"


@pytest.mark.skipif(not FOUND, reason="the evaluation data are not here")
@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_a_broken_file_of_others_gets_a_verdict(children: Isolation[Bench], path: Path) -> None:
    assert verdict(children, path) in {"read", "file_damaged", "file_truncated", "file_type_unknown", "page_unreadable"}


def png(width: int, height: int, rows: bytes, colour: int = 0) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """Nine thousand million pixels of nothing in nine kilobytes."""
    return png(100_000, 90_000, zlib.compress(bytes(9_000_000)))


def lying_png() -> bytes:
    """Says 9000 × 9000 and holds one row; Pillow shows the rest as black."""
    return png(9000, 9000, zlib.compress(bytes(9001)))


def lying_tiff() -> bytes:
    """A small picture that claims strips far beyond its end."""
    stream = io.BytesIO()
    made.paper().save(stream, "TIFF")
    data = bytearray(stream.getvalue())
    place = struct.unpack_from("<I", data, 4)[0]
    for entry in range(struct.unpack_from("<H", data, place)[0]):
        at = place + 2 + 12 * entry
        if struct.unpack_from("<H", data, at)[0] == 273:  # StripOffsets
            struct.pack_into("<I", data, at + 8, 0x7FFFFFF0)
    return bytes(data)


def looping_tiff() -> bytes:
    """Its only directory says that it is followed by itself."""
    stream = io.BytesIO()
    made.paper().save(stream, "TIFF")
    data = bytearray(stream.getvalue())
    place = struct.unpack_from("<I", data, 4)[0]
    struct.pack_into("<I", data, place + 2 + 12 * struct.unpack_from("<H", data, place)[0], place)
    return bytes(data)


def pdf_with(content: bytes, **entries: object) -> bytes:
    pdf = pikepdf.new()
    page = made.add_page(pdf, "")
    page.obj.Contents = pikepdf.Stream(pdf, zlib.compress(content), Filter=pikepdf.Name.FlateDecode)
    for key, value in entries.items():
        page.obj[f"/{key}"] = value
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def form_in_itself() -> bytes:
    pdf = pikepdf.new()
    form = pdf.make_indirect(
        pikepdf.Stream(
            pdf, b"/X Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=made.box(0, 0, 216, 288)
        )
    )
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    made.add_page(pdf, "/X Do", images={"X": form})
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def multiplying_forms() -> bytes:
    """Each of twelve forms draws the next one thirty times: more strokes than anybody draws."""
    pdf = pikepdf.new()
    inner = None
    for _ in range(12):
        content = b"/X Do 1 0 0 1 0.1 0 cm " * 30 if inner is not None else b"0 0 m 200 200 l S"
        form = pdf.make_indirect(
            pikepdf.Stream(
                pdf, content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=made.box(0, 0, 216, 288)
            )
        )
        form.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(X=inner) if inner is not None else pikepdf.Dictionary()
        )
        inner = form
    made.add_page(pdf, "/X Do", images={"X": inner})
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def huge_tiff() -> bytes:
    """A small picture that says it is 60,000 pixels wide and high."""
    stream = io.BytesIO()
    made.paper().save(stream, "TIFF")
    data = bytearray(stream.getvalue())
    place = struct.unpack_from("<I", data, 4)[0]
    for entry in range(struct.unpack_from("<H", data, place)[0]):
        at = place + 2 + 12 * entry
        if struct.unpack_from("<H", data, at)[0] in {256, 257, 278}:  # ImageWidth, ImageLength, RowsPerStrip
            struct.pack_into("<HII", data, at + 2, 4, 1, 60_000)
    return bytes(data)


MADE = {
    "a text that is called PDF": (b"K\xc3\xadnh g\xe1\xbb\xadi: \xe1\xbb\xa6y ban", {"file_type_unknown"}),
    "an archive": (b"PK\x03\x04" + bytes(500), {"file_type_unknown"}),
    "only a header": (b"%PDF-1.7\n", {"file_damaged", "file_truncated"}),
    "a bomb": (bomb(), {"page_too_large"}),
    "a lying PNG": (lying_png(), {"read", "page_unreadable"}),
    "a lying TIFF": (lying_tiff(), {"page_unreadable", "file_damaged"}),
    "a TIFF in a circle": (looping_tiff(), {"read"}),
    "half a JPEG": (made.jpeg(made.paper(600, 800))[:9000], {"file_truncated"}),
    "a form in itself": (form_in_itself(), {"read", "page_unreadable"}),
    "a million saved states": (pdf_with(b"q " * 1_000_000), {"read", "page_unreadable"}),
    "a page of no size": (pdf_with(b"", MediaBox=made.box(0, 0, 0, 0)), {"read"}),
    "a page as large as a country": (pdf_with(b"", MediaBox=made.box(0, 0, 3e8, 3e8)), {"read", "page_unreadable"}),
    "a strip that is 30,000 pixels long": (png(30_000, 60, zlib.compress((b"\0" + b"\xff" * 30_000) * 60)), {"read"}),
    "a black strip that is 30,000 pixels high": (png(60, 30_000, zlib.compress(bytes(61 * 30_000))), {"read"}),
    "a TIFF that says it is huge": (huge_tiff(), {"page_too_large", "page_unreadable", "file_damaged"}),
    "numbers that are names": (pdf_with(b"/A /B cm /C Do", Rotate=pikepdf.Name.Up), {"read"}),
    "a content bomb": (pdf_with(bytes(200_000_000)), {"read", "page_unreadable"}),
}


@pytest.mark.parametrize("name", MADE)
def test_a_file_made_to_hurt_gets_a_verdict(children: Isolation[Bench], tmp_path: Path, name: str) -> None:
    data, allowed = MADE[name]
    path = tmp_path / "Đơn.pdf"
    path.write_bytes(data)
    assert verdict(children, path) in allowed


def test_a_page_that_poppler_draws_for_ever_is_given_up(tmp_path: Path) -> None:
    (path := tmp_path / "x.pdf").write_bytes(multiplying_forms())
    limits = settings.load({"SOHOA_PROGRESS_SECONDS": "8", "SOHOA_TASK_SECONDS": "20"})
    with reading.children(limits, size=1) as children:
        assert verdict(children, path) == "page_timeout"
        (other := tmp_path / "y.png").write_bytes(png(400, 400, zlib.compress((b"\0" + b"\xff" * 400) * 400)))
        assert verdict(children, other) == "read"


def test_a_broken_page_costs_itself_alone(children: Isolation[Bench], tmp_path: Path) -> None:
    pdf = pikepdf.new()
    for number in range(3):
        image = made.jpeg_image(pdf, made.paper(600, 800))
        if number == 1:
            image.write(b"\xff\xd8\xff no picture at all", filter=pikepdf.Name.DCTDecode)
        made.add_page(pdf, "q 216 0 0 288 0 0 cm /I Do Q", images={"I": image})
    path = made.saved(pdf, tmp_path / "x.pdf")
    read = children.call(flow.read_file, path, TODAY)
    assert [page.number for page in read.pages] == [1, 3]
    assert [(page.number, page.error.code) for page in read.given_up] == [(2, "page_unreadable")]
    assert "page_given_up" in {finding.code for paper in read.papers for finding in paper.findings}


def test_a_file_that_may_not_be_read_is_refused(children: Isolation[Bench], tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.7")
    path.chmod(0)
    assert verdict(children, path) in {"file_missing", "file_truncated", "file_damaged"}  # root may read everything


def many(path: Path, pages: int) -> Path:
    noise = np.random.default_rng(7).integers(0, 255, (1200, 850), dtype=np.uint8)
    pdf = pikepdf.new()
    for number in range(pages):
        picture = Pillow.fromarray(np.roll(noise, number))
        content = "q 216 0 0 288 0 0 cm /I Do Q"
        made.add_page(pdf, content, images={"I": made.jpeg_image(pdf, picture)} if pages < 1000 else None)
    return made.saved(pdf, path)


def test_ten_thousand_pages_are_refused_in_a_moment(children: Isolation[Bench], tmp_path: Path) -> None:
    assert verdict(children, many(tmp_path / "x.pdf", 10_000)) == "too_many_pages"


def take_all(bench: Bench, path: Path) -> int:
    """Megabytes that this process ever held, after taking out every page."""
    for number in range(1, flow.open_file(bench, path).pages + 1):
        flow.take_page(bench, path, number)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def test_a_long_file_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    peaks = []
    for pages in (5, 150):
        with reading.children(settings.load({}), size=1) as children:
            peaks.append(children.call(take_all, many(tmp_path / f"{pages}.pdf", pages)))
    short, long = peaks
    assert long < short + 12
