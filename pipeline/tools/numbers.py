"""Numbers and times as people read them, through babel: ``9.200``, ``76,9%`` in Vietnamese, ``9,200`` in English."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal

from pipeline.domain.periods import Period
from pipeline.errors import Language

#: What stands where there is no number: nothing was there to count.
NONE: Final = "–"


def whole(number: int | None, language: Language) -> str:
    """A count, its thousands grouped."""
    return NONE if number is None else format_decimal(number, locale=_locale(language))


def decimal(value: Decimal | None, language: Language) -> str:
    """A decimal that was rounded already: every digit of it is shown, none is rounded again."""
    if value is None:
        return NONE
    digits = max(0, -int(value.as_tuple().exponent))
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=_locale(language))


def tenths(value: float, language: Language) -> str:
    """A measured figure, to one decimal: ``12,5``."""
    return format_decimal(value, format="#,##0.0", locale=_locale(language))


def percent(value: Decimal | None, language: Language) -> str:
    """A rate in per cent."""
    return NONE if value is None else f"{decimal(value, language)}%"


def signed(value: Decimal | None, language: Language) -> str:
    """A change, with its sign."""
    if value is None:
        return NONE
    return ("+" if value > 0 else "−" if value < 0 else "±") + decimal(abs(value), language)


def day(value: date, language: Language) -> str:
    """A date: ``30/09/2023`` in Vietnamese, ``30 Sept 2023`` in English."""
    pattern = "dd/MM/yyyy" if language == "vi" else "d MMM yyyy"
    return format_date(value, format=pattern, locale=_locale(language))


def days(period: Period, language: Language) -> str:
    """The first and the last day of a period: ``01/07/2023 – 30/09/2023``; of a day, the day."""
    last = day(period.last, language)
    return last if period.first == period.last else f"{day(period.first, language)} – {last}"


def moment(at: datetime, language: Language) -> str:
    """A time of day to the minute, in its own zone: ``14:30 30/09/2023``."""
    pattern = "HH:mm dd/MM/yyyy" if language == "vi" else "d MMM yyyy HH:mm"
    return format_datetime(at, pattern, locale=_locale(language))


def span(seconds: float, language: Language) -> str:
    """A length of time in its largest unit: ``3 phút``."""
    return format_timedelta(timedelta(seconds=seconds), locale=_locale(language), threshold=1)


def _locale(language: Language) -> Locale:
    return Locale("vi") if language == "vi" else Locale("en", "GB")
