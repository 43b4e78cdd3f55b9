"""The journey: one short function for each step. The file to read first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pipeline.domain.kinds import Kinds
from pipeline.domain.page import Page
from pipeline.domain.paper import Paper
from pipeline.stages import classification, extraction, validation
from pipeline.stages.extraction.values import Look


def understand(pages: Sequence[Page], *, kinds: Kinds, look: Look | None = None, today: dt.date) -> tuple[Paper, ...]:
    """The papers of a file, in order, with their fields and findings. Every page belongs to exactly one paper.

    ``look`` reads one line of a page once more; it is asked about unsure fields only.
    """
    parts = classification.split(pages, kinds)
    papers = (extraction.extract(part.kind, part.confidence, part.pages, kinds=kinds, look=look) for part in parts)
    return tuple(validation.validate(paper, kinds=kinds, today=today) for paper in papers)
