"""The true type of a file, from its first bytes. A name proves nothing."""

from __future__ import annotations

from typing import Final, Literal

MediaType = Literal[
    "application/pdf",
    "image/bmp",
    "image/gif",
    "image/heic",
    "image/jp2",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "image/x-portable-anymap",
]

#: So many first bytes decide. A PDF may begin with other bytes: readers accept the header within the first kilobyte.
#: Source: ISO 32000-1, Annex H (implementation note 13).
HEAD_BYTES: Final = 1024

_SIGNATURES: Final[tuple[tuple[bytes, MediaType], ...]] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
)

#: Brands of ISO base media files that hold HEVC or AVIF pictures. Source: ISO/IEC 23008-12, Annex B; MIAF.
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"})


def sniff(head: bytes) -> MediaType | None:
    """The type that the first ``HEAD_BYTES`` bytes of a file prove, or None: not a document that we know."""
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "image/heic"
    if head[:2] in {b"P4", b"P5", b"P6"} and head[2:3].isspace():
        return "image/x-portable-anymap"
    if _is_bitmap(head):
        return "image/bmp"
    # Last, as it may stand anywhere: a picture whose metadata mention a PDF is still a picture.
    return "application/pdf" if b"%PDF-" in head[:HEAD_BYTES] else None


def _is_bitmap(head: bytes) -> bool:
    # "BM" alone begins many a text; the size of the next header is what tells.
    return (
        head[:2] == b"BM"
        and len(head) >= 18
        and head[14] in {12, 40, 52, 56, 64, 108, 124}
        and head[15:18] == b"\0\0\0"
    )
