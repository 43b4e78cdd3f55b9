"""Vietnamese first, English beside it: no phrase of the screens is without its twin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config import labels
from pipeline.domain import findings
from web import wording
from web.values import shown

WEB = Path(wording.__file__).parent
#: Phrases in templates, and those that modules keep in tables named _WORDS or STAGES.
IN_TEMPLATE = re.compile(r'_\("([^"]+)"\)|_\(\'([^\']+)\'\)')
IN_MODULE = re.compile(r'say\("([^"]+)"\)|^    "\w+": "([^"]+)",$', re.MULTILINE)


def phrases() -> set[str]:
    found: set[str] = set()
    for template in (WEB / "templates").glob("*.html"):
        found |= {one or two for one, two in IN_TEMPLATE.findall(template.read_text(encoding="utf-8"))}
    for module in (WEB / "screens").glob("*.py"):
        found |= {one or two for one, two in IN_MODULE.findall(module.read_text(encoding="utf-8"))}
    return found


def test_every_phrase_of_the_screens_has_its_english():
    assert phrases() - set(wording.english()) == set()


def test_what_was_found_on_a_paper_is_told_by_its_code_in_the_readers_language():
    stored = [one.name for one in (WEB / "templates").glob("*.html") if "finding.message" in one.read_text("utf-8")]

    assert stored == []  # a sentence that was stored is in the language of whoever stored it
    assert findings.message("name_doubtful", "vi") == "Họ tên có âm tiết lạ."


def test_no_english_is_kept_for_a_phrase_that_is_gone():
    assert set(wording.english()) - phrases() == set()


def test_a_phrase_and_its_english_fill_in_the_same_values():
    gap = re.compile(r"\{\w+\}")
    differing = [vi for vi, en in wording.english().items() if sorted(gap.findall(vi)) != sorted(gap.findall(en))]
    assert differing == []


@pytest.mark.parametrize(
    ("value", "value_type", "expected"),
    [
        ("1985-06-03", "date", "03/06/1985"),
        ("1985-06", "date", "06/1985"),
        ("1985", "date", "1985"),
        ("2023-10-05T14:30", "datetime", "14:30 05/10/2023"),
        ("female", "sex", "Nữ"),
        (1500000, "money", "1.500.000"),
        (None, "text", ""),
    ],
)
def test_values_are_shown_as_a_clerk_writes_them(value: object, value_type: str, expected: str):
    assert shown(value, value_type, "vi") == expected


def test_a_kind_may_call_a_field_by_its_own_label():
    known = labels.load()
    assert known.label("receipt", "applicant_name", "vi") == "Tiếp nhận hồ sơ của"
    assert known.label("application", "applicant_name", "en") == "Applicant"
    assert known.label("receipt", "a_new_field", "vi") == "a_new_field"
