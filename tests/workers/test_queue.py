"""The broker by its address, and how a process waits for a service that is away."""

from __future__ import annotations

import dramatiq
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


def taken(broker: dramatiq.Broker, count: int) -> list[int]:
    """The steps of so many messages, as a worker gets them."""
    found = []
    consumer = broker.consume(queue.QUEUE, prefetch=count, timeout=2000)
    for told in consumer:
        if told is None:
            break
        consumer.ack(told)
        found.append(told.args[0])
        if len(found) == count:
            break
    consumer.close()
    return found


@pytest.mark.services
@pytest.mark.parametrize("kind", ["redis", "rabbitmq"])
def test_messages_that_are_sent_together_all_arrive_in_order(kind: str, request: pytest.FixtureRequest) -> None:
    broker = queue.build(request.getfixturevalue(f"{kind}_server"))
    queue.publish(broker, [queue.message(step) for step in range(1, 40)])
    assert taken(broker, 39) == list(range(1, 40))
    broker.close()


@pytest.mark.services
def test_a_queue_that_somebody_deleted_is_made_again(rabbitmq_server: str) -> None:
    broker = queue.build(rabbitmq_server)
    queue.publish(broker, [queue.message(1)])
    broker.channel.queue_delete(queue.QUEUE)  # type: ignore[attr-defined]
    queue.publish(broker, [queue.message(2)])
    assert taken(broker, 1) == [2]
    broker.close()


@pytest.mark.services
def test_a_connection_that_the_server_closed_is_opened_again(rabbitmq_server: str) -> None:
    broker = queue.build(rabbitmq_server)
    queue.publish(broker, [queue.message(1)])
    broker.connection.close()  # type: ignore[attr-defined]
    queue.publish(broker, [queue.message(2)])
    assert taken(broker, 2) == [1, 2]
    broker.close()
