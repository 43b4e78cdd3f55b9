"""``make bench``: speed and error rates of this machine, beside OCRmyPDF, on the same files in the same run.

Both are started cold, in turn, with two processes and their default settings; ours writes the two-layer PDF too.
Figures go to stdout and to ``bench-reading.json``. Real scans are read where SOHOA_EVALUATION_DATA (by default
``../shared/data``) is. Then the fields that are right are counted, as ``python -m tests.bench.fields`` does.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench import fields, stages
from tests.bench.processes import Cost, run
from tests.bench.scores import Score, mean, score
from tests.samples import textpages

ROOT = Path(__file__).parents[2]
OCRMYPDF = Path(sys.executable).with_name("ocrmypdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Files that every program reads, and the truth of some of their pages."""

    name: str
    files: tuple[Path, ...]
    pages: int
    #: File name and page number, counted from 1 → what is printed there.
    truth: Mapping[tuple[str, int], str]
    #: What OCRmyPDF needs for these files, and the sort of PDF that it can then make with all its options.
    needed: tuple[str, ...] = ()
    archive: str = "pdfa"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one program took for one task."""

    program: str
    task: str
    pages: int
    seconds: float
    pages_a_minute: float
    cpu_seconds_a_page: float
    #: Of all its processes together, divided by the cores in use, in MiB.
    peak_mib_a_core: float
    score: Score | None
    failed: tuple[str, ...] = ()


def made(folder: Path, pages: int, seed: int) -> Task:
    """A4 pages of ordinary text, grey, 300 dpi, in one file."""
    (path,) = textpages.make(folder, count=pages, seed=seed, single=True)
    truth = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    texts = {(path.name, page["number"]): page["text"] for page in truth["page_truth"]}
    return Task(name="made", files=(path,), pages=pages, truth=texts)


def real(folder: Path) -> Task | None:
    """The real scans, where they are."""
    scans = folder / "vn_scans"
    if not scans.is_dir():
        return None
    files = tuple(sorted(path for path in (scans / "files").iterdir() if path.suffix in {".pdf", ".jpg"}))
    truth: dict[tuple[str, int], str] = {}
    for path in sorted((scans / "gt" / "pages").glob("*_p*.txt")):
        stem, _, number = path.stem.rpartition("_p")
        name = next(file.name for file in files if file.stem == stem)
        truth[name, int(number)] = path.read_text(encoding="utf-8")
    # Signed files and pages with text would be refused; and Debian's Ghostscript makes no PDF/A of pages with text.
    needed = ("--skip-text", "--invalidate-digital-signatures")
    pages = sum(map(stages.page_count, files))
    return Task(name="real", files=files, pages=pages, truth=truth, needed=needed, archive="pdf")


def ours(task: Task, out: Path) -> Figures:
    """``sohoa read`` with its defaults, all files in one call, writing two-layer PDFs."""
    command = [sys.executable, "-m", "pipeline.cli", "read", "--json", "--pdf", str(out), *map(str, task.files)]
    cost = run(command, cwd=ROOT)
    found: dict[tuple[str, int], str] = {}
    failed: list[str] = []
    for line in cost.output.splitlines():
        answer = json.loads(line)
        if "error" in answer:
            failed.append(f"{answer['file']['name']}: {answer['error']['code']}")
        for page in answer.get("pages", ()):
            found[answer["file"]["name"], page["number"]] = page.get("text", "")
    return _figures("sohoa read --pdf", task, cost, found, failed)


def theirs(task: Task, out: Path, options: Sequence[str]) -> Figures:
    """OCRmyPDF, file by file as it works, two processes."""
    total = Cost()
    found: dict[tuple[str, int], str] = {}
    failed: list[str] = []
    for path in task.files:
        text = out / f"{path.stem}.txt"
        pixels = ["--image-dpi", "200"] if path.suffix == ".jpg" else []
        always = ["--jobs", "2", "-l", "vie", *task.needed, "--sidecar", str(text)]
        cost = run([str(OCRMYPDF), *always, *pixels, *options, str(path), str(out / f"{path.stem}.pdf")], cwd=ROOT)
        total += cost
        if cost.code:
            failed.append(f"{path.name}: exit {cost.code}")
            continue
        for number, page in enumerate(text.read_text(encoding="utf-8").split("\f"), 1):
            found[path.name, number] = page
    return _figures(" ".join(("ocrmypdf --jobs 2", *options)), task, total, found, failed)


def _figures(
    program: str, task: Task, cost: Cost, found: Mapping[tuple[str, int], str], failed: Sequence[str]
) -> Figures:
    scores = [score(truth, found.get(place, "")) for place, truth in task.truth.items()]
    cores = min(2, len(os.sched_getaffinity(0)))
    return Figures(
        program=program,
        task=task.name,
        pages=task.pages,
        seconds=round(cost.seconds, 2),
        pages_a_minute=round(60 * task.pages / cost.seconds, 1),
        cpu_seconds_a_page=round(cost.cpu / task.pages, 3),
        peak_mib_a_core=round(cost.peak / cores / 2**20, 0),
        score=mean(scores) if scores else None,
        failed=tuple(failed),
    )


def measure(task: Task, rounds: int, *, quick: bool) -> list[Figures]:
    """All programs in turn, as often as asked; of each the run of median length."""
    options: list[list[str]] = [["--output-type", "pdf"]]
    if not quick:
        options.append(["--deskew", "--rotate-pages", "--output-type", task.archive])
    runs: dict[str, list[Figures]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder)
            for figures in (ours(task, out / "ours"), *(theirs(task, out, given) for given in options)):
                runs.setdefault(figures.program, []).append(figures)
    return [sorted(found, key=lambda one: one.seconds)[len(found) // 2] for found in runs.values()]


def table(found: Sequence[Figures]) -> list[str]:
    """The figures as lines of text; ``times`` is how much faster ours was, by the clock and by CPU."""
    lines = [
        f"{'program':58} {'pages/min':>9} {'CPU s/page':>10} {'MiB/core':>9} {'CER %':>7} {'missed %':>8} {'times':>12}"
    ]
    first = found[0]
    for one in found:
        errors = f"{one.score.cer * 100:7.2f} {one.score.missed * 100:8.2f}" if one.score else " " * 16
        times = f"{one.seconds / first.seconds:.2f}/{one.cpu_seconds_a_page / first.cpu_seconds_a_page:.2f}"
        lines.append(
            f"{one.program:58} {one.pages_a_minute:9.1f} {one.cpu_seconds_a_page:10.3f} {one.peak_mib_a_core:9.0f}"
            f" {errors} {times:>12} {' '.join(one.failed)}"
        )
    return lines


def main(arguments: Sequence[str]) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40, help="made pages")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--rounds", type=int, default=1, help="the run of median length counts")
    parser.add_argument("--only", choices=("made", "real", "stages"))
    parser.add_argument("--quick", action="store_true", help="leave out OCRmyPDF's second, slow set of options")
    parser.add_argument("--fields", type=int, default=20, help="count fields on so many papers of each kind; 0: do not")
    parser.add_argument("--json", type=Path, default=ROOT / "bench-reading.json")
    given = parser.parse_args(arguments)
    data = Path(os.environ.get("SOHOA_EVALUATION_DATA", ROOT / ".." / "shared" / "data"))
    report: dict[str, Any] = {"cores": len(os.sched_getaffinity(0)), "figures": []}
    with tempfile.TemporaryDirectory() as folder:
        text = made(Path(folder), given.pages, given.seed)
        for task in (text, real(data)):
            if task is None or given.only not in {None, task.name}:
                continue
            found = measure(task, given.rounds, quick=given.quick)
            print(f"\n{task.name}: {task.pages} pages in {len(task.files)} files", *table(found), sep="\n", flush=True)
            report["figures"] += [asdict(one) for one in found]
        if given.only in {None, "stages"}:
            shares = stages.shares(text.files, pages=min(8, given.pages))
            print("\nmilliseconds of CPU a page, of made pages, one process:")
            print("\n".join(f"  {name:24} {spent * 1000:8.1f}" for name, spent in shares.items()))
            report["stages"] = shares
    if given.fields and given.only is None:
        report["fields"] = fields.report(given.fields)
    given.json.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
