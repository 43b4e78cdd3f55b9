"""A font without shapes, for text that is searched and copied but never seen.

Its codes are UTF-16 units, so that any letter of Vietnamese is one code and the map back to Unicode is the identity.
Every code shows the same empty glyph, half as wide as the font is high. The TrueType file is made here: eight tables,
two empty glyphs. Source: the OpenType specification; ISO 32000-1, 9.7 and 9.10.3.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

import pikepdf

#: Units of the em square, and the width of each glyph in them.
_EM: Final = 1000
WIDTH: Final = 0.5

_TO_UNICODE: Final = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
%s
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def add(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Put the font into a PDF; the same object serves all pages."""
    family = pikepdf.Name.SohoaInvisible
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=family,
        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=_descriptor(pdf, family),
        DW=round(WIDTH * _EM),
        # Every code to glyph 1.
        CIDToGIDMap=_packed(pdf, b"\x00\x01" * 0x10000),
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=family,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=pikepdf.Array([pdf.make_indirect(descendant)]),
            ToUnicode=_packed(pdf, _TO_UNICODE % _ranges()),
        )
    )


def codes(text: str) -> bytes:
    """The codes of a text, two bytes each.

    A letter outside the basic plane takes two codes, which not every reader puts together again; Vietnamese has none.
    """
    return text.encode("utf-16-be", "replace")


def _descriptor(pdf: pikepdf.Pdf, family: pikepdf.Name) -> pikepdf.Object:
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=family,
            FontFamily=b"Sohoa Invisible",
            Flags=5,  # fixed pitch, symbolic
            FontBBox=pikepdf.Array([0, 0, round(WIDTH * _EM), _EM]),
            ItalicAngle=0,
            # From the baseline to the top of the em: what is selected on a screen is the line, no more and no less. A
            # descent of 0 is taken for a missing one.
            Ascent=_EM,
            Descent=-1,
            CapHeight=_EM,
            StemV=80,
            FontFile2=_packed(pdf, _true_type(), Length1=len(_true_type())),
        )
    )


def _packed(pdf: pikepdf.Pdf, data: bytes, **entries: int) -> pikepdf.Stream:
    return pikepdf.Stream(pdf, zlib.compress(data), Filter=pikepdf.Name.FlateDecode, **entries)


def _ranges() -> bytes:
    """The identity in ranges that end with their high byte, as the specification asks, a hundred to a block."""
    lines = [b"<%02X00> <%02XFF> <%02X00>" % (high, high, high) for high in range(256)]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    return b"\n".join(b"%d beginbfrange\n%s\nendbfrange" % (len(block), b"\n".join(block)) for block in blocks)


def _true_type() -> bytes:
    width = round(WIDTH * _EM)
    tables = {
        b"glyf": b"",
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh",
            0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0x000B, _EM, 0, 0, 0, 0, width, _EM, 0, 8, 2, 0, 0,
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x00010000, _EM, 0, 0, width, 0, 0, width, 1, *(0,) * 7, 2),
        b"hmtx": struct.pack(">HhHh", width, 0, width, 0),
        b"loca": struct.pack(">HHH", 0, 0, 0),
        b"maxp": struct.pack(">IH13H", 0x00010000, 2, *(0,) * 6, 2, *(0,) * 6),
        b"post": struct.pack(">IIhhI4I", 0x00030000, 0, 0, 0, 1, 0, 0, 0, 0),
    }  # fmt: skip
    return _assembled(dict(sorted(tables.items())))


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    offset = len(head) + 16 * count
    directory = body = b""
    for tag, data in tables.items():
        directory += struct.pack(">4sIII", tag, _checksum(data), offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return head + directory + body


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
