"""Pictures put into a PDF, without being encoded again wherever PDF knows their encoding."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pikepdf

from pipeline.ports import EncodedPage, Turn
from pipeline.tools import images

_COLOURS: Final = {1: pikepdf.Name.DeviceGray, 3: pikepdf.Name.DeviceRGB, 4: pikepdf.Name.DeviceCMYK}
#: Colour types of PNG that PDF holds as they are, and their samples per pixel. Source: PNG, 11.2.2.
_PNG_SAMPLES: Final = {0: 1, 2: 3, 3: 1}
_PALETTE: Final = 3
#: Chunks that change what the rows mean: such a picture is unpacked and packed anew.
_PNG_CHANGES: Final = frozenset({b"tRNS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A picture in a PDF."""

    stream: pikepdf.Stream
    #: Of the pixels as they are stored.
    width: int
    height: int
    turn: Turn
    bytes: int

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height as a viewer shows it."""
        return (self.height, self.width) if self.turn >= 5 else (self.width, self.height)

    @property
    def unit_to_shown(self) -> pikepdf.Matrix:
        """The unit square that ``Do`` paints to pixels of the picture as shown."""
        stored = pikepdf.Matrix(self.width, 0, 0, -self.height, 0, self.height)
        across, along = self.shown_size
        return (
            stored
            @ {
                1: pikepdf.Matrix(),
                2: pikepdf.Matrix(-1, 0, 0, 1, across, 0),
                3: pikepdf.Matrix(-1, 0, 0, -1, across, along),
                4: pikepdf.Matrix(1, 0, 0, -1, 0, along),
                5: pikepdf.Matrix(0, 1, 1, 0, 0, 0),
                6: pikepdf.Matrix(0, 1, -1, 0, across, 0),
                7: pikepdf.Matrix(0, -1, -1, 0, across, along),
                8: pikepdf.Matrix(0, -1, 1, 0, 0, along),
            }[self.turn]
        )


def embed(pdf: pikepdf.Pdf, page: EncodedPage) -> Embedded:
    """The picture of a page as an object of ``pdf``."""
    if page.media_type in {"image/jpeg", "image/jp2"}:
        return _as_it_is(pdf, page)
    if (fax := images.fax_of(page)) is not None:
        return _faxed(pdf, fax, page.turn)
    kept = images.packed(page)
    if kept.media_type == "image/png" and (png := _Png.of(kept.data)) is not None:
        return _deflated(pdf, png, kept.turn)
    shown = images.png(images.decode(page).image)
    return _deflated(pdf, _Png.read(shown), 1)


def _as_it_is(pdf: pikepdf.Pdf, page: EncodedPage) -> Embedded:
    width, height, samples = images.shape_of(page)
    stream = pikepdf.Stream(pdf, page.data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    stream.Width, stream.Height = width, height
    if page.media_type == "image/jp2":
        stream.Filter = pikepdf.Name.JPXDecode  # the file itself says its colours
    else:
        stream.Filter = pikepdf.Name.DCTDecode
        stream.BitsPerComponent = 8
        stream.ColorSpace = _COLOURS[samples]
        if samples == 4:
            # Programs of a certain maker store ink as light; readers of files know, readers of PDF have to be told.
            stream.Decode = pikepdf.Array([1, 0] * 4)
    return Embedded(stream=stream, width=width, height=height, turn=page.turn, bytes=len(page.data))


def _faxed(pdf: pikepdf.Pdf, fax: images.Fax, turn: Turn) -> Embedded:
    stream = pikepdf.Stream(pdf, fax.data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    stream.Width, stream.Height, stream.BitsPerComponent = fax.width, fax.height, 1
    stream.ColorSpace = pikepdf.Name.DeviceGray
    stream.Filter = pikepdf.Name.CCITTFaxDecode
    stream.DecodeParms = pikepdf.Dictionary(K=-1, Columns=fax.width, Rows=fax.height)
    if fax.inverted:
        stream.Decode = pikepdf.Array([1, 0])
    return Embedded(stream=stream, width=fax.width, height=fax.height, turn=turn, bytes=len(fax.data))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Png:
    """What PDF needs of a PNG file: its rows stay deflated and filtered as they are."""

    width: int
    height: int
    bits: int
    colour: int
    interlaced: bool
    palette: bytes
    rows: bytes
    changed: bool

    @classmethod
    def of(cls, data: bytes) -> _Png | None:
        """The parts of a PNG file, or None where PDF cannot hold its rows as they are."""
        png = cls.read(data)
        return None if png.interlaced or png.changed or png.colour not in _PNG_SAMPLES else png

    @classmethod
    def read(cls, data: bytes) -> _Png:
        chunks: dict[bytes, list[bytes]] = {}
        for kind, content in _chunks(data):
            chunks.setdefault(kind, []).append(content)
        width, height, bits, colour, _, _, interlace = struct.unpack(">IIBBBBB", chunks[b"IHDR"][0])
        return cls(
            width=width,
            height=height,
            bits=bits,
            colour=colour,
            interlaced=bool(interlace),
            palette=b"".join(chunks.get(b"PLTE", [])),
            rows=b"".join(chunks.get(b"IDAT", [])),
            changed=bool(_PNG_CHANGES & chunks.keys()),
        )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        yield kind, data[at + 8 : at + 8 + length]
        at += 12 + length


def _deflated(pdf: pikepdf.Pdf, png: _Png, turn: Turn) -> Embedded:
    samples = _PNG_SAMPLES[png.colour]
    stream = pikepdf.Stream(pdf, png.rows, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    stream.Width, stream.Height, stream.BitsPerComponent = png.width, png.height, png.bits
    stream.ColorSpace = (
        pikepdf.Array(
            [pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, len(png.palette) // 3 - 1, pikepdf.String(png.palette)]
        )
        if png.colour == _PALETTE
        else _COLOURS[samples]
    )
    stream.Filter = pikepdf.Name.FlateDecode
    # 15: each row says its own filter, as in PNG. Source: ISO 32000-1, table 10.
    stream.DecodeParms = pikepdf.Dictionary(Predictor=15, Colors=samples, BitsPerComponent=png.bits, Columns=png.width)
    return Embedded(stream=stream, width=png.width, height=png.height, turn=turn, bytes=len(png.rows))
