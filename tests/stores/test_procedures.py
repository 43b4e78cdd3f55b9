"""What dossiers must contain, from lists that a person stands for."""

from __future__ import annotations

import csv
import io

import pytest

from pipeline.stores import procedures, rates, rulebook
from pipeline.stores.database import Database, json
from tests.stores.test_rates import CONFIG, code, dossier, ratios, scan, take, verify

pytestmark = pytest.mark.services

COMPONENTS = """procedure_code,component,name,requirement,exempt_reason,valid_from
2.000815,TP01,Tờ khai,required,,
2.000815,TP02,Bản chính,required,,01/01/2023
2.000815,TP03,Ảnh,exempt,Ảnh trả lại ngay,
2.000815,TP04,Khác,optional,,
"""


@pytest.fixture
def counted(database: Database) -> Database:
    rates.keep_rules(database, rulebook.digitized_rules(CONFIG))
    return database


def load(database: Database, text: str) -> int:
    return procedures.load(database, io.StringIO(text), source="test")


def test_required_components_are_due_and_a_list_that_comes_later_counts_anew(counted: Database) -> None:
    take(counted, dossier(1))
    verify(counted, scan(counted, code(1), "H18.01", component="TP01"))
    verify(counted, scan(counted, code(1), "H18.01", component="TP03"))
    assert ratios(counted, "digitized_components", "2023") == {"H18.01": (0, 0)}
    assert load(counted, COMPONENTS) == 4
    assert ratios(counted, "digitized_components", "2023") == {"H18.01": (1, 2)}
    load(counted, COMPONENTS.replace("TP02,Bản chính,required", "TP02,Bản chính,optional"))
    assert ratios(counted, "digitized_components", "2023") == {"H18.01": (1, 1)}


def test_a_list_says_whether_a_document_comes_out(counted: Database) -> None:
    take(counted, dossier(1, result="", rest=",2023-10-06"))
    assert ratios(counted, "electronic_results", "2023") == {"H18.01": (0, 1)}
    load(counted, "procedure_code,name,field_code,result_required\n2.000815,Chứng thực,G15-TP,0\n")
    assert ratios(counted, "electronic_results", "2023") == {"H18.01": (0, 0)}


@pytest.mark.parametrize(
    "line", ["2.000815,,x,required,,", "2.000815,TP,x,perhaps,,", "2.000815,TP,x,exempt,,", ",TP,x,required,,"]
)
def test_a_list_is_taken_whole_or_not_at_all(counted: Database, line: str) -> None:
    with pytest.raises(procedures.ProcedureListWrong) as refused:
        load(counted, COMPONENTS + line + "\n")
    assert refused.value.details["line"] == 6
    assert counted.rows("SELECT 1 FROM procedure_component") == []


def test_verified_receipts_propose_components_and_nothing_is_required_by_reading_alone(counted: Database) -> None:
    take(counted, dossier(1), dossier(2))
    for number in (1, 2):
        file = scan(counted, code(number), "H18.01")
        counted.run("UPDATE paper SET kind = 'receipt' WHERE file_id = %s", (file,))
        items = [{"name": {"value": "Tờ khai", "confidence": 0.9}}] + ([{"name": "Bản chính"}] if number == 1 else [])
        counted.run(
            "INSERT INTO field (paper_id, name, value, text, confidence, page, box, source, review, engine)"
            " SELECT id, 'components', %s, '', 1, 1, '{0,0,1,1}', 'ocr', false, '{}' FROM paper WHERE file_id = %s",
            (json(items), file),
        )
        assert procedures.proposals(counted) == [] or number == 2
        verify(counted, file)
    found = procedures.proposals(counted)
    assert [(row["component"], row["name"], row["receipts"]) for row in found] == [
        ("TP01", "Tờ khai", 2),
        ("TP02", "Bản chính", 1),
    ]
    assert ratios(counted, "digitized_components", "2023") == {"H18.01": (0, 0)}
    text = io.StringIO()
    writer = csv.DictWriter(text, tuple(found[0]))
    writer.writeheader()
    writer.writerows(found)
    assert load(counted, text.getvalue()) == 2
    assert procedures.proposals(counted) == []
