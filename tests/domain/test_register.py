from datetime import UTC, datetime

import pytest

from pipeline.domain.periods import VIETNAM
from pipeline.domain.register import REMEDIES, Layout, RegisterUnreadable, Remark, fold, moment, parse

NOW = datetime(2023, 12, 1, tzinfo=VIETNAM)
HEADING = (
    "dossier_code,procedure_code,receiving_centre,competent_agency,"
    "received_at,due_at,resolved_at,status,result_required"
)
GOOD = "H18.01-231005-0007,2.000815,H18.01,H18.12,2023-10-05T14:30,2023-10-06,2023-10-06T09:00,10,1"


def read(line: str, heading: str = HEADING) -> tuple[object, tuple[Remark, ...]]:
    return parse(Layout(heading.split(",")), line.split(","), line=2, now=NOW)


def codes(line: str, heading: str = HEADING) -> set[str]:
    return {remark.code for remark in read(line, heading)[1]}


def test_a_row_of_the_contract_is_read_without_a_remark() -> None:
    row, remarks = read(GOOD)
    assert remarks == ()
    assert row is not None
    assert row.dossier_code == "H18.01-231005-0007"
    assert (row.receiving_centre, row.competent_agency) == ("H18.01", "H18.12")
    assert row.received_at == datetime(2023, 10, 5, 7, 30, tzinfo=UTC)
    assert (row.status, row.result_required) == ("returned", True)


def test_a_promised_day_lasts_until_its_end() -> None:
    row, _ = read(GOOD)
    assert row.due_at == datetime(2023, 10, 6, 23, 59, 59, tzinfo=VIETNAM)


def test_the_portals_names_and_vietnamese_headings_mean_the_same() -> None:
    portal = "MaHoSo,MaTTHC,DonViXuLy,NgayTiepNhan,NgayHenTra,NgayKetThucXuLy,TrangThaiHoSo,HoSoCoThanhPhanSoHoa"
    row, _ = read("000.00.12.H18-231005-0007,2.000815,000.00.12.H18,20231005143000,20231006170000,,4,1", portal)
    assert (row.competent_agency, row.status, row.reused) == ("H18.12", "processing", True)
    spelled = "Mã hồ sơ,Mã TTHC,Bộ phận tiếp nhận,Ngày tiếp nhận,Trạng thái"
    row, _ = read("H18.01-231005-0007,2.000815,H18.01,05/10/2023 14:30,Đã trả kết quả", spelled)
    assert (row.status, row.received_at) == ("returned", datetime(2023, 10, 5, 14, 30, tzinfo=VIETNAM))


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("2023-10-05", (2023, 10, 5, 0, 0)),
        ("2023-10-05 14:30:00", (2023, 10, 5, 14, 30)),
        ("2023-10-05T07:30:00Z", (2023, 10, 5, 14, 30)),
        ("2023-10-05T14:30:00+07:00", (2023, 10, 5, 14, 30)),
        ("5/10/2023", (2023, 10, 5, 0, 0)),
        ("05-10-2023 14:30", (2023, 10, 5, 14, 30)),
        ("05.10.2023 14:30:00", (2023, 10, 5, 14, 30)),
        ("20231005143000", (2023, 10, 5, 14, 30)),
        ("20231005", (2023, 10, 5, 0, 0)),
    ],
)
def test_dates_are_read_in_every_spelling_that_is_promised(text: str, there: tuple[int, ...]) -> None:
    assert moment(text) == datetime(*there, tzinfo=VIETNAM)


@pytest.mark.parametrize("text", ["31/02/2023", "13/13/2023", "05/10/23", "hôm qua", "20231305143000", "0001-01-01"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert moment(text) is None


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (",p,H18.01,,2023-10-05,,,,", "dossier_code", "dossier_code_missing"),
        ("Tổng cộng,p,H18.01,,2023-10-05,,,,", "dossier_code", "dossier_code_wrong"),
        ("H18.01-231005-0007,p,,,2023-10-05,,,,", "receiving_centre", "centre_missing"),
        ("H18.01-231005-0007,p,H18.01,,31/02/2023,,,,", "received_at", "date_unreadable"),
        ("H18.01-231005-0007,p,H18.01,,2032-10-05,,,,", "received_at", "date_in_future"),
        ("H18.01-231005-0007,p,H18.01", "", "row_too_short"),
        (GOOD + ",more", "", "row_too_long"),
    ],
)
def test_a_refused_row_names_line_column_and_code(line: str, column: str, code: str) -> None:
    row, remarks = read(line)
    assert row is None
    assert Remark(line=2, column=column, code=code, refused=True) in remarks


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("HS-2023-17,p,H18.01,,2023-10-05,,,,", "dossier_code_unusual"),
        ("H18.01-231005-0007,p,H18.01,,,,,,", "received_missing"),
        ("H18.01-231005-0007,p,,H18.12,2023-10-05,,,,", "centre_from_agency"),
        ("H18.01-231005-0007,p,Mường Nhé,,2023-10-05,,,,", "centre_code_unusual"),
        ("H18.01-231005-0007,p,H18.01,,2023-10-06,,,,", "received_differs_from_code"),
        ("H18.01-231005-0007,p,H18.01,,2023-10-05,,2023-10-04,,", "resolved_before_received"),
        ("H18.01-231005-0007,p,H18.01,,2023-10-05,,,somewhere,", "status_unknown"),
        ("H18.01-231005-0007,p,H18.01,,2023-10-05,,,,maybe", "flag_unreadable"),
    ],
)
def test_an_odd_row_still_counts_and_is_noticed(line: str, code: str) -> None:
    row, _ = read(line)
    assert row is not None
    assert code in codes(line)


def test_every_remark_has_a_remedy_in_both_languages() -> None:
    assert all(vietnamese and english for vietnamese, english in REMEDIES.values())


def test_a_register_without_its_columns_is_refused_whole() -> None:
    with pytest.raises(RegisterUnreadable, match="dossier_code"):
        Layout(["name", "received_at", "receiving_centre"])


def test_headings_fold_to_one_spelling() -> None:
    assert fold("Mã hồ sơ") == fold("MaHoSo") == fold("ma_ho_so") == "mahoso"
    assert fold("Đơn vị xử lý") == "donvixuly"
