"""``sohoa scrub``: object storage against the ledger, both ways."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Final

import click

from config.settings import Settings
from pipeline import delivery
from pipeline import scrub as scrubbing
from pipeline.assembly import services as assembly
from pipeline.cli import EXIT_REFUSED_SOME, advance
from pipeline.delivery import Services
from pipeline.errors import Language, Unavailable
from pipeline.scrub import Finding, Ground, Order, Tally

#: What to do about a finding, by its code: Vietnamese, English.
REMEDIES: Final[Mapping[str, tuple[str, str]]] = {
    "original_missing": (
        "khôi phục từ bản sao lưu của kho đối tượng, hoặc quét lại",
        "restore it from the storage's backup, or scan the paper again",
    ),
    "original_damaged": (
        "khôi phục từ bản sao lưu, hoặc quét lại; kiểm tra đĩa của kho",
        "restore it from the backup, or scan the paper again; check the disks of the storage",
    ),
    "acceptance_missing": ("--repair ghi lại từ sổ cái", "--repair writes it again from the ledger"),
    "acceptance_damaged": ("--repair ghi lại từ sổ cái", "--repair writes it again from the ledger"),
    "acceptance_unknown": (
        "tệp không có trong sổ cái: chạy `sohoa rebuild --onto`",
        "the ledger has no such file: run `sohoa rebuild --onto`",
    ),
    "manifest_missing": (
        "--repair ghi lại bản mới nhất; bản cũ lấy từ bản sao lưu",
        "--repair delivers the newest one again; earlier ones come from the backup",
    ),
    "manifest_damaged": (
        "--repair ghi lại bản mới nhất; bản cũ lấy từ bản sao lưu",
        "--repair delivers the newest one again; earlier ones come from the backup",
    ),
    "manifest_unknown": (
        "sổ cái cũ hơn kho: chạy `sohoa rebuild --onto`",
        "the ledger is older than the storage: run `sohoa rebuild --onto`",
    ),
    "register_missing": (
        "khôi phục từ bản sao lưu, hoặc nạp lại sổ",
        "restore it from the backup, or import the register again",
    ),
    "register_damaged": (
        "khôi phục từ bản sao lưu, hoặc nạp lại sổ",
        "restore it from the backup, or import the register again",
    ),
    "register_unknown": ("lần nạp dở dang: nạp lại sổ", "an import that broke off: import the register again"),
    "list_missing": (
        "khôi phục từ bản sao lưu, hoặc nạp lại danh sách",
        "restore it from the backup, or import it again",
    ),
    "list_damaged": (
        "khôi phục từ bản sao lưu, hoặc nạp lại danh sách",
        "restore it from the backup, or import it again",
    ),
    "list_unknown": ("lần nạp dở dang: nạp lại danh sách", "an import that broke off: import the list again"),
    "closing_missing": ("--repair ghi lại từ sổ cái", "--repair writes it again from the ledger"),
    "closing_damaged": ("--repair ghi lại từ sổ cái", "--repair writes it again from the ledger"),
    "closing_unknown": (
        "sổ cái cũ hơn kho: chạy `sohoa rebuild --onto`",
        "the ledger is older than the storage: run `sohoa rebuild --onto`",
    ),
    "import_missing": ("--repair ghi lại từ sổ cái", "--repair writes it again from the ledger"),
    "import_damaged": ("--repair ghi lại từ sổ cái", "--repair writes it again from the ledger"),
    "import_unknown": ("lần nạp dở dang: nạp lại sổ", "an import that broke off: import the register again"),
    "derived_missing": ("--repair làm lại từ bản gốc", "--repair makes it again from the original"),
    "derived_damaged": ("--repair làm lại từ bản gốc", "--repair makes it again from the original"),
    "derived_unknown": ("--remove-stale xóa", "--remove-stale removes it"),
    "original_unknown": (
        "lần gửi dở dang; --remove-stale cất riêng 30 ngày rồi xóa",
        "an upload that broke off; --remove-stale sets it aside for 30 days, then deletes it",
    ),
}

_OUTCOMES: Final = {
    "vi": {"": "", "repaired": "đã sửa", "removed": "đã xóa"},
    "en": {"": "", "repaired": "repaired", "removed": "removed"},
}
_END: Final = {
    "vi": "{objects} đối tượng, {megabytes} MB; đã đọc và đối chiếu mã băm {hashed}; {wrong} sai, {waste} thừa.",
    "en": "{objects} objects, {megabytes} MB; {hashed} read and hashed; {wrong} wrong, {waste} stale.",
}
_BROKEN_OFF: Final = {
    "vi": "Dừng giữa chừng; chạy tiếp với --after {last}",
    "en": "Broken off; go on with --after {last}",
}
_ONLY: Final = {prefix.rstrip("/"): prefix for prefix in scrubbing.PREFIXES}


@click.command(short_help="Đối chiếu kho đối tượng với sổ cái · object storage against the ledger")
@click.option("--only", "only", multiple=True, type=click.Choice(list(_ONLY)), help="Chỉ phần này · only this part.")
@click.option("--after", default="", metavar="KEY", help="Chạy tiếp sau tên này · go on after this name.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="Từ lúc này · only what came since (UTC)."
)
@click.option(
    "--sample",
    type=click.FloatRange(0, 100),
    default=100.0,
    show_default=True,
    help="Phần trăm đối tượng được đọc · percentage of objects whose bytes are read; all are looked for.",
)
@click.option(
    "--grace-hours",
    type=click.FloatRange(0),
    default=72.0,
    show_default=True,
    help="Không gọi là thừa khi còn mới · nothing younger is called stale or unknown.",
)
@click.option("--repair", is_flag=True, help="Sửa những gì sửa được · put right what can be.")
@click.option("--remove-stale", is_flag=True, help="Xóa phần thừa · remove what nothing knows of.")
@click.option("--json", "as_json", is_flag=True, help="JSON: mỗi dòng một phát hiện, cuối cùng là tổng kết.")
@click.pass_obj
def scrub(
    settings: Settings,
    *,
    only: Sequence[str],
    after: str,
    since: dt.datetime | None,
    sample: float,
    grace_hours: float,
    repair: bool,
    remove_stale: bool,
    as_json: bool,
) -> int:
    """Từng đối tượng và mã băm của nó so với sổ cái, cả hai chiều: thiếu, hỏng, thừa. Không đổi gì nếu không được bảo.

    Every object and its hash against the ledger, both ways: missing, damaged, unknown. Changes nothing unless told.
    """
    order = Order(
        prefixes=tuple(prefix for name, prefix in _ONLY.items() if not only or name in only),
        after=after,
        since=None if since is None else since.replace(tzinfo=dt.UTC),
        sample=sample / 100,
        grace=dt.timedelta(hours=grace_hours),
        repair=repair,
        remove_stale=remove_stale,
    )
    tally = Tally()
    services = assembly.build(settings)
    try:
        _walk(services, order, tally, _teller(settings.language, as_json=as_json))
    except Unavailable:
        click.echo(_BROKEN_OFF[settings.language].format(last=tally.last), err=True)
        raise
    finally:
        services.close()
        _tell_end(tally, settings.language, as_json=as_json)
    return EXIT_REFUSED_SOME if tally.wrong else 0


def _walk(services: Services, order: Order, tally: Tally, tell: Callable[[Finding], None]) -> None:
    ground = Ground(
        database=services.database,
        objects=services.objects,
        deliver=lambda dossier: delivery.deliver(services, dossier=dossier),
        now=lambda: dt.datetime.now(dt.UTC),
    )
    with advance.bar(order.prefixes) as reached:
        for finding in scrubbing.scrub(ground, order, tally, reached=reached):
            tell(finding)


def _teller(language: Language, *, as_json: bool) -> Callable[[Finding], None]:
    def tell(finding: Finding) -> None:
        remedy = REMEDIES[finding.code][0 if language == "vi" else 1]
        if as_json:
            told = {name: value for name, value in asdict(finding).items() if value}
            click.echo(json.dumps({"code": finding.code, **told, "remedy": remedy}, ensure_ascii=False))
        else:
            done = _OUTCOMES[language][finding.outcome]
            click.echo(f"{finding.code}\t{finding.key}\t{done or remedy}")

    return tell


def _tell_end(tally: Tally, language: Language, *, as_json: bool) -> None:
    if as_json:
        told = {
            "objects": tally.objects,
            "bytes": tally.bytes,
            "hashed": tally.hashed,
            "wrong": tally.wrong,
            "waste": tally.waste,
            "last": tally.last,
            "findings": [
                {"code": code, "outcome": outcome, "count": count}
                for (code, outcome), count in sorted(tally.findings.items())
            ],
        }
        click.echo(json.dumps({"summary": told}, ensure_ascii=False))
    else:
        words = {name: getattr(tally, name) for name in ("objects", "hashed", "wrong", "waste")}
        click.echo(_END[language].format(**words, megabytes=tally.bytes // 1_000_000))
