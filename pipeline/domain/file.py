"""A file: bytes as they were sent, and what its content says about it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.domain.page import Decision, Page
from pipeline.domain.paper import Paper
from pipeline.errors import PipelineError


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file that was opened. Its type comes from its content, never from its name."""

    #: The last part of the sender's path, as the sender wrote it: that is how he finds his file again.
    name: str
    #: Of all bytes, 64 lower-case hexadecimal digits.
    sha256: str
    #: ``application/pdf``, ``image/tiff``, …
    media_type: str
    bytes: int
    #: How many pages it has, blank ones included.
    pages: int
    #: An electronic signature stands in the file.
    signed: bool = False
    #: ``repaired``, ``opened_with_empty_password``, …
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """A page that could not be read, and why. It still counts as a page: the paper has it."""

    number: int
    error: PipelineError


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """Everything that was read from one file."""

    file: File
    #: In order; each page of the file is either here or among those given up.
    pages: tuple[Page, ...]
    given_up: tuple[GivenUp, ...] = ()
    papers: tuple[Paper, ...] = ()
