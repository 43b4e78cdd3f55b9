"""Forms whose layout nobody has seen: columns of labels, two languages, labels in capitals."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.domain.page import text_of
from pipeline.stages import extraction
from pipeline.stages.extraction import counted
from pipeline.stores import catalogue
from tests.stages.typed import line, page


@pytest.fixture(scope="module")
def read():
    kinds = catalogue.load(Path("config/kinds"))

    def reading(kind: str, text: str):
        fields = extraction.extract(kind, 1.0, [page(text)], kinds=kinds).fields
        return {name: field.value for name, field in fields.items()}

    return reading


def test_a_label_of_two_lines_and_a_value_of_two_lines_stay_apart(read):
    values = read("business_registration", """
    1   | Mã số doanh nghiệp           | 5600123456
    2   | Tên công ty viết bằng tiếng  | CÔNG TY CỔ PHẦN DU LỊCH SINH THÁI
        | Việt                         | HOA BAN TRẮNG
    3   | Tên công ty viết bằng tiếng  | HOA BAN TRANG ECOTOURISM JOINT STOCK
        | nước ngoài                   | COMPANY
    4   | Email                        | hoaban@dienbien.example
    5   | Người đại diện theo pháp luật| LÒ VĂN NAM
    6   | Chức danh                    | Giám đốc
""")  # fmt: skip

    assert values["name_vi"] == "CÔNG TY CỔ PHẦN DU LỊCH SINH THÁI HOA BAN TRẮNG"
    assert values["name_foreign"] == "HOA BAN TRANG ECOTOURISM JOINT STOCK COMPANY"
    assert values["email"] == "hoaban@dienbien.example"
    assert (values["representative_name"], values["representative_title"]) == ("LÒ VĂN NAM", "Giám đốc")


def test_of_two_people_in_columns_the_first_is_the_one_who_asks(read):
    values = read("application", """
                       TỜ KHAI ĐĂNG KÝ KẾT HÔN
    Kính gửi: Ủy ban nhân dân xã Mường Phăng

    Thông tin              Bên nữ                 Bên nam
    Họ, chữ đệm, tên       LÒ THỊ YẾN             GIÀNG A PÁO
    Ngày, tháng, năm       09/04/1991             25/02/1978
    sinh
    Nơi cư trú             Bản Khá, xã Mường      Bản Bua, xã Mường
                           Phăng, tỉnh Điện       Nhé, tỉnh Điện
                           Biên                   Biên
    Giấy tờ tùy thân       CCCD số 011191475256   CCCD số 011078798801
""")  # fmt: skip

    assert values["addressee"] == "Ủy ban nhân dân xã Mường Phăng"
    assert values["applicant_name"] == "LÒ THỊ YẾN"
    assert values["applicant_birth"] == "1991-04-09"
    assert values["applicant_residence"] == "Bản Khá, xã Mường Phăng, tỉnh Điện Biên"
    assert values["applicant_id"] == "011191475256"


def test_mother_and_father_in_columns_under_their_names(read):
    values = read("birth_certificate", """
                          GIẤY KHAI SINH
    Nội dung               Người mẹ               Người cha
    Họ, chữ đệm, tên       LÒ THỊ YẾN             GIÀNG A PÁO
    Năm sinh               1991                   1978
    Dân tộc                Thái                   Mông
    Quốc tịch              Việt Nam               Lào
""")  # fmt: skip

    assert (values["mother_name"], values["father_name"]) == ("LÒ THỊ YẾN", "GIÀNG A PÁO")
    assert (values["mother_ethnicity"], values["father_ethnicity"]) == ("Thái", "Mông")
    assert (values["mother_birth"], values["father_nationality"]) == ("1991", "Lào")


def test_english_under_the_labels_is_no_value(read):
    values = read("receipt", """
    Họ và tên người nộp:      LỮ VĂN NGỌC
    Full name
    Địa chỉ:                  Đội 10, xã Tả Sìn Thàng, huyện Tủa Chùa, tỉnh Điện
    Address                   Biên
    Số điện thoại:            0708770993
    Telephone
    Thư điện tử:
    Email
    Nội dung yêu cầu:         Đăng ký khai sinh
    Subject
    Thời gian nhận / Date of receipt: 13g14, ngày 18.11.2021
""")  # fmt: skip

    assert values == {
        "applicant_name": "LỮ VĂN NGỌC",
        "applicant_address": "Đội 10, xã Tả Sìn Thàng, huyện Tủa Chùa, tỉnh Điện Biên",
        "applicant_phone": "0708770993",
        "procedure_name": "Đăng ký khai sinh",
        "received_at": "2021-11-18T13:14",
    }


def test_labels_in_capitals_are_labels_where_the_form_prints_all_so(read):
    values = read("birth_certificate", """
                       GIẤY KHAI SINH
    NGƯỜI ĐƯỢC KHAI SINH
    HỌ, CHỮ ĐỆM, TÊN        SỪNG CHỪ NHÙ
    NGÀY, THÁNG, NĂM SINH   2/4/2019
    GIỚI TÍNH Nữ        DÂN TỘC Hà Nhì       QUỐC TỊCH Việt Nam
    QUÊ QUÁN                Xã Keo Lôm, tỉnh Điện Biên
    NGƯỜI MẸ
    HỌ, CHỮ ĐỆM, TÊN        LỲ THỊ SO
    NĂM SINH 1992       DÂN TỘC Thái         QUỐC TỊCH Lào
    ĐĂNG KÝ KHAI SINH
    HỌ, CHỮ ĐỆM, TÊN        LÒ VĂN NAM
    NGƯỜI ĐI KHAI SINH
    GIẤY TỜ TÙY THÂN        Căn cước công dân số 011191475256
""")  # fmt: skip

    assert values["full_name"] == "SỪNG CHỪ NHÙ"
    assert (values["sex"], values["ethnicity"], values["nationality"]) == ("female", "Hà Nhì", "Việt Nam")
    assert (values["mother_name"], values["mother_birth"], values["mother_ethnicity"]) == ("LỲ THỊ SO", "1992", "Thái")
    assert (values["declarant_name"], values["declarant_id"]) == ("LÒ VĂN NAM", "011191475256")


def test_headings_in_capitals_are_no_labels(read):
    values = read("receipt", """
    UBND HUYỆN MƯỜNG ẢNG              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    BỘ PHẬN TIẾP NHẬN                 Độc lập - Tự do - Hạnh phúc
    Mã hồ sơ: H18.12-231005-0007
""")  # fmt: skip

    assert values == {"dossier_code": "H18.12-231005-0007"}


def test_two_signatures_side_by_side_are_no_label_with_its_value(read):
    values = read("receipt", """
    GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
    Mã hồ sơ              H18.30-230822-0199
    Họ và tên             Lỳ Diệu Lòng
    Điện thoại di động    0779949598
    Người nộp hồ sơ       Cán bộ tiếp nhận
    (Ký, họ tên)          (Ký, họ tên)

    Lỳ Diệu Lòng          Trần Công Kiên
""")  # fmt: skip

    assert (values["applicant_name"], values["receiver_name"]) == ("Lỳ Diệu Lòng", "Trần Công Kiên")


def test_components_are_numbered_with_a_stroke_too(read):
    values = read("receipt", """
    GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
    Thành phần hồ sơ gồm:
    1/ Tờ khai đăng ký khai tử: 01 bản chính
    2/ Giấy báo tử: 02 bản sao
    Số bộ hồ sơ: 01 bộ
""")  # fmt: skip

    found = [{name: cell.value for name, cell in item.items()} for item in values["components"]]
    assert found == [
        {"name": "Tờ khai đăng ký khai tử", "form": "bản chính", "quantity": 1},
        {"name": "Giấy báo tử", "form": "bản sao", "quantity": 2},
    ]


def test_a_speck_between_two_signatures_makes_no_value_of_the_second(read):
    text = """
                GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
    Mã hồ sơ: 000.00.19.H18-240322-0104

    Người nộp hồ sơ.                       Cán bộ tiếp nhận
    (Ký, họ tên)                           (Ký, họ tên)


     Lữ Phò Mẫu                             Sùng Thị Mẫu
"""
    assert read("receipt", text)["receiver_name"] == "Sùng Thị Mẫu"


def test_a_number_stands_behind_the_name_of_the_document_that_bears_it(read):
    text = """
                TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP
    1. Họ và tên: BẠC THỊ MẪU
    5. Chứng minh nhân dân/Thẻ căn cước/Hộ chiếu: CCCD               Số: 011190974682
"""
    assert read("application", text)["applicant_id"] == "011190974682"


def test_labels_over_their_values_in_cells(read):
    values = read("birth_certificate", """
                         GIẤY KHAI SINH
    Họ, chữ đệm, tên                            Giới tính
    SỪNG CHỪ MẪU                                Nữ
    Dân tộc          Quốc tịch                  Số định danh cá nhân
    Hà Nhì           Việt Nam                   011319070240
    Họ, chữ đệm, tên người mẹ                   Năm sinh
    LỲ CHỪ MẪU                                  21/05/1992
    Dân tộc          Quốc tịch                  Nơi cư trú
    Hà Nhì           Việt Nam                   Bản Mẫu, xã Thanh Xương,
                                                tỉnh Điện Biên
""")  # fmt: skip

    assert (values["full_name"], values["sex"], values["nationality"]) == ("SỪNG CHỪ MẪU", "female", "Việt Nam")
    assert (values["mother_name"], values["mother_birth"]) == ("LỲ CHỪ MẪU", "1992-05-21")
    assert values["mother_residence"] == "Bản Mẫu, xã Thanh Xương, tỉnh Điện Biên"


def test_mother_and_father_as_columns_of_a_table_between_other_lines(read):
    values = read("birth_certificate", """
                         GIẤY KHAI SINH
    Họ và tên: SỪNG CHỪ NHÙ                     Nam, nữ: Nữ
    Nơi sinh: Tại nhà, Bản Mẫu 3 - xã Thanh Xương - huyện Điện
    Biên - tỉnh Điện Biên
                          NGƯỜI MẸ                    NGƯỜI CHA
    Họ và tên             LỲ CHỪ MẪU                  SỪNG GÒ MẪU
    Năm sinh              1975                        24-05-1964
    Dân tộc               Hà Nhì                      Thái
    Quốc tịch             Việt Nam                    Việt Nam
    Nơi thường trú        Đội 18, xã Thanh Xương,     Bản Mẫu 3, xã
                          tỉnh Điện Biên              Thanh Xương
    Họ, tên, tuổi người đứng khai: Lỳ Chừ Mẫu, 27 tuổi
    Nơi đăng ký hộ khẩu thường trú: Đội 18, xã Thanh Xương, huyện Điện
    Biên, tỉnh Điện Biên
""")  # fmt: skip

    assert (values["mother_name"], values["mother_birth"]) == ("LỲ CHỪ MẪU", "1975")
    assert (values["father_name"], values["father_birth"]) == ("SỪNG GÒ MẪU", "1964-05-24")
    assert (values["mother_ethnicity"], values["father_ethnicity"]) == ("Hà Nhì", "Thái")
    assert values["mother_residence"] == "Đội 18, xã Thanh Xương, tỉnh Điện Biên"
    assert values["father_residence"] == "Bản Mẫu 3, xã Thanh Xương"
    assert values["place_of_birth"] == "Tại nhà, Bản Mẫu 3 - xã Thanh Xương - huyện Điện Biên - tỉnh Điện Biên"
    assert values["declarant_name"] == "Lỳ Chừ Mẫu"
    assert "registered_at" not in values


def test_forms_that_are_counted_in_columns_of_their_own(read):
    values = read("receipt", """
                GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
    Giấy tờ kèm theo hồ sơ:
    STT   Tên giấy tờ                          Bản chính     Bản sao
    1     Đơn đề nghị                             01
    2     Giấy tờ chứng minh                                    02
    Số bộ hồ sơ: 01 bộ
""")  # fmt: skip

    told = [{name: cell.value for name, cell in item.items()} for item in values["components"]]
    assert told == [
        {"name": "Đơn đề nghị", "form": "Bản chính", "quantity": 1},
        {"name": "Giấy tờ chứng minh", "form": "Bản sao", "quantity": 2},
    ]


def test_a_bare_title_takes_the_line_below_that_says_of_what(read):
    values = read("application", """
                                TỜ KHAI
                Đề nghị cấp hộ chiếu phổ thông ở trong nước
                (Dùng cho người từ đủ 14 tuổi trở lên)
    1. Họ, chữ đệm và tên: THÀO HOÀNG MẪU
""")  # fmt: skip

    assert values["title"] == "TỜ KHAI Đề nghị cấp hộ chiếu phổ thông ở trong nước"


def test_several_who_are_addressed_stand_below_each_other(read):
    values = read("application", """
                       ĐƠN ĐỀ NGHỊ CHUYỂN TRƯỜNG
       Kính gửi: - Hiệu trưởng Trường THCS Sính Phình;
                 ~ Hiệu trưởng Trường THCS Mường Thanh.
    Tôi tên là: Tòng Khăm Mẫu
""")  # fmt: skip

    assert values["addressee"] == "Hiệu trưởng Trường THCS Sính Phình; Hiệu trưởng Trường THCS Mường Thanh"


def test_a_label_broken_in_the_second_column_of_a_grid_is_whole_again(read):
    values = read("receipt", """
    Tiếp nhận hồ sơ của   LÒ THỊ YẾN
    Địa chỉ               Bản Khá, tỉnh Điện Biên
    Số điện thoại         0324301865         Số lượng hồ   1 bộ
                                             sơ
    Thời gian giải quyết  10 ngày làm việc   Phí, lệ phí   200.000 đ
""")  # fmt: skip

    assert (values["applicant_phone"], values["dossier_count"]) == ("0324301865", 1)
    assert (values["processing_days"], values["fee"]) == (10, 200000)


def test_a_centre_named_only_in_the_heading_is_read_whole_and_alone(read):
    values = read("receipt", """
        UBND TỈNH ĐIỆN BIÊN         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
         TRUNG TÂM PHỤC VỤ             Độc lập - Tự do - Hạnh phúc
        HÀNH CHÍNH CÔNG TỈNH
             ĐIỆN BIÊN

              GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
    Tiếp nhận hồ sơ của: LÒ THỊ YẾN
""")  # fmt: skip

    assert values["centre_name"] == "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG TỈNH ĐIỆN BIÊN"


def test_a_body_in_the_heading_that_receives_nothing_is_no_centre(read):
    values = read("receipt", """
        ỦY BAN NHÂN DÂN             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
         XÃ MƯỜNG PHĂNG                Độc lập - Tự do - Hạnh phúc

              GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
    Tiếp nhận hồ sơ của: LÒ THỊ YẾN
""")  # fmt: skip

    assert "centre_name" not in values


def test_a_code_goes_on_below_the_dash_that_ends_its_line(read):
    values = read("receipt", """
    Mã hồ sơ: 000.07.02.H41-231023-
                  0168
    Tiếp nhận hồ sơ của: LÒ THỊ YẾN
""")  # fmt: skip

    assert values["dossier_code"] == "000.07.02.H41-231023-0168"


def test_other_names_of_a_label_after_strokes_are_no_value(read):
    values = read("receipt", """
    Tiếp nhận hồ sơ của ông/bà/tổ chức: Công ty Cố phần Mẫu Hoa Ban
    Địa chỉ: Số 15 đường Mẫu, phường Tân Mẫu, tỉnh Điện Biên
""")  # fmt: skip
    paper = read("application", """
                   ĐƠN ĐỀ NGHỊ CẤP CHỨNG CHỈ
    Họ và tên: NGHIÊM HOÀI MẪU
    Số CMND/Thẻ căn cước công dân/Hộ chiếu: 011191475256
""")  # fmt: skip

    assert values["applicant_name"] == "Công ty Cổ phần Mẫu Hoa Ban"
    assert paper["applicant_id"] == "011191475256"


def test_the_heading_of_the_next_block_is_no_value_of_the_cell_above_it(read):
    values = read("birth_certificate", """
                          GIẤY KHAI SINH
    NGƯỜI CHA
    Họ, chữ đệm, tên người cha                    Năm sinh
    THÀO A KHUA                                   1995
    Dân tộc      Quốc tịch      Nơi cư trú
    Mông         Việt Nam       Bản Noong Bua, xã Thanh Yên,
                                tỉnh Điện Biên
    NGƯỜI ĐI KHAI SINH VÀ VIỆC ĐĂNG KÝ
    Họ, chữ đệm, tên người đi khai sinh           Giấy tờ tùy thân
    LÝ THỊ XIA                                    CCCD số 011163070079
""")  # fmt: skip

    assert values["father_nationality"] == "Việt Nam"
    assert values["father_residence"] == "Bản Noong Bua, xã Thanh Yên, tỉnh Điện Biên"
    assert values["declarant_name"] == "LÝ THỊ XIA"


def test_a_date_whose_figures_nobody_can_read_is_told_by_its_words(read):
    values = read("birth_certificate", """
                          GIẤY KHAI SINH
    Ngày, tháng, năm sinh: 1§/%4/2O
    Ghi bằng chữ: Ngày mười lăm tháng tư năm hai nghìn không trăm mười lăm
""")  # fmt: skip

    assert values["date_of_birth"] == "2015-04-15"


def test_a_title_behind_a_speck_is_one_and_keeps_its_commas(read):
    values = read("application", """
           7 TỜ KHAI ĐĂNG KÝ VIỆC THAY ĐỔI, CẢI CHÍNH,
              BỔ SUNG THÔNG TIN HỘ TỊCH
    Kính gửi: UBND phường Gia Cẩm
""")  # fmt: skip

    assert values["title"] == "TỜ KHAI ĐĂNG KÝ VIỆC THAY ĐỔI, CẢI CHÍNH, BỔ SUNG THÔNG TIN HỘ TỊCH"


def test_the_end_of_a_body_after_a_dash_is_joined_by_it(read):
    values = read("household_business", """
    UBND THÀNH PHỐ QUY NHƠN           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
     PHÒNG TÀI CHÍNH -                  Độc lập - Tự do - Hạnh phúc
         KẾ HOẠCH
              GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH
""")  # fmt: skip

    assert values["issued_by"] == "PHÒNG TÀI CHÍNH - KẾ HOẠCH"


@pytest.mark.parametrize("torn", ["        TIẾP NHẬN HỒ SƠ", "NGƯỜI TIẾP NI    HỒ SƠ"])
def test_a_label_torn_by_a_seal_is_told_by_the_one_who_signs_beside_it(read, torn):
    values = read("receipt", f"""
                GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
    Mã hồ sơ: 000.00.19.H18-240322-0104

      NGƯỜI NỘP HỒ SƠ                 {torn}
    (Ký, ghi rõ họ tên)              (Ký, ghi rõ họ tên)


       Lữ Phò Mẫu                         Sùng Thị Mẫu
""")  # fmt: skip

    assert values["receiver_name"] == "Sùng Thị Mẫu"
    assert "applicant_name" not in values


def test_a_heading_over_columns_of_forms_belongs_to_all_of_them():
    cells = [line(text, 0).words for text in ("Tên giấy tờ", "Bản chính", "Số lượng Bản sao", "Bản chụp")]
    forms = counted.counting(cells)

    assert [text_of(words) for words in forms.values()] == ["Bản chính", "Bản sao", "Bản chụp"]


@pytest.mark.parametrize("who", ["Là phụ huynh của học sinh: Tòng Khăm Mẫu", "Họ và tên trẻ: Tòng Khăm Mẫu"])
def test_the_birth_of_the_child_is_not_that_of_the_parent_who_asks(read, who):
    values = read("application", f"""
                       ĐƠN ĐỀ NGHỊ CHUYỂN TRƯỜNG
    Tôi tên là: Cứ Thị Mẫu
    Năm sinh: ?9?4                          Dân tộc: Xinh Mun
    {who}
    Sinh ngày: 23/04/2013                   Hiện đang học lớp: 2A2
    Tôi làm đơn này xin Ban Giám hiệu cho cháu được chuyển trường.
""")  # fmt: skip

    assert values.get("applicant_birth") is None
    assert values["request"] == "cho cháu được chuyển trường"


def test_a_person_whose_block_lost_its_heading_is_still_the_one_that_labels_tell(read):
    values = read("business_registration", """
         GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP
    4. Ngưò# đ: n th ph
    Họ, chữ đệm và tên: CẦM QUANG THƯƠNG
    Giới tính: Nam     Quốc tịch: Việt Nam
    Chức danh: Giám đốc
""")  # fmt: skip

    assert values["representative_name"] == "CẦM QUANG THƯƠNG"


@pytest.mark.parametrize(("ends", "goes_on"), [("chuyển", "đến"), ("từ Trường", "THCS Mẫu đến")])
def test_a_speck_at_the_end_of_a_full_line_does_not_end_what_is_asked(ends, goes_on):
    kinds = catalogue.load(Path("config/kinds"))
    paper = extraction.extract("application", 1.0, [page(f"""
                       ĐƠN ĐỀ NGHỊ CHUYỂN TRƯỜNG
        Tôi tên là: Cứ Thị Mẫu
        Tôi làm đơn này xin Ban Giám hiệu cho cháu được {ends}.
    {goes_on} học tại Trường Tiểu học Mẫu ở xã Mường Mẫu.
        Xin trân trọng cảm ơn!
""")], kinds=kinds)  # fmt: skip
    asked = paper.fields["request"]

    assert str(asked.value).endswith(f"{goes_on} học tại Trường Tiểu học Mẫu ở xã Mường Mẫu")
    assert asked.review == goes_on[0].isupper()


def test_a_code_that_stands_alone_below_its_bars_is_the_dossiers(read):
    values = read(
        "receipt",
        """
    UBND XÃ TỦA CHÙA              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                        ||||||||||||||
                   H18.16-2608 18-0168
            GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
    Ông/Bà: LÒ THỊ YẾN
""",
    )

    assert values["dossier_code"] == "H18.16-260818-0168"


def test_of_two_codes_that_stand_alone_neither_is_the_dossiers(read):
    values = read(
        "receipt",
        """
    H18.16-260818-0168                              H18.16-260818-0169
            GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
    Ông/Bà: LÒ THỊ YẾN
""",
    )

    assert "dossier_code" not in values


def test_who_signs_begins_no_block_above(read):
    values = read(
        "receipt",
        """
            GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
    n n      sơ: LÒ THỊ YẾN
    Địa chỉ: Bản Khá, xã Mường Phăng, tỉnh Điện Biên
    Số điện thoại: 0912 345 678
    Nhận lúc: 07h03 ngày 04/07/2025

    Người nộp hồ sơ                         Người tiếp nhận hồ sơ

    Lò Thị Yến                              Cà Văn Thành
""",
    )

    assert values["applicant_phone"] == "0912345678"
    assert values["applicant_address"] == "Bản Khá, xã Mường Phăng, tỉnh Điện Biên"


def test_two_people_named_on_the_last_row_of_a_page_are_no_table(read):
    values = read(
        "birth_certificate",
        """
                       GIẤY KHAI SINH
    Họ, chữ đệm, tên: LÒ THỊ YẾN
    NGƯỜI MẸ                               NGƯỜI CHA
""",
    )

    assert values["full_name"] == "LÒ THỊ YẾN"


def test_a_table_whose_names_are_all_lost_has_no_items(read):
    values = read(
        "receipt",
        """
    1. Thành phần hồ sơ nộp gồm:
    STT      Tên giấy tờ                                  Bản chính      Bản sao
     1                                                       01
                                                             02
    2. Số lượng hồ sơ: 01 (bộ)
""",
    )

    assert "components" not in values


def test_what_stands_behind_a_name_in_the_same_breath_is_told_apart(read):
    values = read(
        "application",
        """
                       ĐƠN XIN THUÊ ĐẤT
    Kính gửi: Ủy ban nhân dân phường Pleiku
    1. Người xin thuê đất 3: Bùi Trọng Đạt, sinh ngày 24/06/1982, căn cước số 064082912262
    2. Địa chỉ/trụ sở chính: số 369 đường Nguyễn Huệ, phường Pleiku, tỉnh Gia Lai
""",
    )

    assert values["applicant_name"] == "Bùi Trọng Đạt"
    assert values["applicant_birth"] == "1982-06-24"
    assert values["applicant_id"] == "064082912262"


@pytest.mark.parametrize(("name", "birth"), [("Đinh Thị Bích Châu", "1996-12-11"), ("Đinh Thị Hoa", None)])
def test_what_a_paper_for_oneself_tells_of_whom_it_is_for_is_told_of_who_asks(read, name, birth):
    values = read(
        "application",
        f"""
                  TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN
    Kính gửi: Ủy ban nhân dân phường 7
    Họ, chữ đệm, tên người yêu cầu: ĐINH THỊ BÍCH CHÂU
    Đề nghị cơ quan cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây:
    Họ, chữ đệm, tên: {name.upper()}
    Ngày, tháng, năm sinh: 11/12/1996
""",
    )

    assert values["applicant_name"] == "ĐINH THỊ BÍCH CHÂU"
    assert values.get("applicant_birth") == birth


def test_a_title_takes_neither_the_heading_of_a_part_nor_itself_in_english(read):
    for below in ("Phần I. THÔNG TIN CỦA ĐỐI TƯỢNG", "APPLICATION FORM FOR ASSISTANCE"):
        values = read(
            "application",
            f"""
                       TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI
                      {below}
    1. Họ và tên: CAO THỊ NGỌC HOA
""",
        )

        assert values["title"] == "TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI"


def test_the_sex_of_the_next_column_is_no_part_of_a_name_in_capitals(read):
    assert read("birth_certificate", "    Họ, chữ đệm, tên: LÝ BÁ DƠ Nam")["full_name"] == "LÝ BÁ DƠ"
    assert read("birth_certificate", "    Họ, chữ đệm, tên: LÝ BÁ NAM")["full_name"] == "LÝ BÁ NAM"


def test_a_label_of_the_form_is_no_value_of_another(read):
    values = read(
        "birth_certificate",
        """
                       GIẤY KHAI SINH
    Họ, chữ đệm, tên: LÒ THỊ YẾN
    Dân tộc: Thái      Quốc tịch: Việt Nam
    Họ, chữ đệm, tên người mẹ: QUÀNG THỊ LẢ
    Dân tộc: Quốc tịch
    Họ, chữ đệm, tên người đi khai sinh: VÀ VIỆC ĐĂNG KÝ
""",
    )

    assert "mother_ethnicity" not in values
    assert "declarant_name" not in values


def test_a_tick_before_a_value_is_none_of_it(read):
    assert read("application", "    Nơi cư trú: v/ Đội 5, xã Pú Nhi, tỉnh Điện Biên")["applicant_residence"] == (
        "Đội 5, xã Pú Nhi, tỉnh Điện Biên"
    )


def test_how_often_a_paper_was_changed_is_no_note_before_a_colon(read):
    values = read(
        "household_business",
        """
                GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH
                Đăng ký lần đầu: ngày 09 tháng 06 năm 2020
              Đăng ký thay đổi lần thứ 2: ngày 16 tháng 12 năm 2025
""",
    )

    assert (values["change_number"], values["changed_on"]) == (2, "2025-12-16")


def test_what_counts_the_dossier_below_a_list_counts_none_of_its_items(read):
    values = read(
        "receipt",
        """
    Hồ sơ gồm:
    - Giấy chứng nhận quyền sử dụng đất: 01 bản sao
    - Đơn đề nghị x 2 (Bản chính)
    - Bản sao hộ khẩu
    Số lượng: 05 bộ
""",
    )

    told = [{name: cell.value for name, cell in item.items()} for item in values["components"]]
    assert told == [
        {"name": "Giấy chứng nhận quyền sử dụng đất", "form": "bản sao", "quantity": 1},
        {"name": "Đơn đề nghị", "form": "Bản chính", "quantity": 2},
        {"name": "Bản sao hộ khẩu"},
    ]


def test_in_running_text_the_next_line_goes_on_with_the_last_label(read):
    values = read(
        "receipt",
        """
    Tiếp nhận hồ sơ của: Đặng Đức Quyết. Địa chỉ: Xóm Mới, xã Tân Quang, thành phố Sông Công, tỉnh Thái
    Nguyên.
    1. Thành phần hồ sơ nộp gồm: Giấy đề nghị đăng ký hộ kinh doanh (bản chính, 01); Bản sao căn cước
    công dân của chủ hộ (bản sao, 02).
""",
    )

    assert values["applicant_name"] == "Đặng Đức Quyết"
    assert values["applicant_address"] == "Xóm Mới, xã Tân Quang, thành phố Sông Công, tỉnh Thái Nguyên"
    assert [(item["name"].value, item["quantity"].value) for item in values["components"]] == [
        ("Giấy đề nghị đăng ký hộ kinh doanh", 1),
        ("Bản sao căn cước công dân của chủ hộ", 2),
    ]


def test_dirt_behind_the_word_for_a_unit_is_no_colon(read):
    values = read(
        "business_registration",
        """
    2. Địa chỉ trụ sở chính
       Nhóm 3, bản Huổi Phạ II, xã Si Pa Phìn, huyện: Nậm Pồ, tỉnh Điện Biên
    Điện thoại: 0215.3868240
""",
    )

    assert values["head_office"] == "Nhóm 3, bản Huổi Phạ II, xã Si Pa Phìn, huyện Nậm Pồ, tỉnh Điện Biên"


def test_a_misread_word_before_a_colon_does_not_end_the_value(read):
    values = read("receipt", "\n    Tên thủ tục hành chính: Cấp Phiế: lý lịch tư pháp cho công dân Việt Nam\n")

    assert "lý lịch tư pháp" in values["procedure_name"]


def test_a_label_that_lost_its_end_is_none_of_the_centres_name(read):
    values = read(
        "receipt",
        """
                       GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
    Bộ phận tiếp nhận và trả kết      Bộ phận Một cửa UBND xã Mường Mẫu
    Họ và tên: LÒ THỊ YẾN
""",
    )

    assert values["centre_name"] == "Bộ phận Một cửa UBND xã Mường Mẫu"


def test_an_item_whose_form_names_none_is_shown_whole():
    kinds = catalogue.load(Path("config/kinds"))
    typed = page("""
    Thành phần hồ sơ nộp gồm:
    TT   Tên giấy tờ                     Hình thức      Số lượng
    1    Đơn đăng ký biến                động đất đai      01
    2    Hợp đồng thuê đất               Bản chính         01
""")
    items = extraction.extract("receipt", 1.0, [typed], kinds=kinds).fields["components"].value

    assert [item["name"].review for item in items] == [True, False]
