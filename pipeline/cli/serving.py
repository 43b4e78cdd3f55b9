"""``sohoa worker``, ``sohoa sweep`` and ``sohoa serve``: each becomes its own process."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click


@click.command(short_help="Chạy một tiến trình xử lý · run one worker process")
def worker() -> None:
    """Một tiến trình xử lý; SIGTERM để dừng êm. Chạy dưới một trình giám sát.

    One worker process; SIGTERM drains it. Run it under a supervisor.
    """
    _become("workers", "work")


@click.command(short_help="Chạy tiến trình điều phối · run the sweep")
def sweep() -> None:
    """Đưa việc chờ vào hàng đợi, khôi phục việc bị thất lạc, ghi bản kê. Cần ít nhất một.

    Fills the queue, brings back what got lost, delivers manifests. At least one has to run.
    """
    _become("workers", "sweep")


@click.command(short_help="Chạy trang web · run the web")
def serve() -> None:
    """Trang web cho người nộp, người vận hành và báo cáo; địa chỉ ở SOHOA_WEB_HOST và SOHOA_WEB_PORT.

    The web for clerks, ops and reports, on SOHOA_WEB_HOST and SOHOA_WEB_PORT.
    """
    _become("web")


def _become(package: str, *arguments: str) -> NoReturn:
    # The same process: a supervisor's signals reach it, and no second Python stays in memory.
    os.execv(sys.executable, [sys.executable, "-m", package, *arguments])  # noqa: S606 (no shell is wanted)
