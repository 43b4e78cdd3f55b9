"""The folders of ``sohoa ingest --watch``: what was taken in goes to ``done/``, what was refused to ``refused/``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline import inbox, keys
from pipeline.domain.dossier import Submission
from pipeline.errors import OutputUnwritable, PipelineError
from pipeline.stages import intake
from pipeline.stages.intake import Item

DONE: Final = "done"
REFUSED: Final = "refused"


class WatchedFolders:
    """Gives each file once it rests, and empties the folder only of what was accepted or refused for good."""

    def __init__(self, folders: Sequence[Path], submission: Submission) -> None:
        self._folders = folders
        self._submission = submission
        self._resting: intake.Resting[Path] = intake.Resting()
        self._looks: dict[Path, intake.Look] = {}

    def ready(self) -> list[Item]:
        """The files that did not change since the last call."""
        items = {item.path: item for item in intake.found(self._folders, self._submission) if not self._is_aside(item)}
        self._looks = {path: look for path in items if (look := intake.look(path)) is not None}
        return [items[path] for path in self._resting.of(self._looks)]

    def settle(self, path: Path, error: PipelineError | None) -> None:
        """Move a file that was accepted (no error) or refused. One that was written to meanwhile stays, and is looked
        at again. Raises OutputUnwritable."""
        if intake.look(path) != self._looks.get(path):
            return
        folder = self._folder_of(path)
        target = _free(folder / (DONE if error is None else REFUSED) / path.relative_to(folder))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if error is not None:
                told = json.dumps(inbox.reason(error), ensure_ascii=False, indent=1)
                Path(keys.reason(str(target))).write_text(told, encoding="utf-8")
            path.rename(target)
        except OSError as fault:
            raise OutputUnwritable(folder=str(target.parent)) from fault

    def forget_unsettled(self) -> None:
        """What was given out and is still there is given out again: a service was away, or the file was written to."""
        self._resting.forget(path for path in self._looks if path.exists())

    def _folder_of(self, path: Path) -> Path:
        return next(folder for folder in self._folders if path.is_relative_to(folder))

    def _is_aside(self, item: Item) -> bool:
        inside = item.path.relative_to(self._folder_of(item.path))
        return inside.parts[0] in {DONE, REFUSED}


def _free(target: Path) -> Path:
    """A name that no earlier file has: scanners use theirs again."""
    names = (target.with_stem(f"{target.stem} ({number})") for number in range(2, 1_000_000))
    return target if not target.exists() else next(name for name in names if not name.exists())
