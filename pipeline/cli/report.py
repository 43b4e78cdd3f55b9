"""What ``sohoa read`` shows people: a summary of each file, one line for each refusal, a line of progress."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping
from typing import Final

import click

from pipeline.domain import findings
from pipeline.domain.fields import Field
from pipeline.domain.file import FileRead
from pipeline.domain.kinds import Kinds
from pipeline.domain.paper import Paper
from pipeline.errors import Language, PipelineError

#: Wording of the summary, in Vietnamese and in English.
_WORDS: Final[Mapping[str, Mapping[Language, str]]] = {
    "pages": {"vi": "trang", "en": "pages"},
    "page": {"vi": "trang", "en": "page"},
    "files": {"vi": "tệp", "en": "files"},
    "seconds": {"vi": "giây", "en": "s"},
    "blank": {"vi": "trang trắng", "en": "blank pages"},
    "given_up": {"vi": "không đọc được trang", "en": "could not read page"},
    "review": {"vi": "cần xem lại", "en": "to be reviewed"},
    "no_fields": {"vi": "không có trường nào", "en": "no fields"},
    "fields": {"vi": "trường", "en": "fields"},
}

#: Values longer than this are cut in the summary; JSON has all of it.
_LONGEST: Final = 100


def of_reading(reading: FileRead, *, seconds: float, kinds: Kinds, language: Language) -> str:
    """One file, for people: its papers with their fields, and a mark at each that someone has to look at."""
    file = reading.file
    said = _Said(language)
    lines = [
        click.style(file.name, bold=True)
        + f"  {file.media_type}, {file.pages} {said('pages')}, {_number(seconds, language)} {said('seconds')}"
    ]
    if blank := [str(page.number) for page in reading.pages if page.blank]:
        lines.append(f"  {said('blank')}: {', '.join(blank)}")
    lines += [
        click.style(f"  {said('given_up')} {page.number}: {page.error.message(language)} ({page.error.code})", fg="red")
        for page in reading.given_up
    ]
    for paper in reading.papers:
        lines += _of_paper(paper, kinds=kinds, language=language)
    return "\n".join(lines) + "\n"


def _of_paper(paper: Paper, *, kinds: Kinds, language: Language) -> Iterator[str]:
    said = _Said(language)
    kind = kinds.get(paper.kind)
    name = paper.kind if kind is None else kind.name_vi if language == "vi" else kind.name_en
    unsure = sum(field.review for field in paper.fields.values())
    pages = _span(paper.pages)
    yield (
        f"  {click.style(name, fg='cyan')} ({paper.kind}, {paper.confidence:.0%}), {said('page')} {pages}: "
        f"{len(paper.fields)} {said('fields')}" + (f", {unsure} {said('review')}" if unsure else "")
    )
    width = max((len(field_id) for field_id in paper.fields), default=0)
    for field_id, field in paper.fields.items():
        yield from _of_field(field_id, field, width=width, said=said)
    for finding in paper.findings:
        yield click.style(f"    ⚠ {findings.message(finding.code, language)} ({finding.code})", fg="yellow")


def _of_field(field_id: str, field: Field, *, width: int, said: _Said) -> Iterator[str]:
    mark = click.style("?", fg="yellow", bold=True) if field.review else " "
    tail = f"  {field.confidence:4.0%}" + (click.style(f"  {said('review')}", fg="yellow") if field.review else "")
    if isinstance(field.value, tuple):
        yield f"  {mark} {field_id:{width}}  {len(field.value)} ×{tail}"
        for item in field.value:
            yield " " * (width + 6) + "· " + " | ".join(_cut(str(part.value)) for part in item.values())
        return
    shown = field.text if field.value is None else field.value
    yield f"  {mark} {field_id:{width}}  {_cut(str(shown))}{tail}"


def say_refused(name: str, error: PipelineError, *, language: Language) -> None:
    """One line on stderr: code, file, sentence, remedy."""
    click.echo(f"{error.code}: {name}: {error.message(language)} → {error.remedy(language)}", err=True)


class Progress:
    """One line on a terminal that says how far we are; nothing where stderr is no terminal."""

    def __init__(self, files: int, *, language: Language) -> None:
        self._files = files
        self._said = _Said(language)
        self._done = 0
        self._pages = 0
        self._lock = threading.Lock()
        self._shown = sys.stderr.isatty()

    def page_done(self) -> None:
        with self._lock:
            self._pages += 1
            self._draw()

    def file_done(self) -> None:
        with self._lock:
            self._done += 1
            self._draw()

    def clear(self) -> None:
        """Make room for a result."""
        if self._shown:
            with self._lock:
                click.echo("\r\x1b[K", nl=False, err=True)

    def _draw(self) -> None:
        if self._shown:
            said = self._said
            line = f"{self._done}/{self._files} {said('files')}, {self._pages} {said('pages')}"
            click.echo(f"\r\x1b[K{line}", nl=False, err=True)


class _Said:
    """The wording of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __call__(self, word: str) -> str:
        return _WORDS[word][self._language]


def _span(pages: tuple[int, ...]) -> str:
    return f"{pages[0]}" if len(pages) == 1 else f"{pages[0]}–{pages[-1]}" if pages else "-"


def _number(value: float, language: Language) -> str:
    text = f"{value:.1f}"
    return text.replace(".", ",") if language == "vi" else text


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
