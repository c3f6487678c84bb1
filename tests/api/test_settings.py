"""What the environment decides, and what it leaves safe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REDIS = {"REDIS_URL": "redis://h:6379/1"}
REDIS_CACHE = "django.core.cache.backends.redis.RedisCache"


def setting(name, **environment):
    """Return a setting, as a process with this environment alone reads it."""
    done = subprocess.run(
        [sys.executable, "-c", f"from digitsite import settings as s; print(s.{name})"],
        env={"PATH": os.environ["PATH"], "DJANGO_SECRET_KEY": "k", **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "False"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("CSRF_COOKIE_SECURE", "True"),
        ("ALLOWED_HOSTS", "['localhost', '127.0.0.1', '[::1]']"),
        ("PHOTO_MAX_BYTES", "20971520"),
        ("THROTTLE_RATES['readings']", "600/min"),
        ("DATABASES['default']['OPTIONS']['transaction_mode']", "IMMEDIATE"),
        ("DATABASES['default']['OPTIONS']['timeout']", "20"),
        ("SESSION_ENGINE", "django.contrib.sessions.backends.db"),
    ],
)
def test_the_defaults_serve_one_machine_safely(name, value):
    assert setting(name) == value


@pytest.mark.parametrize(
    ("name", "environment", "value"),
    [
        ("SESSION_COOKIE_SECURE", {"DJANGO_DEBUG": "1"}, "False"),
        ("DATABASES['default']['NAME']", {"DATABASE_URL": "postgres://h/x"}, "x"),
        ("CACHES['default']['LOCATION']", REDIS, REDIS["REDIS_URL"]),
        ("CACHES['default']['BACKEND']", REDIS, REDIS_CACHE),
        ("SESSION_ENGINE", REDIS, "django.contrib.sessions.backends.cached_db"),
        ("MEDIA_ROOT", {"MEDIA_ROOT": "/srv/photos"}, "/srv/photos"),
        ("DATA_UPLOAD_MAX_MEMORY_SIZE", {"PHOTO_MAX_BYTES": "3000"}, str(4500 + 65536)),
        ("SECURE_PROXY_SSL_HEADER[1]", {"NUM_PROXIES": "1"}, "https"),
    ],
)
def test_the_environment_decides(name, environment, value):
    assert setting(name, **environment) == value
