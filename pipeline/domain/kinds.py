"""A kind: what sort of paper there is, how it is recognized, and which fields it carries.

Kinds are data (config/kinds); the day one of them needs an ``if``, a rule in Python gets a name and the kind names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

#: The types of the public contract and, for identifiers, of domain/normalization; ``list`` has columns.
FieldType = Literal[
    "text", "name", "address", "date", "datetime", "sex", "money", "area", "count", "phone", "email", "personal_id",
    "identity", "tax_code", "household_code", "dossier_code", "procedure_code", "land_serial", "certificate_code",
    "certificate_number", "industry_code", "main_mark", "list",
]  # fmt: skip

#: Where a value stands, seen from its label: on the same line and the lines after it, or under it. A label with
#: nothing on its right is looked for below anyway; ``below`` says that what stands on the right is not the value.
Place = Literal["right", "below"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnKind:
    """A column of a table, found by the words of its heading."""

    id: str
    type: FieldType
    #: Headings, as printed. Empty: the column is found by its content.
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKind:
    """A field: its labels in all wordings that are known, and where its value stands."""

    id: str
    type: FieldType
    #: Wordings as printed, without the colon. Case, marks and spaces do not matter.
    labels: tuple[str, ...] = ()
    place: Place = "right"
    #: The block that the label has to stand in; empty for any place before the first block.
    block: str = ""
    #: The block that begins with this label.
    opens: str = ""
    #: Labels that mean this field only inside the block that it opens or stands in.
    inner: tuple[str, ...] = ()
    #: Labels of a second printing of the same value, in words or figures, that has to agree.
    twins: tuple[str, ...] = ()
    #: How many printed lines the value may fill at most.
    lines: int = 1
    #: Personal data that is masked in logs and lists.
    sensitive: bool = False
    #: A rule in Python (stages/extraction) that finds the value instead of, or after, the labels.
    rule: str = ""
    #: Of a list: its columns.
    columns: tuple[ColumnKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockKind:
    """A part of a paper in which labels mean something of their own, begun by a label that is no field."""

    id: str
    starts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One sort of paper."""

    id: str
    #: What people call it, in Vietnamese and in English.
    name_vi: str
    name_en: str
    #: Titles as printed, in capitals. With ``title_goes_on`` a line that begins with one of them is a title too.
    titles: tuple[str, ...] = ()
    title_goes_on: bool = False
    #: Phrases of the text that speak for this kind where the title cannot be read.
    keywords: tuple[str, ...] = ()
    #: A rule in Python that finds all fields by the layout of the page (the form of official documents).
    rule: str = ""
    #: Labels that end a value without being a field.
    stops: tuple[str, ...] = ()
    blocks: tuple[BlockKind, ...] = ()
    fields: tuple[FieldKind, ...] = ()

    def field(self, field_id: str) -> FieldKind | None:
        """The definition of one field, or None where this kind has no such field."""
        return next((known for known in self.fields if known.id == field_id), None)


#: By id, in the order in which they are tried.
Kinds: TypeAlias = Mapping[str, Kind]
