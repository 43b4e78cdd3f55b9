"""Whatever is killed, away, full, slow or wrong: no page is lost and none is counted twice, and the cause is named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from stack.servers import ServerMissing
from tests.conftest import skip_or_fail
from tests.faults import batch as batches
from tests.faults import scenarios
from tests.faults.ground import Batch, BrokerKind, Ground, laid
from tests.faults.trial import tried
from tests.journeys.conftest import until

pytestmark = pytest.mark.services

#: Pages in flight in each trial; `make soak` takes hundreds.
SIZE = int(os.environ.get("SIZE", "12"))


@pytest.fixture(scope="module", params=["redis", "rabbitmq"])
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    kind: BrokerKind = request.param
    try:
        with laid(kind) as made:
            yield made
    except ServerMissing as lack:
        skip_or_fail(f"not installed: {lack}")


@pytest.mark.parametrize("fault", scenarios.FAULTS, ids=lambda fault: fault.__name__)
def test_nothing_is_lost_and_nothing_counted_twice(ground: Ground, fault: Callable[[Ground, Batch], str]) -> None:
    verdict = tried(ground, fault, pages=SIZE, patience=120)
    print(verdict)
    assert (verdict.tally.lost, verdict.tally.counted_twice, verdict.tally.given_up) == (0, 0, 0)


def test_a_page_that_takes_longer_than_rabbitmq_waits_is_read_once() -> None:
    try:
        with laid("rabbitmq", pace=6, workers=1, acknowledged_within=2, SOHOA_PROGRESS_SECONDS="60") as ground:
            batch = batches.send(ground, batches.folder_of(ground, 1, pages_a_file=1))
            until(lambda: batches.is_settled(ground, batch), seconds=120)
            output = (ground.broker.program.folder / "output.log").read_text(errors="replace")
            begun = ground.database.rows("SELECT kind, attempt FROM step ORDER BY id")
    except ServerMissing as lack:
        skip_or_fail(f"not installed: {lack}")
    assert "delivery acknowledgement on channel" in output, "the server never lost its patience"
    assert {row["attempt"] for row in begun} == {1}
