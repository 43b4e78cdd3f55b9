"""``make compose-check``: build the image, start compose.yaml, send a paper through, and take everything down again.

Needs podman. Base images are taken as they are in the local store; servers that the store lacks are stood in for.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import Final
from urllib import request
from urllib.error import URLError

from stack import servers
from tests.containers import podman
from tests.containers.podman import Composed
from tests.samples import mill

ROOT: Final = Path(__file__).resolve().parents[2]

#: Images of compose.yaml that are not ours, and what stands in for them.
SERVERS: Final = {
    "docker.io/library/postgres:15-bookworm": "postgres",
    "docker.io/library/redis:7-bookworm": "redis",
    "docker.io/chrislusf/seaweedfs:4.48": "seaweedfs",
}
SECRETS: Final = ("DATABASE_PASSWORD", "BROKER_PASSWORD", "S3_ACCESS_KEY", "S3_SECRET_KEY", "WEB_SECRET")
OURS: Final = ("migrate", "bucket", "web", "worker", "sweep")


def main() -> int:
    """Check everything; what is not as it should be is the exit message."""
    begun = time.monotonic()
    podman.build("sohoa", ROOT, file=ROOT / "Dockerfile")
    base = podman.megabytes("docker.io/library/python:3.11-slim-bookworm")
    size = podman.megabytes("sohoa")
    print(f"image: {size:.0f} MB, of which {base:.0f} MB are its base ({time.monotonic() - begun:.0f} s)", flush=True)
    for image, name in SERVERS.items():
        podman.stand_in(image, name)
    port = servers.free_ports(1)[0]
    told = {name: secrets.token_hex(16) for name in SECRETS} | {"WEB_PORT": str(port)}
    with tempfile.TemporaryDirectory(prefix="sohoa-") as folder:
        stack = Composed(
            file=ROOT / "compose.yaml",
            project=f"sohoa-check-{os.getpid()}",
            environment={**os.environ, **told},
            folder=Path(folder),
        )
        try:
            stack.up()
            _check(stack, port)
        finally:
            stack.compose("down", "-v", "-t", "20", check=False)
    print(f"all taken down; {time.monotonic() - begun:.0f} s", flush=True)
    return 0


def _check(stack: Composed, port: int) -> None:
    _wait(stack, f"http://127.0.0.1:{port}/health/ready")
    for name in ("web", "worker", "sweep"):
        _wait_healthy(stack, name)
    print("web is ready; web, worker and sweep pass their health checks", flush=True)
    _check_confinement(stack)
    _check_journey(stack)


def _wait(stack: Composed, address: str, *, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            with request.urlopen(address, timeout=3) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            pass
        if time.monotonic() > end:
            raise SystemExit(f"{address} does not answer\n{stack.logs(OURS)}")
        time.sleep(1)


def _wait_healthy(stack: Composed, name: str, *, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not stack.is_healthy(name):
        if time.monotonic() > end:
            raise SystemExit(f"the health check of {name} fails\n{stack.logs([name])}")
        time.sleep(1)


def _check_confinement(stack: Composed) -> None:
    """Not root, no root file system to write to, no compiler and no pip inside."""
    who = stack.execute("worker", "id", "-u").strip()
    written = stack.execute("worker", "sh", "-c", "touch /app/x 2>/dev/null && echo written || echo refused").strip()
    tools = stack.execute("worker", "sh", "-c", "command -v gcc cc make pip pip3 /opt/sohoa/bin/pip || true").split()
    tools = [tool for tool in tools if not tool.startswith("/usr/local")]
    if (who, written, tools) != ("10001", "refused", []):
        raise SystemExit(f"user {who}, root file system {written}, tools {tools}")
    print("user 10001, read-only root, no build tools", flush=True)


def _check_journey(stack: Composed) -> None:
    """A receipt is read, finds its dossier, and `sohoa status` and `sohoa scrub` find nothing wrong."""
    printed = mill.paper("receipt", seed="containers", layout=mill.layouts("receipt", "seen")[0])
    with tempfile.TemporaryDirectory(prefix="sohoa-") as folder:
        sample = mill.file(printed, Path(folder), "receipt", form="png")
        truth = json.loads(sample.with_suffix(".png.json").read_text())["papers"][0]["fields"]["dossier_code"]["value"]
        stack.execute("worker", "sh", "-c", "cat > /tmp/receipt.png", data=sample.read_bytes())
    sohoa = ("python", "-m", "pipeline.cli")
    answer = stack.execute("worker", *sohoa, "ingest", "/tmp/receipt.png", "--centre", "H18.01", "--wait", "--json")
    row = json.loads(answer.splitlines()[-1])
    if (row["verdict"], row["dossier"]) != ("finished", truth):
        raise SystemExit(f"the receipt: {row['verdict']}, dossier {row['dossier']} instead of {truth}")
    print(f"a receipt was read in {row['seconds']:.1f} s and found its dossier", flush=True)
    for command in ("status", "scrub"):
        stack.execute("worker", *sohoa, command, "--json")
    print("status and scrub find nothing wrong", flush=True)


if __name__ == "__main__":
    sys.exit(main())
