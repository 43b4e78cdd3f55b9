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
from itertools import chain, count, islice
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
from pipeline.records import alto as alto_records
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One file to be read, and where to write what was asked for."""

    path: Path
    pdf: Path | None
    alto: Path | None


class OutputUnwritable(Misconfigured):
    """A folder for results cannot be made or written to."""

    code = "output_unwritable"
    message_vi = "Không ghi được vào {folder}."
    message_en = "Cannot write to {folder}."
    remedy_vi = "Chọn thư mục khác hoặc kiểm tra quyền ghi và dung lượng đĩa."
    remedy_en = "Choose another folder, or check the permission to write and the space on the disk."


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="Mỗi tệp một dòng JSON · one JSON object a line.")
@click.option("--pdf", "pdf", type=click.Path(path_type=Path), metavar="DIR", help="PDF hai lớp · two-layer PDFs.")
@click.option("--alto", "alto", type=click.Path(path_type=Path), metavar="DIR", help="ALTO 4 XML.")
@click.pass_obj
def read(settings: Settings, files: tuple[Path, ...], as_json: bool, pdf: Path | None, alto: Path | None) -> int:
    """Đọc tệp: trang, giấy tờ, trường · read files: pages, papers, fields. Keeps nothing."""
    _speak_utf8()
    kinds = reading.kinds()
    progress = report.Progress(len(files), language=settings.language)
    orders = [
        Order(path=path, pdf=pdf_target, alto=alto_target)
        for path, pdf_target, alto_target in zip(
            files, targets(files, pdf, ".pdf"), targets(files, alto, ".xml"), strict=True
        )
    ]
    refused = 0
    with reading.children(settings) as children:
        for outcome in outcomes(orders, children, progress=progress):
            progress.clear()
            if isinstance(outcome.result, PipelineError):
                refused += 1
                report.say_refused(shown_name(outcome.path), outcome.result, language=settings.language)
            _show(outcome, kinds, as_json=as_json, language=settings.language)
    if not refused:
        return 0
    return EXIT_REFUSED_ALL if refused == len(files) else EXIT_REFUSED_SOME


def outcomes(
    orders: Sequence[Order], children: Children, *, progress: report.Progress | None = None
) -> Iterator[Outcome]:
    """What became of each file, in the order of ``orders``; several are worked on at once, bounded in number."""
    today = dt.datetime.now().astimezone().date()
    children.warm()
    ahead = children.size * _AHEAD
    coming = iter(orders)
    with ThreadPoolExecutor(children.size) as pages, ThreadPoolExecutor(ahead) as crew:

        def begin(order: Order) -> Future[Outcome]:
            return crew.submit(_read_file, order, children, pages, today, progress)

        begun = deque(begin(order) for order in islice(coming, ahead))
        try:
            while begun:
                outcome = begun.popleft().result()
                begun.extend(begin(order) for order in islice(coming, 1))
                yield outcome
        finally:
            for executor in (crew, pages):
                executor.shutdown(wait=False, cancel_futures=True)


def _read_file(
    order: Order, children: Children, pages: ThreadPoolExecutor, today: dt.date, progress: report.Progress | None
) -> Outcome:
    start = time.monotonic()
    result: FileRead | PipelineError
    try:
        result = _read_in_children(order.path, children, pages, today, progress)
        _write(order, result, children, pages)
    except Misconfigured:
        raise
    except PipelineError as error:
        result = error
    if progress:
        progress.file_done()
    return Outcome(path=order.path, result=result, seconds=time.monotonic() - start)


def _write(order: Order, result: FileRead, children: Children, pages: ThreadPoolExecutor) -> None:
    try:
        if order.alto is not None:
            order.alto.write_bytes(alto_records.of_reading(result))
    except OSError as error:
        raise OutputUnwritable(folder=str(order.alto)) from error
    if order.pdf is not None:
        pages.submit(children.call, flow.write_layers, order.path, result.pages, order.pdf).result()


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


def shown_name(path: Path) -> str:
    """A name as text, whatever bytes the file system holds."""
    return os.fsencode(path.name or str(path)).decode("utf-8", "replace")


def _speak_utf8() -> None:
    # Vietnamese has to come out whole where the locale is C, too.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
