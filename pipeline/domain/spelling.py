"""What a Vietnamese syllable can look like: an onset, a rime and a tone that go together.

A word outside these rules is a foreign word, a minority name or a misreading: the answer is a doubt, never a verdict.
Source: the spelling rules as taught in schools (Quốc ngữ); k, gh, ngh stand before e, ê, i only, syllables that end in
c, ch, p or t carry the sharp or the heavy tone only.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.domain import texts

_ONSETS: Final = (
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
)  # fmt: skip

#: Onsets of Khơ Mú, Gia Rai, Ê Đê, Ba Na and other names that are written in Vietnamese letters: Rvai, Ksor, Mlô.
_MINORITY_ONSETS: Final = (
    "rv", "kr", "kp", "ks", "kl", "kn", "kd", "kt", "kb", "bl", "br", "dr", "đr", "gr", "hl", "hm", "hn", "hr", "hb",
    "jr", "ml", "mn", "pl", "pr", "rm", "rl", "rc", "sr", "tl", "lh", "j", "w", "z", "f",
)  # fmt: skip

_RIME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oc oe oem oen oeo oet oi om on ong ooc
    oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơng ơp ơt u ua uân uâng uât uây uc uê uêch uênh uêt uêu ui um un ung
    uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương
    ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ôông
"""
_RIMES: Final = frozenset(_RIME_LIST.split())

_FRONT: Final = ("e", "ê", "i", "y")
_STOPS: Final = ("c", "ch", "p", "t")
#: Letters of the alphabet with their marks; a word with others is not asked about.
_LETTERS = re.compile(r"^[a-zA-ZÀ-ỹđĐ]+$")


def is_syllable(word: str, *, in_name: bool = False) -> bool:
    """Whether the word follows the rules. ``word`` is one token without punctuation; names may begin otherwise."""
    letters, tone = texts.spell(word)
    onsets = ("", *_ONSETS, *(_MINORITY_ONSETS if in_name else ()))
    return any(_fits(letters[len(onset) :], onset, tone) for onset in onsets if letters.startswith(onset))


def _fits(rime: str, onset: str, tone: str) -> bool:
    if onset == "gi" and rime[:1] in ("", "n", "m", "p", "t", "ê"):
        rime = "i" + rime  # gì, gìn, giếng: the i of the onset is the vowel as well
    if onset == "qu":
        return _has_tone(rime, tone) and (rime in _RIMES or "u" + rime in _RIMES or "o" + rime in _RIMES)
    if onset in ("k", "gh", "ngh") and not rime.startswith(_FRONT):
        return False
    if onset in ("c", "g", "ng") and rime.startswith(_FRONT) and not (onset == "g" and rime.startswith("i")):
        return False
    return rime in _RIMES and _has_tone(rime, tone)


def _has_tone(rime: str, tone: str) -> bool:
    return not rime.endswith(_STOPS) or tone in ("s", "j")


def is_doubtful(word: str) -> bool:
    """Whether a printed word looks misread: letters only, not an abbreviation, and no syllable."""
    bare = word.strip(".,;:!?()[]{}\"'“”‘’«»…/-–—")
    if not bare or not _LETTERS.match(bare) or (bare.isupper() and len(bare) <= 5 and not _marked(bare)):
        return False
    if bare != bare.upper() and bare[1:] != bare[1:].lower():
        return True  # capitals in the middle: SOAAthửa
    return not is_syllable(bare)


def is_broken(word: str) -> bool:
    """Whether a word has Vietnamese marks and is no syllable: letters of it were misread."""
    bare = word.strip("().,;:'\"")
    return _marked(bare) and bare.isalpha() and not is_syllable(bare)


def _marked(word: str) -> bool:
    return texts.fold(word) != word.lower()


def doubtful_share(text: str) -> float:
    """The share of the words of a text that look misread, from 0.0 to 1.0."""
    words = text.split()
    return sum(map(is_doubtful, words)) / max(1, len(words))


#: Two syllables have at least so many letters.
_TWO: Final = 5
#: What stands before a number in an address, a word of its own.
_NUMBERED: Final = re.compile(r"\b([Ss]ố|[Tt]ổ|[Nn]gõ|[Nn]gách|[Tt]hôn|[Bb]ản|[Đđ]ội)(?=\d)")
_GLUED: Final = re.compile(r"[^\W\d_]+")
#: The shortest expression of two words.
_HEALTH: Final = re.compile(r"\bYtế\b")


def parted(text: str) -> str:
    """The text with a space where an engine lost one that nobody leaves out: ``KhơMú``, ``Số260``."""
    return _GLUED.sub(_parted, _HEALTH.sub("Y tế", _NUMBERED.sub(r"\1 ", text)))


def _parted(match: re.Match[str]) -> str:
    word = match[0]
    at = next((n for n in range(1, len(word)) if word[n].isupper() and word[n - 1].islower()), 0)
    whole = at and is_syllable(word[:at], in_name=True) and is_syllable(word[at:], in_name=True)
    return f"{word[:at]} {word[at:]}" if whole and word[at:] == word[at:].capitalize() else word


#: Small letters, for a pattern's class: in Unicode they stand among the capitals.
SMALL: Final = "a-zàáâãèéêìíòóôõùúýăđĩũơư" + "".join(chr(code) for code in range(0x1EA1, 0x1EFA, 2))
#: Two letters, one of them with a mark, beside a name that begins with a capital alone: no abbreviation has marks.
_SHOUTED: Final = re.compile(
    rf"(?:(?<=[{SMALL}] )|^|(?<=, ))"
    rf"(?:[A-ZĐ][^\W\d_a-z{SMALL[3:]}A-Z]|[^\W\d_a-z{SMALL[3:]}A-Z][A-Z])(?=$|[,.;]| [^\W\d_][{SMALL}])"
)


def calmed(text: str) -> str:
    """``Chiềng LỀ`` as it is printed: the marks of a capital make engines take the small letter after it for one."""
    return text if text.isupper() else _SHOUTED.sub(lambda found: found[0].capitalize(), text)


def is_glued(text: str) -> bool:
    """Whether a word with Vietnamese marks is no syllable: ``đềnghị``, which has parts in more ways than one."""
    return any(
        len(word) >= _TWO and _marked(word) and not is_syllable(word, in_name=True) and word[1:] == word[1:].lower()
        for word in _GLUED.findall(text)
    )


#: Vowels that never stand without their roof or horn before a consonant.
_ROOFS: Final = (("ie", "iê"), ("ye", "yê"), ("uo", "uô"), ("uo", "ươ"))


def is_roofless(text: str) -> bool:
    """Whether a word among marked ones lost the mark without which it is none: ``THẢO NGUYEN``."""
    return _marked(text) and any(
        plain in word and not is_syllable(word) and is_syllable(word.replace(plain, roofed))
        for word in map(str.lower, _GLUED.findall(text))
        for plain, roofed in _ROOFS
    )


#: A syllable's end, and a syllable's beginning, that an engine set apart; no word has these letters only.
_TAIL_TORN: Final = re.compile(r"\b([^\W\d_]+) (ch|ng|nh|c|n|p|t)(?!\w)")
_HEAD_TORN: Final = re.compile(
    r"(?<!\w)([BCDĐHKLMNPSTVXbcdđhklmnpstvx]|Ch|Kh|Ng|Nh|Ph|Th|Tr) ((?:iê|iế|iề|iể|iễ|iệ)[a-z]{1,2})\b"
)


def unglued(text: str) -> str:
    """Running text whose words are syllables: ``Bảnsao`` is two, ``tị ch`` one. Not for names, which have own rules."""
    return _GLUED.sub(_in_two, _HEAD_TORN.sub(_in_one, _TAIL_TORN.sub(_in_one, parted(text))))


def _in_one(match: re.Match[str]) -> str:
    """Two pieces that are a Vietnamese syllable together and none apart."""
    whole = match[1] + match[2]
    return whole if _marked(whole) and is_syllable(whole) else match[0]


def _in_two(match: re.Match[str]) -> str:
    """A word with Vietnamese marks that is no syllable, where it is two in one way only."""
    word = match[0]
    if len(word) < _TWO or not _marked(word) or is_syllable(word, in_name=True):
        return word
    ways = [at for at in range(2, len(word) - 1) if is_syllable(word[:at]) and is_syllable(word[at:])]
    return f"{word[: ways[0]]} {word[ways[0] :]}" if len(ways) == 1 else word
