"""Lineage: what units became, so that a report can speak of them as they are now, or say that it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.domain.centres import Lineage
from pipeline.domain.indicators import total
from pipeline.domain.report import Row, ordered

#: Kinds after which a unit is still the same dossiers' unit.
_HARMLESS = frozenset({"rename"})


def heirs(lineage: Iterable[Lineage]) -> Mapping[str, str]:
    """The unit that each former unit is part of now, where it went into one unit whole, over any number of changes.

    A unit that was divided or abolished has no heir: its dossiers cannot be told apart afterwards.
    """
    went: dict[str, set[str | None]] = {}
    for one in lineage:
        whole = one.kind in {"rename", "merge_full"} and (one.share is None or one.share == 1)
        went.setdefault(one.predecessor, set()).add(one.successor if whole else None)
    direct = {old: next(iter(new)) for old, new in went.items() if len(new) == 1}
    return {old: heir for old in direct if (heir := _last(old, direct)) is not None and heir != old}


def former(code: str, lineage: Iterable[Lineage]) -> list[str]:
    """The unit, and all former ones that are part of it now: whose counts stand in its row."""
    return [code, *sorted(old for old, heir in heirs(lineage).items() if heir == code)]


def divided(codes: Iterable[str], lineage: Iterable[Lineage]) -> Mapping[str, str]:
    """Of these units, those that no unit of today takes in whole, each with where its parts went: ``H18.7 60%, H18.8``.

    Their dossiers stay under the former unit: counts that a share would cut through are nobody's.
    """
    told = list(lineage)
    heir, parts = heirs(told), {code: [one for one in told if one.predecessor == code] for code in codes}
    return {
        code: ", ".join(_part(one) for one in sorted(its, key=lambda one: one.successor or ""))
        for code, its in parts.items()
        if its and code not in heir and all(one.successor != code for one in its)
    }


def _part(one: Lineage) -> str:
    share = "" if one.share is None else f" {(one.share * 100).normalize():f}%"
    return f"{one.successor or '–'}{share}"


def _last(code: str, direct: Mapping[str, str | None]) -> str | None:
    passed: set[str] = set()
    while code in direct and code not in passed:
        passed.add(code)
        following = direct[code]
        if following is None:
            return None
        code = following
    return code


def as_now(rows: Sequence[Row], lineage: Sequence[Lineage]) -> tuple[Row, ...]:
    """Rows of former units joined to those of the units that they are part of now; sums of counts."""
    heir = heirs(lineage)
    joined: dict[str | None, Row] = {}
    for row in rows:
        code = row.code and heir.get(row.code, row.code)
        moved = replace(row, code=code, name=row.name if code == row.code else "")
        joined[code] = _sum(joined[code], moved) if code in joined else moved
    return ordered(list(joined.values()))


def _sum(one: Row, other: Row) -> Row:
    names = one.counts.keys() | other.counts.keys()
    return replace(
        one,
        name=one.name or other.name,
        ratio=total([one.ratio, other.ratio]),
        previous=None if one.previous is None or other.previous is None else total([one.previous, other.previous]),
        listed=one.listed or other.listed,
        counts={name: one.counts.get(name, 0) + other.counts.get(name, 0) for name in names},
    )


def changed(lineage: Iterable[Lineage], *, after: date, until: date, now: bool) -> frozenset[str]:
    """Units that are not the same at both ends of a time: what they were cannot be held against what they are.

    ``now``: the rows speak of the units as they are now, so that whole mergers are on both sides and do no harm.
    """
    touched: set[str] = set()
    for one in lineage:
        harmless = one.kind in _HARMLESS or (now and one.kind == "merge_full")
        if after < one.on <= until and not harmless:
            touched.add(one.predecessor)
            touched |= {one.successor} if one.successor else set()
    return frozenset(touched)
