"""How many fields are read right, how many are left to a person, and how many are wrong without saying so.

``python -m tests.bench.fields`` prints papers of unseen seeds, layouts and damages, scans and reads them with the
shipped settings, and compares every printed field with its truth. ``--real`` does it for the real papers of
SOHOA_EVALUATION_DATA instead.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as Pictures
from pydantic import TypeAdapter

from pipeline import flow
from pipeline.assembly import readers
from pipeline.domain import offices, texts
from pipeline.domain.fields import Field
from pipeline.domain.page import Page
from pipeline.domain.paper import Paper
from pipeline.ports import Image, PageImage, Reader
from pipeline.stages import looking, reading
from pipeline.stores import catalogue
from pipeline.tools import barcodes, pixels, trueocr, units
from tests.samples import mill

TODAY = dt.date(2026, 11, 22)
ROOT = Path(__file__).parents[2]
_PAGE = TypeAdapter(Page)

#: Upper ends of the confidences that are counted together.
BINS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)


@dataclass(slots=True)
class Tally:
    """Fields of one kind and profile, counted."""

    #: Printed fields: what a pen wrote and what a stamp hides is counted apart.
    printed: int = 0
    right: int = 0
    reviewed: int = 0
    #: Wrong or missing, by whether a person is asked to look. A missing field is one that nobody is asked about.
    wrong_reviewed: int = 0
    wrong_silent: int = 0
    missing: int = 0
    #: Values presented where nothing is printed, without review.
    invented: int = 0
    #: Written by hand or covered: presented as sure although wrong, and all of them.
    hard_silent: int = 0
    hard: int = 0

    @property
    def unasked(self) -> int:
        """Fields with a value that nobody is asked to look at."""
        return self.printed - self.reviewed - self.missing

    def add(self, other: Tally) -> None:
        for name, value in asdict(other).items():
            setattr(self, name, getattr(self, name) + value)


@dataclass(slots=True)
class Result:
    """All of one measurement."""

    by_kind: dict[tuple[str, str], Tally] = field(default_factory=dict)
    by_field: dict[tuple[str, str], Tally] = field(default_factory=dict)
    #: Per bin of confidence: fields with a value, and the right ones of them.
    bins: dict[float, list[int]] = field(default_factory=lambda: {upper: [0, 0] for upper in BINS})
    misses: list[dict[str, Any]] = field(default_factory=list)
    papers: int = 0
    misclassified: int = 0
    seconds: float = 0.0

    def add(self, other: Result) -> None:
        """Count another measurement in."""
        for key, tally in other.by_kind.items():
            self.by_kind.setdefault(key, Tally()).add(tally)
        for key, tally in other.by_field.items():
            self.by_field.setdefault(key, Tally()).add(tally)
        for upper, (count, right) in other.bins.items():
            self.bins[upper][0] += count
            self.bins[upper][1] += right
        self.misses += other.misses
        self.papers += other.papers
        self.misclassified += other.misclassified


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Pages that were read, with the papers that are on them."""

    name: str
    profile: str
    pages: tuple[Page, ...]
    #: The upright images, as files: a second look needs them.
    images: tuple[Path, ...]
    papers: Sequence[Mapping[str, Any]]


class Bench:
    """Reads samples once and understands them as often as wanted: reading costs most of the time."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        cache.mkdir(parents=True, exist_ok=True)
        other = trueocr.LineModel()
        self.reader: Reader = readers.build(other=other)
        self.read_print = other.read
        self.kinds = catalogue.load(ROOT / "config" / "kinds")
        self.gazetteer = units.names()

    def made(self, kind: str, number: int, profile: str, *, group: str) -> Sample:
        """A paper of the mill, scanned and read."""
        printed = mill.paper(kind, seed=f"bench-{number}", group=group)
        scans = None
        # With the layout: what was kept of a paper that this number once was must not be held against another.
        name = f"{kind}-{group}-{printed.layout}-{number}-{profile}"
        pages: list[Page] = []
        images: list[Path] = []
        for at in range(len(printed.sheets)):
            path = self.cache / f"{name}-{at + 1}.json"
            if not path.exists():
                scans = scans or mill.scan(printed, profile=profile, seed=number, unseen=group == "unseen")
                self.read(path, PageImage(number=at + 1, image=scans[at].image, dpi=scans[at].damage.dpi))
            pages.append(_PAGE.validate_json(path.read_bytes()))
            images.append(path.with_suffix(".png"))
        truths = [paper.record() for paper in printed.papers]
        return Sample(name=name, profile=profile, pages=tuple(pages), images=tuple(images), papers=truths)

    def read(self, path: Path, image: PageImage) -> None:
        """Read one page and keep the words and the upright image."""
        made = reading.read_page(image, reader=self.reader, pixels=pixels, codes=barcodes.find)
        path.write_bytes(_PAGE.dump_json(made.page))
        Pictures.fromarray(made.upright).save(path.with_suffix(".png"), compress_level=1)

    def understood(self, sample: Sample) -> tuple[Paper, ...]:
        images = {page.number: path for page, path in zip(sample.pages, sample.images, strict=True)}
        loaded: dict[int, Image] = {}

        def image(page: Page) -> Image:
            if page.number not in loaded:
                loaded[page.number] = np.asarray(Pictures.open(images[page.number]))
            return loaded[page.number]

        pages = {page.number: page for page in sample.pages}
        look = looking.Looking(
            pages=pages, image=image, reader=self.reader, read_print=self.read_print, pixels=pixels
        ).ways()
        return flow.understand(sample.pages, kinds=self.kinds, gazetteer=self.gazetteer, look=look, today=TODAY)


def score(sample: Sample, papers: Sequence[Paper], result: Result) -> None:
    """Compare what was understood with the truth, field by field."""
    for truth in sample.papers:
        result.papers += 1
        found = _matching(truth, papers)
        if found is None or found.kind != truth["kind"]:
            result.misclassified += 1
        read = found.fields if found is not None else {}
        for name, printed in truth["fields"].items():
            _score_field(sample, truth["kind"], name, printed, read.get(name), result)
        for name, extra in read.items():
            if name not in truth["fields"] and not extra.review and name not in ("dossier_code", "procedure_code"):
                _tally(result, sample.profile, truth["kind"], name, Tally(invented=1))
                result.misses.append(_miss(sample, truth["kind"], name, None, extra, "invented"))


def _matching(truth: Mapping[str, Any], papers: Sequence[Paper]) -> Paper | None:
    pages = set(truth["pages"])
    best = max(papers, key=lambda paper: len(pages & set(paper.pages)), default=None)
    return best if best is not None and pages & set(best.pages) else None


def _score_field(
    sample: Sample, kind: str, name: str, printed: Mapping[str, Any], read: Field | None, result: Result
) -> None:
    for cell_name, cell, one in _cells(name, printed, read):
        right = one is not None and _same(one.value, cell)
        silent = one is not None and not one.review
        tally = Tally()
        if cell.get("handwritten") or cell.get("covered"):
            tally.hard, tally.hard_silent = 1, int(silent and not right)
        else:
            tally.printed, tally.right = 1, int(right)
            tally.missing = int(one is None)
            tally.reviewed = int(one is not None and one.review)
            tally.wrong_silent = int(silent and not right)
            tally.wrong_reviewed = int(one is not None and one.review and not right)
            if one is not None and one.value is not None:
                counted = result.bins[next(upper for upper in BINS if one.confidence <= upper)]
                counted[0] += 1
                counted[1] += right
        _tally(result, sample.profile, kind, cell_name, tally)
        if not right or (one is not None and one.review):
            sort = "right" if right else "missing" if one is None else "wrong"
            result.misses.append(_miss(sample, kind, cell_name, cell, one, sort))


def _cells(
    name: str, printed: Mapping[str, Any], read: Field | None
) -> Iterator[tuple[str, Mapping[str, Any], Field | None]]:
    """A field, or for a list each value of each item."""
    if not isinstance(printed["value"], list):
        yield name, printed, read
        return
    items = read.value if read is not None and isinstance(read.value, tuple) else ()
    hard = {"handwritten": printed.get("handwritten"), "covered": printed.get("covered")}
    for at, item in enumerate(printed["value"]):
        for part, value in item.items():
            one = items[at].get(part) if at < len(items) else None
            yield f"{name}.{part}", {"value": value, **hard}, one


def _same(value: object, cell: Mapping[str, Any]) -> bool:
    return any(_equal(value, right) for right in (cell["value"], *cell.get("also", ())))


def _equal(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return texts.tidy(one) == texts.tidy(other)
    return one == other


def _tally(result: Result, profile: str, kind: str, name: str, tally: Tally) -> None:
    result.by_kind.setdefault((profile, kind), Tally()).add(tally)
    result.by_field.setdefault((kind, name), Tally()).add(tally)


def _miss(
    sample: Sample, kind: str, name: str, cell: Mapping[str, Any] | None, one: Field | None, sort: str
) -> dict[str, Any]:
    return {
        "sample": sample.name,
        "kind": kind,
        "field": name,
        "sort": sort,
        "silent": one is not None and not one.review,
        "hard": bool(cell and (cell.get("handwritten") or cell.get("covered"))),
        "truth": None if cell is None else cell["value"],
        "read": None if one is None else one.value,
        "text": None if one is None else one.text,
        "confidence": None if one is None else one.confidence,
    }


# --- the real papers --------------------------------------------------------------------------------------------------

#: Names in the evaluation data → fields of the contract.
_REAL = {"number": "number", "symbol": "symbol", "place": "place", "date": "issued_on", "title": "subject",
         "signer_name": "signer_name", "signer_title": "signer_title"}  # fmt: skip


def real(bench: Bench, folder: Path) -> Iterator[Sample]:
    """The e-signed decisions as page images: printed heads, some with a number or day put in afterwards."""
    for truth in sorted((folder / "vn_pages" / "gt").glob("*.json")):
        record = json.loads(truth.read_text(encoding="utf-8"))
        pages: list[Page] = []
        images: list[Path] = []
        for number, name in enumerate(record["pages"], 1):
            path = bench.cache / f"real-{Path(name).stem}.json"
            if not path.exists():
                picture = Pictures.open(folder / "vn_pages" / name)
                bench.read(path, PageImage(number=number, image=np.asarray(picture.convert("RGB"))))
            pages.append(_PAGE.validate_json(path.read_bytes()))
            images.append(path.with_suffix(".png"))
        told = record["fields"]
        fields = {name: {"value": told[key]} for key, name in _REAL.items() if told.get(key)}
        fields["issuer"] = {"value": offices.issuer_of(told["issuing_authority"])}
        paper = {"kind": "decision", "pages": [page.number for page in pages], "fields": fields}
        yield Sample(name=truth.stem, profile="real", pages=tuple(pages), images=tuple(images), papers=[paper])


# --- telling ----------------------------------------------------------------------------------------------------------


def table(result: Result) -> Iterator[str]:
    """The figures as lines of text."""
    yield (
        f"{'profile':<10}{'kind':<24}{'printed':>8}{'right %':>9}{'review %':>9}{'missing':>8}{'wrong?':>7}{'WRONG':>6}"
        f"{'of unasked':>11}"
    )
    totals: dict[str, Tally] = {}
    for (profile, kind), tally in sorted(result.by_kind.items()):
        totals.setdefault(profile, Tally()).add(tally)
        yield _row(profile, kind, tally)
    for profile, tally in totals.items():
        yield _row(profile, "ALL", tally)
    hard = sum(tally.hard for tally in totals.values()), sum(tally.hard_silent for tally in totals.values())
    yield f"written by hand or covered: {hard[0]}, presented as sure and wrong: {hard[1]}"
    yield f"invented without review: {sum(tally.invented for tally in totals.values())}"
    yield f"papers {result.papers}, of another kind than printed {result.misclassified}"
    yield "confidence up to   fields    right"
    for upper, (count, right) in result.bins.items():
        yield f"{upper:>16}{count:>9}{right / count if count else 0:>9.3f}"


def _row(profile: str, kind: str, tally: Tally) -> str:
    share = 100 / max(1, tally.printed)
    silent = 100 * tally.wrong_silent / max(1, tally.unasked)
    return (
        f"{profile:<10}{kind:<24}{tally.printed:>8}{tally.right * share:>9.2f}{tally.reviewed * share:>9.2f}"
        f"{tally.missing:>8}{tally.wrong_reviewed:>7}{tally.wrong_silent:>6}{silent:>10.2f}%"
    )


def record(result: Result) -> dict[str, Any]:
    """The figures for the benchmark's JSON file."""
    return {
        "papers": result.papers,
        "misclassified": result.misclassified,
        "seconds": round(result.seconds, 1),
        "by_kind": {f"{profile}/{kind}": asdict(tally) for (profile, kind), tally in sorted(result.by_kind.items())},
        "reliability": {str(upper): {"fields": n, "right": right} for upper, (n, right) in result.bins.items()},
    }


def measure(
    papers: int,
    *,
    cache: Path,
    group: str = "unseen",
    profiles: Sequence[str] = ("clean", "ordinary"),
    kinds: Sequence[str] = tuple(mill.KINDS),
) -> Result:
    """So many papers of each kind and profile, printed, scanned, read and compared; on all cores."""
    started = time.perf_counter()
    tasks = [(kind, number, profile, group) for profile in profiles for kind in kinds for number in range(papers)]
    whole = Result()
    # Spawned: an engine that was loaded before a fork is nobody's to share.
    with ProcessPoolExecutor(
        len(os.sched_getaffinity(0)), mp_context=get_context("spawn"), initializer=_prepare, initargs=(cache,)
    ) as pool:
        for one in pool.map(_measured, tasks, chunksize=4):
            whole.add(one)
    whole.seconds = time.perf_counter() - started
    return whole


_benches: list[Bench] = []


def _prepare(cache: Path) -> None:
    _benches.append(Bench(cache))


def _measured(task: tuple[str, int, str, str]) -> Result:
    kind, number, profile, group = task
    result = Result()
    sample = _benches[0].made(kind, number, profile, group=group)
    score(sample, _benches[0].understood(sample), result)
    return result


def report(papers: int) -> dict[str, Any]:
    """Print the figures of a run that keeps nothing of an earlier one, and give them for the benchmark's JSON file."""
    with tempfile.TemporaryDirectory() as folder:
        result = measure(papers, cache=Path(folder))
    print("\n".join(table(result)), flush=True)
    return record(result)


def main(arguments: Sequence[str]) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=40, help="papers of each kind and profile")
    parser.add_argument("--group", default="unseen", choices=("seen", "unseen", "all"))
    parser.add_argument("--profiles", default="clean,ordinary")
    parser.add_argument("--kinds", default=",".join(mill.KINDS))
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--cache", type=Path, default=ROOT / "var" / "bench" / "fields")
    parser.add_argument("--misses", action="store_true", help="print every value that is not simply right")
    parser.add_argument("--fields", action="store_true", help="print the figures of each field")
    given = parser.parse_args(arguments)
    if given.real:
        result = Result()
        bench = Bench(given.cache)
        folder = Path(os.environ.get("SOHOA_EVALUATION_DATA", ROOT / ".." / "shared" / "data"))
        for sample in real(bench, folder):
            score(sample, bench.understood(sample), result)
    else:
        result = measure(
            given.papers,
            group=given.group,
            cache=given.cache,
            profiles=given.profiles.split(","),
            kinds=given.kinds.split(","),
        )
    if given.misses:
        for miss in result.misses:
            print(json.dumps(miss, ensure_ascii=False))
    if given.fields:
        for (kind, name), tally in sorted(result.by_field.items()):
            print(_row(kind, name, tally))
    print("\n".join(table(result)))


if __name__ == "__main__":
    main(sys.argv[1:])
