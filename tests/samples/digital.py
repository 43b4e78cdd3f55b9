"""Sheets as a born-digital PDF, and scans with a text layer behind them, right or wrong."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import numpy as np
from fpdf import FPDF
from fpdf.enums import TextMode
from PIL import Image

from tests.samples import fonts
from tests.samples.fonts import Cut
from tests.samples.hand import write
from tests.samples.scanning import Scan
from tests.samples.sheet import HEIGHT, WIDTH, Curve, Patch, Picture, Rule, Run, Sheet

#: Files of one seed have the same bytes, so the date inside is fixed.
_MADE = dt.datetime(2025, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def _document() -> FPDF:
    document = FPDF(unit="mm", format="A4")
    document.set_auto_page_break(False)
    document.set_margin(0)
    document.set_creation_date(_MADE)
    document.set_producer("")
    return document


def _font(document: FPDF, cut: Cut, size: float) -> None:
    family = f"{cut.face}{'b' if cut.bold else ''}{'i' if cut.italic else ''}"
    if family not in document.fonts:
        document.add_font(family, "", str(fonts.path(cut)))
    document.set_font(family, size=size)


def born(sheets: Sequence[Sheet]) -> bytes:
    """A PDF as a word processor makes it: glyphs, lines and pictures, no scan."""
    document = _document()
    for sheet in sheets:
        document.add_page()
        for mark in sheet.marks:
            if isinstance(mark, Run) and not mark.hand:
                _print(document, mark)
            elif isinstance(mark, Run):
                for curve in write(mark):
                    _curve(document, curve)
            elif isinstance(mark, Curve):
                _curve(document, mark)
            elif isinstance(mark, Rule):
                _rule(document, mark)
            elif isinstance(mark, Patch):
                document.set_fill_color(*mark.ink)
                document.rect(mark.x, mark.y, mark.width, mark.height, style="F")
            elif isinstance(mark, Picture):
                _picture(document, mark)
    return bytes(document.output())


def _print(document: FPDF, run: Run) -> None:
    document.set_text_color(*run.ink)
    _font(document, run.cut, run.size)
    for x, part in run.apart() if run.spread else ((run.x, run.text),):
        document.text(x, run.y, part)


def _curve(document: FPDF, curve: Curve) -> None:
    document.set_draw_color(*curve.ink)
    document.set_line_width(curve.thickness)
    document.polyline([tuple(point) for point in curve.points])


def _rule(document: FPDF, rule: Rule) -> None:
    document.set_draw_color(*rule.ink)
    document.set_line_width(rule.thickness)
    if rule.dash:
        document.set_dash_pattern(dash=rule.thickness, gap=max(0.1, rule.dash - rule.thickness))
    document.line(rule.x0, rule.y0, rule.x1, rule.y1)
    document.set_dash_pattern()


def _picture(document: FPDF, picture: Picture) -> None:
    pixels = picture.pixels
    if picture.sharp:
        pixels = np.kron(pixels, np.ones((1 if pixels.shape[0] == 1 else 8, 8), np.uint8))
    shape = (*pixels.shape, 4)
    tinted = np.zeros(shape, np.uint8)
    tinted[..., :3] = picture.ink
    tinted[..., 3] = pixels
    document.image(Image.fromarray(tinted, "RGBA"), picture.x, picture.y, picture.width, picture.height)


def searchable(scans: Sequence[Scan], sheets: Sequence[Sheet], *, quality: int = 75) -> bytes:
    """Scans with invisible text behind them, as scanning software writes it; ``sheets`` say what the text is.

    Give other sheets than those scanned, and the text layer lies. Only for scans that are not turned.
    """
    document = _document()
    for scan, sheet in zip(scans, sheets, strict=True):
        document.add_page()
        buffer = io.BytesIO()
        Image.fromarray(scan.image).save(buffer, "JPEG", quality=quality)
        document.image(buffer, 0, 0, WIDTH, HEIGHT)
        with document.local_context(text_mode=TextMode.INVISIBLE):
            for mark in sheet.marks:
                if isinstance(mark, Run):
                    _font(document, mark.cut, mark.size)
                    document.text(mark.x, mark.y, mark.text)
    return bytes(document.output())
