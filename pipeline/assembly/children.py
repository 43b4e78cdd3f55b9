"""The child processes that read files, seen from their parent, which loads nothing of what they load."""

from __future__ import annotations

import os
from typing import Final, TypeAlias

from config.settings import Settings
from pipeline.tools.isolation import ChildLimits, Isolation, Named

#: Children with a ``flow.Bench`` each; the parent never sees one.
Children: TypeAlias = Isolation[object]

_BUILD: Final[Named[[Settings], object]] = Named("pipeline.assembly.reading", "build")


def of(settings: Settings, *, size: int | None = None) -> Children:
    """Children that each build a bench: as many as cores, unless ``size`` or the settings say otherwise."""
    return Isolation(
        _BUILD,
        (settings,),
        size=size or settings.processes or len(os.sched_getaffinity(0)),
        limits=ChildLimits(
            memory_bytes=settings.child_memory,
            progress_seconds=settings.progress_seconds,
            total_seconds=settings.task_seconds,
            tasks=settings.child_tasks,
        ),
        # The fork server loads it once, and every child starts with it.
        preload=("pipeline.assembly.reading",),
    )
