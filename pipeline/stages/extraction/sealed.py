"""Names of signers over which a seal lies: looked at once more with the rings of the seal wiped out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.domain import names, offices
from pipeline.domain.fields import Field
from pipeline.domain.page import Box, Page, Word, text_of
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import passages, signatures
from pipeline.stages.extraction.opinions import Look
from pipeline.stages.extraction.places import swept

#: What is believed of a name that stood under a seal: a person is shown it.
BELIEF: Final = 0.85
#: Its middle stands so far beside that of the capacity at most, as a share of the page's width.
BESIDE: Final = 0.12


def mended(page: Page, name: Field, look: Look | None) -> Field:
    """The name of a signer as it is read without the seal, where what was read is nothing, no name or but its end."""
    if look is None or page.source != "ocr" or not name.review:
        return name
    line = _line(page, name.box) if name.value is None else name.box
    words = () if line is None else _name(look.unsealed(page.number, line))
    told, found = str(name.value or ""), names.restored(text_of(words))
    longer, shorter = found.endswith(f" {told}"), told.endswith(f" {found}")
    better = longer or not told or (names.begins_strangely(told) and not shorter)
    return passages.made(page, words, found, BELIEF) if words and better else name


def _line(page: Page, room: Box) -> Box | None:
    """The lowest words in the room below a capacity that may be the end of a name."""
    lines = (
        page_rows.around(part)
        for row in page_rows.of_page(page)
        for part in page_rows.pieces(row, gap=signatures.APART)
        if any(word.text[:1].isupper() and word.text.isalpha() for word in part)
    )
    inside = (
        box
        for box in lines
        if room.y0 < box.middle[1] < room.y1 and abs(box.middle[0] - room.middle[0]) < BESIDE * page.width
    )
    return max(inside, key=lambda box: box.y1, default=None)


def _name(words: Sequence[Word]) -> Sequence[Word]:
    """The name that a line ends with, from the family's name on; empty where there is none."""
    told = swept(words)
    for at in range(len(told) - 1):
        text = offices.without_rank(text_of(told[at:]))
        plausible = names.plausibility(text) == 1.0 and all(word[:1].isupper() for word in text.split())
        if plausible and not names.begins_strangely(text) and not signatures.is_office(text):
            return told[at:]
    return ()
