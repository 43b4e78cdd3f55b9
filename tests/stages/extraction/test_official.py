"""Official papers are read by their layout, and what a pen wrote is never a confident value."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.domain.page import Box, Word
from pipeline.stages import extraction
from pipeline.stages.extraction.opinions import Look
from pipeline.stores import catalogue
from tests.stages import letters
from tests.stages.typed import line, page


@pytest.fixture(scope="module")
def kinds():
    return catalogue.load(Path("config/kinds"))


def read(kinds, kind, text, **how):
    paper = extraction.extract(kind, 0.99, [page(text, **how)], kinds=kinds)
    return {name: field.value for name, field in paper.fields.items()}, paper.fields


def test_a_decision_is_read_by_its_places(kinds):
    values, _ = read(kinds, "decision", letters.DECISION)

    assert values == {
        "issuer": "ỦY BAN NHÂN DÂN TỈNH ĐIỆN BIÊN",
        "number": "05",
        "symbol": "05/QĐ-UBND",
        "place": "Điện Biên",
        "issued_on": "2024-01-05",
        "subject": "Về việc công bố Danh mục thủ tục hành chính mới ban hành thuộc thẩm quyền giải quyết của "
        "Sở Y tế tỉnh Điện Biên",
        "signer_title": "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH",
        "signer_name": "Lò Văn Tiến",
    }


def test_a_letter_has_its_subject_under_the_number_and_an_addressee(kinds):
    values, _ = read(kinds, "official_letter", letters.LETTER)

    assert values == {
        "issuer": "SỞ TƯ PHÁP",
        "number": "12",
        "symbol": "12/STP-HCTP",
        "place": "Điện Biên",
        "issued_on": "2023-06-09",
        "subject": "hướng dẫn đăng ký khai sinh lưu động",
        "addressee": "Ủy ban nhân dân huyện Mường Ảng",
        "signer_title": "GIÁM ĐỐC",
        "signer_name": "Quàng Thị Hoà",
    }


def test_a_number_and_a_day_written_by_hand_have_no_value_and_are_reviewed(kinds):
    values, fields = read(kinds, "other", letters.NOTICE)

    assert values["issuer"] == "TRƯỜNG ĐẠI HỌC MẪU"
    assert values["title"] == "THÔNG BÁO"
    assert values["signer_title"] == "TL. HIỆU TRƯỞNG / TRƯỞNG PHÒNG CTSV"
    for name in ("number", "symbol", "issued_on"):
        assert fields[name].value is None
        assert fields[name].review


def test_a_deputy_whose_title_lost_its_first_word_under_the_seal_is_still_a_deputy(kinds):
    values, _ = read(kinds, "decision", letters.DECISION.replace("PHÓ CHỦ TỊCH", "    CHỦ TỊCH"))

    assert values["signer_title"] == "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"


def test_marks_of_fixed_expressions_are_put_right_and_the_reading_is_kept(kinds):
    values, fields = read(kinds, "decision", letters.DECISION.replace("mới ban hành\n", "mới bàn hành\n"))

    assert "mới ban hành thuộc thẩm quyền" in values["subject"]
    assert "mới bàn hành thuộc thẩm quyền" in fields["subject"].text


def test_a_second_look_that_says_otherwise_makes_the_number_unsure(kinds):
    look = Look(again=lambda *_: line("Số: 95/QĐ-UBND", 0).words, other=lambda *_: "95/QĐ-UBND")
    paper = extraction.extract("decision", 0.99, [page(letters.DECISION)], kinds=kinds, look=look)

    assert paper.fields["number"].review


def test_a_name_that_ends_in_one_consonant_is_unsure(kinds):
    _, fields = read(kinds, "decision", letters.DECISION.replace("Lò Văn Tiến", "Lò Văn T"))

    assert fields["signer_name"].review


def test_a_stamp_over_the_head_is_not_part_of_the_issuer(kinds):
    stamped = letters.DECISION.replace("\n Số: 05", "\n  CÔNG VĂN ĐẾN\n Số: 05")
    values, _ = read(kinds, "decision", stamped)

    assert values["issuer"] == "ỦY BAN NHÂN DÂN TỈNH ĐIỆN BIÊN"


def test_a_number_that_reading_passed_over_is_looked_for_beside_the_day(kinds):
    lost = letters.DECISION.replace(" Số: 05/QĐ-UBND  ", "                 ")

    def again(number: int, box: Box) -> list[Word]:
        return list(line("Số: 05/QĐ-UBND", 3).words) if box.x0 < 400 and box.y0 < 400 else []

    look = Look(again=again, other=lambda *_: "05/QĐ-UBND")
    paper = extraction.extract("decision", 0.99, [page(lost)], kinds=kinds, look=look)

    assert paper.fields["symbol"].value == "05/QĐ-UBND"


def test_a_subject_ends_where_white_begins_the_text(kinds):
    notice = letters.NOTICE.replace("    Căn cứ Kế hoạch", "\n    Nhà trường mời")
    values, _ = read(kinds, "other", notice)

    assert values["subject"] == "Về việc tham dự Lễ khai giảng năm học mới"


def test_a_subject_may_say_in_words_that_it_is_one(kinds):
    values, _ = read(kinds, "official_letter", letters.LETTER.replace("V/v hướng", "Về việc hướng"))

    assert values["subject"] == "Về việc hướng dẫn đăng ký khai sinh lưu động"
    assert values["addressee"] == "Ủy ban nhân dân huyện Mường Ảng"


def test_a_signer_may_have_a_name_like_a_title(kinds):
    values, _ = read(kinds, "official_letter", letters.LETTER.replace("Quàng Thị Hoà", "Tống Kim Vân"))

    assert values["signer_name"] == "Tống Kim Vân"


def test_several_addressees_are_one_value(kinds):
    one = "             Kính gửi: Ủy ban nhân dân huyện Mường Ảng"
    two = ["             Kính gửi:", "                 - Sở Y tế;", "                 - Chi cục Thuế Phủ - Mường Ảng."]
    several = letters.LETTER.replace(one, "\n".join(two))
    values, _ = read(kinds, "official_letter", several)

    assert values["addressee"] == "Sở Y tế; Chi cục Thuế Phủ - Mường Ảng"


def test_an_arrival_stamp_does_not_give_its_number(kinds):
    stamped = letters.LETTER.replace(
        "             Kính gửi", " CÔNG VĂN ĐẾN\n Số: 77   Ngày: 3/4\n             Kính gửi"
    )
    values, _ = read(kinds, "official_letter", stamped)

    assert values["number"] == "12"


def test_a_day_in_figures_is_read_as_well(kinds):
    figures = letters.DECISION.replace("ngày 05 tháng 01 năm 2024", "05/01/2024               ")
    values, _ = read(kinds, "decision", figures)

    assert (values["place"], values["issued_on"]) == ("Điện Biên", "2024-01-05")


@pytest.mark.parametrize("misread", ["VÑ ", "V#w", "VW ", "V/y", "V/v"])
def test_the_sign_of_a_subject_is_known_whatever_the_engine_makes_of_it(kinds, misread):
    values, _ = read(kinds, "official_letter", letters.LETTER.replace("V/v", misread))

    assert values["subject"] == "hướng dẫn đăng ký khai sinh lưu động"


def test_a_signature_whose_title_nobody_knows_is_found_by_its_shape_and_shown_to_a_person(kinds):
    text = letters.LETTER.replace("    GIÁM ĐỐC", "NGHỆ NHÂN ƯU TÚ")

    values, fields = read(kinds, "official_letter", text)

    assert (values["signer_title"], values["signer_name"]) == ("NGHỆ NHÂN ƯU TÚ", "Quàng Thị Hoà")
    assert fields["signer_title"].review


def test_a_body_called_by_capitals_does_not_begin_the_subject(kinds):
    text = letters.LETTER.replace("      SỞ TƯ PHÁP    ", "  VNPT ĐIỆN BIÊN   ")

    values, _ = read(kinds, "official_letter", text)

    assert (values["issuer"], values["number"]) == ("VNPT ĐIỆN BIÊN", "12")


def test_a_place_that_begins_like_the_word_for_day_stays_whole(kinds):
    placed = letters.DECISION.replace("Điện Biên, ngày 05", "Núa Ngam, ngày 05")
    values, _ = read(kinds, "decision", placed)

    assert values["place"] == "Núa Ngam"


def test_nobody_signs_above_a_line_of_text(kinds):
    text = letters.DECISION.replace("             CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", " " * 44 + "CHỦ TỊCH").split(
        " Nơi nhận"
    )[0]
    wide = "\n    " + "Sở Y tế chịu trách nhiệm thi hành Quyết định này kể từ ngày ký ban hành và báo cáo./.".ljust(90)

    values, _ = read(kinds, "decision", text.rstrip() + wide)

    assert "signer_title" not in values


def test_rules_that_engines_read_as_words_do_not_end_the_head(kinds):
    smeared = letters.LETTER.replace("\n\n Số: 12", "\n   STUPHAP Sẽ 65 cố c5 ẽ ẽ cố ẽẽ\n Số: 12")

    values, _ = read(kinds, "official_letter", smeared)

    assert (values["issuer"], values["symbol"], values["issued_on"]) == ("SỞ TƯ PHÁP", "12/STP-HCTP", "2023-06-09")


def test_place_and_day_stand_above_the_signature_where_the_head_has_none(kinds):
    notice = """
 SỞ Y TẾ TỈNH ĐIỆN BIÊN      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
  TRUNG TÂM Y TẾ TUẦN GIÁO       Độc lập - Tự do - Hạnh phúc

                     GIẤY CHỨNG SINH

    Đã sinh con vào lúc: 22 giờ 48 phút, ngày 25 tháng 01 năm 2024
    Người đỡ đẻ: Quàng Thị Mẫu

                                             Điện Biên, ngày 26 tháng 01 năm 2024
    Cha, mẹ                                      THỦ TRƯỞNG CƠ SỞ KHÁM BỆNH,
                                                         CHỮA BỆNH


                                                        Vừ Láo Mẫu
"""
    values, _ = read(kinds, "other", notice)

    assert (values["place"], values["issued_on"]) == ("Điện Biên", "2024-01-26")
    assert values["signer_title"] == "THỦ TRƯỞNG CƠ SỞ KHÁM BỆNH, CHỮA BỆNH"


def test_the_hour_in_which_minutes_ended_is_no_day_of_issue(kinds):
    minutes = """
 UBND XÃ MẪU                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                                 Độc lập - Tự do - Hạnh phúc

                     BIÊN BẢN LÀM VIỆC

    Các bên đã thống nhất nội dung nêu trên và ký tên dưới đây.
                  Biên bản kết thúc hồi 16 giờ, ngày 26 tháng 01 năm 2024
                                        CHỦ TỊCH


                                     Vừ Láo Mẫu
"""
    values, _ = read(kinds, "other", minutes)

    assert "place" not in values
    assert "issued_on" not in values


@pytest.mark.parametrize("lines", [("PHƯỜNG XUÂN MẪU", "- TÂN MẪU"), ("PHƯỜNG XUÂN MẪU -", "TÂN MẪU")])
def test_the_dash_that_joins_two_lines_of_a_body_stays(kinds, lines):
    head = f" {lines[0]:<18}            Độc lập - Tự do - Hạnh phúc\n     {lines[1]}\n"
    text = letters.DECISION.replace("  TỈNH ĐIỆN BIÊN                 Độc lập - Tự do - Hạnh phúc\n", head)

    assert read(kinds, "decision", text)[0]["issuer"] == "ỦY BAN NHÂN DÂN PHƯỜNG XUÂN MẪU - TÂN MẪU"


def test_the_title_of_a_signer_goes_on_below_in_the_middle_of_a_name(kinds):
    title = f"TRƯỞNG PHÒNG TỔ CHỨC HÀNH\n - Sở Y tế;{'CHÍNH':>48}\n"
    text = letters.DECISION.replace("KT. CHỦ TỊCH", "TUQ. GIÁM ĐỐC").replace("PHÓ CHỦ TỊCH\n - Sở Y tế;\n", title)

    assert read(kinds, "decision", text)[0]["signer_title"] == "TUQ. GIÁM ĐỐC / TRƯỞNG PHÒNG TỔ CHỨC HÀNH CHÍNH"


@pytest.mark.parametrize("note", [".:;", "u¡)", "a", "(1)"])
def test_the_mark_of_a_footnote_is_no_part_of_the_subject(kinds, note):
    title = "             Về việc xử phạt vi phạm hành chính"
    values, _ = read(kinds, "decision", letters.NOTICE.replace("THÔNG BÁO", "QUYẾT ĐỊNH").replace(
        "Về việc tham dự Lễ khai giảng năm học mới", f"Về việc xử phạt vi phạm hành chính{note}"))  # fmt: skip

    assert title.strip() == values["subject"]


def test_a_subject_over_both_halves_is_no_line_of_the_head(kinds):
    typed = page("""
AGRIBANK CHI NHÁNH                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỦA CHÙA ĐIỆN BIÊN                   Độc lập - Tự do - Hạnh phúc

Số: 24/NHNo-KHNV                 Tủa Chùa, ngày 06 tháng 01 năm 2025

        V/v phối hợp rà soát hộ vay vốn chương trình nhà ở năm 2025

        Kính gửi: Công an thị trấn Tủa Chùa

     Lời đầu tiên, chúng tôi xin gửi tới quý cơ quan lời chào trân trọng.
""")
    fields = extraction.extract("official_letter", 0.99, [typed], kinds=kinds).fields

    assert fields["subject"].value == "phối hợp rà soát hộ vay vốn chương trình nhà ở năm 2025"


def test_a_long_place_beside_the_number_is_whole_and_an_urgent_stamp_is_no_subject(kinds):
    typed = page("""
ỦY BAN NHÂN DÂN                   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
THÀNH PHỐ HỒ CHÍ MINH                Độc lập - Tự do - Hạnh phúc

Số: 1598/UBND-VX            Thành phố Hồ Chí Minh, ngày 04 tháng 5 năm 2026
V/v bảo đảm an toàn thông tin
 cho hệ thống thông tin
        HỎA TỐC

        Kính gửi: Công an thành phố
""")
    fields = extraction.extract("official_letter", 0.99, [typed], kinds=kinds).fields

    assert fields["place"].value == "Thành phố Hồ Chí Minh"
    assert fields["symbol"].value == "1598/UBND-VX"
    assert fields["subject"].value == "bảo đảm an toàn thông tin cho hệ thống thông tin"


def test_a_number_that_the_engine_hardly_believes_is_shown_whoever_reads_the_same(kinds):
    look = Look(again=lambda *_: line("Số: 05/QĐ-UBND", 0).words, other=lambda *_: "05/QĐ-UBND")
    typed = page(letters.DECISION, doubtful=["05/QĐ-UBND"])
    fields = extraction.extract("decision", 0.99, [typed], kinds=kinds, look=look).fields

    assert fields["number"].value == "05"
    assert fields["number"].review


@pytest.mark.parametrize(
    ("seen", "under", "name"),
    [
        ("'hị Ngọc Diễm", "zz Ngô Thị Ngọc Diễm", "Ngô Thị Ngọc Diễm"),
        ("Đã Văn Dũng", "Đỗ Văn Dũng", "Đỗ Văn Dũng"),
        ("A Dế", "Lầu A Dế", "Lầu A Dế"),
        ("Ốc Văn Ngọc", "Văn Ngọc", "Ốc Văn Ngọc"),
    ],
)
def test_a_name_under_a_seal_is_read_without_its_rings_and_shown(kinds, seen, under, name):
    look = Look(again=lambda *_: (), other=lambda *_: "", unsealed=lambda *_: line(under, 20).words)
    typed = page(letters.DECISION.replace("Lò Văn Tiến", seen), doubtful=seen.split())
    field = extraction.extract("decision", 0.99, [typed], kinds=kinds, look=look).fields["signer_name"]

    assert field.value == name
    assert field.review


def test_a_proposal_begins_with_what_it_proposes(kinds):
    notice = letters.NOTICE.replace("THÔNG BÁO", "TỜ TRÌNH").replace(
        "Về việc tham dự Lễ khai giảng năm học mới", "Đề nghị phê duyệt dự toán kinh phí năm 2023"
    )
    values, _ = read(kinds, "other", notice)

    assert values["subject"] == "Đề nghị phê duyệt dự toán kinh phí năm 2023"


def test_a_letter_whose_about_nobody_can_read_is_about_what_stands_over_the_addressee(kinds):
    values, fields = read(
        kinds,
        "official_letter",
        """
AGRIBANK CHI NHÁNH                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỦA CHÙA ĐIỆN BIÊN                   Độc lập - Tự do - Hạnh phúc
Số: 24/NHNo-KHNV                 Tủa Chùa, ngày 06 tháng 01 năm 2025

                      2 phối hợp rà soát hộ vay vốn chương trình nhà ở năm 2025

        Kính gửi: Công an thị trấn Tủa Chùa
""",
    )

    assert values["subject"] == "phối hợp rà soát hộ vay vốn chương trình nhà ở năm 2025"
    assert fields["subject"].review


@pytest.mark.parametrize(
    ("recipients", "title"), [("v/ Nơi nhận:", "GIÁM ĐỐC"), ("Nơi nhận:", "xSIÁM ĐỐC"), ("Nơi nhận:", "    ĐỐC")]
)
def test_a_tick_before_the_recipients_or_a_seal_over_the_title_hides_no_signer(kinds, recipients, title):
    text = letters.LETTER.replace("Nơi nhận:", recipients).replace("GIÁM ĐỐC", title)
    values, fields = read(kinds, "official_letter", text)

    assert values["signer_name"] == "Quàng Thị Hoà"
    assert values["signer_title"] == "GIÁM ĐỐC" or fields["signer_title"].review


def test_dashes_before_several_addressees_are_none_of_theirs_whatever_was_read_of_them(kinds):
    text = letters.LETTER.replace(
        "Kính gửi: Ủy ban nhân dân huyện Mường Ảng",
        "Kính gửi:\n                ~ Chi cục Thuế khu vực;\n                ~- Phòng Nội vụ.",
    )
    values, _ = read(kinds, "official_letter", text)

    assert values["addressee"] == "Chi cục Thuế khu vực; Phòng Nội vụ"


@pytest.mark.parametrize(("pale", "asked"), [(90, True), (45, False)])
def test_a_day_in_paler_ink_than_its_line_was_filled_in_and_is_shown(kinds, pale, asked):
    def ink(_number, box):
        return pale if box.width < 40 else 40

    look = Look(
        again=lambda *_: line("Điện Biên, ngày 9 tháng 6 năm 2023", 0).words,
        other=lambda *_: "ngày 9 tháng 6 năm 2023",
        ink=ink,
    )
    typed = page(letters.LETTER)
    fields = extraction.extract("official_letter", 0.99, [typed], kinds=kinds, look=look).fields

    assert fields["issued_on"].value == "2023-06-09"
    assert fields["issued_on"].review is asked


def test_a_name_whose_title_nobody_could_read_is_found_beside_the_recipients(kinds):
    values, fields = read(kinds, "official_letter", letters.LETTER.replace("GIÁM ĐỐC", "        "))

    assert values["signer_name"] == "Quàng Thị Hoà"
    assert (fields["signer_title"].value, fields["signer_title"].review) == (None, True)
