"""Scans written as the files that people send: PDF, TIFF, JPEG, PNG; and the truth beside each."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import pikepdf
import pillow_heif
from PIL import Image

from tests.samples import digital
from tests.samples.raster import Pixels
from tests.samples.scanning import Scan
from tests.samples.sheet import Run, Sheet

#: Format → ending of the file's name.
FORMATS = {
    "pdf": "pdf",
    "pdf-digital": "pdf",
    "pdf-mixed": "pdf",
    "pdf-searchable": "pdf",
    "pdf-wrong-text": "pdf",
    "pdf-rotate": "pdf",
    "tiff-g4": "tif",
    "tiff-lzw": "tif",
    "tiff-jpeg": "tif",
    "pdf-jp2": "pdf",
    "pdf-cmyk": "pdf",
    "jpeg": "jpg",
    "jpeg-exif": "jpg",
    "png": "png",
    "webp": "webp",
    "bmp": "bmp",
    "heic": "heic",
}

#: Formats that hold one page only.
SINGLE = ("jpeg", "jpeg-exif", "png", "webp", "bmp", "heic")


def _rgb(image: Pixels) -> Image.Image:
    return Image.fromarray(image)


def _bits(image: Pixels) -> Image.Image:
    """A 1-bit picture of a page that may still be grey or coloured."""
    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return Image.fromarray(cv2.threshold(grey, 165, 255, cv2.THRESH_BINARY)[1]).convert("1", dither=Image.Dither.NONE)


def jpeg(image: Pixels, quality: int) -> bytes:
    """A page as JPEG."""
    turned = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(".jpg", turned, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes())


def fax(image: Image.Image) -> bytes:
    """A 1-bit page as one CCITT group 4 strip, a set bit for ink."""
    buffer = io.BytesIO()
    image.save(buffer, "TIFF", compression="group4", tiffinfo={278: image.height})
    with Image.open(buffer) as stored:
        offset, length = stored.tag_v2[273][0], stored.tag_v2[279][0]
    return buffer.getvalue()[offset : offset + length]


def _jpeg2000(image: Pixels) -> bytes:
    buffer = io.BytesIO()
    _rgb(image).save(buffer, "JPEG2000", quality_mode="dB", quality_layers=[42])
    return buffer.getvalue()


def _cmyk(image: Pixels) -> bytes:
    buffer = io.BytesIO()
    _rgb(image).convert("RGB").convert("CMYK").save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _coded(scan: Scan, form: str) -> tuple[bytes, dict[str, Any]]:
    """The bytes of a page's image inside a PDF, and what the PDF says about them."""
    height, width = scan.image.shape[:2]
    name = pikepdf.Name
    if scan.damage.mode == "bits":
        parameters = pikepdf.Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=True)
        described = {"/BitsPerComponent": 1, "/ColorSpace": name.DeviceGray, "/Filter": name.CCITTFaxDecode}
        return fax(_bits(scan.image)), described | {"/DecodeParms": parameters}
    space = name.DeviceRGB if scan.image.ndim == 3 else name.DeviceGray
    if form == "pdf-jp2":
        return _jpeg2000(scan.image), {"/BitsPerComponent": 8, "/ColorSpace": space, "/Filter": name.JPXDecode}
    if form == "pdf-cmyk":
        # Pillow writes CMYK upside down, as Adobe does, and PDF has to be told.
        described = {"/BitsPerComponent": 8, "/ColorSpace": name.DeviceCMYK, "/Filter": name.DCTDecode}
        return _cmyk(scan.image), described | {"/Decode": [1, 0, 1, 0, 1, 0, 1, 0]}
    return jpeg(scan.image, scan.damage.jpeg or 92), {
        "/BitsPerComponent": 8,
        "/ColorSpace": space,
        "/Filter": name.DCTDecode,
    }


def _image_page(document: pikepdf.Pdf, scan: Scan, form: str) -> None:
    height, width = scan.image.shape[:2]
    data, told = _coded(scan, form)
    described: dict[str, Any] = {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": width,
        "/Height": height,
    }
    described |= told
    stream = pikepdf.Stream(document, data)
    for name, value in described.items():
        stream[name] = value
    points = (width * 72 / scan.damage.dpi, height * 72 / scan.damage.dpi)
    content = f"q {points[0]:.3f} 0 0 {points[1]:.3f} 0 0 cm /Im0 Do Q".encode()
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, round(points[0], 3), round(points[1], 3)],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=stream)),
        Contents=pikepdf.Stream(document, content),
    )
    # A scanner that knows that a page lies turned says so with /Rotate, and does not turn the pixels.
    if form == "pdf-rotate" and scan.rotation:
        page["/Rotate"] = scan.rotation
    document.pages.append(pikepdf.Page(document.make_indirect(page)))


def pdf(scans: Sequence[Scan], form: str = "pdf") -> bytes:
    """One image per page, as an office scanner writes it; ``pdf-rotate``: turned pages carry /Rotate."""
    document = pikepdf.new()
    for scan in scans:
        _image_page(document, scan, form)
    return _saved(document)


def _saved(document: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _mixed(scans: Sequence[Scan], sheets: Sequence[Sheet]) -> bytes:
    """Born-digital and scanned pages in turn."""
    document = pikepdf.open(io.BytesIO(pdf(scans)))
    made = pikepdf.open(io.BytesIO(digital.born(sheets)))
    for number in range(0, len(scans), 2):
        document.pages[number] = made.pages[number]
    return _saved(document)


def tiff(scans: Sequence[Scan], compression: str) -> bytes:
    """All pages in one TIFF. ``compression``: g4, lzw, jpeg."""
    named = {"g4": "group4", "lzw": "tiff_lzw", "jpeg": "jpeg"}[compression]
    pages = [_bits(scan.image) if compression == "g4" else _rgb(scan.image) for scan in scans]
    options: dict[str, Any] = {"quality": scans[0].damage.jpeg or 88} if compression == "jpeg" else {}
    buffer = io.BytesIO()
    dpi = scans[0].damage.dpi
    pages[0].save(buffer, "TIFF", compression=named, save_all=True, append_images=pages[1:], dpi=(dpi, dpi), **options)
    return buffer.getvalue()


def encoded(scans: Sequence[Scan], sheets: Sequence[Sheet], form: str) -> bytes:
    """The bytes of a file of one of FORMATS."""
    if form == "pdf-digital":
        return digital.born(sheets)
    if form == "pdf-mixed":
        return _mixed(scans, sheets)
    if form == "pdf-searchable":
        return digital.searchable(scans, sheets)
    if form == "pdf-wrong-text":
        return digital.searchable(scans, [*sheets[1:], _gibberish(sheets[0])])
    if form.startswith("tiff"):
        return tiff(scans, form.removeprefix("tiff-"))
    if form in SINGLE:
        return _single(scans[0], form)
    return pdf(scans, form)


def _single(scan: Scan, form: str) -> bytes:
    buffer = io.BytesIO()
    picture = _bits(scan.image) if scan.damage.mode == "bits" and form == "png" else _rgb(scan.image)
    dpi = (scan.damage.dpi, scan.damage.dpi)
    quality = scan.damage.jpeg or 90
    if form == "jpeg":
        picture.save(buffer, "JPEG", quality=quality, dpi=dpi)
    elif form == "jpeg-exif":
        # A phone stores the pixels lying and says in EXIF how to turn them: 6 is a quarter clockwise.
        exif = Image.Exif()
        exif[274] = 6
        picture.transpose(Image.Transpose.ROTATE_90).save(buffer, "JPEG", quality=quality, dpi=dpi, exif=exif)
    elif form == "heic":
        pillow_heif.from_pillow(picture.convert("RGB")).save(buffer, quality=quality)
    elif form == "png":
        picture.save(buffer, "PNG", dpi=dpi, compress_level=3)
    else:
        picture.save(buffer, form.upper(), quality=quality)
    return buffer.getvalue()


def _gibberish(sheet: Sheet) -> Sheet:
    """The sheet's text as broken software stores it: every letter moved in the alphabet."""

    def moved(text: str) -> str:
        return "".join(chr(33 + (ord(letter) * 7) % 90) if letter != " " else " " for letter in text)

    return Sheet(
        marks=[replace(mark, text=moved(mark.text)) if isinstance(mark, Run) else mark for mark in sheet.marks]
    )


def write(path: Path, data: bytes, truth: dict[str, Any]) -> None:
    """Write a file and, beside it, its truth as ``NAME.json``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.with_name(f"{path.name}.json").write_text(
        json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
