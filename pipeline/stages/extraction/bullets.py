"""Lists without a table: numbered or dashed lines, with form and quantity in brackets or after a dash."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pipeline.domain import texts
from pipeline.domain.page import Word
from pipeline.stages.extraction.places import Passage, swept
from pipeline.stages.rows import Row

#: What begins an item.
MARK: Final = re.compile(
    r"^\s*(?:[-–—*•+~·»>]+|\[\s?[xXvV✓✔]\s?\]|[☒☑✓✔]|\(?\d{1,2}(?:\.\d{1,2})*\s*(?:[.):]|/(?=\s))|[a-hđ]\s*[.)])\s*(?=\S)"
)
#: A number in a column of its own, and the white behind it, in heights of the row.
_ORDINAL: Final = re.compile(r"0?[1-9]|[1-9]\d")
APART: Final = 1.0
#: An item that nobody ticked where others are.
_UNTICKED: Final = re.compile(r"^\s*(?:\[\s*\]|[☐□])")
#: What counts the whole dossier, below its list.
_COUNTED: Final = re.compile(r"^\s*Số (?:lượng|bộ)\b.{0,12}:")
#: Words that name the form of a paper.
_FORM: Final = re.compile(
    r"\b(ban (?:chinh|sao(?: (?:chung thuc|co chung thuc|dien tu))?|chup|goc|dien tu|photo)|anh chup)\b"
)
#: A quantity: after its word, or before the word for a copy.
_QUANTITY: Final = re.compile(r"(?:so luong|sl|(?<=\s)x)\s*[:.]?\s*(\d{1,3})(?=\W|$)|\b(\d{1,3})\s*(?:ban|bo|to|cai)\b")
#: A number alone behind the form: ``(bản chính): 01``, ``- Bản sao - 1``, ``; Bản chính; 1``.
_LAST: Final = re.compile(r"\W{0,4}\b(\d{1,2})\W*$")
#: What parts two items of running text: a semicolon, or a comma behind a form or a bracket.
_PARTED: Final = re.compile(r"\s*;\s*|(?:(?<=\))|(?<=chinh)|(?<=sao)|(?<=chup)|(?<=goc))\s*,\s+(?!\d)")
#: What stands between a name and its remarks.
_REMARK: Final = re.compile(r"\s*(?:[(\[;,]|[-–—]\s|:)\s*$")


def numbered(rows: Sequence[Row]) -> Sequence[Row]:
    """Rows whose numbers stand in a column of their own, 1, 2 and so on, with a full stop after each."""
    ordinals = {at: int(row.words[0].text) for at, row in enumerate(rows) if _ORDINAL.fullmatch(row.words[0].text)}
    alone = [at for at in ordinals if len(rows[at].words) > 1 and _is_apart(rows[at])]
    if len(alone) < 2 or [ordinals[at] for at in alone] != list(range(1, len(alone) + 1)):
        return rows
    return [_pointed(row) if at in alone else row for at, row in enumerate(rows)]


def _is_apart(row: Row) -> bool:
    return row.words[1].box.x0 - row.words[0].box.x1 > APART * row.height


def _pointed(row: Row) -> Row:
    first = row.words[0]
    return replace(row, words=(replace(first, text=f"{first.text}."), *row.words[1:]))


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
        elif group and (_UNTICKED.match(row.text) or _COUNTED.match(row.text)):
            yield _item(group, remarks=remarks)
            group = []
        elif group:
            group.append(row)
    if group:
        yield _item(group, remarks=remarks)


def names_form(text: str) -> bool:
    """Whether a text says in which form a paper was handed in."""
    return _FORM.search(texts.fold(text)) is not None


def in_sentences(text: Passage) -> Sequence[Mapping[str, Passage]]:
    """The items of running text: ``Đơn đề nghị (01 bản chính), giấy khai sinh (01 bản sao)``.

    None where one of them tells neither form nor quantity: then it is no list, or nobody knows where a name ends.
    """
    whole = Row(page=text.page, words=text.words)
    folded = texts.fold(whole.text)
    ends = [*(mark.span() for mark in _PARTED.finditer(folded)), (len(folded), len(folded))]
    starts = [0, *(end for _, end in ends)]
    parts = [whole.cut(start, end) for start, (end, _) in zip(starts, ends, strict=False)]
    told = [_item([Row(page=text.page, words=words)], remarks=True) for words in parts if swept(words)]
    listed = len(told) > 1 or any("quantity" in item for item in told)
    return told if listed and all("name" in item and len(item) > 1 for item in told) else ()


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
    # What begins with a form is named by it: Bản sao hộ khẩu.
    form = next((told for told in reversed(list(_FORM.finditer(folded))) if told.start()), None)
    quantity = next(reversed(list(_QUANTITY.finditer(folded))), None)
    last = None if form is None or quantity is not None else _LAST.fullmatch(folded, form.end())
    if form is not None and (quantity is None or form.start() < quantity.start()):
        end = form.start()
    elif quantity is not None and form is not None:
        end = quantity.start()
    else:
        end = len(whole.text)
    cells = {"name": (0, len(_REMARK.sub("", whole.text[:end])))}
    if form is not None:
        cells["form"] = form.span(1)
    if last is not None:
        cells["quantity"] = last.span(1)
    if quantity is not None:
        cells["quantity"] = quantity.span(1) if quantity[1] else quantity.span(2)
    found = {name: swept(whole.cut(*span)) for name, span in cells.items()}
    return {name: passage(whole.page, words) for name, words in found.items() if words}


def _unmarked(row: Row) -> tuple[Word, ...]:
    mark = MARK.match(row.text)
    return row.cut(mark.end() if mark else 0, len(row.text))
