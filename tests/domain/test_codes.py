"""What codes say."""

from pipeline.domain import codes


def test_the_code_of_a_receipt_names_dossier_and_procedure():
    text = "000.00.02.H18-210705-0173|1.004194|011162301245|Giấy tiếp nhận hồ sơ và hẹn trả kết quả"

    assert codes.interpret(text) == {"dossier_code": "000.00.02.H18-210705-0173", "procedure_code": "1.004194"}


def test_a_bare_dossier_code_and_an_address_with_one_are_understood():
    assert codes.interpret("H18.12-231005-0007") == {"dossier_code": "H18.12-231005-0007"}
    assert codes.interpret("https://dichvucong.example/tra-cuu?ma=H18.12-231005-0007") == {
        "dossier_code": "H18.12-231005-0007"
    }


def test_the_code_of_an_identity_card_is_its_person():
    text = "011185001234|040123456|LÒ THỊ YẾN|03061985|Nữ|Bản Khá, Mường Phăng, Điện Biên|05012021"

    assert codes.interpret(text) == {
        "personal_id": "011185001234",
        "full_name": "LÒ THỊ YẾN",
        "date_of_birth": "1985-06-03",
        "sex": "female",
        "residence": "Bản Khá, Mường Phăng, Điện Biên",
        "issued_on": "2021-01-05",
    }


def test_a_card_without_an_old_number_and_one_that_appends_more_are_understood():
    text = "011185001234||LÒ THỊ YẾN|03061985|Nữ|Điện Biên|05012021||LÒ VĂN PÂNG|QUÀNG THỊ LẢ"

    assert codes.interpret(text)["full_name"] == "LÒ THỊ YẾN"


def test_other_codes_mean_nothing():
    assert codes.interpret("https://example.com") == {}
    assert codes.interpret("8935001234567") == {}
    assert codes.interpret("") == {}
