"""Codes: their forms, their checks, and repairs that stay inside the form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain import identifiers


@pytest.mark.parametrize(
    ("printed", "value", "repaired"),
    [
        ("Mã hồ sơ: 000.00.12.H18-231005-0007", "000.00.12.H18-231005-0007", 0),
        ("000.00.12.H18–231005–0007", "000.00.12.H18-231005-0007", 0),
        ("000.00.12.H18 - 231005 - 0007", "000.00.12.H18-231005-0007", 0),
        ("OOO.00.12.H18-231005-0007", "000.00.12.H18-231005-0007", 3),
        ("000.00.l2.Hl8-23I005-0007", "000.00.12.H18-231005-0007", 3),
        ("H18.12-231005-0007", "H18.12-231005-0007", 0),
        ("H18.12.3A-231005-000712", "H18.12.3A-231005-000712", 0),
        ("000.00.12.H18-231005-0007-KQ(1)", "000.00.12.H18-231005-0007-KQ1", 0),
        ("000.00.12.H18-231005-0007-KQ2", "000.00.12.H18-231005-0007-KQ2", 0),
    ],
)
def test_a_dossier_code_of_either_generation_is_read(printed: str, value: str, repaired: int) -> None:
    parsed = identifiers.dossier_code(printed)
    assert parsed is not None
    assert (parsed.value, parsed.repaired) == (value, repaired)


@pytest.mark.parametrize("printed", ["000.00.12.H18-231305-0007", "000.00.12.H18-231005", "12-231005-0007", "H18", ""])
def test_a_dossier_code_needs_its_date_and_ordinal(printed: str) -> None:
    assert identifiers.dossier_code(printed) is None


def test_a_dossier_code_tells_its_day_and_agency() -> None:
    assert identifiers.received_on("000.00.12.H18-231005-0007") == "2023-10-05"
    assert identifiers.agency_of("000.00.12.H18-231005-0007") == "000.00.12.H18"


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("2.000815", "2.000815"),
        ("Mã thủ tục: 2.000379.000.00.00.H18", "2.000379.000.00.00.H18"),
        ("2.000815.000.00.00.H55.02", "2.000815.000.00.00.H55.02"),
        ("2.OOO815", "2.000815"),
    ],
)
def test_a_procedure_code_is_read(printed: str, value: str) -> None:
    parsed = identifiers.procedure_code(printed)
    assert parsed is not None
    assert parsed.value == value


@pytest.mark.parametrize(
    ("printed", "value", "repaired"),
    [
        ("Số định danh cá nhân: 011085001234", "011085001234", 0),
        ("CCCD số 0 1 1 0 8 5 0 0 1 2 3 4, cấp ngày 05/01/2021", "011085001234", 0),
        ("O11085OO1234", "011085001234", 3),
        ("011 085 001 234", "011085001234", 0),
    ],
)
def test_a_personal_id_is_read(printed: str, value: str, repaired: int) -> None:
    parsed = identifiers.personal_id(printed)
    assert parsed is not None
    assert (parsed.value, parsed.repaired) == (value, repaired)


@pytest.mark.parametrize("printed", ["01108500123", "0110850012345", "OOOOOOOOOOOO", "SoBlSoBlSoBl", "abc"])
def test_other_lengths_are_no_personal_id(printed: str) -> None:
    assert identifiers.personal_id(printed) is None


@pytest.mark.parametrize(
    ("personal", "sex", "year"),
    [("011085001234", "male", 1985), ("011185001234", "female", 1985), ("011220001234", "male", 2020),
     ("011305001234", "female", 2005)],
)  # fmt: skip
def test_a_personal_id_tells_sex_and_year(personal: str, sex: str, year: int) -> None:
    assert identifiers.sex_of(personal) == sex
    assert identifiers.born_in(personal) == year


def test_a_personal_id_knows_its_province() -> None:
    assert identifiers.is_registered_place("011085001234")
    assert identifiers.is_registered_place("192085001234")
    assert not identifiers.is_registered_place("003085001234")


def test_there_are_63_provinces() -> None:
    assert len(identifiers.PROVINCES) == 63


@pytest.mark.parametrize(
    ("first_nine", "digit"), [("010004751", 6), ("000000000", None), ("560000004", None), ("560000001", 8)]
)
def test_the_check_digit_of_a_tax_code(first_nine: str, digit: int | None) -> None:
    assert identifiers.tax_check_digit(first_nine) == digit


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Mã số doanh nghiệp: 0100047516", "0100047516"),
        ("0100047516-001", "0100047516-001"),
        ("0100047516 - 001", "0100047516-001"),
        ("01 0004 7516", "0100047516"),
        ("011085001234", "011085001234"),
        ("O100047516", "0100047516"),
    ],
)
def test_a_tax_code_is_read(printed: str, value: str) -> None:
    parsed = identifiers.tax_code(printed)
    assert parsed is not None
    assert parsed.value == value
    assert identifiers.tax_code_holds(value)


def test_a_tax_code_with_another_last_digit_does_not_hold() -> None:
    assert not identifiers.tax_code_holds("0100047517")
    assert not identifiers.tax_code_holds("0100047516-000")


@given(st.from_regex(r"\A[0-9]{9}\Z"), st.integers(0, 8), st.integers(1, 9))
def test_one_misread_digit_is_always_noticed(first_nine: str, at: int, by: int) -> None:
    digit = identifiers.tax_check_digit(first_nine)
    misread = first_nine[:at] + str((int(first_nine[at]) + by) % 10) + first_nine[at + 1 :]
    assert digit is None or not identifiers.tax_code_holds(f"{misread}{digit}")


@pytest.mark.parametrize(
    ("printed", "value"),
    [("01A8000123", "01A8000123"), ("O1A8000123", "01A8000123"), ("0100047516-001", "0100047516-001"),
     ("011085001234", "011085001234")],
)  # fmt: skip
def test_a_household_code_of_each_generation_is_read(printed: str, value: str) -> None:
    parsed = identifiers.household_code(printed)
    assert parsed is not None
    assert parsed.value == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Số điện thoại: 0912 345 678", "0912345678"),
        ("+84 912.345.678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0215.3825.123", "02153825123"),
        ("01686123456", "01686123456"),
        ("1900 1234", "19001234"),
        ("O912345678", "0912345678"),
        ("(+B4) 912345678", "0912345678"),
    ],
)
def test_a_phone_starts_with_zero(printed: str, value: str) -> None:
    parsed = identifiers.phone(printed)
    assert parsed is not None
    assert parsed.value == value


@pytest.mark.parametrize("printed", ["0412345678", "091234567", "", "09123456789012"])
def test_digits_that_no_phone_has_are_no_phone(printed: str) -> None:
    assert identifiers.phone(printed) is None


@pytest.mark.parametrize(
    ("printed", "value"),
    [("AA 01234567", "AA 01234567"), ("SOAA 01234567", "AA 01234567"), ("Số AB 123456", "AB 123456"),
     ("S 123456", "S 123456"), ("BD123456", "BD 123456")],
)  # fmt: skip
def test_the_serial_of_a_land_certificate_is_read(printed: str, value: str) -> None:
    parsed = identifiers.land_serial(printed)
    assert parsed is not None
    assert parsed.value == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [("Số: 47/2023", "47/2023"), ("Số: 05", "05"), ("47 / 2023", "47/2023"), ("123/2025/TLKT-BS", "123/2025/TLKT-BS")],
)
def test_a_certificate_number_is_kept_as_printed(printed: str, value: str) -> None:
    parsed = identifiers.certificate_number(printed)
    assert parsed is not None
    assert parsed.value == value


def test_an_email_is_read() -> None:
    parsed = identifiers.email("Email: lo.thi.yen @ example.com")
    assert parsed is not None
    assert parsed.value == "lo.thi.yen@example.com"


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("hoangphat63@gmailcom", "hoangphat63@gmail.com"),
        ("vulau§ 1@gmail.com", "vulau81@gmail.com"),
        ("a@yahoocom.vn", "a@yahoo.com.vn"),
        ("loan.ha 1971 @mail.example", "loan.ha1971@mail.example"),
    ],
)
def test_an_email_that_was_torn_is_mended_and_believed_less(read: str, value: str) -> None:
    parsed = identifiers.email(read)
    assert parsed is not None
    assert (parsed.value, parsed.repaired > 0) == (value, True)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_codes(text: str) -> None:
    from pipeline.domain import normalization

    for name in normalization.PARSERS:
        parsed = normalization.parse(name, text)
        assert parsed is None or parsed.value is not None


def test_a_number_glued_to_its_label_is_read() -> None:
    parsed = identifiers.identity("Thẻ căn cước số011194588371 cấp ngày 10.6.2023")
    assert parsed is not None
    assert parsed.value == "011194588371"


def test_an_l_between_a_figure_and_the_sign_of_an_address_is_a_one() -> None:
    parsed = identifiers.email("mai.lau8l@dienbien.example")
    assert parsed is not None
    assert (parsed.value, parsed.repaired) == ("mai.lau81@dienbien.example", 1)


def test_white_and_letters_among_figures_are_put_right_and_counted():
    assert identifiers.dossier_code("H55.32-26021 1-0170").value == "H55.32-260211-0170"
    assert identifiers.certificate_number("439I2025").value == "439/2025"
