"""Settings that make no sense are refused with their names."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from digitsite.monitoring.logs import build_logging_config
from digitsite.scaling import backends
from digitsite.serving.environment import SettingsEnv

ROOT = Path(__file__).parent.parent.parent
env = SettingsEnv()


@pytest.mark.parametrize("text", ["1", "on", "True", "YES"])
def test_a_switch_is_on(monkeypatch, text):
    monkeypatch.setenv("SWITCH", text)
    assert env.bool("SWITCH", default=False) is True


@pytest.mark.parametrize("text", ["0", "off", "False", "no"])
def test_a_switch_is_off(monkeypatch, text):
    monkeypatch.setenv("SWITCH", text)
    assert env.bool("SWITCH", default=True) is False


def test_without_a_value_the_default_counts(monkeypatch):
    monkeypatch.setenv("EMPTY", "")
    assert env.bool("EMPTY", default=True) is True
    assert env.int("EMPTY", default=60) == env.int("MISSING", default=60) == 60


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (env.int, "20MB"),
        (env.int, "30 # minutes"),
        (env.bool, "maybe"),
        (env.rate, "lots"),
        (env.rate, "600/fortnight"),
    ],
)
def test_a_value_of_another_type_is_refused_with_its_name(monkeypatch, read, text):
    monkeypatch.setenv("SETTING", text)
    with pytest.raises(ImproperlyConfigured, match=f"^SETTING has to be .*{text}"):
        read("SETTING", default="1/day")


@pytest.mark.parametrize("text", ["off", "600/min", "60/hour", "5/s"])
def test_a_rate_is_read(monkeypatch, text):
    monkeypatch.setenv("RATE", text)
    assert env.rate("RATE", default="1/day") == text


def test_a_file_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_FILE .*/key: No such file"):
        env("SECRET", default="")


def test_a_level_that_does_not_exist_is_refused():
    with pytest.raises(ImproperlyConfigured, match="LOG_LEVEL is one of DEBUG, INFO"):
        build_logging_config("text", "LOUD")


@pytest.mark.filterwarnings("ignore:Engine not recognized")
def test_another_database_is_refused_without_its_password(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "oracle8://me:secret@host/name")
    with pytest.raises(ImproperlyConfigured, match="begins with sqlite") as refusal:
        backends.build_database(env, "sqlite://:memory:")
    assert "secret" not in str(refusal.value)


def test_a_package_that_is_not_installed_is_named_with_its_setting():
    backends.require("json", "SETTING")
    with pytest.raises(ImproperlyConfigured, match=r"SETTING needs .*requirements-"):
        backends.require("no_such_package", "SETTING")


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        (
            {"DJANGO_DEBUG": "maybe"},
            "Not configured: DJANGO_DEBUG has to be 1 or 0, not 'maybe'.\n",
        ),
        (
            {"DJANGO_DEBUG": "1", "DATABASE_URL": "sqlite:////no/such/folder/file"},
            "The database can't be used: The file can't be created: No such file or "
            "directory. See `manage.py doctor`.\n",
        ),
    ],
)
def test_a_command_says_in_one_line_what_is_wrong(variables, line):
    command = [sys.executable, "manage.py", "migrate"]
    environment = {"PATH": os.environ["PATH"], **variables}
    options = {"cwd": ROOT, "capture_output": True, "text": True}
    done = subprocess.run(command, env=environment, **options)
    assert (done.returncode, done.stderr) == (1, line)
    raised = subprocess.run([*command, "--traceback"], env=environment, **options)
    assert "Traceback" in raised.stderr
