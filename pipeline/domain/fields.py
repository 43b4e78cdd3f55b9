"""A field: a value that we looked for on a paper, with the proof of where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from pipeline.domain.page import Box, Engine

#: Below this probability of being right a person has to look. Of the fields that nobody is asked about at most three in
#: a thousand may be wrong; fields above this line keep to that (docs/decisions.md).
REVIEW_BELOW: Final = 0.96

FieldSource = Literal["ocr", "text_layer", "barcode", "manual"]

#: An item of a list field: its own fields by name.
Item: TypeAlias = "Mapping[str, Field]"
#: Normalized by type (see the table of types in the public contract): text of any kind, a count or an amount of
#: đồng as an integer, whether a mark is set, or the items of a list. None where something stands on the paper but
#: cannot be read as a value.
Value: TypeAlias = "str | bool | int | tuple[Item, ...] | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value read from a paper. A field that is not on the paper has no Field at all."""

    value: Value
    #: What was read, as read. For a list: the text of all of it.
    text: str
    #: Probability that ``value`` is right, from 0.0 to 1.0.
    confidence: float
    #: The page of the file, counted from 1, and the place on it.
    page: int
    box: Box
    source: FieldSource
    #: A person has to look: the value is unsure or contradicts another.
    review: bool
    engine: Engine
