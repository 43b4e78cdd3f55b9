import csv
import json
from pathlib import Path

import pytest

from tests.samples import dossiers


def test_more_is_received_than_scanned_and_some_results_are_still_due() -> None:
    planned = dossiers.plan(1)
    for centre in dossiers.CENTRES:
        own = [item for item in planned if item.centre is centre]
        assert 0 < sum(item.scanned for item in own) < len(own)
    assert any(item.resolved is None for item in planned)
    assert any(item.scanned and not item.verified for item in planned)
    assert len({item.code for item in planned}) == len(planned)


def test_dossier_codes_carry_the_day_of_receipt() -> None:
    for item in dossiers.plan(3):
        assert item.code.split("-")[1] == f"{item.case.received:%y%m%d}"
        assert item.case.code == item.code


@pytest.mark.slow
def test_the_manifest_lists_the_files_that_are_there(tmp_path: Path) -> None:
    truth = dossiers.make(tmp_path, seed=2, size=0.1)
    with (tmp_path / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (tmp_path / "register.csv").open(encoding="utf-8", newline="") as file:
        received = [row["dossier_code"] for row in csv.DictReader(file)]
    assert {row["file"] for row in rows} == {
        str(path.relative_to(tmp_path)) for path in (tmp_path / "scans").rglob("*.*") if path.is_file()
    }
    assert {row["dossier"] for row in rows} <= set(received)
    assert {row["role"] for row in rows} <= {"component", "result"}
    for dossier in truth["dossiers"]:
        for made in dossier["files"]:
            assert json.loads((tmp_path / made["truth"]).read_text(encoding="utf-8"))["pages"] == made["pages"]
