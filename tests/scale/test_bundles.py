"""A backup goes from one kind of database and storage to the other, and back."""

import json
from contextlib import contextmanager

import pytest

from gallery.services.bundles.reader import open_bundle
from tests.support.frozen_bundle import FROZEN, from_text
from tests.support.scale.postgres_server import postgres_server
from tests.support.scale.processes import NotInstalled
from tests.support.scale.swift_server import BUCKET
from tests.support.served import manage

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("s3")]


@pytest.fixture
def large_site(s3_server):
    """Return the settings of a site on PostgreSQL and S3."""
    pytest.importorskip("psycopg")
    try:
        with postgres_server() as url:
            yield {
                "DATABASE_URL": url,
                "S3_BUCKET": BUCKET,
                "S3_PREFIX": "restored",
                "S3_ENDPOINT_URL": s3_server.endpoint,
                "S3_ACCESS_KEY": s3_server.access_key,
                "S3_SECRET_KEY": s3_server.secret_key,
            }
    except NotInstalled as e:
        pytest.skip(f"{e} is not installed")


@pytest.fixture
def small_site(tmp_path):
    """Return the settings of a site on SQLite and a folder."""
    folder = tmp_path / "small"
    folder.mkdir()
    return {"DATABASE_URL": f"sqlite:///{folder}/db", "MEDIA_ROOT": f"{folder}/media"}


@contextmanager
def commands_of(settings):
    """Let commands work on the site with these settings."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("S3_BUCKET", "REDIS_URL"):
            patch.delenv(name, raising=False)
        for name, value in (settings | {"DJANGO_DEBUG": "1"}).items():
            patch.setenv(name, value)
        yield


def move(settings, earlier, later):
    """Restore a backup into a site, and back that up."""
    with commands_of(settings):
        manage("migrate", "--verbosity=0")
        assert "3 photos" in manage("restore", str(earlier))
        manage("backup", str(later))
        manage("verifybackup", str(later))


def read_all(path):
    """Return all rows of a backup, and the sha256 of each picture."""
    bundle = open_bundle(path)
    rows = {label: list(bundle.read_rows(label)) for label in bundle.manifest["rows"]}
    return rows, [(entry.name, entry.sha256) for entry in bundle.read_index()]


def test_nothing_changes_on_the_way_to_the_other_and_back(
    large_site, small_site, tmp_path
):
    paths = [tmp_path / name for name in ("first.tar", "large.tar", "small.tar")]
    frozen = json.loads(FROZEN[-1].read_text())
    paths[0].write_bytes(from_text(frozen["backup"]))
    move(large_site, paths[0], paths[1])
    move(small_site, paths[1], paths[2])
    assert read_all(paths[0]) == read_all(paths[1]) == read_all(paths[2])
    kinds = [open_bundle(path).manifest["database"] for path in paths]
    assert kinds == ["sqlite", "postgresql", "sqlite"]
