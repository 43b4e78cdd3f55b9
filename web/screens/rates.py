"""The digitization rates, always with numerator and denominator."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from pipeline.assembly import pictures
from pipeline.assembly.counting import Counting
from pipeline.domain import charts, periods
from pipeline.domain.accounts import Account
from pipeline.domain.indicators import Ratio, change_points, change_relative
from pipeline.domain.periods import Period
from pipeline.domain.report import By, GroupingWrong, Report, Row
from pipeline.errors import Language
from pipeline.stores import anomalies, reports
from pipeline.stores.evidence import Part
from pipeline.stores.reports import Compare
from web import drilldown, security
from web.drilldown import Number
from web.rendering import Screens

#: Groupings as people call them.
_GROUPINGS: Final[dict[By, str]] = {
    "centre": "Bộ phận Một cửa",
    "commune": "Cấp xã",
    "district": "Cấp huyện",
    "province": "Cấp tỉnh",
    "ministry": "Bộ, ngành",
    "level": "Cấp",
    "procedure": "Thủ tục",
    "field": "Lĩnh vực",
    "kind": "Loại giấy tờ",
}
_PARTS: Final[dict[Part, str]] = {
    "denominator": "tất cả hồ sơ trong mẫu số",
    "numerator": "hồ sơ đạt",
    "missing": "hồ sơ chưa đạt",
}
_PAPERS: Final[dict[Part, str]] = {
    "denominator": "tất cả giấy tờ",
    "numerator": "giấy tờ đã số hóa",
    "missing": "giấy tờ chưa số hóa",
}
_CENTRES: Final[dict[Part, str]] = {
    "denominator": "tất cả bộ phận đang hoạt động",
    "numerator": "bộ phận đã triển khai",
    "missing": "bộ phận chưa triển khai",
}
#: Centres on one page, bars of a chart, and dossiers behind a number.
_PAGE: Final = 200
_BARS: Final = 63
_DOSSIERS: Final = 50

_ASIDES: Final = {
    "unregistered": "hồ sơ đã quét nhưng không có trong sổ tiếp nhận",
    "unassigned": "tệp chưa gắn hồ sơ",
    "undated": "hồ sơ trong sổ không có ngày tiếp nhận",
    "unlisted": "mã không có trong danh mục đơn vị",
    "divided": "đơn vị đã chia tách hoặc bãi bỏ, hồ sơ vẫn tính cho đơn vị cũ",
    "in_progress": "hồ sơ đang số hóa, còn chờ xác minh",
}


def router(screens: Screens, counting: Counting) -> APIRouter:
    """The routes of this screen."""
    routes = APIRouter(default_response_class=Response, include_in_schema=False)

    @routes.get("/rates")
    def rates(
        request: Request,
        account: Annotated[Account, Depends(security.needs("rates"))],
        period: str = "",
        by: By = "centre",
        indicator: str = "digitized_dossiers",
        compare: str = "",
        units: str = "as-was",
        after: str = "",
    ) -> Response:
        chosen = counting.indicator(indicator)
        language = screens.language(request)
        wrong, report = "", None
        try:
            asked = periods.parse(period.strip()) if period.strip() else None
            found = reports.report(
                counting.database,
                chosen,
                rules=counting.rules,
                period=asked,
                by=by,
                compare=_compare(compare),
                now=units == "as-now",
                page=reports.Page(after=after, limit=_PAGE),
            )
            report = drilldown.seen(counting.named(found), account)
        except (periods.PeriodWrong, GroupingWrong) as error:
            wrong = f"{error.message(language)} {error.remedy(language)}"
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
            units=units,
            asides=_ASIDES,
            caption=_caption(report, language) if report else "",
            against=_days(report.previous_period) if report and report.previous_period else "",
            rules=[rule.words(language) for rule in report.rules] if report else [],
            total=_compared(report.total, report.total_before) if report else {},
            behind=_behind(report, by) if report else "",
            chart=charts.svg(pictures.picture(report, language=language, most=_BARS)) if report else "",
        )

    @routes.get("/rates/dossiers")
    def dossiers(
        request: Request,
        account: Annotated[Account, Depends(security.needs("rates"))],
        number: Annotated[Number, Depends()],
    ) -> Response:
        """The dossiers behind one number, page by page; an account of one centre sees that centre's only."""
        found = drilldown.dossiers(counting, account, number, limit=_DOSSIERS)
        return screens.show(
            request, "rates_dossiers.html", found=found, title=_PARTS[number.part], parts=_PARTS, **_asked(number)
        )

    @routes.get("/rates/centres", dependencies=[Depends(security.needs("rates"))])
    def centres(request: Request, number: Annotated[Number, Depends()]) -> Response:
        """The centres behind a number, with what proves that digitization is deployed there."""
        found = drilldown.centres(counting, number, limit=_DOSSIERS)
        return screens.show(request, "rates_centres.html", found=found, parts=_CENTRES, **_asked(number))

    @routes.get("/rates/papers")
    def papers(
        request: Request,
        account: Annotated[Account, Depends(security.needs("rates"))],
        number: Annotated[Number, Depends()],
        dossier: str = "",
    ) -> Response:
        """The papers that prove a dossier, or those behind a number by kind."""
        found = drilldown.papers(counting, account, number, dossier=dossier, limit=_DOSSIERS)
        return screens.show(request, "rates_papers.html", found=found, dossier=dossier, parts=_PAPERS, **_asked(number))

    @routes.get("/rates/anomalies")
    def odd(
        request: Request, account: Annotated[Account, Depends(security.needs("rates"))], period: str = ""
    ) -> Response:
        """What somebody should look at before signing."""
        language = screens.language(request)
        asked, found = anomalies.find(counting.database, period=periods.parse(period) if period.strip() else None)
        return screens.show(
            request,
            "rates_anomalies.html",
            asked=asked,
            found=[{"anomaly": one, "words": one.words(language)} for one in drilldown.seen_oddities(found, account)],
        )

    return routes


def _asked(number: Number) -> dict[str, Any]:
    """The parameters of an address, for the addresses that lead on from there."""
    asked = {"period": number.period, "by": number.by, "indicator": number.indicator}
    asked = {**asked, "units": "as-now"} if number.now else asked
    asked = asked if number.unit is None else {**asked, "unit": number.unit}
    return {"asked": asked, "days": number.days, "part": number.part}


def _behind(report: Report, by: By) -> str:
    """Where the numbers of a report lead to; empty where there is nothing to list."""
    if report.indicator.method == "coverage":
        # The list tells one day's centres where they stood on it: not those of a former unit.
        return "" if report.now else "/rates/centres"
    if report.register_missing or report.indicator.method != "sum":
        return ""
    return "/rates/papers" if by == "kind" else "/rates/dossiers"


def _compare(text: str) -> Compare | None:
    return "previous-year" if text == "previous-year" else "previous-period" if text == "previous-period" else None


def _caption(report: Report, language: Language) -> str:
    name = report.indicator.name_vi if language == "vi" else report.indicator.name_en
    return f"{name}, {_days(report.period)}"


def _days(period: Period) -> str:
    return f"{period.first:%d/%m/%Y} – {period.last:%d/%m/%Y}"


def _shown(report: Report, row: Row) -> dict[str, object]:
    return {
        "code": row.code,
        "name": row.name,
        "share": report.share(row).percent(),
        **_compared(row.ratio, row.previous),
        "comparable": row.comparable,
        "listed": row.listed,
    }


def _compared(ratio: Ratio, before: Ratio | None) -> dict[str, object]:
    return {
        "numerator": ratio.numerator,
        "denominator": ratio.denominator,
        "rate": ratio.percent(),
        "before": before,
        "previous": None if before is None else before.percent(),
        "points": None if before is None else change_points(ratio, before),
        "relative": None if before is None else change_relative(ratio, before),
    }
