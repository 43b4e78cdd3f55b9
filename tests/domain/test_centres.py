import pytest

from pipeline.domain.centres import canonical, level_by_code, parent_by_code, top


@pytest.mark.parametrize(
    ("given", "short"),
    [
        ("H18", "H18"),
        ("h18.01", "H18.01"),
        (" H55.242 ", "H55.242"),
        ("000.00.00.H38", "H38"),
        ("000.00.12.H18", "H18.12"),
        ("000.03.12.H18", "H18.12.03"),
        ("007.00.12.H18", "H18.12.00.007"),
    ],
)
def test_old_and_new_spellings_of_an_agency_are_one(given: str, short: str) -> None:
    assert canonical(given) == short


@pytest.mark.parametrize("given", ["", "15", "Điện Biên", "H1", "18.H", "H18..1"])
def test_what_is_no_agency_code_is_none(given: str) -> None:
    assert canonical(given) is None


def test_a_code_tells_its_top_and_its_parent() -> None:
    assert top("H18.12.03") == "H18"
    assert parent_by_code("H18.12.03") == "H18.12"
    assert parent_by_code("H18") is None
    assert (level_by_code("G01.22"), level_by_code("H18.12")) == ("ministry", "province")
