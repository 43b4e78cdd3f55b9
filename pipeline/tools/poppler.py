"""Poppler: pages drawn (through pdf2image) and the words that a PDF holds (pdftotext).

Folklore. pdf2image asks pdfinfo for the page count first and gives it no time limit: only the isolation around us ends
a hang there. The size that pdftoppm is told is that of the page before /Rotate, and it draws a turned page wrongly
where the two resolutions differ. pdftotext says the size of the page before /Rotate but the places of words after it.
Words may hold control characters that no XML parser accepts, so its output is read line by line. A failing page is an
empty list of images and exit code 0.
"""

from __future__ import annotations

import html
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pdf2image
from pdf2image.exceptions import (
    PDFInfoNotInstalledError,
    PDFPageCountError,
    PDFPopplerTimeoutError,
    PDFSyntaxError,
)

from pipeline.errors import Misconfigured
from pipeline.ports import Image

#: Seconds for one page, drawn or read; a page of a map takes 10.
_SECONDS: Final = 60

_WORD: Final = re.compile(
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', re.DOTALL
)
_MARK: Final = re.compile(r"<(block|line)\b[^>]*>|<word\b[^>]*>.*?</word>", re.DOTALL)


class PopplerMissing(Misconfigured):
    """pdftoppm or pdftotext is not installed."""

    code = "poppler_missing"
    message_vi = "Chưa cài Poppler (pdftoppm, pdftotext)."
    message_en = "Poppler (pdftoppm, pdftotext) is not installed."
    remedy_vi = "Cài gói poppler-utils."
    remedy_en = "Install the package poppler-utils."


class PopplerFailed(Exception):
    """It could not draw or read this page; caught by whoever can do without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedWord:
    """A word of the file."""

    text: str
    #: Left, top, right, bottom on the shown page, in points.
    rectangle: tuple[float, float, float, float]
    #: Words of one line and of one block share these.
    line: int
    block: int


def draw(
    path: Path,
    number: int,
    *,
    width: int,
    height: int,
    sideways: bool = False,
    grey: bool = False,
    annotations: bool = True,
) -> Image:
    """Draw the crop box of one page, as shown, into exactly ``width`` × ``height`` pixels.

    ``sideways`` says that the page's /Rotate is 90 or 270. Raises PopplerFailed.
    """
    try:
        pictures = pdf2image.convert_from_path(
            path.absolute(),
            first_page=number,
            last_page=number,
            size=(height, width) if sideways else (width, height),
            grayscale=grey,
            use_cropbox=True,
            hide_annotations=not annotations,
            timeout=_SECONDS,
        )
    except PDFInfoNotInstalledError as error:
        raise PopplerMissing from error
    except (PDFPageCountError, PDFPopplerTimeoutError, PDFSyntaxError, OSError, ValueError) as error:
        raise PopplerFailed(str(number)) from error
    if not pictures or pictures[0].size != (width, height):
        raise PopplerFailed(str(number))
    return np.asarray(pictures[0], dtype=np.uint8)


def words(path: Path, number: int) -> tuple[PlacedWord, ...]:
    """The words that the file holds for one page, in reading order. Raises PopplerFailed."""
    command = ["pdftotext", "-q", "-cropbox", "-bbox-layout", "-f", str(number), "-l", str(number)]
    try:
        done = subprocess.run(  # noqa: S603 (a list of arguments, and an absolute path)
            [*command, str(path.absolute()), "-"], capture_output=True, timeout=_SECONDS, check=False
        )
    except FileNotFoundError as error:
        raise PopplerMissing from error
    except subprocess.TimeoutExpired as error:
        raise PopplerFailed(str(number)) from error
    return tuple(_parsed(done.stdout.decode("utf-8", "replace")))


def _parsed(output: str) -> Iterator[PlacedWord]:
    line = block = -1
    for mark in _MARK.finditer(output):
        match mark.group(1):
            case "block":
                block += 1
            case "line":
                line += 1
            case _:
                word = _WORD.fullmatch(mark.group(0))
                text = _printable(html.unescape(word.group(5))) if word else ""
                if word and text:
                    x0, y0, x1, y1 = (float(word.group(index)) for index in range(1, 5))
                    yield PlacedWord(text=text, rectangle=(x0, y0, x1, y1), line=line, block=max(block, 0))


def _printable(text: str) -> str:
    kept = "".join(letter for letter in text if unicodedata.category(letter) not in {"Cc", "Cs", "Co", "Cn"})
    return unicodedata.normalize("NFC", kept).strip()
