"""Look at every part of the site, and say what to do where one fails."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from digitsite.diagnosis.database import find_database, find_redis
from digitsite.diagnosis.disk import find_disk
from digitsite.diagnosis.findings import Finding
from digitsite.diagnosis.machine import find_machine
from digitsite.diagnosis.model import find_model
from digitsite.diagnosis.proxy import find_proxy

WIDTH = 14


class Command(BaseCommand):
    help = (
        "Look at settings, database, Redis, disk, processor, clock, engine, model and "
        "proxies, and say what to do. Exit code 1 if a part fails."
    )
    # They are among the findings.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--url", default="", help="the site's public address, to look at proxies"
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *, url: str, json: bool, **options: Any) -> None:
        findings = list(examine(url))
        self.stdout.write(to_json(findings) if json else to_text(findings))
        if any(finding.status == "failed" for finding in findings):
            raise SystemExit(1)


def examine(url: str) -> Iterator[Finding]:
    """Yield the findings about all parts; see `find_proxy` for `url`."""
    yield from find_model()
    yield from find_machine()
    yield from find_disk()
    yield from find_database()
    yield from find_redis(settings.REDIS_URL)
    yield from find_proxy(url)


def to_json(findings: Iterable[Finding]) -> str:
    return json.dumps([finding.as_json() for finding in findings], indent=2)


def to_text(findings: Iterable[Finding]) -> str:
    """Return a line for each finding, and one more with what to do."""
    return "\n".join(line for finding in findings for line in to_lines(finding))


def to_lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.status:8}{finding.part:{WIDTH}}{finding.detail}"
    if finding.action:
        yield f"{'':8}{'':{WIDTH}}-> {finding.action}"
