"""The folder ``var/``: whose it is at the moment, the ports and secrets chosen on the first start, the addresses."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from stack import servers

ROOT: Final = Path(__file__).resolve().parent.parent

#: What listens, each on a port of its own. SeaweedFS has five parts that do.
LISTENERS: Final = ("web", "postgresql", "redis", "s3", "master", "volume", "filer", "admin", "supervisor")
SECRETS: Final = ("superuser", "database", "broker", "access_key", "secret_key", "supervisor", "session")

#: Where PostgreSQL's data goes when it cannot be inside a clone: below a root's home, for one.
OUTSIDE: Final = Path("/var/lib/sohoa")


class PlaceBusy(Exception):
    """Another ``make run`` has this folder; the sentence says which process and where its web is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The local stack's folder with what was decided for it."""

    folder: Path
    #: Where PostgreSQL's data is: inside ``folder``, unless its account cannot enter there.
    postgresql: Path
    ports: Mapping[str, int]
    secrets: Mapping[str, str]

    @property
    def web(self) -> str:
        """The web's address."""
        return f"http://{servers.LOOPBACK}:{self.ports['web']}"

    @property
    def seaweedfs_ports(self) -> list[int]:
        return [self.ports[name] for name in ("s3", "master", "volume", "filer", "admin")]

    def environment(self) -> dict[str, str]:
        """The settings that lead to this stack, as ``sohoa`` reads them."""
        at = {name: f"{servers.LOOPBACK}:{port}" for name, port in self.ports.items()}
        return {
            "SOHOA_DATABASE": f"postgresql://sohoa:{self.secrets['database']}@{at['postgresql']}/sohoa",
            "SOHOA_BROKER": f"redis://:{self.secrets['broker']}@{at['redis']}/0",
            "SOHOA_OBJECTS": f"http://{at['s3']}",
            "SOHOA_OBJECTS_ACCESS_KEY": self.secrets["access_key"],
            "SOHOA_OBJECTS_SECRET_KEY": self.secrets["secret_key"],
            "SOHOA_BUCKET": "sohoa",
            "SOHOA_WEB_HOST": servers.LOOPBACK,
            "SOHOA_WEB_PORT": str(self.ports["web"]),
            "SOHOA_WEB_SECRET": self.secrets["session"],
        }


@contextmanager
def taken(folder: Path) -> Iterator[Place]:
    """Have the folder for ourselves, made if it is new, with ports that are free now. Raises PlaceBusy."""
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        _lock(lock, folder)
        place = _decide(folder)
        servers.write_secret(folder / "sohoa.env", "".join(f"{k}={v}\n" for k, v in place.environment().items()))
        yield place
    finally:
        os.close(lock)


def _lock(lock: int, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.read(lock, 20).decode() or "unknown"
        kept = _kept(folder)
        where = f"; its web is at http://{servers.LOOPBACK}:{kept['ports']['web']}" if kept else ""
        raise PlaceBusy(f"{folder} is in use by a running stack (process {owner}){where}") from None
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())


def _decide(folder: Path) -> Place:
    """What was chosen at the first start, and choices for what has none; a port that somebody took is given up."""
    kept = _kept(folder)
    ports = {name: port for name, port in kept.get("ports", {}).items() if servers.is_free(port)}
    lacking = [name for name in LISTENERS if name not in ports]
    ports |= dict(zip(lacking, servers.free_ports(len(lacking), besides=ports.values()), strict=True))
    own = {name: kept.get("secrets", {}).get(name) or secrets.token_hex(20) for name in SECRETS}
    outside = kept.get("postgresql_outside") or _outside(folder)
    servers.write_secret(
        folder / "stack.json", json.dumps({"ports": ports, "secrets": own, "postgresql_outside": outside}, indent=1)
    )
    return Place(
        folder=folder,
        postgresql=Path(outside) if outside else folder / "postgresql",
        ports=ports,
        secrets=own,
    )


def _outside(folder: Path) -> str | None:
    """A folder elsewhere for PostgreSQL, where root's clone is in a place that PostgreSQL's account cannot enter."""
    if servers.is_reachable_for_postgres(folder):
        return None
    OUTSIDE.mkdir(mode=0o711, parents=True, exist_ok=True)
    return str(OUTSIDE / secrets.token_hex(4))


def _kept(folder: Path) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads((folder / "stack.json").read_text())
    except FileNotFoundError:
        return {}
    return kept
