"""RabbitMQ as a child process: the second broker. The local stack does without; the tests run on both."""

from __future__ import annotations

import shlex
import shutil
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from stack import servers
from stack.servers import LOOPBACK, Program, ServerMissing

USER: Final = "sohoa"

#: RabbitMQ's own default: a message that was not acknowledged for so long closes the channel it came through.
ACKNOWLEDGED_WITHIN: Final = 1800.0


def rabbitmq(
    folder: Path, *, ports: Sequence[int], password: str, acknowledged_within: float = ACKNOWLEDGED_WITHIN
) -> Program:
    """A RabbitMQ on the first of three ports (AMQP, distribution, port mapper). Raises ServerMissing.

    ``acknowledged_within``: seconds, its ``consumer_timeout``; tests make it short.
    """
    program = _program()
    servers.private(folder)
    amqp, distribution, mapper = ports
    lines = [
        f"listeners.tcp.1 = {LOOPBACK}:{amqp}",
        f"default_user = {USER}",
        f"default_pass = {password}",
        f"consumer_timeout = {round(acknowledged_within * 1000)}",
        "log.console = true",
        "log.console.level = warning",
        "log.file = false",
    ]
    servers.write_secret(folder / "rabbitmq.conf", "\n".join(lines) + "\n")
    servers.write_secret(folder / "plugins", "[].\n")
    environment = {
        # Erlang's cookie lies in the home folder.
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"sohoa{amqp}@localhost",
        "RABBITMQ_NODE_PORT": str(amqp),
        "RABBITMQ_DIST_PORT": str(distribution),
        "ERL_EPMD_PORT": str(mapper),
        "ERL_EPMD_ADDRESS": LOOPBACK,
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        # Together: the script becomes the server instead of staying before it, so that signals arrive. No busy
        # waiting, which would take the cores of whoever shares them.
        "RABBITMQ_ALLOW_INPUT": "1",
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-noinput -kernel inet_dist_use_interface {127,0,0,1} +sbwt none"
        # How often it looks for messages that were not acknowledged: each minute by default.
        f" -rabbit channel_tick_interval {round(min(60.0, acknowledged_within / 4) * 1000)}",
    }
    return Program(name="rabbitmq", command=("sh", "-c", _script(program, environment)), folder=folder, stop_seconds=20)


def wipe(folder: Path) -> None:
    """Forget everything, of a server that does not run."""
    shutil.rmtree(folder / "data", ignore_errors=True)


def _program() -> Path:
    # Not the one on the path: that changes to the account rabbitmq and forgets the environment.
    found = sorted(Path("/usr/lib/rabbitmq/lib").glob("rabbitmq_server-*/sbin/rabbitmq-server"))
    if not found:
        raise ServerMissing("rabbitmq-server")
    return found[-1]


def _script(program: Path, environment: Mapping[str, str]) -> str:
    """The port mapper first, as a child that ends with the server: RabbitMQ would leave one behind for ever."""
    port, address = environment["ERL_EPMD_PORT"], environment["ERL_EPMD_ADDRESS"]
    until = shlex.join(servers.until_parent_ends(signal.SIGKILL))
    variables = " ".join(f"{name}={shlex.quote(value)}" for name, value in environment.items())
    mapper = f"{until} epmd -port {port} -address {address}"
    server = f"{shlex.join(servers.until_parent_ends(signal.SIGTERM))} env {variables} {shlex.quote(str(program))}"
    return f"{mapper} & exec {server}"
