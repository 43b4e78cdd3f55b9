"""The digitization rates, always with numerator and denominator."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from pipeline.assembly import pictures
from pipeline.assembly.counting import Counting
from pipeline.domain import charts, periods
from pipeline.domain.accounts import Account
from pipeline.domain.closing import ClosingMissing, told
from pipeline.domain.indicators import Indicator, Ratio, change_points, change_relative
from pipeline.domain.periods import Period
from pipeline.domain.report import By, GroupingWrong, Report, Row
from pipeline.errors import Language
from pipeline.stores import anomalies, reports
from pipeline.stores.evidence import Part
from pipeline.stores.reports import Compare
from pipeline.tools import numbers
from web import drilldown, security
from web.drilldown import Number
from web.rendering import Screens
from web.screens import closings

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
    "subject_unknown": "thủ tục chưa biết có dành cho cá nhân không nên chưa tính được tỷ lệ (sohoa procedures import)",
    "in_progress": "hồ sơ đang số hóa, còn chờ xác minh",
}


def router(screens: Screens, counting: Counting) -> APIRouter:
    """The routes of this screen."""
    routes = APIRouter(default_response_class=Response, include_in_schema=False)

    @routes.get("/rates")
    def rates(
        request: Request,
        account: Annotated[Account, Depends(security.needs("rates"))],
        asked: Annotated[Asked, Depends()],
    ) -> Response:
        chosen = counting.indicator(asked.indicator)
        language = screens.language(request)
        wrong, report, period = "", None, None
        try:
            period = periods.parse(asked.period) if asked.period else None
            report = drilldown.seen(_report(counting, chosen, asked, period), account)
            period = report.period
        except (periods.PeriodWrong, GroupingWrong, ClosingMissing, reports.NotClosed) as error:
            wrong = f"{error.message(language)} {error.remedy(language)}"
        return screens.show(
            request,
            "rates.html",
            report=report,
            rows=[_shown(report, row) for row in report.rows] if report else [],
            localities=_shown(report, report.localities) if report and report.localities else None,
            wrong=wrong,
            period=asked.period or str(period or ""),
            by=asked.by,
            groupings=_GROUPINGS,
            chosen=chosen,
            indicators=list(counting.indicators.values()),
            compare=asked.compare,
            units=asked.units,
            closings=closings.choices(counting, period) if period else {},
            as_of=closings.chosen(report.closing) if report and report.closing else "",
            closed=told(report.closing, report.closing_before, language) if report else [],
            asides=_ASIDES,
            caption=_caption(report, language) if report else "",
            against=numbers.days(report.days_before, language) if report and report.days_before else "",
            rules=[rule.words(language) for rule in report.rules] if report else [],
            total=_compared(report.total, report.total_before) if report else {},
            behind=_behind(report, asked.by) if report else "",
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


class Asked:
    """Which report, as the parameters of an address tell."""

    def __init__(
        self,
        period: str = "",
        by: By = "centre",
        indicator: str = "digitized_dossiers",
        compare: str = "",
        units: str = "as-was",
        as_of: str = "",
        after: str = "",
    ) -> None:
        """``as_of``: the moment of a closing; empty for the live counts, the only ones with units as they are now."""
        self.period, self.by, self.indicator, self.compare = period.strip(), by, indicator, compare
        self.as_of, self.after = as_of, after
        self.units = "as-was" if as_of else units


def _report(counting: Counting, indicator: Indicator, asked: Asked, period: Period | None) -> Report:
    """The live report, or that of a closing. Raises GroupingWrong, ClosingMissing, NotClosed, RequestWrong."""
    database, rules, compare = counting.database, counting.rules, _compare(asked.compare)
    page = reports.Page(after=asked.after, limit=_PAGE)
    as_of = closings.moment(asked.as_of)
    if as_of is not None and period is not None:
        return reports.closed(
            database,
            indicator,
            rules=rules,
            period=period,
            by=asked.by,
            compare=compare,
            as_of=as_of,
            page=page,
            proven=counting.proven,
        )
    now = asked.units == "as-now"
    found = reports.report(
        database, indicator, rules=rules, period=period, by=asked.by, compare=compare, now=now, page=page
    )
    return counting.named(found)


def _asked(number: Number) -> dict[str, Any]:
    """The parameters of an address, for the addresses that lead on from there."""
    asked = {"period": number.period, "by": number.by, "indicator": number.indicator}
    asked = {**asked, "units": "as-now"} if number.now else asked
    asked = asked if number.unit is None else {**asked, "unit": number.unit}
    return {"asked": asked, "period": number.days, "part": number.part}


def _behind(report: Report, by: By) -> str:
    """Where the numbers of a report lead to; empty where there is nothing to list."""
    if report.closing is not None:
        # The dossiers behind them are those of today: the difference tells what happened to them since.
        return ""
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
    return f"{name}, {numbers.days(report.days, language)}"


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
