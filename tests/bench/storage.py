"""``python -m tests.bench.storage``: what a page weighs, in object storage and in the ledger.

Made papers and, where SOHOA_EVALUATION_DATA (by default ``../shared/data``) has them, real scans go all the way, one
paper of each file is verified, and what lies in object storage afterwards is weighed by its kind. The ledger is weighed
with every row copied some thousand times, as small tables weigh nothing but their first page.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from config import settings
from pipeline import delivery, keys
from pipeline.assembly import services as assembly
from pipeline.delivery import Services
from pipeline.domain.dossier import Submission
from pipeline.errors import PipelineError
from pipeline.stores.ledger import steps, watching
from tests.faults.ground import laid
from tests.samples import mill

ROOT: Final = Path(__file__).parents[2]

#: How many times every row of the ledger is copied before it is weighed.
COPIES: Final = 3_000

#: The tables that grow with every page, with the columns that have to be new in a copy.
TABLES: Final = {
    "dossier": {"id": "new(id, n)", "code": "code || n"},
    "file": {"id": "new(id, n)", "dossier_id": "new(dossier_id, n)"},
    "page": {"file_id": "new(file_id, n)"},
    "step": {"file_id": "new(file_id, n)"},
    "paper": {"id": "new(id, n)", "file_id": "new(file_id, n)"},
    "field": {"paper_id": "new(paper_id, n)"},
    "fact": {"paper_id": "new(paper_id, n)"},
    "event": {"dossier_id": "new(dossier_id, n)", "file_id": "new(file_id, n)"},
    "revision": {"dossier_id": "new(dossier_id, n)"},
}


def main() -> None:
    """Print one line of JSON for each set of files, and one for the ledger."""
    with laid("redis", workers=0) as ground:
        time.sleep(1)
        ground.crew.retire("sweep-1")
        told = {
            **ground.environment,
            "SOHOA_CHILD_MEMORY": str(3 << 30),
            "SOHOA_PROGRESS_SECONDS": "300",
            "SOHOA_TASK_SECONDS": "600",
            "SOHOA_PROCESSES": "1",
        }
        services = assembly.build(settings.load(told))
        with tempfile.TemporaryDirectory(prefix="sohoa-") as folder:
            for name, files in samples(Path(folder)).items():
                if files:
                    print(json.dumps({name: weigh(services, files)}), flush=True)
        print(json.dumps({"ledger": ledger(services)}), flush=True)
        services.close()


def samples(folder: Path) -> dict[str, list[Path]]:
    """Files to be weighed, by what they are."""
    receipts = [mill.file(mill.paper("receipt", seed=f"weigh-{n}"), folder, f"receipt-{n}") for n in range(3)]
    births = [mill.paper("birth_certificate", seed=f"weigh-{n}") for n in range(4)]
    data = Path(os.environ.get("SOHOA_EVALUATION_DATA", ROOT / ".." / "shared" / "data"))
    return {
        "made receipts, colour": receipts,
        "made certificates, one file": [mill.file(mill.together(births, seed="weigh"), folder, "births")],
        "real scans": sorted((data / "vn_scans" / "files").glob("*.pdf"), key=lambda path: path.stat().st_size)[:3],
    }


def weigh(services: Services, files: Sequence[Path]) -> dict[str, Any]:
    """Take files all the way and weigh what they left behind; bytes are for each page."""
    began = _cpu()
    ids = [_accept(services, path, number) for number, path in enumerate(files)]
    _work(services)
    for verdict in watching.verdicts(services.database, ids).values():
        for paper in (verdict.papers or ())[:1]:
            delivery.verify(services, paper["paper"], by="bench", values={})
    delivery.deliver(services)
    pages = sum(verdict.pages or 0 for verdict in watching.verdicts(services.database, ids).values())
    weights: Counter[str] = Counter()
    for one in services.objects.listed(""):
        if any(file in one.key for file in ids):
            weights[_kind(one.key)] += one.bytes
    for path in files:
        weights["original"] += path.stat().st_size
    rows = services.database.rows("SELECT dossier_id::text AS id FROM file WHERE id = ANY(%s)", (ids,))
    for row in rows:
        weights["manifests"] += sum(one.bytes for one in services.objects.listed(keys.manifests(row["id"])))
    return {
        "files": len(files),
        "pages": pages,
        "cpu_seconds_a_page": round((_cpu() - began) / pages, 2),
        "bytes_a_page": {kind: round(size / pages) for kind, size in sorted(weights.items())},
    }


def ledger(services: Services) -> dict[str, Any]:
    """Rows and bytes of the ledger, indexes included, for each page."""
    with services.database.transaction() as transaction:
        transaction.run("SET LOCAL session_replication_role = replica")
        transaction.run(
            "CREATE FUNCTION pg_temp.new(id uuid, n integer) RETURNS uuid LANGUAGE sql IMMUTABLE"
            " AS $$ SELECT md5(id::text || n)::uuid $$"
        )
        for table, changed in TABLES.items():
            columns = transaction.rows(
                "SELECT quote_ident(column_name) AS name FROM information_schema.columns WHERE table_name = %s"
                " AND is_identity = 'NO' AND is_generated = 'NEVER' ORDER BY ordinal_position",
                (table,),
            )
            names = [row["name"] for row in columns]
            values = ", ".join(changed.get(name, name).replace("new(", "pg_temp.new(") for name in names)
            transaction.run(
                f"INSERT INTO {table} ({', '.join(names)})"
                f" SELECT {values} FROM {table} CROSS JOIN generate_series(1, {COPIES}) AS n"
            )
    sizes = {
        table: services.database.rows(
            f"SELECT count(*) AS rows, pg_total_relation_size('{table}') AS bytes FROM {table}"
        )[0]
        for table in TABLES
    }
    pages = sizes["page"]["rows"]
    return {
        "pages": pages,
        "rows_a_page": {table: round(size["rows"] / pages, 2) for table, size in sizes.items()},
        "bytes_a_page": {table: round(size["bytes"] / pages) for table, size in sizes.items()},
        "bytes": round(sum(size["bytes"] for size in sizes.values()) / pages),
    }


def _accept(services: Services, path: Path, number: int) -> str:
    code = f"000.00.12.H18-231005-{abs(hash(path)) % 9000 + number:04}"
    submission = Submission(centre="H18.01", dossier=code, name=path.name, by="bench")
    return delivery.accept(services, path, submission).file


def _work(services: Services) -> None:
    while sent := steps.fill(services.database, free=1, after=""):
        claim = steps.claim(services.database, sent[0].step, owner="bench", lease=3600)
        assert claim is not None
        try:
            delivery.run(services, claim)
        except PipelineError as error:
            print(f"{claim.kind} {claim.part}: {error.code}", file=sys.stderr)


def _kind(key: str) -> str:
    if key.startswith(keys.ORIGINALS):
        return "acceptance"
    return {"page": "page image", "jpg": "upright image", "gz": "words", "pdf": "searchable PDF"}[
        key.rpartition(".")[2]
    ]


def _cpu() -> float:
    """CPU seconds of this process and of the children that read, those that live too; not of the servers."""
    own = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    return own + sum(_spent(process) for process in _below(os.getpid()) if b"multiprocessing" in _line(process))


def _below(process: int) -> list[int]:
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [found for child in map(int, listed) for found in (child, *_below(child))]


def _line(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def _spent(process: int) -> float:
    try:
        parts = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
