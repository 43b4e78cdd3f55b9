"""What people call a field: the form's own label in Vietnamese, English beside it. Data: labels.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pipeline.errors import Language

_Names: TypeAlias = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Labels by field id, with those that one kind calls differently."""

    fields: _Names
    kinds: Mapping[str, _Names]

    def label(self, kind: str, field: str, language: Language) -> str:
        """The label of a field on papers of a kind; its id where it has none."""
        names = self.kinds.get(kind, {}).get(field) or self.fields.get(field) or (field, field)
        return names[0 if language == "vi" else 1]


def load() -> Labels:
    """The labels of labels.toml."""
    data = tomllib.loads((Path(__file__).parent / "labels.toml").read_text(encoding="utf-8"))
    return Labels(fields=data["fields"], kinds=data["kinds"])
