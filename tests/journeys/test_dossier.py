"""One receipt all the way: from the scanner's file to the rate, through the real stack and the command line."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from pipeline import keys, records
from pipeline.delivery import Services
from tests.journeys.conftest import House

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def running(house: House) -> House:
    house.start("worker")
    house.start("sweep")
    return house


@pytest.fixture(scope="module")
def ingested(running: House, receipt: Path) -> dict[str, object]:
    """The row of the receipt once all is settled."""
    (row,) = running.rows("ingest", receipt, "--centre", "H18.01", "--wait")
    return row


def manifests(services: Services, dossier: str) -> list[dict[str, object]]:
    return [json.loads(services.objects.get(key)) for key in services.objects.keys(f"{keys.DOSSIERS}{dossier}/")]


def dossier_of(services: Services, file: object) -> str:
    row = services.database.row("SELECT dossier_id::text AS id FROM file WHERE id = %s", (file,))
    assert row is not None
    return str(row["id"])


def test_a_receipt_is_read_and_finds_its_own_dossier(ingested: dict[str, object], receipt: Path) -> None:
    truth = json.loads(receipt.with_suffix(".png.json").read_text())["papers"][0]["fields"]
    assert ingested["verdict"] == "finished"
    assert ingested["dossier"] == truth["dossier_code"]["value"]
    assert [paper["kind"] for paper in ingested["papers"]] == ["receipt"]  # type: ignore[attr-defined]


def test_the_original_stands_untouched_with_its_acceptance_beside_it(
    ingested: dict[str, object], services: Services, receipt: Path
) -> None:
    data = receipt.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    assert services.objects.get(keys.original(sha256)) == data
    record = json.loads(services.objects.get(keys.acceptance(sha256, str(ingested["file"]))))
    assert (record["centre"], record["sha256"], record["bytes"]) == ("H18.01", sha256, len(data))
    assert record["by"]
    assert record["at"]


def test_a_searchable_pdf_stands_beside_the_original(
    ingested: dict[str, object], services: Services, tmp_path: Path
) -> None:
    (tmp_path / "layers.pdf").write_bytes(services.objects.get(keys.searchable(str(ingested["file"]), 1)))
    told = subprocess.run(["pdftotext", tmp_path / "layers.pdf", "-"], check=True, capture_output=True, text=True)
    assert str(ingested["dossier"]) in told.stdout


def test_every_page_has_its_words_and_its_upright_image(ingested: dict[str, object], services: Services) -> None:
    place = (str(ingested["file"]), 1, 1)
    page = records.kept_page(gzip.decompress(services.objects.get(keys.page_reading(*place))))
    assert str(ingested["dossier"]) in page.text
    assert services.objects.get(keys.page_upright(*place)).startswith(b"\xff\xd8\xff")


def test_the_same_bytes_again_are_the_same_file(ingested: dict[str, object], running: House, receipt: Path) -> None:
    code = str(ingested["dossier"])
    (row,) = running.rows("ingest", receipt, "--centre", "H18.01", "--dossier", code)
    assert (row["verdict"], row["file"]) == ("duplicate", ingested["file"])


def test_a_named_person_verifies_it_and_it_counts(
    ingested: dict[str, object], running: House, services: Services
) -> None:
    code, file = str(ingested["dossier"]), ingested["file"]
    paper = ingested["papers"][0]["paper"]  # type: ignore[index]
    before = {row["name"]: row["value"] for row in running.rows("status", "--paper", paper)}
    outcome = running.sohoa("verify", paper, "--by", "Lò Thị Mai", "--set", "fee=150.000 đồng")
    assert outcome.returncode == 0, outcome.stderr
    after = {row["name"]: row["value"] for row in running.rows("status", "--paper", paper)}
    assert after == {**before, "fee": 150000}

    revisions = manifests(services, dossier_of(services, file))
    assert [one["revision"]["what"] for one in revisions] == ["read", "corrected", "stored"]  # type: ignore[index]
    last = revisions[-1]["files"][0]["papers"][0]  # type: ignore[index]
    assert (last["state"], last["verified_by"]) == ("stored", "Lò Thị Mai")
    assert last["corrections"][0]["before"] == before.get("fee")
    assert last["fields"]["fee"]["source"] == "manual"
    assert last["stored_sha256"] == revisions[-1]["files"][0]["sha256"]  # type: ignore[index]

    year = f"20{code.split('-')[1][:2]}"
    outcome = running.sohoa("rates", "--period", year, "--by", "centre", "--format", "json")
    (row,) = json.loads(outcome.stdout)["rows"]
    assert (row["code"], row["numerator"]) == ("H18.01", 1)


def test_reading_again_does_not_touch_what_a_person_verified_and_leaves_no_objects_behind(
    ingested: dict[str, object], running: House, services: Services, receipt: Path
) -> None:
    paper = ingested["papers"][0]["paper"]  # type: ignore[index]
    before = running.rows("status", "--paper", paper)
    assert running.sohoa("reread", "--file", str(ingested["file"])).returncode == 0
    (row,) = running.rows("ingest", receipt, "--centre", "H18.01", "--dossier", str(ingested["dossier"]), "--wait")
    assert row["verdict"] == "finished"
    assert running.rows("status", "--paper", paper) == before
    file = str(ingested["file"])
    assert [key for key in services.objects.keys(keys.derived(file)) if key.endswith(".jpg")] == [
        keys.page_upright(file, 1, 2)
    ]


def test_a_wrong_value_and_an_unknown_field_change_nothing(ingested: dict[str, object], running: House) -> None:
    paper = ingested["papers"][0]["paper"]  # type: ignore[index]
    before = running.rows("status", "--paper", paper)
    for wrong, code in (("due_at=soon", "value_wrong"), ("colour=red", "field_unknown")):
        outcome = running.sohoa("verify", paper, "--by", "A", "--set", "fee=1 đồng", "--set", wrong)
        assert outcome.returncode == 3
        assert outcome.stderr.startswith(f"{code}: ")
    assert running.rows("status", "--paper", paper) == before


def test_a_withdrawn_scan_no_longer_counts(ingested: dict[str, object], running: House) -> None:
    outcome = running.sohoa("withdraw", str(ingested["file"]), "--by", "A", "--reason", "wrong applicant")
    assert outcome.returncode == 0, outcome.stderr
    year = f"20{str(ingested['dossier']).split('-')[1][:2]}"
    outcome = running.sohoa("rates", "--period", year, "--by", "centre", "--format", "json")
    assert all(row["numerator"] == 0 for row in json.loads(outcome.stdout)["rows"])


def test_one_bad_file_does_not_stop_the_batch(running: House, receipt: Path, tmp_path: Path) -> None:
    code = "000.00.12.H18-231005-0044"
    folder = tmp_path / code
    folder.mkdir()
    (folder / "b.png").write_bytes(receipt.read_bytes())
    (folder / "a.txt").write_text("xin chào")
    (folder / "c.pdf").write_bytes(b"")
    outcome = running.sohoa("ingest", tmp_path, "--centre", "H18.01", "--json")
    rows = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert outcome.returncode == 1
    told = [(Path(row["path"]).name, row["verdict"], row.get("error", {}).get("code")) for row in rows]
    assert told == [
        ("a.txt", "refused", "file_type_unknown"),
        ("b.png", "accepted", None),
        ("c.pdf", "refused", "file_empty"),
    ]
    assert len(outcome.stderr.splitlines()) == 2
    (listed,) = running.rows("status", "--dossier", code)
    assert listed["file"] == rows[1]["file"]


def test_what_cannot_be_opened_is_refused_with_its_remedy(running: House, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of a PDF follows")
    outcome = running.sohoa("ingest", tmp_path / "broken.pdf", "--centre", "H18.01", "--wait", "--json")
    assert outcome.returncode == 3
    (row,) = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert row["verdict"] == "refused"
    failures = {failure["file"]: failure for failure in running.rows("failures")}
    assert failures[row["file"]]["code"] == row["code"]
    assert failures[row["file"]]["remedy"]


def test_a_manifest_says_where_each_file_belongs(running: House, receipt: Path, tmp_path: Path) -> None:
    (tmp_path / "đơn.png").write_bytes(receipt.read_bytes())
    (tmp_path / "kê.csv").write_text(
        "\ufefffile;centre;dossier;component;procedure;role\n"
        "đơn.png;H18.02;000.00.12.H18-231005-0045;01;2.000815;result\n"
    )
    (row,) = running.rows("ingest", "--manifest", tmp_path / "kê.csv")
    (listed,) = running.rows("status", "--dossier", "000.00.12.H18-231005-0045")
    assert listed["file"] == row["file"]


def test_status_knows_stages_centres_and_workers(ingested: dict[str, object], running: House) -> None:
    (told,) = running.rows("status")
    assert told["workers"] == 1
    assert {"open", "read_page", "understand", "finish", "store"} <= {
        stage["stage"] for stage in told["stages"] if stage["centre"] == "H18.01"
    }
