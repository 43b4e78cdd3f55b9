"""Finding known wordings in read text, in spite of wrong, lost, glued and torn characters. The door to rapidfuzz.

Both sides are folded first: lower case, no marks, letters and digits only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from pipeline.domain import texts


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Letters and digits of a text, folded."""
    return "".join(sign for sign in texts.fold(text) if sign.isalnum())


def likeness(one: str, other: str) -> float:
    """How alike two folded texts are, from 0.0 to 1.0 (edit distance over the longer one)."""
    return Levenshtein.normalized_similarity(one, other)


def occurrences(wanted: str, text: str, *, least: float) -> Iterator[tuple[int, int, float]]:
    """Where ``wanted`` stands in ``text`` (both folded): start, end, likeness; from left to right.

    Ends are moved by a few characters where that makes the passage more alike: the first search fixes its length.
    """
    if not wanted or len(text) < len(wanted) * least:
        return
    yield from _search(wanted, text, 0, least)


def standing(wanted: Iterable[str], texts: Iterable[str], *, least: float) -> set[str]:
    """Those of the wanted wordings that stand in any of the texts (all folded)."""
    words, rows = sorted(wanted), sorted(texts)
    if not words or not rows:
        return set()
    return {
        word
        for word, found in zip(words, _likely(words, rows, least), strict=True)
        if word and any(_stands(word, rows[place], least) for place in np.argsort(-found) if found[place])
    }


def candidates(wanted: Sequence[str], texts: Sequence[str], *, least: float) -> list[list[int]]:
    """For each text, the places in ``wanted`` of the wordings that ``occurrences`` may find in it (all folded)."""
    if not wanted or not texts:
        return [[] for _ in texts]
    return [np.flatnonzero(found).tolist() for found in _likely(wanted, texts, least).T]


def _likely(wanted: Sequence[str], texts: Sequence[str], least: float) -> npt.NDArray[np.float32]:
    """All wordings against all texts in one call; 0 where a wording cannot be found by ``occurrences``."""
    return process.cdist(wanted, texts, scorer=fuzz.partial_ratio, score_cutoff=_indel(least))


def _stands(wanted: str, text: str, least: float) -> bool:
    return wanted in text or any(True for _ in occurrences(wanted, text, least=least))


def _indel(least: float) -> float:
    """The lower bar for indel likeness, in percent, which is below edit likeness for replaced characters."""
    return max(0.0, least - 0.12) * 100


def _search(wanted: str, text: str, offset: int, least: float) -> Iterator[tuple[int, int, float]]:
    if len(text) <= len(wanted):
        found = likeness(wanted, text)
        if found >= least:
            yield offset, offset + len(text), found
        return
    alignment = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=_indel(least))
    if alignment is None:
        return
    start, end, found = _fit(wanted, text, alignment.dest_start, alignment.dest_end)
    if found < least:
        return
    yield from _search(wanted, text[:start], offset, least)
    yield offset + start, offset + end, found
    yield from _search(wanted, text[end:], offset + end, least)


def _fit(wanted: str, text: str, start: int, end: int) -> tuple[int, int, float]:
    best = (likeness(wanted, text[start:end]), start, end)
    if best[0] < 1.0:
        for first in range(max(0, start - 2), start + 3):
            # At the ends of a text the first search may give a passage that is too short.
            for last in range(end - 2, min(len(text), max(end, start + len(wanted)) + 2) + 1):
                if last > first and (found := likeness(wanted, text[first:last])) > best[0]:
                    best = (found, first, last)
    return best[1], best[2], best[0]


def beside(words: Sequence[str], other: str) -> tuple[str, ...]:
    """For each word of a text, what another reading of the text has in its place; spaces do not count.

    What only the other one has belongs to the word that it stands in; between two words, signs belong to the one
    before and letters to the one after.
    """
    owners = [at for at, word in enumerate(words) for _ in word]
    told = "".join(other.split())
    parts = [""] * len(words)
    for edit in Levenshtein.opcodes("".join(words), told):
        for offset, sign in enumerate(told[edit.dest_start : edit.dest_end]):
            place = edit.src_start + offset if edit.tag in ("equal", "replace") else edit.src_start
            within = 0 < place < len(owners) and owners[place - 1] == owners[place]
            if edit.tag == "insert" and place and not (within or sign.isalnum()):
                place -= 1
            parts[owners[min(place, len(owners) - 1)]] += sign
    return tuple(parts)
