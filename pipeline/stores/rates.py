"""Counts of dossiers in SQL: made anew for what changed, and read by reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any, Final

from pipeline.domain.centres import LEVEL_NAMES
from pipeline.domain.indicators import Basis, Indicator, Ratio, bases, total
from pipeline.domain.periods import Period, local_day, parts
from pipeline.domain.report import Aside, By, GroupingWrong, Row, ordered
from pipeline.domain.rules import Rule
from pipeline.stores import units
from pipeline.stores.database import Database, Transaction, queries

_SQL: Final = queries("rates")
#: Any number will do: one process counts at a time, and the others find nothing left.
_LOCK: Final = 7_315_705
#: Days of centres counted in one transaction.
_BATCH: Final = 5_000
#: Days of provinces and ministries summed in one transaction; with more of one day than this, the day is summed whole.
_TOPS: Final = 50_000
#: The bases that counts of a day are kept by.
_BASES: Final = ("receipt", "resolution", "overdue", "scan")
_MANY_TOPS: Final = 12
#: So few that one plan suits all.
_FEW: Final = 50
#: No unit went into another.
NOBODY: Final[Mapping[str, str]] = {}
#: How many codes an aside shows.
_SOME: Final = 20


def refresh(transaction: Transaction, codes: Sequence[str]) -> None:
    """Have the counts around these dossiers made anew, once the transaction that changed them commits.

    Every change of a row of ``dossier`` does this by itself (a trigger); call it for changes that leave that row alone.
    """
    transaction.row("SELECT stale(%s::text[])", (list(codes),))


def keep_rules(database: Database, rules: Sequence[Rule]) -> bool:
    """Let the counts be made by these rules; whether they are others than before: then everything is counted anew."""
    wanted = [_plain(rule) for rule in rules]
    if database.rows(_SQL["kept_rules"]) == wanted:
        return False
    with database.transaction() as transaction:
        hold(transaction)
        if transaction.rows(_SQL["kept_rules"]) == wanted:
            return False
        transaction.run("DELETE FROM digitized_rule")
        for rule in wanted:
            transaction.run(_SQL["keep_rule"], rule)
        transaction.run(_SQL["all_stale"])
        transaction.run(_SQL["all_kinds_stale"])
    return True


def _plain(rule: Rule) -> dict[str, Any]:
    told = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(rule).items()}
    del told["source"]
    return told


def hold(transaction: Transaction, *, wait: bool = True) -> bool:
    """Keep the counts as they are until the transaction ends: nobody counts meanwhile.

    Without ``wait`` it is given up where somebody counts already; False then.
    """
    return transaction.locked(_LOCK, wait=wait)


def recount(database: Database, *, batch: int = _BATCH, wait: bool = True) -> int:
    """Count anew what changed; how many days of centres that were. Safe to run at any time, by anybody.

    Without ``wait`` it is left to whoever counts already.
    """
    total, more = 0, True
    while more:
        with database.transaction() as transaction:
            if not hold(transaction, wait=wait):
                break
            days, more = _count_some(transaction, batch)
            total += days
            # Tops and kinds change with their days: a few of all are one transaction, and flushed to the disk once.
            more = more or _sum_some_tops(transaction)
            more = _count_some_kinds(transaction, batch) or more
    return total


def _count_some(transaction: Transaction, batch: int) -> tuple[int, bool]:
    """Count marked days of centres; how many, and whether there may be more."""
    taken = transaction.rows(_SQL["take_stale"], {"limit": batch})
    units.place(transaction, sorted({row["centre_code"] for row in taken}))
    due = [(row, basis) for row in taken for basis in _due(row["bases"])]
    stale = {
        "centres": [row["centre_code"] for row, _ in due],
        "days": [row["day"] for row, _ in due],
        "bases": [basis for _, basis in due],
    }
    _run(transaction, ("count_days", "sum_months", "mark_months") if taken else (), stale, places=len(taken))
    marks: int = sum(row["marks"] for row in taken)
    return len(taken), marks == batch


def _due(marked: Sequence[str | None]) -> Sequence[str | None]:
    """The bases that a day is marked for: all of them without one, as the version before marks."""
    return _BASES if {None, "all"}.intersection(marked) else marked


def _count_some_kinds(transaction: Transaction, batch: int) -> bool:
    """Count papers of marked days by kind, and sum what changed; whether there may be more."""
    taken = transaction.rows(_SQL["take_stale_kinds"], {"limit": batch})
    if not taken:
        return False
    plan_once(transaction, places=len(taken))
    stale = {"centres": [row["centre_code"] for row in taken], "days": [row["day"] for row in taken]}
    changed = transaction.rows(_SQL["count_kinds"], stale)
    if changed:
        transaction.run(
            _SQL["sum_kinds"], {"days": [row["day"] for row in changed], "tops": [row["top"] for row in changed]}
        )
    marks: int = sum(row["marks"] for row in taken)
    return marks == batch


def _sum_some_tops(transaction: Transaction) -> bool:
    """Sum provinces and ministries anew where something below them changed; whether there may be more."""
    taken = transaction.rows(_SQL["take_stale_tops"], {"limit": _TOPS})
    tops = Counter(row["day"] for row in taken)
    whole = {row["day"] for row in taken if row["top"] is None or tops[row["day"]] > _MANY_TOPS}
    single = [(row["day"], row["top"]) for row in taken if row["day"] not in whole]
    stale = {"days": [day for day, _ in single], "tops": [top for _, top in single], "whole": [*whole]}
    statements = [*(("forget_tops", "sum_tops") if single else ())]
    statements += ("forget_whole_days", "sum_whole_days") if whole else ()
    _run(transaction, statements, stale, places=len(taken))
    marks: int = sum(row["marks"] for row in taken)
    return marks == _TOPS


def plan_once(transaction: Transaction, *, places: int = 0) -> None:
    """Until the transaction ends, one plan for all values: for few places it is always the same, and slow to make."""
    mode = "force_generic_plan" if places <= _FEW else "auto"
    transaction.run(f"SET LOCAL plan_cache_mode = {mode}")


def _run(transaction: Transaction, statements: Sequence[str], stale: Mapping[str, Any], *, places: int) -> None:
    """Statements one after the other, if there are any."""
    if statements:
        plan_once(transaction, places=places)
        transaction.run_all([(_SQL[statement], stale) for statement in statements])


def span(database: Database, among: Sequence[str] = ("receipt", "resolution", "scan")) -> Period | None:
    """From the first to the last day of which anything is counted ``among`` some bases; None where nothing is."""
    told = database.row(_SQL["span"], {"bases": list(among)})
    return None if told is None or told["first"] is None else Period(first=told["first"], last=told["last"])


def covered(database: Database, period: Period) -> bool:
    """Whether the register knows of any dossier in the period."""
    told = database.row(_SQL["register_covers"], {"first": period.first, "last": period.last})
    return told is not None and bool(told["found"])


def now(database: Database) -> datetime:
    """The database's clock."""
    told = database.row(_SQL["now"])
    assert told is not None
    moment: datetime = told["now"]
    return moment


def page_of_centres(database: Database, *, after: str, limit: int) -> list[str]:
    """The next centres, by code, of which anything was ever counted."""
    return [row["code"] for row in database.rows(_SQL["page of centres"], {"after": after, "limit": limit})]


def rows(
    database: Database,
    indicator: Indicator,
    *,
    period: Period,
    by: By,
    centres: Sequence[str] | None = None,
    heirs: Mapping[str, str] = NOBODY,
) -> tuple[Row, ...]:
    """An indicator by place or procedure over a period; ``centres``: only what these received.

    ``heirs``: former units whose procedures are told with those of another, as a procedure of both is one.
    """
    if by == "kind":
        return _by_kind(database, indicator, period=period)
    match indicator.method:
        case "coverage":
            told = database.rows(_SQL["coverage"], {"by": by, "day": period.last})
            return named(database, [_covered(row) for row in told], period.last)
        case "distinct_procedures":
            return named(database, _distinct(database, indicator, period=period, by=by, heirs=heirs), period.last)
        case "sum":
            told = counts(database, basis=indicator.basis, period=period, by=by, centres=centres)
            return named(
                database, [counted(row, indicator.numerator, indicator.denominator) for row in told], period.last
            )


def _by_kind(database: Database, indicator: Indicator, *, period: Period) -> tuple[Row, ...]:
    """Papers, not dossiers: a dossier holds papers of several kinds, and sums have to stay sums."""
    if indicator.id != "digitized_dossiers":
        raise GroupingWrong(indicator=indicator.id, by="kind")
    told = database.rows(_SQL["kinds"], {"first": period.first, "last": period.last})
    return ordered([replace(_covered(row), name=row["code"]) for row in told])


def scanned(database: Database, *, period: Period) -> tuple[Row, ...]:
    """Digitized of scanned dossiers by centre: what can be told without a register."""
    told = counts(database, basis="scan", period=period, by="centre")
    return named(database, [counted(row, "digitized", "dossiers") for row in told], period.last)


def counts(
    database: Database, *, basis: Basis, period: Period, by: By, centres: Sequence[str] | None = None
) -> list[Mapping[str, Any]]:
    """Every count of a basis over a period, by place or procedure: ``code`` and the counts."""
    if basis == "processing":
        # What is due later than today is not late yet.
        period = Period(first=period.first, last=min(period.last, local_day(now(database))))
    if by in {"province", "ministry", "level"}:
        days = {"first": period.first, "last": period.last}
        return list(database.rows(_SQL["tops"], {"by": by, "bases": bases(basis), **days}))
    if by in {"procedure", "field"}:
        days = {"first": period.first, "last": period.last}
        return list(database.rows(_SQL["procedures"], {"by": by, "bases": bases(basis), **days}))
    asked = _split(database, basis, period=period, by=by) | {"centres": None if centres is None else list(centres)}
    return list(database.rows(_SQL["centres" if by == "centre" else "sums"], asked))


def _split(database: Database, basis: Basis, *, period: Period, by: By) -> dict[str, Any]:
    """A period as the statements take it: months that were counted whole, and the days that are left."""
    uneven: set[date] = set()
    if by not in {"centre", "procedure", "field"}:
        found = database.rows(_SQL["uneven_months"], {"first": period.first, "last": period.last})
        uneven = {row["month"] for row in found}
    months, stretches = parts(period, uneven)
    return {
        "by": by,
        "bases": bases(basis),
        "months": months,
        "firsts": [stretch.first for stretch in stretches],
        "lasts": [stretch.last for stretch in stretches],
    }


def asides(database: Database, *, period: Period, registered: bool = True) -> tuple[Aside, ...]:
    """What the counts of a period leave out, so that nothing is hidden: only what there is.

    ``registered``: a register tells what was received. The same is told beside every grouping and page.
    """
    days = {"first": period.first, "last": period.last}
    unknown = database.rows(_SQL["unregistered"], {**days, "limit": _SOME}) if registered else []
    beside = database.row(_SQL["beside"], {**days, "basis": "receipt" if registered else "scan"})
    assert beside is not None
    unassigned, undated = database.rows(_SQL["unassigned"]), database.rows(_SQL["undated"])
    unlisted = [row["code"] for row in database.rows(_SQL["unlisted"], days)]
    found = (
        Aside(
            what="unregistered",
            count=beside["unregistered"] if registered else 0,
            codes=tuple(row["code"] for row in unknown),
        ),
        Aside(
            what="unassigned",
            count=sum(row["files"] for row in unassigned),
            codes=tuple(row["code"] for row in unassigned[:_SOME]),
        ),
        Aside(
            what="undated",
            count=sum(row["dossiers"] for row in undated),
            codes=tuple(row["code"] for row in undated[:_SOME]),
        ),
        Aside(what="unlisted", count=len(unlisted), codes=tuple(unlisted[:_SOME])),
        Aside(what="in_progress", count=beside["in_progress"]),
    )
    return tuple(aside for aside in found if aside.count)


def counted(row: Mapping[str, Any], numerator: str, denominator: str) -> Row:
    """A row of counts as a ratio of two of them, without its name."""
    return Row(
        code=row["code"],
        name="",
        ratio=Ratio(numerator=row[numerator], denominator=row[denominator]),
        counts={name: value for name, value in row.items() if name != "code"},
    )


def _covered(row: Mapping[str, Any]) -> Row:
    ratio = Ratio(numerator=row["numerator"], denominator=row["denominator"])
    return Row(code=row["code"], name="", ratio=ratio, counts={})


def _distinct(
    database: Database, indicator: Indicator, *, period: Period, by: By, heirs: Mapping[str, str] = NOBODY
) -> list[Row]:
    if by in {"procedure", "field"}:
        days = {"first": period.first, "last": period.last}
        told = database.rows(_SQL["connected procedures"], {"by": by, "bases": bases(indicator.basis), **days})
        return [_covered(row) for row in told]
    asked = _split(database, indicator.basis, period=period, by=by)
    told = database.rows(_SQL["distinct_procedures"], asked | {"former": [*heirs], "heirs": [*heirs.values()]})
    return [_covered(row) for row in told]


def procedures(database: Database, indicator: Indicator, *, period: Period) -> tuple[Ratio, tuple[Aside, ...]]:
    """Distinct procedures over everything, where one of many places is one; and those that nobody told enough about."""
    rows_ = _distinct(database, indicator, period=period, by="procedure")
    codes = tuple(row.code for row in rows_ if row.code and row.ratio.denominator is None)
    aside = Aside(what="subject_unknown", count=len(codes), codes=codes[:_SOME])
    return total([row.ratio for row in rows_]), (aside,) if codes else ()


def named(database: Database, rows_: Sequence[Row], day: date) -> tuple[Row, ...]:
    """Rows with the names that their codes had on a day, in order."""
    codes = [row.code for row in rows_ if row.code]
    found = database.rows(_SQL["names"], {"codes": codes, "day": day})
    names = {row["code"]: row["name"] for row in found}
    unlisted = {row["code"] for row in found if not row["listed"]}
    procedures = database.rows("SELECT code, name FROM procedure WHERE code = ANY (%s)", (codes,))
    names |= {row["code"]: row["name"] for row in procedures if row["name"]}
    names |= LEVEL_NAMES
    return ordered(
        [replace(row, name=names.get(row.code or "", row.code or ""), listed=row.code not in unlisted) for row in rows_]
    )
