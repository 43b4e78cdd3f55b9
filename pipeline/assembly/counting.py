"""Builds what counts and reports: the database, the rule of "digitized", the indicators and the lists of units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import config
from config.settings import Settings
from pipeline.domain.indicators import Indicator
from pipeline.domain.report import Report
from pipeline.domain.rules import Rule
from pipeline.errors import Refused
from pipeline.stores import catalogue, rates, rulebook, unit_lists, units
from pipeline.stores.closings import Proven
from pipeline.stores.database import Database

#: The folder of the data that changes without code.
CONFIG: Final = Path(config.__file__).parent


class IndicatorUnknown(Refused):
    """An indicator that config/indicators does not have."""

    code = "indicator_unknown"
    message_vi = "Không có chỉ tiêu {indicator}."
    message_en = "There is no indicator {indicator}."
    remedy_vi = "Các chỉ tiêu: {known}."
    remedy_en = "The indicators are: {known}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What a report needs."""

    database: Database
    rules: tuple[Rule, ...]
    #: By id.
    indicators: Mapping[str, Indicator]
    #: For processes that answer many: what they need not hold against its hash again.
    proven: Proven = field(default_factory=Proven)

    def named(self, report: Report) -> Report:
        """A report by kind with the kinds' names; any other as it is. Raises KindWrong."""
        if report.by != "kind":
            return report
        kinds = catalogue.load(CONFIG / "kinds")
        names = {code: kind.name_vi for code, kind in kinds.items()}
        rows = (replace(row, name=names.get(row.code or "", row.name)) for row in report.rows)
        return replace(report, rows=tuple(rows))

    def indicator(self, name: str) -> Indicator:
        """The indicator of that id. Raises IndicatorUnknown."""
        if name not in self.indicators:
            raise IndicatorUnknown(indicator=name, known=", ".join(self.indicators))
        return self.indicators[name]


def build(settings: Settings) -> Counting:
    """Everything to count with; the lists of units that come with the system are loaded where they are missing."""
    database = Database(settings.database.get_secret_value())
    rules = rulebook.digitized_rules(CONFIG)
    rates.keep_rules(database, rules)
    _load_lists(database)
    return Counting(database=database, rules=rules, indicators=rulebook.indicators(CONFIG))


def _load_lists(database: Database) -> None:
    known = units.sources(database)
    for name, source in unit_lists.sources(CONFIG / "units").items():
        if source not in known:
            with (CONFIG / "units" / name).open(encoding="utf-8-sig", newline="") as file:
                unit_lists.load(database, file, source=source)
