"""Whether the broker answers and lets us in, asked over a plain socket: a check needs no client library.

Redis is asked to authenticate and to answer PING. RabbitMQ is asked for its protocol header only; its passwords are
the workers' business.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from pipeline.errors import Misconfigured, Unavailable

#: Seconds to wait for a connection and for each answer.
PATIENCE = 3.0


class BrokerDown(Unavailable):
    """Nothing answers at the broker's address."""

    code = "broker_down"
    message_vi = "Hàng đợi tin nhắn (broker) không trả lời."
    message_en = "The broker does not answer."
    remedy_vi = "Việc đang chờ nằm trong cơ sở dữ liệu và sẽ chạy tiếp khi broker hoạt động lại; kiểm tra SOHOA_BROKER."
    remedy_en = "Waiting work is safe in the database and goes on once the broker is back; check SOHOA_BROKER."


class BrokerRefused(Misconfigured):
    """The broker answers but does not let us in."""

    code = "broker_refused"
    message_vi = "Hàng đợi tin nhắn (broker) từ chối truy cập."
    message_en = "The broker refuses access."
    remedy_vi = "Kiểm tra tên và mật khẩu trong SOHOA_BROKER."
    remedy_en = "Check the name and the password in SOHOA_BROKER."


def ask(address: str) -> str:
    """What kind of broker answers at this address: ``redis`` or ``rabbitmq``. Raises BrokerDown, BrokerRefused."""
    parts = urlsplit(address)
    is_redis = parts.scheme in {"redis", "rediss", "unix"}
    port = parts.port or (6379 if is_redis else 5672)
    try:
        with socket.create_connection((parts.hostname or "localhost", port), timeout=PATIENCE) as connection:
            if is_redis:
                password = unquote(parts.password) if parts.password else None
                return _ask_redis(connection, unquote(parts.username or ""), password)
            return _ask_rabbitmq(connection)
    except OSError as error:
        raise BrokerDown from error


def _ask_redis(connection: socket.socket, name: str, password: str | None) -> str:
    if password is not None:
        words = ["AUTH", name, password] if name else ["AUTH", password]
        if not _redis_answer(connection, words).startswith(b"+"):
            raise BrokerRefused
    answer = _redis_answer(connection, ["PING"])
    if answer.startswith(b"-NOAUTH"):
        raise BrokerRefused
    if not answer.startswith(b"+PONG"):
        raise BrokerDown
    return "redis"


def _redis_answer(connection: socket.socket, words: Sequence[str]) -> bytes:
    encoded = [word.encode() for word in words]
    request = b"*%d\r\n" % len(encoded) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in encoded)
    connection.sendall(request)
    return connection.recv(200)


def _ask_rabbitmq(connection: socket.socket) -> str:
    connection.sendall(b"AMQP\x00\x00\x09\x01")
    # A server of the same protocol begins with a method frame on channel 0; another answers with its own header.
    if not connection.recv(8).startswith(b"\x01\x00\x00"):
        raise BrokerDown
    return "rabbitmq"
