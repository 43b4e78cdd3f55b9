"""The truth beside a made paper: what it says, where, and what makes it hard to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Box = tuple[float, float, float, float]


@dataclass(slots=True, kw_only=True)
class Truth:
    """The truth of one field."""

    #: Normalized as the public contract says; a list of objects for a list.
    value: Any
    #: As printed.
    text: str
    #: Counted from 1 within the file.
    page: int
    handwritten: bool = False
    #: Something opaque or heavy hides part of it.
    covered: bool = False
    #: A seal lies over part of it.
    under_seal: bool = False
    #: Other values that are as right, where the contract leaves room: a signer's title with or without the body.
    also: tuple[Any, ...] = ()
    #: Where it stands, in fractions of the page: x0, y0, x1, y1; empty where it has no single place.
    box: Box | tuple[()] = ()

    def record(self) -> dict[str, Any]:
        """As JSON."""
        record: dict[str, Any] = {
            "value": self.value,
            "text": self.text,
            "page": self.page,
            "handwritten": self.handwritten,
            "covered": self.covered,
        }
        if self.under_seal:
            record["under_seal"] = True
        if self.also:
            record["also"] = list(self.also)
        if self.box:
            record["box"] = [round(value, 5) for value in self.box]
        return record


@dataclass(slots=True, kw_only=True)
class PaperTruth:
    """The truth of one paper."""

    kind: str
    layout: str
    #: Pages of the file, counted from 1; a blank back belongs to the paper before it.
    pages: list[int]
    fields: dict[str, Truth] = field(default_factory=dict)
    #: Codes of findings that are due, because a contradiction was planted.
    findings: list[str] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "kind": self.kind,
            "layout": self.layout,
            "pages": self.pages,
            "fields": {name: value.record() for name, value in self.fields.items()},
            "findings": self.findings,
        }
