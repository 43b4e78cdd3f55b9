"""``python -m stack.setup reading servers [tests] [containers]``: set up machine and clone; quick where all is done."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from stack import environment, packages

#: Purpose → lock files that it needs beside those before it.
LOCKS: Final = {
    packages.READING: ("runtime",),
    packages.SERVERS: ("stack",),
    packages.TESTS: ("dev",),
    packages.CONTAINERS: ("containers",),
}


def main(purposes: Sequence[str]) -> int:
    """Install what is missing for these purposes; 0, or 5 with a sentence that says what to do."""
    try:
        _install_packages(purposes)
        environment.prepare([lock for purpose in purposes for lock in LOCKS[purpose]])
    except packages.PackagesMissing as lack:
        print(lack, file=sys.stderr)
        return 5
    except subprocess.CalledProcessError as error:
        print(f"pip did not succeed (exit code {error.returncode}); its lines above say why.", file=sys.stderr)
        return 5
    return 0


def _install_packages(purposes: Sequence[str]) -> None:
    """All at once where possible. On a laptop, tests go on without servers and browser, and skip what needs them."""
    lacking = packages.missing(purposes)
    try:
        packages.install(lacking)
    except packages.PackagesMissing as lack:
        essential = {packages.READING} if _tests_may_skip(purposes) else set(purposes)
        if any(package.purpose in essential for package in packages.missing(purposes)):
            raise
        print(f"{lack}\n  Until then, tests that need them are skipped.", file=sys.stderr)


def _tests_may_skip(purposes: Sequence[str]) -> bool:
    return packages.TESTS in purposes and os.environ.get("CI", "").lower() not in {"1", "true", "yes"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
