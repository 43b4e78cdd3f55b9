"""What KEDA asks of the ledger is a question that the ledger answers."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest

from tests.house.source import ROOT

SCALING = ROOT / "deploy" / "kubernetes" / "base" / "scaling.yaml"


@pytest.mark.services
def test_the_depth_of_the_queue_is_asked_in_words_that_the_ledger_knows(database_address: str) -> None:
    query = re.search(r"query: >-\n\s+(.+)\n", Path(SCALING).read_text(encoding="utf-8"))
    assert query is not None
    with psycopg.connect(database_address) as connection:
        assert connection.execute(query.group(1).encode()).fetchone() == (0,)
