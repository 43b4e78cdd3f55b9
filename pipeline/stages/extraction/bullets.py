"""Lists without a table: numbered or dashed lines, with form and quantity in brackets or after a dash."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pipeline.domain import texts
from pipeline.domain.page import Word
from pipeline.stages.extraction.places import Passage, swept
from pipeline.stages.rows import Row

#: What begins an item.
MARK: Final = re.compile(r"^\s*(?:[-–—*•+~·»>]+|\(?\d{1,2}(?:\.\d{1,2})*\s*(?:[.):]|/(?=\s))|[a-hđ]\s*[.)])\s*(?=\S)")
#: Words that name the form of a paper.
_FORM: Final = re.compile(
    r"\b(ban (?:chinh|sao(?: (?:chung thuc|co chung thuc|dien tu))?|chup|goc|dien tu|photo)|anh chup)\b"
)
#: A quantity: after its word, or before the word for a copy.
_QUANTITY: Final = re.compile(r"(?:so luong|sl)\s*[:.]?\s*(\d{1,3})\b|\b(\d{1,3})\s*(?:ban|bo|to|cai)\b")
#: What stands between a name and its remarks.
_REMARK: Final = re.compile(r"\s*(?:[(\[;,]|[-–—]\s|:)\s*$")


def items(rows: Sequence[Row], *, remarks: bool = True) -> Iterator[Mapping[str, Passage]]:
    """The items of dashed or numbered rows, in order; rows without a mark go on with the item above.

    Without ``remarks`` they are names and nothing else.
    """
    group: list[Row] = []
    for row in rows:
        if MARK.match(row.text):
            if group:
                yield _item(group, remarks=remarks)
            group = [row]
        elif group:
            group.append(row)
    if group:
        yield _item(group, remarks=remarks)


def passage(page: int, words: Sequence[Word]) -> Passage:
    """Words in reading order as a passage of the lines that they stand on."""
    lines: list[list[Word]] = []
    for word in words:
        if not lines or word.box.x0 < lines[-1][-1].box.x0:
            lines.append([])
        lines[-1].append(word)
    return Passage(page=page, lines=tuple(tuple(line) for line in lines))


def _item(rows: Sequence[Row], *, remarks: bool) -> Mapping[str, Passage]:
    words = [word for row in rows for word in _unmarked(row)]
    whole = Row(page=rows[0].page, words=tuple(words))
    folded = texts.fold(whole.text) if remarks else ""
    form = next(reversed(list(_FORM.finditer(folded))), None)
    quantity = next(reversed(list(_QUANTITY.finditer(folded))), None)
    if form is not None and (quantity is None or form.start() < quantity.start()):
        end = form.start()
    elif quantity is not None and form is not None:
        end = quantity.start()
    else:
        end = len(whole.text)
    cells = {"name": (0, len(_REMARK.sub("", whole.text[:end])))}
    if form is not None:
        cells["form"] = form.span(1)
    if quantity is not None:
        cells["quantity"] = quantity.span(1) if quantity[1] else quantity.span(2)
    found = {name: swept(whole.cut(*span)) for name, span in cells.items()}
    return {name: passage(whole.page, words) for name, words in found.items() if words}


def _unmarked(row: Row) -> tuple[Word, ...]:
    mark = MARK.match(row.text)
    return row.cut(mark.end() if mark else 0, len(row.text))
