"""The virtual environment ``.venv``, from the lock files of ``requirements/``, and the command ``.venv/bin/sohoa``."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

#: The project's root.
ROOT: Final = Path(__file__).resolve().parent.parent
ENVIRONMENT: Final = ROOT / ".venv"
PYTHON: Final = ENVIRONMENT / "bin" / "python"


def prepare(locks: Sequence[str]) -> None:
    """Bring ``.venv`` to what these lock files say, and do nothing where it is so already.

    An environment that is a link belongs to another clone (a git worktree shares one) and is left as it is.
    Raises CalledProcessError when pip does not succeed.
    """
    if ENVIRONMENT.is_symlink():
        return
    with _alone():
        if not _works():
            print("→ virtual environment: .venv", flush=True)
            venv.create(ENVIRONMENT, clear=True, symlinks=True, with_pip=True)
        for lock in locks:
            _install(ROOT / "requirements" / f"{lock}.txt")
        _place_command()


def _works() -> bool:
    """Whether the environment's Python starts; it does not after an upgrade of the system's Python took its place."""
    with contextlib.suppress(OSError):
        return subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True).returncode == 0
    return False


def _install(lock: Path) -> None:
    stamp = ENVIRONMENT / f".installed-{lock.stem}"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print(f"→ Python packages: {lock.relative_to(ROOT)}", flush=True)
    # A lock names all that is needed, and leaves out what is not (requirements/overrides.in).
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes", "--no-deps"]
    subprocess.run([PYTHON, "-m", "pip", "install", *options, "-r", lock], check=True)
    stamp.write_text(wanted)


def _place_command() -> None:
    source, target = ROOT / "stack" / "sohoa.sh", ENVIRONMENT / "bin" / "sohoa"
    if target.is_file() and target.read_bytes() == source.read_bytes():
        return
    # Written beside and moved: a command that is running keeps the text that it started with.
    beside = target.with_suffix(".new")
    shutil.copyfile(source, beside)
    beside.chmod(0o755)
    beside.replace(target)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let ``make test`` and ``make run`` of one clone wait for each other instead of installing over each other."""
    lock = os.open(ROOT / ".venv.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
