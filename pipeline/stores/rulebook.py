"""The rule of "digitized" and the indicators, from the .toml files of the configuration folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from pipeline.domain import rules
from pipeline.domain.centres import END
from pipeline.domain.indicators import Indicator
from pipeline.domain.rules import Rule, RuleWrong
from pipeline.errors import Misconfigured


class IndicatorsWrong(Misconfigured):
    """A file of config/indicators cannot be used."""

    code = "indicators_wrong"
    message_vi = "Định nghĩa chỉ tiêu sai trong {file}: {reason}."
    message_en = "The indicators of {file} are wrong: {reason}."
    remedy_vi = "Sửa tệp này trong config/indicators."
    remedy_en = "Correct this file of config/indicators."


#: Keys that an indicator may leave out.
_OPTIONAL: Final[dict[str, Any]] = {"max_score": None, "threshold": "1", "portal_code": None, "valid_to": None}


def digitized_rules(folder: Path) -> tuple[Rule, ...]:
    """The rules of ``digitized.toml`` in order of time; each lasts until the next begins.

    Raises RuleWrong.
    """
    try:
        told = tomllib.loads((folder / "digitized.toml").read_text(encoding="utf-8"))["rule"]
        begun = sorted(told, key=lambda item: item["valid_from"])
        return rules.check([_rule(item, following) for item, following in zip(begun, [*begun[1:], None], strict=True)])
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise RuleWrong(reason=str(error)) from error


def _rule(item: Mapping[str, Any], following: Mapping[str, Any] | None) -> Rule:
    lists = {key: tuple(item[key]) for key in ("component_facts", "result_facts", "not_received")}
    last = END if following is None else following["valid_from"] - timedelta(days=1)
    return Rule(**{**item, **lists, "valid_to": item.get("valid_to", last)})


def indicators(folder: Path) -> Mapping[str, Indicator]:
    """All indicators by id, in the order of their files. Raises IndicatorsWrong."""
    found: dict[str, Indicator] = {}
    for file in sorted((folder / "indicators").glob("*.toml")):
        for indicator in _indicators(file):
            found[indicator.id] = indicator
    return found


def _indicators(file: Path) -> Sequence[Indicator]:
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))["indicator"]
        return [_indicator({**_OPTIONAL, **item}) for item in told]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ArithmeticError) as error:
        raise IndicatorsWrong(file=file.name, reason=str(error)) from error


def _indicator(item: Mapping[str, Any]) -> Indicator:
    points = None if item["max_score"] is None else Decimal(item["max_score"])
    return Indicator(**{**item, "max_score": points, "threshold": Decimal(item["threshold"])})
