"""``sohoa status``: all work by stage and centre, who does it, what is held still, and why something stands still."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import click
from rich.console import Console
from rich.table import Table

from config.settings import Settings
from pipeline.assembly import obstacles
from pipeline.assembly import services as assembly
from pipeline.assembly.obstacles import Obstacle
from pipeline.cli import exit_code, say_error
from pipeline.domain.periods import VIETNAM
from pipeline.errors import Language, PipelineError
from pipeline.stores.database import Database
from pipeline.stores.ledger import holds, watching
from pipeline.stores.ledger.holds import Hold
from pipeline.stores.ledger.watching import Process, Stage, Summary
from pipeline.tools import numbers

_HEADS: Final[dict[Language, tuple[str, ...]]] = {
    "vi": (
        *("bộ phận", "công đoạn", "chờ", "tạm dừng", "đang chạy", "xong 24 giờ", "thử lại", "dừng"),
        *("chờ lâu nhất", "mỗi phút", "mỗi phút, 24 giờ", "còn khoảng"),
    ),
    "en": (
        *("centre", "stage", "waiting", "held", "running", "done 24 h", "failed", "given up"),
        *("oldest", "a minute", "a minute, 24 h", "empty in"),
    ),
}

_WORDS: Final[dict[str, dict[Language, str]]] = {
    "all": {"vi": "(tất cả)", "en": "(all)"},
    "more": {"vi": "… và {} dòng nữa, xem --json", "en": "… and {} more rows, see --json"},
    "summary": {
        "vi": "{workers} tiến trình xử lý · {sweeps} tiến trình điều phối · {to_verify} giấy tờ chờ xác nhận"
        " · {unassigned} tệp chưa rõ hồ sơ · {revisions_due} bản kê chờ ghi",
        "en": "{workers} workers · {sweeps} sweeps · {to_verify} papers to verify"
        " · {unassigned} files unassigned · {revisions_due} manifests to be written",
    },
    "process": {
        "vi": "{role} {id}: {running}/{threads} việc, tín hiệu cách đây {silent:.0f} giây",
        "en": "{role} {id}: {running}/{threads} steps, last sign of life {silent:.0f} s ago",
    },
    "lost": {"vi": " (mất tín hiệu)", "en": " (lost)"},
    "hold": {"vi": "tạm dừng {}: {}, {} {}", "en": "held still {}: {}, {} {}"},
}

#: Rows of centres that people are shown, the busiest first; JSON has all.
_MOST: Final = 100

#: Of a table that goes into a file or another program: nothing is shortened.
_WIDE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the ledger says."""

    stages: Sequence[Stage]
    summary: Summary
    processes: Sequence[Process]
    holds: Sequence[Hold]


def show(settings: Settings, *, as_json: bool) -> int:
    """Print it; the exit code says whether work can go on. What stands in the way is told even without a database."""
    services = assembly.build(settings, connections=1)
    try:
        found = obstacles.find(settings, services.database)
        seen = _seen(services.database)
    finally:
        services.close()
    if as_json:
        click.echo(_json(seen, found, settings.language))
    elif seen is not None:
        _say(seen, settings.language)
    for obstacle in found:
        say_error(obstacle.error, language=settings.language)
    return max((exit_code(obstacle.error) for obstacle in found), default=0)


def _seen(database: Database) -> Seen | None:
    """None where the database does not answer, which is told as what stands in the way."""
    try:
        return Seen(
            stages=watching.stages(database),
            summary=watching.summary(database),
            processes=watching.processes(database),
            holds=holds.held(database),
        )
    except PipelineError:
        return None


def _json(seen: Seen | None, found: Sequence[Obstacle], language: Language) -> str:
    told: dict[str, Any] = {"obstacles": [obstacle.told(language) for obstacle in found]}
    if seen is not None:
        told |= {
            "stages": [_record(stage) for stage in seen.stages],
            "totals": [_record(stage) for stage in watching.by_stage(seen.stages)],
            **asdict(seen.summary),
            "processes": [_process(process) for process in seen.processes],
            "holds": [asdict(hold) for hold in seen.holds],
        }
    return json.dumps(told, ensure_ascii=False, default=str)


def _process(process: Process) -> dict[str, Any]:
    return {"role": process.role, **asdict(process), "alive": process.alive}


def _record(stage: Stage) -> dict[str, object]:
    paces = ("per_minute", "day_per_minute", "seconds_to_empty")
    rounded = {name: None if (pace := getattr(stage, name)) is None else round(pace, 2) for name in paces}
    return {**asdict(stage), **rounded}


def _say(seen: Seen, language: Language) -> None:
    console = Console()
    if not console.is_terminal:
        console.width = _WIDE
    busiest = sorted(seen.stages, key=lambda stage: (-stage.waiting, stage.centre))
    kept = {(stage.centre, stage.stage) for stage in busiest[:_MOST]}
    shown = [*watching.by_stage(seen.stages), *(stage for stage in seen.stages if (stage.centre, stage.stage) in kept)]
    table = Table(*_HEADS[language], box=None)
    for stage in shown:
        table.add_row(*_row(stage, language))
    console.print(table)
    if len(busiest) > _MOST:
        click.echo(_WORDS["more"][language].format(len(busiest) - _MOST))
    click.echo(_WORDS["summary"][language].format(**asdict(seen.summary)))
    for process in seen.processes:
        lost = "" if process.alive else _WORDS["lost"][language]
        click.echo(_WORDS["process"][language].format(**_process(process)) + lost)
    for hold in seen.holds:
        at = numbers.moment(hold.at.astimezone(VIETNAM), language)
        click.echo(_WORDS["hold"][language].format(hold.part, hold.by, at, hold.reason).rstrip())


def _row(stage: Stage, language: Language) -> list[str]:
    counts = (stage.waiting, stage.held, stage.running, stage.done, stage.failed, stage.given_up)
    return [
        stage.centre or _WORDS["all"][language],
        stage.stage,
        *(numbers.whole(count, language) for count in counts),
        "" if stage.oldest is None else numbers.span(stage.oldest, language),
        *(numbers.tenths(pace, language) for pace in (stage.per_minute, stage.day_per_minute)),
        "?" if (left := stage.seconds_to_empty) is None else numbers.span(left, language) if left else "",
    ]
