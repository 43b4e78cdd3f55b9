"""Small pages, many of them: files that are sent in together."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

from PIL import Image, ImageDraw

from pipeline.stores.database import DatabaseDown
from pipeline.stores.ledger import watching
from tests.faults.ground import Batch, Ground
from tests.journeys.conftest import until

#: Pages of each file.
PAGES = 3

_numbers = itertools.count(1)


def folder_of(ground: Ground, pages: int, *, pages_a_file: int = PAGES) -> Path:
    """Files in a folder, each in a dossier of its own."""
    folder = ground.folder / f"batch-{next(_numbers)}"
    for _ in range(-(-pages // pages_a_file)):
        number = next(_numbers)
        dossier = folder / f"000.00.12.H18-2310{1 + number // 10_000:02}-{number % 10_000:04}"
        dossier.mkdir(parents=True)
        images = [_page(f"{number}.{page}") for page in range(1, pages_a_file + 1)]
        images[0].save(
            dossier / "scan.tif", save_all=True, append_images=images[1:], compression="group4", dpi=(100, 100)
        )
    return folder


def _page(text: str) -> Image.Image:
    image = Image.new("1", (420, 594), 1)
    # Enough ink that no page passes for a blank one, which nobody reads.
    ImageDraw.Draw(image).multiline_text((60, 60), "\n".join([f"Trang {text}"] * 6), fill=0, font_size=24)
    return image


def send(ground: Ground, folder: Path) -> Batch:
    """Send a folder in, whatever the answer is."""
    said = ground.house.sohoa("ingest", folder, "--centre", "H18.01", "--json")
    rows = [json.loads(line) for line in said.stdout.splitlines()]
    files = tuple(row["file"] for row in rows if row.get("file"))
    return Batch(files=files, pages=PAGES * len(files), code=said.returncode)


def sent(ground: Ground, pages: int) -> Batch:
    """A batch of at least so many pages, in flight: some of its steps are done and some are not."""
    batch = send(ground, folder_of(ground, pages))
    assert batch.code == 0, "the batch itself was refused"
    until(lambda: done(ground, batch) > 0, seconds=60)
    return batch


def done(ground: Ground, batch: Batch) -> int:
    """Steps of a batch that are done."""
    row = ground.database.row(
        "SELECT count(*) AS n FROM step WHERE state = 'done' AND file_id = ANY(%s::uuid[])", (list(batch.files),)
    )
    return 0 if row is None else int(row["n"])


def read(ground: Ground, batch: Batch) -> int:
    """Pages of a batch that were read."""
    row = ground.database.row(
        "SELECT count(*) AS n FROM page WHERE state = 'read' AND file_id = ANY(%s::uuid[])", (list(batch.files),)
    )
    return 0 if row is None else int(row["n"])


def is_settled(ground: Ground, batch: Batch) -> bool:
    """Whether machines have nothing left to do for a batch."""
    try:
        return watching.progress(ground.database, batch.files).over
    except DatabaseDown:
        return False
