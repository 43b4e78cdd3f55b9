"""A code wins over the print, and the print is its witness."""

from __future__ import annotations

from pipeline.domain.fields import Field
from pipeline.domain.page import Barcode, Box
from pipeline.domain.paper import Paper
from pipeline.stages import codes
from tests.stages.typed import ENGINE, page

BOX = Box(x0=10, y0=10, x1=90, y1=90)


def bearing(*values):
    return page("GIẤY TIẾP NHẬN", barcodes=[Barcode(format="QR Code", text=value, box=BOX) for value in values])


def receipt(**fields):
    made = {
        name: Field(
            value=value, text=value, confidence=sure, page=1, box=BOX, source="ocr", review=sure < 0.9, engine=ENGINE
        )
        for name, (value, sure) in fields.items()
    }
    return Paper(kind="receipt", confidence=0.99, pages=(1,), fields=made)


def test_a_code_gives_what_the_print_does_not():
    paper = codes.applied(receipt(), [bearing("H18.12-231005-0007|2.000815")])

    assert paper.fields["dossier_code"].value == "H18.12-231005-0007"
    assert paper.fields["procedure_code"].value == "2.000815"
    assert paper.fields["dossier_code"].source == "barcode"
    assert not paper.fields["dossier_code"].review


def test_a_code_that_the_print_repeats_is_taken_without_a_word():
    paper = codes.applied(receipt(dossier_code=("H18.12-231005-0007", 0.95)), [bearing("H18.12-231005-0007")])

    assert paper.findings == ()
    assert paper.fields["dossier_code"].source == "barcode"


def test_a_print_that_says_otherwise_is_shown_to_a_person():
    paper = codes.applied(receipt(dossier_code=("H18.12-231005-0001", 0.97)), [bearing("H18.12-231005-0007")])

    assert [finding.code for finding in paper.findings] == ["barcode_contradicts_print"]
    assert paper.fields["dossier_code"].value == "H18.12-231005-0007"
    assert paper.fields["dossier_code"].review


def test_a_badly_read_print_does_not_shake_the_code():
    paper = codes.applied(receipt(dossier_code=("H18.12-231005-0001", 0.5)), [bearing("H18.12-231005-0007")])

    assert not paper.fields["dossier_code"].review


def test_two_codes_that_differ_are_shown_to_a_person():
    paper = codes.applied(receipt(), [bearing("H18.12-231005-0007", "H18.12-231005-0008")])

    assert paper.fields["dossier_code"].review


def test_the_person_of_a_card_does_not_become_the_person_of_a_receipt():
    card = "011185001234||LÒ THỊ YẾN|03061985|Nữ|Điện Biên|05012021"

    assert codes.applied(receipt(), [bearing(card)]).fields == {}
