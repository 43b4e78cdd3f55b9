"""Keeping the stack's programs alive with supervisord, which restarts a child that dies and ends them in order.

supervisord is itself a child of ``make run`` and ends with it, were that killed.
"""

from __future__ import annotations

import configparser
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from io import StringIO
from pathlib import Path
from typing import Any, Final
from xmlrpc.client import ServerProxy

from stack import servers
from stack.place import Place
from stack.servers import Program

#: supervisord gives its children up after so many quick deaths; ours wait for servers that may come back any time.
FOR_EVER: Final = 1_000_000

#: How long an orderly end of everything may take, in seconds: a worker finishes or hands back its page.
STOP_SECONDS: Final = 90


class Supervisor:
    """A running supervisord."""

    def __init__(self, place: Place) -> None:
        account = f"sohoa:{place.secrets['supervisor']}"
        self._address = f"http://{account}@{servers.LOOPBACK}:{place.ports['supervisor']}/RPC2"

    def answers(self) -> bool:
        """Whether it takes orders already."""
        try:
            self._call("getState")
        except (OSError, HTTPException):
            return False
        return True

    def start_later(self) -> None:
        """Start the programs that wait for this order."""
        self._call("startProcessGroup", "house", False)

    def states(self) -> dict[str, str]:
        """The state of each program in supervisord's words: RUNNING, BACKOFF, …"""
        answer: list[dict[str, Any]] = self._call("getAllProcessInfo")
        return {str(entry["name"]): str(entry["statename"]) for entry in answer}

    def _call(self, name: str, *arguments: object) -> Any:
        with ServerProxy(self._address) as proxy:
            return getattr(proxy.supervisor, name)(*arguments)


@contextmanager
def supervised(
    place: Place, *, first: Sequence[Program], later: Sequence[Program], environment: Mapping[str, str]
) -> Iterator[Supervisor]:
    """Have programs running: ``first`` at once, ``later`` when told; all of them ended in the opposite order.

    All inherit ``environment`` from supervisord, whose file has no safe way to write down a quote or a secret.
    """
    logs = place.folder / "logs"
    logs.mkdir(exist_ok=True)
    configuration = place.folder / "supervisord.conf"
    servers.write_secret(configuration, configured(place, first=first, later=later))
    command = [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(configuration)]
    with (logs / "start.log").open("wb") as output:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig=TERM", *command],
            cwd=place.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # A session of its own: Ctrl-C is for us, and we end it in order.
            start_new_session=True,
        )
    try:
        supervisor = Supervisor(place)
        wait_for(supervisor.answers, what="supervisord", seconds=20, log=logs / "start.log")
        yield supervisor
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        # Its children have asked the kernel to be told of its end.
        process.kill()
        process.wait()


def wait_for(is_ready: Callable[[], bool], *, what: str, seconds: float, log: Path) -> None:
    """Wait until a function says yes. Raises ServerFailed, naming the log that tells why it never did."""
    end = time.monotonic() + seconds
    while not is_ready():
        if time.monotonic() > end:
            raise servers.ServerFailed(f"{what} was not ready in {seconds:.0f} s; see {log}")
        time.sleep(0.1)


def configured(place: Place, *, first: Sequence[Program], later: Sequence[Program]) -> str:
    """The text of supervisord's configuration."""
    if any(mark in str(place.folder) for mark in (" #", " ;")):
        raise servers.ServerFailed(f"{place.folder}: supervisord takes what follows ' #' or ' ;' for a comment")
    parser = configparser.RawConfigParser()
    parser["supervisord"] = {
        # Relative to the place's folder: the file's language would read some characters of a path as its own.
        "logfile": "logs/supervisord.log",
        "pidfile": "supervisord.pid",
        "childlogdir": "logs",
        "identifier": "sohoa",
    }
    parser["inet_http_server"] = {
        "port": f"{servers.LOOPBACK}:{place.ports['supervisor']}",
        "username": "sohoa",
        "password": place.secrets["supervisor"],
    }
    parser["rpcinterface:supervisor"] = {
        "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
    }
    # A group ends together, and the house before the servers that it writes its last words to.
    for priority, (group, programs) in enumerate((("servers", first), ("house", later))):
        for program in programs:
            parser[f"program:{program.name}"] = _section(program, at_once=program in first)
        if programs:
            names = ",".join(program.name for program in programs)
            parser[f"group:{group}"] = {"programs": names, "priority": str(priority)}
    text = StringIO()
    parser.write(text)
    return text.getvalue()


def _section(program: Program, *, at_once: bool) -> dict[str, str]:
    return {
        "command": " ".join(_argument(part) for part in program.command),
        "directory": _quoted(program.folder),
        "autostart": str(at_once).lower(),
        "autorestart": "true",
        "startsecs": "1",
        "startretries": str(FOR_EVER),
        "stopsignal": program.stop_signal.name.removeprefix("SIG"),
        "stopwaitsecs": str(program.stop_seconds),
        # Only the last resort reaches the children of a child: a worker tells its own in order.
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": f"logs/{program.name}.log",
        "stdout_logfile_maxbytes": "10MB",
        "stdout_logfile_backups": "3",
    }


def _quoted(path: Path) -> str:
    # "%" starts an expression in supervisord's files.
    return str(path).replace("%", "%%")


def _argument(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'
