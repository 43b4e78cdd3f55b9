"""What the servers hold before the house moves in: a database with its owner, and a bucket."""

from __future__ import annotations

import os
import subprocess
from typing import Final

from stack import servers
from stack.place import Place

DATABASE: Final = "sohoa"

#: The house's own account is no superuser: it owns its database and nothing else.
OWNER_AND_DATABASE: Final = """
SELECT 'CREATE ROLE sohoa' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sohoa') \\gexec
ALTER ROLE sohoa LOGIN PASSWORD '{password}';
SELECT 'CREATE DATABASE sohoa OWNER sohoa' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'sohoa') \\gexec
"""


def database_answers(place: Place) -> bool:
    """Whether PostgreSQL lets its superuser in."""
    return _psql(place, "SELECT 1;").returncode == 0


def make_database(place: Place) -> None:
    """Make the database and its owner where they are not there yet. Raises ServerFailed."""
    outcome = _psql(place, OWNER_AND_DATABASE.format(password=place.secrets["database"]))
    if outcome.returncode != 0:
        raise servers.ServerFailed(f"the database could not be made: {outcome.stderr.strip()}")


def _psql(place: Place, sql: str) -> subprocess.CompletedProcess[str]:
    address = ["-h", servers.LOOPBACK, "-p", str(place.ports["postgresql"]), "-U", "postgres", "-d", "postgres"]
    return subprocess.run(
        [servers.postgresql_binaries() / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *address],
        input=sql,
        text=True,
        check=False,
        capture_output=True,
        env={**os.environ, "PGPASSWORD": place.secrets["superuser"], "PGCONNECT_TIMEOUT": "3"},
    )


def make_bucket(place: Place) -> bool:
    """Make the bucket where it is not there yet, and have its bytes flushed to the disk; whether that succeeded."""
    bucket = place.environment()["SOHOA_BUCKET"]
    listed = _weed_shell(place, "s3.bucket.list")
    if listed is None:
        return False
    if bucket not in listed.split():
        _weed_shell(place, f"s3.bucket.create -name {bucket}")
        # Without it an answered upload may be in the kernel's memory only.
        _weed_shell(place, f"fs.configure -locationPrefix=/buckets/{bucket}/ -fsync=true -apply")
        return bucket in (_weed_shell(place, "s3.bucket.list") or "").split()
    return True


def _weed_shell(place: Place, order: str) -> str | None:
    """What SeaweedFS's shell answers to one order, or None while it does not."""
    at = {name: f"{servers.LOOPBACK}:{place.ports[name]}" for name in ("master", "filer")}
    try:
        outcome = subprocess.run(
            [
                str(servers.weed_program()),
                f"-logdir={place.folder / 'seaweedfs' / 'log'}",
                "shell",
                f"-master={at['master']}",
                f"-filer={at['filer']}",
            ],
            input=f"{order}\n",
            text=True,
            check=False,
            capture_output=True,
            timeout=10,
        )
    except subprocess.TimeoutExpired:
        return None
    return outcome.stdout if outcome.returncode == 0 else None
