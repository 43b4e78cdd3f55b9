"""From printed text to the value that the public contract prescribes, by the type of the field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from pipeline.domain import dates, identifiers, industries, money, names, texts
from pipeline.domain.parsed import Parsed

_AROUND: Final = " \t,;:_-–—…·•*|\\'`~=<>"

#: The number of a footnote at a label, which the label left behind: ``(2): Cấp hộ chiếu``.
_FOOTNOTE: Final = re.compile(r"^\(?\d{1,2}\)\s*:")


def _text(text: str) -> Parsed | None:
    tidy = _FOOTNOTE.sub("", texts.tidy(text)).strip(_AROUND)
    # Leaders end a value on a form; the last dot of a sentence or an abbreviation stays.
    tidy = tidy.lstrip(".").rstrip(_AROUND)
    while tidy.endswith(".."):
        tidy = tidy[:-1]
    tidy = tidy.removesuffix(" .")
    return Parsed(value=tidy) if any(character.isalnum() for character in tidy) else None


#: One parser per type of the contract's table and of the kinds' data.
PARSERS: Final[Mapping[str, Callable[[str], Parsed | None]]] = MappingProxyType(
    {
        "text": _text,
        "address": _text,
        "name": names.parse,
        "date": dates.parse,
        "datetime": dates.parse_moment,
        "sex": names.sex,
        "money": money.parse,
        "area": money.area,
        "count": money.count,
        "personal_id": identifiers.personal_id,
        "identity": identifiers.identity,
        "tax_code": identifiers.tax_code,
        "household_code": identifiers.household_code,
        "dossier_code": identifiers.dossier_code,
        "procedure_code": identifiers.procedure_code,
        "phone": identifiers.phone,
        "email": identifiers.email,
        "land_serial": identifiers.land_serial,
        "certificate_code": identifiers.certificate_code,
        "certificate_number": identifiers.certificate_number,
        "industry_code": industries.code,
        "main_mark": industries.is_main,
    }
)


def parse(kind_of_value: str, text: str) -> Parsed | None:
    """Normalize ``text`` as a value of that type. None where it cannot be one.

    Raises KeyError for a type that does not exist: the kinds' data are checked when they are loaded.
    """
    return PARSERS[kind_of_value](text)


def typed(kind_of_value: str, text: str) -> Parsed | None:
    """What a person typed as a value of that type: in the contract's own form (``2023-10-05T14:30``, ``female``) or as
    it is printed. None where it is neither; nothing is repaired, because a person can type it again.
    """
    given = text.strip()
    if _OWN_FORM.get(kind_of_value, _is_none)(given):
        return Parsed(value=given)
    parsed = parse(kind_of_value, given)
    return None if parsed is None or parsed.repaired else parsed


def _is_none(_text: str) -> bool:
    return False


def _is_date(text: str) -> bool:
    whole = text + "-01" * (3 - len(text.split("-")))
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", whole) is not None and _is_moment(whole)


def _is_moment(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?", text) is not None


#: Types whose own form is not also a printed one.
_OWN_FORM: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {"date": _is_date, "datetime": _is_moment, "sex": {"male", "female"}.__contains__}
)
