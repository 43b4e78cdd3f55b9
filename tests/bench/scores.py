"""How wrong a reading is."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Shares from 0.0 (nothing wrong)."""

    #: Edits per character of the truth; also counts blocks in another order.
    cer: float
    #: Words of the truth that were not read, and words read that are not in the truth, wherever they stand.
    missed: float
    invented: float


def score(truth: str, read: str) -> Score:
    """Compare two texts after NFC, with white space collapsed."""
    wanted, found = _plain(truth), _plain(read)
    words, others = Counter(wanted.split()), Counter(found.split())
    common = (words & others).total()
    return Score(
        cer=Levenshtein.distance(wanted, found) / max(1, len(wanted)),
        missed=1 - common / max(1, words.total()),
        invented=1 - common / max(1, others.total()),
    )


def mean(scores: Sequence[Score]) -> Score:
    """The mean over pages."""
    count = len(scores)
    return Score(
        cer=sum(one.cer for one in scores) / count,
        missed=sum(one.missed for one in scores) / count,
        invented=sum(one.invented for one in scores) / count,
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
