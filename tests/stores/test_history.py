"""What was done is counted once, rolled up or not, and what leaves the ledger is missed by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from pipeline.stores.database import Database
from pipeline.stores.ledger import dossiers, history, inventory, papers, steps, watching
from tests.stores.test_ledger import Nonsense, admit, field, finish, kept, only_paper, page, read_pages, take

pytestmark = pytest.mark.services


def age(database: Database, hours: int) -> None:
    """All that was done was done so long ago."""
    database.run(
        "UPDATE step SET finished_at = date_trunc('hour', now()) - make_interval(hours => %s) WHERE state = 'done'",
        (hours,),
    )


def done(database: Database) -> dict[str, int]:
    """What the status says was done in a day, by stage."""
    return {row.stage: row.done for row in watching.stages(database) if row.done}


def rolled(database: Database) -> dict[str, int]:
    rows = database.rows("SELECT kind, sum(steps)::int AS steps FROM done_hour GROUP BY kind")
    return {row["kind"]: row["steps"] for row in rows}


def stored_steps(database: Database) -> int:
    return len(database.rows("SELECT id FROM step"))


@contextmanager
def writing(database_address: str) -> Iterator[None]:
    """Somebody has a transaction open that wrote something."""
    with psycopg.connect(database_address) as connection:
        connection.execute("SELECT pg_current_xact_id()")
        yield


def test_what_was_done_is_counted_once_whether_it_is_rolled_up_or_not(database: Database) -> None:
    admit(database)
    finish(database, kept(field("number", "5")))
    age(database, 3)
    before = done(database)
    history.roll_up(database)
    assert rolled(database) == before == {"open": 1, "read_page": 1, "understand": 1, "finish": 1}
    assert done(database) == before
    history.roll_up(database)
    assert done(database) == before


def test_what_was_done_this_moment_is_counted_without_being_rolled_up(database: Database) -> None:
    admit(database)
    finish(database, kept(field("number", "5")))
    history.roll_up(database)
    assert rolled(database) == {}
    assert [row.minute for row in watching.stages(database)] == [1, 1, 1, 1]


def test_what_was_done_long_ago_is_known_by_its_day(database: Database) -> None:
    admit(database)
    finish(database, kept(field("number", "5")))
    database.run("UPDATE rolled_up SET until = now() - interval '9 days'")
    age(database, 24 * 7)
    history.roll_up(database)
    assert rolled(database) == {}
    days = database.rows("SELECT sum(steps)::int AS steps FROM done_day GROUP BY day")
    assert [row["steps"] for row in days] == [4]


def test_an_hour_leaves_the_last_day_when_the_day_is_over(database: Database) -> None:
    admit(database)
    finish(database, kept(field("number", "5")))
    age(database, 3)
    history.roll_up(database)
    database.run("UPDATE done_hour SET hour = hour - interval '22 hours'")
    history.roll_up(database)
    assert done(database) == {}
    assert rolled(database) == {}


def test_a_transaction_that_writes_is_waited_for(database: Database, database_address: str) -> None:
    with writing(database_address):
        database.run("UPDATE rolled_up SET until = now() - interval '5 minutes'")
        history.roll_up(database)
        row = database.row("SELECT until < now() - interval '4 minutes' AS stands FROM rolled_up")
    assert row is not None
    assert row["stands"]


def test_old_steps_of_a_file_that_is_through_leave_and_it_can_be_read_again(database: Database) -> None:
    file = admit(database).file
    finish(database, kept(field("number", "5")))
    paper = only_paper(database, file)
    age(database, 24 * 40)
    database.run("UPDATE rolled_up SET until = now() - interval '1 hour'")
    assert history.drop_old(database, days=30) == 4
    assert stored_steps(database) == 0

    assert dossiers.reread(database, file=file, kinds=[], before="", by="A") == 1
    claim = take(database, "read_page")
    # Objects are named by the attempt: the first one's must never be written over.
    assert claim.attempt == 2
    assert steps.page_read(database, claim, page(1), engine={})
    again = take(database, "understand")
    assert again.attempt == 2
    assert papers.understood(database, again, [kept(field("number", "6"))])
    last = take(database, "finish")
    assert last.attempt == 2
    assert papers.finished(database, last)
    assert only_paper(database, file) == paper


def test_a_file_whose_steps_left_can_be_verified_and_stored(database: Database) -> None:
    file = admit(database).file
    finish(database, kept(field("number", "5")))
    age(database, 24 * 40)
    database.run("UPDATE rolled_up SET until = now() - interval '1 hour'")
    history.drop_old(database, days=30)
    step = papers.verify(database, only_paper(database, file), by="A", corrections=[])
    assert step is not None
    claim = steps.claim(database, step, owner="w", lease=60)
    assert claim is not None
    assert papers.stored(database, claim, papers.to_store(database, claim))


def test_steps_of_a_file_that_is_not_through_stay(database: Database) -> None:
    admit(database)
    assert steps.opened(database, take(database, "open"), pages=2, refused={}, details={})
    read_pages(database)
    age(database, 24 * 40)
    database.run("UPDATE rolled_up SET until = now() - interval '1 hour'")
    assert history.drop_old(database, days=30) == 0


def test_what_is_not_rolled_up_yet_stays(database: Database) -> None:
    admit(database)
    finish(database, kept(field("number", "5")))
    age(database, 24 * 40)
    database.run("UPDATE rolled_up SET until = now() - interval '50 days'")
    assert history.drop_old(database, days=30) == 0


def test_a_page_that_was_given_up_keeps_its_step_and_can_be_tried_again(database: Database) -> None:
    admit(database)
    assert steps.opened(database, take(database, "open"), pages=2, refused={2: Nonsense()}, details={})
    read_pages(database)
    assert papers.understood(database, take(database, "understand"), [kept(field("number", "5"))])
    assert papers.finished(database, take(database, "finish"))
    age(database, 24 * 40)
    database.run("UPDATE rolled_up SET until = now() - interval '1 hour'")
    assert history.drop_old(database, days=30) == 4
    assert watching.failures_by_code(database) == {"nonsense": 1}


def test_zero_days_keep_steps_for_ever(database: Database) -> None:
    admit(database)
    finish(database, kept(field("number", "5")))
    age(database, 24 * 4000)
    assert history.drop_old(database, days=0) == 0


def test_a_file_that_is_made_again_opens_under_its_next_attempt(database: Database) -> None:
    file = admit(database).file
    finish(database, kept(field("number", "5")))
    age(database, 24 * 40)
    database.run("UPDATE rolled_up SET until = now() - interval '1 hour'")
    assert history.drop_old(database, days=30) == 4
    assert inventory.make_again(database, file)
    claim = take(database, "open")
    assert claim.attempt == 2
    assert steps.opened(database, claim, pages=1, refused={}, details={})
    assert take(database, "read_page").attempt == 2
