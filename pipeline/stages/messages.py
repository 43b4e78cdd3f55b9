"""The portal's dossier message, piece by piece: ``{"service": …, "data": [ … ], "madonvi": …}``, or a bare list."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, cast

from pipeline.domain.register import RegisterUnreadable

#: Characters read at once; a piece that is longer is read on for.
_BLOCK: Final = 1 << 20
#: No dossier is longer than this, in characters: what is, is no message.
_LONGEST: Final = 64 << 20
#: How much of the end of a file may stand behind the list.
_TAIL: Final = 1 << 16
_SPACE = re.compile(r"[ \t\r\n]*")


class Message:
    """One message. Only one dossier of it and a block of text are in memory at a time."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        """``text`` has to be seekable and at its beginning."""
        self._text = text
        self._decoder = json.JSONDecoder()
        #: What stands beside the list: ``madonvi``, the sender, and the like; before or behind it.
        self.members: dict[str, Any] = _behind(text)
        self._listed = False
        self._read = ""
        self._at = 0

    def items(self) -> Iterator[object]:
        """The members of the list, in order. Raises RegisterUnreadable where the text is not what it should be."""
        if self._sign() == "[":
            yield from self._list()
            return
        self._expect("{")
        while self._sign() != "}":
            name = str(self._value())
            self._expect(":")
            if name == "data" and self._sign() == "[":
                yield from self._list()
            else:
                self.members[name] = self._value()
            if self._sign() == ",":
                self._at += 1
        if not self._listed:
            yield self.members.get("data", dict(self.members))

    def _list(self) -> Iterator[object]:
        self._listed = True
        self._expect("[")
        while self._sign() != "]":
            yield self._value()
            if self._sign() == ",":
                self._at += 1
        self._at += 1

    def _sign(self) -> str:
        """The next sign that is not a space."""
        while True:
            found = _SPACE.match(self._read, self._at)
            self._at = self._at if found is None else found.end()
            if self._at < len(self._read):
                return self._read[self._at]
            if not self._more():
                raise RegisterUnreadable(reason="not JSON: it ends in the middle")

    def _expect(self, sign: str) -> None:
        if self._sign() != sign:
            raise RegisterUnreadable(reason=f"not JSON: {sign} expected")
        self._at += 1

    def _value(self) -> Any:
        self._sign()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._read, self._at)
            except ValueError as error:
                if len(self._read) - self._at > _LONGEST or not self._more():
                    raise RegisterUnreadable(reason=f"not JSON: {error}") from None
                continue
            # A number may go on in the next block.
            if end < len(self._read) or not self._more():
                self._at = end
                return value

    def _more(self) -> bool:
        block = self._text.read(_BLOCK)
        self._read, self._at = self._read[self._at :] + block, 0
        return bool(block)


def _behind(text: io.TextIOWrapper) -> dict[str, Any]:
    """The members behind the list: the portal tells the sender last, and every dossier needs it."""
    raw = cast("BinaryIO", text.buffer)
    begin = raw.seek(0, io.SEEK_END)
    raw.seek(max(0, begin - _TAIL))
    tail = raw.read().decode(text.encoding, errors="replace")
    text.seek(0)
    _, bracket, rest = tail.rpartition("]")
    try:
        told = json.loads("{" + rest.strip().lstrip(",")) if bracket else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
