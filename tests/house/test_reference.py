"""docs/ says what the code says: every command, setting and error code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from config.settings import Settings
from tests.house import reference
from tests.house.source import ROOT


@pytest.mark.parametrize("write", [reference.settings, reference.errors])
def test_the_reference_is_what_the_code_says(write: Callable[[], str]):
    page = reference.DOCS / f"{write.__name__}.md"

    assert page.read_text(encoding="utf-8") == write(), "run `make docs`"


@pytest.mark.slow
def test_every_command_is_described_as_it_describes_itself():
    """Slow, as it loads what each command loads."""
    assert (reference.DOCS / "commands.md").read_text(encoding="utf-8") == reference.commands(), "run `make docs`"


def test_every_setting_says_what_it_is_for():
    assert [name for name, field in Settings.model_fields.items() if not (field.description or "").strip()] == []


def test_no_two_errors_share_a_code():
    leaves = reference.leaves()
    codes = [leaf.texts["code"] for leaf in leaves]

    assert sorted(codes) == sorted(set(codes))


def test_every_error_speaks_both_languages():
    wordless = [
        leaf.name
        for leaf in reference.leaves()
        if not {"message_vi", "message_en", "remedy_vi", "remedy_en"} <= reference.worded(leaf)
    ]
    assert wordless == []


@pytest.mark.parametrize(
    "page", [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"], ids=lambda page: page.name
)
def test_links_between_pages_lead_somewhere(page: Path):
    targets = [part.split(")")[0].split("#")[0] for part in page.read_text(encoding="utf-8").split("](")[1:]]
    broken = [target for target in targets if "://" not in target and target and not (page.parent / target).exists()]

    assert broken == []
