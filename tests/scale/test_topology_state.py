"""What a topology on loopback keeps from one command to the next."""

from tests.support.scale.daemons import Daemon
from tests.support.scale.processes import SERVER_PORTS
from tests.support.scale.state import (
    FILE,
    build_environment,
    build_state,
    load_state,
    save_state,
)


def test_every_server_has_a_port_of_its_own():
    state = build_state(hosts=4, workers=1, port=8080)
    ports = [port for name, port in state.ports.items() if name != "nginx"]
    assert state.ports["nginx"] == 8080
    assert len(set(ports)) == len(ports) == 2 + 5 + 4
    assert all(SERVER_PORTS[0] <= port < SERVER_PORTS[1] for port in ports)


def test_the_state_is_found_again_by_its_owner_alone(tmp_path):
    state = build_state(hosts=2, workers=2, port=0)
    state.processes["redis"] = {"redis": Daemon(1, "2")}
    save_state(state, tmp_path)
    assert load_state(tmp_path) == state
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert load_state(tmp_path / "none") is None


def test_a_setting_of_one_service_is_not_that_of_another(tmp_path):
    state = build_state(hosts=2, workers=0, port=0)
    state.settings = {"": {"LOG_LEVEL": "ERROR"}, "web2": {"LOG_LEVEL": "DEBUG"}}
    levels = [
        build_environment(state, tmp_path, name)["LOG_LEVEL"]
        for name in ("web1", "web2")
    ]
    assert levels == ["ERROR", "DEBUG"]


def test_jobs_are_read_by_workers_where_there_are_some(tmp_path):
    runners = [
        build_environment(build_state(1, workers, 0), tmp_path, "web1")["JOB_RUNNER"]
        for workers in (0, 2)
    ]
    assert runners == ["thread", "celery"]


def test_where_an_engine_is_named_no_other_is_chosen(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.support.scale.state.find_spec", lambda name: None)
    state = build_state(1, 0, 0)
    monkeypatch.delenv("DIGIT_ENGINE", raising=False)
    assert build_environment(state, tmp_path, "web1")["DIGIT_ENGINE"] == "litert"
    monkeypatch.setenv("DIGIT_ENGINE", "keras")
    assert "DIGIT_ENGINE" not in build_environment(state, tmp_path, "web1")
