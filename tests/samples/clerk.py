"""``python -m tests.samples.clerk FOLDER OUTCOMES``: a clerk who knows the truth of the sample dossiers.

Verifies the papers of those dossiers that ``truth.json`` marks as verified, as ``sample``, correcting what was read
wrongly, and says for each file what it did. The other dossiers stay as they were read.
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
    by_page = {paper["pages"][0]: paper for paper in truth["papers"]}
    done = [_verified(services, paper, by_page.get(paper["pages"][0]), truth) for paper in outcome.get("papers") or ()]
    print(f"  {name}: {'; '.join(done) or 'no paper'}", flush=True)


def _verified(
    services: Services, paper: Mapping[str, Any], due: Mapping[str, Any] | None, truth: Mapping[str, Any]
) -> str:
    """Verify one paper; what to say of that."""
    if not truth["verify"]:
        return f"{paper['kind']} left unverified"
    if due is None or due["kind"] != paper["kind"]:
        return f"{paper['kind']} is really {due['kind'] if due else 'nothing'}: left for a person"
    read = {row["name"]: row["value"] for row in watching.paper(services.database, paper["paper"])}
    corrections = dict(_corrections(read, due["fields"]))
    while True:
        try:
            delivery.verify(services, paper["paper"], by=BY, values=corrections)
        except Refused as refusal:
            # A printed form that the verification does not take; then this field stays as it was read.
            if corrections.pop(str(refusal.details.get("field")), None) is None:
                raise
        else:
            return f"{paper['kind']} verified by {BY}, {len(corrections)} of {len(due['fields'])} fields corrected"


def _corrections(read: Mapping[str, Any], due: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for name, field in due.items():
        if isinstance(field["value"], list) or read.get(name) in [field["value"], *field.get("also", ())]:
            continue
        yield name, str(field["text"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
