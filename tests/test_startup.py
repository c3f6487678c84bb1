"""Commands do not wait for TensorFlow; a server loads the model once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENVIRONMENT = os.environ | {"DJANGO_SETTINGS_MODULE": "digitsite.settings"}

WATCHED = """
import sys
{what}
loaded = [name for name in ("tensorflow", "keras") if name in sys.modules]
print("loaded:", *loaded)
"""


def run(what: str, **environment) -> str:
    """Run Python in a process of its own; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED.format(what=what)],
        env=ENVIRONMENT | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


COMMANDS = [["check"], ["showmigrations"], ["makemigrations", "--check"]]


def test_commands_that_read_no_picture_import_no_tensorflow(tmp_path):
    what = (
        "from django.core.management import execute_from_command_line as run\n"
        f"for command in {COMMANDS}:\n"
        "    run(['manage.py', *command])\n"
        "    print('heavy:', 'tensorflow' in sys.modules or 'keras' in sys.modules)"
    )
    (tmp_path / "db.sqlite3").touch()
    printed = run(what, DATABASE_URL=f"sqlite:///{tmp_path / 'db.sqlite3'}")
    assert printed.count("heavy: False") == len(COMMANDS)
    assert printed.strip().endswith("loaded:")


def test_without_a_secret_key_a_server_says_what_to_set():
    printed = run("import django; django.setup()", DJANGO_SECRET_KEY="")
    assert "Set DJANGO_SECRET_KEY" in printed


def test_check_names_a_missing_model_and_says_what_to_do(tmp_path):
    what = (
        "from django.core.management import execute_from_command_line as run\n"
        "run(['manage.py', 'check'])"
    )
    printed = run(what, DIGIT_MODEL_PATH=str(tmp_path / "none.keras"))
    assert "recognizer.E001" in printed
    assert "make train" in printed


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize("entry", ["wsgi", "asgi"])
def test_a_server_has_the_model_warm_before_the_first_request(entry):
    what = (
        f"import digitsite.{entry}\n"
        "from recognizer.inference import engine\n"
        "print('ready:', engine.is_model_ready())"
    )
    printed = run(what)
    assert "ready: True" in printed
    assert "loaded: tensorflow keras" in printed


READ_BY_API = """
import io, os
import digitsite.wsgi
from django.core.files.base import ContentFile
from django.test import Client
from recognizer.inference import engine
from tests.support.drawing import encoded, page_of
print("ready:", engine.is_model_ready())
image = ContentFile(encoded(page_of("2047")), "page.png")
answer = Client().post("/api/v1/readings/?explain=1", {{"image": image}})
reading = answer.json()
print("read:", reading["text"], reading["verdict"])
print("explained:", all(digit["heat"] for digit in reading["digits"]))
"""


def test_the_light_engine_reads_through_the_api_without_tensorflow(tmp_path):
    printed = run(
        READ_BY_API.format(),
        DIGIT_ENGINE="litert",
        DJANGO_DEBUG="1",
        DJANGO_ALLOWED_HOSTS="testserver",
        DATABASE_URL=f"sqlite:///{tmp_path / 'db.sqlite3'}",
    )
    assert "ready: True" in printed
    assert "read: 2047 read" in printed
    assert "explained: True" in printed
    assert "loaded:\n" in printed


def test_a_worker_of_gunicorn_has_the_model_before_the_first_request():
    what = (
        "import runpy\n"
        "from types import SimpleNamespace\n"
        "configuration = runpy.run_path('deploy/gunicorn.conf.py')\n"
        "configuration['post_fork'](SimpleNamespace(LISTENERS=[]), None)\n"
        "import digitsite.wsgi\n"
        "from recognizer.inference import engine\n"
        "print('ready:', engine.is_model_ready())\n"
        "configuration['on_exit'](None)"
    )
    loader = "tests.support.engines.load_seven"
    assert "ready: True" in run(what, DJANGO_DEBUG="1", DIGIT_ENGINE=loader)


@pytest.mark.slow
@pytest.mark.model
def test_a_server_without_its_model_still_starts_and_says_so(tmp_path):
    what = (
        "import digitsite.wsgi\n"
        "from recognizer.inference import engine\n"
        "print('ready:', engine.is_model_ready())"
    )
    printed = run(what, DIGIT_MODEL_PATH=str(tmp_path / "none.keras"))
    assert "ready: False" in printed
    assert "The model is not available" in printed


PRODUCTION = {
    "DJANGO_SECRET_KEY": "a-long-random-text-with-0123456789-made-for-this-very-test",
    "DJANGO_DEBUG": "0",
    "DJANGO_ALLOWED_HOSTS": "digits.example",
    "DJANGO_CSRF_TRUSTED_ORIGINS": "https://digits.example",
    "DJANGO_SSL_REDIRECT": "1",
    "DJANGO_HSTS_SECONDS": "31536000",
    "DJANGO_HSTS_SUBDOMAINS": "1",
    "DJANGO_HSTS_PRELOAD": "1",
    "NUM_PROXIES": "1",
    "METRICS_TOKEN": "another-random-text",
    "LOG_FORMAT": "json",
}


def check_deploy(**changes):
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={"PATH": os.environ["PATH"], **PRODUCTION, **changes},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_with_the_settings_of_production_a_deployment_is_found_fit():
    done = check_deploy()
    assert (done.returncode, done.stdout.strip()) == (
        0,
        "System check identified no issues (0 silenced).",
    ), done.stderr


def test_a_setting_that_is_left_out_is_found():
    done = check_deploy(DJANGO_SSL_REDIRECT="0")
    assert done.returncode == 1
    assert "security.W008" in done.stderr


def test_the_documentation_names_every_setting_of_production():
    page = (ROOT / "docs/operations.md").read_text().split("## Production")[1]
    assert [name for name in PRODUCTION if f"    {name}=" not in page] == []


def test_who_ends_make_ends_the_server():
    command = ["make", "--dry-run", "--no-print-directory", "--old-file=.venv/.run"]
    command.append("run")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    last = done.stdout.strip().splitlines()[-1]
    assert last.startswith("exec env ")
    assert "bin/gunicorn" in last


@pytest.mark.model
def test_of_the_processes_that_run_tests_one_loads_the_networks(request):
    group = "@networks" if "PYTEST_XDIST_WORKER" in os.environ else ""
    assert request.node.nodeid.endswith(group)
