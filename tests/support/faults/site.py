"""The site that faults are injected into: its hosts, its visitors, what it keeps."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.faults.visitors import Visitor
from tests.support.scale.services import ROOT
from tests.support.scale.topology import Topology

VISITORS = 6
SETTINGS = {
    # What is tested is not the networks.
    "DIGIT_ENGINE": "tests.support.engines.load_seven",
    "THROTTLE_READINGS": "off",
    "THROTTLE_WRITES": "off",
}


@dataclass(frozen=True)
class Contents:
    """What is kept, as the site itself sees it.

    Attributes:
        rows: ids of photos.
        files: that rows name.
        stored: that are in the storage.
        packs: that hold pictures of jobs until they are read.
    """

    rows: set[str]
    files: set[str]
    stored: set[str]
    packs: set[str]

    @property
    def rows_without_file(self) -> int:
        return len(self.files - self.stored)

    @property
    def files_without_row(self) -> int:
        return len(self.stored - self.files)


@dataclass
class Site:
    """Several hosts behind nginx, with visitors."""

    topology: Topology
    visitors: list[Visitor]

    @property
    def port(self) -> int:
        return self.topology.state.ports["nginx"]

    def look_into(self) -> Contents:
        """Return what is kept now."""
        printed = manage(self.topology, "-m", "tests.support.faults.contents")
        found = {name: set(values) for name, values in json.loads(printed).items()}
        return Contents(**found)

    def find_reasons(self) -> dict[str, str]:
        """Return what the health check names; {} if all is well."""
        status, body, _ = Visitor(self.port, 99).send("GET", "/readyz")
        return json.loads(body).get("reasons", {}) if status else {"site": "No answer."}

    def find_hosts(self) -> dict[str, dict[str, int]]:
        """Return the processes of the web hosts."""
        running = self.topology.find_running()
        return {name: running[name] for name in running if name.startswith("web")}


@contextmanager
def started_site(workers: int = 2) -> Iterator[Site]:
    """Start everything, with half of the visitors as browsers, half as programs."""
    with TemporaryDirectory(prefix="digitsite-faults-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # for the account of PostgreSQL
        topology = Topology(folder, workers=workers)
        topology.set_settings(SETTINGS)
        try:
            topology.start()
            yield Site(topology, build_visitors(topology))
        finally:
            topology.stop()


def build_visitors(topology: Topology) -> list[Visitor]:
    port = topology.state.ports["nginx"]
    visitors = [Visitor(port, number) for number in range(VISITORS)]
    for visitor in visitors[::2]:
        words = ("manage.py", "createtoken", f"visitor {visitor.number}")
        visitor.token = manage(topology, *words).split()[-1]
    for visitor in visitors[1::2]:
        assert visitor.open_page() == 200
    return visitors


def manage(topology: Topology, *words: str) -> str:
    """Run Python with the settings of the site; return what it printed.

    Raises:
        RuntimeError: if it fails; with the end of what it complained about.
    """
    environment = os.environ | topology.get_environment("manage")
    done = subprocess.run(
        [sys.executable, *words],
        check=False,
        cwd=ROOT,
        env=environment | {"DJANGO_SETTINGS_MODULE": "digitsite.settings"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout
