"""A dossier, the files sent for it, and the steps that each file goes through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: What a file is in its dossier: something the applicant handed in, or what the agency answered.
Role = Literal["component", "result"]

#: Somebody waits for it in front of a screen, or it is one of many.
Priority = Literal["interactive", "bulk"]

FileState = Literal["received", "opened", "read", "finished", "refused", "given_up"]
PaperState = Literal["read", "verified", "stored"]
StepKind = Literal["open", "read_page", "understand", "finish", "store"]
StepState = Literal["waiting", "sent", "running", "done", "failed", "refused", "given_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One file as its sender presents it."""

    centre: str
    #: Empty while nobody knows: then the file has a dossier of its own, listed and never counted.
    dossier: str = ""
    #: The component of the dossier that it is; empty where the sender does not say.
    component: str = ""
    procedure: str = ""
    role: Role = "component"
    #: The last part of the sender's path, NFC. May hold personal data.
    name: str
    #: The file that this one takes the place of; empty for none.
    replaces: str = ""
    #: Who sends it.
    by: str
    priority: Priority = "bulk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The bytes of a file, by what can be known without parsing them."""

    #: 64 lower-case hexadecimal digits.
    sha256: str
    media_type: str
    bytes: int
