"""Vietnamese is the language of the templates; English stands beside it in words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

from pipeline.errors import Language

Translate: TypeAlias = Callable[[str], str]


@cache
def english() -> Mapping[str, str]:
    """Every Vietnamese phrase of the screens with its English one."""
    words: dict[str, str] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return words


def translator(language: Language) -> Translate:
    """How a template says a phrase. A phrase without English is said in Vietnamese; a test finds it."""
    return (lambda phrase: phrase) if language == "vi" else (lambda phrase: english().get(phrase, phrase))
