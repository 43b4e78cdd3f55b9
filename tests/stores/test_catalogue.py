"""The kinds that ship with the house can be read, and a wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.domain import normalization
from pipeline.stages import extraction
from pipeline.stores import catalogue

SHIPPED = Path("config/kinds")


@pytest.fixture(scope="module")
def kinds():
    return catalogue.load(SHIPPED)


def test_every_shipped_kind_names_types_and_rules_that_exist(kinds):
    for kind in kinds.values():
        assert not kind.rule or kind.rule in extraction.PAPER_RULES
        for known in kind.fields:
            assert known.type == "list" or known.type in normalization.PARSERS
            assert not known.rule or known.rule in extraction.FIELD_RULES


def test_no_kind_has_two_fields_of_one_name(kinds):
    for kind in kinds.values():
        ids = [known.id for known in kind.fields]
        assert len(ids) == len(set(ids))


def test_a_block_is_named_only_where_a_label_begins_it(kinds):
    for kind in kinds.values():
        begun = {block.id for block in kind.blocks} | {known.opens for known in kind.fields}
        assert {known.block for known in kind.fields} <= begun | {"", "*"}


def test_a_wrong_kind_is_named_with_the_place(tmp_path):
    (tmp_path / "bill.toml").write_text('name_vi = "x"\nname_en = "y"\nfields = [{id = "sum", type = "gold"}]')

    with pytest.raises(catalogue.KindWrong) as wrong:
        catalogue.load(tmp_path)

    assert wrong.value.details == {"file": "bill.toml", "where": "fields.0.type"}


def test_a_word_that_no_kind_knows_is_refused(tmp_path):
    (tmp_path / "bill.toml").write_text('name_vi = "x"\nname_en = "y"\ntitel = ["BILL"]')

    with pytest.raises(catalogue.KindWrong):
        catalogue.load(tmp_path)
