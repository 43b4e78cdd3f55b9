"""Values of fields as a clerk reads and writes them: ``03/06/1985``, ``14:30 05/10/2023``, ``Nữ``, ``1.000.000``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pipeline.errors import Language
from pipeline.tools import numbers

_ISO_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T(\d{2}:\d{2}))?")
_SEXES: Final[Mapping[str, tuple[str, str]]] = {"male": ("Nam", "Male"), "female": ("Nữ", "Female")}

#: Whether a line is marked; ``pipeline.domain.industries`` reads each of these words back.
_MARKS: Final = (("không", "false"), ("chính", "main"))


def shown(value: Any, value_type: str, language: Language) -> str:
    """A normalized value for a person; an empty string where there is none. Lists are shown as tables instead."""
    match value_type:
        case _ if value is None:
            return ""
        case "date" | "datetime":
            return _date(str(value))
        case "sex" if value in _SEXES:
            return _SEXES[str(value)][0 if language == "vi" else 1]
        case "main_mark":
            return _MARKS[bool(value)][0 if language == "vi" else 1]
        case "money":
            return numbers.whole(int(value), language)
        case _:
            return str(value)


def _date(value: str) -> str:
    found = _ISO_DATE.fullmatch(value)
    if found is None:
        return value
    year, month, day, clock = found.groups()
    date = "/".join(part for part in (day, month, year) if part)
    return f"{clock} {date}" if clock else date
