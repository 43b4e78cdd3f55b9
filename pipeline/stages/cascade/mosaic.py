"""What is left to the engine, set side by side in lines: it reads them as quickly as a line and as well as a page.

Stretches of one or two words read one by one would be read worse (5.9 of 100 wrong instead of 0.7; docs/decisions.md):
the engine needs a line to tell how high letters are and where it ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from pipeline.domain.page import Box, Word
from pipeline.ports import Image
from pipeline.stages.cascade.parts import Part

WHITE: Final = 255

#: White between the parts, in pixels of the copy: a space of its text. With half as much again the engine glues words.
GAP: Final = 10
#: The widest line that is made of them.
LONGEST: Final = 1000
#: Lines whose parts are set side by side are at most this many times as high as one another.
ALIKE: Final = 1.25
#: A word lies on a part if they have this share of the narrower one in common.
COMMON: Final = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a part stands on a line that was made."""

    part: Part
    x0: int
    y0: int


def groups(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Parts that fit on one line, of about the same height."""
    group: list[Part] = []
    width = 0
    for part in parts:
        if group and (width + GAP + part.box.width > LONGEST or not _are_alike(group[0].line.box, part.line.box)):
            yield group
            group, width = [], 0
        group.append(part)
        width += GAP + part.box.width
    if group:
        yield group


def _are_alike(one: Box, other: Box) -> bool:
    return max(one.height, other.height) <= ALIKE * min(one.height, other.height)


def set_side_by_side(image: Image, group: Sequence[Part]) -> tuple[Image, list[Place]]:
    """The parts on one base line, in white."""
    above = [_base(part) - part.box.y0 for part in group]
    below = [part.box.height - high for part, high in zip(group, above, strict=True)]
    made = np.full((max(above) + max(below), sum(part.box.width + GAP for part in group) + GAP), WHITE, np.uint8)
    places: list[Place] = []
    x = GAP
    for part, high in zip(group, above, strict=True):
        box, y = part.box, max(above) - high
        made[y : y + box.height, x : x + box.width] = image[box.y0 : box.y1, box.x0 : box.x1]
        places.append(Place(part=part, x0=x, y0=y))
        x += box.width + GAP
    return made, places


def _base(part: Part) -> int:
    """How far from the top of the image the letters of a part stand."""
    line = part.line
    return round(float(np.interp(part.box.middle[0], (line.box.x0, line.box.x1), line.baseline)))


def shared_out(words: Sequence[Word], places: Sequence[Place]) -> dict[Part, Sequence[Word]]:
    """The words of a line that was made, where they stand on the image; parts that they run together are left out."""
    found: dict[Part, list[Word]] = {place.part: [] for place in places}
    glued: set[Part] = set()
    for word in words:
        under = [place for place in places if _lies_on(word.box, place)]
        for place in under:
            found[place.part].append(moved(word, right=place.part.box.x0 - place.x0, down=place.part.box.y0 - place.y0))
        if len(under) > 1:
            glued.update(place.part for place in under)
    return {part: tuple(read) for part, read in found.items() if part not in glued}


def _lies_on(word: Box, place: Place) -> bool:
    wide = place.part.box.width
    common = min(word.x1, place.x0 + wide) - max(word.x0, place.x0)
    return common > COMMON * min(word.width, wide)


def moved(word: Word, *, right: int, down: int) -> Word:
    """The same word at another place."""
    box = word.box
    return replace(word, box=Box(x0=box.x0 + right, y0=box.y0 + down, x1=box.x1 + right, y1=box.y1 + down))
