"""Rules and dashboard name only figures and labels that really exist, and every alert has its place in the manual."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

import promql_parser
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from config.settings import Settings
from pipeline.assembly import facts
from pipeline.assembly import services as assembly
from pipeline.assembly.obstacles import Lookout
from pipeline.delivery import Services
from pipeline.domain.dossier import StepKind
from pipeline.errors import kind_of
from pipeline.tools.metrics import Metrics
from tests.conftest import ROOT
from web import api  # for the codes of errors that only the web knows  # noqa: F401

ALERTS: Final = ROOT / "deploy" / "prometheus" / "alerts.yaml"
DASHBOARD: Final = ROOT / "deploy" / "grafana" / "sohoa.json"

#: Labels and figures that Prometheus itself adds.
ITS_LABELS: Final = {"job", "instance", "le"}
ITS_OWN: Final = {"up": set[str]()}


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def expressions() -> list[str]:
    board = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    shown = [target["expr"] for panel in board["panels"] for target in panel.get("targets", ())]
    return [*(rule["expr"] for rule in rules()), *shown]


def selectors(expression: str) -> Iterator[tuple[str, set[str]]]:
    """Each figure that an expression names, with the labels that it is chosen by."""
    found: list[tuple[str, set[str]]] = []

    def visit(node: object) -> None:
        if isinstance(node, promql_parser.VectorSelector):
            found.append((node.name, {matcher.name for matcher in node.matchers.matchers}))

    promql_parser.walk(promql_parser.parse(expression), visit)
    return iter(found)


def grouped_by(expression: str) -> set[str]:
    return {name.strip() for names in re.findall(r"\bby \(([^)]*)\)", expression) for name in names.split(",")}


@pytest.mark.parametrize("expression", expressions())
def test_every_expression_can_be_parsed(expression: str) -> None:
    assert list(selectors(expression)) != [] or expression == "vector(0)"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_alert_says_what_it_means_and_what_to_do(rule: Mapping[str, Any]) -> None:
    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert re.fullmatch(r"\d+[smhd]", rule.get("for", "1m"))
    assert rule["labels"]["severity"] in {"critical", "warning", "info"}
    assert set(rule["annotations"]) == {"summary", "description"}
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert f"| `{rule['alert']}` |" in manual


def test_the_manual_knows_no_alert_that_does_not_exist() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\| `(Sohoa\w+)` \|", manual)) == {rule["alert"] for rule in rules()}


def test_codes_that_rules_ask_for_exist() -> None:
    asked = re.findall(r'(?:outcome|verdict)=~?"([a-z_|]+)"', " ".join(expressions()))
    codes = {code for several in asked for code in several.split("|")} - {"done", "accepted", "refused", "taken"}
    # ``unexpected`` is what an attempt ends with that no error of ours describes.
    assert {code for code in codes if kind_of(code) is None} <= {"unexpected"}


def chosen(expression: str) -> Iterator[tuple[str, str, str]]:
    """Figure, label and value of each choice of an expression by likeness, one for each alternative."""
    for name, choices in re.findall(r"(\w+)\{([^}]*)\}", expression):
        for label, values in re.findall(r'(\w+)=~?"([^"]*)"', choices):
            yield from ((name, label, value) for value in values.split("|"))


def test_stages_roles_and_routes_that_rules_and_dashboard_choose_exist() -> None:
    asked = {(label, value) for one in expressions() for _, label, value in chosen(one)}
    assert {value for label, value in asked if label == "stage"} <= set(get_args(StepKind))
    assert {value for label, value in asked if label == "role"} <= {"worker", "sweep"}
    assert {value for label, value in asked if label == "job"} == {"sohoa"}


def test_what_alerts_count_is_told_from_zero_on() -> None:
    told = {
        (sample.name, label, value)
        for family in text_string_to_metric_families(Metrics().text().decode())
        for sample in family.samples
        for label, value in sample.labels.items()
    }
    counted = {one for rule in rules() if "increase(" in rule["expr"] for one in chosen(rule["expr"])}
    assert counted - told - {one for one in counted if one[2].startswith("5")} == set()
    assert len(counted) > 5


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_an_alert_names_only_labels_that_it_is_left_with(rule: Mapping[str, Any]) -> None:
    named = set(re.findall(r"\$labels\.(\w+)", " ".join(rule["annotations"].values())))
    assert named <= grouped_by(rule["expr"]) | ({"instance"} if rule["expr"].startswith("up{") else set())


@pytest.fixture(scope="module")
def known(services: Settings, built: Services) -> dict[str, set[str]]:
    """Every figure that the processes tell, with its labels."""
    return labels_of(built, services)


@pytest.fixture(scope="module")
def built(services: Settings) -> Iterator[Services]:
    made = assembly.build(services, connections=2)
    yield made
    made.close()


def labels_of(built: Services, settings: Settings) -> dict[str, set[str]]:
    figures = Metrics()
    figures.step_ended("open", "done", 1)
    figures.file_came("accepted", size=1)
    figures.left_inbox(taken=1, refused=1)
    figures.swept("lease_expired", 1)
    figures.answered("GET", "/", 200, 1)
    built.database.run("INSERT INTO dossier (centre_code) VALUES ('H18.01')")
    built.database.run(
        "INSERT INTO file (id, dossier_id, name, sha256, media_type, bytes, accepted_by)"
        " SELECT id, id, 'x', repeat('0', 64), 'image/png', 1, 'x' FROM dossier"
    )
    built.database.run(
        "INSERT INTO step (kind, file_id, centre_code, state, reason, part)"
        " SELECT 'open', id, 'H18.01', v.state, 'page_killed', v.part FROM file,"
        " (VALUES ('waiting', 0), ('given_up', 1), ('done', 2)) AS v (state, part)"
    )
    built.database.run("UPDATE step SET finished_at = clock_timestamp()")
    figures.add_facts(lambda: facts.read(built.database, Lookout(settings, built.database)))
    found: dict[str, set[str]] = defaultdict(set)
    for family in text_string_to_metric_families(figures.text().decode()):
        for sample in family.samples:
            found[sample.name] |= set(sample.labels)
    return found


@pytest.mark.services
def test_rules_and_dashboard_name_only_what_the_processes_tell(known: dict[str, set[str]]) -> None:
    known = {**known, **ITS_OWN}
    missing = {name for one in expressions() for name, _ in selectors(one) if name not in known}
    assert missing == set()
    for one in expressions():
        for name, labels in selectors(one):
            assert labels <= known[name] | ITS_LABELS, one
        of_all = set().union(*(known[name] for name, _ in selectors(one)))
        assert grouped_by(one) <= of_all | ITS_LABELS, one


@pytest.mark.services
def test_labels_are_bounded(known: dict[str, set[str]]) -> None:
    told = set().union(*(labels for name, labels in known.items() if name.startswith("sohoa_")))
    of_work = {"stage", "outcome", "verdict", "reason", "code", "role", "centre"}
    assert told <= of_work | {"method", "route", "status", "le"}


@pytest.mark.services
def test_a_database_that_is_away_is_told_instead_of_breaking_the_scrape(services: Settings, built: Services) -> None:
    away = services.model_copy(update={"database": type(services.database)("postgresql://x@127.0.0.1:1/x")})
    gone = assembly.build(away, connections=1)
    figures = Metrics()
    figures.add_facts(lambda: facts.read(gone.database, Lookout(away, gone.database)))
    text = figures.text().decode()
    gone.close()
    assert "sohoa_ledger_up 0.0" in text
    assert 'sohoa_obstacle{code="database_down"} 1.0' in text
