"""What every answer carries, health, the model card and the schema."""

import re

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.test import Client

from digitsite.exceptions import STATUSES
from gallery.models import Photo
from recognizer.inference import engine

pytestmark = pytest.mark.usefixtures("seven")


def test_every_answer_has_an_id_of_its_own(client):
    ids = {client.get("/healthz")["X-Request-ID"] for _ in "123"}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [("a1b2-c3d4", True), ("short", False), ("a b<c>def", False)],
)
def test_a_well_formed_id_of_a_proxy_is_kept(client, given, is_kept):
    answer = client.get("/healthz", headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) is is_kept


def test_every_answer_has_the_security_headers(client):
    answer = client.get("/healthz")
    assert "camera=(self)" in answer["Permissions-Policy"]
    assert "microphone=()" in answer["Permissions-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/readyz",
        "/metrics",
        "/manifest.webmanifest",
        "/favicon.ico",
        "/gallery",
        "/nothing/",
        "/api/v1/nothing/",
        "/api/v1/model/",
        "/api/v1/schema/",
    ],
)
def test_no_answer_is_left_to_shared_caches(client, db, seven, path):
    assert client.get(path)["Cache-Control"] == "private, no-cache"


def test_the_content_policy_allows_nothing_but_this_site(client):
    policy = client.get("/healthz")["Content-Security-Policy"]
    sources = dict(part.split(" ", 1) for part in policy.split("; "))
    assert sources["default-src"] == sources["base-uri"] == "'none'"
    assert sources["frame-ancestors"] == "'none'"
    assert sources["script-src"] == sources["style-src"] == "'self'"
    words = {word for values in sources.values() for word in values.split()}
    assert words == {"'none'", "'self'", "data:", "blob:"}


@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/api/v1/readings", "/api/x"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("is_debug", [True, False])
def test_an_unknown_address_of_the_api_is_reported_in_json(
    client, settings, path, method, is_debug
):
    settings.DEBUG = is_debug
    refusal = getattr(client, method)(path)
    assert (refusal.status_code, refusal.json()["code"]) == (404, "not_found")
    assert refusal["X-Request-ID"]


@pytest.mark.urls("tests.api.broken_urls")
def test_an_error_outside_the_views_is_reported_in_json():
    client = Client(raise_request_exception=False)
    refusal = client.get("/api/v1/broken/")
    assert (refusal.status_code, refusal.json()["code"]) == (500, "server_error")


def test_a_malformed_request_is_reported_in_json(client):
    refusal = client.get("/api/v1/model/", SERVER_NAME="elsewhere.example")
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")


def test_a_page_under_an_unknown_host_is_refused(client):
    refusal = client.get("/", SERVER_NAME="elsewhere.example")
    assert refusal.status_code == 400
    assert "Bad request" in refusal.content.decode()


def test_a_live_process_says_so(client):
    assert client.get("/healthz").json() == {"status": "up"}


@pytest.mark.django_db
def test_a_ready_process_says_so(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert set(answer.json()["parts"].values()) == {True}
    assert {"database", "storage", "model"} <= answer.json()["parts"].keys()


def break_database(monkeypatch):
    def fail():
        raise DatabaseError

    monkeypatch.setattr(Photo.objects, "exists", fail)


def break_storage(monkeypatch):
    def fail():
        raise PermissionError

    monkeypatch.setattr(default_storage, "find_problem", fail, raising=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "damage"),
    [
        ("database", break_database),
        ("storage", break_storage),
    ],
)
def test_a_process_that_cannot_serve_names_the_part(client, monkeypatch, part, damage):
    damage(monkeypatch)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert [name for name, ready in answer.json()["parts"].items() if not ready] == [
        part
    ]
    assert part in answer.json()["detail"]
    assert list(answer.json()["reasons"]) == [part]


@pytest.mark.django_db
def test_a_process_without_a_model_is_not_ready(client, broken_model):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["model"] is False
    assert answer.json()["reasons"]["model"].endswith(".")
    assert answer.json()["code"] == "not_ready"


@pytest.mark.django_db
def test_a_process_is_ready_once_its_model_is_restored(client, broken_model, settings):
    engine.load_model()
    assert client.get("/readyz").status_code == 503
    settings.DIGIT_MODEL_PATH.parent.mkdir(exist_ok=True)
    settings.DIGIT_MODEL_PATH.write_bytes(b"restored")
    settings.DIGIT_ENGINE = "tests.support.engines.load_seven"
    assert client.get("/readyz").status_code == 200


def test_the_model_card_is_returned(client):
    card = client.get("/api/v1/model/").json()
    assert {"name", "version", "sha256", "accuracy", "thresholds"} <= set(card)


def test_a_missing_model_card_is_reported(client, broken_model):
    refusal = client.get("/api/v1/model/")
    assert (refusal.status_code, refusal.json()["code"]) == (503, "model_unavailable")
    assert int(refusal["Retry-After"]) > 0


def test_an_answer_that_is_not_json_cannot_be_had(client):
    refusal = client.get("/api/v1/model/", headers={"Accept": "image/png"})
    assert (refusal.status_code, refusal.json()["code"]) == (406, "not_acceptable")


@pytest.mark.parametrize(
    ("path", "kind"),
    [("docs", "application/json"), ("schema", "text/html"), ("schema", "image/png")],
)
def test_what_a_page_cannot_answer_is_reported_in_json(client, path, kind):
    refusal = client.get(f"/api/v1/{path}/", headers={"Accept": kind})
    assert refusal["Content-Type"] == "application/json"
    assert (refusal.status_code, refusal.json()["code"]) == (406, "not_acceptable")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("method", ["post", "delete"])
def test_health_is_only_read(browser, path, method):
    visitor = browser()
    visitor.cookies.clear()
    refusal = getattr(visitor, method)(path)
    assert (refusal.status_code, refusal.json()["code"]) == (405, "method_not_allowed")
    assert refusal["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_the_schema_comes_in_the_format_asked_for(client, form):
    answer = client.get(f"/api/v1/schema/?format={form}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"{") is (form == "json")


@pytest.fixture
def schema(client):
    kind = {"Accept": "application/vnd.oai.openapi+json"}
    return client.get("/api/v1/schema/", headers=kind).json()


def test_the_schema_is_of_the_version_that_is_documented(schema):
    assert schema["openapi"].startswith("3.1")


def test_the_schema_names_the_three_forms_of_a_picture(schema):
    body = schema["paths"]["/api/v1/readings/"]["post"]["requestBody"]
    assert set(body["content"]) == {
        "multipart/form-data",
        "application/json",
        "image/*",
    }


def test_the_schema_names_refusals_with_an_example_each(schema):
    responses = schema["paths"]["/api/v1/readings/"]["post"]["responses"]
    assert {"200", "400", "405", "413", "415", "429", "500", "503"} <= set(responses)
    examples = responses["400"]["content"]["application/json"]["examples"]
    assert set(examples) == {"empty_upload", "invalid_input", "unreadable_photo"}
    assert "Retry-After" in responses["429"]["headers"]


def test_the_documentation_asks_no_other_host(client):
    page = client.get("/api/v1/docs/")
    script = client.get("/api/v1/docs/?script")
    assert page.status_code == script.status_code == 200
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page.content.decode())
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_documentation_leads_back_to_the_site(client):
    page = client.get("/api/v1/docs/").content.decode()
    assert '<a class="brand" href="/">' in page


def test_the_schema_begins_with_an_example_and_the_codes(schema):
    text = schema["info"]["description"]
    assert "curl -F image=@seven.png http://testserver/api/v1/readings/" in text
    assert "Authorization: Bearer $TOKEN" in text
    assert all(f"`{code}` ({status})" in text for code, status in STATUSES.items())
