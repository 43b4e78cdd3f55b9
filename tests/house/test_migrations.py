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


#: What takes away something that the version before still asks for.
TAKES_AWAY = re.compile(r"\b(DROP COLUMN|RENAME|ALTER COLUMN \w+ (?:TYPE|SET NOT NULL)|DROP DEFAULT)\b")
#: What the version before does not know to fill in.
DEMANDS = re.compile(r"ADD COLUMN (?!IF)(?=[^,;]*NOT NULL)(?![^,;]*(?:DEFAULT|GENERATED))")


def test_a_migration_only_adds_so_that_the_version_before_goes_on_beside_it() -> None:
    breaking: list[str] = []
    for file in sorted(VERSIONS.glob("*.sql")):
        text = re.sub(r"--[^\n]*|\$\$.*?\$\$", "", file.read_text("utf-8"), flags=re.DOTALL)
        new = set(re.findall(r"CREATE TABLE (\w+)", text))
        for table, change in re.findall(r"ALTER TABLE (?:ONLY )?(\w+)([^;]*)", text):
            if table not in new and (TAKES_AWAY.search(change) or DEMANDS.search(change)):
                breaking.append(f"{file.name}: {table}{change}")
        breaking += [f"{file.name}: {drop}" for drop in re.findall(r"DROP (?:TABLE|VIEW|FUNCTION|TYPE)[^;]*", text)]
    assert breaking == []
