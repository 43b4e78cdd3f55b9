"""Migrations form one line: two engineers who both write the next one find out before anybody runs it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

VERSIONS = Path(__file__).resolve().parents[2] / "pipeline/stores/sql/migrations/versions"


def test_every_migration_follows_exactly_the_one_before() -> None:
    found = [re.findall(r'revision = "?(\w+)"?', file.read_text("utf-8")) for file in sorted(VERSIONS.glob("*.py"))]
    numbers = [f"{number:04}" for number in range(1, len(found) + 1)]
    assert found == [[own, before] for before, own in pairwise(["None", *numbers])]
