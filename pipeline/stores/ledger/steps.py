"""Steps: taken with a lease, ended in one transaction that checks the lease and says what comes next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.domain.dossier import StepKind
from pipeline.domain.page import Page
from pipeline.errors import PipelineError, Refused
from pipeline.stores.database import Database, Row, Transaction, json, queries

SQL: Final = queries("steps")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A step that this process holds, and what it needs to know of its file."""

    step: int
    kind: StepKind
    #: The page of read_page, the ordinal of the paper of store, else 0.
    part: int
    #: How often this step was begun, ever; names the objects of this attempt.
    attempt: int
    #: How often it was begun since somebody asked for it.
    tries: int
    #: How often in a row a service that was away, or a wrong setting, prevented it.
    waits: int
    file: str
    dossier: str
    sha256: str
    media_type: str
    #: As the sender named it; may hold personal data.
    name: str
    #: The attempt of opening whose page objects count; 0 before.
    opened_attempt: int
    page_count: int
    #: The context under which the file is followed (W3C traceparent); empty if it is not.
    trace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A step chosen for the broker."""

    step: int
    kind: StepKind
    centre: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What one sweep moved, in steps."""

    messages_lost: int
    leases_expired: int
    given_up: int
    due_again: int


def claim(database: Database, step: int, *, owner: str, lease: float) -> Claim | None:
    """Take a step for ``lease`` seconds; None if it is somebody else's or final already."""
    row = database.row(SQL["claim"], {"step": step, "owner": owner, "lease": lease})
    return None if row is None else Claim(step=row["id"], **{key: row[key] for key in row if key != "id"})


def renew(database: Database, *, owner: str, threads: int, lease: float, held: Collection[int]) -> int:
    """A sign of life: the steps that this process has in hand stay its own for ``lease`` seconds more.

    What stands in its name without being in its hands waits again; how many steps that were.
    """
    facts = {"owner": owner, "lease": lease, "held": list(held), "threads": threads}
    return database.batch([(SQL["renew"], facts), (SQL["let go"], facts), (SQL["alive"], facts)])[1]


def alive(database: Database, *, owner: str) -> None:
    """A sign of life of a process that takes no steps itself: a sweep."""
    database.run(SQL["alive"], {"owner": owner, "threads": 0})


def leave(database: Database, *, owner: str) -> int:
    """This process ends in good order; how many steps it hands back unfinished."""
    return database.batch([(SQL["hand back"], {"owner": owner}), (SQL["gone"], {"owner": owner})])[0]


def opened(
    database: Database, claim: Claim, *, pages: int, refused: Mapping[int, PipelineError], details: Mapping[str, Any]
) -> bool:
    """Keep the number of pages and send each to be read. ``refused``: why, by number of a page that cannot be shown.

    False if the lease was lost; then nothing was kept.
    """
    mine = _mine(claim)
    kept = database.batch(
        [
            (SQL["lock file of step"], mine),
            (
                SQL["opened"],
                {
                    **mine,
                    "pages": pages,
                    "details": json(details),
                    "refused": list(refused),
                    "reasons": [error.code for error in refused.values()],
                    "particulars": [json(dict(error.details)) for error in refused.values()],
                },
            ),
            # A file of which not one page can be shown goes on at once.
            (SQL["understand when settled"], mine),
        ]
    )
    return kept[1] > 0


def page_read(database: Database, claim: Claim, page: Page, *, engine: Mapping[str, str]) -> bool:
    """Keep what a page is like, and send the file on when this was its last page. False if the lease was lost."""
    facts = {
        **_mine(claim),
        "width": page.width,
        "height": page.height,
        "dpi": page.dpi,
        "rotation": page.rotation,
        "skew": page.skew,
        "blank": page.blank,
        "source": page.source,
        "confidence": page.confidence,
        "words": sum(len(line.words) for line in page.lines),
        "unread_lines": page.unread_lines,
        "engine": json(engine),
    }
    return bool(_only(database.row(SQL["page read"], facts))["kept"])


def won(transaction: Transaction, claim: Claim) -> bool:
    """End a step inside a transaction that keeps its results. False if the lease was lost: then keep nothing."""
    return transaction.run(SQL["won"], _mine(claim)) > 0


def next_step(transaction: Transaction, claim: Claim, kind: StepKind, *, part: int = 0) -> None:
    """Send the file of a step on to its next one."""
    transaction.run(SQL["next"], {"step": claim.step, "kind": kind, "part": part})


def fail(
    database: Database, claim: Claim, error: PipelineError, *, limit: int, delay: float, counts: bool = True
) -> str:
    """End an attempt by its error and say what the step is now: ``failed``, ``refused`` or ``given_up``.

    A refusal is never tried again; anything else ``limit`` times, the next time after ``delay`` seconds. An attempt
    that does not count is tried again however often it was. Empty if the lease was lost.
    """
    last = counts and claim.tries >= limit
    facts = {
        **_mine(claim),
        "state": (state := "refused" if isinstance(error, Refused) else "given_up" if last else "failed"),
        "reason": error.code,
        "details": json(dict(error.details)),
        "delay": delay,
        "counts": counts,
    }
    with database.transaction() as transaction:
        transaction.row(SQL["lock file of step"], facts)
        if not transaction.run(SQL["fail"], facts):
            return ""
        if state != "failed":
            settle_stopped(transaction, claim.step, claim.kind)
    return state


def settle_stopped(transaction: Transaction, step: int, kind: StepKind) -> None:
    """What a step that will not be tried again means for its page or file."""
    if kind == "read_page":
        transaction.run(SQL["page given up"], {"step": step})
        transaction.run(SQL["understand when settled"], {"step": step})
    elif kind != "store":
        stopped = transaction.row(SQL["file stopped"], {"step": step})
        if stopped is not None:
            revise(transaction, dossier=stopped["dossier"], file=stopped["file"], what=stopped["state"], by="sohoa")


def fill(database: Database, *, free: int, after: str) -> list[Sent]:
    """Choose up to ``free`` waiting steps for the broker, centres in turn beginning after ``after``."""
    rows = database.rows(SQL["fill"], {"free": free, "after": after})
    return [Sent(step=row["id"], kind=row["kind"], centre=row["centre"]) for row in rows]


def back(database: Database, steps: Sequence[int]) -> None:
    """Messages that could not be sent: their steps wait again."""
    database.run(SQL["back"], {"steps": list(steps)})


def window(database: Database) -> tuple[int, int]:
    """How many steps are on the broker, and how many threads the live workers have."""
    row = _only(database.row(SQL["count of sent"]))
    return row["sent"], row["threads"]


def sweep(database: Database, *, limit: int, patience: float, grace: float = 0.0) -> Swept:
    """Bring back what got lost: messages after ``patience`` seconds, leases that expired, failures that are due.

    No lease expires for ``grace`` seconds after the database itself was started.
    """
    lost = database.run(SQL["lost messages"], {"patience": patience})
    due = database.run(SQL["due again"])
    with database.transaction() as transaction:
        expired = transaction.rows(SQL["expired leases"], {"limit": limit, "grace": grace})
        stopped = [row for row in expired if row["state"] == "given_up"]
        for row in stopped:
            transaction.row(SQL["lock file of step"], {"step": row["id"]})
            settle_stopped(transaction, row["id"], row["kind"])
    return Swept(messages_lost=lost, leases_expired=len(expired), given_up=len(stopped), due_again=due)


def waiting(database: Database, *, limit: int) -> int:
    """How many steps wait, counted up to ``limit``."""
    return int(_only(database.row(SQL["waiting"], {"limit": limit}))["waiting"])


def revise(
    transaction: Transaction,
    *,
    dossier: str,
    what: str,
    by: str,
    file: str | None = None,
    paper: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Note a change of a dossier with its next manifest revision, in the transaction of the change and last in it."""
    transaction.row(
        "SELECT revise(%s::uuid, %s::uuid, %s::uuid, %s, %s, %s)",
        (dossier, file, paper, what, by, json(details or {})),
    )


def _mine(claim: Claim) -> dict[str, Any]:
    return {"step": claim.step, "attempt": claim.attempt}


def _only(row: Row | None) -> Row:
    assert row is not None, "this query always answers"
    return row
