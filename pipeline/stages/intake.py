"""What is sent in: which files of the folders, for which dossier, and what can be known of them without parsing."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

from pipeline.domain import identifiers
from pipeline.domain.dossier import Content, Role, Submission
from pipeline.domain.media import HEAD_BYTES, sniff
from pipeline.domain.refusals import FileEmpty, FileMissing, FileNotRegular, FileTooLarge, FileTypeUnknown
from pipeline.errors import Refused

#: Columns of a manifest file. Source: the public contract.
MANIFEST_COLUMNS: Final = ("file", "centre", "dossier", "component", "procedure", "role")

_BLOCK: Final = 1 << 20


class ManifestWrong(Refused):
    """A manifest file does not have the columns of the contract, or a row of it cannot be understood."""

    code = "manifest_wrong"
    message_vi = "Tệp kê sai ở dòng {line}: {column}."
    message_en = "The manifest is wrong in line {line}: {column}."
    remedy_vi = (
        "Dùng CSV UTF-8 với các cột file,centre,dossier,component,procedure,role; role là component hoặc result."
    )
    remedy_en = "Use UTF-8 CSV with columns file,centre,dossier,component,procedure,role; role: component or result."


class DossierCodeWrong(Refused):
    """A dossier code that is none."""

    code = "dossier_code_wrong"
    message_vi = "Mã hồ sơ không đúng dạng."
    message_en = "This is not a dossier code."
    remedy_vi = "Ghi mã như trên giấy tiếp nhận, ví dụ 000.00.12.H18-231005-0007."
    remedy_en = "Write it as on the receipt, for example 000.00.12.H18-231005-0007."


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file to be sent in."""

    path: Path
    submission: Submission


def examine(path: Path, *, limit: int) -> Content:
    """Hash, size and true type of a file. ``limit``: of its size in bytes.

    Raises FileMissing, FileNotRegular, FileEmpty, FileTooLarge, FileTypeUnknown.
    """
    digest, head, size = hashlib.sha256(), b"", 0
    try:
        if not path.is_file():
            raise FileNotRegular if path.exists() else FileMissing
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                head = head or block[:HEAD_BYTES]
                digest.update(block)
                size += len(block)
                if size > limit:
                    raise FileTooLarge(bytes=path.stat().st_size, limit=limit)
    except OSError as error:
        raise FileMissing from error
    if not size:
        raise FileEmpty
    media_type = sniff(head)
    if media_type is None:
        raise FileTypeUnknown
    return Content(sha256=digest.hexdigest(), media_type=media_type, bytes=size)


def dossier_code(text: str) -> str:
    """A dossier code as it is written normally. Raises DossierCodeWrong; nothing is repaired: a person typed it."""
    parsed = identifiers.dossier_code(text)
    if parsed is None or parsed.repaired:
        raise DossierCodeWrong
    return str(parsed.value)


def dossier_of_folder(name: str) -> str:
    """The dossier code that a folder's name is, as it is written normally; empty where it is none."""
    parsed = identifiers.dossier_code(name)
    return "" if parsed is None or parsed.repaired else str(parsed.value)


def found(paths: Sequence[Path], submission: Submission) -> Iterator[Item]:
    """The files of the paths; folders with all that is in them, in sorted order, hidden files left out.

    Where ``submission`` names no dossier, the folder of a file does if its name is a dossier code.
    """
    for path in paths:
        files = sorted(_inside(path)) if path.is_dir() else [path]
        for file in files:
            yield _of_folder(file, submission)


def listed(manifest: Path, submission: Submission) -> Iterator[Item]:
    """The files that a manifest lists; a path is relative to the manifest's folder. Empty cells leave what
    ``submission`` says.

    Raises ManifestWrong.
    """
    try:
        text = manifest.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileMissing from error
    except UnicodeDecodeError as error:
        raise ManifestWrong(line=1, column="UTF-8") from error
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    columns = [name.strip().lower() for name in rows.fieldnames or ()]
    if "file" not in columns or not set(columns) <= set(MANIFEST_COLUMNS):
        raise ManifestWrong(line=1, column=", ".join(columns))
    rows.fieldnames = columns
    for row in rows:
        yield _of_row(row, manifest.parent, submission, line=rows.line_num)


class Resting:
    """Tells the files of a watched folder that are complete from those that are still being written."""

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[int, int]] = {}
        self._given: dict[Path, tuple[int, int]] = {}

    def of(self, items: Sequence[Item]) -> list[Item]:
        """Those that did not change since the last look and were not given out as they are now."""
        looks = {item.path: look for item in items if (look := _look(item.path)) is not None}
        ready = [
            item
            for item in items
            if (look := looks.get(item.path)) is not None
            and self._seen.get(item.path) == look
            and self._given.get(item.path) != look
        ]
        self._seen = looks
        self._given |= {item.path: looks[item.path] for item in ready}
        return ready

    def forget(self, items: Sequence[Item]) -> None:
        """These were not taken after all: give them out again. What was taken is known by its bytes."""
        for item in items:
            self._given.pop(item.path, None)


def _look(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _inside(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _of_folder(file: Path, submission: Submission) -> Item:
    named = replace(submission, name=_name(file))
    if not submission.dossier and not submission.replaces:
        named = replace(named, dossier=dossier_of_folder(file.absolute().parent.name))
    return Item(path=file, submission=named)


def _of_row(row: dict[str, str | None], folder: Path, submission: Submission, *, line: int) -> Item:
    cells = {name: unicodedata.normalize("NFC", (row.get(name) or "").strip()) for name in MANIFEST_COLUMNS}
    if not cells["file"]:
        raise ManifestWrong(line=line, column="file")
    if cells["role"] not in {"", "component", "result"}:
        raise ManifestWrong(line=line, column="role")
    path = folder / cells["file"]
    if not path.exists():
        # Names of files from elsewhere may be decomposed; the manifest was made composed or the other way round.
        path = folder / unicodedata.normalize("NFD", cells["file"])
    told = replace(
        submission,
        centre=cells["centre"] or submission.centre,
        component=cells["component"] or submission.component,
        procedure=cells["procedure"] or submission.procedure,
        role=cast("Role", cells["role"] or submission.role),
    )
    return _of_folder(path, replace(told, dossier=cells["dossier"] or submission.dossier))


def _name(path: Path) -> str:
    return unicodedata.normalize("NFC", path.name)
