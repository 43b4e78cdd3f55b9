"""The provincial screen: how far each unit has come with digitizing, in the columns that provinces know.

Source: "Theo dõi mức độ số hóa các đơn vị – QĐ 766". Two denominators stand beside each other and are never mixed:
dossiers received in the period, and dossiers resolved in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Final

#: Headings as on the screen, and in English.
HEADINGS: Final[Mapping[str, tuple[str, str]]] = {
    "received": ("Tiếp nhận", "Received"),
    "without_component": ("Chưa số hóa TPHS", "No component digitized"),
    "with_component": ("Có số hóa TPHS", "A component digitized"),
    "reused": ("Có tái sử dụng thành phần", "Reuses a component"),
    "reused_from_portal": ("Có tái sử dụng từ Cổng DVCQG", "Reuses from the national portal"),
    "resolved": ("Đã giải quyết", "Resolved"),
    "result_missing": ("Chưa số hóa kết quả", "Result not digitized"),
    "result_digitized": ("Đã số hóa kết quả", "Result digitized"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit of the screen; all counts of dossiers."""

    #: None gathers what has no such unit.
    code: str | None
    name: str
    received: int
    without_component: int
    with_component: int
    reused: int
    reused_from_portal: int
    resolved: int
    #: Of the resolved ones that end in a document.
    result_missing: int
    result_digitized: int


def line(code: str | None, name: str, received: Mapping[str, int], resolved: Mapping[str, int]) -> Line:
    """A line from the counts by receipt and those by resolution; empty counts are nought."""
    dossiers, components = received.get("dossiers", 0), received.get("with_component", 0)
    due, there = resolved.get("result_due", 0), resolved.get("with_result", 0)
    return Line(
        code=code,
        name=name,
        received=dossiers,
        without_component=dossiers - components,
        with_component=components,
        reused=received.get("reused", 0),
        reused_from_portal=received.get("from_store", 0),
        resolved=resolved.get("dossiers", 0),
        result_missing=due - there,
        result_digitized=there,
    )


def total(lines: Iterable[Line]) -> Mapping[str, int]:
    """The sums of all columns."""
    told = [asdict(one) for one in lines]
    return {name: sum(one[name] for one in told) for name in HEADINGS}
