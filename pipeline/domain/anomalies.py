"""Anomalies: what in the counts a person should look at before signing. They accuse nobody, and change no number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from pipeline.domain.indicators import Ratio
from pipeline.errors import Language

What: TypeAlias = Literal["stopped_receiving", "stopped_digitizing", "rate_above_one", "rate_jumped", "same_bytes"]

#: Below this many dossiers a period says nothing of a centre: small desks have quiet months.
ENOUGH: Final = 20
#: A rate that changed by this part of one or more from one period to the next of the same length.
JUMP: Final = Fraction(30, 100)
#: The same bytes in this many dossiers: one decision may belong to two.
MANY_DOSSIERS: Final = 3

#: Vietnamese, English.
WORDS: Final[Mapping[What, tuple[str, str]]] = {
    "stopped_receiving": (
        "Kỳ trước có hồ sơ, kỳ này không có: kiểm tra sổ tiếp nhận đã nạp đủ chưa",
        "Received dossiers before and none now: has its register been imported?",
    ),
    "stopped_digitizing": (
        "Vẫn tiếp nhận nhưng không còn hồ sơ số hóa nào: máy quét, người xác minh?",
        "Receives as before and digitizes nothing any more: the scanner, the verifying person?",
    ),
    "rate_above_one": (
        "Số đã quét nhiều hơn số đã tiếp nhận: sổ tiếp nhận thiếu, hoặc quét nhầm nơi",
        "More was scanned than received: the register is short, or scans are at the wrong centre",
    ),
    "rate_jumped": (
        "Tỷ lệ thay đổi từ 30 điểm phần trăm trở lên so với kỳ trước",
        "The rate changed by 30 points or more against the period before",
    ),
    "same_bytes": (
        "Cùng một tệp trong nhiều hồ sơ: một bản quét không thể chứng minh cho tất cả",
        "The same file in many dossiers: one scan cannot prove them all",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """One thing to look at."""

    what: What
    #: The centre; for the same bytes, the hash of the file.
    code: str
    #: Digitized of received now and in the period of the same length before; None where that is not what is odd. Above
    #: one: scanned of received.
    now: Ratio | None = None
    before: Ratio | None = None
    #: How many dossiers it is about, and a few of their codes.
    count: int
    dossiers: tuple[str, ...] = ()

    def words(self, language: Language) -> str:
        """What it means, as a sentence."""
        return WORDS[self.what][0 if language == "vi" else 1]


def of_centres(now: Mapping[str, Ratio], before: Mapping[str, Ratio], scanned: Mapping[str, int]) -> Iterator[Anomaly]:
    """What is odd about centres, by code. Ratios are digitized of received; ``scanned``: dossiers with a scan."""
    nothing = Ratio(numerator=0, denominator=0)
    for code in sorted(now.keys() | before.keys() | scanned.keys()):
        here, past = now.get(code, nothing), before.get(code, nothing)
        received, received_before = here.denominator or 0, past.denominator or 0
        if scanned.get(code, 0) > received > 0:
            above = Ratio(numerator=scanned[code], denominator=received)
            yield Anomaly(what="rate_above_one", code=code, now=above, count=scanned[code])
        if received_before < ENOUGH:
            continue
        if received == 0:
            yield Anomaly(what="stopped_receiving", code=code, now=here, before=past, count=received_before)
        elif here.numerator == 0 and past.numerator >= ENOUGH and received >= ENOUGH:
            yield Anomaly(what="stopped_digitizing", code=code, now=here, before=past, count=received)
        elif received >= ENOUGH and _jumped(here, past):
            yield Anomaly(what="rate_jumped", code=code, now=here, before=past, count=received)


def _jumped(here: Ratio, past: Ratio) -> bool:
    new, old = here.exact, past.exact
    return new is not None and old is not None and abs(new - old) >= JUMP
