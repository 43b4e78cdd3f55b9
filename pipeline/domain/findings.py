"""A finding: something about a paper that a person should know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A contradiction, a doubt or a notice; never a reason to lose the paper."""

    #: Stable, for machines: ``sex_contradicts_personal_id``.
    code: str
    severity: Severity
    #: The field that it is about, if it is about one.
    field: str | None = None
    #: One sentence without personal data.
    message: str
