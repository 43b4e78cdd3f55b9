"""What a QR code or barcode of a paper says: dossier, procedure, the person of an identity card.

Source: Circular 01/2023/TT-VPCP (code of dossier, of procedure, applicant's id, name of the paper); the identity
card's seven fields between vertical bars as they are printed since 2021.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pipeline.domain import dates, identifiers, names, normalization
from pipeline.domain.parsed import Parsed

#: Field of an identity card → its place between the bars, and its parser. The old number of the second place is no
#: field of the card; newer cards append more.
_CARD: Final[Mapping[str, tuple[int, Callable[[str], Parsed | None]]]] = {
    "personal_id": (0, identifiers.personal_id),
    "full_name": (2, names.parse),
    "date_of_birth": (3, dates.parse_compact),
    "sex": (4, names.sex),
    "residence": (5, lambda text: normalization.parse("address", text)),
    "issued_on": (6, dates.parse_compact),
}
CARD_FIELDS: Final = tuple(_CARD)


def interpret(text: str) -> dict[str, str]:
    """The values that a code carries, by field id; empty for a code that means nothing to us.

    A repaired character would mean that the text is something else: a decoded code has no misread characters.
    """
    parts = [part.strip() for part in text.split("|")]
    card = _card(parts)
    if card:
        return card
    found: dict[str, str] = {}
    for name, parse in (("dossier_code", identifiers.dossier_code), ("procedure_code", identifiers.procedure_code)):
        for part in parts:
            parsed = parse(part)
            if parsed is not None and not parsed.repaired:
                found.setdefault(name, str(parsed.value))
    return found


def _card(parts: Sequence[str]) -> dict[str, str]:
    if len(parts) < 7 or len(parts[0]) != 12 or not parts[0].isdigit() or dates.parse_compact(parts[3]) is None:
        return {}
    read = {name: parse(parts[place]) for name, (place, parse) in _CARD.items()}
    return {name: str(parsed.value) for name, parsed in read.items() if parsed is not None}
