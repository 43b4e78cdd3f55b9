"""What was read in each file, as ``make run`` shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

#: A longer value is cut; the whole one is in the system.
SHOWN: Final = 70


def show(outcomes: str, *, below: Path) -> None:
    """Print what ``sohoa ingest --wait --json`` told, one file after the other, paths relative to ``below``."""
    for line in outcomes.splitlines():
        print("\n".join(_file(json.loads(line), below)), flush=True)


def _file(outcome: Mapping[str, Any], below: Path) -> Iterator[str]:
    path = Path(outcome["path"])
    name = path.relative_to(below) if path.is_relative_to(below) else path
    error = outcome.get("error")
    yield f"\n{name}"
    yield f"  {error['code']}: {error['message']} → {error['remedy']}" if error else f"  {_verdict(outcome)}"
    for paper in outcome.get("papers") or ():
        yield f"  {paper['kind']} · {paper['confidence']:.0%} · p. {', '.join(map(str, paper['pages']))}"
        unsure = paper.get("unsure") or ()
        for field, value in sorted((paper.get("values") or {}).items()):
            yield f"   {'?' if field in unsure else ' '} {field}: {_short(value)}"


def _verdict(outcome: Mapping[str, Any]) -> str:
    parts = [outcome["verdict"], outcome.get("dossier") or "unassigned", f"{outcome.get('pages') or 0} p."]
    if outcome.get("code"):
        parts.append(outcome["code"])
    if outcome.get("pages_given_up"):
        parts.append(f"{outcome['pages_given_up']} p. given up")
    return " · ".join(parts)


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
