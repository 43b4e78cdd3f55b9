"""One file to make, as it is handed to one of many hands.

Not in ``__main__``: a spawned child cannot find there what it is asked to call.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from tests.samples import files, mill
from tests.samples.scanning import PROFILES

#: Not a kind: files of several papers.
MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Order:
    """One file to make; small, as it travels to another process."""

    folder: Path
    seed: int
    number: int
    kind: str
    profile: str
    layout: str
    group: str
    form: str
    #: Share of papers that contradict themselves, and of papers with a note stuck over a value.
    contradictions: float = 0.0
    notes: float = 0.0


def _printed(order: Order, rng: random.Random) -> mill.Printed:
    """One paper, or for ``mixed`` two to five of any kind in one file, with blank backs half of the time."""
    seed = f"{order.seed}-{order.number}"
    if order.kind == MIXED:
        kinds = rng.choices(sorted(mill.KINDS), k=rng.randint(2, 5))
        parts = [mill.paper(kind, seed=f"{seed}-{at}", group=order.group) for at, kind in enumerate(kinds)]
        return mill.together(parts, seed=f"mixed:{seed}", blank_backs=rng.random() < 0.5)
    kind = order.kind or rng.choice(sorted(mill.KINDS))
    planted = sorted(mill.contradictions(kind))
    contradict = rng.choice(planted) if planted and rng.random() < order.contradictions else ""
    note = rng.random() < order.notes
    return mill.paper(kind, seed=seed, layout=order.layout, group=order.group, contradict=contradict, note=note)


def make_one(order: Order) -> tuple[str, int]:
    """Make one file; returns its name and its number of pages."""
    rng = random.Random(f"order:{order.seed}:{order.number}")
    printed = _printed(order, rng)
    profile = order.profile or rng.choice(sorted(PROFILES))
    form = order.form or rng.choice([one for one in files.FORMATS if one != "heic"])
    if form in files.SINGLE and len(printed.sheets) > 1:
        form = "pdf"
    kind = order.kind or printed.papers[0].kind
    name = f"{kind}-{order.seed}-{order.number:05d}"
    unseen = order.group == "unseen"
    path = mill.file(printed, order.folder, name, profile=profile, form=form, seed=order.seed, unseen=unseen)
    return path.name, len(printed.sheets)
