"""``sohoa doctor``: one line for each dependency, its remedy, and an exit code that a script can use."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from config.settings import Settings
from pipeline.assembly import checkup
from pipeline.cli import sohoa
from stack import servers


def _doctor(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Result:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(sohoa, ["doctor"])


def _lines(text: str) -> dict[str, str]:
    return {line[2:22].strip(): line for line in text.splitlines()}


@pytest.mark.services
def test_a_set_up_machine_is_well(services_environment, monkeypatch):
    outcome = _doctor(services_environment, monkeypatch)

    assert [line for line in outcome.output.splitlines() if not line.startswith("✓")] == []
    assert {
        "pdftoppm",
        "model vie",
        "other reader",
        "units",
        "database",
        "migration",
        "clock",
        "bucket",
        "broker",
    } <= _lines(outcome.output).keys()
    assert outcome.exit_code == 0


@pytest.mark.services
def test_a_pending_migration_is_told_with_its_remedy(services_environment, empty_database, monkeypatch):
    outcome = _doctor({**services_environment, "SOHOA_DATABASE": empty_database}, monkeypatch)

    assert "sohoa migrate" in _lines(outcome.output)["migration"]
    assert outcome.exit_code == 5


@pytest.mark.services
def test_a_wrong_password_for_the_broker_has_to_be_put_right(services_environment, monkeypatch):
    wrong = services_environment["SOHOA_BROKER"].replace("for-tests-only", "wrong")
    outcome = _doctor({**services_environment, "SOHOA_BROKER": wrong}, monkeypatch)

    assert "broker_refused" in _lines(outcome.output)["broker"]
    assert outcome.exit_code == 5


@pytest.mark.services
def test_a_bucket_that_is_not_there_is_named(services_environment, monkeypatch):
    outcome = _doctor({**services_environment, "SOHOA_BUCKET": "elsewhere"}, monkeypatch)

    assert "elsewhere" in _lines(outcome.output)["bucket"]
    assert outcome.exit_code == 5


@pytest.mark.services
def test_a_service_that_is_only_away_ends_with_its_own_code(services_environment, monkeypatch):
    away = f"redis://{servers.LOOPBACK}:{servers.free_ports(1)[0]}/0"
    outcome = _doctor({**services_environment, "SOHOA_BROKER": away}, monkeypatch)

    assert "broker_down" in _lines(outcome.output)["broker"]
    assert outcome.exit_code == 4


def test_a_missing_language_model_names_its_package(tmp_path):
    results = {result.name: result for result in _before_services(Settings(tessdata=tmp_path))}

    assert "tesseract-ocr-vie" in results["model vie"].error.remedy("en")
    assert "reader" not in results


def test_a_missing_program_names_its_package(monkeypatch):
    monkeypatch.setenv("PATH", "")
    results = {result.name: result for result in _before_services(Settings())}

    assert results["pdftoppm"].error.remedy("en") == "Install the package poppler-utils: apt-get install poppler-utils."


def _before_services(settings: Settings) -> list[checkup.Result]:
    found = []
    for result in checkup.examine(settings):
        if result.name == "space":
            break
        found.append(result)
    return found


def test_the_command_needs_no_service_to_say_what_it_can_do():
    outcome = subprocess.run([sys.executable, "-m", "pipeline.cli", "doctor", "--help"], capture_output=True, text=True)

    assert outcome.returncode == 0
    assert "sohoa doctor" in outcome.stdout
