"""Which of the lines of business is the main one, wherever a certificate marks it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.domain import texts
from pipeline.stages.extraction.places import Passage, swept
from pipeline.stages.rows import Row

#: The mark behind a name or a code: ``(Chính)``, ``(ngành chính)``; engines see other brackets.
_MARK: Final = re.compile(r"[(\[{|/]\s*(?:la )?(?:nganh\W*(?:nghe\W*)?)?(?:kinh doanh )?chinh\W*$")


def marked(items: Sequence[Mapping[str, Passage]]) -> tuple[Mapping[str, Passage], ...]:
    """The items with the place that says whether each is the main line: its mark, or its code where it has none.

    Where no item is marked the certificate says nothing, and neither do these.
    """
    told = [_told(item) for item in items]
    if not any("main" in item for item in told):
        return tuple(told)
    return tuple(item if "main" in item or "code" not in item else {**item, "main": item["code"]} for item in told)


def _told(item: Mapping[str, Passage]) -> Mapping[str, Passage]:
    if "main" in item:
        return item
    if "code" in item and _MARK.search(texts.fold(item["code"].text)):
        return {**item, "main": item["code"]}
    return {**item, **_parted(item["name"])} if "name" in item else item


def _parted(name: Passage) -> dict[str, Passage]:
    """A name and the mark behind it, told apart; nothing where there is no mark."""
    last = Row(page=name.page, words=name.lines[-1])
    mark = _MARK.search(texts.fold(last.text))
    if mark is None:
        return {}
    before = (*name.lines[:-1], swept(last.cut(0, mark.start())))
    whole = Passage(page=name.page, lines=tuple(line for line in before if line))
    main = Passage(page=name.page, lines=(last.cut(mark.start(), len(last.text)),))
    return {"name": whole, "main": main} if whole.lines else {}
