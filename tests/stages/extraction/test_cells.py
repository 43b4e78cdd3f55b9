"""Forms that rule a cell for each label and each value: the rules tell which words belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.domain.page import Box
from pipeline.stages import extraction
from pipeline.stages.extraction.opinions import Look
from pipeline.stores import catalogue
from tests.stages.typed import HIGH, LEFT, PITCH, TOP, WIDE, line, page

RECEIPT = """
                GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ

    Mã hồ sơ          H18.30-230822-0199
    Bộ phận tiếp      Bộ phận Một cửa
    nhận và trả kết   xã Mường Mẫu
    quả
    Tiếp nhận hồ sơ   LÒ THỊ YẾN            Số điện thoại     0324301865
    của
    Số CCCD           011191475256          Email
    Kênh nộp          Trực tiếp             Thời gian giải    05 ngày làm việc
                                            quyết hồ sơ theo
                                            quy định
    Thời gian nhận    15:17, ngày           Thời gian trả kết 16:00, ngày
    hồ sơ             22/08/2023            quả giải quyết hồ 29/08/2023
                                            sơ
"""
#: Columns and rows of the cells of each band, from and to.
BANDS = (
    ((3, 22), (22, 90), (2, 3)),
    ((3, 22), (22, 90), (3, 6)),
    ((3, 22), (22, 44), (44, 62), (62, 90), (6, 8)),
    ((3, 22), (22, 44), (44, 62), (62, 90), (8, 9)),
    ((3, 22), (22, 44), (44, 62), (62, 90), (9, 12)),
    ((3, 22), (22, 44), (44, 62), (62, 90), (12, 15)),
)


def boxes(bands: Sequence[Sequence[tuple[int, int]]]) -> list[Box]:
    """The cells around characters and rows of a typed page."""
    pad = (PITCH - HIGH) // 2
    return [
        Box(
            x0=LEFT + x0 * WIDE - 10, y0=TOP + y0 * PITCH - pad + 2, x1=LEFT + x1 * WIDE - 14, y1=TOP + y1 * PITCH - pad
        )
        for *columns, (y0, y1) in bands
        for x0, x1 in columns
    ]


def ruled(cells: Sequence[Box]) -> Look:
    """A look at a page with these cells; both readers see what the page has."""
    return Look(
        again=lambda *_: (), other=lambda _, words, wider: " ".join(word.text for word in words), closed=lambda _: cells
    )


@pytest.fixture(scope="module")
def read():
    kinds = catalogue.load(Path("config/kinds"))

    def reading(kind: str, text: str, cells: Sequence[Box]):
        fields = extraction.extract(kind, 1.0, [page(text)], kinds=kinds, look=ruled(cells)).fields
        return {name: field.value for name, field in fields.items()}

    return reading


def test_labels_of_several_lines_stand_beside_each_other_in_cells(read):
    assert read("receipt", RECEIPT, boxes(BANDS)) == {
        "dossier_code": "H18.30-230822-0199",
        "centre_name": "Bộ phận Một cửa xã Mường Mẫu",
        "applicant_name": "LÒ THỊ YẾN",
        "applicant_phone": "0324301865",
        "processing_days": 5,
        "received_at": "2023-08-22T15:17",
        "due_at": "2023-08-29T16:00",
    }


def test_people_beside_each_other_are_no_label_with_its_value(read):
    text = """
                          GIẤY KHAI SINH
    Nội dung               Người mẹ               Người cha
    Họ, chữ đệm, tên       LÒ THỊ YẾN             GIÀNG A PÁO
    Năm sinh               1991                   1978
    Dân tộc                Thái                   Mông
    Quốc tịch              Việt Nam               Lào
"""
    bands = [((3, 26), (26, 49), (49, 72), (at, at + 1)) for at in range(1, 6)]
    values = read("birth_certificate", text, boxes(bands))

    assert (values["mother_name"], values["father_name"]) == ("LÒ THỊ YẾN", "GIÀNG A PÁO")
    assert (values["mother_ethnicity"], values["father_ethnicity"]) == ("Thái", "Mông")


def test_a_list_in_the_cell_beside_its_label_keeps_its_first_item(read):
    text = """
                GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ

    Mã hồ sơ          H18.30-230822-0199
    Thành phần hồ sơ  1. Tờ khai đăng ký khai tử: 01 bản chính
                      2. Giấy báo tử: 02 bản sao
    Số bộ hồ sơ       01 bộ
"""
    bands = [((3, 22), (22, 90), rows) for rows in ((2, 3), (3, 5), (5, 6))]
    values = read("receipt", text, boxes(bands))

    assert [item["name"].value for item in values["components"]] == ["Tờ khai đăng ký khai tử", "Giấy báo tử"]
    assert values["dossier_count"] == 1


CERTIFICATE = """
                GIẤY KHAI SINH

    Họ, chữ đệm, tên                 Giới tính
    LÒ THỊ YẾN                       Nữ
    Dân tộc       Quốc tịch          Số định danh cá nhân
    Thái          Việt Nam           011322963364
    Nơi sinh
    Trạm Y tế xã Mường Mẫu
    Quê quán
    Xã Mường Mẫu, tỉnh Điện Biên
"""
CAPTIONED = (
    ((3, 36), (36, 70), (2, 4)),
    ((3, 17), (17, 36), (36, 70), (4, 6)),
    ((3, 70), (6, 8)),
    ((3, 70), (8, 10)),
)


def test_a_label_above_its_value_in_the_same_cell_is_its_label(read):
    values = read("birth_certificate", CERTIFICATE, boxes(CAPTIONED))

    told = {
        "full_name": "LÒ THỊ YẾN",
        "sex": "female",
        "ethnicity": "Thái",
        "nationality": "Việt Nam",
        "personal_id": "011322963364",
        "place_of_birth": "Trạm Y tế xã Mường Mẫu",
        "place_of_origin": "Xã Mường Mẫu, tỉnh Điện Biên",
    }
    assert {name: values[name] for name in told} == told


def test_where_rules_were_lost_cells_do_not_tell_labels_from_values(read):
    cells = [box for box in boxes(CAPTIONED) if box != boxes(CAPTIONED)[3]]

    assert read("birth_certificate", CERTIFICATE, cells)["nationality"] == "Việt Nam"


def test_a_cell_whose_label_a_rule_spoilt_is_read_by_itself():
    cells = boxes(CAPTIONED)
    spoilt = page(CERTIFICATE.replace("Quốc tịch ", "TQu&ăqh—— "))

    def inside(_page, cell, words):
        told = {cells[3]: [("Quốc tịch", 4), ("Việt Nam", 5)]}.get(cell)
        return words if told is None else [word for text, row in told for word in line(" " * 17 + text, row).words]

    kinds = catalogue.load(Path("config/kinds"))
    look = replace(ruled(cells), inside=inside)
    fields = extraction.extract("birth_certificate", 1.0, [spoilt], kinds=kinds, look=look).fields

    assert (fields["ethnicity"].value, fields["nationality"].value) == ("Thái", "Việt Nam")


PEOPLE = """
                          GIẤY KHAI SINH
    Phần khai về    NGƯỜI MẸ              NGƯỜI CHA
    cha, mẹ
    Họ và tên       LÒ THỊ YẾN            GIÀNG A PÁO
    Năm sinh        1991                  1978
    Dânộc           Thái                  Mông
    Quốc tịch       Việt Nam
    Nơi thường trú  Bản Nà Ngám 2, xã     Bản Huổi Chan 1,
                    Mường Mẫu             xã Mường Mẫu
"""


def test_a_table_of_people_is_read_cell_by_cell():
    bands = [((3, 19), (19, 41), (41, 64), rows) for rows in ((1, 3), (3, 4), (4, 5), (5, 6), (6, 7), (7, 9))]
    cells = boxes(bands)
    spoilt = next(box for box in cells if box.holds(line("    D", 5).words[0].box.middle))

    def inside(_page, cell, words):
        return line("    Dân tộc", 5).words if cell == spoilt else words

    kinds = catalogue.load(Path("config/kinds"))
    look = replace(ruled(cells), inside=inside)
    fields = extraction.extract("birth_certificate", 1.0, [page(PEOPLE)], kinds=kinds, look=look).fields

    assert {name: field.value for name, field in fields.items() if name.startswith(("mother", "father"))} == {
        "mother_name": "LÒ THỊ YẾN",
        "mother_birth": "1991",
        "mother_ethnicity": "Thái",
        "mother_nationality": "Việt Nam",
        "mother_residence": "Bản Nà Ngám 2, xã Mường Mẫu",
        "father_name": "GIÀNG A PÁO",
        "father_birth": "1978",
        "father_ethnicity": "Mông",
        "father_residence": "Bản Huổi Chan 1, xã Mường Mẫu",
    }


def test_a_cell_over_two_people_is_told_of_both(read):
    text = PEOPLE.replace("Quốc tịch       Việt Nam", "Quốc tịch              Việt Nam")
    bands = [((3, 19), (19, 41), (41, 64), rows) for rows in ((1, 3), (3, 4), (4, 5), (5, 6), (7, 9))]
    values = read("birth_certificate", text, boxes([*bands[:4], ((3, 19), (19, 64), (6, 7)), bands[4]]))

    assert (values["mother_nationality"], values["father_nationality"]) == ("Việt Nam", "Việt Nam")
