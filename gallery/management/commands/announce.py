"""Print where the site is served, with a code for phones of the local network."""

import io

import segno
from django.core.management.base import BaseCommand

from gallery.network import ALL_INTERFACES, get_local_address, is_loopback


class Command(BaseCommand):
    help = "Print the site's address and, on a local network, a code for phones."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("host")
        parser.add_argument("port", type=int)

    def handle(self, *, host, port, **options):
        shown = get_local_address() if host in ALL_INTERFACES else host
        url = f"http://{shown}:{port}/"
        self.stdout.write(f"\n  Digitsite is served at {url}\n")
        if not is_loopback(shown):
            self.stdout.write("  A phone on the same network can scan this:\n")
            # The command's own stream would end every part with a new line.
            code = io.StringIO()
            segno.make(url, micro=False).terminal(code, compact=True)
            self.stdout.write(code.getvalue())
