"""Forms of other years and other offices: what they call things, and how they arrange them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.stages import extraction
from pipeline.stores import catalogue
from tests.stages.typed import page


@pytest.fixture(scope="module")
def read():
    kinds = catalogue.load(Path("config/kinds"))

    def plain(value):
        return [{name: cell.value for name, cell in item.items()} for item in value]

    def reading(kind: str, text: str):
        fields = extraction.extract(kind, 1.0, [page(text)], kinds=kinds).fields
        return {name: plain(one.value) if isinstance(one.value, tuple) else one.value for name, one in fields.items()}

    return reading


def test_old_forms_ask_in_their_own_words(read):
    values = read("birth_certificate", """
                        GIẤY KHAI SINH
        Tên, họ: Đinh Bá Hùng
        Trai hay gái: Trai
        Sanh ngày, tháng, năm: 12/01/1965
        Tên, họ mẹ: Trần Thị Mai    tuổi: 26
        Người đứng khai: Đinh Quốc Quyết
        Đăng ký ngày 22 tháng 6 năm 1965
    """)  # fmt: skip
    assert values["full_name"] == "Đinh Bá Hùng"
    assert values["sex"] == "male"
    assert values["date_of_birth"] == "1965-01-12"
    assert values["mother_name"] == "Trần Thị Mai"
    assert values["declarant_name"] == "Đinh Quốc Quyết"
    assert values["registered_on"] == "1965-06-22"


def test_a_label_that_asks_for_two_things_is_answered_twice(read):
    values = read("birth_certificate", """
                        GIẤY KHAI SINH
        Họ và tên: Lê Thị Yến
        Dân tộc, quốc tịch: Kinh, Việt Nam
    """)  # fmt: skip
    assert (values["ethnicity"], values["nationality"]) == ("Kinh", "Việt Nam")


def test_headings_of_people_alone_begin_their_blocks(read):
    values = read("birth_certificate", """
                        GIẤY KHAI SINH
        Họ, chữ đệm, tên:   LÊ THỊ YẾN
        NGƯỜI CHA
        Họ, chữ đệm, tên:   LÊ XUÂN ĐẠT
        Năm sinh:           1998
        NGƯỜI MẸ
        Họ, chữ đệm, tên:   PHẠM DIỆU TRINH
        Năm sinh:           2000
    """)  # fmt: skip
    assert values["full_name"] == "LÊ THỊ YẾN"
    assert (values["father_name"], values["father_birth"]) == ("LÊ XUÂN ĐẠT", "1998")
    assert (values["mother_name"], values["mother_birth"]) == ("PHẠM DIỆU TRINH", "2000")


def test_what_a_table_of_people_calls_itself_is_no_person(read):
    values = read("birth_certificate", """
                        GIẤY KHAI SINH
        Họ và tên: Lâm Sô Nhớt
        | PHẦN KHAI VỀ CHA, MẸ | NGƯỜI MẸ             | NGƯỜI CHA      |
        | Họ và tên            | Dương Thị Thanh Hằng | Lâm Minh Phol  |
        | Năm sinh             | 1975                 | 1972           |
        | Dân tộc              | Kinh                 | Khmer          |
        | Nơi thường trú       | xã Đức Thọ           | xã Đức Lạc     |
    """)  # fmt: skip
    assert (values["mother_name"], values["father_name"]) == ("Dương Thị Thanh Hằng", "Lâm Minh Phol")
    assert (values["mother_birth"], values["father_birth"]) == ("1975", "1972")
    assert (values["mother_ethnicity"], values["father_ethnicity"]) == ("Kinh", "Khmer")


def test_a_name_ends_before_what_else_is_told_of_the_person(read):
    for behind in (", sinh năm 1978", " (Căn cước: 001302260935)", " 34 tuổi", ", ông nội", ", xã Tân Quang"):
        values = read("receipt", f"""
            GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
            Tiếp nhận hồ sơ của: Lê Diệu Nga{behind}
        """)  # fmt: skip
        assert values["applicant_name"] == "Lê Diệu Nga"


def test_a_number_behind_the_form_is_the_quantity(read):
    for told in ("(bản chính): 02", "(bản chính) 02", "- bản chính - 2", "; bản chính; 2"):
        values = read("receipt", f"""
            GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
            Thành phần hồ sơ nộp gồm:
            + Đơn xin chuyển trường {told}
        """)  # fmt: skip
        assert values["components"] == [{"name": "Đơn xin chuyển trường", "form": "bản chính", "quantity": 2}]


def test_of_a_list_with_boxes_only_what_is_ticked_was_handed_in(read):
    values = read("receipt", """
        GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
        Thành phần hồ sơ:
        [x] Đơn đề nghị - 1 bản chính
        [ ] Giấy ủy quyền - 1 bản chính
        [x] Thẻ căn cước - 1 bản chụp
    """)  # fmt: skip
    assert [item["name"] for item in values["components"]] == ["Đơn đề nghị", "Thẻ căn cước"]


def test_form_and_quantity_may_share_a_cell(read):
    values = read("receipt", """
        GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
        Thành phần hồ sơ nộp gồm:
        TT   Thành phần hồ sơ            Hình thức/Số lượng
        1    Tờ khai của thân nhân       Bản chính: 01
        2    Trích lục khai tử           Bản sao: 03
    """)  # fmt: skip
    assert values["components"] == [
        {"name": "Tờ khai của thân nhân", "form": "Bản chính", "quantity": 1},
        {"name": "Trích lục khai tử", "form": "Bản sao", "quantity": 3},
    ]


def test_the_receiver_may_stand_behind_the_label(read):
    values = read("receipt", """
        GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
        Mã hồ sơ: H18.12-231005-0007
        Người tiếp nhận hồ sơ: Lưu Thị Loan
    """)  # fmt: skip
    assert values["receiver_name"] == "Lưu Thị Loan"
