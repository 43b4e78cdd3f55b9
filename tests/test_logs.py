"""Log lines: one JSON object each, with ids and places, and without a word of a document."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.conftest import ROOT

PROGRAM = """
import logging, structlog
from config import logs
logs.configure()
structlog.get_logger().bind(step=7, dossier="d").info("step_done")
try:
    raise ValueError("họ tên: LÒ THỊ YẾN")
except ValueError:
    logging.getLogger("library").exception("it broke")
"""


def test_a_library_s_fault_is_told_by_its_type_and_place_and_never_by_its_words() -> None:
    said = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    ours, theirs = [json.loads(line) for line in said.stderr.splitlines()]
    assert (ours["event"], ours["step"], ours["dossier"]) == ("step_done", 7, "d")
    assert (theirs["event"], theirs["error"], theirs["where"]) == ("it broke", "ValueError", "<string>:7")
    assert "YẾN" not in said.stderr
