"""What the inbox refused: it lies under ``refused/`` with its reason beside it until a person settles it.

Whoever scanned it hears nothing, so it is shown to the centre whose folder it came in by, beside the other failures.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from pipeline import keys
from pipeline.errors import Language, Refused
from pipeline.stores.objects import Listed, ObjectDamaged, ObjectMissing, Objects

#: The code of an object that somebody else put there: nobody said why.
_NOBODY_SAID: Final = "reason_missing"


class NotInQuarantine(Refused):
    """There is no such object under ``refused/``."""

    code = "not_in_quarantine"
    message_vi = "Không có tệp bị từ chối nào tên {object}."
    message_en = "Nothing that was refused has the name {object}."
    remedy_vi = "Xem tên bằng `sohoa failures`."
    remedy_en = "See the names with `sohoa failures`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One object that was refused."""

    #: Its name in object storage; may hold personal data, as scanners and people name files.
    object: str
    #: The folder of the inbox that it came in by; empty where it lay in none.
    centre: str
    code: str
    #: Sentence and remedy as they were noted, by language; empty where nobody did.
    message: Mapping[str, str]
    remedy: Mapping[str, str]
    at: dt.datetime

    @property
    def name(self) -> str:
        """The last part of its name."""
        return self.object.rpartition("/")[2]

    def told(self, language: Language) -> tuple[str, str]:
        """Sentence and remedy."""
        return self.message.get(language, self.code), self.remedy.get(language, "")


def found(objects: Objects, *, centre: str = "", code: str = "") -> Iterator[Quarantined]:
    """Everything that was refused and nobody settled, in the order of names; empty: of any centre, of any code."""
    for one in _listed(objects, centre):
        told = _told(objects, one)
        if code in {"", told.code}:
            yield told


def some(objects: Objects, *, centre: str = "", code: str = "", most: int) -> list[Quarantined]:
    """The first of it."""
    return list(islice(found(objects, centre=centre, code=code), most))


def again(objects: Objects, *, centre: str = "", code: str = "") -> int:
    """Put what was refused back into the inbox; how many."""
    chosen = [one.key for one in _listed(objects, centre) if not code or _told(objects, one).code == code]
    for key in chosen:
        _return(objects, key)
    return len(chosen)


def put_back(objects: Objects, key: str) -> None:
    """Put one object back into the inbox. Raises NotInQuarantine."""
    _demand(objects, key)
    _return(objects, key)


def dismiss(objects: Objects, key: str, *, by: str, reason: str) -> None:
    """A named person has no use for it: it goes under ``removed/``, with who and why. Raises NotInQuarantine."""
    _demand(objects, key)
    aside = keys.removed(key)
    told = {**_reason(objects, key), "dismissed": {"by": by, "for": reason}}
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    objects.put(keys.reason(aside), body, media_type="application/json")
    _move(objects, key, aside)


def _listed(objects: Objects, centre: str) -> list[Listed]:
    listed = {one.key: one for one in objects.listed(f"{keys.REFUSED}{centre}{'/' if centre else ''}")}
    return [one for key, one in listed.items() if not _is_reason(key, listed)]


def _demand(objects: Objects, key: str) -> None:
    if not key.startswith(keys.REFUSED) or objects.stat(key) is None:
        raise NotInQuarantine(object=key)


def _return(objects: Objects, key: str) -> None:
    _move(objects, key, keys.INBOX + key.removeprefix(keys.REFUSED))


def _move(objects: Objects, key: str, to: str) -> None:
    # Two who settle the same thing at once: the second finds it gone.
    with suppress(ObjectMissing):
        objects.copy(key, to)
        objects.remove([key, keys.reason(key)])


def _is_reason(key: str, listed: Mapping[str, Listed]) -> bool:
    """Also one whose object is gone: the inbox writes the reason first. What has a reason itself was sent under this
    name."""
    return key.endswith(keys.reason("")) and keys.reason(key) not in listed


def _told(objects: Objects, one: Listed) -> Quarantined:
    told = _reason(objects, one.key)
    folder = one.key.removeprefix(keys.REFUSED).split("/")
    return Quarantined(
        object=one.key,
        centre=folder[0] if len(folder) > 1 else "",
        code=str(told.get("code", _NOBODY_SAID)),
        message=told.get("message", {}),
        remedy=told.get("remedy", {}),
        at=one.modified,
    )


def _reason(objects: Objects, key: str) -> Mapping[str, Any]:
    try:
        told = json.loads(objects.get(keys.reason(key)))
    except (ObjectMissing, ObjectDamaged, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
