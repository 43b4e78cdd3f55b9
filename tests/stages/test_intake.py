"""What is sent in, and for which dossier."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from pipeline.domain.dossier import Submission
from pipeline.domain.refusals import FileEmpty, FileMissing, FileNotRegular, FileTooLarge, FileTypeUnknown
from pipeline.stages import intake
from pipeline.stages.intake import DossierCodeWrong, ManifestWrong

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
CODE = "000.00.12.H18-231005-0007"
FROM_H18 = Submission(centre="H18.01", name="", by="tests")


def test_the_type_comes_from_the_content_and_never_from_the_name(tmp_path: Path) -> None:
    (tmp_path / "scan.PDF").write_bytes(PNG)
    content = intake.examine(tmp_path / "scan.PDF", limit=1000)
    assert (content.media_type, content.bytes, len(content.sha256)) == ("image/png", len(PNG), 64)


def test_what_cannot_be_taken_is_refused_before_anything_is_kept(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("xin chào")
    (tmp_path / "large").write_bytes(PNG)
    for name, refusal in (
        ("empty", FileEmpty),
        ("text", FileTypeUnknown),
        ("missing", FileMissing),
        (".", FileNotRegular),
    ):
        with pytest.raises(refusal):
            intake.examine(tmp_path / name, limit=1000)
    with pytest.raises(FileTooLarge):
        intake.examine(tmp_path / "large", limit=50)


def test_folders_are_walked_in_order_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in ("b/2.png", "a/1.png", "a/.hidden.png", ".cache/3.png", "c.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PNG)
    found = [str(item.path.relative_to(tmp_path)) for item in intake.found([tmp_path], FROM_H18)]
    assert found == ["a/1.png", "b/2.png", "c.png"]


def test_a_folder_named_like_a_dossier_is_one(tmp_path: Path) -> None:
    for folder in (CODE, "tháng 10"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.png").write_bytes(PNG)
    dossiers = [item.submission.dossier for item in intake.found([tmp_path], FROM_H18)]
    assert dossiers == [CODE, ""]


def test_names_are_kept_composed(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "đơn đề nghị.png")).write_bytes(PNG)
    (item,) = intake.found([tmp_path], FROM_H18)
    assert item.submission.name == unicodedata.normalize("NFC", "đơn đề nghị.png")


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_manifest_says_more_than_the_command_line(tmp_path: Path, separator: str) -> None:
    rows = ["file,centre,dossier,component,procedure,role", f"a.png,H18.02,{CODE},01,2.000815,result", "b.png,,,,,"]
    (tmp_path / "list.csv").write_text("\ufeff" + "\n".join(rows).replace(",", separator), encoding="utf-8")
    first, second = (item.submission for item in intake.listed(tmp_path / "list.csv", FROM_H18))
    told = (first.centre, first.dossier, first.component, first.procedure, first.role)
    assert told == ("H18.02", CODE, "01", "2.000815", "result")
    assert (second.centre, second.dossier, second.role) == ("H18.01", "", "component")


@pytest.mark.parametrize("text", ["", "name,centre\nx,y", "file,role\nx.png,boss", "file,centre\n,H18"])
def test_a_manifest_that_cannot_be_understood_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(ManifestWrong):
        list(intake.listed(tmp_path / "list.csv", FROM_H18))


def test_a_person_types_a_dossier_code_rightly_or_again() -> None:
    assert intake.dossier_code(CODE) == CODE
    with pytest.raises(DossierCodeWrong):
        intake.dossier_code("H18 số 7")


def test_a_file_that_still_grows_is_left_until_it_rests(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "b.png").write_bytes(PNG)
    resting: intake.Resting[Path] = intake.Resting()

    def ready() -> list[str]:
        paths = [item.path for item in intake.found([tmp_path], FROM_H18)]
        return [path.name for path in resting.of({path: intake.look(path) or () for path in paths})]

    assert ready() == []
    (tmp_path / "b.png").write_bytes(PNG * 2)
    assert ready() == ["a.png"]
    assert ready() == ["b.png"]
    assert ready() == []


def test_what_was_not_taken_after_all_is_given_out_again(tmp_path: Path) -> None:
    resting: intake.Resting[str] = intake.Resting()
    resting.of({"a": (1,)})
    assert resting.of({"a": (1,)}) == ["a"]
    resting.forget(["a"])
    assert resting.of({"a": (1,)}) == ["a"]


def test_what_rests_has_to_rest_long_enough() -> None:
    resting: intake.Resting[str] = intake.Resting(seconds=10)
    assert resting.of({"a": (1,)}, now=0) == []
    assert resting.of({"a": (1,)}, now=9) == []
    assert resting.of({"a": (2,)}, now=11) == []
    assert resting.of({"a": (2,)}, now=21) == ["a"]


@pytest.mark.parametrize(
    ("place", "centre", "dossier"),
    [
        (f"H18.01/{CODE}/scan.pdf", "H18.01", CODE),
        (f"H18.01/máy 2/{CODE}/scan.pdf", "H18.01", CODE),
        ("H18.01/tháng 10/scan.pdf", "H18.01", ""),
        ("H18.01/scan.pdf", "H18.01", ""),
        ("scan.pdf", "", ""),
    ],
)
def test_the_place_in_the_inbox_says_centre_and_dossier(place: str, centre: str, dossier: str) -> None:
    told = intake.in_inbox(place)
    assert (told.centre, told.dossier, told.name) == (centre, dossier, "scan.pdf")
