"""The mill: prints papers by kind and seed, puts several into one file, and keeps the truth together."""

from __future__ import annotations

import copy
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.samples import files, marks, scanning
from tests.samples.form import place_boxes
from tests.samples.forms import application, birth, business, decision, official_letter, other, receipt
from tests.samples.scanning import Scan
from tests.samples.sheet import HEIGHT, WIDTH, Sheet
from tests.samples.truth import Box, PaperTruth
from tests.samples.unseen import application as unseen_application
from tests.samples.unseen import birth as unseen_birth
from tests.samples.unseen import business as unseen_business
from tests.samples.unseen import decision as unseen_decision
from tests.samples.unseen import official_letter as unseen_official_letter
from tests.samples.unseen import other as unseen_other
from tests.samples.unseen import receipt as unseen_receipt
from tests.samples.unseen.second import application as second_application
from tests.samples.unseen.second import birth as second_birth
from tests.samples.unseen.second import business as second_business
from tests.samples.unseen.second import decision as second_decision
from tests.samples.unseen.second import official_letter as second_official_letter
from tests.samples.unseen.second import other as second_other
from tests.samples.unseen.second import receipt as second_receipt

#: Kind → the module that prints it in the layouts to develop with.
KINDS: dict[str, ModuleType] = {
    "receipt": receipt,
    "birth_certificate": birth,
    "business_registration": business,
    "application": application,
    "decision": decision,
    "official_letter": official_letter,
    "other": other,
}

#: Kind → the modules that print it in the layouts that were written to measure with, the older one first.
UNSEEN: dict[str, tuple[ModuleType, ...]] = {
    "receipt": (unseen_receipt, second_receipt),
    "birth_certificate": (unseen_birth, second_birth),
    "business_registration": (unseen_business, second_business),
    "application": (unseen_application, second_application),
    "decision": (unseen_decision, second_decision),
    "official_letter": (unseen_official_letter, second_official_letter),
    "other": (unseen_other, second_other),
}


#: Of those, the ones that were measured once and whose misses have been looked at since: they are for development now.
OPENED: dict[str, frozenset[str]] = {
    "receipt": frozenset(unseen_receipt.LAYOUTS),
    "birth_certificate": frozenset(unseen_birth.LAYOUTS),
    "business_registration": frozenset(unseen_business.LAYOUTS),
    "application": frozenset(unseen_application.LAYOUTS),
    "decision": frozenset(unseen_decision.LAYOUTS),
    "official_letter": frozenset(unseen_official_letter.LAYOUTS),
    "other": frozenset(unseen_other.LAYOUTS),
}


@dataclass(slots=True, kw_only=True)
class Printed:
    """Papers as printed, before anybody scans them."""

    sheets: list[Sheet]
    papers: list[PaperTruth]
    #: Names what it was made from.
    seed: str

    @property
    def layout(self) -> str:
        return "+".join(paper.layout for paper in self.papers)


def layouts(kind: str, group: str = "all") -> tuple[str, ...]:
    """The layouts of a kind. ``group``: seen (to develop with), unseen (to measure with), all."""
    later, opened = later_layouts(kind), OPENED[kind]
    seen = (*KINDS[kind].LAYOUTS, *(layout for layout in later if layout in opened))
    unseen = tuple(layout for layout in later if layout not in opened)
    return {"seen": seen, "unseen": unseen, "all": seen + unseen}[group]


def later_layouts(kind: str) -> tuple[str, ...]:
    """The layouts of a kind that were written to measure with, whether or not they have been opened since."""
    return tuple(layout for module in UNSEEN[kind] for layout in module.LAYOUTS)


def contradictions(kind: str) -> dict[str, str]:
    """What a paper of a kind can be made to contradict → the code of the finding that is due."""
    return dict(KINDS[kind].CONTRADICTIONS)


def paper(
    kind: str,
    *,
    seed: int | str,
    layout: str = "",
    group: str = "seen",
    contradict: str = "",
    note: bool = False,
    **options: Any,
) -> Printed:
    """Print one paper: the same kind, seed and layout always give the same paper.

    ``contradict`` is one of ``contradictions(kind)``; ``note`` lays a sticky note over a value or two.
    """
    rng = random.Random(f"{kind}:{seed}:{contradict}")
    chosen = layout or rng.choice(layouts(kind, group))
    printer = next(module for module in (KINDS[kind], *UNSEEN[kind]) if chosen in module.LAYOUTS)
    form = printer.make(rng, chosen, contradict=contradict, **options)
    place_boxes(form.sheets, form.truth)
    if note:
        _cover(form.sheets, form.truth, random.Random(f"note:{kind}:{seed}"))
    return Printed(sheets=form.sheets, papers=[form.truth], seed=f"{kind}:{seed}")


def _cover(sheets: list[Sheet], truth: PaperTruth, rng: random.Random) -> None:
    """Stick a note over a printed value; every value that loses more than a tenth of its place is covered."""
    over = [value for value in truth.fields.values() if value.box and not value.handwritten]
    if not over:
        return
    value = rng.choice(over)
    width, height = rng.uniform(35, 60), rng.uniform(18, 40)
    x = min(max(8.0, value.box[0] * WIDTH - rng.uniform(0, 15)), WIDTH - width - 8)
    y = min(max(8.0, value.box[1] * HEIGHT - rng.uniform(1, 10)), HEIGHT - height - 8)
    marks.note(sheets[value.page - 1], rng, x=x, y=y, width=width, height=height)
    note = (x / WIDTH, y / HEIGHT, (x + width) / WIDTH, (y + height) / HEIGHT)
    for near in truth.fields.values():
        if near.page == value.page and near.box:
            near.covered = _hidden(near.box, note) > 0.1


def _hidden(box: Box, note: Box) -> float:
    """The share of a box that lies under a note."""
    across = max(0.0, min(box[2], note[2]) - max(box[0], note[0])) / max(1e-6, box[2] - box[0])
    down = max(0.0, min(box[3], note[3]) - max(box[1], note[1])) / max(1e-6, box[3] - box[1])
    return across * down


def together(parts: Sequence[Printed], *, seed: str, blank_backs: bool = False) -> Printed:
    """Several papers in one file, one after the other; with ``blank_backs`` as a duplex scanner gives them."""
    sheets: list[Sheet] = []
    papers: list[PaperTruth] = []
    for part in parts:
        for one in part.papers:
            truth = copy.deepcopy(one)
            places: dict[int, int] = {}
            pages: list[int] = []
            for number in one.pages:
                sheets.append(part.sheets[number - 1])
                places[number] = len(sheets)
                pages.append(len(sheets))
                if blank_backs:
                    sheets.append(Sheet())
                    pages.append(len(sheets))
            truth.pages = pages
            for value in truth.fields.values():
                value.page = places[value.page]
            papers.append(truth)
    return Printed(sheets=sheets, papers=papers, seed=seed)


def scan(
    printed: Printed, *, profile: str = "clean", seed: int | str = 0, unseen: bool = False, **changes: Any
) -> list[Scan]:
    """Scan printed papers; ``changes`` overrule single damages: ``skew=3.0``, ``turned=180``, ``mode="bits"``."""
    return scanning.scan_all(printed.sheets, profile, f"{printed.seed}:{seed}", unseen=unseen, **changes)


def truth(printed: Printed, scans: Sequence[Scan], *, file: str, profile: str, form: str = "pdf") -> dict[str, Any]:
    """The truth of a file, as JSON."""
    digital = form == "pdf-digital"
    return {
        "file": file,
        "profile": "digital" if digital else profile,
        "layout": printed.layout,
        "seed": printed.seed,
        "format": form,
        "pages": len(printed.sheets),
        "papers": [paper.record() for paper in printed.papers],
        "page_truth": [
            {
                "number": number,
                "rotation": 0 if digital or form == "pdf-rotate" else made.rotation,
                "skew": 0.0 if digital else round(made.damage.skew, 2),
                "dpi": 0 if digital else made.damage.dpi,
                "mode": "digital" if digital else made.damage.mode,
                "blank": sheet.blank,
                "text": sheet.text,
            }
            for number, (sheet, made) in enumerate(zip(printed.sheets, scans, strict=True), 1)
        ],
    }


def file(
    printed: Printed,
    folder: Path,
    name: str,
    *,
    profile: str = "clean",
    form: str = "pdf",
    seed: int | str = 0,
    unseen: bool = False,
    **changes: Any,
) -> Path:
    """Scan, encode and write a file with its truth beside it; returns its path."""
    if form in ("pdf-searchable", "pdf-wrong-text", "pdf-mixed"):
        changes = {"turned": 0, "border": 0.0, **changes}
    scans = scan(printed, profile=profile, seed=seed, unseen=unseen, **changes)
    path = folder / f"{name}.{files.FORMATS[form]}"
    files.write(
        path,
        files.encoded(scans, printed.sheets, form),
        truth(printed, scans, file=path.name, profile=profile, form=form),
    )
    return path
