"""Figures for Prometheus, as a scraper reads them."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from pipeline.tools.metrics import Fact, Metrics


def samples(figures: Metrics) -> dict[tuple[str, tuple[str, ...]], float]:
    """Value by name and the values of labels, in the order of the labels' names."""
    families = text_string_to_metric_families(figures.text().decode())
    return {
        (one.name, tuple(value for _, value in sorted(one.labels.items()))): one.value
        for family in families
        for one in family.samples
    }


def test_a_step_is_counted_by_stage_and_outcome_and_timed() -> None:
    figures = Metrics()
    figures.step_ended("read_page", "done", 0.7)
    figures.step_ended("read_page", "page_killed", 3.0)
    told = samples(figures)
    assert told["sohoa_steps_total", ("done", "read_page")] == 1
    assert told["sohoa_steps_total", ("page_killed", "read_page")] == 1
    assert told["sohoa_step_seconds_sum", ("read_page",)] == 3.7
    assert told["sohoa_step_seconds_bucket", ("1.0", "read_page")] == 1


def test_files_are_counted_with_what_became_of_them() -> None:
    figures = Metrics()
    figures.file_came("accepted", size=200)
    figures.file_came("file_empty")
    told = samples(figures)
    assert (told["sohoa_files_total", ("accepted",)], told["sohoa_files_total", ("file_empty",)]) == (1, 1)
    assert told["sohoa_accepted_bytes_total", ()] == 200


def test_facts_are_read_anew_at_each_scrape() -> None:
    figures, values = Metrics(), iter((3.0, 5.0))
    figures.add_facts(lambda: [Fact(name="sohoa_holds", help="x", values={(): next(values)})])
    assert [samples(figures)["sohoa_holds", ()] for _ in range(2)] == [3, 5]


def test_processes_count_for_themselves() -> None:
    one, other = Metrics(), Metrics()
    one.step_ended("open", "done", 0.1)
    assert samples(other)["sohoa_steps_total", ("done", "open")] == 0
