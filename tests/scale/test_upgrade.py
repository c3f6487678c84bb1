"""A site on PostgreSQL is upgraded while programs upload."""

import os

import pytest

from tests.support.scale.postgres_server import postgres_server
from tests.support.scale.processes import NotInstalled
from tests.support.served import served
from tests.support.upgrades import check_nothing_was_lost, upgrade_under_traffic

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "S3_BUCKET" not in os.environ, reason="make check-scale runs it"
    ),
]


@pytest.fixture
def database_url():
    pytest.importorskip("psycopg")
    try:
        with postgres_server() as url:
            yield url
    except NotInstalled as e:
        pytest.skip(f"{e} is not installed")


def test_nothing_is_lost_while_tables_are_expanded_and_contracted(
    database_url, tmp_path
):
    settings = {
        "DATABASE_URL": database_url,
        "DIGIT_ENGINE": "tests.support.engines.load_seven",
        "DJANGO_DEBUG": "1",
        "MEDIA_ROOT": str(tmp_path),
    }
    with served(tmp_path, **settings) as server:
        seen = upgrade_under_traffic(server, settings)
        check_nothing_was_lost(server, seen)
