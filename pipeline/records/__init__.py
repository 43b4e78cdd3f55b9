"""Values as JSON: the public shape of ``sohoa read --json``, and the shape in which we keep pages and papers.

The public shape is fixed by the contract and says what people ask for; ours keeps every word with its box, and comes
back as the very same value.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, TypeAlias

from pydantic import TypeAdapter

from pipeline.domain import findings
from pipeline.domain.fields import Field, Value
from pipeline.domain.file import File, FileRead, GivenUp
from pipeline.domain.findings import Finding
from pipeline.domain.page import Box, Engine, Page
from pipeline.domain.paper import Paper
from pipeline.errors import Language, PipelineError

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

#: Probabilities and degrees are given with so many decimals: more would only look exact.
_DECIMALS: Final = 4


# Made when they are first needed: ``sohoa read`` shows records and keeps none.
@cache
def _pages() -> TypeAdapter[Page]:
    return TypeAdapter(Page)


@cache
def _papers() -> TypeAdapter[Paper]:
    return TypeAdapter(Paper)


@cache
def _files() -> TypeAdapter[File]:
    return TypeAdapter(File)


def keep_page(page: Page) -> bytes:
    """A page as JSON bytes, words and all."""
    return _pages().dump_json(page)


def kept_page(data: bytes | str) -> Page:
    """The page that ``keep_page`` wrote."""
    return _pages().validate_json(data)


def keep_paper(paper: Paper) -> bytes:
    """A paper as JSON bytes."""
    return _papers().dump_json(paper)


def kept_paper(data: bytes | str) -> Paper:
    """The paper that ``keep_paper`` wrote."""
    return _papers().validate_json(data)


def keep_file(file: File) -> bytes:
    """A file's facts as JSON bytes."""
    return _files().dump_json(file)


def kept_file(data: bytes | str) -> File:
    """The facts that ``keep_file`` wrote."""
    return _files().validate_json(data)


def of_reading(reading: FileRead, *, seconds: float, language: Language) -> dict[str, Json]:
    """One file that was read, in the shape of the contract."""
    pages: dict[int, dict[str, Json]] = {page.number: of_page(page) for page in reading.pages}
    pages |= {page.number: of_given_up(page, language=language) for page in reading.given_up}
    return {
        "file": of_file(reading.file),
        "pages": [pages[number] for number in sorted(pages)],
        "papers": [of_paper(paper, language=language) for paper in reading.papers],
        "seconds": round(seconds, 3),
    }


def of_refusal(name: str, error: PipelineError, *, language: Language) -> dict[str, Json]:
    """One file that was refused, in the shape of the contract."""
    return {"file": {"name": name}, "error": of_error(error, language=language)}


def of_error(error: PipelineError, *, language: Language) -> dict[str, Json]:
    """Code, sentence, remedy and data of an error."""
    return {
        "code": error.code,
        "message": error.message(language),
        "remedy": error.remedy(language),
        "details": dict(error.details),
    }


def of_file(file: File) -> dict[str, Json]:
    """What a file is."""
    return {
        "name": file.name,
        "sha256": file.sha256,
        "media_type": file.media_type,
        "bytes": file.bytes,
        "pages": file.pages,
        "signed": file.signed,
        "decisions": [{"what": item.what, "why": item.why} for item in file.decisions],
    }


def of_page(page: Page) -> dict[str, Json]:
    """A page without its single words."""
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "dpi": page.dpi,
        "rotation": page.rotation,
        "skew": round(page.skew, 2),
        "blank": page.blank,
        "source": page.source,
        "confidence": round(page.confidence, _DECIMALS),
        "text": page.text,
        "engine": _of_engine(page.engine),
        "barcodes": [{"format": code.format, "text": code.text, "box": _of_box(code.box)} for code in page.barcodes],
        "decisions": [{"what": item.what, "why": item.why} for item in page.decisions],
        "unread_lines": page.unread_lines,
    }


def of_given_up(page: GivenUp, *, language: Language) -> dict[str, Json]:
    """A page that could not be read keeps its place, with the reason."""
    return {
        "number": page.number,
        "width": 0,
        "height": 0,
        "dpi": 0,
        "rotation": 0,
        "skew": 0.0,
        "blank": False,
        "source": "ocr",
        "confidence": 0.0,
        "text": "",
        "error": of_error(page.error, language=language),
    }


def of_paper(paper: Paper, *, language: Language) -> dict[str, Json]:
    """A paper with its fields and findings."""
    return {
        "kind": paper.kind,
        "confidence": round(paper.confidence, _DECIMALS),
        "pages": list(paper.pages),
        "fields": _of_fields(paper.fields),
        "findings": [_of_finding(finding, language=language) for finding in paper.findings],
    }


def _of_fields(fields: Mapping[str, Field]) -> dict[str, Json]:
    return {name: of_field(field) for name, field in fields.items()}


def of_field(field: Field) -> dict[str, Json]:
    """A field; the items of a list carry fields of their own."""
    return {
        "value": _of_value(field.value),
        "text": field.text,
        "confidence": round(field.confidence, _DECIMALS),
        "page": field.page,
        "box": _of_box(field.box),
        "source": field.source,
        "review": field.review,
        "engine": _of_engine(field.engine),
    }


def _of_value(value: Value) -> Json:
    return [_of_fields(item) for item in value] if isinstance(value, tuple) else value


def _of_finding(finding: Finding, *, language: Language) -> dict[str, Json]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "field": finding.field,
        "message": findings.message(finding.code, language),
    }


def _of_box(box: Box) -> list[Json]:
    return [box.x0, box.y0, box.x1, box.y1]


def _of_engine(engine: Engine) -> dict[str, Json]:
    return {"name": engine.name, "model": engine.model, "configuration": engine.configuration}
