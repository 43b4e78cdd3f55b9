"""``python -m tests.samples``: makes files by the thousand."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from tests.samples import crew, dossiers, files, mill, textpages
from tests.samples.orders import MIXED, Order, make_one
from tests.samples.scanning import PROFILES


def make(arguments: argparse.Namespace) -> int:
    """Make many files, on as many processes as asked."""
    orders = [
        Order(
            Path(arguments.folder),
            arguments.seed,
            number,
            arguments.kind,
            arguments.profile,
            arguments.layout,
            arguments.layouts,
            arguments.format,
            arguments.contradictions,
            arguments.notes,
        )
        for number in range(arguments.count)
    ]
    begun, pages = time.monotonic(), 0
    for _, count in crew.each(make_one, orders, jobs=arguments.jobs):
        pages += count
    seconds = time.monotonic() - begun
    print(f"{len(orders)} files, {pages} pages, {seconds:.1f} s, {pages / seconds:.1f} pages a second", file=sys.stderr)
    return 0


def text_pages(arguments: argparse.Namespace) -> int:
    """Make the benchmark's pages."""
    made = textpages.make(Path(arguments.folder), count=arguments.count, seed=arguments.seed, single=arguments.single)
    print(f"{len(made)} files", file=sys.stderr)
    return 0


def make_dossiers(arguments: argparse.Namespace) -> int:
    """Make the sample dossiers."""
    made = dossiers.make(Path(arguments.folder), seed=arguments.seed, size=arguments.size, jobs=arguments.jobs)
    files_made = sum(len(dossier["files"]) for dossier in made["dossiers"])
    print(f"{len(made['dossiers'])} dossiers received, {files_made} files scanned", file=sys.stderr)
    return 0


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.samples", description=__doc__)
    commands = parser.add_subparsers(required=True)
    maker = commands.add_parser("make", help="files of papers, each with its truth")
    maker.add_argument("folder")
    maker.add_argument("--seed", type=int, default=1)
    maker.add_argument("--count", type=int, default=10)
    maker.add_argument("--kind", default="", choices=["", MIXED, *mill.KINDS], help="empty: any of them")
    maker.add_argument("--profile", default="clean", choices=["", *PROFILES], help="empty: any of them")
    maker.add_argument("--layout", default="", help="one layout by name")
    maker.add_argument("--layouts", default="seen", choices=["seen", "unseen", "all"])
    maker.add_argument("--format", default="pdf", choices=["", *files.FORMATS], help="empty: any of them")
    maker.add_argument("--contradictions", type=float, default=0.0, help="share of papers that contradict themselves")
    maker.add_argument("--notes", type=float, default=0.0, help="share of papers with a note stuck over a value")
    maker.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    maker.set_defaults(run=make)
    texts = commands.add_parser("text-pages", help="the benchmark's pages of ordinary text, grey, 300 dpi")
    texts.add_argument("folder")
    texts.add_argument("--seed", type=int, default=1)
    texts.add_argument("--count", type=int, default=40)
    texts.add_argument("--single", action="store_true", help="one file of all pages")
    texts.set_defaults(run=text_pages)
    heaps = commands.add_parser("dossiers", help="sample dossiers of four centres with register, manifest and truth")
    heaps.add_argument("folder")
    heaps.add_argument("--seed", type=int, default=1)
    heaps.add_argument("--size", type=float, default=1.0, help="multiplies the number of dossiers")
    heaps.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    heaps.set_defaults(run=make_dossiers)
    given = parser.parse_args(arguments)
    return int(given.run(given))


if __name__ == "__main__":
    raise SystemExit(main())
