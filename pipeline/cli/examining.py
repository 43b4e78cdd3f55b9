"""``sohoa doctor``: every dependency, one line each, with what to do about it."""

from __future__ import annotations

import sys

import click

from config.settings import Settings
from pipeline.assembly import checkup
from pipeline.cli import EXIT_MISCONFIGURED, EXIT_UNAVAILABLE
from pipeline.errors import Language, Unavailable


@click.command(short_help="Kiểm tra mọi thứ hệ thống cần · check every dependency")
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Kiểm tra chương trình, mô hình, phông chữ, dịch vụ, bucket, phiên bản dữ liệu và đồng hồ.

    Checks every program, language model, font, service, bucket, migration and clock, one line each, with the remedy.
    Ends with 5 where something has to be put right, with 4 where a service is only away.
    """
    wrong = []
    for result in checkup.examine(settings):
        click.echo(line(result, language=settings.language))
        if result.error is not None:
            wrong.append(result.error)
    if wrong:
        sys.exit(EXIT_UNAVAILABLE if all(isinstance(error, Unavailable) for error in wrong) else EXIT_MISCONFIGURED)


def line(result: checkup.Result, *, language: Language) -> str:
    """One result as a person reads it."""
    if result.error is None:
        return f"✓ {result.name:<20} {result.found}"
    error = result.error
    return f"✗ {result.name:<20} {error.code}: {error.message(language)} → {error.remedy(language)}"
