"""Small PDFs made for the tests: scanned, drawn, damaged, signed."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image as Pillow

from pipeline.domain.page import Box, Engine, Line, Page, Word

ENGINE = Engine(name="test", model="vie", configuration="1")


def paper(width: int = 60, height: int = 80, mode: str = "L") -> Pillow.Image:
    """White with a black corner at the upper left and noise below, so that every turn of it looks different."""
    pixels = np.full((height, width), 255, dtype=np.uint8)
    pixels[: height // 8, : width // 3] = 0
    pixels[height // 2 :, : width // 6] = np.random.default_rng(1).integers(0, 255, (height - height // 2, width // 6))
    return Pillow.fromarray(pixels).convert(mode)


def jpeg(picture: Pillow.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=90)
    return stream.getvalue()


def fax(picture: Pillow.Image) -> bytes:
    """The bare G4 data of a picture; black is 0."""
    stream = io.BytesIO()
    picture.convert("1").save(stream, "TIFF", compression="group4", tiffinfo={278: picture.height, 262: 0})
    with Pillow.open(io.BytesIO(stream.getvalue())) as tiff:
        offset, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    return stream.getvalue()[offset : offset + length]


def jpeg_image(pdf: pikepdf.Pdf, picture: Pillow.Image, **entries: object) -> Stream:
    colours = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}
    return Stream(
        pdf,
        jpeg(picture),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        BitsPerComponent=8,
        ColorSpace=colours[picture.mode],
        Filter=Name.DCTDecode,
        **entries,
    )


def fax_image(pdf: pikepdf.Pdf, picture: Pillow.Image, **entries: object) -> Stream:
    parameters = Dictionary(K=-1, Columns=picture.width, Rows=picture.height)
    return Stream(
        pdf,
        fax(picture),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        BitsPerComponent=1,
        ColorSpace=Name.DeviceGray,
        Filter=Name.CCITTFaxDecode,
        DecodeParms=parameters,
        **entries,
    )


def flate_image(pdf: pikepdf.Pdf, picture: Pillow.Image, **entries: object) -> Stream:
    return Stream(
        pdf,
        zlib.compress(picture.tobytes()),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        BitsPerComponent=1 if picture.mode == "1" else 8,
        ColorSpace=Name.DeviceRGB if picture.mode == "RGB" else Name.DeviceGray,
        Filter=Name.FlateDecode,
        **entries,
    )


def add_page(
    pdf: pikepdf.Pdf,
    content: str,
    *,
    size: tuple[float, float] = (216, 288),
    images: dict[str, Stream] | None = None,
    **entries: object,
) -> pikepdf.Page:
    """A page with this content; ``/F`` is Helvetica."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page = pdf.add_blank_page(page_size=size)
    page.obj.Resources = Dictionary(
        XObject=Dictionary({f"/{name}": image for name, image in (images or {}).items()}), Font=Dictionary(F=font)
    )
    page.obj.Contents = pdf.make_stream(content.encode())
    for key, value in entries.items():
        page.obj[f"/{key}"] = value
    return page


def saved(pdf: pikepdf.Pdf, path: Path, **options: object) -> Path:
    pdf.save(path, **options)
    return path


def box(*sides: float) -> Array:
    return Array(list(sides))


def read_page(words: list[tuple[str, Box]], *, width: int, height: int, **facts: object) -> Page:
    """A page whose words stand on one line each."""
    lines = tuple(
        Line(words=(Word(text=text, box=place, confidence=0.9),), block=number)
        for number, (text, place) in enumerate(words)
    )
    return Page(number=1, width=width, height=height, dpi=0, engine=ENGINE, lines=lines, **facts)  # type: ignore[arg-type]
