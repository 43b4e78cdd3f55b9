"""Pillow, and pillow-heif for the pictures of phones: files of pictures, and pixels from encoded bytes.

Folklore. Pillow warns at 89 and fails at 179 million pixels by a global limit of its own: it is switched off here,
because ours is a setting and is checked before any pixel is decoded. Pillow turns TIFF pages by their orientation tag
itself while loading, but leaves JPEG and PNG as they are.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

import numpy as np
import pillow_heif
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont, TiffImagePlugin

from pipeline.domain.charts import BLACK, Picture, Rectangle
from pipeline.domain.media import MediaType
from pipeline.domain.page import Decision
from pipeline.domain.refusals import FileDamaged, FileTruncated, PageTooLarge, PageUnreadable
from pipeline.ports import EncodedPage, Image, PageImage, Turn

#: A0 at 300 dpi has 139 million pixels, A1 has 70; three copies of a coloured A1 need 630 MB.
DEFAULT_PIXELS: Final = 100_000_000

#: What Pillow may try for each type that our own sniffing found; nothing else is ever tried.
_FORMATS: Final[dict[str, tuple[str, ...]]] = {
    "image/bmp": ("BMP",),
    "image/gif": ("GIF",),
    "image/heic": ("HEIF",),
    "image/jp2": ("JPEG2000",),
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/tiff": ("TIFF",),
    "image/webp": ("WEBP",),
    "image/x-portable-anymap": ("PPM",),
}

#: What Pillow and its decoders raise on broken bytes; SyntaxError is its word for a broken PNG or TIFF header.
_BROKEN: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    OverflowError,
)

#: Resolutions that a real scan can have. Cameras write 72 or 1 into pictures of any size.
_DPI_RANGE: Final = range(90, 1300)
#: What programs write that have no idea; not believed of a picture that has the sides of A4 at another resolution.
_UNMEANT: Final = frozenset({72, 96})
_A4_INCHES: Final = (8.27, 11.69)
#: How far the sides of a picture may depart from those of A4 to be taken for a scan of it.
_A4_TOLERANCE: Final = 0.015

#: Cameras and scanners append this much, rarely more.
_JPEG_TAIL: Final = 1024

#: Which of four greys each of 256 is.
_FOUR_GREYS: Final = [round(grey * 3 / 255) for grey in range(256)]

_EXIF_ORIENTATION: Final = 0x0112
_TIFF_SUBFILE: Final = 254
_GROUP_4: Final = 4


@dataclass(slots=True)
class PictureSource:
    """A file of pictures as a source of pages: TIFF and HEIC may hold many, the others one."""

    path: Path
    media_type: MediaType
    #: Indexes of the frames that are pages; thumbnails are left out.
    frames: tuple[int, ...]
    pixels: int

    signed: bool = False
    decisions: tuple[Decision, ...] = ()

    @property
    def page_count(self) -> int:
        return len(self.frames)

    def page(self, number: int, *, draw: bool = False) -> EncodedPage:  # noqa: ARG002 (a picture is never drawn)
        """The file's own bytes where it is one JPEG, PNG or JPEG 2000, or a fax page; else decoded, not compressed."""
        if self.media_type in {"image/jpeg", "image/png", "image/jp2"}:
            return self._as_it_is(number)
        with _broken_page(number), _opened(self.path, self.media_type) as picture:
            picture.seek(self.frames[number - 1])
            _check_size(picture, number=number, pixels=self.pixels)
            if isinstance(picture, TiffImagePlugin.TiffImageFile) and (fax := _fax(picture, self.path)) is not None:
                turn = _as_turn(picture.tag_v2.get(_EXIF_ORIENTATION, 1))
                return EncodedPage(
                    number=number, media_type="image/tiff", data=fax.as_tiff(), turn=turn, dpi=_dpi(picture)
                )
            turn = _turn(picture)
            dpi = _dpi(picture)
            return EncodedPage(
                number=number, media_type="image/x-portable-anymap", data=anymap(pixels_of(picture)), turn=turn, dpi=dpi
            )

    def _as_it_is(self, number: int) -> EncodedPage:
        with _broken_page(number), _opened(self.path, self.media_type) as picture:
            _check_size(picture, number=number, pixels=self.pixels)
            return EncodedPage(
                number=number,
                media_type=self.media_type,
                data=self.path.read_bytes(),
                turn=_turn(picture),
                dpi=_dpi(picture),
            )

    def close(self) -> None:
        """Nothing is held open between pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fax:
    """A black and white picture in the encoding of Group 4, in one strip."""

    width: int
    height: int
    #: What the encoding calls black is white.
    inverted: bool
    data: bytes

    def as_tiff(self) -> bytes:
        """A TIFF file around the very same data. Source: TIFF 6.0, section 2."""
        tags = {256: self.width, 257: self.height, 258: 1, 259: _GROUP_4, 262: int(self.inverted), 273: 0, 277: 1}
        tags |= {278: self.height, 279: len(self.data)}
        tags[273] = 8 + 2 + 12 * len(tags) + 4
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in sorted(tags.items()))
        return struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + bytes(4) + self.data


def fax_of(page: EncodedPage) -> Fax | None:
    """The bare data of a kept fax page, or None where a page is something else."""
    if page.media_type != "image/tiff":
        return None
    with _broken_page(page.number), _opened(io.BytesIO(page.data), page.media_type) as picture:
        return _fax(cast("TiffImagePlugin.TiffImageFile", picture), io.BytesIO(page.data))


def _fax(picture: TiffImagePlugin.TiffImageFile, source: Path | io.BytesIO) -> Fax | None:
    tags = picture.tag_v2
    offsets, lengths = tags.get(273, ()), tags.get(279, ())
    plain = (
        tags.get(259) == _GROUP_4
        and tags.get(258, (1,)) == (1,)
        and tags.get(262) in {0, 1}
        and tags.get(266, 1) == 1  # bits from the upper end of each byte
        and len(offsets) == len(lengths) == 1
    )
    if not plain:
        return None
    if isinstance(source, Path):
        with source.open("rb") as stream:
            stream.seek(offsets[0])
            data = stream.read(lengths[0])
    else:
        data = source.getvalue()[offsets[0] : offsets[0] + lengths[0]]
    return Fax(width=tags[256], height=tags[257], inverted=tags[262] == 1, data=data)


def opener(media_type: MediaType, *, pixels: int = DEFAULT_PIXELS) -> Callable[[Path], PictureSource]:
    """Opens files of this type; pages above ``pixels`` are refused."""
    return lambda path: open_pictures(path, media_type=media_type, pixels=pixels)


def open_pictures(path: Path, *, media_type: MediaType, pixels: int = DEFAULT_PIXELS) -> PictureSource:
    """Raises FileTruncated or FileDamaged where no page of it could ever be shown."""
    if not _is_complete(path, media_type):
        raise FileTruncated
    try:
        with _opened(path, media_type) as picture:
            frames = tuple(_page_frames(picture, media_type))
    except _BROKEN as error:
        raise FileDamaged from error
    return PictureSource(path=path, media_type=media_type, frames=frames, pixels=pixels)


def decode(page: EncodedPage, *, pixels: int = DEFAULT_PIXELS) -> PageImage:
    """The pixels of a page: grey or RGB, 8 bit, turned as a viewer would show them.

    Raises PageTooLarge before decoding, PageUnreadable where the bytes are broken.
    """
    with _broken_page(page.number), _opened(io.BytesIO(page.data), page.media_type) as picture:
        _check_size(picture, number=page.number, pixels=pixels)
        image = turned(pixels_of(picture), page.turn)
    return PageImage(
        number=page.number,
        image=image,
        dpi=page.dpi,
        origin=page.origin,
        text_layer=page.text_layer,
        decisions=page.decisions,
    )


def shape_of(page: EncodedPage) -> tuple[int, int, int]:
    """Width, height and samples per pixel of the stored picture, without decoding it."""
    with _broken_page(page.number), _opened(io.BytesIO(page.data), page.media_type) as picture:
        return picture.width, picture.height, len(picture.getbands())


def packed(page: EncodedPage) -> EncodedPage:
    """The same page small enough to be kept: what is not compressed becomes PNG, without loss."""
    if page.media_type != "image/x-portable-anymap":
        return page
    with _opened(io.BytesIO(page.data), page.media_type) as picture:
        picture.load()
        # A scan that only knows black and white takes an eighth of the room, and packs twenty times better.
        kept = picture.convert("1", dither=Pillow.Dither.NONE) if _is_black_and_white(picture) else picture
        data = png(kept)
    return EncodedPage(
        number=page.number,
        media_type="image/png",
        data=data,
        turn=page.turn,
        dpi=page.dpi,
        origin=page.origin,
        text_layer=page.text_layer,
        decisions=page.decisions,
    )


def png(picture: Pillow.Image | Image) -> bytes:
    """PNG bytes, packed quickly rather than tightly."""
    image = picture if isinstance(picture, Pillow.Image) else Pillow.fromarray(picture)
    stream = io.BytesIO()
    image.save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def jpeg(image: Image, *, quality: int = 85, longest: int | None = None) -> bytes:
    """JPEG bytes for a screen, scaled down so that the longer side has at most ``longest`` pixels."""
    stream = io.BytesIO()
    _shrunk(image, longest).save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def line_art(image: Image, *, longest: int | None = None) -> bytes:
    """The same of a grey image that was black and white once: a PNG of four greys. JPEG keeps every edge's ripples."""
    picture = _shrunk(image, longest).point(_FOUR_GREYS)
    few = Pillow.frombytes("P", picture.size, picture.tobytes())
    few.putpalette([grey for grey in (0, 85, 170, 255) for _ in "RGB"])
    stream = io.BytesIO()
    few.save(stream, "PNG", bits=2, compress_level=4)
    return stream.getvalue()


def _shrunk(image: Image, longest: int | None) -> Pillow.Image:
    picture = Pillow.fromarray(image)
    if longest is not None and max(picture.size) > longest:
        picture.thumbnail((longest, longest), Pillow.Resampling.BOX, reducing_gap=2.0)
    return picture


def turned(image: Image, turn: Turn) -> Image:
    """The pixels as an orientation tag asks to show them."""
    match turn:
        case 1:
            result = image
        case 2:
            result = image[:, ::-1]
        case 3:
            result = image[::-1, ::-1]
        case 4:
            result = image[::-1]
        case 5:
            result = image.swapaxes(0, 1)
        case 6:
            result = np.rot90(image, -1)
        case 7:
            result = np.rot90(image, 2).swapaxes(0, 1)
        case 8:
            result = np.rot90(image, 1)
    return np.ascontiguousarray(result)


@contextmanager
def _opened(source: Path | BinaryIO, media_type: str) -> Iterator[Pillow.Image]:
    Pillow.MAX_IMAGE_PIXELS = None
    if media_type == "image/heic":
        pillow_heif.register_heif_opener()
    with warnings.catch_warnings():
        # Broken metadata are no reason to stop; broken pixels raise.
        warnings.simplefilter("ignore")
        with Pillow.open(source, formats=_FORMATS[media_type]) as picture:
            yield picture


@contextmanager
def _broken_page(number: int) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise PageUnreadable(page=number) from error


def _page_frames(picture: Pillow.Image, media_type: MediaType) -> Iterator[int]:
    if media_type not in {"image/tiff", "image/heic"}:
        yield 0
        return
    for index in range(getattr(picture, "n_frames", 1)):
        picture.seek(index)
        tags = picture.tag_v2 if isinstance(picture, TiffImagePlugin.TiffImageFile) else {}
        # Bit 0 of NewSubfileType marks a small copy of another page. Source: TIFF 6.0, p. 36.
        if not (int(tags.get(_TIFF_SUBFILE, 0)) & 1):
            yield index


def _check_size(picture: Pillow.Image, *, number: int, pixels: int) -> None:
    if picture.width * picture.height > pixels:
        raise PageTooLarge(page=number, pixels=picture.width * picture.height, limit=pixels)


def pixels_of(picture: Pillow.Image) -> Image:
    """8 bit grey or RGB, on white paper where the picture is transparent."""
    if picture.mode.startswith("I") or picture.mode == "F":
        return _eight_bits(np.asarray(picture))
    if picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in picture.info:
        over = picture.convert("RGBA")
        picture = Pillow.alpha_composite(Pillow.new("RGBA", over.size, "white"), over).convert("RGB")
    elif picture.mode in {"1", "L"}:
        picture = picture.convert("L")
    else:
        picture = picture.convert("RGB")
    return np.asarray(picture, dtype=np.uint8)


def _eight_bits(deep: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Image:
    """Of 16 or 32 bit samples the upper 8 that are used."""
    if deep.dtype.kind == "f":
        deep = np.nan_to_num(deep)
    top = float(deep.max(initial=0))
    full = 255.0 if top <= 255 else 65535.0 if top <= 65535 else top
    return cast("Image", (np.clip(deep, 0, full) * (255.0 / full)).astype(np.uint8))


def anymap(image: Image) -> bytes:
    """The pixels behind a header of one line: a picture that costs nothing to write and to read."""
    height, width = image.shape[:2]
    kind = b"P5" if image.ndim == 2 else b"P6"
    return kind + f" {width} {height} 255\n".encode() + image.tobytes()


def is_black_and_white(image: Image) -> bool:
    """Whether pixels are white or black and nothing between, as of a scan with one bit."""
    return image.ndim == 2 and _is_black_and_white(Pillow.fromarray(image))


def _is_black_and_white(picture: Pillow.Image) -> bool:
    return picture.mode == "L" and set(picture.histogram()[1:255]) == {0}


def _turn(picture: Pillow.Image) -> Turn:
    # TIFF pages come out of Pillow turned already; HEIC out of libheif.
    if picture.format not in {"JPEG", "MPO", "PNG", "WEBP"}:
        return 1
    return _as_turn(picture.getexif().get(_EXIF_ORIENTATION, 1))


def _as_turn(value: object) -> Turn:
    return cast("Turn", value) if value in range(1, 9) else 1


def _dpi(picture: Pillow.Image) -> int:
    """Pixels per inch as the file says, if a scanner can have meant it; else by the sides, if they are A4's; else 0."""
    try:
        said = float(min(picture.info.get("dpi", (0, 0))))
        dpi = round(said)
    except _BROKEN:
        dpi = 0
    inferred = _dpi_of_a4(*picture.size)
    return dpi if dpi in _DPI_RANGE and not (inferred and dpi in _UNMEANT) else inferred


def _dpi_of_a4(width: int, height: int) -> int:
    short, long = sorted((width, height))
    across, along = short / _A4_INCHES[0], long / _A4_INCHES[1]
    return round(along) if abs(across / along - 1) < _A4_TOLERANCE and round(along) in _DPI_RANGE else 0


def _is_complete(path: Path, media_type: MediaType) -> bool:
    """False where the end is missing: found without decoding for the formats that say where they end."""
    if media_type == "image/jpeg":
        return _jpeg_ends(path.read_bytes())
    if media_type == "image/png":
        return _png_ends(path)
    if media_type in {"image/webp", "image/bmp"}:
        return _declared_size(path, media_type) <= path.stat().st_size
    return True


def _jpeg_ends(data: bytes) -> bool:
    """An end marker after the first scan: a thumbnail's own end marker stands before it, inside a segment."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        if data[at + 1] == 0xFF:  # fill byte
            at += 1
        elif data[at + 1] == 0xDA:  # start of scan
            return data.find(b"\xff\xd9", at) >= 0
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    # Segments of a wrong length: then only an end marker near the end can tell.
    return data.rfind(b"\xff\xd9", -_JPEG_TAIL) >= 0


def _png_ends(path: Path) -> bool:
    size = path.stat().st_size
    with path.open("rb") as stream:
        at = 8
        while at + 12 <= size:
            stream.seek(at)
            length, kind = struct.unpack(">I4s", stream.read(8))
            at += 12 + int(length)
            if kind == b"IEND":
                return at <= size
    return False


def _declared_size(path: Path, media_type: MediaType) -> int:
    with path.open("rb") as stream:
        head = stream.read(12)
    return (
        int.from_bytes(head[4:8], "little") + 8 if media_type == "image/webp" else int.from_bytes(head[2:6], "little")
    )


def drawn(picture: Picture) -> bytes:
    """A picture of shapes as PNG, at twice its size, so that it prints well."""
    made = Pillow.new("L", (picture.width * _TWICE, picture.height * _TWICE), 255)
    pen = ImageDraw.Draw(made)
    for shape in picture.shapes:
        if isinstance(shape, Rectangle):
            corners = [_TWICE * side for side in (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)]
            pen.rectangle(corners, fill=shape.fill, outline=shape.outline)
        else:
            face = _font(shape.size * _TWICE, bold=shape.bold)
            anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
            pen.text((shape.x * _TWICE, shape.y * _TWICE), shape.text, fill=BLACK, font=face, anchor=anchor)
    out = io.BytesIO()
    made.save(out, format="PNG", optimize=True)
    return out.getvalue()


def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font that has the Vietnamese letters; Pillow's own where none is installed."""
    for family in ("croscore/Tinos-{}.ttf", "noto/NotoSerif-{}.ttf"):
        path = _FONTS / family.format("Bold" if bold else "Regular")
        if path.is_file():
            return ImageFont.truetype(path, size)
    return ImageFont.load_default(size)


#: Pixels of a drawn picture to one of its own.
_TWICE: Final = 2
_FONTS: Final = Path("/usr/share/fonts/truetype")
