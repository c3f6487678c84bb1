"""PostgreSQL stopped and started below a site that serves."""

from contextlib import ExitStack

import pytest

from tests.support.calls import PHOTOS, call, keep
from tests.support.scale.postgres_server import (
    create_database,
    new_cluster,
    serving,
)
from tests.support.scale.processes import NotInstalled, attempts, find_port
from tests.support.served import served

pytestmark = pytest.mark.slow


@pytest.fixture
def cluster():
    """Return the files of a PostgreSQL server, and its port."""
    pytest.importorskip("psycopg")
    try:
        with new_cluster() as folder:
            yield folder, find_port()
    except NotInstalled as e:
        pytest.skip(f"{e} is not installed")


def test_without_postgres_nothing_is_kept_and_it_works_again_by_itself(
    cluster, tmp_path
):
    folder, port = cluster
    with ExitStack() as site:
        with serving(folder, port) as url:
            create_database(url)
            places = {"DATABASE_URL": url, "MEDIA_ROOT": str(tmp_path / "media")}
            server = site.enter_context(served(tmp_path, **places))
            assert keep(server)[0] == 201
        status, refusal = keep(server)
        assert (status, refusal["code"]) == (503, "storage_unavailable")
        reasons = call(server, "GET", "/readyz")[1]["reasons"]
        assert reasons == {"database": "The database can't be reached."}
        with serving(folder, port):
            wait_until_ready(server)
            assert keep(server)[0] == 201
            assert len(call(server, "GET", PHOTOS)[1]["results"]) == 2


def wait_until_ready(server) -> None:
    for _ in attempts():
        if call(server, "GET", "/readyz")[0] == 200:
            return
