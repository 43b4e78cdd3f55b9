"""Whatever is lost of a page, what is left of it is understood: no page may stop a file from being read."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import flow
from pipeline.domain.page import Line, Page
from pipeline.stores import catalogue
from pipeline.tools import units
from tests.stages import forms
from tests.stages.typed import page

FORMS = tuple(text for name, text in sorted(vars(forms).items()) if name.isupper())


@pytest.fixture(scope="module")
def understand():
    kinds, gazetteer = catalogue.load(Path("config/kinds")), units.names()
    return lambda pages: flow.understand(pages, kinds=kinds, gazetteer=gazetteer, today=dt.date(2026, 11, 22))


@st.composite
def torn(draw: st.DrawFn) -> Page:
    """A page of a filled form from which rows and words are lost."""
    whole = page(draw(st.sampled_from(FORMS)))
    first = draw(st.integers(0, len(whole.lines) - 1))
    last = draw(st.integers(first, len(whole.lines)))
    lost = draw(st.sets(st.integers(0, 400), max_size=120))
    words = iter(range(10_000))
    kept = [tuple(word for word in line.words if next(words) not in lost) for line in whole.lines[first:last]]
    return replace(whole, lines=tuple(Line(words=line) for line in kept if line))


@given(torn())
@settings(max_examples=150)
def test_a_page_that_lost_rows_and_words_is_still_one_paper(understand, left):
    papers = understand((left,))

    assert [paper.pages for paper in papers] == [(1,)]
    assert all(field.review for paper in papers for field in paper.fields.values() if field.value is None)
