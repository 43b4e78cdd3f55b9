"""Papers and their fields: kept as read, corrected and verified by people, stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.domain.paper import Paper
from pipeline.errors import Refused
from pipeline.stores.database import Database, Row, Transaction, json, queries
from pipeline.stores.ledger import steps
from pipeline.stores.ledger.admission import is_id
from pipeline.stores.ledger.steps import Claim

SQL: Final = queries("papers")


class PaperMissing(Refused):
    """There is no such paper, or it is no longer in force."""

    code = "paper_missing"
    message_vi = "Không có giấy tờ {paper}, hoặc giấy tờ này không còn hiệu lực (đã rút hoặc đã được quét lại)."
    message_en = "There is no paper {paper}, or it is no longer in force (withdrawn or scanned again)."
    remedy_vi = "Xem mã giấy tờ bằng `sohoa status --dossier MÃ_HỒ_SƠ`."
    remedy_en = "See the ids of papers with `sohoa status --dossier CODE`."


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPaper:
    """A paper as it goes into the ledger: values as JSON, ready for their columns."""

    paper: Paper
    #: What tells it from others of its kind in the dossier; None where nothing does.
    number: str | None
    findings: Sequence[Mapping[str, Any]]
    #: One row of table ``field`` each, with ``name`` and ``sensitive``.
    fields: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """A settled page: where its reading is."""

    number: int
    #: The attempt whose objects count; None for a page that was given up.
    attempt: int | None
    #: It was given up, and a person lets it stand without text.
    accepted: bool

    @property
    def has_place(self) -> bool:
        """Whether it belongs to a paper."""
        return self.accepted or self.attempt is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A value that a person sets."""

    name: str
    value: Any
    #: As the person wrote it.
    text: str
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToStore:
    """A verified paper on its way to the last state."""

    paper: str
    state: str
    sha256: str
    bytes: int


def pages(database: Database, file: str) -> list[PageState]:
    """The pages of a file, in order."""
    rows = database.rows(SQL["pages"], {"file": file})
    return [PageState(**row) for row in rows]


def opened_attempt(database: Database, file: str) -> int:
    """The attempt of opening whose page objects count; 0 where there is none."""
    row = database.row("SELECT opened_attempt FROM file WHERE id = %s", (file,))
    return 0 if row is None else row["opened_attempt"] or 0


def understood(
    database: Database, claim: Claim, papers: Sequence[KeptPaper], *, assign: str = "", procedure: str = ""
) -> bool:
    """Keep the papers of a file and send it on to be finished. False if nothing was kept: the lease was lost, or a
    page was settled again meanwhile and the step waits once more.

    Papers that somebody verified stay as they are, and so does every value that a person set. ``assign`` and
    ``procedure``: the dossier code and the procedure code found on the papers, for a file or a dossier without.
    """
    with database.transaction() as transaction:
        transaction.row(steps.SQL["lock file of step"], {"step": claim.step})
        ended = transaction.row(SQL["state of understanding"], {"step": claim.step, "attempt": claim.attempt})
        if ended is None or ended["state"] != "done":
            return False
        _keep(transaction, claim, papers)
        transaction.run(SQL["file understood"], {"file": claim.file})
        if assign:
            _assign(transaction, claim.file, assign)
        if procedure:
            transaction.run(SQL["procedure of dossier"], {"file": claim.file, "procedure": procedure})
        steps.next_step(transaction, claim, "finish")
    return True


def finished(database: Database, claim: Claim, *, lacking: str = "") -> bool:
    """The file is through: what it replaces leaves force, and the dossier's manifest gets a revision.

    ``lacking``: why there is no two-layer PDF; empty if there is one.
    """
    with database.transaction() as transaction:
        if not steps.won(transaction, claim):
            return False
        facts = {"file": claim.file, "attempt": claim.attempt, "lacking": lacking}
        transaction.run(SQL["file finished"], facts)
        transaction.run(SQL["same paper scanned before"], facts)
        transaction.run(SQL["replaced papers leave force"], facts)
        _revise_file(transaction, claim.file, what="read", by="sohoa")
    return True


def verify(database: Database, paper: str, *, by: str, corrections: Sequence[Correction]) -> int | None:
    """A named person stands for the values of a paper; before and after of each correction are kept.

    Gives the step that stores the paper, None if it is stored already. Raises PaperMissing.
    """
    with database.transaction() as transaction:
        found = _in_force(transaction, paper)
        for correction in corrections:
            _correct(transaction, found, correction, by=by)
        transaction.run(SQL["verify"], {"paper": paper, "by": by})
        transaction.run(SQL["absent facts"], {"paper": paper})
        transaction.run(SQL["replaced papers leave force"], {"file": found["file"]})
        step = None
        if found["state"] != "stored":
            facts = {"file": found["file"], "part": found["ordinal"], "centre": found["centre"]}
            sent = transaction.row(SQL["send to store"], facts)
            step = None if sent is None else int(sent["id"])
        _revise(transaction, found, what="corrected" if corrections else "verified", by=by)
    return step


def correct(database: Database, paper: str, correction: Correction, *, by: str) -> None:
    """A person sets one value without standing for the whole paper yet. Raises PaperMissing."""
    with database.transaction() as transaction:
        found = _in_force(transaction, paper)
        _correct(transaction, found, correction, by=by)
        _revise(transaction, found, what="corrected", by=by)


def to_store(database: Database, claim: Claim) -> ToStore | None:
    """The paper that a step is to store; None if it is gone."""
    row = database.row(SQL["paper to store"], {"file": claim.file, "part": claim.part})
    if row is None:
        return None
    return ToStore(paper=row["id"], state=row["state"], sha256=row["sha256"], bytes=row["bytes"])


def stored(database: Database, claim: Claim, paper: ToStore | None) -> bool:
    """The paper has reached its last state: its original was found whole in object storage."""
    with database.transaction() as transaction:
        if not steps.won(transaction, claim):
            return False
        if paper is not None and transaction.run(SQL["stored"], {"paper": paper.paper, "sha256": paper.sha256}):
            _revise_file(transaction, claim.file, what="stored", by="sohoa", paper=paper.paper)
    return True


def kind(database: Database, paper: str) -> str:
    """The kind of a paper in force. Raises PaperMissing."""
    with database.transaction() as transaction:
        return str(_in_force(transaction, paper)["kind"])


def _keep(transaction: Transaction, claim: Claim, papers: Sequence[KeptPaper]) -> None:
    there = transaction.rows(SQL["papers of file"], {"file": claim.file})
    verified = [row for row in there if row["state"] != "read"]
    taken = {page for row in verified for page in row["pages"]}
    free = {(row["kind"], row["pages"][0]): row for row in there if row["state"] == "read"}
    for kept in papers:
        if taken.isdisjoint(kept.paper.pages):
            same = free.pop((kept.paper.kind, kept.paper.pages[0]), None)
            _keep_one(transaction, claim, kept, paper=None if same is None else same["id"])
    for row in free.values():
        if not transaction.run(SQL["drop paper"], {"paper": row["id"]}):
            transaction.run(SQL["set paper aside"], {"paper": row["id"]})


def _keep_one(transaction: Transaction, claim: Claim, kept: KeptPaper, *, paper: str | None) -> None:
    facts = {
        "file": claim.file,
        "paper": paper,
        "kind": kept.paper.kind,
        "confidence": kept.paper.confidence,
        "pages": list(kept.paper.pages),
        "findings": json(list(kept.findings)),
        "number": kept.number,
        "attempt": claim.attempt,
    }
    if paper is None:
        inserted = transaction.row(SQL["insert paper"], facts)
        assert inserted is not None, "inserted"
        paper = inserted["id"]
    else:
        transaction.run(SQL["update paper"], facts)
        transaction.run(SQL["drop fields"], facts)
    transaction.run(SQL["insert fields"], {"paper": paper, "fields": json(list(kept.fields))})


def _assign(transaction: Transaction, file: str, code: str) -> None:
    """Give an unassigned file the dossier that its own papers name, unless that dossier is another centre's or has
    these bytes already."""
    found = transaction.row(SQL["assignable"], {"file": file})
    if found is None:
        return
    # Receipt and result of one dossier often come together: the first makes it, the other joins it.
    transaction.row("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", (code,))
    owner = transaction.row("SELECT centre_code FROM dossier WHERE code = %s", (code,))
    if owner is None:
        transaction.run("UPDATE dossier SET code = %s WHERE id = %s", (code, found["dossier"]))
    elif owner["centre_code"] == found["centre"]:
        transaction.run(SQL["assign to known dossier"], {**found, "code": code, "file": file})


def _in_force(transaction: Transaction, paper: str) -> Row:
    found = transaction.row(SQL["paper"], {"paper": paper}) if is_id(paper) else None
    if found is None or found["withdrawn_at"] or found["replaced_at"] or found["file_replaced_at"]:
        raise PaperMissing(paper=paper)
    return found


def _correct(transaction: Transaction, paper: Row, correction: Correction, *, by: str) -> None:
    facts = {
        "paper": paper["id"],
        "name": correction.name,
        "value": json(correction.value),
        "text": correction.text,
        "page": paper["pages"][0],
        "sensitive": correction.sensitive,
        "by": by,
    }
    transaction.run(SQL["correct field"], facts)


def _revise(transaction: Transaction, paper: Row, *, what: str, by: str) -> None:
    steps.revise(transaction, dossier=paper["dossier"], file=paper["file"], paper=paper["id"], what=what, by=by)


def _revise_file(transaction: Transaction, file: str, *, what: str, by: str, paper: str | None = None) -> None:
    row = transaction.row("SELECT dossier_id::text AS dossier FROM file WHERE id = %s", (file,))
    assert row is not None, "files are never deleted"
    steps.revise(transaction, dossier=row["dossier"], file=file, paper=paper, what=what, by=by)
