"""The digitization rates, always with numerator and denominator."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from pipeline.assembly.counting import Counting
from pipeline.domain import periods
from pipeline.domain.report import By, Report, Row
from pipeline.errors import Language
from pipeline.stores import reports
from pipeline.stores.reports import Compare
from web import security
from web.rendering import Screens

#: Groupings as people call them.
_GROUPINGS: Final[dict[By, str]] = {
    "centre": "Bộ phận Một cửa",
    "commune": "Cấp xã",
    "district": "Cấp huyện",
    "province": "Cấp tỉnh",
    "ministry": "Bộ, ngành",
    "procedure": "Thủ tục",
}

_ASIDES: Final = {
    "unregistered": "hồ sơ đã quét nhưng không có trong sổ tiếp nhận",
    "unassigned": "tệp chưa gắn hồ sơ",
    "undated": "hồ sơ trong sổ không có ngày tiếp nhận",
    "unlisted": "mã không có trong danh mục đơn vị",
    "in_progress": "hồ sơ đang số hóa, còn chờ xác minh",
}


def router(screens: Screens, counting: Counting) -> APIRouter:
    """The routes of this screen."""
    routes = APIRouter(default_response_class=Response, include_in_schema=False)

    @routes.get("/rates", dependencies=[Depends(security.needs("rates"))])
    def rates(
        request: Request,
        period: str = "",
        by: By = "centre",
        indicator: str = "digitized_dossiers",
        compare: Compare | None = None,
    ) -> Response:
        chosen = counting.indicators.get(indicator)
        if chosen is None:
            raise security.NotFound
        language = screens.language(request)
        wrong, report = "", None
        try:
            asked = periods.parse(period.strip()) if period.strip() else None
        except periods.PeriodWrong as error:
            wrong = f"{error.message(language)} {error.remedy(language)}"
        else:
            report = reports.report(
                counting.database, chosen, rules=counting.rules, period=asked, by=by, compare=compare
            )
        return screens.show(
            request,
            "rates.html",
            report=report,
            rows=[_shown(report, row) for row in report.rows] if report else [],
            wrong=wrong,
            period=period or (str(report.period) if report else ""),
            by=by,
            groupings=_GROUPINGS,
            chosen=chosen,
            indicators=list(counting.indicators.values()),
            compare=compare,
            asides=_ASIDES,
            caption=_caption(report, language) if report else "",
            rules=[rule.words(language) for rule in report.rules] if report else [],
            total=report.total.percent() if report else None,
        )

    return routes


def _caption(report: Report, language: Language) -> str:
    name = report.indicator.name_vi if language == "vi" else report.indicator.name_en
    return f"{name}, {report.period.first:%d/%m/%Y} – {report.period.last:%d/%m/%Y}"


def _shown(report: Report, row: Row) -> dict[str, object]:
    previous = None if row.previous is None else row.previous.percent()
    return {
        "code": row.code,
        "name": row.name,
        "numerator": row.ratio.numerator,
        "denominator": row.ratio.denominator,
        "rate": row.ratio.percent(),
        "share": report.share(row).percent(),
        "previous": previous,
        "comparable": row.comparable,
        "listed": row.listed,
    }
