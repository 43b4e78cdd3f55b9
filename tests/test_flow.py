"""The journey of a file: what its steps keep in mind."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline import flow
from pipeline.ports import Image


def test_second_looks_find_the_last_pages_and_never_more_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    page = np.zeros((10, 10), np.uint8)
    monkeypatch.setattr(flow, "KEPT_BYTES", 2 * page.nbytes)
    last: dict[int, Image] = {}
    for number in (1, 2, 3):
        flow.keep(last, number, page)
    assert list(last) == [2, 3]
    flow.keep(last, 4, np.zeros((100, 100), np.uint8))
    assert list(last) == [4]
