"""Papers that are counted form by form, in columns or cells: ``Bản chính`` 01, ``Bản sao`` 02."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pipeline.domain import texts
from pipeline.domain.page import Word, text_of
from pipeline.stages import matching
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import bullets
from pipeline.stages.extraction.places import Passage, swept

#: Forms of a document that a table may count in a column each, folded, and what the ids of such columns begin with.
FORMS: Final = frozenset({"banchinh", "bansao", "banchup", "banphoto", "banphotocopy", "bandientu", "bansaochungthuc"})
COUNTED: Final = "counted "
#: The name of a form with fewer letters is told by all of them: ``bản sao`` is soon another word.
TELLING: Final = 7


def counting(cells: Sequence[Sequence[Word]]) -> dict[str, tuple[Word, ...]]:
    """The headings of columns that each count the sheets of one form, ``Bản chính`` and ``Bản sao``: id → words.

    The id tells which of the cells it is. None of one alone: that is the heading of all forms.
    """
    told = {f"{COUNTED}{at}": _form(swept(cell)) for at, cell in enumerate(cells)}
    forms = {name: words for name, words in told.items() if words}
    return forms if len(forms) > 1 else {}


def _form(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The name of a form that a heading is or ends with: over the middle one of several stands ``Số lượng``."""
    return next((words[at:] for at in range(len(words)) if _is_form(_bare(words[at:]))), ())


def _is_form(bare: str) -> bool:
    """One letter may be lost at a rule."""
    return bare in FORMS or (len(bare) >= TELLING and any(texts.distance(bare, one) == 1 for one in FORMS))


def _bare(words: Sequence[Word]) -> str:
    return matching.bare(text_of(words))


def ranges(counted: Mapping[str, tuple[Word, ...]]) -> Iterator[tuple[str, float, float]]:
    for name, words in counted.items():
        box = page_rows.around(words)
        yield name, float(box.x0), float(box.x1)


def with_form(item: Mapping[str, Passage], counted: Mapping[str, tuple[Word, ...]], page: int) -> Mapping[str, Passage]:
    """An item whose form is the heading of the column in which something stands, and whose quantity stands there."""
    kept = {name: passage for name, passage in item.items() if name not in counted}
    told = [name for name in counted if name in item]
    # None of one form is told by a zero; where nothing else is, the zero is what was read of a number.
    marked = [name for name in told if item[name].text.strip("0 ")] or told[:1]
    if len(marked) > 1:
        # A mark tells as much as a number, but beside one it is what rules and dust were read as.
        marked = [name for name in marked if any(sign.isdigit() for sign in item[name].text)]
    if len(marked) == 1:
        kept["form"] = Passage(page=page, lines=(counted[marked[0]],))
        if any(sign.isdigit() for sign in item[marked[0]].text):
            kept.setdefault("quantity", item[marked[0]])
    return kept


def apart(item: Mapping[str, Passage]) -> Mapping[str, Passage]:
    """An item whose form and quantity were counted in one cell: ``Bản chính: 01``."""
    form = item.get("form")
    if form is None and "name" in item:
        return _formed(item)
    if form is None or "quantity" in item or not form.words[-1].text.strip("().").isdecimal():
        return item
    kept = swept(form.words[:-1])
    told = {name: passage for name, passage in item.items() if name != "form"}
    told["quantity"] = Passage(page=form.page, lines=(swept(form.words[-1:]),))
    return {**told, "form": bullets.passage(form.page, kept)} if kept else _formed(told)


def _formed(item: Mapping[str, Passage]) -> Mapping[str, Passage]:
    """An item whose form got into the cell of its name: there it begins with a capital letter, as cells do."""
    words = item["name"].words
    at = next((at for at in range(1, len(words)) if words[at].text[:1].isupper() and _is_form(_bare(words[at:]))), 0)
    if not at:
        return item
    page = item["name"].page
    return {**item, "name": bullets.passage(page, swept(words[:at])), "form": bullets.passage(page, words[at:])}
