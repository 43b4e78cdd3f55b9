"""The two-layer PDF: the page as it was scanned, and its words, unseen, where they stand.

Pages of a PDF stay as they are; pictures are embedded byte for byte where PDF can hold them (JPEG, JPEG 2000, the
deflated rows of PNG), else without loss. The words are written on the page as it was scanned, so what cleaning did to
it (turn, straightening) is undone for their places. It is made again at any time; the original is never touched. No
claim of PDF/A is made: what a scanner put into its PDF decides that, and nothing here could prove it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pikepdf

from pipeline.domain.page import Line, Page
from pipeline.ports import EncodedPage
from pipeline.tools.pdf import font, invisible, pictures
from pipeline.tools.pdf.content import survey
from pipeline.tools.pdf.placement import Placement, Shown, shown, turn_of
from pipeline.tools.pdf.source import drawing, placed, raw_to_shown, whole_picture

#: Pictures of a file are put together in parts of so many bytes, so that a long file needs no more memory than one.
_PART_BYTES: Final = 48_000_000
#: Where a picture does not tell its resolution, its longer side is taken for that of A4.
_A4_INCHES: Final = 11.69
_A4_POINTS: Final = (595, 842)

#: One name on every page, so that the same input gives the same bytes.
_FONT_NAME: Final = pikepdf.Name("/SohoaInvisible")

#: Tells of progress, page by page.
Tick = Callable[[], None]


def write(
    path: Path,
    media_type: str,
    encoded: Iterable[EncodedPage | None],
    pages: Sequence[Page],
    target: Path,
    *,
    tick: Tick = lambda: None,
) -> None:
    """Write the two-layer PDF of a file to ``target``.

    ``encoded`` gives the pages of a file of pictures, None where one cannot be had: its place stays, empty. It is not
    asked for where the file is a PDF.
    """
    # Under another name first: a reader never finds half a PDF.
    with TemporaryDirectory(dir=target.parent, prefix=".two-layer-") as folder:
        draft = Path(folder) / "whole.pdf"
        if media_type == "application/pdf":
            of_pdf(path, pages, draft, tick=tick)
        else:
            of_pictures(encoded, pages, draft, tick=tick)
        draft.replace(target)


def of_pdf(path: Path, pages: Sequence[Page], target: Path, *, tick: Tick = lambda: None) -> None:
    """Write ``path`` again with the words of ``pages`` on it. Pages that were not read are left as they are."""
    known = {page.number: page for page in pages}
    with pikepdf.open(path, suppress_warnings=True) as pdf:
        writer = _Writer(pdf)
        for number, page in enumerate(pdf.pages, start=1):
            tick()
            if number in known:
                _over_pdf_page(page, known[number], writer)
        _save(pdf, target)


def of_pictures(
    encoded: Iterable[EncodedPage | None], pages: Sequence[Page], target: Path, *, tick: Tick = lambda: None
) -> None:
    """Write the pages of a file of pictures, one after the other, with the words of ``pages`` on them."""
    known = {page.number: page for page in pages}
    with TemporaryDirectory(dir=target.parent) as folder:
        parts = list(_parts(encoded, known, Path(folder), tick))
        if len(parts) == 1:
            parts[0].replace(target)
            return
        with pikepdf.new() as whole:
            # Streams are copied from the parts' files when the whole is saved, so these have to stay open till then.
            sources = [pikepdf.open(part) for part in parts]
            for source in sources:
                whole.pages.extend(source.pages)
            _save(whole, target)
            for source in sources:
                source.close()


def _parts(
    encoded: Iterable[EncodedPage | None], known: Mapping[int, Page], folder: Path, tick: Tick
) -> Iterator[Path]:
    pdf, size, count = pikepdf.new(), 0, 0
    writer = _Writer(pdf)
    for page in encoded:
        tick()
        if page is None:
            pdf.add_blank_page(page_size=_A4_POINTS)
            continue
        size += _add_picture(writer, page, known.get(page.number))
        if size > _PART_BYTES:
            yield _part(pdf, folder, count)
            pdf, size, count = pikepdf.new(), 0, count + 1
            writer = _Writer(pdf)
    if len(pdf.pages):
        yield _part(pdf, folder, count)


def _part(pdf: pikepdf.Pdf, folder: Path, count: int) -> Path:
    part = folder / f"{count}.pdf"
    _save(pdf, part)
    pdf.close()
    return part


def _save(pdf: pikepdf.Pdf, target: Path) -> None:
    # No stream is unpacked: what the scanner wrote stays as it was, byte for byte.
    pdf.save(
        target,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )


class _Writer:
    """Writes words on the pages of one PDF."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self._font: pikepdf.Object | None = None

    def write(self, page: pikepdf.Page, read: Page, to_user: pikepdf.Matrix) -> None:
        """``to_user`` takes pixels of the page's picture, as shown, to user space."""
        if not read.lines:
            return
        name = self._font_on(page)
        slant = _slant(read)
        words = b"\n".join(_of_line(line, slant) for line in read.lines)
        matrix = _turned_to_shown(read) @ to_user
        text = b"q %s cm\nBT 3 Tr\n%s\nET Q" % (_numbers(*matrix.shorthand), words.replace(b"/F ", name + b" "))
        page.contents_add(self._stream(b"q\n"), prepend=True)
        page.contents_add(self._stream(b"\nQ\n" + text))

    def _font_on(self, page: pikepdf.Page) -> bytes:
        self._font = self._font or font.add(self.pdf)
        return str(page.add_resource(self._font, pikepdf.Name.Font, _FONT_NAME, replace_existing=True)).encode()

    def _stream(self, data: bytes) -> pikepdf.Stream:
        return pikepdf.Stream(self.pdf, zlib.compress(data), Filter=pikepdf.Name.FlateDecode)


def _over_pdf_page(page: pikepdf.Page, read: Page, writer: _Writer) -> None:
    if read.source == "text_layer" or not read.lines:
        return  # its words are there already, or there are none
    look = shown(page)
    place = _place(page, read, look)
    # A hidden layer that was not believed would be found beside ours.
    invisible.remove(writer.pdf, page)
    writer.write(page, read, place.to_shown @ look.from_user.inverse())


def _place(page: pikepdf.Page, read: Page, look: Shown) -> Placement:
    """Where the picture that was read lies: the embedded one if it has that size, else a drawing of the page."""
    size = (read.width, read.height) if read.rotation in {0, 180} else (read.height, read.width)
    found = survey(page, look)
    whole = whole_picture(found, look)
    if whole is not None and (turn := turn_of(raw_to_shown(whole, look))) is not None:
        place = placed(whole, turn)
        if (place.width, place.height) == size:
            return place
    return Placement(rectangle=drawing(found, look).rectangle, width=size[0], height=size[1])


def _add_picture(writer: _Writer, encoded: EncodedPage, read: Page | None) -> int:
    """One more page with a picture on all of it. How many bytes the picture has."""
    picture = pictures.embed(writer.pdf, encoded)
    width, height = picture.shown_size
    dpi = encoded.dpi or max(width, height) / _A4_INCHES
    size = width * 72 / dpi, height * 72 / dpi
    page = writer.pdf.add_blank_page(page_size=size)
    look = Shown(box=(0, 0, *size), rotate=0, unit=1.0)
    place = Placement(rectangle=(0, 0, *size), width=width, height=height)
    name = page.add_resource(picture.stream, pikepdf.Name.XObject, pikepdf.Name.Scan)
    to_user = place.to_shown @ look.from_user.inverse()
    lies = picture.unit_to_shown @ to_user
    page.Contents = pikepdf.Stream(writer.pdf, b"q %s cm %s Do Q" % (_numbers(*lies.shorthand), str(name).encode()))
    if read is not None:
        writer.write(page, read, to_user)
    return picture.bytes


def _slant(read: Page) -> pikepdf.Matrix:
    """Pixels of the upright page to those of the page before it was straightened."""
    middle_x, middle_y = read.width / 2, read.height / 2
    return (
        pikepdf.Matrix(1, 0, 0, 1, -middle_x, -middle_y)
        @ pikepdf.Matrix().rotated(read.skew)  # y grows downwards here, so this is clockwise, as skew is meant
        @ pikepdf.Matrix(1, 0, 0, 1, middle_x, middle_y)
    )


def _turned_to_shown(read: Page) -> pikepdf.Matrix:
    """Pixels of the page before it was straightened to pixels of the picture as a viewer shows it."""
    match read.rotation:
        case 90:
            return pikepdf.Matrix(0, -1, 1, 0, 0, read.width)
        case 180:
            return pikepdf.Matrix(-1, 0, 0, -1, read.width, read.height)
        case 270:
            return pikepdf.Matrix(0, 1, -1, 0, read.height, 0)
        case _:
            return pikepdf.Matrix()


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters to be spread from ``left`` to ``right``, in pixels of the upright page."""

    text: str
    left: float
    right: float


def _of_line(line: Line, slant: pikepdf.Matrix) -> bytes:
    """One line: all its words share height and baseline, so that a viewer selects them as one.

    On a slanted page each word stands level at its place: poppler breaks a word whose letters climb by half a point.
    """
    box = line.box
    height = max(1, box.height)
    parts = [b"/F %d Tf" % height]
    for run in _runs(line):
        data = font.codes(run.text)
        natural = len(data) / 2 * font.WIDTH * height
        stretch = max(1.0, (run.right - run.left) * 100 / natural)
        middle, baseline = slant.transform(((run.left + run.right) / 2, box.y1))
        place = _numbers(middle - (run.right - run.left) / 2, baseline)
        parts.append(b"%s Tz 1 0 0 -1 %s Tm <%s> Tj" % (_numbers(stretch), place, data.hex().encode()))
    return b"\n".join(parts)


def _runs(line: Line) -> Iterator[_Run]:
    """Words, and between them spaces as wide as the gaps, for those who copy the text."""
    for word, following in zip(line.words, (*line.words[1:], None), strict=True):
        yield _Run(text=word.text, left=word.box.x0, right=word.box.x1)
        if following is not None:
            gap = following.box.x0 - word.box.x1
            yield _Run(text=" ", left=word.box.x1, right=word.box.x1 + max(1, gap))


def _numbers(*values: float) -> bytes:
    return b" ".join(f"{value:.5f}".rstrip("0").rstrip(".").encode() for value in values)
