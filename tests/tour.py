"""``python -m tests.tour`` follows one sample through the pipeline and writes the pictures of docs/tour.md anew."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from config import settings
from pipeline import flow
from pipeline.assembly import reading as assembly
from pipeline.domain.page import Box, Page
from pipeline.stages import opening
from tests import samples

PICTURES: Final = Path(__file__).resolve().parent.parent / "docs" / "tour"
#: Wide enough to read the print, small enough for a page of documentation.
WIDTH: Final = 760
SURE, UNSURE, LINE = (29, 107, 58), (208, 124, 0), (11, 90, 138)


def main() -> None:
    """Make the sample, read it, and draw what each step left."""
    PICTURES.mkdir(exist_ok=True)
    bench = assembly.build(settings.load(os.environ))
    with tempfile.TemporaryDirectory() as folder:
        paper = samples.paper("receipt", seed=11)
        scan = samples.file(paper, Path(folder), "scan", profile="ordinary", skew=3.0, border=0.02)
        document = bench.shelf.document(scan)
        image = opening.page_image(document, 1, decode=bench.decode)
        _keep("1-scan", Image.fromarray(image.image))
        read = flow.read_file(bench, scan, today=dt.date(2026, 1, 5))
        page = read.pages[0]
        upright = Image.fromarray(flow.upright(bench, image, page)).convert("RGB")
        _keep("2-upright", upright)
        _keep("3-lines", _boxed(upright, [(line.box, LINE) for line in page.lines]))
        fields = [field for paper_read in read.papers for field in paper_read.fields.values()]
        _keep("4-fields", _boxed(upright, [(field.box, UNSURE if field.review else SURE) for field in fields]))
        _tell(page, read)


def _keep(name: str, picture: Image.Image) -> None:
    small = picture.convert("RGB")
    small.thumbnail((WIDTH, 2 * WIDTH))
    small.save(PICTURES / f"{name}.jpg", quality=72)


def _boxed(picture: Image.Image, boxes: list[tuple[Box, tuple[int, int, int]]]) -> Image.Image:
    drawn = picture.copy()
    pen = ImageDraw.Draw(drawn)
    for box, colour in boxes:
        pen.rectangle(
            (box.x0 - 4, box.y0 - 4, box.x1 + 4, box.y1 + 4), outline=colour, width=max(3, picture.width // 500)
        )
    return drawn


def _tell(page: Page, read: flow.FileRead) -> None:
    print(f"turned {page.rotation}, skew {page.skew:.2f}, confidence {page.confidence:.2f}, {len(page.lines)} lines")
    for decision in page.decisions:
        print(f"  {decision.what}: {decision.why}")
    for paper in read.papers:
        print(f"{paper.kind} {paper.confidence:.2f}, pages {paper.pages}")
        for name, field in paper.fields.items():
            value = f"{len(field.value)} items" if isinstance(field.value, tuple) else field.value
            print(f"  {name:18} {'?' if field.review else ' '} {field.confidence:.2f}  {value}")


if __name__ == "__main__":
    main()
