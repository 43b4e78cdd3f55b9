"""Watched folders: emptied only of what was accepted or refused for good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli.watched import WatchedFolders
from pipeline.domain.dossier import Submission
from pipeline.domain.refusals import FileEmpty
from pipeline.errors import OutputUnwritable

PNG = b"\x89PNG\r\n\x1a\n"
CODE = "000.00.12.H18-231005-0007"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / CODE).mkdir()
    (tmp_path / CODE / "a.png").write_bytes(PNG)
    return tmp_path


def watched(folder: Path) -> WatchedFolders:
    return WatchedFolders([folder], Submission(centre="H18.01", name="", by="tests"))


def ready(folders: WatchedFolders) -> list[str]:
    folders.ready()
    return [item.path.name for item in folders.ready()]


def test_what_was_taken_in_goes_to_done_with_its_folders(folder: Path) -> None:
    folders = watched(folder)
    assert ready(folders) == ["a.png"]
    folders.settle(folder / CODE / "a.png", None)
    assert (folder / "done" / CODE / "a.png").read_bytes() == PNG
    assert not (folder / CODE / "a.png").exists()
    assert ready(watched(folder)) == []


def test_what_was_refused_has_its_reason_beside_it(folder: Path) -> None:
    folders = watched(folder)
    ready(folders)
    folders.settle(folder / CODE / "a.png", FileEmpty())
    refused = folder / "refused" / CODE / "a.png"
    assert refused.read_bytes() == PNG
    told = json.loads(refused.with_name("a.png.reason.json").read_text())
    assert told["code"] == "file_empty"
    assert set(told["remedy"]) == {"vi", "en"}


def test_a_name_that_is_used_again_hides_nothing(folder: Path) -> None:
    for content in (b"1", b"2", b"3"):
        (folder / CODE / "a.png").write_bytes(content)
        folders = watched(folder)
        ready(folders)
        folders.settle(folder / CODE / "a.png", None)
    kept = {path.name: path.read_bytes() for path in (folder / "done" / CODE).iterdir()}
    assert kept == {"a.png": b"1", "a (2).png": b"2", "a (3).png": b"3"}


def test_what_was_written_to_meanwhile_stays_and_is_given_out_again(folder: Path) -> None:
    folders = watched(folder)
    assert ready(folders) == ["a.png"]
    (folder / CODE / "a.png").write_bytes(PNG * 2)
    folders.settle(folder / CODE / "a.png", None)
    folders.forget_unsettled()
    assert (folder / CODE / "a.png").exists()
    assert ready(folders) == ["a.png"]


def test_what_could_not_be_sent_is_given_out_again(folder: Path) -> None:
    folders = watched(folder)
    assert ready(folders) == ["a.png"]
    assert [item.path.name for item in folders.ready()] == []
    folders.forget_unsettled()
    assert [item.path.name for item in folders.ready()] == ["a.png"]


def test_a_folder_that_cannot_be_emptied_is_the_operators_to_put_right(folder: Path) -> None:
    folders = watched(folder)
    ready(folders)
    (folder / "done").write_text("not a folder")
    with pytest.raises(OutputUnwritable):
        folders.settle(folder / CODE / "a.png", None)
    assert (folder / CODE / "a.png").exists()
