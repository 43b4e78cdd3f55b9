"""What heals a dossier: a scan withdrawn, moved, read again or tried again, with who did it and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.errors import Refused
from pipeline.stores.database import Database, Row, Transaction, queries
from pipeline.stores.ledger import admission, steps
from pipeline.stores.ledger.admission import DossierElsewhere, is_id

SQL: Final = queries("dossiers")


class FileUnknown(Refused):
    """There is no such file, or it was withdrawn."""

    code = "file_unknown"
    message_vi = "Không có tệp {file}, hoặc tệp này đã được rút."
    message_en = "There is no file {file}, or it was withdrawn."
    remedy_vi = "Xem mã tệp bằng `sohoa status --dossier MÃ_HỒ_SƠ`."
    remedy_en = "See the ids of files with `sohoa status --dossier CODE`."


class DossierUnknown(Refused):
    """There is no such dossier."""

    code = "dossier_unknown"
    message_vi = "Không có hồ sơ {dossier}."
    message_en = "There is no dossier {dossier}."
    remedy_vi = "Kiểm tra mã hồ sơ."
    remedy_en = "Check the dossier code."


class AlreadyThere(Refused):
    """The other dossier has the same bytes in the same component."""

    code = "already_there"
    message_vi = "Hồ sơ nhận đã có đúng tệp này."
    message_en = "The other dossier has this very file already."
    remedy_vi = "Dùng `sohoa withdraw` để rút tệp thừa."
    remedy_en = "Use `sohoa withdraw` for the one too many."


class PageNotGivenUp(Refused):
    """Only a page that was given up can be accepted without text."""

    code = "page_not_given_up"
    message_vi = "Trang {page} của tệp này không nằm trong danh sách không đọc được."
    message_en = "Page {page} of this file was not given up."
    remedy_vi = "Xem các trang không đọc được bằng `sohoa failures`."
    remedy_en = "See pages that were given up with `sohoa failures`."


def withdraw(database: Database, file: str, *, by: str, reason: str) -> None:
    """Take a scan out of force for good; what it had replaced counts again. Raises FileUnknown."""
    with database.transaction() as transaction:
        found = _file(transaction, file)
        facts = {"file": file, "by": by, "reason": reason}
        transaction.run(SQL["withdraw"], facts)
        transaction.run(SQL["stop steps"], facts)
        transaction.run(SQL["back in force"], facts)
        transaction.run(SQL["papers back in force"], facts)
        steps.revise(
            transaction, dossier=found["dossier"], file=file, what="withdrawn", by=by, details={"reason": reason}
        )


def move_file(database: Database, file: str, *, dossier: str, centre: str, by: str, reason: str) -> None:
    """Put a scan into the dossier where it belongs; both dossiers get a revision.

    ``centre``: where that dossier was received if it is new, empty for the centre of the present one.
    Raises FileUnknown, DossierElsewhere, AlreadyThere.
    """
    with database.transaction() as transaction:
        found = _file(transaction, file)
        facts = {"code": dossier, "centre": centre or found["centre"], "procedure": "", "at": None}
        target = transaction.row(admission.SQL["dossier"], facts)
        assert target is not None, "inserted or found"
        if centre and target["centre"] != centre:
            raise DossierElsewhere
        there = {"dossier": target["id"], "component": found["component"], "sha256": found["sha256"]}
        if transaction.row(admission.SQL["same bytes"], there) is not None:
            raise AlreadyThere
        transaction.run(SQL["move file"], {"file": file, "dossier": target["id"]})
        transaction.run(SQL["move steps"], {"file": file, "centre": target["centre"]})
        details = {"reason": reason, "from": found["dossier"], "to": target["id"]}
        # In the order of their ids, so that two moves the other way round do not wait for each other.
        for one in sorted({found["dossier"], target["id"]}):
            steps.revise(transaction, dossier=one, file=file, what="moved", by=by, details=details)


def move_dossier(database: Database, code: str, *, centre: str, by: str, reason: str) -> None:
    """Put a whole dossier under the centre that received it. Raises DossierUnknown."""
    with database.transaction() as transaction:
        found = transaction.row(
            "SELECT id::text AS id, centre_code AS centre FROM dossier WHERE code = %s FOR NO KEY UPDATE", (code,)
        )
        if found is None:
            raise DossierUnknown(dossier=code)
        facts = {"dossier": found["id"], "centre": centre}
        transaction.run(SQL["move dossier"], facts)
        transaction.run(SQL["move steps of dossier"], facts)
        details = {"reason": reason, "from": found["centre"], "to": centre}
        steps.revise(transaction, dossier=found["id"], what="moved", by=by, details=details)


def reread(database: Database, *, file: str, kinds: Sequence[str], before: str, by: str) -> int:
    """Read settled files again with the present engines; how many. Values that a person set or verified stay.

    ``kinds``: only files that hold one of them. ``before``: only files read with an earlier configuration of cleaning
    and reading than this. Empty: any.
    """
    facts = {"file": file, "kinds": list(kinds), "before": before}
    chosen = database.rows(SQL["rereadable"], facts)
    for row in chosen:
        with database.transaction() as transaction:
            found = _file(transaction, row["file"])
            transaction.run(SQL["reread pages"], {"file": row["file"]})
            transaction.run(
                "INSERT INTO event (dossier_id, file_id, what, by) VALUES (%s, %s, 'reread', %s)",
                (found["dossier"], row["file"], by),
            )
    return len(chosen)


def accept_page(database: Database, file: str, page: int, *, by: str, reason: str = "") -> None:
    """A named person lets a page that was given up stand as it is: a picture without text, in the paper before it.

    Raises FileUnknown, PageNotGivenUp.
    """
    with database.transaction() as transaction:
        found = _file(transaction, file)
        facts = {"file": file, "page": page, "by": by}
        if not transaction.run(SQL["accept page"], facts):
            raise PageNotGivenUp(page=page)
        step = transaction.row(SQL["accepted step"], facts)
        assert step is not None, "every page has its step"
        transaction.run(SQL["understand again"], facts)
        transaction.run(steps.SQL["understand when settled"], {"step": step["id"]})
        details = {"page": page, "reason": reason}
        steps.revise(transaction, dossier=found["dossier"], file=file, what="page_accepted", by=by, details=details)


def retry(database: Database, *, code: str = "", centre: str = "", file: str = "", page: int = 0) -> dict[str, int]:
    """Send what gave up again; how many steps of each kind. Empty and 0 mean any."""
    rows = database.rows(SQL["retry"], {"code": code, "centre": centre, "file": file, "page": page})
    return {row["kind"]: row["steps"] for row in rows}


def _file(transaction: Transaction, file: str) -> Row:
    found = transaction.row(SQL["file"], {"file": file}) if is_id(file) else None
    if found is None or found["withdrawn_at"] is not None:
        raise FileUnknown(file=file)
    return found
