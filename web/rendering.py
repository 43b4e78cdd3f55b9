"""Templates: Vietnamese first, English beside it, numbers and times as people write them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.responses import Response

from config.labels import Labels
from pipeline.domain import findings
from pipeline.domain.kinds import Kind
from pipeline.domain.periods import VIETNAM
from pipeline.errors import LANGUAGES, Language, kind_of
from pipeline.tools import numbers
from web import security, wording

HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What screens call things: kinds and fields."""

    kinds: Mapping[str, Kind]
    labels: Labels


class Screens:
    """Draws the templates."""

    def __init__(self, vocabulary: Vocabulary, *, default_language: Language) -> None:
        self._vocabulary = vocabulary
        self._default = default_language
        environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates = Jinja2Templates(env=environment)

    def language(self, request: Request) -> Language:
        """What this session reads: its own choice, else the setting."""
        chosen = request.session.get("language")
        return next((language for language in LANGUAGES if language == chosen), self._default)

    def show(self, request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
        """A template as a response."""
        return self._templates.TemplateResponse(
            request, template, {**self._words(request), **context}, status_code=status
        )

    def _words(self, request: Request) -> dict[str, Any]:
        language = self.language(request)
        say = wording.translator(language)
        return {
            "_": say,
            "language": language,
            "account": getattr(request.state, "account", None),
            "csrf": security.csrf_token(request),
            "static": static,
            "number": lambda value: numbers.whole(value, language),
            "tenths": lambda value: numbers.tenths(value, language),
            "signed": lambda value: numbers.signed(value, language),
            "percent": lambda rate: numbers.percent(rate, language),
            "day": lambda day: numbers.NONE if day is None else numbers.day(day, language),
            "days": lambda period: numbers.days(period, language),
            "moment": lambda at: numbers.moment(at.astimezone(VIETNAM), language) if at else numbers.NONE,
            "span": lambda seconds: numbers.NONE if seconds is None else numbers.span(seconds, language),
            "kind_name": lambda kind: self.kind_name(kind, language),
            "label": lambda kind, field: self._vocabulary.labels.label(kind, field, language),
            "reason": lambda code: self.reason(code, language),
            "told": lambda code: findings.message(code, language),
        }

    def kind_name(self, kind: str, language: Language) -> str:
        """What people call a kind of paper."""
        known = self._vocabulary.kinds.get(kind)
        if known is None:
            return kind
        return known.name_vi if language == "vi" else known.name_en

    def reason(self, code: str, language: Language) -> str:
        """A stable code as the sentence of its error, without the details of the case."""
        known = kind_of(code)
        if known is None:
            return code
        sentence = known.message_vi if language == "vi" else known.message_en
        return code if "{" in sentence else sentence


@cache
def static(name: str) -> str:
    """The address of a static file; its hash lets browsers keep it for ever."""
    digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"


def words_for_script(words: Mapping[str, str]) -> Markup:
    """Phrases for a script, as JSON that cannot end the element it stands in."""
    return Markup(json.dumps(words, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704
