"""``make bench-rates``: how fast registers are imported, days counted anew and reports answered.

A year of made dossiers over many centres, on a PostgreSQL of its own. Reports are asked warm; the 95th percentile of
each is printed in milliseconds of wall time, with the load of the machine, which on a shared one explains it.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from pipeline import imports
from pipeline.domain.centres import Unit
from pipeline.domain.periods import parse
from pipeline.stages import register as reading
from pipeline.stores import by_procedure, evidence, migrations, rates, register, reports, rulebook, units
from pipeline.stores.database import Database, DatabaseDown, named_statements
from pipeline.tools import workbooks
from stack import servers
from tests.samples import registers

PERIODS = ("2023", "2023-Q3", "2023-01-15..2023-11-20")
_SIXTEEN_DAYS = "2023-03-05..2023-03-20"
_STATEMENTS = named_statements(Path(__file__).with_name("fill.sql").read_text(encoding="utf-8"))
#: Tables filled in bulk, in order, each by its statements.
_FILL = {
    "register_dossier": [_STATEMENTS["dossiers"]],
    "count_day": [_STATEMENTS["days"]],
    "count_month": [_STATEMENTS["months"]],
}


@contextmanager
def server(keep: Path | None = None) -> Iterator[str]:
    """The address of a migrated database on a server of its own that flushes to the disk like a real one.

    ``keep``: the folder that it stays in; by default it goes when it has been measured.
    """
    folder = keep or Path(tempfile.mkdtemp(prefix="sohoa-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    port = servers.free_ports(1)[0]
    program = servers.postgresql(folder / "postgresql", port=port, password="bench", durable=True)
    address = f"postgresql://postgres:bench@{servers.LOOPBACK}:{port}/postgres"
    try:
        with servers.running(program, is_ready=lambda: _answers(address)):
            migrations.upgrade(address)
            yield address
    finally:
        if keep is None:
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


def waited(
    database: Database,
    act: Callable[[], object],
    before: Callable[[], object] = lambda: None,
    *,
    times: int = 41,
    warming: int = 6,
) -> dict[str, float]:
    """Milliseconds, warm: the median and the 95th percentile of wall time, and the processor time of both sides.

    On a busy machine the first two tell of the machine, processor time of the code. ``before`` each time, untimed.
    """
    for _ in range(warming):
        before()
        act()
    walls, cpu, server = [], 0.0, 0.0
    for _ in range(times):
        before()
        begun = _server_seconds(database)
        wall, own = timed(act)
        walls.append(1000 * wall)
        cpu += own
        server += _server_seconds(database) - begun
    walls.sort()
    return {
        "p50": round(walls[times // 2], 1),
        "p95": round(walls[int(0.95 * (times - 1))], 1),
        "cpu": round(1000 * (cpu + server) / times, 1),
    }


def take(database: Database, path: Path) -> register.Imported:
    remarks = register.Remarks()
    delivery = register.Delivery(source="bench", sha256="0" * 64, bytes=path.stat().st_size, kept_as=None, by="bench")
    with path.open("rb") as file:
        rows = reading.rows(file, now=datetime.now(UTC), say=remarks.note)
        return register.take(database, rows, delivery=delivery, remarks=remarks)[0]


def measure(address: str, *, dossiers: int, centres: int, folder: Path, bulk: bool) -> dict[str, object]:
    """All figures for one size. ``bulk``: dossiers and counts are made inside the database, nothing is imported."""
    database = Database(address)
    rates.keep_rules(database, rulebook.digitized_rules(Path("config")))
    codes = [f"H{1 + number % 63:02d}.{number // 63:03d}" for number in range(centres)]
    figures: dict[str, object] = {"dossiers": dossiers, "centres": centres, "load": os.getloadavg()}
    if database.row("SELECT FROM register_dossier LIMIT 1") is None:
        units.load(database, units=_units(codes), source="bench")
        figures |= _filled(database, codes, dossiers) if bulk else _imported(database, codes, dossiers, folder)
        database.run("VACUUM ANALYZE")
    for table in ("register_dossier", "count_day", "count_month", "count_top", "count_procedure_top"):
        figures[f"{table}_rows"] = _number(database, f"SELECT count(*) AS n FROM {table}")
    figures["database_gb"] = round(_number(database, "SELECT pg_database_size(current_database()) AS n") / 1e9, 2)
    figures |= _asked(database, codes)
    figures["load_after"] = os.getloadavg()
    database.close()
    return figures


def _imported(database: Database, codes: list[str], dossiers: int, folder: Path) -> dict[str, object]:
    wish = registers.Wish(dossiers=dossiers, centres=codes, first=date(2023, 1, 1), last=date(2023, 12, 31))
    path = registers.write(folder / "register.csv", wish)
    parsing = timed(lambda: _parse(path))
    before = _server_seconds(database)
    importing = timed(lambda: take(database, path))
    served = _server_seconds(database) - before
    counting = timed(lambda: rates.recount(database))
    few = min(dossiers, 50_000)
    shaped = {}
    for form in ("xlsx", "json"):
        made = _as(form, path, few, folder)
        shaped[form] = timed(lambda made=made: _parse(made))  # type: ignore[misc]
    return {
        "parse_rows_per_cpu_second": round(dossiers / parsing[1]),
        "import_rows_per_second": round(dossiers / importing[0]),
        "import_cpu_seconds_client_and_server": (round(importing[1], 1), round(served, 1)),
        "count_everything_seconds": round(counting[0], 1),
        **{f"parse_{form}_rows_per_cpu_second": round(few / took[1]) for form, took in shaped.items()},
    }


def _server_seconds(database: Database) -> float:
    """Processor time of this server's connections, in seconds; nought where /proc does not tell."""
    ticks = 0
    for row in database.rows("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"):
        with suppress(OSError):
            told = Path(f"/proc/{row['pid']}/stat").read_text().rpartition(")")[2].split()
            ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _filled(database: Database, codes: list[str], dossiers: int) -> dict[str, object]:
    begun = time.perf_counter()
    asked = {"dossiers": dossiers, "centres": len(codes), "codes": codes}
    for table, statements in _FILL.items():
        database.run(f"ALTER TABLE {table} SET UNLOGGED")
        found = database.rows("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", (table,))
        for row in found:
            if row["indexname"].endswith("_pkey"):
                database.run(f"ALTER TABLE {table} DROP CONSTRAINT {row['indexname']}")
            else:
                database.run(f"DROP INDEX {row['indexname']}")
        for statement in (*statements, *(row["indexdef"] for row in found)):
            with database.transaction() as transaction:
                transaction.run("SET LOCAL work_mem = '1GB'")
                transaction.run("SET LOCAL maintenance_work_mem = '1GB'")
                transaction.run(statement, asked if "%(" in statement else ())
    with database.transaction() as transaction:
        # Otherwise every dossier marks its days, one by one.
        transaction.run("SET LOCAL session_replication_role = replica")
        transaction.run(_STATEMENTS["scans"], {"codes": codes})
        transaction.run(_STATEMENTS["scanned days"])
        units.place(transaction, ["G12.18"])
        transaction.run("INSERT INTO count_stale_top (day) SELECT DISTINCT day FROM count_day")
        transaction.run(_STATEMENTS["days by procedure"])
    database.run("ANALYZE")
    rates.recount(database)
    return {"fill_seconds": round(time.perf_counter() - begun)}


def _asked(database: Database, codes: list[str]) -> dict[str, object]:
    """95th percentiles in milliseconds of what people wait for, counting of what changed and all asides included."""
    rules = rulebook.digitized_rules(Path("config"))
    indicators = rulebook.indicators(Path("config"))
    figures: dict[str, object] = {
        # Once: nobody has counted these days by procedure yet, as after an upgrade.
        "count_16_days_by_procedure_seconds": round(timed(lambda: _by_procedure(database, _SIXTEEN_DAYS))[0], 1),
        **_changed_days(database, busiest=codes[3], usual=codes[-1]),
    }
    page = reports.Page(after="H30", limit=200)
    database.run("ANALYZE count_procedure_day")
    for by in ("province", "centre", "kind", "procedure"):
        for text in PERIODS if by != "procedure" else (_SIXTEEN_DAYS,):
            figures[f"report_{by}_{text}_ms"] = waited(
                database,
                lambda by=by, text=text: reports.report(
                    database,
                    indicators["digitized_dossiers"],
                    rules=rules,
                    period=parse(text),
                    by=by,
                    page=page,
                    compare="previous-year",
                ),
            )
    year = parse("2023")
    figures["drill_down_kind_ms"] = waited(
        database, lambda: evidence.papers_of_kind(database, "decision", period=year, part="numerator")
    )
    for by, code in (("centre", codes[3]), ("centre", codes[-1]), ("province", "H18"), ("level", None)):
        for part in ("denominator", "numerator", "missing"):
            figures[f"drill_down_{by}_{code}_{part}_ms"] = waited(
                database,
                lambda by=by, code=code, part=part: evidence.dossiers(
                    database, indicators["reused_data"], by=by, code=code, period=year, part=part
                ),
            )
    return figures


def _by_procedure(database: Database, period: str) -> int:
    return by_procedure.recount_days(database, parse(period))


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
        for _ in imports.rows(file, now=datetime.now(UTC), say=lambda _: None):
            pass


def _as(form: str, path: Path, rows: int, folder: Path) -> Path:
    """The first rows of a register as a spreadsheet, or as the portal's message with its nested lists."""
    with path.open(encoding="utf-8", newline="") as file:
        told = list(islice(csv.DictReader(file), rows))
    made = folder / f"register.{form}"
    if form == "xlsx":
        sheet = workbooks.Sheet(
            title="register", columns=dict.fromkeys(told[0], "text"), rows=[list(row.values()) for row in told]
        )
        made.write_bytes(workbooks.book([sheet]))
    else:
        nested = [
            {**row, "TaiLieuNop": [{"TenTepDinhKem": f"{n}.pdf", "DuocSoHoa": 1} for n in range(4)]} for row in told
        ]
        made.write_text(json.dumps({"service": "DongBoHoSoMC", "data": nested, "madonvi": "H18"}), encoding="utf-8")
    return made


def _changed_days(database: Database, **centres: str) -> dict[str, object]:
    """One changed day of a centre counted anew: days that nobody touched since the start, then the same again."""
    days = [date(2023, 1, 1 + number) for number in range(28)]
    figures: dict[str, object] = {}
    for name, centre in centres.items():
        untouched = waited(database, *_one_day(database, centre, iter(days).__next__), times=len(days), warming=0)
        figures[f"one_{name}_day_untouched_ms"] = untouched
        figures[f"one_{name}_day_ms"] = waited(database, *_one_day(database, centre, partial(random.choice, days)))
    return figures


def _one_day(
    database: Database, centre: str, day: Callable[[], date]
) -> tuple[Callable[[], object], Callable[[], object]]:
    """Counting one day of a centre anew, and what makes it due: one of its dossiers is another than before."""

    def change() -> None:
        database.run(_STATEMENTS["change"], {"centre": centre, "day": day()})

    return lambda: rates.recount(database), change


def _number(database: Database, statement: str) -> int:
    row = database.row(statement)
    assert row is not None
    return int(row["n"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, nargs="+", default=[200_000])
    parser.add_argument("--centres", type=int, default=12_000)
    parser.add_argument("--bulk", action="store_true", help="make dossiers and counts inside the database")
    parser.add_argument("--keep", type=Path, help="folder of the database: kept, and measured again without being made")
    parser.add_argument("--out", type=Path, default=Path("bench-rates.json"))
    arguments = parser.parse_args()
    found = []
    for dossiers in arguments.dossiers:
        with server(arguments.keep) as address, tempfile.TemporaryDirectory() as folder:
            found.append(
                measure(address, dossiers=dossiers, centres=arguments.centres, folder=Path(folder), bulk=arguments.bulk)
            )
        for name, figure in found[-1].items():
            print(f"{name:40} {figure}")
        print()
    arguments.out.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
