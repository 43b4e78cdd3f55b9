"""Bodies, signs and titles of official papers."""

import pytest

from pipeline.domain import offices, phrases


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (["ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU"], "ỦY BAN NHÂN DÂN TỈNH CÀ MAU"),
        (["UBND TỈNH ĐIỆN BIÊN", "SỞ Y TẾ"], "SỞ Y TẾ"),
        (["BỘ CÔNG THƯƠNG", "TRƯỜNG ĐẠI HỌC ĐIỆN LỰC"], "TRƯỜNG ĐẠI HỌC ĐIỆN LỰC"),
        (["BỘ TƯ PHÁP"], "BỘ TƯ PHÁP"),
        (
            ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI", "TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"],
            "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        ),
        (["UBND TỈNH X", "SỞ GIÁO DỤC", "VÀ ĐÀO TẠO"], "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        (["UBND HUYỆN X", "PHÒNG TÀI CHÍNH -", "KẾ HOẠCH"], "PHÒNG TÀI CHÍNH - KẾ HOẠCH"),
        (["SỞ TÀI CHÍNH", "PHÒNG ĐĂNG KÝ KINH DOANH"], "PHÒNG ĐĂNG KÝ KINH DOANH"),
        (["TẬP ĐOÀN BƯU CHÍNH", "VIỄN THÔNG VIỆT NAM", "VNPT ĐIỆN BIÊN"], "VNPT ĐIỆN BIÊN"),
    ],
)
def test_the_issuer_is_the_last_body_without_its_parent(lines: list[str], issuer: str) -> None:
    assert offices.issuer_of(lines) == issuer


@pytest.mark.parametrize(
    ("printed", "number", "symbol"),
    [
        ("05/QĐ-UBND", "05", "05/QĐ-UBND"),
        ("246/QĐÐ-UBND", "246", "246/QĐ-UBND"),
        ("12/UBND-VX", "12", "12/UBND-VX"),
        ("40/2013/QH13", "40", "40/2013/QH13"),
        ("51⁄2025/TT-BCA _", "51", "51/2025/TT-BCA"),
        ("251 /QD-UBND", "251", "251/QĐ-UBND"),
        ("25I /QĐ-UBND", "251", "251/QĐ-UBND"),
        ("12a/QĐ-UBND", "12a", "12a/QĐ-UBND"),
        ("51/⁄2025/TT-BCA", "51", "51/2025/TT-BCA"),
        ("1234 / QĐ - UBND", "1234", "1234/QĐ-UBND"),
        ("55NQ-HĐND", "55", "55/NQ-HĐND"),
        ("20/KT-ĐĐ", "20", "20/KT-ĐĐ"),
        ("20/QĐĐ", "20", "20/QĐ"),
        ("77INHNo.ĐB-KHNV", "77", "77/NHNo.ĐB-KHNV"),
    ],
)
def test_a_sign_is_a_number_and_letters(printed: str, number: str, symbol: str) -> None:
    sign = offices.sign(printed)
    assert sign is not None
    assert (sign.number, sign.symbol) == (number, symbol)


@pytest.mark.parametrize(
    "printed", ["#10/QĐ-UBND", "¿022.. /TB-ĐHĐL", "/QĐ-UBND", "....../QĐ-UBND", "„2⁄4⁄Jé/TB-ĐHĐL", ""]
)
def test_strokes_of_a_pen_are_no_sign(printed: str) -> None:
    assert offices.sign(printed) is None


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("KT. CHU TỊCH", "KT. CHỦ TỊCH"),
        ("GIÁM ĐÓC", "GIÁM ĐỐC"),
        ("TRƯỞNG PHÒNG CTSV", "TRƯỞNG PHÒNG CTSV"),
        ("TM. UỶ BAN NHÂN DÂN", "TM. UỶ BAN NHÂN DÂN"),
        ("TUQ. CHỦ TỊCH", "TUQ. CHỦ TỊCH"),
        ("'TUỢ. CHỦ TỊCH", "TUQ. CHỦ TỊCH"),
    ],
)
def test_a_capacity_is_spelt_right(printed: str, value: str) -> None:
    parsed = offices.signer_line(printed)
    assert parsed is not None
    assert parsed.value == value


@pytest.mark.parametrize("printed", ["Nơi nhận", "NGUYỄN VĂN AN", "PiU TRƯ"])
def test_other_capitals_are_no_capacity(printed: str) -> None:
    assert offices.signer_line(printed) is None


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("sửa đỗi, bỗ sung một số điễu", "sửa đổi, bổ sung một số điều"),
        ("THÀNH PHÓ HÀ NỘI", "THÀNH PHỐ HÀ NỘI"),
        ("UỶ BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN"),
        ("HÀÃNH CHÍNH CÔNG", "HÀNH CHÍNH CÔNG"),
        ("năm học 2025- 2026", "năm học 2025-2026"),
        ("ông Điền Biển", "ông Điện Biên"),
        ("điên biên phức tạp", "điên biên phức tạp"),
    ],
)
def test_fixed_expressions_get_their_marks(read: str, meant: str) -> None:
    assert phrases.restore(read).text == meant


def test_the_sign_of_a_proposal_is_spelt_as_proposals_are() -> None:
    sign = offices.sign("598/TTT-STP")
    assert sign is not None
    assert sign.symbol == "598/TTr-STP"
    assert sign.repaired


def test_rank_is_no_part_of_a_name() -> None:
    assert offices.without_rank("Đại tướng Tô Lâm") == "Tô Lâm"
    assert offices.without_rank("TS. Trần Thị Mẫu") == "Trần Thị Mẫu"


@pytest.mark.parametrize(
    ("read", "mended", "proven"),
    [
        (["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), True),
        (["KT. CHỦ TỊCH", "CHỦ TỊCH"], ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), True),
        (["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"], ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), True),
        (["KT. GIÁM ĐỐC"], ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), False),
        (["KT. GIÁM ĐỐC", "TRƯỞNG PHÒNG"], ("KT. GIÁM ĐỐC", "TRƯỞNG PHÒNG"), False),
        (["GIÁM ĐỐC"], ("GIÁM ĐỐC",), False),
        (["GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), True),
    ],
)
def test_who_signs_for_another_is_the_deputy(read: list[str], mended: tuple[str, ...], proven: bool) -> None:
    assert offices.mended(read) == (mended, proven)


@pytest.mark.parametrize(("torn", "title"), [("ỞNG PHÒNG", "TRƯỞNG PHÒNG"), ("Ủ TỊCH", "CHỦ TỊCH"), ("Văn An", "")])
def test_a_title_is_known_by_its_end(torn: str, title: str) -> None:
    assert offices.torn_title(torn) == title


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("QUYÉT ĐỊNH", "QUYẾT ĐỊNH"),
        ("__ LUẬT ộ", "LUẬT"),
        ("THÔNG TƯ LIÊN TỊCH", "THÔNG TƯ LIÊN TỊCH"),
        ("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "GIẤY XÁC NHẬN"),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN", ""),
    ],
)
def test_the_type_of_a_paper_is_known_by_its_title(line: str, kind: str) -> None:
    assert offices.type_of(line) == kind


def test_the_sign_of_a_department_keeps_both_its_letters() -> None:
    sign = offices.sign("08/QĐ-SGDĐT")
    assert sign is not None
    assert sign.symbol == "08/QĐ-SGDĐT"


def test_the_heading_of_a_part_of_a_form_is_no_circular():
    assert offices.type_of("THÔNG TIN CỦA ĐỐI TƯỢNG") == ""
    assert offices.type_of("PHÒNG TƯ PHÁP") == ""
    assert offices.type_of("THÔNG TƯ") == "THÔNG TƯ"


def test_a_land_office_signs_with_two_letters_alike():
    told = offices.sign("52/CNVPĐKĐĐ-TTLT")

    assert told is not None
    assert told.symbol == "52/CNVPĐKĐĐ-TTLT"


def test_the_end_of_a_name_is_no_body_of_its_own() -> None:
    lines = ["UBND TỈNH ĐẮK LẮK", "SỞ TÀI NGUYÊN VÀ MÔI", "TRƯỜNG"]
    assert offices.issuer_of(lines) == "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"


def test_a_title_that_was_read_twice_is_one() -> None:
    assert offices.mended(["TRƯỞNG PHÒNG", "TRƯỞNG PHÒNG"]) == (("TRƯỞNG PHÒNG",), False)


@pytest.mark.parametrize(
    ("body", "nameless"),
    [
        ("TRƯỜNG TIỂU HỌC", True),
        ("ỦY BAN NHÂN DÂN XÃ", True),
        ("TRƯỜNG TIỂU HỌC HIM LAM", False),
        ("BỘ NỘI VỤ", False),
        ("ỦY BAN NHÂN DÂN", True),
        ("PHỔNG LÁI", True),
        ("CHÍNH PHỦ", False),
    ],
)
def test_a_body_that_ends_before_its_own_name_is_known(body: str, nameless: bool) -> None:
    assert offices.is_nameless(body) == nameless


def test_a_body_whose_parent_of_the_same_sort_stands_before_it_is_told_alone() -> None:
    assert offices.last_of("CÔNG AN HUYỆN TUẦN GIÁO CÔNG AN XÃ MÙN CHUNG") == "CÔNG AN XÃ MÙN CHUNG"
    assert offices.last_of("CÔNG AN XÃ MÙN CHUNG") == "CÔNG AN XÃ MÙN CHUNG"
