"""A paper: one document inside a file, such as a certificate or a receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.domain.fields import Field
from pipeline.domain.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document, what sort it is, and what was read from it."""

    #: An id of config/kinds: ``birth_certificate``, … or ``other``.
    kind: str
    #: Probability that the kind is right, from 0.0 to 1.0.
    confidence: float
    #: Pages of the file, counted from 1, in order; blank backs belong to the paper before them.
    pages: tuple[int, ...]
    #: By field id, in the order of the kind's definition.
    fields: Mapping[str, Field] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
