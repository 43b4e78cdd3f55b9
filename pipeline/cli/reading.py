"""``sohoa read``: files in, pages, papers and fields out; no server, and nothing kept."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path

import click

from config.settings import Settings
from pipeline import records
from pipeline.assembly import children as child_processes
from pipeline.cli import EXIT_REFUSED_ALL, EXIT_REFUSED_SOME, report
from pipeline.cli.crew import Crew, Order, Outcome
from pipeline.domain.kinds import Kinds
from pipeline.errors import Language, OutputUnwritable, PipelineError


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="Mỗi tệp một dòng JSON · one JSON object a line.")
@click.option("--pdf", "pdf", type=click.Path(path_type=Path), metavar="DIR", help="PDF hai lớp · two-layer PDFs.")
@click.option("--alto", "alto", type=click.Path(path_type=Path), metavar="DIR", help="ALTO 4 XML.")
@click.pass_obj
def read(settings: Settings, files: tuple[Path, ...], as_json: bool, pdf: Path | None, alto: Path | None) -> int:
    """Đọc tệp: trang, giấy tờ, trường · read files: pages, papers, fields. Keeps nothing."""
    _speak_utf8()
    outputs = zip(files, targets(files, pdf, ".pdf"), targets(files, alto, ".xml"), strict=True)
    orders = [Order(path=path, pdf=layers, alto=xml) for path, layers, xml in outputs]
    progress = report.Progress(len(files), language=settings.language)
    today = dt.datetime.now().astimezone().date()
    refused = 0
    with child_processes.of(settings) as children:
        children.warm()
        kinds = None if as_json else _kinds()
        for outcome in Crew(children, progress, today=today).outcomes(orders):
            progress.clear()
            if isinstance(outcome.result, PipelineError):
                refused += 1
                report.say_refused(outcome.order.name, outcome.result, language=settings.language)
            _show(outcome, kinds, language=settings.language)
    if not refused:
        return 0
    return EXIT_REFUSED_ALL if refused == len(files) else EXIT_REFUSED_SOME


def _show(outcome: Outcome, kinds: Kinds | None, *, language: Language) -> None:
    """As JSON where no kinds are given, whose names only people need."""
    result = outcome.result
    if isinstance(result, PipelineError):
        if kinds is None:
            _print(records.of_refusal(outcome.order.name, result, language=language))
    elif kinds is None:
        _print(records.of_reading(result, seconds=outcome.seconds, language=language))
    else:
        click.echo(report.of_reading(result, seconds=outcome.seconds, kinds=kinds, language=language))


def _print(record: records.Json) -> None:
    click.echo(json.dumps(record, ensure_ascii=False, separators=(",", ":")))


def _kinds() -> Kinds:
    from pipeline.assembly import reading

    return reading.kinds()


def targets(files: Sequence[Path], folder: Path | None, suffix: str) -> list[Path | None]:
    """Where to write for each file: its name with another ending, never one of the files themselves, no name twice."""
    if folder is None:
        return [None] * len(files)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(folder=str(folder)) from error
    taken = {path.absolute() for path in files}
    found: list[Path | None] = []
    for path in files:
        endings = chain([""], (f"-{number}" for number in count(2)))
        names = (folder.absolute() / f"{path.stem}{ending}{suffix}" for ending in endings)
        target = next(name for name in names if name not in taken)
        taken.add(target)
        found.append(target)
    return found


def _speak_utf8() -> None:
    # Vietnamese has to come out whole where the locale is C, too.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
