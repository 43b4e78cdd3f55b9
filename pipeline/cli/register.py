"""``sohoa register``: the dossiers that centres received, the denominators."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from config.settings import Settings
from pipeline import imports
from pipeline.assembly import services
from pipeline.cli import EXIT_REFUSED_ALL, EXIT_REFUSED_SOME, counted
from pipeline.cli.person import account
from pipeline.domain.register import REMEDIES, Remark
from pipeline.errors import Language
from pipeline.stores import rates
from pipeline.stores import register as store
from pipeline.stores.register import Delivery, Imported

#: How many remarks are printed; all of them go into the file of --remarks.
_SHOWN: Final = 20
_WORDS: Final = {
    "vi": "{rows} dòng: {added} hồ sơ mới, {changed} thay đổi, {unchanged} như cũ; {refused} dòng bị từ chối.",
    "en": "{rows} rows: {added} dossiers new, {changed} changed, {unchanged} as before; {refused} rows refused.",
}
_MORE: Final = {
    "vi": "… và {more} ghi chú nữa; --remarks TỆP.csv ghi đủ.",
    "en": "… and {more} more remarks; --remarks FILE.csv writes all of them.",
}


@click.group(short_help="Sổ hồ sơ tiếp nhận (mẫu số) · the register (denominators)")
def register() -> None:
    """Sổ hồ sơ mà các bộ phận đã tiếp nhận: mẫu số của mọi tỷ lệ.

    The dossiers that centres received: the denominators.
    """


@register.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="Nguồn của tệp · who keeps this register.")
@click.option("--by", default=None, help="Người nạp · who imports it; the account of this machine by default.")
@click.option(
    "--remarks",
    "remarks_to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Ghi mọi dòng bị từ chối và ghi chú vào tệp CSV · write all refused rows and notices to a CSV file.",
)
@click.pass_context
def import_register(ctx: click.Context, file: Path, source: str, by: str | None, remarks_to: Path | None) -> None:
    """Nạp một tệp sổ hồ sơ; nạp lại không sao. Các cột: docs/register.md.

    Imports a register (CSV, XLSX, JSON Lines, the portal's message); importing it again changes nothing.
    """
    settings: Settings = ctx.obj
    tools = counted.tools(settings)
    who = by or account()
    now = datetime.now(UTC)
    objects = services.objects(settings)
    told = imports.described(file, kind="register", source=source, by=who, at=now)
    imports.keep(objects, file, told)
    delivery = Delivery(source=source, sha256=told.sha256, bytes=told.bytes, kept_as=told.key, by=who)
    with ExitStack() as stack:
        say = _Sayings(settings.language, _writer(stack, remarks_to))
        with file.open("rb") as stream:
            imported, repeated = store.take(
                tools.database,
                imports.rows(stream, now=now, say=say.note),
                delivery=delivery,
                remarks=say.remarks,
                note=lambda at: imports.note(objects, replace(told, at=at)),
            )
        for line in repeated:
            say.tell(Remark(line=line, column="dossier_code", code="repeated_in_file", refused=False))
    rates.recount(tools.database)
    say.end()
    click.echo(_WORDS[settings.language].format(**_figures(imported)))
    ctx.exit(_exit(imported))


def _exit(imported: Imported) -> int:
    if not imported.refused:
        return 0
    return EXIT_REFUSED_ALL if imported.refused == imported.rows else EXIT_REFUSED_SOME


class _Sayings:
    """Remarks on their way to a person: the first ones to stderr, all of them to the file that was asked for."""

    def __init__(self, language: Language, write: Callable[[Remark], None] | None) -> None:
        self._language: Language = language
        self._write = write
        self._told = 0
        self.remarks = store.Remarks()

    def note(self, remark: Remark) -> None:
        self.remarks.note(remark)
        self.tell(remark)

    def tell(self, remark: Remark) -> None:
        self._told += 1
        if self._write is not None:
            self._write(remark)
        if self._told <= _SHOWN:
            place = f"{remark.line}" if not remark.column else f"{remark.line} · {remark.column}"
            click.echo(f"{place}: {remark.code} → {_remedy(remark, self._language)}", err=True)

    def end(self) -> None:
        if self._told > _SHOWN:
            click.echo(_MORE[self._language].format(more=self._told - _SHOWN), err=True)


def _writer(stack: ExitStack, path: Path | None) -> Callable[[Remark], None] | None:
    if path is None:
        return None
    writer = csv.writer(stack.enter_context(path.open("w", encoding="utf-8-sig", newline="")))
    writer.writerow(("line", "column", "code", "refused", "remedy_vi", "remedy_en"))

    def write(remark: Remark) -> None:
        writer.writerow((remark.line, remark.column, remark.code, int(remark.refused), *REMEDIES[remark.code]))

    return write


def _remedy(remark: Remark, language: Language) -> str:
    return REMEDIES[remark.code][0 if language == "vi" else 1]


def _figures(imported: Imported) -> dict[str, int]:
    return {name: getattr(imported, name) for name in ("rows", "added", "changed", "unchanged", "refused")}
