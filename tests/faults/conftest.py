"""The site of one machine: its files are in a folder, whatever the environment says."""

import pytest


@pytest.fixture(autouse=True)
def one_machine(monkeypatch):
    for name in ("REDIS_URL", "S3_BUCKET"):
        monkeypatch.delenv(name, raising=False)
