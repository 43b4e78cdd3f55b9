"""``sohoa read``: files in, pages, papers and fields out; no server, and nothing kept."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

import click

from config.settings import Settings
from pipeline import flow, records
from pipeline.assembly import reading
from pipeline.cli import EXIT_REFUSED_ALL, EXIT_REFUSED_SOME, report
from pipeline.domain.file import FileRead, GivenUp
from pipeline.domain.kinds import Kinds
from pipeline.domain.page import Page
from pipeline.errors import Language, Misconfigured, PipelineError
from pipeline.flow import Bench
from pipeline.tools.isolation import Isolation

Children: TypeAlias = Isolation[Bench]

#: Files that are opened ahead of the one being shown, for each child: enough to keep all children at work.
_AHEAD: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file."""

    path: Path
    result: FileRead | PipelineError
    #: From its first step to its last, waiting between them included.
    seconds: float


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="Mỗi tệp một dòng JSON · one JSON object a line.")
@click.pass_obj
def read(settings: Settings, files: tuple[Path, ...], as_json: bool) -> int:
    """Đọc tệp: trang, giấy tờ, trường · read files: pages, papers, fields. Keeps nothing."""
    _speak_utf8()
    kinds = reading.kinds()
    progress = report.Progress(len(files), language=settings.language)
    refused = 0
    with reading.children(settings) as children:
        for outcome in outcomes(files, children, progress=progress):
            progress.clear()
            if isinstance(outcome.result, PipelineError):
                refused += 1
                report.say_refused(shown_name(outcome.path), outcome.result, language=settings.language)
            _show(outcome, kinds, as_json=as_json, language=settings.language)
    if not refused:
        return 0
    return EXIT_REFUSED_ALL if refused == len(files) else EXIT_REFUSED_SOME


def outcomes(
    files: Sequence[Path], children: Children, *, progress: report.Progress | None = None
) -> Iterator[Outcome]:
    """What became of each file, in the order of ``files``; several are worked on at once, bounded in number."""
    today = dt.datetime.now().astimezone().date()
    children.warm()
    ahead = children.size * _AHEAD
    coming = iter(files)
    with ThreadPoolExecutor(children.size) as pages, ThreadPoolExecutor(ahead) as crew:

        def begin(path: Path) -> Future[Outcome]:
            return crew.submit(_read_file, path, children, pages, today, progress)

        begun = deque(begin(path) for path in islice(coming, ahead))
        try:
            while begun:
                outcome = begun.popleft().result()
                begun.extend(begin(path) for path in islice(coming, 1))
                yield outcome
        finally:
            for executor in (crew, pages):
                executor.shutdown(wait=False, cancel_futures=True)


def _read_file(
    path: Path, children: Children, pages: ThreadPoolExecutor, today: dt.date, progress: report.Progress | None
) -> Outcome:
    start = time.monotonic()
    result: FileRead | PipelineError
    try:
        result = _read_in_children(path, children, pages, today, progress)
    except Misconfigured:
        raise
    except PipelineError as error:
        result = error
    if progress:
        progress.file_done()
    return Outcome(path=path, result=result, seconds=time.monotonic() - start)


def _read_in_children(
    path: Path, children: Children, pages: ThreadPoolExecutor, today: dt.date, progress: report.Progress | None
) -> FileRead:
    """Pages go to all children at once; a child that dies costs its page, not the file."""
    name = shown_name(path)
    file = pages.submit(children.call, flow.open_file, path, name=name).result()

    def read_page(number: int) -> Page | GivenUp:
        try:
            page: Page | GivenUp = children.call(flow.read_page, path, number)
        except Misconfigured:
            raise
        except PipelineError as error:
            page = GivenUp(number=number, error=error)
        if progress:
            progress.page_done()
        return page

    read = list(pages.map(read_page, range(1, file.pages + 1)))
    return pages.submit(children.call, flow.finish_file, path, file, read, today=today).result()


def _show(outcome: Outcome, kinds: Kinds, *, as_json: bool, language: Language) -> None:
    result = outcome.result
    if as_json:
        record = (
            records.of_refusal(shown_name(outcome.path), result, language=language)
            if isinstance(result, PipelineError)
            else records.of_reading(result, seconds=outcome.seconds, language=language)
        )
        click.echo(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
    elif isinstance(result, FileRead):
        click.echo(report.of_reading(result, seconds=outcome.seconds, kinds=kinds, language=language))


def shown_name(path: Path) -> str:
    """A name as text, whatever bytes the file system holds."""
    return os.fsencode(path.name or str(path)).decode("utf-8", "replace")


def _speak_utf8() -> None:
    # Vietnamese has to come out whole where the locale is C, too.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
