"""Forms in two languages: English under a Vietnamese label is taken off before labels and values are looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.domain import glosses
from pipeline.domain.page import Word
from pipeline.stages import rows as page_rows
from pipeline.stages.rows import Row

#: A gloss stands this close below what it translates, in heights of the row, and begins where that begins.
NEAR, ALIGNED = 2.4, 1.2
#: White that parts a gloss from what stands beside it, in heights of its row.
APART: Final = 0.9


def without_glosses(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows without English that stands under the beginning of a label; rows of nothing else are left out."""
    kept: list[Row] = []
    for row in rows:
        words = row.words if not kept or kept[-1].page != row.page else tuple(_kept(row, kept[-2:]))
        if words == row.words:
            kept.append(row)
        elif words:
            kept.append(replace(row, words=words))
    return tuple(kept)


def _kept(row: Row, above: Sequence[Row]) -> Iterator[Word]:
    parts = page_rows.pieces(row, gap=APART)
    alone = all(glosses.leading([word.text for word in part]) == len(part) for part in parts)
    for part in parts:
        yield from part[_gloss(part, row, above, alone=alone) :]


def _gloss(part: Sequence[Word], row: Row, above: Sequence[Row], *, alone: bool) -> int:
    """How many words at the beginning of a part of a row translate a label above it.

    ``Email`` is a label itself: it is a gloss only where nothing but glosses stands on its row.
    """
    texts = [word.text for word in part]
    count = glosses.leading(texts)
    if not count or "".join(texts[:count]).isupper():
        return 0  # a company's foreign name may begin so, in capitals
    if glosses.is_shared(" ".join(texts[:count])) and (":" in texts[count - 1] or not alone):
        return 0
    return count if any(_translates(part[:count], row, label) for label in above) else 0


def _translates(words: Sequence[Word], row: Row, label: Row) -> bool:
    """Whether words stand close under the beginning of a word, or under the middle of a part of a row."""
    high = max(row.height, label.height)
    if label.page != row.page or not 0 < row.middle - label.middle <= NEAR * high:
        return False
    middle = page_rows.around(words).middle[0]
    centres = (page_rows.around(part).middle[0] for part in page_rows.pieces(label, gap=APART))
    return any(abs(other.box.x0 - words[0].box.x0) <= ALIGNED * high for other in label.words) or any(
        abs(centre - middle) <= ALIGNED * high for centre in centres
    )
