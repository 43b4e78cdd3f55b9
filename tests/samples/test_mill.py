import itertools
import json
import random
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp
from pdf2image import convert_from_path
from stdnum.vn import mst

from tests import samples
from tests.samples import __main__ as command
from tests.samples import files, fonts, mill, people, textpages, wording
from tests.samples.forms.procedures import PROCEDURES
from tests.samples.scanning import damage
from tests.samples.sheet import BLACK, Run

ALL = [(kind, layout) for kind in samples.KINDS for layout in samples.layouts(kind)]


@pytest.mark.parametrize(("kind", "layout"), ALL)
def test_every_layout_prints_its_values_where_its_truth_says(kind: str, layout: str) -> None:
    printed = samples.paper(kind, seed=3, layout=layout)
    truth = printed.papers[0]
    for name, value in truth.fields.items():
        if isinstance(value.value, list) or name == "procedure_code" or value.handwritten:
            continue
        words = printed.sheets[value.page - 1].text.split()
        missing = [word for word in value.text.split() if not any(word in other for other in words)]
        assert not missing, f"{name}: {missing}"


@pytest.mark.parametrize(("kind", "layout"), ALL)
def test_nothing_runs_off_the_paper(kind: str, layout: str) -> None:
    for seed in range(2):
        for sheet in samples.paper(kind, seed=seed, layout=layout).sheets:
            runs = [mark for mark in sheet.marks if hasattr(mark, "cut")]
            assert all(run.x > 5 and run.x + run.width < 205 and 5 < run.y < 292 for run in runs)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    made = [
        samples.file(samples.paper("receipt", seed=5), tmp_path / name, "a", profile="ordinary").read_bytes()
        for name in ("one", "two")
    ]
    assert made[0] == made[1]


def test_another_seed_gives_another_paper() -> None:
    assert samples.paper("receipt", seed=1).sheets[0].text != samples.paper("receipt", seed=2).sheets[0].text


def test_each_kind_has_enough_layouts_and_keeps_some_for_measuring() -> None:
    for kind in samples.KINDS:
        assert len(samples.layouts(kind, "seen")) >= 6
        assert samples.layouts(kind, "unseen")
        assert not set(samples.layouts(kind, "seen")) & set(samples.layouts(kind, "unseen"))


LATER = [(kind, layout) for kind, layout in ALL if layout in mill.later_layouts(kind)]


def _shares(one: Run, other: Run) -> bool:
    """Whether two runs of print lie over each other by more than a hair."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    tall = [run.size * fonts.POINT * 0.62 for run in (one, other)]
    down = min(one.y, other.y) - max(one.y - tall[0], other.y - tall[1])
    return across > 0.8 and down > 0.35


@pytest.mark.parametrize(("kind", "layout"), LATER)
def test_no_print_lies_over_other_print(kind: str, layout: str) -> None:
    for seed in range(3):
        for sheet in samples.paper(kind, seed=f"apart-{seed}", layout=layout).sheets:
            runs = [mark for mark in sheet.marks if isinstance(mark, Run) and not mark.hand and mark.ink == BLACK]
            assert not [(a.text, b.text) for a, b in itertools.combinations(runs, 2) if _shares(a, b)]


@pytest.mark.parametrize(("kind", "layout"), LATER)
def test_a_layout_kept_for_measuring_can_contradict_itself_too(kind: str, layout: str) -> None:
    for what, code in samples.contradictions(kind).items():
        truth = samples.paper(kind, seed=4, layout=layout, contradict=what).papers[0]
        assert truth.findings == [code]


def test_the_stamp_of_a_certified_copy_is_nobodys_text() -> None:
    pages = [samples.paper("birth_certificate", seed=seed, layout="certified_copy").sheets[0] for seed in range(12)]
    stamped = [page for page in pages if any("chứng thực" in run.text for run in page.marks if isinstance(run, Run))]
    assert stamped
    assert not [page for page in stamped if "chứng thực" in page.text]


def test_a_spaced_title_is_read_as_words() -> None:
    spread = [
        mark.text
        for seed in range(12)
        for mark in samples.paper("decision", seed=seed, layout="public_unit").sheets[0].marks
        if isinstance(mark, Run) and mark.spread
    ]
    assert spread
    assert set(spread) == {"QUYẾT ĐỊNH"}


NEW_DAMAGES = {"gamma": 0.8, "smear": 2.0, "copied": 0.4, "bands": 0.3, "age": 0.4, "holes": True, "ticks": True, "marker": True, "curl": 0.8, "spine": 0.4, "stretch": 0.008}  # fmt: skip


@pytest.mark.parametrize(("what", "much"), NEW_DAMAGES.items())
def test_each_damage_kept_for_measuring_is_seen_and_leaves_the_page_readable(what: str, much: float) -> None:
    printed = samples.paper("receipt", seed=8, layout="mau01_2018")
    for mode in ("grey", "colour"):
        whole, worn = (
            samples.scan(printed, profile="clean", dpi=100, noise=0.0, mode=mode, **change)[0].image.astype(int)
            for change in ({}, {what: much})
        )
        assert whole.shape == worn.shape
        assert (np.abs(whole - worn) > 8).any()
        assert np.abs(whole - worn).mean() < 60


def test_a_faxs_greys_become_dots_and_its_print_stays_print() -> None:
    printed = samples.paper("decision", seed=8, layout="committee")
    plain, dotted = (
        samples.scan(printed, profile="clean", dpi=200, mode="bits", noise=0.0, skew=0.0, screened=screened)[0].image
        for screened in (False, True)
    )
    assert set(np.unique(dotted)) == {0, 255}
    assert 0.0 < (plain != dotted).mean() < 0.05


def test_a_clean_scan_stays_clean_where_damages_are_kept_for_measuring() -> None:
    for seed in range(30):
        made = damage("clean", random.Random(seed), unseen=True)
        assert (made.dpi, made.mode, made.turned, made.jpeg) == (300, "grey", 0, 0)
        assert abs(made.skew) <= 0.3
        assert made == damage("clean", random.Random(seed))


def test_a_person_id_agrees_with_the_person() -> None:
    rng = random.Random(1)
    for _ in range(50):
        someone = people.person(rng, on=wording.dt.date(2024, 3, 1))
        code = someone.personal_id
        century = int(code[3])
        assert len(code) == 12
        assert code[:3] == someone.origin.code
        assert (century % 2 == 1) == (someone.sex == "female")
        assert 1900 + century // 2 * 100 + int(code[4:6]) == someone.born.year


def test_a_tax_code_passes_its_check() -> None:
    rng = random.Random(2)
    assert all(mst.is_valid(people.tax_code(rng)) for _ in range(50))


def test_numbers_are_spelt_out_as_people_spell_them() -> None:
    assert wording.number(2023) == "hai nghìn không trăm hai mươi ba"
    assert wording.number(1_505_000_000) == "một tỷ năm trăm linh năm triệu"
    assert (
        wording.date_in_words(wording.dt.date(2021, 4, 5))
        == "ngày mùng năm tháng tư năm hai nghìn không trăm hai mươi mốt"
    )


PLANTED = [(kind, what) for kind in samples.KINDS for what in samples.contradictions(kind)]


@pytest.mark.parametrize(("kind", "what"), PLANTED)
def test_a_planted_contradiction_says_which_finding_is_due(kind: str, what: str) -> None:
    truth = samples.paper(kind, seed=4, contradict=what).papers[0]
    assert truth.findings == [samples.contradictions(kind)[what]]


def test_a_planted_contradiction_of_sex_is_one() -> None:
    truth = samples.paper("birth_certificate", seed=4, contradict="sex").papers[0]
    female = int(truth.fields["personal_id"].value[3]) % 2 == 1
    assert female != (truth.fields["sex"].value == "female")


def test_a_note_covers_the_value_that_it_lies_on() -> None:
    truth = samples.paper("receipt", seed=4, note=True).papers[0]
    assert any(value.covered for value in truth.fields.values())
    assert not any(value.covered for value in samples.paper("receipt", seed=4).papers[0].fields.values())


def test_a_receipt_with_a_code_can_be_decoded_from_its_scan() -> None:
    printed = samples.paper("receipt", seed=6, layout="barcode_dotted")
    scan = samples.scan(printed, profile="clean")[0]
    read = [code.text for code in zxingcpp.read_barcodes(scan.image)]
    assert printed.papers[0].fields["dossier_code"].value in read


def test_a_one_bit_scan_is_dark_print_on_white_paper(tmp_path: Path) -> None:
    printed = samples.paper("receipt", seed=7)
    path = samples.file(printed, tmp_path, "bits", profile="clean", mode="bits")
    page = np.array(convert_from_path(path, dpi=50)[0].convert("L"))
    assert page.mean() > 200


def test_the_truth_of_a_turned_page_says_how_to_turn_it_back(tmp_path: Path) -> None:
    printed = samples.paper("receipt", seed=8)
    upright, turned = (samples.scan(printed, profile="clean", skew=0.0, turned=turn)[0] for turn in (0, 90))
    assert turned.rotation == 270
    back = cv2.rotate(turned.image, cv2.ROTATE_90_COUNTERCLOCKWISE)
    assert np.abs(back.astype(int) - upright.image).mean() < 2


@pytest.mark.parametrize("form", files.FORMATS)
def test_every_format_holds_what_was_printed(form: str, tmp_path: Path) -> None:
    printed = samples.paper("birth_certificate", seed=9, layout="tt04_2020")
    path = samples.file(printed, tmp_path, "paper", form=form, dpi=100)
    truth = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    assert path.stat().st_size > 4_000
    assert truth["pages"] == len(truth["page_truth"]) == 1
    assert truth["papers"][0]["fields"]["full_name"]["value"] in truth["page_truth"][0]["text"]


def test_papers_put_together_keep_their_pages_and_their_blank_backs() -> None:
    parts = [samples.paper("receipt", seed=1), samples.paper("birth_certificate", seed=1)]
    whole = samples.together(parts, seed="both", blank_backs=True)
    assert [paper.pages for paper in whole.papers] == [[1, 2], [3, 4]]
    assert [sheet.blank for sheet in whole.sheets] == [False, True, False, True]
    assert all(value.page == 3 for value in whole.papers[1].fields.values())


def test_every_font_has_the_vietnamese_letters() -> None:
    for face in fonts.FILES:
        for bold in (False, True):
            for italic in (False, True):
                assert fonts.path(fonts.Cut(face, bold, italic)).is_file()


def test_procedures_have_national_codes() -> None:
    assert all(len(item.code) == 8 and item.code[1] == "." for item in PROCEDURES)


def test_the_benchmarks_pages_are_full_varied_and_the_same_for_a_seed() -> None:
    pages = [textpages.text_page(f"1-{number}") for number in range(5)]
    texts = [page.sheets[0].text for page in pages]
    assert all(len(text) > 1500 for text in texts)
    assert len(set(texts)) == 5
    assert textpages.text_page("1-0").sheets[0].text == texts[0]


@pytest.mark.slow
def test_files_made_on_two_processes_are_those_made_on_one(tmp_path: Path) -> None:
    wish = ["--count", "2", "--seed", "8", "--kind", "mixed", "--profile", "poor"]
    for jobs in ("1", "2"):
        assert command.main(["make", str(tmp_path / jobs), *wish, "--jobs", jobs]) == 0
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / jobs).iterdir()} for jobs in ("1", "2"))
    assert one == two
    truth = json.loads(one["mixed-8-00000.pdf.json"])
    assert len(truth["papers"]) > 1
    assert sorted(page for paper in truth["papers"] for page in paper["pages"]) == list(range(1, truth["pages"] + 1))
