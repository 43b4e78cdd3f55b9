"""Admission: the row that makes a file accepted. Its bytes are in object storage before."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from pipeline.domain.dossier import Content, Submission
from pipeline.errors import Refused
from pipeline.stores.database import Database, Transaction, queries

SQL: Final = queries("admission")


class DossierElsewhere(Refused):
    """The dossier belongs to another centre."""

    code = "dossier_of_other_centre"
    message_vi = "Hồ sơ này thuộc một bộ phận khác."
    message_en = "This dossier belongs to another centre."
    remedy_vi = "Kiểm tra mã hồ sơ và --centre; nếu hồ sơ bị ghi nhầm nơi nhận, dùng `sohoa move`."
    remedy_en = "Check the dossier code and --centre; if the dossier stands under the wrong one, use `sohoa move`."


class ReplacedMissing(Refused):
    """The file to be replaced is not there, or not in this dossier."""

    code = "replaced_file_missing"
    message_vi = "Không có tệp cần thay thế trong hồ sơ này."
    message_en = "The file to be replaced is not in this dossier."
    remedy_vi = "Kiểm tra mã tệp ở --replaces; bỏ --dossier hoặc ghi đúng hồ sơ của tệp đó."
    remedy_en = "Check the id given to --replaces; leave --dossier out or give the dossier of that file."


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A file that is in the system."""

    file: str
    #: The id of its dossier.
    dossier: str
    #: The same bytes were there already, in the same dossier and component: this is that file.
    duplicate: bool


def is_id(text: str) -> bool:
    """Whether a text is an id of the ledger."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def admit(
    database: Database,
    submission: Submission,
    content: Content,
    *,
    file: str,
    at: dt.datetime | None = None,
    trace: str = "",
) -> Admitted:
    """Make a file accepted under the id ``file``, or find the one that has the same bytes in the same place.

    ``at``: when that was, if not now. ``trace``: the context under which the file is followed; empty if it is not.
    Raises DossierElsewhere, ReplacedMissing.
    """
    facts = {**asdict(submission), **asdict(content), "file": file, "at": at, "trace": trace}
    with database.transaction() as transaction:
        place = _place(transaction, submission, facts)
        if isinstance(place, Admitted):
            return place
        facts |= place
        same = transaction.row(SQL["same bytes"], facts)
        if same is not None:
            return Admitted(file=same["id"], dossier=same["dossier"], duplicate=True)
        transaction.run(SQL["admit"], facts)
    return Admitted(file=file, dossier=str(facts["dossier"]), duplicate=False)


def _place(transaction: Transaction, submission: Submission, facts: dict[str, object]) -> dict[str, object] | Admitted:
    """The dossier, locked, and where in it; or the unassigned file that is the same."""
    if submission.replaces:
        return _place_of_replaced(transaction, submission)
    if submission.dossier:
        found = transaction.row(SQL["dossier"], {**facts, "code": submission.dossier})
        assert found is not None, "inserted or found"
        if found["centre"] != submission.centre:
            raise DossierElsewhere
        return {"dossier": found["id"]}
    # Two senders of the same unassigned bytes come one after the other.
    transaction.row("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"{facts['centre']} {facts['sha256']}",))
    same = transaction.row(SQL["same bytes unassigned"], facts)
    if same is not None:
        return Admitted(file=same["id"], dossier=same["dossier"], duplicate=True)
    made = transaction.row(SQL["unassigned dossier"], facts)
    assert made is not None, "inserted"
    return {"dossier": made["id"]}


def _place_of_replaced(transaction: Transaction, submission: Submission) -> dict[str, object]:
    old = transaction.row(SQL["replaceable"], {"file": submission.replaces}) if is_id(submission.replaces) else None
    if old is None:
        raise ReplacedMissing
    dossier = transaction.row(
        "SELECT code, centre_code AS centre FROM dossier WHERE id = %s FOR NO KEY UPDATE", (old["dossier"],)
    )
    assert dossier is not None, "a file has a dossier"
    if submission.dossier not in {"", dossier["code"]}:
        raise ReplacedMissing
    if dossier["centre"] != submission.centre:
        raise DossierElsewhere
    return {"dossier": old["dossier"], "component": submission.component or old["component"], "role": old["role"]}
