"""Fields of filled forms are found by their labels, whatever engines and printers do to the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.stages import extraction
from pipeline.stages.extraction.opinions import Look
from pipeline.stores import catalogue
from tests.stages import forms
from tests.stages.typed import line, page


@pytest.fixture(scope="module")
def read():
    kinds = catalogue.load(Path("config/kinds"))

    def reading(kind: str, text: str, **how):
        return extraction.extract(kind, 1.0, [page(text, **how)], kinds=kinds).fields

    return reading


@pytest.fixture
def birth(read):
    return lambda text, **how: read("birth_certificate", text, **how)


@pytest.fixture
def receipt(read):
    return lambda text, **how: read("receipt", text, **how)


def values(fields) -> dict[str, object]:
    return {name: field.value for name, field in fields.items()}


def test_a_signer_whose_name_is_covered_is_left_to_a_person(birth):
    covered = birth(forms.BIRTH_CERTIFICATE.replace("CÀ VĂN THÀNH", "            "))["signer_name"]

    assert covered.value is None
    assert covered.review


def test_a_date_in_figures_and_another_in_words_is_told_and_left_to_a_person():
    kinds = catalogue.load(Path("config/kinds"))
    text = forms.BIRTH_CERTIFICATE.replace("05/01/2023 ghi", "06/01/2023 ghi")

    paper = extraction.extract("birth_certificate", 1.0, [page(text)], kinds=kinds)

    assert [(found.code, found.field) for found in paper.findings] == [("figures_contradict_words", "date_of_birth")]
    assert paper.fields["date_of_birth"].review


def test_a_birth_certificate_is_read_whole(birth):
    assert values(birth(forms.BIRTH_CERTIFICATE)) == {
        "number": "47/2023",
        "full_name": "LÒ THỊ YẾN",
        "date_of_birth": "2023-01-05",
        "sex": "female",
        "ethnicity": "Thái",
        "nationality": "Việt Nam",
        "place_of_birth": "Bệnh viện Đa khoa tỉnh Điện Biên, phường Noong Bua, thành phố Điện Biên Phủ, tỉnh Điện Biên",
        "place_of_origin": "xã Mường Phăng, thành phố Điện Biên Phủ",
        "personal_id": "011323000123",
        "mother_name": "QUÀNG THỊ LẢ",
        "mother_birth": "1995",
        "mother_ethnicity": "Thái",
        "mother_nationality": "Việt Nam",
        "mother_residence": "bản Khá, xã Mường Phăng",
        "father_name": "LÒ VĂN PÂNG",
        "father_birth": "1993",
        "father_ethnicity": "Khơ Mú",
        "father_nationality": "Lào",
        "father_residence": "bản Bua, xã Mường Phăng",
        "declarant_name": "LÒ VĂN PÂNG",
        "declarant_id": "011093004567",
        "registered_at": "Ủy ban nhân dân xã Mường Phăng",
        "registered_on": "2023-01-20",
        "signer_name": "CÀ VĂN THÀNH",
    }


def test_a_receipt_is_read_whole(receipt):
    fields = receipt(forms.RECEIPT)
    components = [{name: cell.value for name, cell in item.items()} for item in fields["components"].value]

    assert values({name: field for name, field in fields.items() if name != "components"}) == {
        "dossier_code": "H18.12-231005-0007",
        "centre_name": "UBND huyện Mường Ảng",
        "applicant_name": "GIÀNG A PÁO",
        "applicant_address": "bản Huổi Sứa, xã Ẳng Cang, huyện Mường Ảng, tỉnh Điện Biên",
        "applicant_phone": "0912345678",
        "applicant_email": "giangapao@gmail.com",
        "procedure_name": "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt "
        "Nam cấp",
        "dossier_count": 1,
        "processing_days": 3,
        "received_at": "2023-10-05T14:30",
        "due_at": "2023-10-10T16:00",
        "fee": 8000,
        "receiver_name": "Lường Thị Hoa",
    }
    assert components == [
        {"name": "Tờ khai đăng ký khai sinh theo mẫu", "form": "Bản chính", "quantity": 1},
        {"name": "Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp", "form": "Bản sao", "quantity": 2},
        {"name": "Giấy chứng nhận kết hôn", "form": "Bản chụp", "quantity": 1},
    ]


def test_printed_values_that_read_well_need_no_person(birth):
    assert not [name for name, field in birth(forms.BIRTH_CERTIFICATE).items() if field.review]


def test_labels_without_marks_are_labels(birth):
    text = forms.BIRTH_CERTIFICATE.replace("Dân tộc", "Dan toc").replace("Họ, chữ đệm, tên", "Ho, chu dem, ten")

    assert values(birth(text)) == values(birth(forms.BIRTH_CERTIFICATE))


def test_a_value_glued_to_its_label_is_parted_from_it(birth):
    text = forms.BIRTH_CERTIFICATE.replace(": ", ":")

    assert values(birth(text))["full_name"] == "LÒ THỊ YẾN"
    assert values(birth(text))["father_ethnicity"] == "Khơ Mú"


@pytest.mark.parametrize("colon", [";", ".", " :", " ...."])
def test_a_colon_may_be_misread(birth, colon):
    fields = values(birth(forms.BIRTH_CERTIFICATE.replace("tên:", f"tên{colon}").replace("sinh: 1", f"sinh{colon} 1")))

    assert fields["full_name"] == "LÒ THỊ YẾN"
    assert fields["mother_birth"] == "1995"


def test_a_colon_may_be_lost(birth):
    fields = values(birth(forms.BIRTH_CERTIFICATE.replace(": ", "  ")))

    assert fields["sex"] == "female"
    assert fields["mother_name"] == "QUÀNG THỊ LẢ"
    assert fields["father_nationality"] == "Lào"


def test_a_value_on_the_next_line_belongs_to_its_label(birth):
    fields = values(birth(forms.BIRTH_CERTIFICATE.replace("Quê quán: ", "Quê quán:\n")))

    assert fields["place_of_origin"] == "xã Mường Phăng, thành phố Điện Biên Phủ"
    assert fields["personal_id"] == "011323000123"


def test_leaders_are_no_part_of_a_value(birth):
    text = forms.BIRTH_CERTIFICATE.replace("LÒ THỊ YẾN", "......LÒ THỊ YẾN........ .....").replace(
        "Quê quán: xã", "Quê quán: ………… xã"
    )

    assert values(birth(text))["full_name"] == "LÒ THỊ YẾN"
    assert values(birth(text))["place_of_origin"] == "xã Mường Phăng, thành phố Điện Biên Phủ"


def test_a_blank_is_no_value(birth):
    fields = birth(forms.BIRTH_CERTIFICATE.replace("bản Khá, xã Mường Phăng", "……………………………"))

    assert "mother_residence" not in fields


def test_numbering_and_notes_do_not_hide_a_label(birth):
    text = forms.BIRTH_CERTIFICATE.replace("Quê quán:", "(5) Quê quán (2):").replace("Nơi sinh:", "4. Nơi sinh: (3)")

    assert values(birth(text)) == values(birth(forms.BIRTH_CERTIFICATE))


def test_labels_in_two_languages_are_labels(birth):
    text = forms.BIRTH_CERTIFICATE.replace("Quốc tịch:", "Quốc tịch / Nationality:")

    assert values(birth(text))["mother_nationality"] == "Việt Nam"


def test_the_father_may_stand_before_the_mother(birth):
    rows = forms.BIRTH_CERTIFICATE.split("\n")
    mother = next(n for n, row in enumerate(rows) if "người mẹ" in row)
    swapped = [*rows[:mother], *rows[mother + 3 : mother + 6], *rows[mother : mother + 3], *rows[mother + 6 :]]

    assert values(birth("\n".join(swapped))) == values(birth(forms.BIRTH_CERTIFICATE))


def test_parents_in_two_columns_keep_their_own_values(birth):
    rows = forms.BIRTH_CERTIFICATE.split("\n")
    mother = next(n for n, row in enumerate(rows) if "người mẹ" in row)
    abreast = [
        "Họ, chữ đệm, tên người mẹ:              Họ, chữ đệm, tên người cha:",
        "QUÀNG THỊ LẢ                            LÒ VĂN PÂNG",
        "Năm sinh: 1995                          Năm sinh: 1993",
        "Dân tộc: Thái                           Dân tộc: Khơ Mú",
        "Quốc tịch: Việt Nam                     Quốc tịch: Lào",
        "Nơi cư trú: bản Khá, xã                 Nơi cư trú: bản Bua, xã",
        "Mường Phăng                             Mường Phăng",
    ]
    text = "\n".join([*rows[:mother], *abreast, *rows[mother + 6 :]])

    assert values(birth(text)) == values(birth(forms.BIRTH_CERTIFICATE))


def test_a_label_that_the_kind_does_not_know_ends_a_value(birth):
    text = forms.BIRTH_CERTIFICATE.replace("Dân tộc: Khơ Mú", "Dân tộc: Khơ Mú Tín ngưỡng: Không").replace(
        "Số định danh", "Đặc điểm nhận dạng: không\nSố định danh"
    )

    assert values(birth(text)) == values(birth(forms.BIRTH_CERTIFICATE))


def test_a_word_that_the_engine_doubts_makes_the_field_unsure(birth):
    fields = birth(forms.BIRTH_CERTIFICATE, doubtful=["YẾN"])

    assert fields["full_name"].review
    assert not fields["mother_name"].review


def test_words_that_contradict_the_figures_make_a_date_unsure(birth):
    fields = birth(forms.BIRTH_CERTIFICATE.replace("tháng một", "tháng hai"))

    assert fields["date_of_birth"].review


def test_a_field_says_where_it_stands(birth):
    field = birth(forms.BIRTH_CERTIFICATE)["place_of_birth"]

    assert field.page == 1
    assert field.box.height > 50
    assert field.source == "ocr"


def test_a_business_registration_is_read_whole(read):
    assert values(read("business_registration", forms.BUSINESS)) == {
        "tax_code": "0100047516",
        "first_registered_on": "2019-03-12",
        "change_number": 2,
        "changed_on": "2023-01-05",
        "name_vi": "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN XÂY DỰNG VÀ THƯƠNG MẠI MƯỜNG THANH",
        "name_foreign": "MUONG THANH CONSTRUCTION AND TRADING COMPANY LIMITED",
        "name_short": "MTC CO., LTD",
        "head_office": "Số 15, tổ dân phố 4, phường Mường Thanh, thành phố Điện Biên Phủ, tỉnh Điện Biên, Việt Nam",
        "phone": "02153825678",
        "email": "lienhe@muongthanh.example",
        "charter_capital": 5_000_000_000,
        "representative_name": "LÒ THỊ MAI",
        "representative_title": "Giám đốc",
        "representative_birth": "1985-09-07",
        "representative_id": "011185000321",
        "issued_by": "PHÒNG ĐĂNG KÝ KINH DOANH",
        "signer_name": "Phạm Quốc Khánh",
    }


def test_an_application_is_read_whole(read):
    fields = values(read("application", forms.APPLICATION))
    fields.pop("request", None)
    assert fields == {
        "title": "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        "addressee": "Ủy ban nhân dân xã Mường Phăng",
        "applicant_name": "LÒ VĂN PÂNG",
        "applicant_birth": "1993-04-12",
        "applicant_id": "011093004567",
        "applicant_residence": "bản Bua, xã Mường Phăng, thành phố Điện Biên Phủ",
        "applicant_phone": "0987654321",
        "made_at": "xã Mường Phăng",
        "made_on": "2023-01-18",
    }


def test_parents_under_headlines_side_by_side_keep_their_own_values(birth):
    rows = forms.BIRTH_CERTIFICATE.split("\n")
    mother = next(n for n, row in enumerate(rows) if "người mẹ" in row)
    abreast = [
        "            THÔNG TIN NGƯỜI MẸ                        THÔNG TIN NGƯỜI CHA",
        "Họ, chữ đệm, tên: QUÀNG THỊ LẢ           Họ, chữ đệm, tên: LÒ VĂN PÂNG",
        "Năm sinh: 1995                           Năm sinh: 1993",
        "Dân tộc: Thái                            Dân tộc: Khơ Mú",
        "Quốc tịch: Việt Nam                      Quốc tịch: Lào",
        "Nơi cư trú: bản Khá, xã Mường Phăng      Nơi cư trú: bản Bua, xã Mường Phăng",
    ]
    text = "\n".join([*rows[:mother], *abreast, *rows[mother + 6 :]])

    assert values(birth(text)) == values(birth(forms.BIRTH_CERTIFICATE))


def test_a_name_that_looks_like_the_end_of_a_label_is_a_name(birth):
    fields = values(birth(forms.BIRTH_CERTIFICATE.replace("tên: LÒ THỊ YẾN", "tên: CHÁ VÁ")))

    assert fields["full_name"] == "CHÁ VÁ"
    assert fields["father_name"] == "LÒ VĂN PÂNG"


def test_a_value_that_looks_like_a_label_is_a_value(receipt):
    below = forms.RECEIPT.replace("kết quả: UBND huyện", "kết quả:\n   Bộ phận một cửa UBND huyện")

    assert values(receipt(below))["centre_name"] == "Bộ phận một cửa UBND huyện Mường Ảng"


def test_a_list_of_dashes_is_a_list_of_components(receipt):
    rows = forms.RECEIPT.split("\n")
    first = next(n for n, row in enumerate(rows) if row.startswith(" TT"))
    last = next(n for n, row in enumerate(rows) if row.startswith("2. Số lượng"))
    listed = [
        "- Tờ khai đăng ký khai sinh theo mẫu (bản chính, số lượng: 01)",
        "- Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp hoặc văn bản của",
        "người làm chứng (bản sao, số lượng: 02)",
    ]
    fields = receipt("\n".join([*rows[:first], *listed, *rows[last:]]))

    assert [{name: cell.value for name, cell in item.items()} for item in fields["components"].value] == [
        {"name": "Tờ khai đăng ký khai sinh theo mẫu", "form": "bản chính", "quantity": 1},
        {
            "name": "Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp hoặc văn bản của người làm chứng",
            "form": "bản sao",
            "quantity": 2,
        },
    ]


def test_a_second_reading_that_differs_asks_a_person(read):
    kinds = catalogue.load(Path("config/kinds"))
    typed = page(forms.BIRTH_CERTIFICATE.replace("tên: LÒ THỊ YẾN", "tên: LÒ THỊ YÊN"), doubtful=["YÊN"])

    look = Look(again=lambda _, box: line("LÒ THỊ YẾN", 6).words, other=lambda *_: "LÒ THỊ YẾN")
    field = extraction.extract("birth_certificate", 1.0, [typed], kinds=kinds, look=look).fields["full_name"]

    assert field.value == "LÒ THỊ YẾN"
    assert field.review


def test_a_second_reading_that_agrees_is_believed(read):
    kinds = catalogue.load(Path("config/kinds"))
    slightly = [
        line(row, at, confidence=0.93) for at, row in enumerate(forms.BIRTH_CERTIFICATE.strip("\n").split("\n")) if row
    ]
    typed = replace(page("x"), lines=tuple(slightly))

    look = Look(again=lambda *_: (), other=lambda _, words, wider: " ".join(word.text for word in words))
    once = extraction.extract("birth_certificate", 1.0, [typed], kinds=kinds).fields["mother_name"]
    twice = extraction.extract("birth_certificate", 1.0, [typed], kinds=kinds, look=look).fields["mother_name"]

    assert twice.confidence > once.confidence
    assert not twice.review


def test_the_name_of_a_place_that_two_readers_did_not_see_is_shown_to_a_person():
    kinds = catalogue.load(Path("config/kinds"))
    text = "    1. Tên công ty viết bằng tiếng Việt: CÔNG TY TNHH THIẾT BỊ ĐIỆN BIỂN XANH"

    look = Look(again=lambda *_: (), other=lambda _, words, wider: " ".join(word.text for word in words))
    fields = extraction.extract("business_registration", 1.0, [page(text)], kinds=kinds, look=look).fields

    assert fields["name_vi"].review


def test_a_ruled_table_is_read_by_its_cells_whatever_the_rows_look_like():
    kinds = catalogue.load(Path("config/kinds"))
    table = [
        [["TT"], ["n", "giấy", "từ"], ["Hình", "thức"], ["Số", "lượng"]],
        [["1"], ["Tờ", "khai", "thay", "đổi", "(Mẫu", "CT01)"], ["Bản", "chính"], ["01"]],
        [[], ["Giấy", "chứng", "sinh"], ["Bản", "sao"], ["02"]],
    ]
    cells = [[line(" ".join(cell), 20 + at).words if cell else () for cell in row] for at, row in enumerate(table)]
    look = Look(
        again=lambda *_: (), other=lambda _, words, wider: " ".join(one.text for one in words), cells=lambda *_: cells
    )

    fields = extraction.extract("receipt", 1.0, [page(forms.RECEIPT)], kinds=kinds, look=look).fields

    assert [{name: cell.value for name, cell in item.items()} for item in fields["components"].value] == [
        {"name": "Tờ khai thay đổi (Mẫu CT01)", "form": "Bản chính", "quantity": 1},
        {"name": "Giấy chứng sinh", "form": "Bản sao", "quantity": 2},
    ]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Đề nghị Quý cơ quan cấp bản sao giấy khai sinh.", "cấp bản sao giấy khai sinh"),
        ("4. Đề nghị: Cấp lại giấy phép xây dựng", "Cấp lại giấy phép xây dựng"),
        ("Nay tôi làm đơn này kính đề nghị xác nhận nơi cư trú.", "xác nhận nơi cư trú"),
        ("Tôi viết đơn này kính mong quý cơ quan xác nhận nơi cư trú.", "xác nhận nơi cư trú"),
        ("Kính đề nghị Phòng xem xét cấp giấy phép bán lẻ rượu, cụ thể như sau:", "cấp giấy phép bán lẻ rượu"),
    ],
)
def test_a_request_is_found_by_the_verb_that_asks(read, sentence, asked):
    fields = read(
        "application", f"             ĐƠN ĐỀ NGHỊ\nHọ và tên: Lò Văn Nam\n{sentence}\nTôi xin cam đoan là đúng."
    )

    assert fields["request"].value == asked


def test_a_polite_end_asks_for_nothing(read):
    text = "             ĐƠN TRÌNH BÀY\nHọ và tên: Lò Văn Nam\nKính mong quý cơ quan xem xét, giải quyết."

    assert "request" not in read("application", text)


def test_a_colon_behind_the_last_word_of_a_value_makes_no_label_of_it(birth):
    fields = birth(forms.BIRTH_CERTIFICATE.replace("LÒ THỊ YẾN", "LÒ THỊ YẾN:"))

    assert fields["full_name"].value == "LÒ THỊ YẾN"


def test_a_value_that_is_worded_like_its_label_is_the_value(receipt):
    same = forms.RECEIPT.replace("trả kết quả: UBND huyện Mường Ảng", "trả kết quả: Bộ phận tiếp nhận và trả kết quả")

    assert receipt(same)["centre_name"].value == "Bộ phận tiếp nhận và trả kết quả"


def test_the_second_line_of_a_value_may_begin_like_a_label(receipt):
    long = "Thông báo thay đổi ngành, nghề kinh doanh; thay đổi vốn,\nđịa chỉ trụ sở chính của doanh nghiệp"
    told = forms.RECEIPT.replace(
        "Chứng thực bản sao từ bản chính giấy tờ, văn\nbản do cơ quan, tổ chức có thẩm quyền của Việt Nam cấp", long
    )

    assert receipt(told)["procedure_name"].value == long.replace("\n", " ")


def test_an_empty_place_for_an_address_of_mail_takes_no_other_line(receipt):
    empty = forms.RECEIPT.replace("Email: giangapao@gmail.com", "Email:")

    assert "applicant_email" not in receipt(empty)


def test_syllables_that_were_glued_are_two_words(birth):
    assert birth(forms.BIRTH_CERTIFICATE.replace("Dân tộc: Thái", "Dân tộc: KhơMú"))["ethnicity"].value == "Khơ Mú"


def test_of_several_people_who_sign_side_by_side_the_one_whose_date_is_filled_in_made_it(read):
    fields = values(read("application", """
                   TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ
    Kính gửi: Công an phường Vĩnh Ninh

    ....., ngày.....tháng....năm....... Vĩnh Ninh, ngày 07 tháng 07
                                             năm 2022
    Ý KIẾN CỦA CHỦ HỘ                   NGƯỜI KÊ KHAI
"""))  # fmt: skip

    assert (fields["made_at"], fields["made_on"]) == ("Vĩnh Ninh", "2022-07-07")


def test_a_place_whose_name_looks_like_the_word_for_year_is_whole(read):
    fields = values(read("application", """
                        ĐƠN ĐỀ NGHỊ
    Kính gửi: Ủy ban nhân dân xã Nậm Kè

                         Xã Nậm Kè, ngày 05 tháng 10 năm 2022
"""))  # fmt: skip

    assert fields["made_at"] == "Xã Nậm Kè"


def test_a_day_whose_figures_look_like_letters_is_a_day(read):
    fields = values(read("application", """
                        ĐƠN ĐỀ NGHỊ
    Kính gửi: Ủy ban nhân dân xã An Biên

                         An Biên, ngày II tháng 10 năm 2022
"""))  # fmt: skip

    assert (fields["made_at"], fields["made_on"]) == ("An Biên", "2022-10-11")


def test_a_number_in_boxes_is_asked_for_where_the_page_shows_brackets():
    kinds = catalogue.load(Path("config/kinds"))
    told = page("""
                        ĐƠN ĐỀ NGHỊ
    Họ và tên: Lò Thị Yến
    Số định danh cá nhân: [0[1|1]1[9|I[4[7s]2[s[6
""")
    number = replace(line("011191475256", 2).words[0], confidence=0.97)
    alike = {"again": lambda *_: (), "other": lambda _, words, wider: " ".join(word.text for word in words)}
    look = Look(**alike, boxed=lambda *_: number)

    field = extraction.extract("application", 1.0, [told], kinds=kinds, look=look).fields["applicant_id"]

    assert (field.value, field.review) == ("011191475256", False)


def test_a_number_in_boxes_from_no_known_place_is_shown_to_a_person():
    kinds = catalogue.load(Path("config/kinds"))
    told = page("""
                        ĐƠN ĐỀ NGHỊ
    Số định danh cá nhân: [0[1|1]1[9|I[4[7s]2[s[6
""")
    look = Look(again=lambda *_: (), other=lambda *_: "", boxed=lambda *_: line("005191475256", 2).words[0])

    assert extraction.extract("application", 1.0, [told], kinds=kinds, look=look).fields["applicant_id"].review
