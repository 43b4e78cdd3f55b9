"""What several readers see is weighed word by word: agreement of strangers counts, insistence hardly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.stages.extraction import opinions
from pipeline.stages.extraction.opinions import Heard, Look
from tests.stages.typed import line


def heard(
    page: str, *, first: str, later: str = "", engine: str = "", belief: float = 0.95, by_other: bool = False
) -> tuple[Heard, ...]:
    words = [replace(word, by_other=by_other) for word in line(page, 0, confidence=belief).words]

    def again(_number, _box):
        assert engine, "the engine is not asked once more"
        return line(engine, 0).words

    look = Look(again=again, other=lambda _number, _words, wider: (later or first) if wider else first)
    return opinions.of_line(look, 1, words)


def text(told: tuple[Heard, ...]) -> str:
    return " ".join(one.word.text for one in told)


def test_what_two_strangers_read_alike_is_believed_without_asking_the_engine_again():
    told = heard("Lò Thị Yến", first="Lò Thị Yến", belief=0.5)

    assert [one.doubt for one in told] == [opinions.ALIKE] * 3


def test_lost_spaces_are_no_disagreement():
    assert all(one.doubt == opinions.ALIKE for one in heard("Tổ 3, xã Na Ư", first="Tổ3,xãNa Ư"))


def test_the_engine_is_outvoted_where_it_changes_its_mind():
    told = heard("Lo Thị Yến", first="Lò Thị Yến", engine="Lò Thị Yến")

    assert text(told) == "Lò Thị Yến"
    assert [one.doubt for one in told] == [opinions.OUTVOTED, opinions.ALIKE, opinions.ALIKE]


def test_a_comma_that_the_other_reader_insists_on_is_taken_and_asked_about():
    told = heard("Biên Phủ tỉnh", first="Biên Phủ, tỉnh", engine="Biên Phủ tỉnh", belief=0.9)

    assert text(told) == "Biên Phủ, tỉnh"
    assert told[1].doubt == opinions.SIGNS


@pytest.mark.parametrize(("belief", "unsure"), [(0.96, False), (0.85, True), (0.5, True)])
def test_an_engine_that_insists_is_believed_as_far_as_it_is_sure(belief, unsure):
    told = heard("Tuần Giáo", first="Tuãn Giáo", engine="Tuần Giáo", belief=belief)

    assert text(told) == "Tuần Giáo"
    assert (told[0].doubt > 0.04) is unsure


def test_a_sign_behind_the_value_is_none_of_it():
    assert heard("Lai Châu", first="Lai Châu,")[-1].doubt == opinions.ALIKE
    assert text(heard("hành nghề được", first="hành nghề dược.", engine="hành nghề dược.")) == "hành nghề dược"


def test_a_word_that_nobody_confirms_is_asked_about():
    assert heard("Pồ", first="Põ", engine="Đồ", belief=0.7)[0].doubt > 0.3


def test_a_mark_that_faded_in_two_readings_is_kept():
    told = heard("TỈNH", first="TÍNH", engine="TÍNH")

    assert (text(told), told[0].doubt) == ("TỈNH", opinions.OUTVOTED)


def test_a_word_that_the_engine_passed_over_is_seen():
    told = heard("Vù Gò", first="Vù Gò Sớ", engine="Vù Gò")

    assert (text(told), told[1].doubt) == ("Vù Gò Sớ", opinions.LOST)


def test_the_other_reader_does_not_confirm_itself():
    told = heard("Lò Thị Yến", first="Lò Thị Yến", engine="Lò Thị Yên", by_other=True)

    assert text(told) == "Lò Thị Yến"
    assert [one.doubt for one in told] == [opinions.ALIKE, opinions.ALIKE, opinions.ALONE]


def test_what_the_engine_confirms_of_the_other_reader_was_read_alike_by_strangers():
    told = heard("Lò Thị Yến", first="Lò Thị Yến", engine="Lò Thị Yến", by_other=True)

    assert [one.doubt for one in told] == [opinions.ALIKE] * 3
