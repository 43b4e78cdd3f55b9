"""English beside Vietnamese labels is told by its words, even where an engine misread them."""

import pytest

from pipeline.domain import glosses


@pytest.mark.parametrize(
    "printed",
    ["Full name", "Company name ỉn Vietnamese", "Date oƒ birtl", "Nationdlity", "Place o[ birth", "Sex", "Fee"],
)
def test_english_of_a_form_is_a_gloss(printed: str) -> None:
    assert glosses.is_gloss(printed)


@pytest.mark.parametrize(
    "printed",
    ["Việt Nam", "Kinh", "An Phong", "PHU GIA CONSTRUCTION COMPANY LIMITED", "Hoa Ban Company", "Số 12", "Nam"],
)
def test_values_are_no_glosses(printed: str) -> None:
    assert not glosses.is_gloss(printed)


def test_a_gloss_ends_where_the_value_begins() -> None:
    assert glosses.leading(["Full", "name:", "Lò", "Văn", "Nam"]) == 2
    assert glosses.leading(["Lò", "Văn", "Nam"]) == 0


def test_a_heading_is_itself_without_its_english() -> None:
    assert glosses.untranslated("Số lượng / Quantity") == "Số lượng"
    assert glosses.untranslated("Email") == "Email"
