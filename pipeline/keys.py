"""Names of objects, as pure functions. Nothing else in the house spells one.

- ``originals/`` is addressed by content and never changed; acceptance records stand beside each original.
- ``derived/`` can be rebuilt from originals and has its own retention. Every name holds the attempt that wrote it: the
  ledger says which attempt counts, the others are swept away.
- ``dossiers/`` holds the numbered manifest revisions.
- ``registers/`` belongs to imported registers and ``lists/`` to imported lists of units and points, by content; beside
  each stand records of who imported it, when.
- ``removed/`` holds what was set aside before it is deleted for good.
- ``inbox/`` is where scanners write by themselves; what was taken in is moved to ``taken/``, what was refused to
  ``refused/``, with the reason beside it.

Ids are uuids in their text form; numbers and attempts count from 1.
"""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

ORIGINALS: Final = "originals/"
DERIVED: Final = "derived/"
DOSSIERS: Final = "dossiers/"
REGISTERS: Final = "registers/"
LISTS: Final = "lists/"
CLOSINGS: Final = "closings/"
#: Rates as files for other programs: they can be made again at any time.
EXPORTS: Final = "exports/"
#: Which files were exported last, and on which day: written when they are all there.
EXPORTED: Final = "exports/latest.json"
REMOVED: Final = "removed/"
INBOX: Final = "inbox/"
TAKEN: Final = "taken/"
REFUSED: Final = "refused/"

#: Between the name of an original and the names of its acceptance records.
_ACCEPTED: Final = ".accepted/"
#: The same of an imported file and the records of its imports.
_IMPORTED: Final = ".imported/"
#: How the names of closed scorecards end.
_SCORECARD: Final = ".scorecard.json.gz"


def file_id(milliseconds: int, luck: int) -> str:
    """The id of a file that came at a moment (since 1970), with 74 random bits: a UUID of version 7.

    It grows with time, as do the database's own (``new_id``): what is scanned together then stands together in indexes.
    """
    timed, low = milliseconds << 80, luck & ((1 << 62) - 1)
    return str(UUID(int=timed | 7 << 76 | (luck >> 62) << 64 | 2 << 62 | low))


def original(sha256: str) -> str:
    """The bytes as sent; several dossiers may share them."""
    return f"{ORIGINALS}{sha256[:2]}/{sha256}"


def acceptance(sha256: str, file: str) -> str:
    """Who sent this original, for which dossier, when: one record for each file that has these bytes."""
    return f"{original(sha256)}{_ACCEPTED}{file}.json"


def derived(file: str) -> str:
    """The prefix of everything that was made from one file."""
    return f"{DERIVED}{file}/"


def page_image(file: str, number: int, attempt: int) -> str:
    """A page as it was taken out of the file by attempt ``attempt`` of opening."""
    return f"{derived(file)}open/{attempt}/{number:05}.page"


def page_reading(file: str, number: int, attempt: int) -> str:
    """The words of a page (JSON, compressed) as attempt ``attempt`` of reading found them."""
    return f"{derived(file)}read/{number:05}/{attempt}.json.gz"


def page_upright(file: str, number: int, attempt: int) -> str:
    """The upright image that all boxes of that reading refer to: JPEG, or PNG of a scan in black and white,
    whatever the name ends in."""
    return f"{derived(file)}read/{number:05}/{attempt}.jpg"


def page_preview(file: str, number: int, attempt: int) -> str:
    """What a person is shown of a page that was given up (JPEG; empty where none can be drawn)."""
    return f"{derived(file)}open/{attempt}/{number:05}.preview.jpg"


def searchable(file: str, attempt: int) -> str:
    """The two-layer PDF."""
    return f"{derived(file)}finish/{attempt}.pdf"


def manifest(dossier: str, number: int) -> str:
    """One numbered revision of a dossier's manifest."""
    return f"{DOSSIERS}{dossier}/{number:06}.json"


def manifests(dossier: str) -> str:
    """The prefix of all manifest revisions of a dossier."""
    return f"{DOSSIERS}{dossier}/"


def register(sha256: str) -> str:
    """A register as it was imported, addressed by content: denominators can be rebuilt from these files."""
    return f"{REGISTERS}{sha256[:2]}/{sha256}"


def listing(sha256: str) -> str:
    """A list of units or points as it was imported."""
    return f"{LISTS}{sha256[:2]}/{sha256}"


def imported(key: str, at: dt.datetime) -> str:
    """Who imported this file, when: one record for each time."""
    return f"{key}{_IMPORTED}{at.astimezone(dt.UTC):%Y%m%dT%H%M%S.%fZ}.json"


def closing(sha256: str, at: dt.datetime) -> str:
    """A closed period: its counts, by their hash and by when somebody closed it."""
    return f"{CLOSINGS}{sha256[:2]}/{sha256}.{at.astimezone(dt.UTC):%Y%m%dT%H%M%S.%fZ}.jsonl.gz"


def scorecard(sha256: str, at: dt.datetime) -> str:
    """A closed scorecard: as a closed period."""
    return f"{CLOSINGS}{sha256[:2]}/{sha256}.{at.astimezone(dt.UTC):%Y%m%dT%H%M%S.%fZ}{_SCORECARD}"


def export(period: str, name: str) -> str:
    """A file of rates for other programs; written again it replaces the one before."""
    return f"{EXPORTS}{period}/{name}"


def removed(key: str) -> str:
    """Where an object is set aside that nothing knows of."""
    return f"{REMOVED}{key}"


def is_acceptance(key: str) -> bool:
    """Whether a name is that of an acceptance record."""
    return key.startswith(ORIGINALS) and _ACCEPTED in key


def accepted_file(key: str) -> str:
    """The file that an acceptance record tells of, by the record's name."""
    return key.rpartition("/")[2].removesuffix(".json")


def is_import(key: str) -> bool:
    """Whether a name is that of a record of an import."""
    return _IMPORTED in key


def is_scorecard(key: str) -> bool:
    """Whether a name is that of a closed scorecard."""
    return key.startswith(CLOSINGS) and key.endswith(_SCORECARD)


def about(key: str) -> str:
    """The id or hash that a name is about: of a file, a dossier, an original, a register. Empty if it has none."""
    parts = key.split("/")
    if key.startswith((ORIGINALS, REGISTERS, LISTS, CLOSINGS)):
        return parts[2][:64] if len(parts) > 2 else ""
    return parts[1] if len(parts) > 2 else ""


def place(key: str) -> float:
    """How far a name stands among those of its prefix, from 0.0 to 1.0: ids and hashes are spread evenly."""
    try:
        return int(about(key)[:4], 16) / 0x10000
    except ValueError:
        return 0.0


def out_of_inbox(prefix: str, key: str, etag: str) -> str:
    """Where an object of the inbox goes: TAKEN or REFUSED. Scanners use names again; the tag tells bytes apart."""
    folder, _, name = key.removeprefix(INBOX).rpartition("/")
    # What was refused and put back has its tag before its name already.
    tagged = name if name.startswith(f"{etag[:12]}-") else f"{etag[:12]}-{name}"
    return f"{prefix}{folder}{'/' if folder else ''}{tagged}"


def reason(key: str) -> str:
    """Why an object or a file was refused (JSON), beside it."""
    return f"{key}.reason.json"
