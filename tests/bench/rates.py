"""``make bench-rates``: how fast registers are imported, days counted anew and reports answered.

A year of made dossiers over many centres, on a PostgreSQL of its own. Reports are asked warm; the 95th percentile of
each is printed in milliseconds of wall time, with the load of the machine, which on a shared one explains it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.domain.centres import Unit
from pipeline.domain.periods import Period, parse
from pipeline.stages import register as reading
from pipeline.stores import evidence, migrations, rates, register, rulebook, units
from pipeline.stores.database import Database, DatabaseDown
from stack import servers
from tests.samples import registers

PERIODS = ("2023", "2023-Q3", "2023-01-15..2023-11-20")


@contextmanager
def fresh() -> Iterator[str]:
    """The address of a migrated database on a server of its own that flushes to the disk like a real one."""
    folder = Path(tempfile.mkdtemp(prefix="sohoa-bench-"))
    folder.chmod(0o711)
    port = servers.free_ports(1)[0]
    program = servers.postgresql(folder / "postgresql", port=port, password="bench", durable=True)
    address = f"postgresql://postgres:bench@{servers.LOOPBACK}:{port}/postgres"
    try:
        with servers.running(program, is_ready=lambda: _answers(address)):
            migrations.upgrade(address)
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _answers(address: str) -> bool:
    try:
        migrations.pending(address)
    except DatabaseDown:
        return False
    return True


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall time, and of processor time in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - cpu


def percentile_95(act: Callable[[], object], *, times: int = 21) -> float:
    """Milliseconds, warm."""
    act()
    took = sorted(timed(act)[0] for _ in range(times))
    return round(1000 * took[int(0.95 * (times - 1))], 1)


def take(database: Database, path: Path) -> register.Imported:
    remarks = register.Remarks()
    delivery = register.Delivery(source="bench", sha256="0" * 64, bytes=path.stat().st_size, kept_as=None, by="bench")
    with path.open("rb") as file:
        rows = reading.rows(file, now=datetime.now(UTC), say=remarks.note)
        return register.take(database, rows, delivery=delivery, remarks=remarks)[0]


def measure(address: str, *, dossiers: int, centres: int, folder: Path) -> dict[str, object]:
    """All figures for one size."""
    database = Database(address)
    rates.keep_rules(database, rulebook.digitized_rules(Path("config")))
    codes = [f"H{1 + number % 63:02d}.{number // 63:03d}" for number in range(centres)]
    units.load(database, units=_units(codes), source="bench")
    wish = registers.Wish(dossiers=dossiers, centres=codes, first=date(2023, 1, 1), last=date(2023, 12, 31))
    path = registers.write(folder / "register.csv", wish)
    parsing = timed(lambda: _parse(path))
    importing = timed(lambda: take(database, path))
    counting = timed(lambda: rates.recount(database))
    figures: dict[str, object] = {
        "dossiers": dossiers,
        "centres": centres,
        "load": os.getloadavg()[0],
        "parse_rows_per_cpu_second": round(dossiers / parsing[1]),
        "import_rows_per_second": round(dossiers / importing[0]),
        "count_everything_seconds": round(counting[0], 1),
        "count_days": int(_number(database, "SELECT count(*) AS n FROM count_day")),
    }
    database.run("VACUUM ANALYZE")
    figures["one_day_ms"] = percentile_95(lambda: _recount_one(database, codes[3]))
    indicator = rulebook.indicators(Path("config"))["digitized_dossiers"]
    for by in ("province", "centre"):
        for text in PERIODS:
            period: Period = parse(text)
            ask = lambda by=by, period=period: rates.rows(database, indicator, period=period, by=by)  # noqa: E731
            figures[f"report_{by}_{text}_ms"] = percentile_95(ask)
    year = parse("2023")
    figures["drill_down_ms"] = percentile_95(
        lambda: evidence.dossiers(database, indicator, by="centre", code=codes[3], period=year, part="missing")
    )
    database.close()
    return figures


def _units(codes: list[str]) -> list[Unit]:
    begun = {"valid_from": date(2020, 1, 1), "valid_to": None}
    tops = sorted({code.split(".", 1)[0] for code in codes})
    return [
        *(Unit(code=top, name=top, kind="unit", level="province", parent=None, **begun) for top in tops),
        *(
            Unit(code=code, name=code, kind="centre", level="commune", parent=code.split(".", 1)[0], **begun)
            for code in codes
        ),
    ]


def _parse(path: Path) -> None:
    with path.open("rb") as file:
        for _ in reading.rows(file, now=datetime.now(UTC), say=lambda _: None):
            pass


def _recount_one(database: Database, centre: str) -> None:
    day = date(2023, 1, 1 + random.randrange(28))
    database.run("INSERT INTO count_stale (centre_code, day) VALUES (%s, %s)", (centre, day))
    rates.recount(database)


def _number(database: Database, statement: str) -> int:
    row = database.row(statement)
    assert row is not None
    return int(row["n"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, nargs="+", default=[200_000])
    parser.add_argument("--centres", type=int, default=12_000)
    parser.add_argument("--out", type=Path, default=Path("bench-rates.json"))
    arguments = parser.parse_args()
    found = []
    for dossiers in arguments.dossiers:
        with fresh() as address, tempfile.TemporaryDirectory() as folder:
            found.append(measure(address, dossiers=dossiers, centres=arguments.centres, folder=Path(folder)))
        for name, figure in found[-1].items():
            print(f"{name:40} {figure}")
        print()
    arguments.out.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
