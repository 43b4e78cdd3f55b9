"""What the codes on a paper say, laid beside what was read from its print: the code wins and the print checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.domain import codes, findings, texts
from pipeline.domain.fields import REVIEW_BELOW, Field
from pipeline.domain.findings import Finding
from pipeline.domain.page import Barcode, Page
from pipeline.domain.paper import Paper

#: A code carries its own error correction, so it is what was printed; the rest is the doubt whether it is this paper's.
SURE: Final = 0.995

#: Every kind of paper may carry these; the fields of a card belong to the card alone.
EVERYWHERE: Final = ("dossier_code", "procedure_code")
CARD: Final = "identity_card"


def applied(paper: Paper, pages: Sequence[Page]) -> Paper:
    """The paper with the values of its codes. ``pages`` are the paper's."""
    fields = dict(paper.fields)
    found: list[Finding] = list(paper.findings)
    for name, value, page, code in _values(paper.kind, pages):
        known = fields.get(name)
        if known is not None and known.source == "barcode":
            if known.value != value:
                # Two codes that differ: one of them belongs to something else.
                fields[name] = replace(known, confidence=0.5, review=True)
            continue
        contradicted = known is not None and known.value is not None and not _agree(known, value)
        if contradicted:
            found.append(findings.finding("barcode_contradicts_print", name))
        # A print that was read badly is no witness against the code.
        doubt = contradicted and known is not None and known.confidence >= REVIEW_BELOW
        fields[name] = _field(value, page, code, doubt=doubt)
    return replace(paper, fields=fields, findings=tuple(found))


def _values(kind: str, pages: Sequence[Page]) -> Iterator[tuple[str, str, Page, Barcode]]:
    for page in pages:
        for code in page.barcodes:
            for name, value in codes.interpret(code.text).items():
                if name in EVERYWHERE or kind == CARD:
                    yield name, value, page, code


def _agree(known: Field, value: str) -> bool:
    return isinstance(known.value, str) and texts.same(known.value, value)


def _field(value: str, page: Page, code: Barcode, *, doubt: bool) -> Field:
    return Field(
        value=value,
        text=code.text,
        confidence=0.6 if doubt else SURE,
        page=page.number,
        box=code.box,
        source="barcode",
        review=doubt,
        engine=replace(page.engine, name="barcode", model=""),
    )
