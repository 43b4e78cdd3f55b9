"""Registers made for tests and benchmarks, and an independent count over their raw files.

Neither knows how the project counts: the maker writes rows, the counter reads them with ``csv`` and adds up.
"""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

HEADING: Final = (
    "dossier_code",
    "procedure_code",
    "receiving_centre",
    "competent_agency",
    "received_at",
    "due_at",
    "resolved_at",
    "status",
    "result_required",
)
_THERE: Final = timezone(timedelta(hours=7))
_PROCEDURES: Final = tuple(f"{kind}.{number:06d}" for kind in (1, 2) for number in range(800, 840))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How large a register, and over what."""

    dossiers: int
    centres: Sequence[str]
    first: date
    last: date
    seed: int = 0
    #: Part of the dossiers that another agency than the receiving centre decides, and who may.
    elsewhere: float = 0.05
    agencies: Sequence[str] = ("G12.18", "G01.11")


def rows(wish: Wish) -> Iterator[tuple[str, ...]]:
    """Rows as a provincial system writes them, the busiest centres first in the draw, some odd ones among them."""
    luck = random.Random(wish.seed)
    weights = [1 / (place + 3) for place in range(len(wish.centres))]
    days = (wish.last - wish.first).days + 1
    ordinals: Counter[tuple[str, date]] = Counter()
    for centre in luck.choices(wish.centres, weights, k=wish.dossiers):
        day = wish.first + timedelta(days=luck.randrange(days))
        ordinals[centre, day] += 1
        yield _row(luck, wish, centre, day, ordinals[centre, day])


def _row(luck: random.Random, wish: Wish, centre: str, day: date, ordinal: int) -> tuple[str, ...]:
    received = datetime(day.year, day.month, day.day, luck.randrange(24), luck.randrange(60), tzinfo=_THERE)
    due = received + timedelta(days=luck.randrange(1, 20))
    done = received + timedelta(days=luck.random() * 25)
    resolved = done if luck.random() < 0.8 else None
    status = "10" if resolved else luck.choice(("2", "4", "4", "5", "7"))
    agency = luck.choice(wish.agencies) if luck.random() < wish.elsewhere else centre
    return (
        f"{centre}-{day:%y%m%d}-{ordinal:04d}",
        luck.choice(_PROCEDURES),
        centre,
        agency,
        _spelled(luck, received),
        due.strftime("%Y-%m-%d"),
        _spelled(luck, resolved) if resolved else "",
        status,
        luck.choice(("1", "1", "1", "0")),
    )


def _spelled(luck: random.Random, at: datetime) -> str:
    match luck.randrange(4):
        case 0:
            return at.strftime("%d/%m/%Y %H:%M")
        case 1:
            return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:00Z")
        case 2:
            return at.strftime("%Y%m%d%H%M00")
        case _:
            return at.strftime("%Y-%m-%dT%H:%M:00+07:00")


def write(path: Path, wish: Wish) -> Path:
    """Write the register as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        writer.writerows(rows(wish))
    return path


@dataclass(slots=True)
class Tally:
    """What an honest clerk would count."""

    received: int = 0
    digitized: int = 0
    resolved_due: int = 0
    resolved_with_result: int = 0


def count(
    path: Path, *, components: Iterable[str], results: Iterable[str], first: date, last: date, by: str
) -> dict[str, Tally]:
    """Counts by ``receiving_centre`` or ``competent_agency``, straight from the file.

    ``components``, ``results``: codes of dossiers of which such a paper is digitized.
    """
    with_component, with_result = set(components), set(results)
    found: defaultdict[str, Tally] = defaultdict(Tally)
    for code, row in _latest(path).items():
        if row["status"] == "7":
            continue
        due = row["result_required"] == "1"
        if first <= _day(row["received_at"]) <= last:
            found[row[by]].received += 1
            found[row[by]].digitized += code in with_component and (not due or code in with_result)
        if row["resolved_at"] and due and first <= _day(row["resolved_at"]) <= last:
            found[row[by]].resolved_due += 1
            found[row[by]].resolved_with_result += code in with_result
    return dict(found)


def count_papers(
    path: Path, papers: Iterable[tuple[str, str, bool]], *, first: date, last: date
) -> dict[str, tuple[int, int]]:
    """Digitized papers and all papers by kind, of the dossiers received in a period, straight from the file.

    ``papers``: the code of the dossier, the kind, whether it is digitized.
    """
    found: dict[str, tuple[int, int]] = {}
    latest = _latest(path)
    for code, kind, digitized in papers:
        row = latest.get(code)
        if row is not None and row["status"] != "7" and first <= _day(row["received_at"]) <= last:
            n, d = found.get(kind, (0, 0))
            found[kind] = (n + digitized, d + 1)
    return found


def _latest(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["dossier_code"]: row for row in csv.DictReader(file)}


def _day(text: str) -> date:
    if "/" in text:
        day, month, year = text[:10].split("/")
        return date(int(year), int(month), int(day))
    if text.endswith("Z"):
        return datetime.fromisoformat(text).astimezone(_THERE).date()
    if text.isdigit():
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    return date.fromisoformat(text[:10])
