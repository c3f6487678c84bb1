"""What the environment decides, and what it leaves safe."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
S3_STORAGE = "digitsite.scaling.s3_storage.PrivateS3Storage"
URL = "redis://h:6379/1"


def settings_of(names, **environment) -> dict[str, str]:
    """Return settings as text, as a process with this environment alone reads them."""
    code = "from digitsite import settings as s\n"
    code += "\n".join(f"print(s.{name})" for name in names)
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "DJANGO_SECRET_KEY": "k", **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(names, done.stdout.splitlines(), strict=True))


def test_the_defaults_serve_one_machine_safely():
    expected = {
        "DEBUG": "False",
        "SESSION_COOKIE_SECURE": "True",
        "CSRF_COOKIE_SECURE": "True",
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "LANGUAGE_COOKIE_NAME": "__Host-language",
        "ALLOWED_HOSTS": "['localhost', '127.0.0.1', '[::1]']",
        "PHOTO_MAX_BYTES": "20971520",
        "MAX_WAITING": "32",
        "THROTTLE_RATES['readings']": "600/min",
        "DATABASES['default']['OPTIONS']['transaction_mode']": "IMMEDIATE",
        "DATABASES['default']['OPTIONS']['timeout']": "20",
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
    }
    assert settings_of(expected) == expected


def test_the_environment_decides():
    environment = {"DJANGO_DEBUG": "1", "PHOTO_MAX_BYTES": "3000", "NUM_PROXIES": "1"}
    environment |= {"MAX_WAITING": "5", "STATIC_ROOT": "/srv/static"}
    expected = {
        "STATIC_ROOT": "/srv/static",
        "SESSION_COOKIE_SECURE": "False",
        "SESSION_COOKIE_NAME": "sessionid",
        "PHOTO_MAX_TEXT_BYTES": str(4500 + 65536),
        "MAX_WAITING": "5",
        "SECURE_PROXY_SSL_HEADER[1]": "https",
    }
    assert settings_of(expected, **environment) == expected


PLACES = {
    "DATABASE_URL": "postgres://h/x",
    "REDIS_URL": URL,
    "MEDIA_ROOT": "/srv/photos",
    "METRICS_TOKEN": "token",
}
SET_PLACES = {
    "DATABASES['default']['NAME']": "x",
    "CACHES['default']['LOCATION']": URL,
    "CACHES['default']['BACKEND']": "digitsite.scaling.redis_cache.SharedCache",
    "SESSION_ENGINE": "django.contrib.sessions.backends.cached_db",
    "MEDIA_ROOT": "/srv/photos",
    "METRICS_TOKEN": "token",
}


def test_places_come_from_the_environment():
    assert settings_of(SET_PLACES, **PLACES) == SET_PLACES


def test_secrets_are_read_from_files(tmp_path):
    secrets = PLACES | {"DJANGO_SECRET_KEY": "from a file"}
    for name, value in secrets.items():
        (tmp_path / name).write_text(f"{value}\n")
    paths = {f"{name}_FILE": str(tmp_path / name) for name in secrets}
    expected = SET_PLACES | {"SECRET_KEY": "from a file"}
    assert settings_of(expected, **paths) == expected


def test_postgres_has_a_pool_or_a_connection_for_each_thread():
    database, url = "DATABASES['default']", "postgres://h/x"
    pool = {
        f"{database}['OPTIONS']['pool']['max_size']": "64",
        f"{database}['CONN_HEALTH_CHECKS']": "True",
        f"{database}.get('CONN_MAX_AGE', 0)": "0",
    }
    assert settings_of(pool, DATABASE_URL=url) == pool
    threads = {f"{database}['CONN_MAX_AGE']": "60"}
    without = {"DATABASE_URL": url, "DATABASE_POOL_SIZE": "0"}
    assert settings_of(threads, **without) == threads


def test_a_bucket_holds_the_photos():
    environment = {"S3_BUCKET": "photos", "S3_ENDPOINT_URL": "https://s3.example"}
    options = "STORAGES['default']['OPTIONS']"
    expected = {
        "STORAGES['default']['BACKEND']": S3_STORAGE,
        f"{options}['bucket_name']": "photos",
        f"{options}['endpoint_url']": "https://s3.example",
        f"{options}['querystring_expire']": "60",
    }
    assert settings_of(expected, **environment) == expected


def test_without_a_bucket_no_origin_is_allowed():
    expected = {"S3_PICTURE_ORIGIN": ""}
    found = settings_of(expected, S3_PICTURE_ORIGIN="https://s3.example")
    assert found == expected
