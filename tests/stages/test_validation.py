"""Fields of a paper check each other; what contradicts is shown to a person, never corrected."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline.domain import findings, gazetteer
from pipeline.domain.fields import Field
from pipeline.domain.page import Box
from pipeline.domain.paper import Paper
from pipeline.stages import validation
from pipeline.stores import catalogue
from tests.stages.typed import ENGINE

TODAY = dt.date(2025, 6, 1)


@pytest.fixture(scope="module")
def kinds():
    return catalogue.load(Path("config/kinds"))


def field(value, *, confidence=0.95, review=False, source="ocr"):
    return Field(
        value=value, text=str(value), confidence=confidence, page=1, box=Box(x0=0, y0=0, x1=9, y1=9), source=source,
        review=review, engine=ENGINE,
    )  # fmt: skip


def validated(kinds, kind, **fields):
    given = {name: value if isinstance(value, Field) else field(value) for name, value in fields.items()}
    paper = Paper(kind=kind, confidence=0.99, pages=(1,), fields=given)
    known = gazetteer.of(["Nặm Lịch", "Mường Ảng"])
    return validation.validate(paper, kinds=kinds, today=TODAY, gazetteer=known)


def codes(paper):
    return {(finding.code, finding.field) for finding in paper.findings}


def test_a_personal_id_that_agrees_with_sex_and_birth_makes_all_three_surer(kinds):
    paper = validated(kinds, "birth_certificate", personal_id="011323000123", sex="female", date_of_birth="2023-01-05")

    assert codes(paper) == set()
    assert all(item.confidence > 0.95 and not item.review for item in paper.fields.values())


def test_another_sex_than_the_personal_id_says_is_found_and_both_are_reviewed(kinds):
    paper = validated(kinds, "birth_certificate", personal_id="011223000123", sex="female")

    assert codes(paper) == {("sex_contradicts_personal_id", "sex")}
    assert paper.fields["sex"].review
    assert paper.fields["personal_id"].review


def test_another_century_than_the_personal_id_says_is_found(kinds):
    paper = validated(kinds, "birth_certificate", personal_id="011039000123", date_of_birth="1994-03-02")

    assert ("birth_contradicts_personal_id", "date_of_birth") in codes(paper)


def test_a_personal_id_of_no_province_is_found(kinds):
    paper = validated(kinds, "birth_certificate", personal_id="003323000123")

    assert codes(paper) == {("personal_id_place_unknown", "personal_id")}


def test_a_tax_code_is_believed_for_its_check_digit_and_doubted_without(kinds):
    right = validated(kinds, "business_registration", tax_code=field("0100047516", confidence=0.8, review=True))
    wrong = validated(kinds, "business_registration", tax_code="0100047517")

    assert not right.fields["tax_code"].review
    assert wrong.fields["tax_code"].review
    assert codes(wrong) == {("tax_code_check_digit_wrong", "tax_code")}


def test_a_date_in_the_future_is_found_but_not_a_date_of_promise(kinds):
    paper = validated(kinds, "receipt", received_at="2025-05-30T08:00", due_at="2025-06-20T17:00")
    assert codes(paper) == set()

    paper = validated(kinds, "decision", issued_on="2025-06-02")
    assert codes(paper) == {("date_in_future", "issued_on")}


def test_a_result_that_is_due_before_it_was_asked_for_is_found(kinds):
    paper = validated(kinds, "receipt", received_at="2025-05-30T08:00", due_at="2025-05-20T17:00")

    assert ("due_before_received", "due_at") in codes(paper)
    assert paper.fields["received_at"].review


def test_a_dossier_code_carries_the_day_of_receipt(kinds):
    agreeing = validated(kinds, "receipt", dossier_code="H18.12-231005-0007", received_at="2023-10-05T14:30")
    other = validated(kinds, "receipt", dossier_code="H18.12-231005-0007", received_at="2023-10-06T14:30")

    assert codes(agreeing) == set()
    assert agreeing.fields["dossier_code"].confidence > 0.95
    assert codes(other) == {("dossier_code_contradicts_receipt", "dossier_code")}


def test_a_day_of_an_act_is_printed_in_full_and_a_birth_may_be_a_year(kinds):
    paper = validated(kinds, "birth_certificate", mother_birth="1995", registered_on="2023-01")

    assert codes(paper) == {("date_incomplete", "registered_on")}


def test_what_stands_on_the_paper_and_was_not_read_is_found(kinds):
    paper = validated(kinds, "decision", number=field(None, confidence=0.1, review=True))

    assert codes(paper) == {("value_unreadable", "number")}


def test_a_doubt_of_another_sort_is_not_taken_away(kinds):
    paper = validated(kinds, "decision", issuer=field("SỞ Y TẾ", confidence=0.97, review=True))

    assert paper.fields["issuer"].review


def test_what_a_person_typed_is_never_touched(kinds):
    typed = field("2025-06-02", confidence=1.0, source="manual")
    paper = validated(kinds, "decision", issued_on=typed)

    assert paper.fields["issued_on"] == typed
    assert codes(paper) == {("date_in_future", "issued_on")}


def test_every_finding_is_worded_in_both_languages():
    for code, wording in findings.WORDINGS.items():
        assert wording.vi.endswith(".")
        assert wording.en.endswith(".")
        assert findings.message(code, "vi") == wording.vi
    assert findings.message("of_another_version", "vi") == "of_another_version"


def test_a_place_that_only_differs_by_its_marks_from_a_real_one_is_shown_to_a_person(kinds):
    paper = validated(
        kinds,
        "decision",
        place=field("Năm Lịch", confidence=0.999),
        issuer=field("Ủy ban nhân dân xã Nặm Lịch", confidence=0.999),
    )

    assert codes(paper) == {("place_differs_by_marks", "place")}
    assert (paper.fields["place"].value, paper.fields["place"].text) == ("Nặm Lịch", "Năm Lịch")
    assert paper.fields["place"].review
    assert not paper.fields["issuer"].review


def test_an_address_that_ends_before_its_province_is_shown_where_another_one_does_not(kinds):
    short, whole = "Bản Hua Ná, xã Lay Nưa", "xã Lay Nưa, thị xã Mường Lay, tỉnh Điện Biên"
    paper = validated(kinds, "birth_certificate", mother_residence=field(short), father_residence=field(whole))
    alone = validated(kinds, "birth_certificate", mother_residence=field(short))

    assert codes(paper) == {("residence_without_province", "mother_residence")}
    assert codes(alone) == set()


def test_a_people_s_name_is_put_right_and_what_a_person_typed_stays(kinds):
    typed = field("Ê Đề", source="manual")
    paper = validated(kinds, "birth_certificate", ethnicity="H' Mông", mother_ethnicity=typed)

    assert paper.fields["ethnicity"].value == "H'Mông"
    assert paper.fields["mother_ethnicity"].value == "Ê Đề"


def test_the_place_of_an_application_may_stand_alone_or_with_its_unit(kinds):
    for read, meant in (("Năm Lịch", "Nặm Lịch"), ("Xã Năm Lịch", "Xã Nặm Lịch")):
        made_at = validated(kinds, "application", made_at=read).fields["made_at"]
        assert made_at.value == meant
        assert made_at.review


def test_a_person_in_running_text_whom_nobody_is_called_is_guessed_and_reviewed(kinds):
    addressee = validated(kinds, "official_letter", addressee=field("Ông Triệu Láo Quấy", confidence=0.99)).fields
    assert addressee["addressee"].value == "Ông Triệu Láo Quẩy"
    assert addressee["addressee"].review


def test_a_smear_behind_a_listed_value_is_cut_off_and_shown(kinds):
    paper = validated(
        kinds, "birth_certificate", ethnicity="Ê Đề. ậ", nationality="Việt Nam ca", mother_ethnicity="Tày Nùng"
    )

    assert (paper.fields["ethnicity"].value, paper.fields["nationality"].value) == ("Ê Đê", "Việt Nam")
    assert paper.fields["ethnicity"].review
    assert paper.fields["nationality"].review
    assert paper.fields["mother_ethnicity"].value == "Tày Nùng"


@pytest.mark.parametrize(("title", "review"), [("đốc", True), ("Giám đốc", False)])
def test_a_capacity_that_begins_with_a_small_letter_has_lost_its_beginning(kinds, title, review):
    paper = validated(kinds, "business_registration", representative_title=field(title, confidence=0.99))

    assert paper.fields["representative_title"].review is review
