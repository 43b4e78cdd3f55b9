"""A seal that was scanned in grey goes where it covers print, and print that is as pale stays everywhere else."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.ports import Image
from pipeline.stages import cleaning
from pipeline.tools import pixels


def sheet(*, seal: int | None) -> Image:
    """Lines of print at 144 dots per inch, a name below, and over it a ring of the given grey."""
    page = np.full((1684, 1190), 250, np.uint8)
    for row in range(20):
        cv2.putText(page, "Can cu Luat To chuc chinh quyen dia phuong", (120, 150 + 40 * row), 0, 0.7, 30, 2)
    if seal is not None:
        cv2.circle(page, (800, 1250), 90, seal, 5)
        cv2.circle(page, (800, 1250), 60, seal, 3)
    cv2.putText(page, "Lo Van Tien", (730, 1330), 0, 0.7, 30, 2)
    return page


def test_a_pale_seal_goes_and_the_name_under_it_stays():
    bare = cleaning.clean(sheet(seal=None), pixels=pixels)
    sealed = cleaning.clean(sheet(seal=160), pixels=pixels)

    assert "seal_faded" in [decision.what for decision in sealed.decisions]
    assert abs(int((sealed.copy < 120).sum()) - int((bare.copy < 120).sum())) < 0.02 * (bare.copy < 120).sum()
    assert (sealed.copy < 200).sum() < 1.05 * (bare.copy < 200).sum()


def test_a_page_without_a_seal_is_left_as_it_is():
    clean = cleaning.clean(sheet(seal=None), pixels=pixels)

    assert "seal_faded" not in [decision.what for decision in clean.decisions]


def test_a_ring_as_dark_as_print_stays():
    clean = cleaning.clean(sheet(seal=30), pixels=pixels)

    assert "seal_faded" not in [decision.what for decision in clean.decisions]
