"""deploy/compose*.yaml: what they name exists, and fits together."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from django.core.management import get_commands

from tests.support.scale.services import CELERY

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = ["compose.yaml", "compose.small.yaml"]
SETTING = re.compile(r'(?:env(?:\.\w+)?|environ\.get)\(\s*"([A-Z0-9_]+)"')
SOURCES = (
    "digitsite/settings.py",
    "digitsite/scaling/backends.py",
    "deploy/gunicorn.conf.py",
)
# Read by compose and by other images.
OWN_NAMES = {"ENGINE", "POSTGRES_PASSWORD", "PUBLISH", "TLS_FOLDER"}
NAME = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")
SECRETS = re.compile(r"^(\w*(?:KEY|PASSWORD|TOKEN))=(.*)$", re.MULTILINE)
# The operator's certificate.
MADE_BY_OPERATOR = {"tls"}
WEB_PORT = "8000"


def read(name: str) -> dict:
    return yaml.safe_load((DEPLOY / name).read_text())


def services(name: str) -> dict[str, dict]:
    return read(name)["services"]


def site_services(name: str) -> dict[str, dict]:
    """Return the services that run the image of the site."""
    found = services(name).items()
    return {key: s for key, s in found if s["image"].startswith("localhost/digitsite")}


def read_example(name: str) -> dict[str, str]:
    text = (DEPLOY / name.replace(".yaml", ".env")).read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def find_settings() -> set[str]:
    text = "".join((ROOT / source).read_text() for source in SOURCES)
    return set(SETTING.findall(text))


def test_the_files_keep_to_the_specification():
    check = [sys.executable, "-m", "check_jsonschema"]
    schema = ["--builtin-schema", "vendor.compose-spec"]
    command = [*check, *schema, *(DEPLOY / name for name in FILES)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


@pytest.mark.parametrize("name", FILES)
def test_every_variable_is_a_setting_of_the_site(name):
    settings = find_settings()
    assert len(settings) > 40
    used = {
        key for s in site_services(name).values() for key in s.get("environment", ())
    }
    assert used - settings == set()
    assert read_example(name).keys() - settings - OWN_NAMES == set()


@pytest.mark.parametrize("name", FILES)
def test_what_has_no_default_is_in_the_example(name):
    used = NAME.findall((DEPLOY / name).read_text())
    needed = {key for key, kind, _ in used if kind != "-"}
    example = read_example(name)
    assert needed - example.keys() == set()
    assert {key for key, kind, _ in used if kind == "-"} <= example.keys()
    assert all(kind for _, kind, _ in used)  # an empty one would go unseen


@pytest.mark.parametrize("name", FILES)
def test_no_secret_is_in_the_example(name):
    text = (DEPLOY / name.replace(".yaml", ".env")).read_text()
    secrets = SECRETS.findall(text)
    assert "DJANGO_SECRET_KEY" in dict(secrets)
    assert [key for key, value in secrets if value] == []
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {"/deploy/.env", "/deploy/tls/"} <= set(ignored)


def test_the_defaults_are_those_of_the_example():
    for name in FILES:
        example = read_example(name)
        for key, kind, value in NAME.findall((DEPLOY / name).read_text()):
            assert kind != "-" or example[key] == value


@pytest.mark.parametrize("name", FILES)
def test_every_mounted_file_exists(name):
    for service in services(name).values():
        for volume in service.get("volumes", ()):
            source = NAME.sub(lambda match: match[3], volume).split(":")[0]
            if source.startswith("."):
                is_there = (DEPLOY / source).exists()
                assert is_there or Path(source).name in MADE_BY_OPERATOR, volume
            else:
                assert source in read(name)["volumes"]
        for config in service.get("configs", ()):
            assert config["source"] in read(name)["configs"]


def test_nginx_reads_its_hosts_and_certificate_where_they_are_mounted():
    text = (DEPLOY / "nginx.conf").read_text()
    nginx = services("compose.yaml")["nginx"]
    [hosts] = nginx["configs"]
    assert f"include {hosts['target']};" in text
    folders = [volume.split(":")[-2] for volume in nginx["volumes"]]
    assert re.search(rf"ssl_certificate {folders[1]}/fullchain.pem;", text)
    listens = set(re.findall(r"listen (\d+)", text))
    assert {port.split(":")[1] for port in nginx["ports"]} == listens


def test_every_web_host_is_one_of_nginx():
    lines = read("compose.yaml")["configs"]["hosts"]["content"].splitlines()
    webs = [name for name in services("compose.yaml") if name.startswith("web")]
    assert len(webs) == 2
    model = (DEPLOY / "nginx-hosts.conf").read_text().splitlines()[-1]
    own = [model.replace("127.0.0.1:8000", f"{name}:{WEB_PORT}") for name in webs]
    assert lines == own
    assert list(services("compose.yaml")["nginx"]["depends_on"]) == webs


def test_the_site_is_published_on_the_port_that_it_listens_on():
    text = (DEPLOY / "Containerfile").read_text()
    assert f"EXPOSE {WEB_PORT}\n" in text
    assert f"BIND=0.0.0.0:{WEB_PORT} " in text
    [port] = services("compose.small.yaml")["web"]["ports"]
    assert port.endswith(f":{WEB_PORT}")


def test_the_site_finds_each_server_under_its_name_and_port():
    all_services = services("compose.yaml")
    site = all_services["web1"]["environment"]
    database = urlsplit(NAME.sub("secret", site["DATABASE_URL"]))
    assert (database.hostname, database.port) == ("postgres", 5432)
    own = all_services["postgres"]["environment"]
    assert database.username == own["POSTGRES_USER"]
    assert database.path == f"/{own['POSTGRES_DB']}"
    redis = urlsplit(site["REDIS_URL"])
    assert (redis.hostname, redis.port) == ("redis", 6379)
    s3 = urlsplit(site["S3_ENDPOINT_URL"])
    assert s3.hostname == "s3"
    assert f"-s3.port={s3.port}" in all_services["s3"]["command"]
    assert f":{s3.port}/" in all_services["s3"]["healthcheck"]["test"][-1]


@pytest.mark.parametrize("name", FILES)
def test_every_service_waits_for_what_exists_and_says_when_it_is_ready(name):
    all_services = services(name)
    built = site_services(name)  # the image has a HEALTHCHECK
    for service in all_services.values():
        for other, wait in service.get("depends_on", {}).items():
            if wait["condition"] == "service_healthy":
                assert "healthcheck" in all_services[other] or other in built
            else:
                assert all_services[other]["restart"] == "no"


def test_the_workers_run_as_those_of_local_sh():
    for name in ("worker1", "worker2"):
        worker = services("compose.yaml")[name]
        words = [*CELERY[1:], f"--hostname={name}@digitsite"]
        assert sorted(worker["command"].split()) == sorted(words)
        assert f"--destination={name}@digitsite" in worker["healthcheck"]["test"]
        assert worker["environment"]["JOB_RUNNER"] == "celery"


@pytest.mark.parametrize("name", FILES)
def test_every_command_of_the_site_exists(name):
    text = (DEPLOY / name).read_text()
    commands = re.findall(r"manage\.py (\w+)", text)
    assert commands
    assert set(commands) <= get_commands().keys()


@pytest.mark.parametrize("name", FILES)
def test_the_site_runs_without_rights_and_writes_to_volumes_only(name):
    for service in site_services(name).values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "user" not in service  # that of the image
