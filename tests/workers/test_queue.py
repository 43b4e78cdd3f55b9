"""The broker by its address, and how a process waits for a service that is away."""

from __future__ import annotations

import pytest

from workers import actors, queue


@pytest.mark.parametrize(
    ("address", "bounded"),
    [
        ("redis://:p%40@h:1/0", "redis://:p%40@h:1/0?socket_timeout=10&socket_connect_timeout=5"),
        ("redis://h/0?socket_timeout=3", "redis://h/0?socket_timeout=3&socket_connect_timeout=5"),
        ("unix:///run/redis.sock", "unix:///run/redis.sock"),
        ("amqp://a:1;amqp://b:1", "amqp://a:1;amqp://b:1"),
    ],
)
def test_no_wait_for_a_broker_is_without_end(address: str, bounded: str) -> None:
    assert queue._bounded(address) == bounded


def test_a_rabbitmq_that_blocks_publishers_is_given_up() -> None:
    broker = queue.build("amqp://user:password@127.0.0.1:1/")
    assert broker.parameters.blocked_connection_timeout == 30  # type: ignore[attr-defined]


def test_a_process_waits_longer_each_time_and_never_long(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(actors.time, "sleep", waits.append)
    patience = actors.Patience()
    for _ in range(7):
        patience.lost()
    patience.regained()
    patience.lost()
    assert waits == [0.25, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0, 0.25]
