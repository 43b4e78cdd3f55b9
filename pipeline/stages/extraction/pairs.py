"""Labels that ask for two things at once: ``Dân tộc, quốc tịch: Kinh, Việt Nam`` is told as two rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.domain.kinds import Kind
from pipeline.domain.page import Word
from pipeline.stages import matching
from pipeline.stages.extraction import labels
from pipeline.stages.extraction.places import swept
from pipeline.stages.rows import Row

#: What parts two labels, and their values.
_PARTED: Final = re.compile(r"\s*(?:,|;|/|\s[-–]\s|\svà\s)\s*")


def told_apart(kind: Kind, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with each such label told twice, each time with its own value."""
    wordings = frozenset(one.bare for one in labels.wordings_of(kind))
    return tuple(told for row in rows for told in _told(wordings, row))


def is_pair(wordings: Collection[str], text: str) -> bool:
    """Whether a text is two wordings with a comma, a stroke or ``và`` between, and no wording as a whole."""
    parts = _PARTED.split(text.strip(" :|"))
    return (
        len(parts) == 2
        and matching.bare(text) not in wordings
        and all(matching.bare(part) in wordings and len(part) > 3 for part in parts)
    )


def _told(wordings: Collection[str], row: Row) -> Iterator[Row]:
    colon = row.text.find(":")
    label, value = row.text[:colon], row.text[colon + 1 :]
    values = list(_PARTED.finditer(value))
    if colon < 0 or len(values) != 1 or ":" in value or not is_pair(wordings, label):
        yield row
        return
    border = next(_PARTED.finditer(label))
    middle = values[0]
    after = colon + 1
    for first, last, begin, end in (
        (0, border.start(), after, after + middle.start()),
        (border.end(), colon, after + middle.end(), len(row.text)),
    ):
        name, told = row.cut(first, last), swept(row.cut(begin, end))
        yield replace(row, words=(*_closed(name), *told), cell=told[0].box.x0 if row.cell and told else 0)


def _closed(label: Sequence[Word]) -> tuple[Word, ...]:
    last = label[-1]
    text = last.text.rstrip(" .:;,/")
    begin = label[0].text[:1].upper() + label[0].text[1:]
    if len(label) == 1:
        return (replace(last, text=f"{begin.rstrip(' .:;,/')}:"),)
    return (replace(label[0], text=begin), *label[1:-1], replace(last, text=f"{text}:"))
