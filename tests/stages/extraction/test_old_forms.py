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


def test_a_value_that_begins_like_the_rest_of_a_heading_begins_no_block(read):
    values = read("household_business", """
        GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH
        Tên hộ kinh doanh:
            HỘ KINH DOANH NÔNG SẢN PLEIKU
        Trụ sở hộ kinh doanh:
            Số 143 đường Võ Thị Sáu, phường Pleiku, tỉnh Gia Lai
        Chủ hộ kinh doanh:
            LÊ THỊ THANH HẰNG
    """)  # fmt: skip
    assert values["name"] == "HỘ KINH DOANH NÔNG SẢN PLEIKU"
    assert values["address"] == "Số 143 đường Võ Thị Sáu, phường Pleiku, tỉnh Gia Lai"
    assert values["owner_name"] == "LÊ THỊ THANH HẰNG"


def test_the_owner_of_a_private_enterprise_represents_it(read):
    values = read("business_registration", """
        GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP
        DOANH NGHIỆP TƯ NHÂN
        Tên doanh nghiệp viết bằng tiếng Việt: DOANH NGHIỆP TƯ NHÂN MAI XUÂN TÙNG
        5. Chủ doanh nghiệp
        Họ và tên: MAI XUÂN TÙNG   Giới tính: Nam
        Chứng minh nhân dân số: 186123138
    """)  # fmt: skip
    assert values["name_vi"] == "DOANH NGHIỆP TƯ NHÂN MAI XUÂN TÙNG"
    assert (values["representative_name"], values["representative_id"]) == ("MAI XUÂN TÙNG", "186123138")


def test_a_code_may_stand_behind_its_trade_without_being_called_one(read):
    values = read("household_business", """
        GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH
        Ngành, nghề kinh doanh:
            Bán buôn nông, lâm sản (trừ gỗ, tre, nứa); 4620; ngành chính
            Bán buôn gạo, lúa mỳ; 4631
        Vốn kinh doanh: 200.000.000 đồng
    """)  # fmt: skip
    assert values["industries"] == [
        {"name": "Bán buôn nông, lâm sản (trừ gỗ, tre, nứa)", "code": "4620", "main": True},
        {"name": "Bán buôn gạo, lúa mỳ", "code": "4631", "main": False},
    ]


def test_a_sentence_of_labels_goes_on_with_its_last_one(read):
    values = read("birth_certificate", """
        GIẤY KHAI SINH
        Họ, chữ đệm, tên: THÂN CÔNG ĐẠT. Giới tính: Nam. Ngày, tháng, năm sinh: 18/01/2017 (ghi bằng chữ:
        Ngày mười tám, tháng một, năm hai nghìn không trăm mười bảy).
    """)  # fmt: skip
    assert (values["full_name"], values["sex"]) == ("THÂN CÔNG ĐẠT", "male")
    assert values["date_of_birth"] == "2017-01-18"


def test_a_body_in_the_heading_may_be_the_centre_and_a_person_is_asked():
    kinds = catalogue.load(Path("config/kinds"))
    sheet = page("""
           SỞ KẾ HOẠCH VÀ ĐẦU TƯ TỈNH SƠN LA           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
               PHÒNG ĐĂNG KÝ KINH DOANH                   Độc lập - Tự do - Hạnh phúc
                        GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
        Mã hồ sơ: H18.12-231005-0007
    """)  # fmt: skip
    centre = extraction.extract("receipt", 1.0, [sheet], kinds=kinds).fields["centre_name"]
    assert (centre.value, centre.review) == ("PHÒNG ĐĂNG KÝ KINH DOANH", True)


def test_a_list_in_a_sentence_is_a_list_where_each_item_tells_its_form(read):
    values = read("receipt", """
        GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
        Thành phần hồ sơ nộp gồm: Đơn đề nghị (01 bản chính), Giấy khai sinh của con (02 bản sao);
        Sổ hộ khẩu: 01 bản chụp.
        Số lượng hồ sơ: 01 bộ
    """)  # fmt: skip
    assert values["components"] == [
        {"name": "Đơn đề nghị", "form": "bản chính", "quantity": 1},
        {"name": "Giấy khai sinh của con", "form": "bản sao", "quantity": 2},
        {"name": "Sổ hộ khẩu", "form": "bản chụp", "quantity": 1},
    ]
    values = read("receipt", """
        GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
        Thành phần hồ sơ: theo danh mục đính kèm
    """)  # fmt: skip
    assert "components" not in values
