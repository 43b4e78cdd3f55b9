"""The fonts that the mill prints with: only those that are installed and really have the Vietnamese letters.

Liberation, for one, has no Vietnamese letters and would draw boxes, so every font is asked before it is trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

#: Millimetres in a typographic point.
POINT = 25.4 / 72

#: Every letter that a Vietnamese form may print, besides ASCII.
LETTERS = (
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ–“”…²"
)

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")

#: Face → file names of regular, bold, italic, bold italic.
FILES: dict[str, tuple[str, str, str, str]] = {
    "tinos": ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),
    "freeserif": ("FreeSerif.ttf", "FreeSerifBold.ttf", "FreeSerifItalic.ttf", "FreeSerifBoldItalic.ttf"),
    "notoserif": (
        "NotoSerif-Regular.ttf",
        "NotoSerif-Bold.ttf",
        "NotoSerif-Italic.ttf",
        "NotoSerif-BoldItalic.ttf",
    ),
    "cousine": ("Cousine-Regular.ttf", "Cousine-Bold.ttf", "Cousine-Italic.ttf", "Cousine-BoldItalic.ttf"),
    "freesans": ("FreeSans.ttf", "FreeSansBold.ttf", "FreeSansOblique.ttf", "FreeSansBoldOblique.ttf"),
    "sansdisplay": (
        "NotoSansDisplay-Regular.ttf",
        "NotoSansDisplay-Bold.ttf",
        "NotoSansDisplay-Italic.ttf",
        "NotoSansDisplay-BoldItalic.ttf",
    ),
    "arimo": ("Arimo-Regular.ttf", "Arimo-Bold.ttf", "Arimo-Italic.ttf", "Arimo-BoldItalic.ttf"),
    "notosans": ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf", "NotoSans-BoldItalic.ttf"),
}


class FontMissing(RuntimeError):
    """A font of the mill is not installed, or lacks letters."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One cut of one face: ``Cut("tinos", bold=True)``."""

    face: str
    bold: bool = False
    italic: bool = False


@lru_cache(maxsize=1)
def _installed() -> dict[str, Path]:
    return {path.name: path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.rglob("*.ttf"))}


@lru_cache(maxsize=64)
def path(cut: Cut) -> Path:
    """The file of a cut. Raises FontMissing where it is not installed or lacks a Vietnamese letter."""
    name = FILES[cut.face][cut.bold + 2 * cut.italic]
    found = _installed().get(name)
    if found is None:
        raise FontMissing(f"{name} is not installed (Debian: fonts-croscore, fonts-freefont-ttf, fonts-noto-core)")
    missing = [letter for letter in LETTERS if ord(letter) not in _metrics(found)[0]]
    if missing:
        raise FontMissing(f"{name} has no glyph for {''.join(missing[:8])}")
    return found


@lru_cache(maxsize=64)
def _metrics(file: Path) -> tuple[dict[int, int], int]:
    """Advance width by character, and the units of an em."""
    with TTFont(file, lazy=True) as font:
        widths = font["hmtx"].metrics
        return {code: widths[glyph][0] for code, glyph in font.getBestCmap().items()}, font["head"].unitsPerEm


@lru_cache(maxsize=64)
def _advances(cut: Cut) -> tuple[dict[int, int], int]:
    return _metrics(path(cut))


def width(text: str, cut: Cut, size: float) -> float:
    """How wide a text runs, in millimetres, at a size in points."""
    advances, em = _advances(cut)
    return sum(advances.get(ord(letter), em // 2) for letter in text) / em * size * POINT


@lru_cache(maxsize=512)
def drawn(cut: Cut, pixels: float) -> ImageFont.FreeTypeFont:
    """The font to draw with, at a size in pixels of an em."""
    return ImageFont.truetype(str(path(cut)), pixels, layout_engine=ImageFont.Layout.BASIC)
