"""Static files are collected with compressed copies, which are kept if they can be."""

import os
from pathlib import Path

import pytest

from digitsite.storage import CompressedStaticStorage

SCRIPT = "js/page.js"


@pytest.fixture
def storage(tmp_path):
    """Return a storage with one collected script."""
    script = tmp_path / SCRIPT
    script.parent.mkdir()
    script.write_text("const text = 'seven';\n" * 100)
    return CompressedStaticStorage(location=tmp_path, base_url="/static/")


def compress(storage) -> set[str]:
    """Return the names of the copies that collecting writes."""
    return {copy for _, copy, _ in storage.post_process({SCRIPT: (storage, SCRIPT)})}


def test_a_script_gets_two_compressed_copies(storage):
    assert compress(storage) == {f"{SCRIPT}.br", f"{SCRIPT}.gz"}
    assert Path(storage.path(f"{SCRIPT}.br")).stat().st_size < 100


def test_an_unchanged_script_is_not_compressed_again(storage):
    compress(storage)
    assert compress(storage) == set()


def test_a_changed_script_is_compressed_again(storage):
    compress(storage)
    later = os.stat(storage.path(SCRIPT)).st_mtime + 60
    os.utime(storage.path(SCRIPT), (later, later))
    assert compress(storage) == {f"{SCRIPT}.br", f"{SCRIPT}.gz"}
