"""Everything that Sohoa depends on, asked one by one: what ``sohoa doctor`` prints.

A check returns what it found, or raises the PipelineError that says what is wrong and what to do. Vendors are
imported inside their check, so that one that is broken is a line of the report and not its end.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from config.settings import Settings
from pipeline.errors import Misconfigured, PipelineError

#: Letters that fonts without Vietnamese leave out, or draw as boxes: Liberation, for one.
VIETNAMESE: Final = (
    "ĂÂĐÊÔƠƯăâđêôơưẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
)

#: Font file → Debian package. Poppler draws with it what a PDF does not bring along.
FONTS: Final = {"croscore/Tinos-Regular.ttf": "fonts-croscore"}
#: The sample papers are printed with these too; looked for only where the mill is, which no container brings along.
MILL_FONTS: Final = {
    "noto/NotoSerif-Regular.ttf": "fonts-noto-core",
    "freefont/FreeSerif.ttf": "fonts-freefont-ttf",
}
MILL: Final = Path(__file__).resolve().parents[2] / "tests" / "samples"
FONT_FOLDER: Final = Path("/usr/share/fonts/truetype")

#: Program → Debian package.
PROGRAMS: Final = {"tesseract": "tesseract-ocr", "pdftoppm": "poppler-utils", "pdfinfo": "poppler-utils"}

#: Check → the check without which it has no answer.
NEEDS: Final = {"migration": "database", "clock": "database", "reader": "model vie"}

#: Packages with compiled parts, which can be installed and still not load.
LIBRARIES: Final = ("cv2", "onnxruntime", "pikepdf", "PIL", "pillow_heif", "zxingcpp")

#: Above this difference, times of receipt, of leases and of logs no longer fit together.
CLOCK_TOLERANCE: Final = dt.timedelta(seconds=5)

#: Below this, reading large files fails half-way.
FREE_SPACE: Final = 1_000_000_000


class ProgramMissing(Misconfigured):
    """A program of the system is not on the path, or does not start."""

    code = "program_missing"
    message_vi = "Thiếu chương trình {name}."
    message_en = "The program {name} is missing."
    remedy_vi = "Cài gói {package}: apt-get install {package}."
    remedy_en = "Install the package {package}: apt-get install {package}."


class FontMissing(Misconfigured):
    """A font is missing or has not all Vietnamese letters."""

    code = "font_missing"
    message_vi = "Thiếu phông chữ {name}, hoặc phông không đủ chữ tiếng Việt."
    message_en = "The font {name} is missing, or lacks Vietnamese letters."
    remedy_vi = "Cài gói {package}: apt-get install {package}."
    remedy_en = "Install the package {package}: apt-get install {package}."


class LibraryMissing(Misconfigured):
    """A Python package cannot be imported."""

    code = "library_missing"
    message_vi = "Không nạp được thư viện {name}."
    message_en = "The library {name} cannot be loaded."
    remedy_vi = "Chạy `make setup`."
    remedy_en = "Run `make setup`."


class ClockDiffers(Misconfigured):
    """This machine's clock and the database's are too far apart."""

    code = "clock_differs"
    message_vi = "Đồng hồ máy này lệch {seconds} giây so với cơ sở dữ liệu."
    message_en = "This machine's clock is {seconds} s away from the database's."
    remedy_vi = "Đồng bộ thời gian (NTP) trên cả hai máy."
    remedy_en = "Synchronize the time (NTP) on both machines."


class MigrationPending(Misconfigured):
    """The database is not at this version's schema."""

    code = "migration_pending"
    message_vi = "Cơ sở dữ liệu chưa được nâng cấp lên phiên bản này."
    message_en = "The database is not at this version's schema."
    remedy_vi = "Chạy `sohoa migrate`."
    remedy_en = "Run `sohoa migrate`."


class SpaceShort(Misconfigured):
    """Hardly any room is left where pages are unpacked."""

    code = "space_short"
    message_vi = "Chỉ còn {megabytes} MB trống trong {folder}."
    message_en = "Only {megabytes} MB are free in {folder}."
    remedy_vi = "Giải phóng dung lượng, hoặc đặt TMPDIR sang đĩa khác."
    remedy_en = "Free some space, or set TMPDIR to another disk."


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line of the report."""

    #: What was asked: ``tesseract``, ``database``, ``clock``.
    name: str
    #: What was found, where all is well.
    found: str = ""
    #: What is wrong, None where all is well.
    error: PipelineError | None = None


def examine(settings: Settings) -> Iterator[Result]:
    """Ask everything, in the order in which one thing needs another."""
    failed: set[str] = set()
    for name, check in _checks(settings):
        # One cause is said once: without a database there is nothing to say of its migrations and its clock.
        if NEEDS.get(name) in failed:
            continue
        result = _result(name, check)
        if result.error is not None:
            failed.add(name)
        yield result


def _result(name: str, check: Callable[[], str]) -> Result:
    try:
        return Result(name=name, found=check())
    except PipelineError as error:
        return Result(name=name, error=error)
    except ImportError as error:
        return Result(name=name, error=LibraryMissing(name=error.name or name))


def _checks(settings: Settings) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "python", platform.python_version
    yield "libraries", _libraries
    for program, package in PROGRAMS.items():
        # tesserocr brings a Tesseract of its own; whether one of the two works is what "reader" asks.
        if program != "tesseract" or settings.reader == "pytesseract":
            yield program, partial(_program, program, package)
    yield "model vie", partial(_model, settings, "vie")
    yield "reader", partial(_reader, settings)
    yield "other reader", _other_reader
    yield "units", _units
    for font, package in (FONTS | (MILL_FONTS if MILL.is_dir() else {})).items():
        yield f"font {Path(font).stem}", partial(_font, font, package)
    yield "space", _space
    yield "database", partial(_database, settings)
    yield "migration", partial(_migration, settings)
    yield "clock", partial(_clock, settings)
    yield "bucket", partial(_bucket, settings)
    yield "broker", partial(_broker, settings)


def _libraries() -> str:
    for name in LIBRARIES:
        importlib.import_module(name)
    return ", ".join(LIBRARIES)


def _program(name: str, package: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise ProgramMissing(name=name, package=package)
    # Poppler's programs say their version on stderr and only to "-v", Tesseract's to both streams over the years.
    outcome = subprocess.run([path, "-v"], check=False, capture_output=True, text=True, timeout=20)  # noqa: S603
    words = (outcome.stdout + outcome.stderr).split("\n", 1)[0]
    if outcome.returncode not in {0, 99}:
        raise ProgramMissing(name=name, package=package)
    return f"{words.removeprefix(name).removeprefix(' version').strip()} ({path})"


def _model(settings: Settings, language: str) -> str:
    from pipeline.tools.tesseract import models

    model = models.find(settings.tessdata, language=language)
    return str(model.folder / f"{model.language}.traineddata")


def _reader(settings: Settings) -> str:
    from pipeline.assembly import readers

    engine = readers.build(settings.reader, settings.tessdata).engine
    return f"{engine.name} · {engine.model}"


def _other_reader() -> str:
    from pipeline.tools import trueocr

    trueocr.LineModel()
    return trueocr.PACKAGE


def _units() -> str:
    from pipeline.tools import units

    return f"{units.PACKAGE} · {len(units.names().names)}"


def _font(font: str, package: str) -> str:
    path = FONT_FOLDER / font
    if not path.is_file():
        raise FontMissing(name=path.stem, package=package)
    if importlib.util.find_spec("fontTools") is None:
        return str(path)
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as face:
        letters = face.getBestCmap()
    if any(ord(letter) not in letters for letter in VIETNAMESE):
        raise FontMissing(name=path.stem, package=package)
    return str(path)


def _space() -> str:
    folder = os.environ.get("TMPDIR", "/tmp")  # noqa: S108
    free = shutil.disk_usage(folder).free
    if free < FREE_SPACE:
        raise SpaceShort(megabytes=free // 1_000_000, folder=folder)
    return f"{free / 1e9:.0f} GB ({folder})"


def _database(settings: Settings) -> str:
    row = _ask_database(settings, "SELECT current_setting('server_version') AS version")
    return f"PostgreSQL {row}"


def _migration(settings: Settings) -> str:
    from pipeline.stores import migrations

    if migrations.pending(settings.database.get_secret_value()):
        raise MigrationPending
    return "newest"


def _clock(settings: Settings) -> str:
    before = dt.datetime.now(dt.UTC)
    theirs = dt.datetime.fromisoformat(_ask_database(settings, "SELECT clock_timestamp()::text AS now"))
    ours = before + (dt.datetime.now(dt.UTC) - before) / 2
    difference = abs(ours - theirs)
    if difference > CLOCK_TOLERANCE:
        raise ClockDiffers(seconds=round(difference.total_seconds()))
    return f"{difference.total_seconds():.1f} s"


def _ask_database(settings: Settings, question: str) -> str:
    from pipeline.stores.database import Database

    database = Database(settings.database.get_secret_value(), connections=1, patience=3)
    try:
        row = database.row(question)
    finally:
        database.close()
    return str(next(iter(row.values()))) if row else ""


def _bucket(settings: Settings) -> str:
    from pipeline.stores.objects import Objects

    Objects(
        settings.objects,
        access_key=settings.objects_access_key.get_secret_value(),
        secret_key=settings.objects_secret_key.get_secret_value(),
        bucket=settings.bucket,
        region=settings.objects_region,
    ).ready()
    return f"{settings.bucket} ({settings.objects})"


def _broker(settings: Settings) -> str:
    from pipeline.tools import brokers

    return brokers.ask(settings.broker.get_secret_value())
