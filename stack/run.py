"""``make run``: the whole system on this machine, from nothing to the table of rates, until Ctrl-C.

The story: take ``var/``, start the servers, lay the foundations, migrate, start workers and web, take the papers in,
print the rates. What belongs to the house is asked of the ``sohoa`` command, as a person would ask it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Final

from stack import account, foundations, papers, servers
from stack.house import House, HouseFailed
from stack.place import ROOT, Place, PlaceBusy, taken
from stack.servers import Program
from stack.supervision import supervised, wait_for

EXIT_UNAVAILABLE: Final = 4
EXIT_MISCONFIGURED: Final = 5
EXIT_INTERRUPTED: Final = 130


def main() -> int:
    """Run the stack; the exit code of contract.md's list."""
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, _interrupt)
    try:
        wanted = papers.Wanted.from_environment(os.environ)
        with taken(Path(os.environ.get("VAR") or ROOT / "var").absolute()) as place:
            _run(place, wanted)
    except PlaceBusy as busy:
        print(busy, file=sys.stderr)
        return EXIT_UNAVAILABLE
    except (servers.ServerMissing, papers.WantedWrong) as lack:
        print(lack, file=sys.stderr)
        return EXIT_MISCONFIGURED
    except HouseFailed as failure:
        print(failure, file=sys.stderr)
        return failure.code
    except servers.ServerFailed as failure:
        print(failure, file=sys.stderr)
        return EXIT_UNAVAILABLE
    except KeyboardInterrupt:
        print("interrupted; the data stays in var/, and the next `make run` goes on from there", flush=True)
        return EXIT_INTERRUPTED
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    # Once is enough: impatience must not break off the orderly end.
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.SIG_IGN)
    raise KeyboardInterrupt


def _run(place: Place, wanted: papers.Wanted) -> None:
    house = House(place)
    print("→ PostgreSQL, SeaweedFS, Redis", flush=True)
    with supervised(place, first=_servers(place), later=house.programs(), environment=house.environment) as supervisor:
        _lay_foundations(place)
        house.sohoa("migrate", quiet=True)
        print(f"→ {', '.join(program.name for program in house.programs())}", flush=True)
        supervisor.start_later()
        papers.take_in(house, wanted)
        log = place.folder / "logs" / "web.log"
        wait_for(lambda: servers.accepts(place.ports["web"]), what="the web", seconds=60, log=log)
        account.tell(house)
        if not wanted.once:
            _stay_up()


def _stay_up() -> None:
    print("→ stays up until Ctrl-C", flush=True)
    # To be told to end is how this ends well; anywhere before, it is an interruption.
    with suppress(KeyboardInterrupt):
        threading.Event().wait()
    print("→ stopping; the data stays in var/", flush=True)


def _servers(place: Place) -> Sequence[Program]:
    keys = {"access_key": place.secrets["access_key"], "secret_key": place.secrets["secret_key"]}
    return (
        servers.postgresql(
            place.postgresql, port=place.ports["postgresql"], password=place.secrets["superuser"], durable=True
        ),
        servers.seaweedfs(place.folder / "seaweedfs", ports=place.seaweedfs_ports, durable=True, **keys),
        servers.redis(
            place.folder / "redis", port=place.ports["redis"], password=place.secrets["broker"], durable=True
        ),
    )


def _lay_foundations(place: Place) -> None:
    logs = place.folder / "logs"
    wait_for(lambda: foundations.database_answers(place), what="PostgreSQL", seconds=60, log=logs / "postgresql.log")
    foundations.make_database(place)
    wait_for(lambda: servers.accepts(place.ports["redis"]), what="Redis", seconds=60, log=logs / "redis.log")
    wait_for(lambda: foundations.make_bucket(place), what="SeaweedFS", seconds=60, log=logs / "seaweedfs.log")
