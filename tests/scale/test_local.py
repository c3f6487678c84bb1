"""deploy/local.sh: the services of deploy/compose.yaml, started and stopped by name."""

import subprocess
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from tests.support.calls import PHOTOS, PNG, call, keep
from tests.support.programs import Program, archive_of
from tests.support.scale.packages import PACKAGES, find_missing
from tests.support.scale.processes import attempts
from tests.support.scale.services import READY
from tests.support.scale.topology import Topology, UnknownService

ROOT = Path(__file__).parents[2]
SEVEN = "DIGIT_ENGINE=tests.support.engines.load_seven"
MISSING = ", ".join(PACKAGES[name] for name in find_missing())

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}"),
]


@pytest.fixture(scope="module")
def folder():
    """Return the folder of a topology that runs; PostgreSQL's account may enter it."""
    with tempfile.TemporaryDirectory(prefix="digitsite-local-") as name:
        path = Path(name)
        path.chmod(0o755)
        try:
            local(path, "start", "--set", SEVEN, "--set", f"STATIC_ROOT={path}/none")
            yield path
        finally:
            local(path, "remove")
            path.mkdir()


def local(folder: Path, *words: str) -> str:
    command = [ROOT / "deploy/local.sh", "--folder", folder, *words]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def topology(folder):
    return Topology(folder)


@pytest.fixture(scope="module")
def site(folder, topology):
    """Return the site behind nginx, with the token of a program."""
    token = local(folder, "manage", "createtoken", "test").split()[-1]
    return SimpleNamespace(port=topology.state.ports["nginx"], token=token)


def test_every_service_runs(folder, topology):
    running = topology.find_running()
    assert [name for name in running if not running[name]] == ["migrate"]
    assert "stopped" not in local(folder, "status")
    assert len(topology.state.created) == len(topology.names)


def test_the_services_are_those_of_compose(topology):
    compose = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())
    assert set(topology.names) == set(compose["services"])


def test_the_workers_read_a_job(topology, site):
    program = Program(site, site.token)
    url = program.send(archive_of(40))
    job = program.wait_for(url, lambda job: job["state"] == "finished")
    assert (job["done"], job["failed"]) == (40, 0)
    logs = [topology.folder / n / f"{n}.log" for n in ("worker1", "worker2")]
    assert any("read_chunk" in log.read_text().partition(READY)[2] for log in logs)


def test_both_hosts_keep_photos_in_one_gallery(site):
    before = len(call(site, "GET", PHOTOS)[1]["results"])
    answers = [keep(site) for _ in range(4)]
    assert [status for status, _ in answers] == [201] * 4
    assert {photo["reading"]["text"] for _, photo in answers} == {"7"}
    assert len(call(site, "GET", PHOTOS)[1]["results"]) == before + 4


@pytest.mark.parametrize(
    ("name", "part"), [("postgres", "database"), ("redis", "redis"), ("s3", "storage")]
)
def test_a_service_that_stops_is_named_and_missed_no_more(topology, site, name, part):
    topology.stop(name)
    status, answer = call(site, "GET", "/readyz")
    assert (status, list(answer["reasons"])) == (503, [part])
    topology.start(name)
    for _ in attempts():
        if call(site, "GET", "/readyz")[0] == 200:
            break
    assert keep(site)[0] == 201


def test_a_host_that_is_killed_costs_no_reading(topology, site):
    topology.kill("web1")
    assert not topology.find_running()["web1"]
    reading = call(site, "POST", "/api/v1/readings/", PNG)
    assert reading[0] == 200


def test_what_was_set_at_the_start_is_set_for_a_host_that_starts_later(topology):
    topology.kill("web2")
    topology.start("web2")
    assert topology.find_running()["web2"]
    assert SEVEN.endswith(topology.get_environment("web2")["DIGIT_ENGINE"])


def test_what_is_no_service_is_refused(topology):
    with pytest.raises(UnknownService, match="web7"):
        topology.stop("web7")
