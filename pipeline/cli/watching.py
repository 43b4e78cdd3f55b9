"""``sohoa status`` and ``sohoa failures``: what waits, what runs, what gave up and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from config.settings import Settings
from pipeline import delivery, errors, quarantine
from pipeline.assembly import services as assembly
from pipeline.cli import overview
from pipeline.delivery import Services
from pipeline.errors import Language, OutputUnwritable
from pipeline.quarantine import Quarantined
from pipeline.stages import intake
from pipeline.stores.ledger import watching
from pipeline.stores.ledger.watching import Failure, Verdict


@click.command(short_help="Đang chờ gì, chạy gì, xong gì · what waits, runs, is done")
@click.option("--dossier", default="", help="Các tệp và giấy tờ của hồ sơ này · files and papers of this dossier.")
@click.option("--file", default="", help="Tệp này · this file.")
@click.option("--paper", default="", help="Các trường của giấy tờ này · fields of this paper.")
@click.option("--unassigned", is_flag=True, help="Tệp chưa rõ hồ sơ · files whose dossier nobody knows.")
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@click.pass_obj
def status(settings: Settings, *, dossier: str, file: str, paper: str, unassigned: bool, as_json: bool) -> int:
    """Theo từng bộ phận và công đoạn, kèm nguyên nhân nếu công việc bị dừng; hoặc một hồ sơ, một tệp, một giấy tờ.

    For each centre and stage, with the cause if work cannot go on; or one dossier, one file, one paper.
    """
    if not (dossier or file or paper or unassigned):
        return overview.show(settings, as_json=as_json)
    database = assembly.build(settings, connections=1).database
    try:
        if paper:
            _fields(watching.paper(database, paper), as_json=as_json)
        elif dossier or file:
            files = watching.files_of(database, intake.dossier_code(dossier)) if dossier else [file]
            _files(list(watching.verdicts(database, files).values()), as_json=as_json)
        else:
            _rows(watching.unassigned(database), as_json=as_json)
    finally:
        database.close()
    return 0


@click.command(short_help="Việc gì đã dừng và vì sao · what gave up and why")
@click.option("--code", default="", help="Mã lỗi · only this code.")
@click.option("--centre", default="", help="Bộ phận · only this centre.")
@click.option("--file", default="", help="Mã tệp · only this file.")
@click.option("--page", default=0, help="Trang · only this page.")
@click.option("--limit", default=100, show_default=True, help="Số dòng · rows.")
@click.option(
    "--previews", type=click.Path(path_type=Path), help="Ghi ảnh các trang vào đây · write pictures of the pages here."
)
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@click.pass_obj
def failures(settings: Settings, /, *, limit: int, previews: Path | None, as_json: bool, **which: Any) -> None:
    """Việc bị từ chối hoặc đã dừng, kèm cách khắc phục; thử lại bằng `sohoa retry`, chấp nhận bằng `sohoa accept`.
    Tệp mà hộp nhận từ chối đứng ở cuối.

    What was refused or given up, with the remedy; `sohoa retry` sends it again, `sohoa accept` lets a page stand. What
    the inbox refused comes last.
    """
    services = assembly.build(settings, connections=1)
    try:
        found = watching.failures(services.database, limit=limit, **which)
        if previews is not None:
            _write_previews(services, found, previews)
        _say_failures(found, settings.language, as_json=as_json)
        if not (which["file"] or which["page"]):
            refused = quarantine.some(services.objects, centre=which["centre"], code=which["code"], most=limit)
            _say_quarantined(refused, settings.language, as_json=as_json)
    finally:
        services.close()


def _say_failures(found: Sequence[Failure], language: Language, *, as_json: bool) -> None:
    for failure in found:
        if as_json:
            click.echo(_json({**asdict(failure), "remedy": _remedy(failure, language)}))
        else:
            place = f"{failure.file}:{failure.page}" if failure.page else failure.file
            columns = (failure.code, failure.stage, failure.centre, failure.dossier or "-", place)
            click.echo("\t".join((*columns, f"×{failure.attempts}", _remedy(failure, language))))


def _say_quarantined(refused: Sequence[Quarantined], language: Language, *, as_json: bool) -> None:
    for one in refused:
        remedy = one.told(language)[1]
        if as_json:
            # No file of the ledger: whoever reads these rows by their file finds the key.
            told = {"file": None, "stage": "inbox", "state": "refused", "code": one.code, "centre": one.centre}
            click.echo(_json({**told, "at": one.at, "object": one.object, "remedy": remedy}))
        else:
            click.echo("\t".join((one.code, "inbox", one.centre or "-", "-", one.object, "×1", remedy)))


def _write_previews(services: Services, found: Sequence[Failure], folder: Path) -> None:
    """A JPEG for each page of which a picture can be drawn. Raises OutputUnwritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for failure in found:
            picture = delivery.preview(services, failure.file, failure.page) if failure.shown else b""
            if picture:
                (folder / f"{failure.file}-{failure.page:05}.jpg").write_bytes(picture)
    except OSError as error:
        raise OutputUnwritable(folder=str(folder)) from error


def _remedy(failure: Failure, language: Language) -> str:
    error = errors.noted(failure.code, failure.details)
    return "" if error is None else error.remedy(language)


def _files(verdicts: Sequence[Verdict], *, as_json: bool) -> None:
    for verdict in verdicts:
        if as_json:
            click.echo(_json(asdict(verdict)))
            continue
        click.echo(
            "\t".join((verdict.file, verdict.state, str(verdict.pages or ""), verdict.reason or "", verdict.name))
        )
        for paper in verdict.papers or ():
            click.echo(f"  {paper['paper']}\t{paper['kind']}\t{paper['state']}\t{paper['fields']}\t{paper['review']}")


def _fields(rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    for row in rows:
        if row["name"] is None:
            continue
        value = "•••" if row["sensitive"] and not as_json else json.dumps(row["value"], ensure_ascii=False)
        if as_json:
            click.echo(_json(row))
        else:
            click.echo("\t".join((row["name"], value, f"{row['confidence']:.2f}", "!" if row["review"] else "")))


def _rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    for row in rows:
        click.echo(_json(row) if as_json else "\t".join(map(str, row.values())))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
