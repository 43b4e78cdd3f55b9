"""Lines of business: the code behind a name, and the mark at the main one, wherever a certificate prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pipeline.domain import texts
from pipeline.stages.extraction import bullets
from pipeline.stages.extraction.places import Passage, swept
from pipeline.stages.rows import Row

#: The mark behind a name or a code: ``(Chính)``, ``(ngành chính)``; engines see other brackets.
_MARK: Final = re.compile(r"[(\[{|/]\s*(?:la )?(?:nganh\W*(?:nghe\W*)?)?(?:kinh doanh )?chinh\W*$")
#: Four or five figures of a code, or what engines take for one of them, perhaps torn: ``471 1``.
_FIGURES: Final = r"(?P<code>(?=(?:\D?\d){3})[\doils|](?: ?[\doils|]){3,4})(?!\w)"
#: What says that figures are a code, and a mark behind them: ``(Mã ngành: 4631 - Ngành chính)``.
_SAID: Final = r"\bma(?: so)?(?:\W+nganh)?(?:\W+nghe)?(?: kinh doanh)?(?: cap \w+)?\W{0,3}"
_MAIN: Final = r"(?:\W*(?P<main>(?:la )?(?:nganh\W*)?(?:nghe\W*)?(?:kinh doanh )?chinh)\b)?"
#: A code behind its name: in brackets, or called so; a number without both may be part of the name.
_CODED: Final = re.compile(
    rf"[^\w)]*(?:[(\[{{]\W*(?:{_SAID})?|{_SAID}|;\s*|\s(?=\d{{4,5}}\s*\((?:nganh\W*)?(?:nghe\W*)?chinh\b)){_FIGURES}{_MAIN}"
    r"[\s)\]}.;,|]*"
)
#: The same before its name: ``4631 - Bán buôn gạo``.
_LEADING: Final = re.compile(rf"\W*(?:{_SAID})?{_FIGURES}\s*[-–:.)\]|]+\s*(?=[a-z])")


def marked(items: Sequence[Mapping[str, Passage]]) -> tuple[Mapping[str, Passage], ...]:
    """The items with their codes, and the place that says whether each is the main line: its mark, or else its code.

    Where no item is marked the certificate says nothing, and neither do these.
    """
    told = [_told(_coded(item)) for item in items]
    if not any("main" in item for item in told):
        return tuple(told)
    return tuple(item if "main" in item or "code" not in item else {**item, "main": item["code"]} for item in told)


def in_sentences(passage: Passage) -> Iterator[Mapping[str, Passage]]:
    """The lines of running text in which each name has its code behind it; what follows the last code is none.

    Text without a code is one line.
    """
    whole = Row(page=passage.page, words=passage.words)
    begin = 0
    for code in _CODED.finditer(texts.fold(whole.text)):
        if words := swept(whole.cut(begin, code.end())):
            yield {"name": bullets.passage(whole.page, words)}
        begin = code.end()
    if not begin and (words := swept(whole.words)):
        yield {"name": bullets.passage(whole.page, words)}


def _coded(item: Mapping[str, Passage]) -> Mapping[str, Passage]:
    """An item whose code and mark stand in the cell of its name, told apart."""
    if "code" in item or "name" not in item:
        return item
    whole = Row(page=item["name"].page, words=item["name"].words)
    folded = texts.fold(whole.text)
    last = next(reversed(list(_CODED.finditer(folded))), None)
    if last is not None and last.end() == len(folded):
        name = (0, last.start())
    elif (last := _LEADING.match(folded)) is not None:
        name = (last.end(), len(folded))
    else:
        return item
    parts = {"name": name, "code": last.span("code"), "main": last.groupdict().get("main") and last.span("main")}
    found = {part: swept(whole.cut(*span)) for part, span in parts.items() if span}
    return {**item, **{part: bullets.passage(whole.page, words) for part, words in found.items() if words}}


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
