"""What is sent in: which files of the folders, for which dossier, and what can be known of them without parsing."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Generic, TypeAlias, TypeVar, cast

from pipeline.domain import identifiers
from pipeline.domain.dossier import Content, Role, Submission
from pipeline.domain.media import HEAD_BYTES, sniff
from pipeline.domain.refusals import FileEmpty, FileMissing, FileNotRegular, FileTooLarge, FileTypeUnknown
from pipeline.errors import Refused

#: Columns of a manifest file. Source: the public contract.
MANIFEST_COLUMNS: Final = ("file", "centre", "dossier", "component", "procedure", "role")

_BLOCK: Final = 1 << 20

#: Ends of names under which programs write what is not complete.
_UNFINISHED: Final = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload")

Place = TypeVar("Place", bound=Hashable)
#: Anything that can be compared.
Look: TypeAlias = tuple[object, ...]


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


class CentreMissing(Refused):
    """Nobody said which centre received the paper."""

    code = "centre_missing"
    message_vi = "Chưa biết bộ phận nào tiếp nhận."
    message_en = "Nobody said which centre received this."
    remedy_vi = "Thêm --centre MÃ, hoặc cột centre trong tệp kê."
    remedy_en = "Add --centre CODE, or a column centre to the manifest."


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


def in_inbox(place: str) -> Submission:
    """What the place of an object in the inbox says of it: ``centre/dossier/…/name``.

    A folder whose name is no dossier code leaves the file unassigned. Without a centre the submission has none.
    """
    *folders, name = (unicodedata.normalize("NFC", part) for part in place.split("/"))
    codes = (code for folder in folders[1:] if (code := dossier_of_folder(folder)))
    return Submission(centre=folders[0].strip() if folders else "", dossier=next(codes, ""), name=name, by="inbox")


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


class Resting(Generic[Place]):
    """Tells what is complete in a watched folder or an inbox from what is still being written.

    A look is whatever changes while something is written: size and time, size and tag.
    """

    def __init__(self, *, seconds: float = 0.0) -> None:
        """``seconds``: for so long a look has to stay the same, at least from one call to the next."""
        self._seconds = seconds
        self._seen: dict[Place, tuple[Look, float]] = {}
        self._given: dict[Place, Look] = {}

    def of(self, looks: Mapping[Place, Look], *, now: float = 0.0) -> list[Place]:
        """Those that did not change and were not given out as they are now, in the order of ``looks``. ``now``: any
        clock that only goes forward, in seconds."""
        before = self._seen
        self._seen = {
            place: (look, before[place][1] if place in before and before[place][0] == look else now)
            for place, look in looks.items()
        }
        self._given = {place: look for place, look in self._given.items() if looks.get(place) == look}
        ready = [place for place in looks if place in before and self._rests(place, before[place][0], now)]
        self._given |= {place: looks[place] for place in ready}
        return ready

    def forget(self, places: Iterable[Place]) -> None:
        """These were not taken after all: give them out again. What was taken is known by its bytes."""
        for place in places:
            self._given.pop(place, None)

    def _rests(self, place: Place, before: Look, now: float) -> bool:
        look, since = self._seen[place]
        return look == before and now - since >= self._seconds and place not in self._given


def look(path: Path) -> Look | None:
    """What changes while a file is written; None if it is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def unfinished(name: str) -> bool:
    """Whether a name says of itself that the file is hidden or still on its way."""
    return name.startswith(".") or name.lower().endswith(_UNFINISHED)


def _inside(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not any(unfinished(part) for part in path.relative_to(folder).parts):
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
