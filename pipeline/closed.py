"""Closed periods and scorecards as objects: signed numbers outlive the database that they were counted in."""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pipeline import keys
from pipeline.domain.cards import ClosedCard
from pipeline.domain.closing import Closing
from pipeline.stores import closings, scorecards
from pipeline.stores.database import Database
from pipeline.stores.objects import Objects

#: What the hash of a closing is of, as ``proof`` in stores/sql/closings.sql has it; rows are ordered by the first four.
_COUNTS: Final = (
    *("month", "basis", "centre_code", "agency_code", "dossiers", "scanned", "in_progress", "with_component"),
    *("result_due", "with_result", "digitized", "components_due", "components_digitized", "reused", "from_store"),
    *("population_linked", "on_time", "unregistered"),
)


def keep(objects: Objects, closing: Closing, lines: Iterable[str]) -> None:
    """Keep a closing as lines of JSON, compressed."""
    _keep(objects, keys.closing(closing.sha256, closing.closed_at), lines)


def keep_card(objects: Objects, card: ClosedCard) -> None:
    """Keep a closed scorecard in the same way."""
    _keep(objects, keys.scorecard(card.sha256, card.closed_at), [scorecards.told(card)])


def _keep(objects: Objects, key: str, lines: Iterable[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="sohoa-") as folder:
        path = Path(folder) / "closing"
        with gzip.open(path, "wt", encoding="utf-8", compresslevel=6) as target:
            target.writelines(f"{line}\n" for line in lines)
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        objects.put_file(key, path, media_type="application/gzip", sha256=sha256)


def is_whole(objects: Objects, key: str) -> bool:
    """Whether the numbers that are kept are those that were signed: their hash is in the name. Raises ObjectMissing."""
    try:
        text = gzip.decompress(objects.get(key)).decode()
        if keys.is_scorecard(key):
            return scorecards.is_whole(text, keys.about(key))
        lines = text.splitlines()
        counts = [told["count"] for told in map(json.loads, lines) if "count" in told]
        rows = sorted((tuple(count[name] for name in _COUNTS[:4]), count) for count in counts)
        proof = "\n".join("|".join(str(count[name]) for name in _COUNTS) for _, count in rows)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        return False
    return hashlib.sha256(proof.encode()).hexdigest() == keys.about(key)


def restore(database: Database, objects: Objects, key: str) -> bool:
    """Put what was closed back into the database. False if it is there.

    Raises ClosingDamaged, ScorecardDamaged, ObjectDamaged.
    """
    with tempfile.TemporaryDirectory(prefix="sohoa-") as folder:
        path = Path(folder) / "closing"
        objects.get_file(key, path)
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            if keys.is_scorecard(key):
                return scorecards.restore(database, lines.read())
            return closings.restore(database, (line.rstrip("\n") for line in lines))
