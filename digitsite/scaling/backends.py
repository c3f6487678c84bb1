"""Which database, cache and storage the environment names."""

from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import Env


def require(package: str, setting: str) -> None:
    """Refuse a setting whose package is only in requirements-scale.txt."""
    if not find_spec(package):
        raise ImproperlyConfigured(
            f"{setting} needs {package}: pip install -r requirements-scale.txt"
        )


def build_database(env: Env, default_url: str) -> dict[str, Any]:
    """Build the setting of the database: PostgreSQL with a pool, or SQLite."""
    database = env.db("DATABASE_URL", default=default_url)
    if not database.get("ENGINE", "").endswith(("sqlite3", "postgresql")):
        # Not quoted: it may hold a password.
        raise ImproperlyConfigured("DATABASE_URL begins with sqlite:/// or postgres://")
    options = database.setdefault("OPTIONS", {})
    # A connection that the server closed is replaced before it is used.
    database["CONN_HEALTH_CHECKS"] = True
    if database["ENGINE"].endswith("sqlite3"):
        database["ENGINE"] = "digitsite.sqlite3"
        database["CONN_MAX_AGE"] = 60
        # Taking the write lock at BEGIN and waiting for it loses no parallel write.
        options.update(
            transaction_mode="IMMEDIATE",
            timeout=20,
            init_command="PRAGMA journal_mode=WAL;",
        )
    else:
        require("psycopg_pool", "DATABASE_URL")
        options.setdefault("connect_timeout", 3)
        # A request holds one while it waits for a reading, too.
        size = env.int("DATABASE_POOL_SIZE", default=64)
        if size:
            options["pool"] = {"min_size": 1, "max_size": size, "timeout": 5}
        else:
            database["CONN_MAX_AGE"] = 60
    return database


def build_cache(redis_url: str) -> dict[str, Any]:
    """Build the setting of the cache: Redis, or the memory of each process."""
    if not redis_url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    require("redis", "REDIS_URL")
    return {
        "BACKEND": "digitsite.scaling.redis_cache.SharedCache",
        "LOCATION": redis_url,
    }


def build_photo_storage(env: Env, bucket: str) -> dict[str, Any]:
    """Build the setting of the storage: a bucket, or the folder `MEDIA_ROOT`."""
    if not bucket:
        return {"BACKEND": "digitsite.storage.PrivateStorage"}
    require("storages", "S3_BUCKET")
    options = {
        "bucket_name": bucket,
        "location": env("S3_PREFIX", default=""),
        "endpoint_url": env("S3_ENDPOINT_URL", default="") or None,
        "public_endpoint_url": env("S3_PUBLIC_ENDPOINT_URL", default=""),
        "region_name": env("S3_REGION", default="us-east-1"),
        # Without them, what the machine itself may do counts.
        "access_key": env("S3_ACCESS_KEY", default="") or None,
        "secret_key": env("S3_SECRET_KEY", default="") or None,
        "addressing_style": env("S3_ADDRESSING_STYLE", default="auto"),
        "querystring_expire": env.int("S3_URL_SECONDS", default=60),
    }
    return {
        "BACKEND": "digitsite.scaling.s3_storage.PrivateS3Storage",
        "OPTIONS": options,
    }
