"""What the memory of a worker grows by while it reads: small pages, each of its own words, really read by Tesseract."""

from __future__ import annotations

import random
import textwrap
from functools import partial
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw

from tests.bench import processes
from tests.faults import batch as batches
from tests.faults.ground import Batch, Ground, laid
from tests.journeys.conftest import until
from tests.samples import fonts, prose

#: As a worker has them in operation, where the ground for faults is small and hasty.
_ROOMY: Final = {
    "SOHOA_LEASE_SECONDS": "60",
    "SOHOA_PROGRESS_SECONDS": "120",
    "SOHOA_TASK_SECONDS": "600",
    "SOHOA_CHILD_MEMORY": str(3 << 30),
}


def growth(share: int) -> dict[str, Any]:
    """MiB of one worker process after each tenth of 2,000 pages, and of its children, which are replaced, beside it."""
    count = 2_000 // share
    with laid("redis", real=True, workers=1, **_ROOMY) as ground:
        batch = batches.send(ground, _folder(ground, count))
        marks: list[tuple[int, float]] = []
        children: list[float] = []
        for tenth in range(1, 11):
            until(partial(_has_read, ground, batch, tenth / 10 * batch.pages), seconds=7200)
            worker = ground.crew.processes["worker-1"].pid
            marks.append((batches.read(ground, batch), processes.resident(worker)))
            children.append(round(processes.resident(worker, descendants=True) - marks[-1][1]))
    # The first fifth warms up: pools of connections, caches, threads.
    (early, before), (late, after) = marks[1], marks[-1]
    return {
        "pages": [pages for pages, _ in marks],
        "mib": [round(size, 1) for _, size in marks],
        "children_mib": children,
        "mib_a_thousand": round((after - before) * 1000 / max(1, late - early), 2),
    }


def _folder(ground: Ground, pages: int) -> Path:
    folder, luck = ground.folder / "texts", random.Random(2000)
    for number in range(-(-pages // batches.PAGES)):
        dossier = folder / f"000.00.12.H18-231001-{number:04}"
        dossier.mkdir(parents=True)
        first, *rest = [_page(luck) for _ in range(batches.PAGES)]
        first.save(dossier / "scan.tif", save_all=True, append_images=rest, compression="group4", dpi=(150, 150))
    return folder


def _page(luck: random.Random) -> Image.Image:
    image = Image.new("1", (1000, 700), 1)
    lines = textwrap.wrap(prose.paragraph(luck), 55)[: luck.randint(3, 9)]
    letters = fonts.drawn(fonts.Cut("tinos"), 28)
    ImageDraw.Draw(image).multiline_text((60, 60), "\n".join(lines), fill=0, font=letters, spacing=14)
    return image


def _has_read(ground: Ground, batch: Batch, pages: float) -> bool:
    return batches.read(ground, batch) >= pages
