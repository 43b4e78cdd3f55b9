"""``python -m web`` serves the web on the address of the settings; ``sohoa serve`` runs it."""

from __future__ import annotations

import os
import sys

import uvicorn

from config import logs, settings
from pipeline.assembly import counting, services
from pipeline.errors import PipelineError
from web.app import build


def main() -> None:
    """Serve until SIGTERM; requests under way are finished first."""
    chosen = settings.load(os.environ)
    logs.configure()
    # A web process reads nothing: its one child draws pictures of pages that were given up, and nobody waits long.
    drawing = chosen.model_copy(update={"processes": 1, "progress_seconds": 20, "task_seconds": 20})
    app = build(chosen, services.build(drawing), counting.build(chosen))
    uvicorn.run(app, host=chosen.web_host, port=chosen.web_port, log_config=None, server_header=False)


if __name__ == "__main__":
    try:
        main()
    except PipelineError as error:
        sys.stderr.write(f"{error.code}: {error.message('vi')} → {error.remedy('vi')}\n")
        sys.exit(5)
