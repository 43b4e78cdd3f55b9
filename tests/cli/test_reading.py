"""``sohoa read`` as other programs meet it: a command, lines of JSON, exit codes."""

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from pipeline.cli import crew, reading
from pipeline.tools.isolation import Named

ROOT = Path(__file__).resolve().parents[2]
NOT_FOR_READING = ("dramatiq", "psycopg", "minio", "fastapi", "starlette", "uvicorn", "sqlalchemy", "alembic", "redis")


def sohoa(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    picture = Pillow.new("L", (1240, 600), 255)
    font = ImageFont.truetype("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf", 34)
    ImageDraw.Draw(picture).text((100, 200), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", font=font, fill=0)
    path = tmp_path_factory.mktemp("scans") / "Đơn đề nghị.PNG"
    picture.save(path, dpi=(150, 150))
    return path


def test_refused_files_stand_in_their_place_and_the_others_are_read(letter: Path, tmp_path: Path) -> None:
    empty = tmp_path / "rỗng.pdf"
    empty.touch()
    done = sohoa("read", "--json", empty, letter, tmp_path / "không có.pdf")
    first, second, third = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["file"]["name"], first["error"]["code"]) == ("rỗng.pdf", "file_empty")
    assert (second["file"]["name"], second["file"]["pages"]) == ("Đơn đề nghị.PNG", 1)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in second["pages"][0]["text"]
    assert second["papers"][0]["pages"] == [1]
    assert third["error"]["code"] == "file_missing"
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["file_empty", "file_missing"]


@pytest.mark.slow
def test_when_all_are_refused_the_exit_code_says_so(tmp_path: Path) -> None:
    done = sohoa("read", tmp_path, LC_ALL="C")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("file_not_regular: ")


def test_without_files_it_is_a_mistake_of_usage() -> None:
    assert sohoa("read").returncode == 2


@pytest.mark.slow
def test_people_get_a_summary_in_their_language(letter: Path) -> None:
    done = sohoa("read", letter)
    assert done.returncode == 0
    assert "Đơn đề nghị.PNG" in done.stdout
    assert "1 trang" in done.stdout


def loaded_by(modules: str, names: tuple[str, ...]) -> str:
    script = f"import sys, {modules}; print([name for name in {names!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_reading_loads_no_service() -> None:
    assert loaded_by("pipeline.cli.reading, pipeline.assembly.reading", NOT_FOR_READING) == "[]"


def test_the_parent_of_reading_loads_no_engine() -> None:
    assert loaded_by("pipeline.cli.reading", ("cv2", "numpy", "PIL", "pikepdf", "tesserocr", "zxingcpp")) == "[]"


@pytest.mark.parametrize("named", [crew._BEGIN, crew._READ, crew._FINISH, crew._LAYERS, crew._ALTO])
def test_what_children_are_told_to_do_exists(named: Named) -> None:
    assert callable(getattr(importlib.import_module(named.module), named.name))


def test_results_never_overwrite_a_source_or_one_another(tmp_path: Path) -> None:
    files = [tmp_path / "a.pdf", tmp_path / "x" / "a.jpg", tmp_path / "y" / "a.jpg"]
    names = [target.name for target in reading.targets(files, tmp_path, ".pdf") if target]
    assert names == ["a-2.pdf", "a-3.pdf", "a-4.pdf"]


@pytest.mark.slow
def test_an_interrupt_ends_everything_at_once(tmp_path: Path) -> None:
    pages = [Pillow.effect_noise((1654, 2339), 90)] * 12
    pages[0].save(tmp_path / "long.tif", save_all=True, append_images=pages[1:])
    command = [sys.executable, "-m", "pipeline.cli", "read", "--json", str(tmp_path / "long.tif")]
    # A shell that runs the tests in the background has its children ignore interrupts; a person's does not.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, preexec_fn=heed, **pipes) as process:
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=20)
    assert (process.returncode, output) == (130, b"")
