"""What people do to dossiers: verify, withdraw, move, read again, try again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import click

from config.settings import Settings
from pipeline import delivery, keys, quarantine
from pipeline.assembly import services as assembly
from pipeline.delivery import Services
from pipeline.stages import intake
from pipeline.stores.ledger import admission, dossiers

Result = TypeVar("Result")

_BY: Final = click.option("--by", required=True, help="Ai làm việc này · who does this.")
_REASON: Final = click.option("--reason", required=True, help="Lý do · why.")


@click.command(short_help="Xác nhận hoặc sửa một giấy tờ · confirm or correct a paper")
@click.argument("paper")
@_BY
@click.option("--set", "values", multiple=True, metavar="FIELD=VALUE", help="Giá trị đúng · the right value.")
@click.pass_obj
def verify(settings: Settings, paper: str, by: str, values: Sequence[str]) -> None:
    """Một người có tên xác nhận giấy tờ này; giá trị trước và sau khi sửa đều được lưu.

    A named person stands for a paper; what a correction changed is kept, before and after.
    """
    pairs = [value.partition("=") for value in values]
    if not by.strip() or not all(sign and name for name, sign, _ in pairs):
        raise click.UsageError("--by NAME, --set FIELD=VALUE")
    told = {name: value for name, _, value in pairs}
    _with(settings, lambda services: delivery.verify(services, paper, by=by.strip(), values=told))
    _say(settings, f"{paper}: đã xác nhận, đã lưu", f"{paper}: verified and stored")


@click.command(short_help="Rút một bản quét · withdraw a scan")
@click.argument("file", metavar="FILE|OBJECT")
@_BY
@_REASON
@click.pass_obj
def withdraw(settings: Settings, file: str, by: str, reason: str) -> None:
    """Rút một bản quét khỏi hồ sơ; tỷ lệ thay đổi theo, bản gốc và lịch sử vẫn còn. Với một tệp mà hộp nhận từ chối
    (refused/…): bỏ nó đi.

    Takes a scan out of its dossier; counts follow, the original and its history stay. Of an object that the inbox
    refused (refused/…): sets it aside for good.
    """

    def act(services: Services) -> None:
        if file.startswith(keys.REFUSED):
            quarantine.dismiss(services.objects, file, by=by, reason=reason)
            return
        dossiers.withdraw(services.database, file, by=by, reason=reason)
        delivery.deliver(services)

    _with(settings, act)
    _say(settings, f"{file}: đã rút", f"{file}: withdrawn")


@click.command(short_help="Chuyển bản quét hoặc hồ sơ · move a scan or a dossier")
@click.argument("what", metavar="FILE|DOSSIER")
@click.option("--dossier", default="", help="Hồ sơ nhận · the dossier where the file belongs.")
@click.option("--centre", default="", help="Bộ phận tiếp nhận đúng · the centre that received it.")
@_BY
@_REASON
@click.pass_obj
def move(settings: Settings, what: str, dossier: str, centre: str, by: str, reason: str) -> None:
    """Chuyển một tệp sang hồ sơ đúng (--dossier), hoặc cả hồ sơ sang bộ phận đúng (--centre).

    Moves a file to the dossier where it belongs, or a whole dossier to the centre that received it.
    """
    if not (dossier if admission.is_id(what) else centre):
        raise click.UsageError("FILE --dossier CODE | DOSSIER --centre CODE")

    def act(services: Services) -> None:
        if admission.is_id(what):
            target = intake.dossier_code(dossier)
            dossiers.move_file(services.database, what, dossier=target, centre=centre, by=by, reason=reason)
        else:
            code = intake.dossier_code(what)
            dossiers.move_dossier(services.database, code, centre=centre, by=by, reason=reason)
        delivery.deliver(services)

    _with(settings, act)
    _say(settings, f"{what}: đã chuyển", f"{what}: moved")


@click.command(short_help="Chấp nhận một trang không có văn bản · accept a page without text")
@click.argument("file")
@click.option("--page", required=True, type=int, help="Trang không đọc được · the page that was given up.")
@_BY
@click.option("--reason", default="", help="Lý do · why.")
@click.pass_obj
def accept(settings: Settings, file: str, page: int, by: str, reason: str) -> None:
    """Một người có tên chấp nhận một trang không đọc được: trang có ảnh, không có văn bản, thuộc giấy tờ đứng trước nó.

    A named person lets a page that was given up stand: a picture without text, in the paper before it. To replace the
    scan instead: `sohoa ingest NEW --replaces FILE`.
    """

    def act(services: Services) -> None:
        dossiers.accept_page(services.database, file, page, by=by, reason=reason)
        delivery.deliver(services)

    _with(settings, act)
    _say(settings, f"{file}:{page}: đã chấp nhận, không có văn bản", f"{file}:{page}: accepted without text")


@click.command(short_help="Đọc lại bằng bộ đọc hiện tại · read again with the present engines")
@click.option("--file", default="", help="Mã tệp · only this file.")
@click.option("--kind", "kinds", multiple=True, help="Loại giấy tờ · only files with such a paper.")
@click.option(
    "--engine-before", "before", default="", help="Cấu hình đọc cũ hơn · only what older configurations read."
)
@click.option("--by", default="sohoa", help="Ai yêu cầu · who asks.")
@click.pass_obj
def reread(settings: Settings, file: str, kinds: Sequence[str], before: str, by: str) -> None:
    """Đọc lại; giá trị đã được người xác nhận không bao giờ bị ghi đè.

    Reads again; never touches a verified value.
    """
    if not (file or kinds or before):
        raise click.UsageError("--file | --kind | --engine-before")
    count = _with(
        settings,
        lambda services: dossiers.reread(services.database, file=file, kinds=list(kinds), before=before, by=by),
    )
    _say(settings, f"{count} tệp sẽ được đọc lại", f"{count} files will be read again")


@click.command(short_help="Thử lại những việc đã dừng · send what gave up again")
@click.option("--code", default="", help="Mã lỗi · only this code.")
@click.option("--centre", default="", help="Bộ phận · only this centre.")
@click.option("--file", default="", help="Mã tệp · only this file.")
@click.option("--page", default=0, help="Trang · only this page.")
@click.pass_obj
def retry(settings: Settings, code: str, centre: str, file: str, page: int) -> None:
    """Gửi lại những việc đã bị từ chối hoặc đã dừng; không có --file, --page thì cả tệp mà hộp nhận từ chối.

    Sends what was refused or given up again; without --file and --page what the inbox refused, too.
    """

    def act(services: Services) -> dict[str, int]:
        counts = dossiers.retry(services.database, code=code, centre=centre, file=file, page=page)
        back = 0 if file or page else quarantine.again(services.objects, centre=centre, code=code)
        return {**counts, "inbox": back} if back else counts

    counts = _with(settings, act)
    for kind, count in sorted(counts.items()):
        click.echo(f"{kind}\t{count}")
    if not counts:
        _say(settings, "không có gì để thử lại", "nothing to try again")


def _with(settings: Settings, act: Callable[[Services], Result]) -> Result:
    services = assembly.build(settings, connections=2)
    try:
        return act(services)
    finally:
        services.close()


def _say(settings: Settings, vietnamese: str, english: str) -> None:
    click.echo(vietnamese if settings.language == "vi" else english)
