"""Board and alert rules ask for figures and labels that /metrics has."""

import json
import re
from pathlib import Path

import pytest
import yaml
from django.urls import get_resolver
from prometheus_client.parser import text_string_to_metric_families

from digitsite.exceptions import STATUSES

FOLDER = Path(__file__).parent.parent / "deploy" / "monitoring"
OPERATIONS = FOLDER.parent.parent / "docs" / "operations.md"
ALERTS = [
    rule
    for group in yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]
PANELS = json.loads((FOLDER / "dashboard.json").read_text())["panels"]
QUERIES = [rule["expr"] for rule in ALERTS] + [
    target["expr"] for panel in PANELS for target in panel["targets"]
]
FIGURE = re.compile(r"\b(digitsite_\w+)(?:\{([^}]*)\})?")
CHOICE = re.compile(r'(\w+)=~?"([^"]*)"')
GROUPED = re.compile(r"\bby \(([^)]*)\)")
# Prometheus adds these by itself.
ADDED_LABELS = {"instance", "job"}


@pytest.fixture
def served(client, upload, seven, db):
    """Return the labels of each figure in /metrics, after a reading and a refusal."""
    client.post("/api/v1/readings/", {"image": upload()})
    client.post("/api/v1/readings/", {"image": upload(b"no picture")})
    text = client.get("/metrics").content.decode()
    return {
        sample.name: set(sample.labels)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_every_figure_that_is_asked_for_exists(served):
    used = {name for query in QUERIES for name, _ in FIGURE.findall(query)}
    assert len(used) >= 7
    assert used <= set(served)


def test_every_label_that_is_asked_for_exists(served):
    for query in QUERIES:
        figures = FIGURE.findall(query)
        known = ADDED_LABELS.union(*(served[name] for name, _ in figures))
        for name, choices in figures:
            assert {label for label, _ in CHOICE.findall(choices)} <= served[name]
        grouped = {label for by in GROUPED.findall(query) for label in by.split(", ")}
        assert grouped <= known, query


def test_every_value_that_a_label_is_compared_with_exists():
    views = {view for view in get_resolver().reverse_dict if isinstance(view, str)}
    known = {
        "verdict": {"read", "nothing", "unsure"},
        "code": set(STATUSES),
        "view": views,
        "status": {"2xx", "5xx"},
        "method": {"GET", "POST"},
    }
    for _, choices in (pair for query in QUERIES for pair in FIGURE.findall(query)):
        for label, values in CHOICE.findall(choices):
            assert set(values.split("|")) <= known[label]


def test_a_rising_share_of_unsure_answers_is_shown_and_an_alert():
    share = 'digitsite_readings_total{verdict="unsure"}'
    [alert] = [rule for rule in ALERTS if share in rule["expr"]]
    assert alert["alert"] == "DigitsiteUnsureShareRises"
    shown = [t["expr"] for panel in PANELS for t in panel["targets"]]
    assert any(share in expr for expr in shown)


def test_every_figure_of_the_site_is_on_the_board(served):
    shown = " ".join(t["expr"] for panel in PANELS for t in panel["targets"])
    families = {re.sub("_(bucket|sum|count|created|total)$", "", n) for n in served}
    own = {name for name in families if name.startswith("digitsite_")}
    assert [name for name in sorted(own) if name not in shown] == []


def test_every_alert_says_what_to_do_and_is_documented():
    page = OPERATIONS.read_text()
    for rule in ALERTS:
        assert {"summary", "action"} <= set(rule["annotations"])
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert f"`{rule['alert']}`" in page
