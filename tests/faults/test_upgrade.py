"""A site is upgraded while programs upload, and hosts of two versions serve it."""

import pytest

from tests.support.served import served
from tests.support.upgrades import check_nothing_was_lost, upgrade_under_traffic

pytestmark = pytest.mark.slow


def test_nothing_is_lost_while_tables_are_expanded_and_contracted(tmp_path):
    settings = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "DIGIT_ENGINE": "tests.support.engines.load_seven",
        "DJANGO_DEBUG": "1",
        "MEDIA_ROOT": str(tmp_path),
    }
    with served(tmp_path, **settings) as server:
        seen = upgrade_under_traffic(server, settings)
        check_nothing_was_lost(server, seen)
