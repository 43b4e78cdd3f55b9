"""Processes are killed, messages vanish, servers are away: nothing is lost, and nothing happens twice."""

from __future__ import annotations

import contextlib
import signal
from pathlib import Path

import pytest

from pipeline.delivery import Services
from pipeline.stores.database import DatabaseDown
from pipeline.stores.ledger import watching
from tests.journeys.conftest import House, until

pytestmark = pytest.mark.services


@pytest.fixture(scope="module", params=["redis", "rabbitmq"])
def broker_kind(request: pytest.FixtureRequest) -> str:
    """Every promise of this module holds on both brokers."""
    return str(request.param)


def states(services: Services, file: str) -> dict[str, int]:
    rows = services.database.rows("SELECT state, count(*) AS n FROM step WHERE file_id = %s GROUP BY state", (file,))
    return {row["state"]: row["n"] for row in rows}


def send(house: House, path: Path, dossier: str) -> str:
    (row,) = house.rows("ingest", path, "--centre", "H18.01", "--dossier", dossier)
    return str(row["file"])


def settled(services: Services, file: str) -> bool:
    return watching.progress(services.database, [file]).over


def demand_whole(services: Services, file: str, *, pages: int) -> None:
    """Every page was read, and every effect happened once."""
    verdict = watching.verdicts(services.database, [file])[file]
    assert (verdict.state, verdict.pages, verdict.given_up) == ("finished", pages, 0)
    assert states(services, file) == {"done": pages + 3}
    papers = verdict.papers or ()
    assert sum(len(paper["pages"]) for paper in papers) == pages
    reads = services.database.rows("SELECT count(*) AS n FROM event WHERE file_id = %s AND what = 'read'", (file,))
    assert reads[0]["n"] == 1


def test_a_worker_killed_in_the_middle_of_its_pages_costs_none_of_them(
    house: House, services: Services, pile: Path
) -> None:
    file = send(house, pile, "000.00.12.H18-231005-0001")
    house.start("sweep")
    worker = house.start("worker")
    until(lambda: states(services, file).get("done", 0) >= 2 and states(services, file).get("running"))
    worker.kill()
    assert worker.wait() == -signal.SIGKILL
    house.start("worker")
    until(lambda: settled(services, file))
    demand_whole(services, file, pages=6)
    begun = services.database.rows("SELECT max(attempt) AS n FROM step WHERE file_id = %s", (file,))
    assert begun[0]["n"] >= 2


def test_a_broker_that_forgets_everything_costs_nothing(house: House, services: Services, pile: Path) -> None:
    for process in house.processes[:1]:
        process.send_signal(signal.SIGSTOP)
    file = send(house, pile, "000.00.12.H18-231005-0002")
    house.processes[0].send_signal(signal.SIGCONT)
    until(lambda: states(services, file).get("sent") or states(services, file).get("running"))
    house.wipe_broker()
    until(lambda: settled(services, file))
    demand_whole(services, file, pages=6)


def test_a_database_that_breaks_off_every_conversation_costs_nothing(
    house: House, services: Services, pile: Path
) -> None:
    file = send(house, pile, "000.00.12.H18-231005-0006")
    for done in (1, 3, 6):
        until(lambda enough=done: states(services, file).get("done", 0) >= enough)
        with contextlib.suppress(DatabaseDown):
            services.database.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            )
    until(lambda: settled(services, file))
    demand_whole(services, file, pages=6)


def test_a_message_that_comes_twice_does_its_work_once(house: House, services: Services, pile: Path) -> None:
    file = send(house, pile, "000.00.12.H18-231005-0003")
    until(lambda: states(services, file).get("done", 0) >= 1)
    # As if the broker had lost track: everything that is sent is sent once more.
    services.database.run("UPDATE step SET state = 'waiting' WHERE file_id = %s AND state = 'sent'", (file,))
    until(lambda: settled(services, file))
    demand_whole(services, file, pages=6)


def test_a_second_sweep_does_no_harm(house: House, services: Services, pile: Path) -> None:
    house.start("sweep")
    file = send(house, pile, "000.00.12.H18-231005-0004")
    until(lambda: settled(services, file))
    demand_whole(services, file, pages=6)


def test_a_worker_that_is_told_to_stop_ends_what_it_began_and_leaves_the_rest(
    house: House, services: Services, pile: Path
) -> None:
    file = send(house, pile, "000.00.12.H18-231005-0005")
    until(lambda: states(services, file).get("running"))
    workers = [process for process in house.processes if "worker" in process.args]  # type: ignore[operator]
    for process in workers:
        if process.poll() is None:
            process.terminate()
            assert process.wait(timeout=60) == 0
    assert "running" not in states(services, file)
    house.start("worker")
    until(lambda: settled(services, file))
    demand_whole(services, file, pages=6)
    begun = services.database.rows("SELECT max(attempt) AS n FROM step WHERE file_id = %s", (file,))
    assert begun[0]["n"] == 1
