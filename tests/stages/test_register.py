import io
import json
from datetime import datetime

import pytest

from pipeline.domain.periods import VIETNAM
from pipeline.domain.register import RegisterRow, RegisterUnreadable, Remark
from pipeline.stages import register

NOW = datetime(2023, 12, 1, tzinfo=VIETNAM)


def read(data: bytes) -> tuple[list[RegisterRow], list[Remark]]:
    remarks: list[Remark] = []
    return [row for _, row in register.rows(io.BytesIO(data), now=NOW, say=remarks.append)], remarks


CSV = "Mã hồ sơ,Bộ phận tiếp nhận,Ngày tiếp nhận\nH18.01-231005-0007,H18.01,05/10/2023 14:30\n"


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.replace(",", ";").encode(),
        CSV.replace("\n", "\r\n").encode(),
        CSV.encode("utf-16"),
        b"\n" + CSV.encode() + b"\n,,\n",
    ],
)
def test_a_register_is_read_however_it_was_saved(data: bytes) -> None:
    (row,), remarks = read(data)
    assert (row.dossier_code, row.receiving_centre) == ("H18.01-231005-0007", "H18.01")
    assert remarks == []


def test_a_refused_row_does_not_stop_the_others_and_names_its_line() -> None:
    rows, remarks = read(CSV.encode() + b"Total,H18.01,05/10/2023\nH18.01-231005-0008,H18.01,05/10/2023\n")
    assert [row.dossier_code for row in rows] == ["H18.01-231005-0007", "H18.01-231005-0008"]
    assert remarks == [Remark(line=3, column="Mã hồ sơ", code="dossier_code_wrong", refused=True)]


def test_a_row_with_line_breaks_in_a_cell_stands_where_it_begins() -> None:
    head, _, row = CSV.partition("\n")
    broken = f'{head},Ghi chú\n{row.strip()},"a\nb"\nTotal,H18.01,05/10/2023,\n'
    _, remarks = read(broken.encode())
    assert [remark.line for remark in remarks] == [4]


PORTAL = {
    "MaHoSo": "000.00.12.H18-231005-0007",
    "MaTTHC": "2.000815",
    "DonViXuLy": "000.00.12.H18",
    "NgayTiepNhan": "20231005143000",
    "TrangThaiHoSo": 10,
    "HoSoCoThanhPhanSoHoa": None,
    "TaiLieuNop": [{"MaThanhPhanHoSo": "TP1", "DuocSoHoa": 1, "DuocLayTuKhoDMQG": 1}],
}


def test_the_portals_dossier_message_is_a_register() -> None:
    (row,), _ = read(json.dumps({"service": "DongBoHoSoMC", "data": [PORTAL], "madonvi": "H18"}, indent=1).encode())
    assert (row.competent_agency, row.status) == ("H18.12", "returned")
    assert (row.reused, row.from_store) == (True, True)


def test_a_deleted_attachment_proves_nothing() -> None:
    gone = [{"DuocSoHoa": 1, "DuocLayTuKhoDMQG": 1, "IsDeleted": 1}]
    (row,), _ = read(json.dumps({**PORTAL, "TaiLieuNop": gone}).encode())
    assert (row.reused, row.from_store) == (False, False)


def test_json_lines_are_read_one_by_one() -> None:
    rows, remarks = read(json.dumps(PORTAL).encode() + b"\n[1]\n\nnonsense\n" + json.dumps(PORTAL).encode())
    assert len(rows) == 2
    assert [(remark.line, remark.code) for remark in remarks if remark.refused] == [
        (2, "not_an_object"),
        (4, "not_an_object"),
    ]


@pytest.mark.parametrize("data", [b"", b"a,b,c\n", b"\xff\xfe\x00", "Mã,Ngày".encode("cp1258", "replace"), b"[1"])
def test_what_is_no_register_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(RegisterUnreadable):
        read(data)
