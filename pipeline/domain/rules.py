"""The rule of "digitized": by date, which states and facts a component and a result must have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from pipeline.domain.periods import Period
from pipeline.errors import Language, Misconfigured

STATES: Final = ("received", "read", "verified", "stored")
FACTS: Final = (
    "verified_by_person",
    "bytes_stored",
    "bytes_hashed",
    "scanner_signature",
    "agency_signature",
    "issued_code",
)

#: The words of a rule in a report: Vietnamese, English.
_WORDS: Final = {
    "received": ("đã tiếp nhận", "received"),
    "read": ("đã đọc", "read"),
    "verified": ("đã kiểm tra", "verified"),
    "stored": ("đã lưu", "stored"),
    "verified_by_person": ("người có tên xác nhận", "confirmed by a named person"),
    "bytes_stored": ("bản gốc đã lưu", "bytes stored"),
    "bytes_hashed": ("mã băm khớp", "bytes hashed"),
    "scanner_signature": ("chữ ký số của người sao chụp", "the scanner's personal signature"),
    "agency_signature": ("chữ ký số của cơ quan", "the agency's signature"),
    "issued_code": ("đã cấp mã kết quả số hóa", "a code issued"),
}


class RuleWrong(Misconfigured):
    """config/digitized.toml cannot be used."""

    code = "digitized_rule_wrong"
    message_vi = "Quy tắc số hóa sai: {reason}."
    message_en = "The rule of digitized is wrong: {reason}."
    remedy_vi = "Sửa config/digitized.toml."
    remedy_en = "Correct config/digitized.toml."


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What counts as digitized for dossiers received on certain days."""

    id: str
    valid_from: date
    #: Last day, included.
    valid_to: date
    component_state: str
    component_facts: tuple[str, ...]
    result_state: str
    result_facts: tuple[str, ...]
    #: Statuses of the register that are in no denominator.
    not_received: tuple[str, ...]
    #: Whether a document is due where nobody tells.
    result_when_unknown: bool
    source: str

    def words(self, language: Language) -> str:
        """The rule in one line, as every report prints it."""
        component = _needs(self.component_state, self.component_facts, language)
        result = _needs(self.result_state, self.result_facts, language)
        when = f"{self.valid_from.isoformat()}…" if self.valid_from.year > 1900 else ""
        if language == "vi":
            parts = f"hồ sơ số hóa = có thành phần ({component}) và, nếu phải có kết quả, có kết quả ({result})"
        else:
            parts = f"digitized = a component ({component}) and, where a document is due, a result ({result})"
        return f"[{self.id}{' ' + when if when else ''}] {parts}"


def _needs(state: str, facts: Sequence[str], language: Language) -> str:
    index = 0 if language == "vi" else 1
    return ", ".join(_WORDS[name][index] for name in (state, *facts))


def check(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules in order of time. Raises RuleWrong for unknown words, gaps and overlaps."""
    ordered = tuple(sorted(rules, key=lambda rule: rule.valid_from))
    if not ordered:
        raise RuleWrong(reason="no rule")
    for rule in ordered:
        unknown = {rule.component_state, rule.result_state} - set(STATES)
        unknown |= {*rule.component_facts, *rule.result_facts} - set(FACTS)
        if unknown:
            raise RuleWrong(reason=f"{rule.id}: {', '.join(sorted(unknown))}")
    for before, after in pairwise(ordered):
        if (after.valid_from - before.valid_to).days != 1:
            raise RuleWrong(reason=f"{before.id} ends {before.valid_to}, {after.id} begins {after.valid_from}")
    return ordered


def in_force(rules: Sequence[Rule], period: Period) -> tuple[Rule, ...]:
    """The rules of the days of a period."""
    return tuple(rule for rule in rules if rule.valid_from <= period.last and rule.valid_to >= period.first)
