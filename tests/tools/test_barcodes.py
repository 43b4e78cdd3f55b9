"""Codes are found where they stand, and a page without one costs next to nothing."""

from __future__ import annotations

import time

import cv2
import numpy as np
import pytest
import zxingcpp

from pipeline.ports import Image
from pipeline.tools import barcodes


def printed(text: str, form: zxingcpp.BarcodeFormat, *, side: int) -> Image:
    code = zxingcpp.create_barcode(text, form)
    drawn = np.asarray(code.to_image(scale=1))
    factor = max(1, side // drawn.shape[1])
    return np.kron(drawn, np.ones((factor, factor), np.uint8)).astype(np.uint8)


def page_with(code: Image, *, x: int, y: int) -> Image:
    page = np.full((2339, 1654), 250, np.uint8)
    page[y : y + code.shape[0], x : x + code.shape[1]] = code
    return page


@pytest.mark.parametrize("form", [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128])
def test_a_code_is_found_with_its_box(form):
    code = printed("H18.12-231005-0007", form, side=200)

    (found,) = barcodes.find(page_with(code, x=150, y=120))

    assert found.text == "H18.12-231005-0007"
    assert 150 <= found.box.x0 < found.box.x1 <= 150 + code.shape[1]
    assert 120 <= found.box.y0 <= found.box.y1 <= 120 + code.shape[0]


def test_vietnamese_in_a_code_keeps_its_marks():
    text = "011185001234||LÒ THỊ YẾN|03061985|Nữ|Bản Khá, Mường Phăng, Điện Biên|05012021"
    code = printed(text, zxingcpp.BarcodeFormat.QRCode, side=300)

    assert barcodes.find(page_with(code, x=100, y=100))[0].text == text


def test_a_code_is_found_on_a_coloured_and_noisy_scan():
    code = printed("000.00.12.H18-231005-0007|2.000815", zxingcpp.BarcodeFormat.QRCode, side=200)
    page = page_with(code, x=100, y=100)
    noise = np.random.default_rng(1).normal(0, 12, page.shape)
    grey = np.clip(cv2.GaussianBlur(page, (0, 0), 1.0) + noise, 0, 255).astype(np.uint8)

    assert len(barcodes.find(np.dstack([grey, grey, grey]))) == 1


def test_a_page_of_text_has_no_codes_and_costs_little():
    page = np.full((3508, 2480), 250, np.uint8)
    for row in range(60):
        cv2.putText(page, "Can cu Luat To chuc chinh quyen dia phuong", (200, 200 + 50 * row), 0, 1.2, 20, 2)

    started = time.process_time()
    assert barcodes.find(page) == ()
    # Reading the page takes a second; ten times the measured cost is left for a slow machine.
    assert time.process_time() - started < 0.3
