"""The broker, and the small window of waiting steps that stands on it. Messages carry ids only."""

from __future__ import annotations

import copy
import logging
import time
from collections import deque
from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import dramatiq
import pika
import redis
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.brokers.redis import RedisBroker

from pipeline.errors import Unavailable
from pipeline.stores.database import Database
from pipeline.stores.ledger import steps
from pipeline.stores.ledger.steps import Sent

QUEUE: Final = "steps"
ACTOR: Final = "step"

#: The least window: two readers that read two seconds a page never run dry between two looks, and a page that comes
#: in now still waits behind few.
LEAST: Final = 2
#: The most: what a broker holds is lost when it is wiped, and has to be waited for.
MOST: Final = 1000


#: Seconds, as the client of each broker names them in its address.
_RABBITMQ: Final = {"heartbeat": 60, "blocked_connection_timeout": 30, "socket_timeout": 5, "stack_timeout": 10}
_REDIS: Final = {"socket_timeout": 10, "socket_connect_timeout": 5}
_WAITS: Final = {"amqp": _RABBITMQ, "amqps": _RABBITMQ, "redis": _REDIS, "rediss": _REDIS}


class BrokerDown(Unavailable):
    """The broker does not take messages."""

    code = "broker_down"
    message_vi = "Hàng đợi (broker) không trả lời."
    message_en = "The broker does not answer."
    remedy_vi = "Việc đang chờ vẫn nằm trong sổ cái và sẽ tự chạy tiếp; kiểm tra bằng `sohoa doctor`."
    remedy_en = "Waiting work stays in the ledger and goes on by itself; check with `sohoa doctor`."


def build(address: str, *, middleware: Sequence[dramatiq.Middleware] = ()) -> dramatiq.Broker:
    """The broker behind ``redis://…`` or ``amqp://…``. It connects at its first use."""
    broker: dramatiq.Broker
    if address.startswith("amqp"):
        # It logs every attempt to connect with its whole trace; whoever asked says it in one line.
        logging.getLogger("pika").setLevel(logging.CRITICAL)
        broker = RabbitmqBroker(url=_bounded(address), middleware=list(middleware))
    else:
        # By default one command in a thousand looks after messages of dead workers: minutes in an idle system.
        broker = RedisBroker(  # type: ignore[no-untyped-call]
            url=_bounded(address), maintenance_chance=1_000_000, middleware=list(middleware)
        )
    broker.declare_queue(QUEUE)
    return broker


def _bounded(address: str) -> str:
    """The address with bounds to every wait, unless it has its own: a broker that is silent must not hold us for ever,
    nor a RabbitMQ whose disk is full and which lets publishers wait."""
    parts = urlsplit(address)
    waits = _WAITS.get(parts.scheme)
    if waits is None or ";" in address:
        return address
    return urlunsplit(parts._replace(query=urlencode({**waits, **dict(parse_qsl(parts.query))})))


class Window:
    """Keeps a bounded number of steps on the broker, centres in turn. One thread uses it."""

    def __init__(self, broker: dramatiq.Broker, database: Database) -> None:
        self._broker = broker
        self._database = database
        self._after = ""
        self._left = 0
        #: When steps were taken off the window, and how many: what a second's work is.
        self._taken: deque[tuple[float, int]] = deque()

    def fill(self) -> int:
        """Put as many waiting steps on the broker as there is room for; how many. Raises BrokerDown."""
        sent, threads = steps.window(self._database)
        self._note(max(0, self._left - sent))
        free = self._size(threads) - sent
        chosen = steps.fill(self._database, free=free, after=self._after) if free > 0 else []
        if chosen:
            self._after = chosen[-1].centre
            self._send(chosen)
        self._left = sent + len(chosen)
        return len(chosen)

    def _size(self, threads: int) -> int:
        """Half of what can run at once, or one second of work where steps are short: less and readers wait, more and
        a page that comes in now waits behind the pile of another centre. Threads hold a page more than they read."""
        return min(MOST, max(LEAST, -(-threads // 2), sum(count for _, count in self._taken)))

    def _note(self, count: int) -> None:
        now = time.monotonic()
        self._taken.append((now, count))
        while self._taken[0][0] < now - 1.0:
            self._taken.popleft()

    def _send(self, chosen: Sequence[Sent]) -> None:
        try:
            publish(self._broker, [message(step.step) for step in chosen])
        except (dramatiq.errors.ConnectionError, redis.RedisError, OSError) as error:
            # Those that were sent all the same find their step waiting, and those that come again find it taken.
            steps.back(self._database, [step.step for step in chosen])
            raise BrokerDown from error


def publish(broker: dramatiq.Broker, messages: Sequence[dramatiq.Message[Any]]) -> None:
    """Hand messages to the broker; it has them all when this returns. Raises dramatiq's ConnectionError, RedisError."""
    if isinstance(broker, RabbitmqBroker):
        _publish_together(broker, messages)
    else:
        assert isinstance(broker, RedisBroker), "the other one that there is"
        _publish_in_one_go(broker, messages)


def _publish_in_one_go(broker: RedisBroker, messages: Sequence[dramatiq.Message[Any]]) -> None:
    """One round trip to Redis for all: dramatiq's own script for each, queued up."""
    with broker.client.pipeline(transaction=False) as pipe:
        queued = copy.copy(broker)
        queued.scripts = {**broker.scripts, "dispatch": partial(broker.scripts["dispatch"], client=pipe)}
        for one in messages:
            queued.enqueue(one)
        pipe.execute()


def _publish_together(broker: RabbitmqBroker, messages: Sequence[dramatiq.Message[Any]]) -> None:
    """In one transaction of the channel: its answer is waited for once, and costs RabbitMQ one flush.

    Confirming each message takes 6 times the CPU and, on a busy machine, 5 ms of waiting for each.
    """
    properties = pika.BasicProperties(delivery_mode=pika.DeliveryMode.Persistent.value)
    for is_last in (False, True):
        try:
            broker.declare_queue(QUEUE, ensure=True)
            # A message for a queue that somebody deleted would be dropped in silence.
            broker.channel.queue_declare(QUEUE, passive=True)
            broker.channel.tx_select()
            for one in messages:
                broker.channel.basic_publish("", QUEUE, one.encode(), properties)
            broker.channel.tx_commit()
        except pika.exceptions.AMQPError as error:
            # A connection that was silent too long is closed by the server: once more, on a new one.
            del broker.connection
            broker.queues_pending.add(QUEUE)
            if is_last:
                raise dramatiq.errors.ConnectionClosed(error) from error  # type: ignore[no-untyped-call]
        else:
            return


def message(step: int) -> dramatiq.Message[Any]:
    """What tells a worker to take a step."""
    return dramatiq.Message(queue_name=QUEUE, actor_name=ACTOR, args=(step,), kwargs={}, options={})
