"""English beside Vietnamese: the words that forms print in small type under, after or beside a label.

No list of wordings, because every printer has its own: a gloss is told by its words, and each of them may be misread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from pipeline.domain import spelling, texts

_ASKS: Final = """
abbreviated abbreviation activities activity address agency alias amendment amount applicant applicants application
appointed appointment area attached attachment authority birth born branch business capacity capital card cause
certificate certification certified change changes charge charges charter child citizen citizenship code collection
company contact content copies copy current date day death deceased declarant delivery department details document
documents dossier due email english entered enterprise entry ethnic ethnicity expiration expiry extract facsimile
father fee fees female figures first foreign full fullname gender given group guardian head headquarters hometown
hours household husband identification identity information issuance issue issued issuing land language last legal
line maiden mail main male marital member members middle mobile month mother name names nationality note notes
number occupation office officer officials origin original originals owner paper papers parcel parent parents
passport payment permanent personal phone place position procedure processing purpose quantity receipt received
receiver receiving recipient records reference registered registrar registration relationship religion remarks
representative request requested required residence resident result results return returned seal sender serial
service services sets sex short signature signed signer spouse status subject submission submitted surname tax
telephone temporary time title total type until valid validity vietnamese website wife witness words year
"""
#: Words that say what a form asks for; one of them makes a gloss.
_STRONG: Final = frozenset(_ASKS.split())
_BETWEEN: Final = """
a an and any as at be by dob e fax for from id if in is its no nr of on or per tel the this to web with
"""
#: Words that only stand between others in a gloss.
_WEAK: Final = frozenset(_BETWEEN.split())
#: English words that Vietnamese forms use as labels of their own.
_SHARED: Final = frozenset(("email", "mail", "e", "fax", "tel", "website", "web", "mobile"))
#: From this length on a letter may be misread, and from the second two.
ONE_WRONG, TWO_WRONG = 4, 9
_TOKEN: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def is_gloss(text: str) -> bool:
    """Whether a text is nothing but the English of a label, as far as its words tell."""
    words = _words(text)
    known = [_known(word) for word in words]
    return 0 < len(words) <= 9 and all(known) and "strong" in known and not any(sign.isdigit() for sign in text)


def is_shared(text: str) -> bool:
    """Whether all words of a gloss are labels of Vietnamese forms too: ``Email``, ``Fax``."""
    return all(word in _SHARED for word in _words(text))


def leading(words: Sequence[str]) -> int:
    """How many words at the beginning are a gloss, to its colon at most; 0 where none begins there."""
    most = 0
    for count, word in enumerate(words, 1):
        parts = _words(word)
        if any(not _known(part) for part in parts) or any(sign.isdigit() for sign in word):
            break
        if parts and is_gloss(" ".join(words[:count])):
            most = count
        if word.endswith((":", ";")):
            break
    return most


def untranslated(text: str) -> str:
    """A heading without the English at its end: ``Số lượng / Quantity``; all of it where nothing else would be left."""
    words = text.split()
    ends = (at for at in range(1, len(words)) if leading(words[at:]) == len(words) - at)
    return " ".join(words[: next(ends, len(words))])


def _words(text: str) -> list[str]:
    # The engine's Vietnamese model puts marks on English letters and reads an italic f as a florin.
    return _TOKEN.findall(texts.fold(text.replace("ƒ", "f").replace("ı", "i")))


@lru_cache(maxsize=4096)
def _known(word: str) -> str:
    if word in _STRONG:
        return "strong"
    if word in _WEAK or len(word) == 1:
        return "weak"  # of what is left of a word: o[ for of
    if len(word) < ONE_WRONG or spelling.is_syllable(word):
        return ""
    wrong = 2 if len(word) >= TWO_WRONG else 1
    near = any(abs(len(word) - len(one)) <= wrong and texts.distance(word, one) <= wrong for one in _STRONG)
    return "strong" if near else ""
