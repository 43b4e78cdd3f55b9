"""``python -m tests.faults.engine``: a worker as it is, except that its engine reads nothing and does as it is told.

The engine takes ``SOHOA_FAULTS_PACE`` seconds a page. In the folder ``SOHOA_FAULTS`` lie orders, one file each, for
whichever child finds one first: ``kill-1`` (as the kernel does when memory runs out), ``hang-1`` (in C, with the
interpreter's lock held), ``hog-1`` (asks for more memory than it may have), ``fork-1`` (leaves programs behind).
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from config.settings import Settings
from pipeline.assembly import children, readers, reading
from pipeline.domain.page import Box, Engine, Line, Word
from pipeline.flow import Bench
from pipeline.ports import Image, Layout
from pipeline.tools.isolation import Named


def hang() -> None:
    ctypes.PyDLL(None).sleep(3600)


def hog() -> None:
    held = []
    while True:
        held.append(bytearray(256 << 20))


def fork() -> None:
    for _ in range(20):
        subprocess.Popen(["sleep", "3600"])
    os.kill(os.getpid(), signal.SIGKILL)


ORDERS = {"kill": lambda: os.kill(os.getpid(), signal.SIGKILL), "hang": hang, "hog": hog, "fork": fork}


class Obedient:
    """Finds one word on every page."""

    def __init__(self) -> None:
        self._folder = Path(os.environ["SOHOA_FAULTS"])
        self._pace = float(os.environ["SOHOA_FAULTS_PACE"])

    @property
    def engine(self) -> Engine:
        return Engine(name="obedient", model="", configuration="1")

    def read(self, image: Image, *, dpi: int, layout: Layout = "page") -> Sequence[Line]:
        """One line over the whole page."""
        for order, obey in ORDERS.items():
            for found in self._folder.glob(f"{order}-*"):
                try:
                    found.unlink()
                except FileNotFoundError:
                    continue
                obey()
        time.sleep(self._pace)
        height, width = image.shape[:2]
        return (Line(words=(Word(text="Trang", box=Box(x0=0, y0=0, x1=width, y1=height), confidence=0.95),)),)

    def read_line(self, image: Image, *, box: Box, dpi: int) -> Sequence[Word]:
        return ()


def build(settings: Settings) -> Bench:
    """The bench of a child."""
    readers.build = lambda *_: Obedient()
    return reading.build(settings)


def main() -> int:
    """The worker of the house, with the bench of this module."""
    from workers.main import main as house

    children._BUILD = Named("tests.faults.engine", "build")  # type: ignore[misc]
    return house(["work"])


# The fork server of the children imports this module again under another name.
if __name__ == "__main__":
    sys.exit(main())
