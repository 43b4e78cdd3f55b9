"""Many hands: the same function over many orders, on as many processes as wanted."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

import cv2

Order = TypeVar("Order")
Made = TypeVar("Made")


def each(make: Callable[[Order], Made], orders: Sequence[Order], *, jobs: int) -> Iterator[Made]:
    """What is made of each order, in their order; one job works in this process.

    Children are spawned, never forked: a fork of a process that runs threads (cv2, a test's server) may hang for ever.
    """
    if jobs <= 1 or len(orders) < 2:
        yield from map(make, orders)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=jobs, mp_context=spawn, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        yield from pool.map(make, orders, chunksize=max(1, min(4, len(orders) // jobs)))
