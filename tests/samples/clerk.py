"""``python -m tests.samples.clerk FOLDER OUTCOMES``: a clerk who knows the truth of the sample dossiers.

Prints for each file what was read, and verifies the papers of those dossiers that ``truth.json`` marks as verified, as
``sample``, correcting what was read wrongly. The other dossiers stay as they were read.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from config import settings
from pipeline import delivery
from pipeline.assembly import services as assembly
from pipeline.delivery import Services
from pipeline.errors import Refused
from pipeline.stores.ledger import watching

#: Who verified, as the ledger keeps it.
BY = "sample"

#: A longer value is cut in what is printed, never in what is verified.
SHOWN = 60


def main(arguments: Sequence[str]) -> int:
    """Go through the outcomes of ``sohoa ingest --json``, one line each."""
    folder, outcomes = Path(arguments[0]), Path(arguments[1])
    files = _files(folder)
    services = assembly.build(settings.load(os.environ))
    try:
        for line in outcomes.read_text(encoding="utf-8").splitlines():
            outcome = json.loads(line)
            relative = Path(outcome["path"]).resolve().relative_to(folder.resolve())
            _one_file(services, outcome, relative, files[str(relative)])
    finally:
        services.close()
    return 0


def _files(folder: Path) -> dict[str, dict[str, Any]]:
    """File → its truth, with whether the clerk has to verify it."""
    known = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return {
        file["file"]: {
            **json.loads((folder / file["truth"]).read_text(encoding="utf-8")),
            "verify": dossier["verified"],
        }
        for dossier in known["dossiers"]
        for file in dossier["files"]
    }


def _one_file(services: Services, outcome: Mapping[str, Any], name: Path, truth: Mapping[str, Any]) -> None:
    print(f"\n{name}  {outcome['verdict']}  {outcome.get('pages') or 0} p.")
    by_page = {paper["pages"][0]: paper for paper in truth["papers"]}
    for paper in outcome.get("papers", ()):
        rows = watching.paper(services.database, paper["paper"])
        print(f"  {paper['kind']} {paper['confidence']:.2f}{_verified(services, paper, rows, by_page, truth)}")
        for row in rows:
            if row["name"] is not None:
                print(f"    {'?' if row['review'] else ' '} {row['name']}: {_short(row['value'])}")


def _verified(
    services: Services,
    paper: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    by_page: Mapping[int, Mapping[str, Any]],
    truth: Mapping[str, Any],
) -> str:
    """Verify one paper; what to say of that."""
    due = by_page.get(paper["pages"][0])
    if not truth["verify"] or due is None or due["kind"] != paper["kind"]:
        return "  not verified"
    read = {row["name"]: row["value"] for row in rows}
    corrections = dict(_corrections(read, due["fields"]))
    for name in list(corrections):
        try:
            delivery.verify(services, paper["paper"], by=BY, values=corrections)
        except Refused as refusal:
            # What a person cannot type in, the printed form neither: then this field stays as it was read.
            corrections.pop(str(refusal.details.get("field", name)), None)
        else:
            return f"  verified by {BY}, {len(corrections)} corrected"
    delivery.verify(services, paper["paper"], by=BY, values={})
    return f"  verified by {BY}"


def _corrections(read: Mapping[str, Any], due: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for name, field in due.items():
        if isinstance(field["value"], list) or read.get(name) in [field["value"], *field.get("also", ())]:
            continue
        yield name, str(field["text"])


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
