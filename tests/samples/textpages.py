"""Made A4 pages of ordinary administrative text: what the benchmark reads."""

from __future__ import annotations

import random
from pathlib import Path

from tests.samples import files, mill, prose
from tests.samples.form import Form, Style, piece
from tests.samples.scanning import scan_all

#: Faces and sizes of the pages; offices print in Times New Roman 13–14, now and then in something else.
_STYLES = (
    ("tinos", 13.0),
    ("tinos", 13.0),
    ("tinos", 14.0),
    ("tinos", 12.0),
    ("freeserif", 13.0),
    ("notoserif", 11.5),
    ("arimo", 12.0),
)


def text_page(seed: int | str) -> mill.Printed:
    """One full page of prose: heading, paragraphs, a list, sometimes a table."""
    rng = random.Random(f"text page {seed}")
    face, size = rng.choice(_STYLES)
    style = Style(
        face=face, size=size, leading=rng.choice((1.2, 1.3, 1.4)), left=rng.uniform(25, 32), right=rng.uniform(15, 20)
    )
    form = Form(rng, style, kind="other", layout="text_page")
    form.text(str(rng.randint(2, 40)), align="centre", gap=2)
    number = rng.randint(1, 9)
    headed = False
    while len(form.sheets) == 1:
        chance = rng.random()
        if form.y > 225:
            form.text(piece(prose.sentence(rng)), first=10, align="justify", gap=1.5)
        elif chance < 0.12 and not headed:
            headed = True
            form.text(piece(f"{number}. {rng.choice(prose.BODIES)}", bold=True), first=10, gap=1)
            number += 1
            continue
        elif chance < 0.3:
            for _ in range(rng.randint(2, 4)):
                form.text(f"- {prose.sentence(rng)}", first=10, align="justify", gap=1)
        elif chance < 0.38 and form.y < 200:
            _table(form)
        else:
            form.text(piece(prose.paragraph(rng)), first=10, align="justify", gap=1.5)
        headed = False
    return mill.Printed(sheets=form.sheets[:1], papers=[], seed=f"text page:{seed}")


def _table(form: Form) -> None:
    rng = form.rng
    rows = [[[piece(head, bold=True)] for head in ("TT", "Đơn vị", "Tiếp nhận", "Đúng hạn", "Tỷ lệ (%)")]]
    for number in range(1, rng.randint(4, 7)):
        received = rng.randint(40, 9000)
        kept = rng.randint(received // 2, received)
        cells = (
            str(number),
            rng.choice(prose.BODIES),
            f"{received:,}".replace(",", "."),
            f"{kept:,}".replace(",", "."),
            f"{kept / received * 100:.2f}".replace(".", ","),
        )
        rows.append([[piece(cell)] for cell in cells])
    form.table((0.08, 0.47, 0.15, 0.15, 0.15), rows, aligns=("centre", "left", "right", "right", "right"))


def make(folder: Path, *, count: int, seed: int, single: bool = False) -> list[Path]:
    """``count`` grey pages at 300 dpi as PDF files with their text; with ``single``, one file of all pages."""
    pages = [text_page(f"{seed}-{number}") for number in range(count)]
    if single:
        whole = mill.Printed(sheets=[page.sheets[0] for page in pages], papers=[], seed=f"text pages {seed}")
        return [_write(whole, folder / "text-pages.pdf")]
    return [_write(page, folder / f"text-{number:03d}.pdf") for number, page in enumerate(pages, 1)]


def _write(printed: mill.Printed, path: Path) -> Path:
    scans = scan_all(printed.sheets, "clean", printed.seed, mode="grey", dpi=300, jpeg=85)
    files.write(
        path, files.encoded(scans, printed.sheets, "pdf"), mill.truth(printed, scans, file=path.name, profile="clean")
    )
    return path
