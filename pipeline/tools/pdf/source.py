"""A PDF as a source of pages: the scanned picture as it was embedded where it is the whole page, else a drawing.

Folklore. qpdf repairs what it can and says so in warnings, some of them only when a page is touched. A file that was
cut off may still open, with pages missing: then it is refused, because a page that is not there cannot be asked for
later. PdfImage of a JPEG 2000 picture decodes it at once, so those bytes are taken from the stream itself.
"""

from __future__ import annotations

import io
import mmap
import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Final

import pikepdf

from pipeline.domain.page import Box, Decision, Line, Word
from pipeline.domain.refusals import FileDamaged, FileEncrypted, FileTruncated, PageTooLarge, PageUnreadable
from pipeline.ports import EncodedPage, Turn
from pipeline.tools import images, poppler
from pipeline.tools.pdf.content import Painted, Survey, covered, survey
from pipeline.tools.pdf.placement import Placement, Shown, corners, shown, turn_of

#: A page that was never scanned is drawn so finely: 10-point letters are 28 pixels high.
_DRAWN_DPI: Final = 200
#: A page that is drawn although it was scanned is drawn no finer than this: more does not read better (design.md §7).
_FINEST_DPI: Final = 300
_COARSEST_DPI: Final = 72
#: A drawing never has more pixels than this (A1 at 200 dpi has 31 million); a larger page is drawn more coarsely.
_DRAWN_PIXELS: Final = 32_000_000
#: A picture alone on its page stands for the page if it covers so much of it.
_WHOLE: Final = 0.8
#: Pictures below this share of the page (stamps, logos) do not decide how finely it is drawn.
_COUNTS: Final = 0.03
#: Readers look for the end of file mark in the last kilobyte; scanners append more than that.
_TAIL: Final = 4096

#: ``7 0 obj`` begins an object, ``7 0 R`` speaks of it.
_HELD: Final = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_SPOKEN_OF: Final = re.compile(rb"\b(\d+)\s+\d+\s+R\b")

_PLAIN_COLOURS: Final = frozenset({"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB", "/ICCBased", "/Indexed"})

#: PikepdfError is the root of what pikepdf raises; the others come out of nonsense where numbers and names should be.
_BROKEN: Final = (
    pikepdf.PikepdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    NotImplementedError,
    OSError,
    RecursionError,
)


class PdfSource:
    """An open PDF. Holds the file's structure, never a page's pixels."""

    def __init__(self, path: Path, pdf: pikepdf.Pdf, *, pixels: int, decisions: tuple[Decision, ...]) -> None:
        self._path = path
        self._pdf = pdf
        self._pixels = pixels
        self.decisions = decisions
        self.page_count = len(pdf.pages)
        self.signed = _is_signed(pdf)

    def page(self, number: int, *, draw: bool = False) -> EncodedPage:
        """The embedded picture, byte for byte if possible, or a drawing. Raises PageUnreadable, PageTooLarge."""
        try:
            page = self._pdf.pages[number - 1]
            look = shown(page)
            found = survey(page, look)
        except _BROKEN as error:
            raise PageUnreadable(page=number) from error
        whole = None if draw else whole_picture(found, look)
        if whole is not None:
            self._check_size(number, *whole.pixels)
            taken = self._taken(number, whole, look, text=found.text)
            if taken is not None:
                return taken
        return self._drawn(number, found, look)

    def close(self) -> None:
        self._pdf.close()

    def _check_size(self, number: int, width: int, height: int) -> None:
        if width * height > self._pixels:
            raise PageTooLarge(page=number, pixels=width * height, limit=self._pixels)

    def _taken(self, number: int, picture: Painted, look: Shown, *, text: bool) -> EncodedPage | None:
        turn = turn_of(raw_to_shown(picture, look))
        if turn is None:
            return None
        try:
            media_type, data = _bytes_of(picture.stream)
        except (_Unsuitable, *_BROKEN):
            return None
        place = placed(picture, turn)
        return EncodedPage(
            number=number,
            media_type=media_type,
            data=data,
            turn=turn,
            dpi=_dpi(place, look),
            origin="embedded",
            text_layer=self._text(number, place) if text else (),
        )

    def _drawn(self, number: int, found: Survey, look: Shown) -> EncodedPage:
        place = drawing(found, look)
        try:
            image = poppler.draw(
                self._path,
                number,
                width=place.width,
                height=place.height,
                sideways=look.rotate in {90, 270},
                grey=_is_colourless(found),
                annotations=not found.only_signatures,
            )
        except poppler.PopplerFailed as error:
            raise PageUnreadable(page=number) from error
        return EncodedPage(
            number=number,
            media_type="image/x-portable-anymap",
            data=images.anymap(image),
            dpi=_dpi(place, look),
            origin="rendered",
            text_layer=self._text(number, place) if found.text else (),
        )

    def _text(self, number: int, place: Placement) -> tuple[Line, ...]:
        try:
            return lines_of(poppler.words(self._path, number), place)
        except poppler.PopplerFailed:
            return ()


def opener(*, pixels: int = images.DEFAULT_PIXELS) -> Callable[[Path], PdfSource]:
    """Opens PDFs; pages whose picture has more than ``pixels`` are refused."""
    return lambda path: open_pdf(path, pixels=pixels)


def open_pdf(path: Path, *, pixels: int = images.DEFAULT_PIXELS) -> PdfSource:
    """Raises FileEncrypted (a password is needed), FileTruncated, FileDamaged."""
    cut = not _has_end(path)
    if cut and _has_lost_objects(path):
        raise FileTruncated
    try:
        pdf = pikepdf.open(path, suppress_warnings=True)
        # Before the pages are walked: qpdf then corrects the count.
        promised = int(pdf.Root.Pages.get("/Count", 0))
        pages = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise FileEncrypted from error
    except _BROKEN as error:
        raise (FileTruncated if cut else FileDamaged) from error
    if cut and pages < max(1, promised):
        pdf.close()
        raise FileTruncated
    return PdfSource(path, pdf, pixels=pixels, decisions=tuple(_decisions(pdf, cut=cut)))


def whole_picture(found: Survey, look: Shown) -> Painted | None:
    """The one picture that is all there is to see on the page, if there is one."""
    if found.marks or len(found.pictures) != 1:
        return None
    picture = found.pictures[0]
    width, height = picture.pixels
    if picture.altered or width < 1 or height < 1 or covered(picture.rectangle, look) < _WHOLE:
        return None
    left, top, right, bottom = picture.rectangle
    across, along = look.size
    # What hangs over the edge by more than a hundredth was cropped away for a reason.
    hangs_over = left < -0.01 * across or top < -0.01 * along or right > 1.01 * across or bottom > 1.01 * along
    return None if hangs_over else picture


def placed(picture: Painted, turn: Turn) -> Placement:
    """Where the turned picture lies."""
    width, height = picture.pixels
    if turn >= 5:
        width, height = height, width
    return Placement(rectangle=picture.rectangle, width=width, height=height)


def drawing(found: Survey, look: Shown) -> Placement:
    """How many pixels a drawing of the page gets: never more than its pictures hold, and bounded."""
    width, height = look.size
    inches = width * look.unit / 72, height * look.unit / 72
    dpi = float(_drawing_dpi(found, look))
    if (pixels := inches[0] * inches[1] * dpi * dpi) > _DRAWN_PIXELS:
        dpi *= (_DRAWN_PIXELS / pixels) ** 0.5
    return Placement(
        rectangle=(0, 0, width, height), width=max(1, round(inches[0] * dpi)), height=max(1, round(inches[1] * dpi))
    )


def lines_of(words: tuple[poppler.PlacedWord, ...], place: Placement) -> tuple[Line, ...]:
    """The words of a text layer as lines in pixels; what lies outside the picture is left out."""
    lines: list[Line] = []
    for (block, _), group in groupby(words, key=lambda word: (word.block, word.line)):
        kept = tuple(
            Word(text=part, box=box, confidence=1.0)
            for word in group
            if (box := _pixel_box(word.rectangle, place)) is not None
            for part in (word.text,)
        )
        if kept:
            lines.append(Line(words=kept, block=block))
    return tuple(lines)


def _pixel_box(rectangle: tuple[float, float, float, float], place: Placement) -> Box | None:
    x0, y0, x1, y1 = corners(
        pikepdf.Matrix(1, 0, 0, 1, rectangle[0], rectangle[1]) @ place.to_shown.inverse(),
        rectangle[2] - rectangle[0],
        rectangle[3] - rectangle[1],
    )
    box = Box(
        x0=max(0, round(x0)),
        y0=max(0, round(y0)),
        x1=min(place.width, round(x1)),
        y1=min(place.height, round(y1)),
    )
    return box if box.x0 < box.x1 and box.y0 < box.y1 else None


def raw_to_shown(picture: Painted, look: Shown) -> pikepdf.Matrix:
    """The picture's own pixels, scaled to a unit square, to the shown page."""
    # The unit square of a picture has its origin at the lower left, its pixels at the upper left.
    return pikepdf.Matrix(1, 0, 0, -1, 0, 1) @ picture.matrix @ look.from_user


def _drawing_dpi(found: Survey, look: Shown) -> int:
    finest = max(
        (_picture_dpi(item, look) for item in found.pictures if covered(item.rectangle, look) >= _COUNTS), default=0
    )
    if not finest:
        return _DRAWN_DPI
    return min(_FINEST_DPI, max(finest, _DRAWN_DPI if found.marks else _COARSEST_DPI))


def _picture_dpi(picture: Painted, look: Shown) -> int:
    turn = turn_of(raw_to_shown(picture, look)) or 1
    return _dpi(placed(picture, turn), look)


def _dpi(place: Placement, look: Shown) -> int:
    left, _, right, _ = place.rectangle
    inches = (right - left) * look.unit / 72
    return round(place.width / inches) if inches > 0 else 0


def _is_colourless(found: Survey) -> bool:
    return bool(found.pictures) and not found.marks and all(_is_grey(item.stream) for item in found.pictures)


def _is_grey(stream: pikepdf.Stream) -> bool:
    if "/ImageMask" in stream:
        return False  # painted in any colour
    return str(stream.get("/ColorSpace")) in {"/DeviceGray", "/CalGray"} and "/SMask" not in stream


class _Unsuitable(Exception):
    """A picture whose look its bytes alone do not tell."""


def _bytes_of(stream: pikepdf.Stream) -> tuple[str, bytes]:
    """Media type and bytes of an embedded picture, as they are where a file format of their own holds them."""
    filters = _filters(stream)
    if any(key in stream for key in ("/SMask", "/Mask", "/ImageMask")) or "/JBIG2Decode" in filters:
        raise _Unsuitable
    if filters == ["/JPXDecode"]:
        if "/SMaskInData" in stream or "/Decode" in stream:
            raise _Unsuitable
        return "image/jp2", stream.read_raw_bytes()
    if _colour_space(stream) not in _PLAIN_COLOURS:
        raise _Unsuitable
    return _extracted(stream, filters)


def _extracted(stream: pikepdf.Stream, filters: list[str]) -> tuple[str, bytes]:
    picture = pikepdf.PdfImage(stream)
    if picture.mode == "CMYK" or ("/DCTDecode" in filters and not _decodes_plainly(stream)):
        raise _Unsuitable
    if filters[-1:] == ["/DCTDecode"] or filters[-1:] == ["/CCITTFaxDecode"]:
        if _is_byte_aligned(stream):
            raise _Unsuitable
        target = io.BytesIO()
        match picture.extract_to(stream=target):
            case ".jpg":
                return "image/jpeg", target.getvalue()
            case ".tif":
                return "image/tiff", target.getvalue()
            case _:
                raise _Unsuitable
    return "image/x-portable-anymap", images.anymap(images.pixels_of(picture.as_pil_image()))


def _filters(stream: pikepdf.Stream) -> list[str]:
    value = stream.get("/Filter")
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, pikepdf.Array) else [str(value)]


def _colour_space(stream: pikepdf.Stream) -> str:
    value = stream.get("/ColorSpace")
    return str(value[0]) if isinstance(value, pikepdf.Array) and len(value) else str(value)


def _decodes_plainly(stream: pikepdf.Stream) -> bool:
    decode = stream.get("/Decode")
    return decode is None or all(float(value) == index % 2 for index, value in enumerate(decode))


def _is_byte_aligned(stream: pikepdf.Stream) -> bool:
    # TIFF cannot say that rows of a fax begin on bytes.
    parameters = stream.get("/DecodeParms")
    several = list(parameters) if isinstance(parameters, pikepdf.Array) else [parameters]
    return any(isinstance(item, pikepdf.Dictionary) and bool(item.get("/EncodedByteAlign", False)) for item in several)


def _has_end(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL))
        return b"%%EOF" in stream.read()


def _has_lost_objects(path: Path) -> bool:
    """Whether a file without an end stops in the middle of an object, or speaks of objects that it does not hold.

    A file whose objects lie in packed streams hides them; of that it is enough that its catalogue is gone too.
    """
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data.rfind(b" obj") > data.rfind(b"endobj"):
            return True
        held = set(_HELD.findall(data))
        spoken_of = {match.group(1) for match in _SPOKEN_OF.finditer(data)}
        return data.find(b"/ObjStm") < 0 and not spoken_of <= held


def _decisions(pdf: pikepdf.Pdf, *, cut: bool) -> list[Decision]:
    decisions = []
    warnings = pdf.get_warnings()
    if cut or warnings:
        decisions.append(Decision(what="repaired", why=f"{len(warnings)} faults in the file's structure"))
    if pdf.is_encrypted:
        decisions.append(Decision(what="opened_with_empty_password"))
    return decisions


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    try:
        form = pdf.Root.get("/AcroForm")
        # Bit 1 of SigFlags: the document holds at least one signature. Source: ISO 32000-1, table 219.
        return isinstance(form, pikepdf.Dictionary) and bool(int(form.get("/SigFlags", 0)) & 1)
    except _BROKEN:
        return False
