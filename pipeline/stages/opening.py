"""From bytes to pages: the true type, the limits, and every page one by one.

What parses a format is passed in (an ``Opener`` for each media type), so this stage knows no vendor. Run it in a
child process: files come from outside (pipeline/tools/isolation.py).
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pipeline.domain.file import File
from pipeline.domain.media import HEAD_BYTES, MediaType, sniff
from pipeline.domain.page import Decision
from pipeline.domain.refusals import (
    FileEmpty,
    FileMissing,
    FileNotRegular,
    FileTooLarge,
    FileTypeUnknown,
    NoPages,
    PageUnreadable,
    TooManyPages,
)
from pipeline.errors import Refused
from pipeline.ports import EncodedPage, PageImage, Source

#: Opens one file of a known type.
Opener = Callable[[Path], Source]

#: The pixels of a page.
Decode = Callable[[EncodedPage], PageImage]

_BLOCK: Final = 1 << 20
#: Lighter than this is paper, of 255.
_PAPER: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a single file may have."""

    bytes: int = 500_000_000
    pages: int = 2_000


class Document:
    """An open file: its facts, and its pages one by one, so that 500 pages need no more memory than five."""

    def __init__(self, file: File, source: Source) -> None:
        self.file = file
        self._source = source

    def page(self, number: int, *, draw: bool = False) -> EncodedPage:
        """One page, counted from 1. Raises Refused for this page alone; the others can still be had."""
        return self._source.page(number, draw=draw)

    def __iter__(self) -> Iterator[int]:
        """The numbers of the pages."""
        return iter(range(1, self.file.pages + 1))

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class Shelf:
    """Opens documents and keeps the last one open, so that its next page is at hand. For one thread."""

    def __init__(self, openers: Mapping[MediaType, Opener], limits: Limits | None = None) -> None:
        self._openers = openers
        self._limits = limits or Limits()
        self._known: tuple[str, int, int] | None = None
        self._document: Document | None = None

    def document(self, path: Path, *, name: str | None = None) -> Document:
        """The document at ``path``, opened anew only if it is another or has changed. See ``open_document``."""
        known = _likeness(path)
        if self._document is None or known is None or known != self._known:
            self.clear()
            self._document = open_document(path, openers=self._openers, limits=self._limits, name=name)
            self._known = known
        return self._document

    def clear(self) -> None:
        """Close what is open."""
        if self._document is not None:
            self._document.close()
        self._document = self._known = None


def page_image(document: Document, number: int, *, decode: Decode) -> PageImage:
    """The pixels of one page. Where its embedded picture is broken, a drawing of the page may still show something.

    Raises PageUnreadable, PageTooLarge.
    """
    return _decodable(document, number, decode)[1]


def encoded_page(document: Document, number: int, *, decode: Decode) -> EncodedPage:
    """One page to be kept, proved to be decodable; else see ``page_image``."""
    return _decodable(document, number, decode)[0]


def _decodable(document: Document, number: int, decode: Decode) -> tuple[EncodedPage, PageImage]:
    page = document.page(number)
    try:
        return page, decode(page)
    except PageUnreadable:
        decision = Decision(what="drawn", why="the embedded picture could not be decoded")
        drawn = document.page(number, draw=True)
        drawn = replace(drawn, decisions=(*drawn.decisions, decision))
        image = decode(drawn)
        # A drawing without the broken picture is a blank page, which would be believed.
        if image.image.min(initial=255) > _PAPER:
            raise
        return drawn, image


def open_document(
    path: Path, *, openers: Mapping[MediaType, Opener], limits: Limits | None = None, name: str | None = None
) -> Document:
    """Open a file by its content.

    ``name`` is the sender's name where the path is a copy of ours. Raises Refused: ``file_missing``,
    ``file_not_regular``, ``file_empty``, ``file_too_large``, ``file_type_unknown``, ``file_without_pages``,
    ``too_many_pages``, and what the opener refuses (``file_encrypted``, ``file_truncated``, ``file_damaged``).
    """
    limits = limits or Limits()
    size = _size(path, limits)
    media_type, sha256 = _identify(path)
    if media_type is None or media_type not in openers:
        raise FileTypeUnknown
    source = openers[media_type](path)
    try:
        _check_pages(source.page_count, limits)
    except Refused:
        source.close()
        raise
    file = File(
        name=path.name if name is None else name,
        sha256=sha256,
        media_type=media_type,
        bytes=size,
        pages=source.page_count,
        signed=source.signed,
        decisions=source.decisions,
    )
    return Document(file, source)


def _likeness(path: Path) -> tuple[str, int, int] | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return str(path.absolute()), status.st_mtime_ns, status.st_size


def _size(path: Path, limits: Limits) -> int:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise FileMissing from error
    # Before anything opens it: opening a pipe would wait for ever.
    if not stat.S_ISREG(status.st_mode):
        raise FileNotRegular
    if status.st_size == 0:
        raise FileEmpty
    if status.st_size > limits.bytes:
        raise FileTooLarge(bytes=status.st_size, limit=limits.bytes)
    return status.st_size


def _identify(path: Path) -> tuple[MediaType | None, str]:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
            digest.update(head)
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise FileMissing from error
    return sniff(head), digest.hexdigest()


def _check_pages(pages: int, limits: Limits) -> None:
    if pages < 1:
        raise NoPages
    if pages > limits.pages:
        raise TooManyPages(pages=pages, limit=limits.pages)
