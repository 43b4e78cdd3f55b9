"""From a register file to a table of rates, as a person at a terminal does it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import psycopg
import pytest
from pyarrow import parquet

from pipeline import keys
from pipeline.cli import exporting, main
from pipeline.stores.database import Database
from tests.conftest import ObjectStore

pytestmark = pytest.mark.services

HEADINGS = (
    "Mã hồ sơ;Mã TTHC;Bộ phận tiếp nhận;Cơ quan giải quyết;Ngày tiếp nhận;Ngày hẹn trả;"
    "Ngày kết thúc xử lý;Trạng thái;Có trả kết quả"
)
REGISTER = f"""{HEADINGS}
H18.01-230105-0001;2.000815;H18.01;H18.01;05/01/2023;06/01/2023;06/01/2023;10;0
H18.01-230930-0002;2.000815;H18.01;H18.01;30/09/2023 23:59;;;4;0
H18.01-231001-0003;2.000815;H18.01;H18.01;01/10/2023 00:00;;;4;0
H18.02-230105-0001;2.000815;H18.02;G12.18;05/01/2023;;;4;1
Tổng cộng;;H18.01;;;;;;
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def sohoa(
    monkeypatch: pytest.MonkeyPatch,
    services_environment: dict[str, str],
    database_address: str,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Run]:
    """Runs ``sohoa`` against services of the test's own: exit code, stdout, stderr."""
    for name, value in {**services_environment, "SOHOA_DATABASE": database_address, "COLUMNS": "200"}.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str | Path, language: str = "vi") -> tuple[int, str, str]:
        monkeypatch.setenv("SOHOA_LANGUAGE", language)
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, encoding="utf-8-sig")
    return path


def scan(database_address: str, code: str, centre: str) -> None:
    """A dossier with one verified and stored component, as the ledger leaves it."""
    with psycopg.connect(database_address) as connection:
        connection.execute(
            """WITH d AS (INSERT INTO dossier (code, centre_code) VALUES (%s, %s) RETURNING id),
                    f AS (INSERT INTO file (id, dossier_id, name, sha256, media_type, bytes, accepted_by)
                          SELECT gen_random_uuid(), id, 'a', repeat('a', 64), 'image/png', 1, 'test' FROM d
                          RETURNING id)
               INSERT INTO paper (file_id, ordinal, kind, confidence, pages, attempt, state, verified_at, verified_by,
                                  stored_at, stored_sha256)
               SELECT id, 1, 'other', 1, '{1}', 1, 'stored', now(), 'Lò Văn A', now(), repeat('a', 64) FROM f""",
            (code, centre),
        )
        connection.execute("UPDATE dossier SET revision = revision + 1")


def test_a_register_becomes_rates_with_numerator_and_denominator(sohoa: Run, file: Path, database_address: str) -> None:
    code, out, err = sohoa("register", "import", file, "--source", "test")
    assert code == 1
    assert "4 hồ sơ mới" in out
    assert "6 · Mã hồ sơ: dossier_code_wrong" in err
    scan(database_address, "H18.01-230930-0002", "H18.01")

    code, out, _ = sohoa("rates", "--period", "2023-01..2023-09", "--format", "json")

    answer = json.loads(out)
    assert code == 0
    assert answer["indicator"] == "digitized_dossiers"
    assert answer["period"] == {"from": "2023-01-01", "to": "2023-09-30"}
    first, second = answer["rows"]
    assert first | {"share": None} == {
        "code": "H18.01",
        "name": "H18.01",
        "numerator": 1,
        "denominator": 2,
        "rate": "50.00",
        "previous": None,
        "change_points": None,
        "change_relative": None,
        "comparable": True,
        "score": "2.50",
        "max_score": "4",
        "share": None,
        "listed": False,
    }
    assert (second["numerator"], second["denominator"], second["rate"]) == (0, 1, "0.00")
    assert answer["rule"][0].startswith("[verified-and-stored]")


def test_importing_the_same_file_again_changes_nothing(sohoa: Run, file: Path) -> None:
    sohoa("register", "import", file, "--source", "test")
    _, out, _ = sohoa("register", "import", file, "--source", "test", language="en")
    assert "0 dossiers new, 0 changed, 4 as before; 1 rows refused" in out


def test_the_imported_file_is_kept_as_an_object(sohoa: Run, file: Path, object_store: ObjectStore) -> None:
    sohoa("register", "import", file, "--source", "test")
    objects = object_store.objects()
    assert objects.get(keys.register(hashlib.sha256(file.read_bytes()).hexdigest())) == file.read_bytes()


def test_every_refused_row_is_written_down_with_its_remedy(sohoa: Run, file: Path, tmp_path: Path) -> None:
    remarks = tmp_path / "remarks.csv"
    sohoa("register", "import", file, "--source", "test", "--remarks", remarks)
    (row,) = csv.DictReader(io.StringIO(remarks.read_text(encoding="utf-8-sig")))
    assert (row["line"], row["column"], row["code"], row["refused"]) == ("6", "Mã hồ sơ", "dossier_code_wrong", "1")
    assert row["remedy_en"]


def test_a_register_of_refused_rows_only_exits_with_3(sohoa: Run, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("dossier_code,receiving_centre,received_at\nTotal,H18,2023-10-05\n", encoding="utf-8")
    assert sohoa("register", "import", path, "--source", "test")[0] == 3
    path.write_text("name\nLò\n", encoding="utf-8")
    code, _, err = sohoa("register", "import", path, "--source", "test")
    assert (code, err.split(":")[0]) == (3, "register_unreadable")


def test_without_a_register_the_table_says_so_and_how_to_import_one(sohoa: Run, database_address: str) -> None:
    scan(database_address, "H18.01-230930-0002", "H18.01")
    _, out, _ = sohoa("rates", language="en")
    assert "Of scanned; register missing" in out
    assert "sohoa register import" in out
    assert "Digitized of scanned" in out
    _, out, _ = sohoa("rates", "--format", "json")
    answer = json.loads(out)
    assert answer["label"] == "of scanned; register missing"
    (row,) = answer["rows"]
    assert (row["scanned"], row["digitized"], row["digitized_of_scanned"], row["share"]) == (1, 1, "100.00", "100.00")
    assert (row["denominator"], row["rate"]) == (None, None)


def test_the_table_is_vietnamese_first(sohoa: Run, file: Path, database_address: str) -> None:
    sohoa("register", "import", file, "--source", "test")
    scan(database_address, "H18.01-230930-0002", "H18.01")
    scan(database_address, "H18.01-230930-0077", "H18.01")
    _, out, _ = sohoa("rates", "--period", "2023-Q3")
    assert "Tỷ lệ hồ sơ thực hiện số hóa · 01/07/2023 – 30/09/2023" in out
    assert "100,00%" in out
    assert "Quy tắc: [verified-and-stored] hồ sơ số hóa = có thành phần" in out
    assert "1 hồ sơ đã quét không có trong sổ (không tính): H18.01-230930-0077" in out


def test_no_number_of_a_table_is_cut_however_narrow_the_terminal(sohoa: Run, file: Path) -> None:
    sohoa("register", "import", file, "--source", "test")
    _, out, _ = sohoa("rates", "--period", "2023", "--by", "province", "--compare", "previous-period")
    assert "…" not in out
    assert "Điện Biên" in out
    assert "0/0" in out
    assert "so với 01/01/2022 – 31/12/2022" in out
    _, out, _ = sohoa("rates", "dossiers", "--limit", "1")
    assert re.search(r"H18\.\d\d-23\d{4}-\d{4}", out), "a code that is cut leads nowhere"


def test_levels_and_kinds_of_paper_are_called_by_their_names(sohoa: Run, file: Path, database_address: str) -> None:
    sohoa("register", "import", file, "--source", "test")
    scan(database_address, "H18.01-230930-0002", "H18.01")
    named = {}
    for by in ("level", "kind"):
        _, out, _ = sohoa("rates", "--period", "2023", "--by", by, "--format", "json")
        named |= {row["code"]: row["name"] for row in json.loads(out)["rows"]}
    assert named["province"] == "Cấp tỉnh"
    assert named["other"] == "Giấy tờ khác"


def test_the_csv_holds_numbers_as_programs_read_them(sohoa: Run, file: Path) -> None:
    sohoa("register", "import", file, "--source", "test")
    arguments = ("--by", "province", "--format", "csv", "--decimals", "3", "--compare", "previous-year")
    _, out, _ = sohoa("rates", "--period", "2023", *arguments)
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(out))}
    assert rows["H18"]["name"] == "Điện Biên"
    assert (rows["H18"]["denominator"], rows["H18"]["rate"], rows["H18"]["previous_rate"]) == ("3", "0.000", "")
    assert rows["H18"]["rule"] == "verified-and-stored"
    assert rows[""]["denominator"] == "1"
    assert (rows["H18"]["previous_from"], rows["H18"]["previous_to"]) == ("2022-01-01", "2022-12-31")


def test_a_list_of_centres_names_them_and_counts_those_that_have_deployed(sohoa: Run, tmp_path: Path) -> None:
    path = tmp_path / "centres.csv"
    path.write_text(
        "code,name,level,deployed_on,evidence\n"
        "H18.01,Trung tâm tỉnh,province,2022-06-01,QĐ 1\nH18.02,Xã Một,commune,,\n",
        encoding="utf-8",
    )
    assert sohoa("centres", "import", path, "--source", "test")[:2] == (0, "Đã nạp 2 dòng.\n")
    _, out, _ = sohoa(
        "rates", "--period", "2023", "--by", "province", "--indicator", "centre_coverage", "--format", "json"
    )
    (row,) = json.loads(out)["rows"]
    assert (row["name"], row["numerator"], row["denominator"]) == ("Điện Biên", 1, 2)
    assert Decimal(row["rate"]) == 50


def test_a_period_that_cannot_be_read_is_refused(sohoa: Run) -> None:
    code, _, err = sohoa("rates", "--period", "last year")
    assert (code, err.split(":")[0]) == (3, "period_wrong")


def test_an_unknown_indicator_is_a_slip_of_usage(sohoa: Run) -> None:
    assert sohoa("rates", "--indicator", "happiness")[0] == 2


def test_a_spreadsheet_is_a_register_too(sohoa: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Mã hồ sơ", "Bộ phận tiếp nhận", "Ngày tiếp nhận", "Trạng thái"])
    book.active.append(["H18.01-230105-0001", "H18.01", datetime(2023, 1, 5, 14, 30), 4])  # noqa: DTZ001 - as cells are
    book.active.append(["H18.01-230106-0001", "H18.01", datetime(2023, 1, 6), 4])  # noqa: DTZ001 - as cells are
    book.active.append(["Tổng cộng"])
    book.save(tmp_path / "register.xlsx")
    code, out, err = sohoa("register", "import", tmp_path / "register.xlsx", "--source", "test", language="en")
    assert (code, "2 dossiers new" in out, "4 · Mã hồ sơ: dossier_code_wrong" in err) == (1, True, True)


def test_what_only_looks_like_a_spreadsheet_is_refused(sohoa: Run, tmp_path: Path) -> None:
    (tmp_path / "register.xlsx").write_bytes(b"PK\x03\x04 and no more")
    code, _, err = sohoa("register", "import", tmp_path / "register.xlsx", "--source", "test")
    assert (code, err.split(":")[0]) == (3, "workbook_unreadable")


def test_a_spreadsheet_holds_numbers_and_says_what_they_mean(sohoa: Run, file: Path, tmp_path: Path) -> None:
    sohoa("register", "import", file, "--source", "test")
    sohoa("rates", "--period", "2023", "--format", "xlsx", "--out", tmp_path / "rates.xlsx")
    book = openpyxl.load_workbook(tmp_path / "rates.xlsx")
    heading, first, *_ = book["rates"].iter_rows()
    row = {name.value: cell for name, cell in zip(heading, first, strict=True)}
    assert (row["denominator"].value, row["denominator"].number_format) == (3, "#,##0")
    assert (row["rate"].value, row["rate"].number_format) == (0, '0.00"%"')
    assert row["period_from"].value == datetime(2023, 1, 1)  # noqa: DTZ001 - as cells are
    meanings = {cells[0].value: cells[1].value for cells in book["definitions"].iter_rows()}
    assert "Decision 766/QĐ-TTg" in meanings["digitized_dossiers"]
    assert "verified-and-stored" in meanings["rule"]


def test_a_columnar_file_holds_integers_decimals_and_days(sohoa: Run, file: Path, tmp_path: Path) -> None:
    sohoa("register", "import", file, "--source", "test")
    sohoa("rates", "--period", "2023", "--format", "parquet", "--out", tmp_path / "rates.parquet", "--decimals", "3")
    table = parquet.read_table(tmp_path / "rates.parquet")
    assert table["denominator"].to_pylist() == [3, 1]
    assert table["rate"].to_pylist() == [Decimal("0.000"), Decimal("0.000")]
    assert table["period_to"].to_pylist()[0] == date(2023, 12, 31)
    assert b"Decision 766" in table.schema.metadata[b"definitions"]


def test_a_period_is_closed_shown_as_it_was_and_held_against_what_is(sohoa: Run, file: Path) -> None:
    sohoa("register", "import", file, "--source", "test")
    code, out, _ = sohoa("rates", "close", "--period", "2023-01", "--by", "Lò Văn A", language="en")
    assert (code, "Lò Văn A, hash" in out) == (0, True)
    late = file.with_name("late.csv")
    late.write_text("dossier_code,receiving_centre,received_at\nH18.01-230106-0009,H18.01,2023-01-06\n", "utf-8")
    sohoa("register", "import", late, "--source", "late file")
    _, out, _ = sohoa("rates", "--period", "2023-01", "--as-of", "2099-01-01", "--format", "json")
    answer = json.loads(out)
    assert [row["denominator"] for row in answer["rows"]] == [1, 1]
    assert len(answer["closing"]) == 64
    _, out, _ = sohoa("rates", "diff", "--period", "2023-01", "--format", "json")
    told = json.loads(out)
    late_one = told["differences"][0]["dossiers"][0]
    assert (late_one["dossier"], late_one["what"], late_one["by"]) == (
        "H18.01-230106-0009",
        "registered_late",
        "late file",
    )
    place = {"centre": "H18.01", "agency": "H18.01", "basis": "receipt"}
    why = {"dossiers": [late_one], "happened": 1}
    assert told["differences"] == [
        {**place, "count": "dossiers", "closed": 1, "live": 2, **why},
        {**place, "count": "result_due", "closed": 0, "live": 1, **why},
    ]
    _, out, _ = sohoa("rates", "diff", "--period", "2023-01")
    assert "H18.01 hồ sơ theo ngày tiếp nhận: 1 → 2 (+1)" in out


def test_what_was_not_closed_cannot_be_shown_as_it_was(sohoa: Run) -> None:
    code, _, err = sohoa("rates", "--period", "2023-01", "--as-of", "2099-01-01")
    assert (code, err.split(":")[0]) == (3, "closing_missing")


def test_the_scorecard_has_a_total_and_a_place_only_where_nothing_is_missing(
    sohoa: Run, file: Path, tmp_path: Path
) -> None:
    sohoa("register", "import", file, "--source", "test")
    arguments = ("--period", "2023", "--by", "province", "--format", "json")
    _, out, _ = sohoa("scorecard", *arguments)
    card = json.loads(out)
    (dien_bien,) = [row for row in card["rows"] if row["code"] == "H18"]
    assert (card["universe"], dien_bien["rank"], dien_bien["score"]) == (63, None, None)
    assert dien_bien["groups"]["progress"]["score"] == "20.00"
    assert dien_bien["groups"]["digitization"]["parts"][0]["score"] is None

    wrong = tmp_path / "points.csv"
    wrong.write_text("unit_code,sub_indicator,score\nH18,PUBLISH_ON_TIME,6.5\n", encoding="utf-8")
    assert sohoa("scorecard", "import", wrong, "--period", "2023", "--source", "portal")[0] == 3
    wrong.write_text("unit_code,sub_indicator,score\nH18,PUBLISH_ON_TIME,5.5\n", encoding="utf-8")
    assert sohoa("scorecard", "import", wrong, "--period", "2023", "--source", "portal")[0] == 0
    _, out, _ = sohoa("scorecard", *arguments)
    (dien_bien,) = [row for row in json.loads(out)["rows"] if row["code"] == "H18"]
    assert dien_bien["groups"]["transparency"]["parts"][0] == {
        "code": "PUBLISH_ON_TIME",
        "numerator": None,
        "denominator": None,
        "ratio": None,
        "score": "5.50",
        "maxScore": "6",
        "source": "portal",
    }
    _, out, _ = sohoa("scorecard", "--period", "2023", language="en")
    assert "Điện Biên" in out
    assert "Only 0 of 63 units have a total" in out


def test_a_scorecard_is_closed_and_shown_as_it_was_by_whom_when_and_with_its_hash(sohoa: Run, tmp_path: Path) -> None:
    asked = ("scorecard", "--period", "2023", "--as-of", "2099-01-01")
    code, _, err = sohoa(*asked)
    assert (code, err.split(":")[0]) == (3, "scorecard_missing")
    code, out, _ = sohoa("scorecard", "close", "--period", "2023", "--closed-by", "Lò Văn A", language="en")
    assert (code, "Lò Văn A, 63 units, hash" in out) == (0, True)
    later = tmp_path / "points.csv"
    later.write_text("unit_code,sub_indicator,score\nH18,PUBLISH_ON_TIME,5.5\n", encoding="utf-8")
    sohoa("scorecard", "import", later, "--period", "2023", "--source", "portal")
    answer = json.loads(sohoa(*asked, "--format", "json")[1])
    (dien_bien,) = [row for row in answer["rows"] if row["code"] == "H18"]
    assert dien_bien["groups"]["transparency"]["parts"][0]["score"] is None
    assert (answer["universe"], answer["closing"]["by"]) == (63, "Lò Văn A")
    assert answer["closing"]["sha256"] in sohoa(*asked)[1]
    rows = list(csv.DictReader(io.StringIO(sohoa(*asked, "--format", "csv")[1])))
    assert {row["closing"] for row in rows} == {answer["closing"]["sha256"]}


def test_a_chart_shows_numerator_denominator_and_the_rule(sohoa: Run, file: Path, tmp_path: Path) -> None:
    sohoa("register", "import", file, "--source", "test")
    asked = ("--period", "2023", "--by", "province", "--compare", "previous-year")
    assert sohoa("rates", *asked, "--chart", tmp_path / "rates.svg")[0] == 0
    drawn = (tmp_path / "rates.svg").read_text(encoding="utf-8")
    words = "".join(ET.fromstring(drawn).itertext())
    assert "Điện Biên (H18)" in words
    assert "0/3 = 0,00%" in words
    assert "verified-and-stored" in words
    assert "kỳ so sánh 01/01/2022 – 31/12/2022" in words
    assert "Cà Mau" in words, "provinces without a dossier have their names on the map"
    assert sohoa("rates", *asked, "--chart", tmp_path / "rates.png")[0] == 0
    assert (tmp_path / "rates.png").read_bytes().startswith(b"\x89PNG")
    assert sohoa("rates", *asked, "--chart", tmp_path / "rates.gif")[0] == 2


def test_the_provincial_screen_keeps_received_and_resolved_apart(sohoa: Run, file: Path, database_address: str) -> None:
    sohoa("register", "import", file, "--source", "test")
    scan(database_address, "H18.01-230930-0002", "H18.01")
    _, out, _ = sohoa("rates", "screen", "--period", "2023", "--format", "json")
    first, second = json.loads(out)["rows"]
    assert first == {
        "code": "H18.01",
        "name": "H18.01",
        "received": 3,
        "without_component": 2,
        "with_component": 1,
        "reused": 0,
        "reused_from_portal": 0,
        "resolved": 1,
        "result_missing": 0,
        "result_digitized": 0,
    }
    assert (second["received"], second["resolved"]) == (1, 0)
    _, out, _ = sohoa("rates", "screen", "--period", "2023")
    assert "Chưa số hóa TPHS" in out
    _, out, _ = sohoa("rates", "screen", "--by", "province", "--format", "csv")
    assert out.splitlines()[1].startswith("H18,Điện Biên,3,2,1,0,0,1,0,0")


def test_a_token_for_a_program_is_shown_once_listed_and_revoked(sohoa: Run) -> None:
    code, secret, _ = sohoa("admin", "nightly", "--token", "--centre", "H18.01")
    assert (code, secret.startswith("sohoa_")) == (0, True)
    _, listed, _ = sohoa("admin", "--tokens")
    assert "nightly" in listed
    assert secret.strip() not in listed
    assert sohoa("admin", "nightly", "--revoke-token")[0] == 0
    assert sohoa("admin", "nightly", "--revoke-token")[0] == 3
    assert sohoa("admin", "nightly", "--token", "--tokens")[0] == 2
    assert sohoa("admin", "Tên sai", "--token")[0] == 2


def test_rates_stand_in_object_storage_once_a_day_with_a_list_of_what_is_there(
    sohoa: Run, file: Path, database_address: str, object_store: ObjectStore
) -> None:
    sohoa("register", "import", file, "--source", "test")
    objects = object_store.objects()
    other = Database(database_address)
    with other.alone(exporting._LOCK):
        assert sohoa("rates", "export", "--daily")[:2] == (0, "")
    other.close()
    code, out, _ = sohoa("rates", "export", "--daily")
    assert (code, len(out.split())) == (0, 2 * 4 * 3)
    told = json.loads(objects.get(keys.EXPORTED))
    assert [one["key"] for one in told["files"]] == out.split()
    assert all(hashlib.sha256(objects.get(one["key"])).hexdigest() == one["sha256"] for one in told["files"])
    code, again, err = sohoa("rates", "export", "--daily")
    assert (code, again) == (0, "")
    assert "Hôm nay đã xuất" in err


def test_exported_files_of_all_forms_say_the_same(sohoa: Run, file: Path, object_store: ObjectStore) -> None:
    sohoa("register", "import", file, "--source", "test")
    code, out, _ = sohoa("rates", "export", "--period", "2023-01..2023-09", "--by", "centre")
    assert code == 0
    made = {key.rpartition(".")[2]: object_store.objects().get(key) for key in out.split()}
    lines = list(csv.DictReader(io.StringIO(made["csv"].decode("utf-8-sig"))))
    told = [(row["indicator"], row["code"], row["numerator"], row["denominator"]) for row in lines]
    assert ("digitized_dossiers", "H18.01", "0", "2") in told
    names = ("indicator", "code", "numerator", "denominator")
    columns = parquet.read_table(io.BytesIO(made["parquet"])).select(names).to_pylist()
    assert [tuple("" if row[name] is None else str(row[name]) for name in names) for row in columns] == told
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    assert book.sheetnames == ["rates", "definitions"]
    assert book["rates"].max_row == 1 + len(told)


def test_lists_come_as_spreadsheets_write_them(sohoa: Run, tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    units.write_text("code;name;kind;level;valid_from\r\nH18.77;Bộ phận; centre;commune;2023-01-01\r\n", "utf-8-sig")
    assert sohoa("centres", "import", units, "--source", "test")[0] == 0
    units.write_bytes("code,name\nH18.78,Bộ\n".encode("utf-16"))
    code, _, err = sohoa("centres", "import", units, "--source", "test")
    assert code == 3
    assert err.startswith("list_unreadable")
