"""What the door does when a service is away or there is no room: it says so, and nothing is half accepted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import keys
from pipeline.delivery import Services
from tests.journeys.conftest import House

pytestmark = pytest.mark.services

CODE = "000.00.12.H18-231005-0099"


@pytest.mark.parametrize(
    ("variable", "value", "code", "exit_code"),
    [
        ("SOHOA_DATABASE", "postgresql://postgres@127.0.0.1:1/sohoa", "database_down", 4),
        ("SOHOA_OBJECTS", "http://127.0.0.1:1", "storage_down", 4),
        ("SOHOA_OBJECTS_SECRET_KEY", "wrong", "storage_refused", 5),
        ("SOHOA_WAITING_LIMIT", "1", "too_much_waiting", 4),
        ("SOHOA_FILE_BYTES", "1000", "file_too_large", 3),
    ],
)
def test_what_stands_in_the_way_is_named_and_nothing_is_half_accepted(
    house: House, services: Services, receipt: Path, variable: str, value: str, code: str, exit_code: int
) -> None:
    house.rows("ingest", receipt, "--centre", "H18.01", "--dossier", "000.00.12.H18-231005-0001")
    before = set(services.objects.keys(keys.ORIGINALS))
    elsewhere = House(environment={**house.environment, variable: value}, folder=house.folder)
    outcome = elsewhere.sohoa("ingest", receipt, "--centre", "H18.09", "--dossier", CODE)
    assert outcome.returncode == exit_code
    assert f"{code}: " in outcome.stderr
    assert services.database.rows("SELECT FROM dossier WHERE code = %s", (CODE,)) == []
    assert set(services.objects.keys(keys.ORIGINALS)) == before


def test_each_file_of_a_pile_that_finds_no_room_is_told_to_come_again(
    house: House, receipt: Path, tmp_path: Path
) -> None:
    house.rows("ingest", receipt, "--centre", "H18.01", "--dossier", "000.00.12.H18-231005-0001")
    for number in range(12):
        (tmp_path / f"{number}.png").write_bytes(receipt.read_bytes() + bytes([number]))
    full = House(environment={**house.environment, "SOHOA_WAITING_LIMIT": "1"}, folder=house.folder)
    outcome = full.sohoa("ingest", tmp_path, "--centre", "H18.01", "--json")
    verdicts = [json.loads(line)["verdict"] for line in outcome.stdout.splitlines()]
    assert outcome.returncode == 4
    assert (len(verdicts), set(verdicts)) == (12, {"not_accepted"})
    assert outcome.stderr.count("too_much_waiting") <= 4


def test_a_centre_has_to_be_said(house: House, receipt: Path) -> None:
    outcome = house.sohoa("ingest", receipt)
    assert outcome.returncode == 3
    assert "centre_missing: " in outcome.stderr


def test_a_dossier_code_that_is_none_is_refused(house: House, receipt: Path) -> None:
    outcome = house.sohoa("ingest", receipt, "--centre", "H18.01", "--dossier", "hồ sơ 5")
    assert outcome.returncode == 3
    assert "dossier_code_wrong: " in outcome.stderr


def test_nothing_to_send_is_a_wrong_call(house: House) -> None:
    assert house.sohoa("ingest", "--centre", "H18.01").returncode == 2
