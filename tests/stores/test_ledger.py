"""The ledger: every step is done once, nothing is lost, nobody waits for somebody else's pile."""

from __future__ import annotations

import threading
import time
import uuid

import pytest

from pipeline.domain.dossier import Content, Submission
from pipeline.domain.page import Engine, Page
from pipeline.domain.paper import Paper
from pipeline.errors import PipelineError, Refused, Unavailable
from pipeline.stores.database import Database
from pipeline.stores.ledger import admission, dossiers, holds, outbox, papers, steps, watching
from pipeline.stores.ledger.admission import Admitted, DossierElsewhere, ReplacedMissing
from pipeline.stores.ledger.papers import Correction, KeptPaper, PaperMissing
from pipeline.stores.ledger.steps import Claim

pytestmark = pytest.mark.services

CODE = "000.00.12.H18-231005-0007"


class Broken(Unavailable):
    code = "broken"


class Nonsense(Refused):
    code = "nonsense"


def admit(
    database: Database,
    *,
    content: str = "a",
    centre: str = "H18.01",
    dossier: str = CODE,
    component: str = "",
    replaces: str = "",
) -> Admitted:
    submission = Submission(
        centre=centre, dossier=dossier, component=component, name="scan.png", by="tests", replaces=replaces
    )
    bytes_ = Content(sha256=content * 64, media_type="image/png", bytes=10)
    return admission.admit(database, submission, bytes_, file=str(uuid.uuid4()))


def take(database: Database, kind: str, *, owner: str = "w1", lease: float = 60.0) -> Claim:
    """The next waiting step, which has to be of this kind."""
    sent = steps.fill(database, free=1, after="")
    claim = steps.claim(database, sent[0].step, owner=owner, lease=lease)
    assert claim is not None
    assert claim.kind == kind
    return claim


def page(number: int) -> Page:
    engine = Engine(name="fake", model="vie", configuration="1")
    return Page(number=number, width=100, height=200, dpi=200, engine=engine, confidence=0.9)


def field(name: str, value: str, *, review: bool = False) -> dict[str, object]:
    engine = {"name": "fake", "model": "vie", "configuration": "1"}
    return {
        "name": name,
        "value": value,
        "text": value,
        "confidence": 0.9,
        "page": 1,
        "box": [1, 2, 3, 4],
        "source": "ocr",
        "review": review,
        "sensitive": False,
        "engine": engine,
    }


def kept(*values: dict[str, object], kind: str = "decision", number: str | None = None) -> KeptPaper:
    return KeptPaper(
        paper=Paper(kind=kind, confidence=0.9, pages=(1,)), number=number, findings=[], fields=list(values)
    )


def open_file(database: Database, pages: int = 1) -> None:
    assert steps.opened(database, take(database, "open"), pages=pages, refused={}, details={})


def read_pages(database: Database, count: int = 1) -> None:
    for _ in range(count):
        claim = take(database, "read_page")
        assert steps.page_read(database, claim, page(claim.part), engine={"configuration": "1"})


def finish(database: Database, *found: KeptPaper) -> None:
    """Walk the only waiting file through to its end."""
    open_file(database)
    read_pages(database)
    assert papers.understood(database, take(database, "understand"), list(found))
    assert papers.finished(database, take(database, "finish"))


def only_paper(database: Database, file: str) -> str:
    listed = watching.verdicts(database, [file])[file].papers
    assert listed is not None
    assert len(listed) == 1
    return str(listed[0]["paper"])


def fields_of(database: Database, paper: str) -> dict[str, object]:
    rows = database.rows("SELECT name, value FROM field WHERE paper_id = %s", (paper,))
    return {row["name"]: row["value"] for row in rows}


# Admission


def test_the_same_bytes_twice_in_a_dossier_and_component_are_one_file(database: Database) -> None:
    first, second = admit(database), admit(database)
    assert second.duplicate
    assert second.file == first.file
    assert not admit(database, component="01").duplicate
    assert not admit(database, dossier="000.00.12.H18-231005-0008").duplicate


def test_unassigned_files_each_have_a_dossier_of_their_own(database: Database) -> None:
    first, second = admit(database, dossier=""), admit(database, dossier="", content="b")
    assert first.dossier != second.dossier
    assert admit(database, dossier="").file == first.file
    assert len(watching.unassigned(database)) == 2


def test_two_senders_at_once_make_one_file(database: Database) -> None:
    made: list[Admitted] = []
    threads = [threading.Thread(target=lambda: made.append(admit(database))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.file for one in made}) == 1
    assert [one.duplicate for one in made].count(False) == 1


def test_another_centres_dossier_is_refused(database: Database) -> None:
    admit(database)
    with pytest.raises(DossierElsewhere):
        admit(database, centre="H18.02")


def test_what_is_to_be_replaced_has_to_be_there(database: Database) -> None:
    first = admit(database, component="01")
    assert admit(database, content="b", dossier="", replaces=first.file).dossier == first.dossier
    for wrong in (str(uuid.uuid4()), "not an id"):
        with pytest.raises(ReplacedMissing):
            admit(database, replaces=wrong)


# Steps


def test_a_file_walks_from_its_door_to_its_end(database: Database) -> None:
    admitted = admit(database)
    open_file(database, pages=3)
    read_pages(database, 3)
    assert papers.understood(database, take(database, "understand"), [kept(field("number", "05"))])
    assert papers.finished(database, take(database, "finish"))
    verdict = watching.verdicts(database, [admitted.file])[admitted.file]
    assert (verdict.state, verdict.pages) == ("finished", 3)
    assert [revision.what for revision in outbox.due(database)] == ["read"]


def test_a_step_belongs_to_whoever_claimed_it(database: Database) -> None:
    admit(database)
    (sent,) = steps.fill(database, free=5, after="")
    assert steps.claim(database, sent.step, owner="w1", lease=60) is not None
    assert steps.claim(database, sent.step, owner="w2", lease=60) is None


def test_a_redelivered_message_does_nothing_once_the_step_is_done(database: Database) -> None:
    admit(database)
    claim = take(database, "open")
    assert steps.opened(database, claim, pages=2, refused={}, details={})
    assert steps.claim(database, claim.step, owner="w2", lease=60) is None
    assert not steps.opened(database, claim, pages=2, refused={}, details={})
    assert database.rows("SELECT count(*) AS n FROM page")[0]["n"] == 2


def test_a_worker_that_lost_its_lease_keeps_nothing(database: Database) -> None:
    admit(database)
    slow = take(database, "open", lease=0)
    assert steps.sweep(database, limit=3, patience=60).leases_expired == 1
    quick = take(database, "open", owner="w2")
    assert quick.attempt == 2
    assert not steps.opened(database, slow, pages=9, refused={}, details={})
    assert steps.opened(database, quick, pages=1, refused={}, details={})
    assert database.rows("SELECT count(*) AS n FROM page")[0]["n"] == 1


def test_a_sign_of_life_keeps_the_lease(database: Database) -> None:
    admit(database)
    held = take(database, "open", lease=0)
    assert steps.renew(database, owner="w1", threads=2, lease=60, held=[held.step]) == 0
    assert steps.sweep(database, limit=3, patience=60).leases_expired == 0
    assert watching.summary(database).workers == 1


def test_a_step_that_its_worker_knows_nothing_of_waits_again_and_is_not_held_against(database: Database) -> None:
    admit(database)
    take(database, "open", lease=0)
    assert steps.renew(database, owner="w1", threads=2, lease=60, held=[]) == 1
    assert take(database, "open", owner="w2").tries == 1


def test_a_claim_that_was_answered_this_moment_is_not_let_go(database: Database) -> None:
    admit(database)
    take(database, "open", lease=60)
    assert steps.renew(database, owner="w1", threads=2, lease=60, held=[]) == 0


def test_no_lease_expires_while_a_database_that_was_away_gathers_itself(database: Database) -> None:
    admit(database)
    take(database, "open", lease=0)
    assert steps.sweep(database, limit=3, patience=60, grace=1e6).leases_expired == 0
    assert steps.sweep(database, limit=3, patience=60).leases_expired == 1


def test_a_worker_that_ends_in_good_order_hands_back_what_it_began(database: Database) -> None:
    admit(database)
    begun = take(database, "open")
    assert steps.leave(database, owner="w1") == 1
    assert not steps.opened(database, begun, pages=1, refused={}, details={})
    again = take(database, "open", owner="w2")
    assert (again.attempt, again.tries) == (2, 1)


def test_what_an_absent_service_prevented_is_never_given_up(database: Database) -> None:
    admit(database)
    for waits in range(6):
        claim = take(database, "open")
        assert claim.waits == waits
        assert steps.fail(database, claim, Broken(), limit=2, delay=0, counts=False) == "failed"
        steps.sweep(database, limit=2, patience=60)
    assert take(database, "open").tries == 1


def test_a_page_that_kills_its_worker_is_given_up_and_the_file_goes_on(database: Database) -> None:
    admitted = admit(database)
    open_file(database, pages=2)
    for _ in range(3):
        take(database, "read_page", lease=0)
        steps.sweep(database, limit=3, patience=60)
    read_pages(database, 1)
    assert take(database, "understand").file == admitted.file
    (failure,) = watching.failures(database)
    assert (failure.stage, failure.code, failure.page, failure.attempts) == ("read_page", "worker_lost", 1, 3)


@pytest.mark.parametrize(("error", "state"), [(Nonsense(), "refused"), (Broken(), "failed")])
def test_a_refusal_is_final_and_anything_else_is_tried_again(
    database: Database, error: PipelineError, state: str
) -> None:
    admit(database)
    assert steps.fail(database, take(database, "open"), error, limit=3, delay=60) == state


def test_a_failed_step_comes_back_when_its_delay_is_over_until_it_is_given_up(database: Database) -> None:
    admitted = admit(database)
    for attempt in range(1, 4):
        claim = take(database, "open")
        assert claim.attempt == attempt
        state = steps.fail(database, claim, Broken(), limit=3, delay=0)
        steps.sweep(database, limit=3, patience=60)
    assert state == "given_up"
    assert watching.verdicts(database, [admitted.file])[admitted.file].state == "given_up"
    assert [revision.what for revision in outbox.due(database)] == ["given_up"]


def test_a_failed_step_does_not_come_back_before_its_delay_is_over(database: Database) -> None:
    admit(database)
    steps.fail(database, take(database, "open"), Broken(), limit=3, delay=60)
    assert steps.sweep(database, limit=3, patience=60).due_again == 0
    assert steps.fill(database, free=5, after="") == []


def test_a_refused_file_is_settled_with_its_reason(database: Database) -> None:
    admitted = admit(database)
    steps.fail(database, take(database, "open"), Nonsense(), limit=3, delay=0)
    verdict = watching.verdicts(database, [admitted.file])[admitted.file]
    assert (verdict.state, verdict.reason) == ("refused", "nonsense")
    assert watching.progress(database, [admitted.file]).live == 0


def test_a_page_that_cannot_be_shown_does_not_cost_the_file(database: Database) -> None:
    admit(database)
    assert steps.opened(database, take(database, "open"), pages=2, refused={2: Nonsense()}, details={})
    read_pages(database, 1)
    assert take(database, "understand").page_count == 2


def test_a_file_without_one_page_that_can_be_shown_still_comes_to_its_end(database: Database) -> None:
    admit(database)
    assert steps.opened(database, take(database, "open"), pages=1, refused={1: Nonsense()}, details={})
    assert take(database, "understand")


def test_messages_that_got_lost_are_sent_again(database: Database) -> None:
    admit(database)
    assert len(steps.fill(database, free=5, after="")) == 1
    assert steps.fill(database, free=5, after="") == []
    assert steps.sweep(database, limit=3, patience=0).messages_lost == 1
    assert len(steps.fill(database, free=5, after="")) == 1


def test_two_last_pages_at_once_send_the_file_on_once(database: Database) -> None:
    for content in "abcdef":
        admit(database, content=content)
    for opening in [take(database, "open") for _ in range(6)]:
        assert steps.opened(database, opening, pages=2, refused={}, details={})
    claims = [take(database, "read_page") for _ in range(12)]
    start = threading.Barrier(12)

    def settle(claim: Claim) -> None:
        start.wait()
        steps.page_read(database, claim, page(claim.part), engine={})

    threads = [threading.Thread(target=settle, args=(claim,)) for claim in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert database.rows("SELECT count(*) AS n FROM step WHERE kind = 'understand'")[0]["n"] == 6


# The window


def pile(database: Database, centre: str, count: int) -> None:
    """Files of one centre, waiting to be opened."""
    code = f"{centre}-231005-0001"
    for n in range(count):
        submission = Submission(centre=centre, dossier=code, name="x", by="tests")
        content = Content(sha256=f"{n:064x}", media_type="image/png", bytes=1)
        admission.admit(database, submission, content, file=str(uuid.uuid4()))


def test_centres_are_served_in_turn(database: Database) -> None:
    pile(database, "A01", 20)
    pile(database, "B01", 2)
    pile(database, "C01", 1)
    served = [sent.centre for sent in steps.fill(database, free=6, after="")]
    assert served == ["A01", "B01", "C01", "A01", "B01"]


def test_the_turn_goes_on_where_it_stopped(database: Database) -> None:
    for centre in ("A01", "B01", "C01"):
        pile(database, centre, 3)
    assert [sent.centre for sent in steps.fill(database, free=2, after="A01")] == ["B01", "C01"]
    assert [sent.centre for sent in steps.fill(database, free=2, after="C01")] == ["A01", "B01"]


def test_a_free_window_is_filled_by_a_single_centre(database: Database) -> None:
    pile(database, "A01", 20)
    assert len(steps.fill(database, free=15, after="A01")) == 15


def test_what_somebody_waits_for_comes_before_the_rest_of_the_centre(database: Database) -> None:
    pile(database, "A01", 3)
    submission = Submission(centre="A01", dossier=CODE, name="x", by="tests", priority="interactive")
    content = Content(sha256="a" * 64, media_type="image/png", bytes=1)
    mine = admission.admit(database, submission, content, file=str(uuid.uuid4()))
    claim = take(database, "open")
    assert claim.file == mine.file


def test_what_somebody_waits_for_passes_every_stage_before_the_pile_moves_on(database: Database) -> None:
    pile(database, "A01", 3)
    # The pile is under way: its next step is nearer to its end than anything that comes now.
    assert steps.opened(database, take(database, "open"), pages=1, refused={}, details={})
    submission = Submission(centre="A01", dossier=CODE, name="x", by="tests", priority="interactive")
    content = Content(sha256="a" * 64, media_type="image/png", bytes=1)
    mine = admission.admit(database, submission, content, file=str(uuid.uuid4()))
    finish(database, kept())
    assert watching.verdicts(database, [mine.file])[mine.file].state == "finished"
    assert take(database, "read_page").file != mine.file


# Papers


def test_a_named_person_verifies_and_corrects_with_before_and_after(database: Database) -> None:
    admitted = admit(database)
    finish(database, kept(field("number", "O5", review=True), field("symbol", "05/QĐ-UBND")))
    paper = only_paper(database, admitted.file)
    papers.verify(database, paper, by="Lò Thị A", corrections=[Correction(name="number", value="05", text="05")])
    assert fields_of(database, paper) == {"number": "05", "symbol": "05/QĐ-UBND"}
    (noted,) = database.rows("SELECT before, after, by FROM correction")
    assert noted == {"before": "O5", "after": "05", "by": "Lò Thị A"}
    manifest = outbox.due(database)[-1].manifest
    (in_manifest,) = manifest["files"][0]["papers"]
    assert (in_manifest["state"], in_manifest["fields"]["number"]["value"]) == ("verified", "05")
    assert not in_manifest["facts"]["scanner_signature"]["present"]


def test_a_verified_paper_is_stored_by_a_step_of_its_own(database: Database) -> None:
    admitted = admit(database)
    finish(database, kept(field("number", "05")))
    papers.verify(database, only_paper(database, admitted.file), by="A", corrections=[])
    claim = take(database, "store")
    paper = papers.to_store(database, claim)
    assert paper is not None
    assert papers.stored(database, claim, paper)
    (row,) = database.rows("SELECT state, stored_sha256, stored_at IS NOT NULL AS dated FROM paper")
    assert row == {"state": "stored", "stored_sha256": "a" * 64, "dated": True}
    assert [revision.what for revision in outbox.due(database)] == ["read", "verified", "stored"]


def test_reading_again_keeps_what_people_set_and_verified(database: Database) -> None:
    verified, corrected = admit(database), admit(database, content="b")
    finish(database, kept(field("number", "1")))
    finish(database, kept(field("number", "1"), field("symbol", "old")))
    papers.verify(database, only_paper(database, verified.file), by="A", corrections=[])
    two = only_paper(database, corrected.file)
    papers.correct(database, two, Correction(name="number", value="2", text="2"), by="A")
    database.run("UPDATE step SET state = 'done' WHERE kind = 'store'")
    assert dossiers.reread(database, file="", kinds=[], before="", by="A") == 2
    for _ in range(2):
        read_pages(database)
        claim = take(database, "understand")
        papers.understood(database, claim, [kept(field("number", "wrong"), field("symbol", "new"))])
        papers.finished(database, take(database, "finish"))
    assert fields_of(database, only_paper(database, verified.file)) == {"number": "1"}
    assert only_paper(database, corrected.file) == two
    assert fields_of(database, two) == {"number": "2", "symbol": "new"}


def test_a_page_settled_during_understanding_sends_the_file_through_it_again(database: Database) -> None:
    admit(database)
    open_file(database, pages=2)
    read_pages(database, 1)
    steps.fail(database, take(database, "read_page"), Nonsense(), limit=3, delay=0)
    claim = take(database, "understand")
    database.run("UPDATE page SET settled_at = clock_timestamp() WHERE number = 2")
    assert not papers.understood(database, claim, [kept()])
    assert take(database, "understand").attempt == 2


def test_a_rescan_with_the_same_number_takes_the_place_of_the_first(database: Database) -> None:
    first = admit(database, component="01")
    finish(database, kept(number="05/QĐ-UBND"))
    second = admit(database, component="01", content="b")
    finish(database, kept(number="05/QĐ-UBND"))
    assert watching.verdicts(database, [first.file])[first.file].papers is None
    assert only_paper(database, second.file)


def test_a_verified_paper_stays_in_force_until_its_rescan_is_verified_too(database: Database) -> None:
    first = admit(database)
    finish(database, kept(number="05"))
    old = only_paper(database, first.file)
    papers.verify(database, old, by="A", corrections=[])
    database.run("UPDATE step SET state = 'done' WHERE kind = 'store'")
    second = admit(database, content="b")
    finish(database, kept(number="05"))
    assert only_paper(database, first.file) == old
    papers.verify(database, only_paper(database, second.file), by="A", corrections=[])
    with pytest.raises(PaperMissing):
        papers.verify(database, old, by="A", corrections=[])


def test_a_file_joins_the_dossier_that_its_own_papers_name(database: Database) -> None:
    known = admit(database)
    finish(database, kept())
    unknown = admit(database, dossier="", content="b")
    open_file(database)
    read_pages(database)
    papers.understood(database, take(database, "understand"), [kept()], assign=CODE)
    papers.finished(database, take(database, "finish"))
    assert watching.files_of(database, CODE) == [known.file, unknown.file]
    assert watching.unassigned(database) == []


def test_a_dossier_learns_its_procedure_from_its_papers_unless_somebody_said_it(database: Database) -> None:
    admit(database)
    for told in ("2.000815", "1.000001"):
        open_file(database)
        read_pages(database)
        papers.understood(database, take(database, "understand"), [kept()], procedure=told)
        papers.finished(database, take(database, "finish"))
        admit(database, content="b")
    assert database.rows("SELECT procedure_code FROM dossier") == [{"procedure_code": "2.000815"}]


def test_two_files_that_name_the_same_new_dossier_at_once_share_it(database: Database) -> None:
    files = [admit(database, dossier="", content=content).file for content in "abcd"]
    for opening in [take(database, "open") for _ in files]:
        assert steps.opened(database, opening, pages=1, refused={}, details={})
    for reading in [take(database, "read_page") for _ in files]:
        assert steps.page_read(database, reading, page(1), engine={})
    claims = [take(database, "understand") for _ in files]
    start = threading.Barrier(len(claims))

    def assign(claim: Claim) -> None:
        start.wait()
        papers.understood(database, claim, [kept()], assign=CODE)

    threads = [threading.Thread(target=assign, args=(claim,)) for claim in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(watching.files_of(database, CODE)) == sorted(files)


# Healing


def test_a_withdrawn_scan_leaves_force_and_what_it_replaced_comes_back(database: Database) -> None:
    first = admit(database)
    finish(database, kept())
    second = admit(database, content="b", replaces=first.file)
    finish(database, kept())
    assert only_paper(database, second.file)
    dossiers.withdraw(database, second.file, by="A", reason="wrong dossier")
    in_force = database.rows("SELECT id::text AS id FROM file WHERE withdrawn_at IS NULL AND replaced_at IS NULL")
    assert [row["id"] for row in in_force] == [first.file]
    assert not admit(database, content="b").duplicate


def test_nobody_is_asked_to_verify_papers_of_scans_that_are_not_in_force(database: Database) -> None:
    first = admit(database)
    finish(database, kept())
    told = watching.summary(database)
    assert (told.to_verify, told.oldest_to_verify is not None) == (1, True)
    second = admit(database, content="b", replaces=first.file)
    finish(database, kept())
    assert watching.summary(database).to_verify == 1
    for scan in (second, first):
        dossiers.withdraw(database, scan.file, by="A", reason="wrong dossier")
    told = watching.summary(database)
    assert (told.to_verify, told.oldest_to_verify) == (0, None)


def test_a_scan_moves_to_the_dossier_where_it_belongs_and_both_are_revised(database: Database) -> None:
    admitted = admit(database)
    finish(database, kept())
    dossiers.move_file(database, admitted.file, dossier="H18.01-231005-0009", centre="", by="A", reason="mixed up")
    assert watching.files_of(database, CODE) == []
    assert watching.files_of(database, "H18.01-231005-0009") == [admitted.file]
    moved = [revision.dossier for revision in outbox.due(database) if revision.what == "moved"]
    assert len(set(moved)) == 2


def test_a_dossier_moves_to_the_centre_that_received_it_with_its_waiting_work(database: Database) -> None:
    admit(database)
    dossiers.move_dossier(database, CODE, centre="H18.02", by="A", reason="wrong desk")
    assert [sent.centre for sent in steps.fill(database, free=1, after="")] == ["H18.02"]


def test_what_gave_up_is_tried_again_and_its_file_understood_again(database: Database) -> None:
    admitted = admit(database)
    open_file(database, pages=2)
    read_pages(database, 1)
    steps.fail(database, take(database, "read_page"), Broken(), limit=1, delay=0)
    papers.understood(database, take(database, "understand"), [kept()])
    papers.finished(database, take(database, "finish"))
    assert dossiers.retry(database, code="broken", file=admitted.file) == {"read_page": 1}
    read_pages(database, 1)
    assert take(database, "understand").attempt == 2
    assert watching.failures(database) == []


def test_a_delivered_revision_is_no_longer_due(database: Database) -> None:
    admit(database)
    finish(database, kept())
    (revision,) = outbox.due(database)
    outbox.delivered(database, revision, sha256="0" * 64)
    assert outbox.due(database) == []


def test_leases_know_the_databases_clock_only(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 0.0)
    admit(database)
    take(database, "open", lease=60)
    assert steps.sweep(database, limit=3, patience=60).leases_expired == 0


# Holds


def test_a_centre_that_is_held_still_waits_and_the_others_go_on(database: Database) -> None:
    admit(database)
    admit(database, centre="H18.02", dossier="000.00.12.H18-231005-0008")
    assert holds.pause(database, "H18.01", by="ops", reason="moving house") == 1
    assert [sent.centre for sent in steps.fill(database, free=5, after="")] == ["H18.02"]
    (one, _) = watching.stages(database)
    assert (one.centre, one.waiting, one.held) == ("H18.01", 1, 1)
    assert [(hold.part, hold.by, hold.reason) for hold in holds.held(database)] == [("H18.01", "ops", "moving house")]
    assert holds.resume(database, "H18.01") == 1
    assert [sent.centre for sent in steps.fill(database, free=5, after="H18.02")] == ["H18.01"]


@pytest.mark.parametrize("stage", ["open", "read_page", "understand", "finish"])
def test_a_stage_that_is_held_still_waits_while_others_pass(database: Database, stage: str) -> None:
    admitted = admit(database)
    holds.pause(database, stage, by="ops")
    walk = {
        "open": lambda: open_file(database),
        "read_page": lambda: read_pages(database),
        "understand": lambda: papers.understood(database, take(database, "understand"), [kept()]),
        "finish": lambda: papers.finished(database, take(database, "finish")),
    }
    for kind, step in walk.items():
        if kind == stage:
            assert steps.fill(database, free=5, after="") == []
            holds.resume(database, stage)
        step()
    assert watching.verdicts(database, [admitted.file])[admitted.file].state == "finished"


def test_many_centres_that_are_held_still_hide_nobody_behind_them(database: Database) -> None:
    for number in range(6):
        admit(database, centre=f"H18.0{number}", dossier=f"000.00.12.H18-231005-000{number}")
    for number in range(5):
        holds.pause(database, f"H18.0{number}", by="ops")
    for after in ("", "H18.03", "H18.05", "Z"):
        (sent,) = steps.fill(database, free=1, after=after)
        assert sent.centre == "H18.05"
        steps.back(database, [sent.step])


def test_what_is_on_the_broker_already_is_not_begun_once_it_is_held(database: Database) -> None:
    admit(database)
    (sent,) = steps.fill(database, free=5, after="")
    holds.pause(database, "open", by="ops")
    assert steps.claim(database, sent.step, owner="w1", lease=60) is None
    holds.resume(database, "open")
    assert [again.step for again in steps.fill(database, free=5, after="")] == [sent.step]


def test_what_runs_when_it_is_held_comes_to_its_end(database: Database) -> None:
    admit(database)
    claim = take(database, "open")
    holds.pause(database, "H18.01", by="ops")
    assert steps.opened(database, claim, pages=1, refused={}, details={})
    assert steps.fill(database, free=5, after="") == []


def test_only_what_is_there_can_be_held_and_only_what_is_held_can_go_on(database: Database) -> None:
    with pytest.raises(holds.PartUnknown):
        holds.pause(database, "H99", by="ops")
    with pytest.raises(holds.NotHeld):
        holds.resume(database, "open")
