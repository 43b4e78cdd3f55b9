"""Extraction: from the words of a paper to its fields, by the labels of its kind and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from pipeline.domain.fields import Field
from pipeline.domain.kinds import Kind, Kinds
from pipeline.domain.page import Page
from pipeline.domain.paper import Paper
from pipeline.stages.extraction import labelled, lists, official
from pipeline.stages.extraction.opinions import Look

#: A rule that finds fields of a whole paper by its layout; what it gives wins over labels.
PaperRule: TypeAlias = Callable[[Kind, Sequence[Page], Look | None], Mapping[str, Field]]

#: By the name that a kind's definition uses.
PAPER_RULES: Final[Mapping[str, PaperRule]] = {"official": official.fields}
#: The names of rules that a field's definition may use.
FIELD_RULES: Final = frozenset((*labelled.FIELD_RULES, *labelled.SHEET_RULES, *lists.LIST_RULES))


def extract(kind_id: str, confidence: float, pages: Sequence[Page], *, kinds: Kinds, look: Look | None = None) -> Paper:
    """The paper that these pages are, with every field that was found on them.

    ``confidence`` is that of the kind. ``look`` reads one line once more; without it no second look is taken.
    """
    kind = kinds[kind_id]
    found, odd = labelled.fields(kind, pages, look)
    if kind.rule:
        found.update(PAPER_RULES[kind.rule](kind, pages, look))
    ordered = {known.id: found[known.id] for known in kind.fields if known.id in found}
    numbers = tuple(page.number for page in pages)
    return Paper(kind=kind.id, confidence=confidence, pages=numbers, fields=ordered, findings=odd)
