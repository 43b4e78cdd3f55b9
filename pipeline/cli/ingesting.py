"""``sohoa ingest``: puts scans into the system, one row for each with its verdict."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from config.settings import Settings
from pipeline import delivery
from pipeline.assembly import services as assembly
from pipeline.cli import EXIT_REFUSED_ALL, EXIT_REFUSED_SOME, exit_code, say_error
from pipeline.cli.person import account
from pipeline.cli.watched import WatchedFolders
from pipeline.delivery import Services
from pipeline.domain.dossier import Submission
from pipeline.errors import Language, Misconfigured, PipelineError, Refused
from pipeline.stages import intake
from pipeline.stages.intake import Item
from pipeline.stores.ledger import watching
from pipeline.stores.ledger.admission import Admitted
from pipeline.stores.ledger.watching import Verdict

#: So many files that somebody names one by one are waited for by a person; more are a pile.
_FEW: Final = 10

#: Files on their way at once: most of the time goes by in waiting for the disks of the storage.
_SENDERS: Final = 4

#: Seconds between two looks at a watched folder; a file that did not change in between is complete.
_REST: Final = 2.0

#: Seconds between two looks at the progress.
_LOOK: Final = 0.5

_WORDS: Final[dict[str, dict[Language, str]]] = {
    "accepted": {"vi": "đã nhận", "en": "accepted"},
    "duplicate": {"vi": "đã có", "en": "there already"},
    "refused": {"vi": "từ chối", "en": "refused"},
    "not_accepted": {"vi": "chưa nhận", "en": "not accepted"},
    "finished": {"vi": "đã đọc", "en": "read"},
    "given_up": {"vi": "không đọc được", "en": "given up"},
    "unassigned": {"vi": "chưa rõ hồ sơ", "en": "unassigned"},
    "review": {"vi": "cần xem", "en": "to review"},
    "pages_given_up": {"vi": "trang không đọc được", "en": "pages given up"},
    "working": {"vi": "đang xử lý", "en": "in work"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file at the door."""

    path: Path
    admitted: Admitted | None = None
    error: PipelineError | None = None
    #: False where it was not even sent, as the error of one before holds for all.
    tried: bool = True


@click.command(short_help="Nhận bản quét vào hệ thống · take scans in")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--centre", default="", help="Mã bộ phận tiếp nhận · code of the receiving centre.")
@click.option("--dossier", default="", help="Mã hồ sơ · dossier code.")
@click.option("--component", default="", help="Thành phần hồ sơ · component of the dossier.")
@click.option("--procedure", default="", help="Mã thủ tục · code of the procedure.")
@click.option("--role", type=click.Choice(["component", "result"]), default="component", help="component | result")
@click.option("--manifest", type=click.Path(path_type=Path), help="CSV: file,centre,dossier,component,procedure,role.")
@click.option("--replaces", default="", help="Mã tệp được thay thế · id of the file that this one replaces.")
@click.option("--by", default=account, show_default="$USER", help="Người gửi · who sends it.")
@click.option("--wait", is_flag=True, help="Chờ đến khi xong, có tiến độ · wait until all is settled, with progress.")
@click.option(
    "--watch", is_flag=True, help="Theo dõi: đã nhận → done/, bị từ chối → refused/ · watch folders, and empty them so."
)
@click.option("--json", "as_json", is_flag=True, help="Mỗi tệp một dòng JSON · one line of JSON for each file.")
@click.pass_obj
def ingest(
    settings: Settings,
    /,
    paths: Sequence[Path],
    *,
    manifest: Path | None,
    wait: bool,
    watch: bool,
    as_json: bool,
    **told: str,
) -> int:
    """Nhận tệp và thư mục bản quét vào hệ thống; mỗi tệp một dòng kết quả.

    Takes files and folders in; one row for each file with the verdict. A source may be emptied once it says accepted.
    """
    submission = _submission(told)
    if not paths and manifest is None:
        raise click.UsageError("PATH…, --manifest")
    if submission.replaces and (manifest is not None or len(paths) != 1 or paths[0].is_dir()):
        raise click.UsageError("--replaces: 1 PATH")
    if watch and (wait or manifest is not None or not all(path.is_dir() for path in paths)):
        raise click.UsageError("--watch: FOLDER…")
    services = assembly.build(settings, connections=_SENDERS)
    try:
        if watch:
            return _follow(services, WatchedFolders(paths, submission), as_json=as_json, language=settings.language)
        items = _items(paths, manifest, submission)
        return _ingest(services, items, wait=wait, as_json=as_json, language=settings.language)
    finally:
        services.close()


def _items(paths: Sequence[Path], manifest: Path | None, submission: Submission) -> list[Item]:
    items = [*intake.found(paths, submission)]
    if manifest is not None:
        items += intake.listed(manifest, submission)
    if len(items) <= _FEW and not any(path.is_dir() for path in paths):
        return [Item(path=one.path, submission=replace(one.submission, priority="interactive")) for one in items]
    return items


def _follow(services: Services, folders: WatchedFolders, *, as_json: bool, language: Language) -> int:
    """Take in what is in the folders and what comes into them; a file that still grows is left until it rests."""
    while True:
        for outcome in _accepted(services, folders.ready()):
            _say(outcome, as_json=as_json, language=language)
            if isinstance(outcome.error, Misconfigured):
                return exit_code(outcome.error)
            if outcome.error is None or isinstance(outcome.error, Refused):
                folders.settle(outcome.path, outcome.error)
        folders.forget_unsettled()
        time.sleep(_REST)


def _submission(told: dict[str, str]) -> Submission:
    dossier = intake.dossier_code(told["dossier"]) if told["dossier"] else ""
    return Submission(
        centre=told["centre"],
        dossier=dossier,
        component=told["component"],
        procedure=told["procedure"],
        role="result" if told["role"] == "result" else "component",
        name="",
        replaces=told["replaces"],
        by=told["by"],
    )


def _ingest(services: Services, items: Sequence[Item], *, wait: bool, as_json: bool, language: Language) -> int:
    outcomes: list[Outcome] = []
    for outcome in _accepted(services, items):
        outcomes.append(outcome)
        if not wait or outcome.error is not None:
            _say(outcome, as_json=as_json, language=language)
    inside = [outcome for outcome in outcomes if outcome.admitted is not None]
    verdicts: dict[str, Verdict] = {}
    if wait and inside:
        verdicts = _watch(services, [outcome.admitted.file for outcome in inside if outcome.admitted], language)
        for outcome in inside:
            assert outcome.admitted is not None, "chosen so"
            _print(outcome, verdicts[outcome.admitted.file], as_json=as_json, language=language)
    return _code(outcomes, verdicts, expected=len(items))


def _say(outcome: Outcome, *, as_json: bool, language: Language) -> None:
    if outcome.error is not None and outcome.tried:
        click.echo(f"{outcome.path}: ", nl=False, err=True)
        say_error(outcome.error, language=language)
    _print(outcome, None, as_json=as_json, language=language)


def _accepted(services: Services, items: Sequence[Item]) -> Iterator[Outcome]:
    """Send all in, in order; a refusal is one file's affair, a service that is away ends the batch."""
    away: list[PipelineError] = []

    def sent(item: Item) -> Outcome:
        if away:
            return Outcome(path=item.path, error=away[0], tried=False)
        try:
            return Outcome(path=item.path, admitted=_sent(services, item))
        except Refused as refusal:
            return Outcome(path=item.path, error=refusal)
        except PipelineError as error:
            away.append(error)
            return Outcome(path=item.path, error=error)

    with ThreadPoolExecutor(_SENDERS) as pool:
        yield from pool.map(sent, items)


def _sent(services: Services, item: Item) -> Admitted:
    if not item.submission.centre:
        raise intake.CentreMissing
    if not item.submission.dossier:
        return delivery.accept(services, item.path, item.submission)
    code = intake.dossier_code(item.submission.dossier)
    return delivery.accept(services, item.path, replace(item.submission, dossier=code))


def _watch(services: Services, files: list[str], language: Language) -> dict[str, Verdict]:
    """Show the progress until all is settled."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failures]}"),
        console=console,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task(_WORDS["working"][language], total=None, pace="", failures="")
        began, told = time.monotonic(), time.monotonic()
        while True:
            now = watching.progress(services.database, files)
            pace = now.settled * 60 / max(0.001, time.monotonic() - began)
            _show(bar, task, now, pace=pace, language=language)
            if now.over:
                return watching.verdicts(services.database, files)
            if not console.is_terminal and time.monotonic() - told > 10:
                told = time.monotonic()
                click.echo(_line(now, pace=pace, language=language), err=True)
            time.sleep(_LOOK)


def _show(bar: Progress, task: TaskID, now: watching.Progress, *, pace: float, language: Language) -> None:
    # While files are unopened nobody knows how many pages there will be: count each as one.
    total = now.pages + now.unopened
    unit = "trang/phút" if language == "vi" else "pages/min"
    failed = now.stopped + now.given_up
    failures = f"{failed} {_WORDS['given_up'][language]}" if failed else ""
    bar.update(task, total=total, completed=now.settled, pace=f"{pace:.0f} {unit}", failures=failures)


def _line(now: watching.Progress, *, pace: float, language: Language) -> str:
    left = (now.pages + now.unopened - now.settled) / pace if pace else 0
    if language == "vi":
        return (
            f"{now.settled}/{now.pages} trang, {now.finished}/{now.files} tệp, {pace:.0f} trang/phút,"
            f" còn khoảng {left:.0f} phút, {now.stopped + now.given_up} lỗi"
        )
    return (
        f"{now.settled}/{now.pages} pages, {now.finished}/{now.files} files, {pace:.0f} pages/min,"
        f" about {left:.0f} min left, {now.stopped + now.given_up} failures"
    )


def _print(outcome: Outcome, verdict: Verdict | None, *, as_json: bool, language: Language) -> None:
    """One row: verdict, file, dossier, what was read."""
    state = _state(outcome, verdict)
    if as_json:
        click.echo(json.dumps(_record(outcome, verdict, state, language), ensure_ascii=False))
        return
    columns = [_WORDS.get(state, {}).get(language, state), str(outcome.path)]
    if outcome.admitted is not None:
        columns.append(outcome.admitted.file)
    if verdict is not None:
        columns += [verdict.dossier or _WORDS["unassigned"][language], *_read(verdict, language)]
    elif outcome.error is not None:
        columns.append(outcome.error.code)
    click.echo("\t".join(columns))


def _state(outcome: Outcome, verdict: Verdict | None) -> str:
    if outcome.error is not None:
        # A refusal is for good; anything else is to be sent again.
        return "refused" if isinstance(outcome.error, Refused) else "not_accepted"
    if verdict is not None:
        return "given_up" if verdict.state == "finished" and _was_lost(verdict) else verdict.state
    return "duplicate" if outcome.admitted and outcome.admitted.duplicate else "accepted"


def _read(verdict: Verdict, language: Language) -> Iterator[str]:
    if verdict.reason:
        yield verdict.reason
    if verdict.given_up:
        yield f"{verdict.given_up} {_WORDS['pages_given_up'][language]}"
    for paper in verdict.papers or ():
        review = f", {paper['review']} {_WORDS['review'][language]}" if paper["review"] else ""
        yield f"{paper['kind']} {paper['paper']} ({paper['fields']}{review})"


def _record(outcome: Outcome, verdict: Verdict | None, state: str, language: Language) -> dict[str, object]:
    record: dict[str, object] = {"path": str(outcome.path), "verdict": state}
    if outcome.admitted is not None:
        record |= {"file": outcome.admitted.file, "duplicate": outcome.admitted.duplicate}
    if verdict is not None:
        record |= {
            "dossier": verdict.dossier,
            "pages": verdict.pages,
            "pages_given_up": verdict.given_up,
            "code": verdict.reason,
            "papers": list(verdict.papers or ()),
            "seconds": verdict.seconds,
        }
    if outcome.error is not None:
        error = outcome.error
        record["error"] = {
            "code": error.code,
            "message": error.message(language),
            "remedy": error.remedy(language),
            "details": dict(error.details),
        }
    return record


def _code(outcomes: Sequence[Outcome], verdicts: dict[str, Verdict], *, expected: int) -> int:
    """The exit code of the contract: 5, then 4, then 3, then 1, where several hold."""
    errors = [outcome.error for outcome in outcomes if outcome.error is not None]
    worst = max((exit_code(error) for error in errors if not isinstance(error, Refused)), default=0)
    stopped = sum(_was_lost(verdict) for verdict in verdicts.values())
    refused = sum(isinstance(error, Refused) for error in errors) + stopped
    if worst or not refused:
        return worst
    return EXIT_REFUSED_ALL if refused == expected else EXIT_REFUSED_SOME


def _was_lost(verdict: Verdict) -> bool:
    """Nothing of the file could be read."""
    return verdict.state in {"refused", "given_up"} or verdict.given_up == verdict.pages
