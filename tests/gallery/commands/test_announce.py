"""The address is announced, with a code only where a phone can reach it."""

import io

import pytest
from django.core.management import call_command

from gallery.management.commands import announce


def announced(host) -> str:
    out = io.StringIO()
    call_command("announce", host, "8000", stdout=out)
    return out.getvalue()


def test_on_one_machine_the_address_is_enough():
    printed = announced("127.0.0.1")
    assert "http://127.0.0.1:8000/" in printed
    assert "scan" not in printed


def test_on_the_local_network_a_code_stands_beside_it(monkeypatch):
    monkeypatch.setattr(announce, "get_local_address", lambda: "192.168.1.7")
    printed = announced("0.0.0.0")
    assert "http://192.168.1.7:8000/" in printed
    assert "█" in printed


@pytest.mark.parametrize("host", ["localhost", "::1"])
def test_a_loopback_name_needs_no_code(host):
    assert "█" not in announced(host)
