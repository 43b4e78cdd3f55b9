"""The system packages that the project needs, how to see that they are there, and how to install them."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: What a package is needed for: reading files, the local stack, some tests, or checks of containers.
READING: Final = "reading"
SERVERS: Final = "servers"
TESTS: Final = "tests"
CONTAINERS: Final = "containers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A Debian package and the trace that it leaves."""

    name: str
    #: What it is needed for: READING, SERVERS, TESTS or CONTAINERS.
    purpose: str
    #: Glob patterns below ``/``; one that matches proves that the package, or something as good, is installed.
    #: Empty: the module ``ensurepip`` is the proof.
    traces: tuple[str, ...]

    def is_installed(self) -> bool:
        """Whether one of its traces is on this machine."""
        if not self.traces:
            return importlib.util.find_spec("ensurepip") is not None
        return any(next(Path("/").glob(trace), None) for trace in self.traces)


PACKAGES: Final = (
    # Debian keeps the part of ``venv`` that brings pip in a package of its own.
    Package(name="python3-venv", purpose=READING, traces=()),
    Package(name="tesseract-ocr", purpose=READING, traces=("usr/bin/tesseract",)),
    Package(name="tesseract-ocr-vie", purpose=READING, traces=("usr/share/tesseract-ocr/*/tessdata/vie.traineddata",)),
    Package(name="tesseract-ocr-osd", purpose=READING, traces=("usr/share/tesseract-ocr/*/tessdata/osd.traineddata",)),
    Package(name="poppler-utils", purpose=READING, traces=("usr/bin/pdftoppm",)),
    Package(name="fonts-croscore", purpose=READING, traces=("usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",)),
    Package(name="fonts-noto-core", purpose=READING, traces=("usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf",)),
    Package(name="fonts-freefont-ttf", purpose=READING, traces=("usr/share/fonts/truetype/freefont/FreeSerif.ttf",)),
    Package(name="postgresql-15", purpose=SERVERS, traces=("usr/lib/postgresql/1[5-9]/bin/initdb",)),
    Package(name="redis-server", purpose=SERVERS, traces=("usr/bin/redis-server", "usr/local/bin/redis-server")),
    # The second broker, and clocks that jump: for tests only.
    Package(name="rabbitmq-server", purpose=TESTS, traces=("usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin",)),
    Package(name="faketime", purpose=TESTS, traces=("usr/lib/*/faketime/libfaketime.so.1",)),
    # OCRmyPDF, the benchmark's peer, makes PDF/A with it.
    Package(name="ghostscript", purpose=TESTS, traces=("usr/bin/gs",)),
    Package(name="chromium", purpose=TESTS, traces=("usr/bin/chromium",)),
    # Names of services inside the composed stack are dnsname's.
    Package(name="podman", purpose=CONTAINERS, traces=("usr/bin/podman",)),
    Package(name="runc", purpose=CONTAINERS, traces=("usr/sbin/runc", "usr/bin/runc")),
    Package(name="iptables", purpose=CONTAINERS, traces=("usr/sbin/iptables",)),
    Package(
        name="golang-github-containernetworking-plugin-dnsname",
        purpose=CONTAINERS,
        traces=("usr/lib/cni/dnsname", "usr/libexec/podman/aardvark-dns", "usr/lib/podman/aardvark-dns"),
    ),
)


class PackagesMissing(Exception):
    """Packages are missing and this account may not install them; the sentence says which and how."""


def missing(purposes: Sequence[str]) -> list[Package]:
    """The packages for these purposes that are not on this machine."""
    return [package for package in PACKAGES if package.purpose in purposes and not package.is_installed()]


def install(packages: Sequence[Package]) -> None:
    """Install packages with apt, as root or through sudo.

    Raises PackagesMissing when there is neither, or when apt does not succeed.
    """
    if not packages:
        return
    names = [package.name for package in packages]
    prefix = _root_prefix()
    if prefix is None or shutil.which("apt-get") is None:
        raise PackagesMissing(_sentence(names))
    print(f"→ system packages: {' '.join(names)}", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    # A failed update is not the end: the lists at hand may do.
    subprocess.run([*apt, "update"], check=False, stdout=subprocess.DEVNULL)
    outcome = subprocess.run([*apt, "install", "-y", "--no-install-recommends", *names], check=False)
    still = [package.name for package in packages if not package.is_installed()]
    if outcome.returncode != 0 or still:
        raise PackagesMissing(_sentence(still or names))


def _root_prefix() -> list[str] | None:
    """What to put before a command to run it as root, or None where this account cannot."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    if subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return [sudo] if sys.stdin.isatty() else None


def _sentence(names: Sequence[str]) -> str:
    command = shlex.join(["apt-get", "install", "-y", "--no-install-recommends", *names])
    return f"These system packages are missing: {' '.join(names)}\n  As root, run:  apt-get update && {command}"
