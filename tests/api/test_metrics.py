"""The figures for Prometheus: what is counted, and who may read it."""

import numpy as np
import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from gallery.models import Photo
from recognizer.inference import engine
from tests.support.drawing import encoded, paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]
PROXY_HEADERS = [
    "CDN-Loop",
    "CF-Connecting-IP",
    "CF-Connecting-IPv6",
    "CF-Ray",
    "CloudFront-Viewer-Address",
    "DO-Connecting-IP",
    "Fastly-Client-IP",
    "Fly-Client-IP",
    "Forwarded",
    "True-Client-IP",
    "Via",
    "X-Appengine-User-IP",
    "X-Azure-ClientIP",
    "X-Client-IP",
    "X-Cluster-Client-IP",
    "X-Envoy-External-Address",
    "X-Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Proto",
    "X-Forwarded-Server",
    "X-Original-Forwarded-For",
    "X-Real-IP",
    "X-Remote-Addr",
]
READ = {"method": "POST", "view": "api-readings"}


def figures(client, **headers):
    """Return the samples, by name and labels."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_figures_whose_folder_was_cleaned_up_begin_anew(client, monkeypatch, tmp_path):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path / "gone"))
    assert ("digitsite_photos",) in figures(client)


def growth(client, act):
    """Return by how much each figure grew while something was done."""
    before = figures(client)
    act()
    after = figures(client)
    return {name: value - before.get(name, 0) for name, value in after.items()}


def named(name, **labels):
    return name, *sorted(labels.items())


def test_a_reading_is_counted_and_timed_stage_by_stage(client, upload):
    grown = growth(
        client, lambda: client.post("/api/v1/readings/", {"image": upload()})
    )
    kinds = READ | {"status": "2xx"}
    assert grown[named("digitsite_requests_total", **kinds)] == 1
    assert grown[named("digitsite_request_seconds_count", **kinds)] == 1
    assert grown[named("digitsite_readings_total", verdict="read")] == 1
    for stage in ("decode", "clean", "wait", "read"):
        assert grown[named("digitsite_stage_seconds_count", stage=stage)] == 1


def test_a_blank_picture_is_counted_as_nothing(client, upload):
    blank = upload(encoded(paper()))
    grown = growth(client, lambda: client.post("/api/v1/readings/", {"image": blank}))
    assert grown[named("digitsite_readings_total", verdict="nothing")] == 1


def test_each_picture_of_a_batch_is_counted(client, upload):
    pictures = [upload(), upload(b"no picture"), upload(encoded(paper()))]
    grown = growth(
        client, lambda: client.post("/api/v1/readings/batch/", {"images": pictures})
    )
    assert grown[named("digitsite_readings_total", verdict="read")] == 1
    assert grown[named("digitsite_readings_total", verdict="nothing")] == 1
    assert grown[named("digitsite_refusals_total", code="unsupported_format")] == 1


@pytest.mark.parametrize(
    ("path", "status"), [("/api/v1/readings/", "4xx"), ("/upload/", "4xx")]
)
def test_a_refusal_is_counted_by_its_code_at_page_and_api(client, upload, path, status):
    grown = growth(client, lambda: client.post(path, {"image": upload(b"no picture")}))
    assert grown[named("digitsite_refusals_total", code="unsupported_format")] == 1


def test_a_refusal_outside_the_views_is_counted_too(client):
    grown = growth(client, lambda: client.get("/api/v1/nothing/"))
    assert grown[named("digitsite_refusals_total", code="not_found")] == 1


def test_the_two_networks_are_timed_apart(seven):
    before = calls("classify"), calls("lines")
    engine.shared_network.classify(np.zeros((1, 28, 28, 1), np.float32))
    engine.shared_network.read_lines([np.zeros((32, 64), np.float32)])
    assert (calls("classify"), calls("lines")) == (before[0] + 1, before[1] + 1)


def calls(stage):
    name = "digitsite_stage_seconds_count"
    return REGISTRY.get_sample_value(name, {"stage": stage}) or 0


def test_stored_photos_and_the_model_are_reported(client, visitor, upload):
    visitor.post("/api/v1/photos/", {"image": upload()})
    samples = figures(client)
    assert samples[named("digitsite_photos")] == Photo.objects.count() == 1
    [model] = [name for name in samples if name[0] == "digitsite_model_info"]
    assert {("name", "digits"), ("version", "test")} <= set(model[1:])


def test_without_a_model_the_rest_is_reported(client, broken_model):
    samples = figures(client)
    assert named("digitsite_photos") in samples
    assert not [name for name in samples if name[0] == "digitsite_model_info"]


def test_unknown_methods_and_addresses_make_no_figures_of_their_own(client):
    grown = growth(client, lambda: client.generic("BREW", "/nowhere/secret"))
    kinds = {"method": "other", "view": "none", "status": "4xx"}
    assert grown[named("digitsite_requests_total", **kinds)] == 1
    assert "secret" not in str(grown)


@pytest.mark.parametrize("name", ["User-Agent", "X-Request-ID", "Forward", "Client"])
def test_other_headers_are_no_sign_of_a_proxy(client, name):
    assert client.get("/metrics", headers={name: "127.0.0.1"}).status_code == 200


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_a_program_on_this_machine_gets_the_metrics(client, address):
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize(
    "request_from",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        *(
            {f"HTTP_{name.upper().replace('-', '_')}": "127.0.0.1"}
            for name in PROXY_HEADERS
        ),
    ],
)
def test_others_and_whoever_comes_by_a_proxy_find_nothing(client, request_from):
    refusal = client.get("/metrics", **request_from)
    assert (refusal.status_code, refusal.json()["code"]) == (404, "not_found")


def test_behind_proxies_nobody_gets_them_without_a_token(client, settings):
    settings.NUM_PROXIES = 1
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"Authorization": "Bearer figures"}, 200),
        ({"Authorization": "Bearer figure"}, 404),
        ({"Authorization": "figures"}, 404),
        ({}, 404),
    ],
)
def test_with_a_token_whoever_knows_it_gets_them(client, settings, given, status):
    settings.METRICS_TOKEN = "figures"
    answer = client.get("/metrics", headers=given, REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == status


def test_figures_are_only_read(client):
    assert client.post("/metrics").status_code == 405
