"""Names, spelling and comparison."""

import unicodedata

import pytest

from pipeline.domain import names, spelling, texts


@pytest.mark.parametrize(
    "name",
    ["Lò Thị Yến", "GIÀNG A PÁO", "H'Mông", "Nguyễn Thị Thúy", "NGUYỄN THUÝ QUỲNH", "Quàng Văn Đôi", "Vàng A Sùng",
     "Thào Thị Dợ", "Hạng A Chống", "Cà Văn Pản", "Y Thuyên", "Đỗ Khuyên", "Trần Nguyệt Uyên", "Phùng Quốc Gìn",
     "Hoà", "Loan", "Ngoan", "Tuyết", "Khuê", "Huỳnh Hữu Trí", "Lâm Văn Bi", "Nghiêm", "H'Nhan",
     "RVAI THỊ DIỆN", "Y Blô", "Mlô H'Lin", "Cụt Phò Pom"],
)  # fmt: skip
def test_names_of_all_peoples_are_plausible(name: str) -> None:
    assert names.plausibility(name) == 1.0


@pytest.mark.parametrize("name", ["Lờ Thỉ Yêìn", "NGUYÊN VẲNL", "Nguyen7", "Vãtn", "ngCya", "LỲ CHỪ Năm sinh"])
def test_misread_names_are_doubtful(name: str) -> None:
    assert names.plausibility(name) < 1.0


@pytest.mark.parametrize(
    ("printed", "value"),
    [("  LÒ   THỊ YẾN ....", "LÒ THỊ YẾN"), ("Ông: Giàng A Páo", "Giàng A Páo"), ("H’Mông", "H'Mông"),
     ("Bà Lò Thị Yến", "Lò Thị Yến")],
)  # fmt: skip
def test_a_name_is_kept_as_printed(printed: str, value: str) -> None:
    parsed = names.parse(printed)
    assert parsed is not None
    assert parsed.value == value


def test_a_name_is_composed() -> None:
    parsed = names.parse(unicodedata.normalize("NFD", "Lò Thị Yến"))
    assert parsed is not None
    assert parsed.value == "Lò Thị Yến"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoà", "Hòa"), ("thuý", "THÚY"), ("Đỗ", "Ðỗ"), ("Quí", "Quý"), ("Mĩ", "Mỹ"), ("Lò Thị Yến", "LÒ  THỊ YẾN")],
)
def test_spellings_of_one_name_are_the_same(one: str, other: str) -> None:
    assert names.same(one, other)


@pytest.mark.parametrize(("one", "other"), [("Hòa", "Hoa"), ("Thúy", "Thúi"), ("Đỗ", "Dỗ"), ("Tấn", "Tân")])
def test_different_names_are_not_the_same(one: str, other: str) -> None:
    assert not names.same(one, other)


@pytest.mark.parametrize(("printed", "value"), [("Nam", "male"), ("Nữ", "female"), ("NỮ", "female"), ("Nư", "female")])
def test_sex_is_read(printed: str, value: str) -> None:
    parsed = names.sex(printed)
    assert parsed is not None
    assert parsed.value == value


def test_sex_is_not_guessed_from_boxes_that_name_both() -> None:
    assert names.sex("Nam □ Nữ □") is None


@pytest.mark.parametrize(
    "word", ["nghĩa", "quyết", "giữ", "khoẻ", "thuở", "yếu", "oanh", "ươm", "ngoằn", "quả", "gì", "ý", "tuyên", "khuya"]
)
def test_syllables_pass(word: str) -> None:
    assert spelling.is_syllable(word)


@pytest.mark.parametrize("word", ["nghả", "cê", "kan", "tac", "bàc", "hzả", "qa", "thộnng", "ngya"])
def test_no_syllables_do_not(word: str) -> None:
    assert not spelling.is_syllable(word)


def test_folding_keeps_positions() -> None:
    text = "Ngày, tháng, năm sinh: Đỗ ĐẶNG Ờ"
    assert texts.fold(text) == "ngay, thang, nam sinh: do dang o"
    assert len(texts.fold(text)) == len(text)


@pytest.mark.parametrize("name", ["Mỹ Trâm", "Thảo Thị Chía", "Định Quốc Khải", "HỮU HÙNG"])
def test_a_name_that_begins_with_no_family_is_strange(name: str) -> None:
    assert names.begins_strangely(name)


@pytest.mark.parametrize("name", ["Trịnh Mỹ Trâm", "Thào Thị Chía", "H'Hen Niê", "Y Moan Êban", "Lò Văn A", "Hoà"])
def test_lowland_and_mountain_families_are_known(name: str) -> None:
    assert not names.begins_strangely(name)


@pytest.mark.parametrize(
    ("read", "meant"),
    [("Đỉnh Quốc Khải", "Đinh Quốc Khải"), ("CẢ ANH PANH", "CÀ ANH PANH"), ("Trinh Thị Nhung", "Trinh Thị Nhung"),
     ("Mỹ Trâm", "Mỹ Trâm"), ("Trần Văn A", "Trần Văn A")],
)  # fmt: skip
def test_a_family_is_guessed_where_one_alone_has_its_letters(read: str, meant: str) -> None:
    assert names.guessed(read) == meant


@pytest.mark.parametrize(
    "name", ["LƯƠNG BÁ SƠN", "Lường Thị Hoa", "Giang Thị Mai", "Giàng A Páo", "Quang Văn Hải", "Quàng Văn Đôi"]
)
def test_families_that_differ_by_marks_alone_are_never_exchanged(name: str) -> None:
    assert names.restored(name) == names.guessed(name) == name


@pytest.mark.parametrize("name", ["Công ty Cổ phần Mẫu", "HỢP TÁC XÃ NÔNG NGHIỆP MẪU", "Trường Tiểu học Mẫu"])
def test_bodies_are_told_from_people(name):
    assert names.is_organisation(name)
    assert not names.is_organisation("Công Trường Mẫu")


@pytest.mark.parametrize(("read", "meant"), [("LÈ0 THỊ PHƯỢNG", "LÈO THỊ PHƯỢNG"), ("Lò Văn Ca0", "Lò Văn Cao")])
def test_a_nought_inside_a_name_is_a_letter(read: str, meant: str) -> None:
    parsed = names.parse(read)
    assert parsed is not None
    assert parsed.value == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("HUỲNH THỊ NGỌC HÃNG", "HUỲNH THỊ NGỌC HẰNG"),
        ("Hồ Thị Cấm Vy", "Hồ Thị Cẩm Vy"),
        ("Huỳnh Thị Chỉ", "Huỳnh Thị Chi"),
        ("Đương Tiến Việt", "Dương Tiến Việt"),
        ("Chấu Doãn Đàm", "Chẩu Doãn Đàm"),
    ],
)
def test_a_word_no_name_has_is_the_one_whose_marks_are_easily_taken_for_it(read: str, meant: str) -> None:
    assert names.guessed(read) == meant


@pytest.mark.parametrize("name", ["Kim Đa Thươi", "Lò Văn Hông", "Trình Mỹ Trâm", "Quàng Văn Đi"])
def test_other_names_are_not_guessed_at(name: str) -> None:
    assert names.guessed(name) == name


@pytest.mark.parametrize(("word", "misread"), [("Hông", True), ("Hồng", False), ("Thoong", False), ("Kbuôr", False)])
def test_a_word_that_a_known_one_is_easily_misread_as_is_doubted(word: str, misread: bool) -> None:
    assert names.is_misread(word) == misread


def test_two_letters_among_capitals_are_capitals() -> None:
    assert names.restored("SỪNG MÌ Sớ") == "SỪNG MÌ SỚ"
    assert names.restored("Sừng Mì Sớ") == "Sừng Mì Sớ"


def test_the_sex_behind_a_name_in_capitals_is_none_of_it_and_a_person_looks() -> None:
    parsed = names.parse("SÌNH MÁI Nữ")
    assert parsed is not None
    assert (parsed.value, parsed.repaired) == ("SÌNH MÁI", 1)
    for name in ("Lò Thị Nữ", "LÒ THỊ NỮ", "Trần Văn Nam", "Dương Bá Nam"):
        assert names.parse(name) == names.Parsed(value=name)


def test_people_in_running_text_are_guessed_at_like_others() -> None:
    read = "Ủy ban nhân dân xã Chà Cang; Ông Triệu Láo Quấy"
    assert names.inside(read) == ["Triệu Láo Quấy"]
    assert names.guessed_inside(read) == "Ủy ban nhân dân xã Chà Cang; Ông Triệu Láo Quẩy"
    assert names.inside("đề nghị của ông bà trong thôn") == []


def test_the_letters_of_other_peoples_are_known() -> None:
    assert names.guessed("Y NHUÂN SA AYŨN") == "Y NHUÂN SA AYŬN"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("LY APHỬ", "LY A PHỬ"),
        ("LÒ VĂNĐI", "LÒ VĂN ĐI"),
        ("Lò Văn An", "Lò Văn An"),
        ("LÒ AN", "LÒ AN"),
        ("A ALAN", "A ALAN"),
    ],
)
def test_a_middle_name_that_was_glued_to_the_next_one_is_a_word(read: str, meant: str) -> None:
    parsed = names.parse(read)
    assert parsed is not None
    assert parsed.value == meant
