"""What is let in, what is refused, and with which code."""

import os
from pathlib import Path

import numpy as np
import pytest

from pipeline.domain.file import File
from pipeline.domain.media import sniff
from pipeline.domain.page import Decision
from pipeline.domain.refusals import PageUnreadable
from pipeline.errors import Refused
from pipeline.ports import EncodedPage, PageImage
from pipeline.stages import opening


class ThreePages:
    page_count = 3
    signed = False
    decisions: tuple[Decision, ...] = ()
    closed = False

    def page(self, number: int, *, draw: bool = False) -> EncodedPage:
        return EncodedPage(number=number, media_type="image/png", data=b"")

    def close(self) -> None:
        self.closed = True


PDF = b"%PDF-1.7\n..."


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "Giấy khai sinh.JPG"
    path.write_bytes(PDF)
    return path


def refused(path: Path, **limits: int) -> str:
    with pytest.raises(Refused) as error:
        opening.open_document(
            path, openers={"application/pdf": lambda _: ThreePages()}, limits=opening.Limits(**limits)
        )
    return error.value.code


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (PDF, "application/pdf"),
        (b"\0\0 junk of a mail gateway\n" + PDF, "application/pdf"),
        (b"\xff\xd8\xff\xe1 with a mention of %PDF-1.4", "image/jpeg"),
        (b"MM\x00*", "image/tiff"),
        (b"\0\0\0\x18ftypmif1", "image/heic"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"BM" + bytes(12) + b"\x28\0\0\0", "image/bmp"),
        (b"BMW xe 4 cho ngoi", None),
        (b"PK\x03\x04 a Word file", None),
        (b"", None),
    ],
)
def test_the_type_comes_from_the_content(head: bytes, media_type: str | None) -> None:
    assert sniff(head) == media_type


def test_the_name_may_lie_and_keeps_its_letters(scan: Path) -> None:
    with opening.open_document(scan, openers={"application/pdf": lambda _: ThreePages()}) as document:
        assert (document.file.name, document.file.media_type) == ("Giấy khai sinh.JPG", "application/pdf")
        assert list(document) == [1, 2, 3]


def test_each_reason_to_refuse_has_its_code(scan: Path, tmp_path: Path) -> None:
    empty = tmp_path / "rỗng.pdf"
    empty.touch()
    text = tmp_path / "thư.pdf"
    text.write_text("Kính gửi: Ủy ban nhân dân", encoding="utf-8")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refused(tmp_path / "none.pdf") == "file_missing"
    assert refused(tmp_path) == "file_not_regular"
    assert refused(pipe) == "file_not_regular"
    assert refused(empty) == "file_empty"
    assert refused(text) == "file_type_unknown"
    assert refused(scan, bytes=5) == "file_too_large"
    assert refused(scan, pages=2) == "too_many_pages"


def test_a_refused_file_is_closed_again(scan: Path) -> None:
    source = ThreePages()
    with pytest.raises(Refused):
        opening.open_document(scan, openers={"application/pdf": lambda _: source}, limits=opening.Limits(pages=1))
    assert source.closed


class BrokenPicture(ThreePages):
    """Its embedded pictures cannot be decoded; a drawing shows ``ink``."""

    def __init__(self, ink: int) -> None:
        self.ink = ink

    def page(self, number: int, *, draw: bool = False) -> EncodedPage:
        return EncodedPage(number=number, media_type="image/png", data=bytes([self.ink]) if draw else b"")


def decode(page: EncodedPage) -> PageImage:
    if not page.data:
        raise PageUnreadable(page=page.number)
    pixels = np.full((4, 4), page.data[0], dtype=np.uint8)
    return PageImage(number=page.number, image=pixels, decisions=page.decisions)


def opened(source: ThreePages) -> opening.Document:
    file = File(name="x", sha256="", media_type="application/pdf", bytes=1, pages=3)
    return opening.Document(file, source)


def test_a_page_whose_picture_is_broken_is_drawn_and_says_so() -> None:
    image = opening.page_image(opened(BrokenPicture(ink=20)), 2, decode=decode)
    assert [decision.what for decision in image.decisions] == ["drawn"]


def test_a_drawing_without_its_picture_is_not_taken_for_a_blank_page() -> None:
    with pytest.raises(PageUnreadable):
        opening.encoded_page(opened(BrokenPicture(ink=255)), 2, decode=decode)
