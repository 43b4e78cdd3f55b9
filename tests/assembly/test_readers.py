"""The reader that the settings ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.assembly import readers
from pipeline.tools.tesseract.models import ModelMissing


@pytest.mark.parametrize(("door", "name"), [("auto", "tesserocr"), ("tesserocr", "tesserocr"), ("pytesseract", "tess")])
def test_each_door_gives_its_engine(door: str, name: str) -> None:
    assert readers.build(door).engine.name.startswith(name)


def test_a_missing_model_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        readers.build(tessdata=tmp_path)
