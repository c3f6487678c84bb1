"""Print where the site is served, with a code for phones of the local network."""

import io
import socket

import segno
from django.core.management.base import BaseCommand

EVERYWHERE = {"0.0.0.0", "::"}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def local_address() -> str:
    """Return this machine's address on the local network; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address kept for documents
        except OSError:
            return "127.0.0.1"
        return probe.getsockname()[0]


class Command(BaseCommand):
    help = "Print the site's address and, on a local network, a code for phones."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("host")
        parser.add_argument("port", type=int)

    def handle(self, *, host, port, **options):
        shown = local_address() if host in EVERYWHERE else host
        url = f"http://{shown}:{port}/"
        self.stdout.write(f"\n  Digitsite is served at {url}\n")
        if shown not in LOOPBACK:
            self.stdout.write("  A phone on the same network can scan this:\n")
            # The command's own stream would end every part with a new line.
            code = io.StringIO()
            segno.make(url, micro=False).terminal(code, compact=True)
            self.stdout.write(code.getvalue())
