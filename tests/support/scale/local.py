"""Steer the topology of deploy/compose.yaml on loopback: `deploy/local.sh`.

    deploy/local.sh start [SERVICE...]    start what does not run: all, or these
    deploy/local.sh stop [SERVICE...]     stop services, the last started first
    deploy/local.sh kill SERVICE...       kill services with all their processes
    deploy/local.sh status                print what runs, and where
    deploy/local.sh env                   print the settings of the site
    deploy/local.sh manage COMMAND...     run a command of the site with them
    deploy/local.sh remove                stop all, and delete what was kept

Services are postgres, redis, s3, migrate, web1, web2, worker1, worker2 and nginx.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from tests.support.scale.packages import PACKAGES, find_missing
from tests.support.scale.services import ROOT
from tests.support.scale.topology import Topology, UnknownService

FOLDER = ROOT / ".local"


def main(arguments: list[str]) -> int:
    options = build_parser().parse_args(arguments)
    if missing := find_missing():
        packages = " ".join(sorted(PACKAGES[name] for name in missing))
        print(f"Not installed: {packages} (Debian: apt install).", file=sys.stderr)
        return 2
    try:
        topology = open_topology(options)
        return COMMANDS[options.command](topology, options) or 0
    except (TimeoutError, UnknownService, subprocess.CalledProcessError) as failure:
        print(f"{type(failure).__name__}: {failure}", file=sys.stderr)
        return 1


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "deploy/local.sh",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of the state")
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("start")
    start.add_argument("--port", type=int, default=0, help="of nginx; any by default")
    start.add_argument("--hosts", type=int, default=2, help="web hosts of a new state")
    start.add_argument("--workers", type=int, default=2, help="of Celery, the same")
    start.add_argument(
        "--set",
        dest="settings",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="variable for the services of this call, now and at later starts",
    )
    start.add_argument("services", nargs="*")
    commands.add_parser("stop").add_argument("services", nargs="*")
    commands.add_parser("kill").add_argument("services", nargs="+")
    for name in ("status", "env", "remove"):
        commands.add_parser(name)
    commands.add_parser("manage").add_argument("words", nargs=argparse.REMAINDER)
    return parser


def open_topology(options: argparse.Namespace) -> Topology:
    if options.command != "start":
        return Topology(options.folder)
    return Topology(options.folder, options.hosts, options.workers, options.port)


def start(topology: Topology, options: argparse.Namespace) -> None:
    settings = dict(pair.split("=", 1) for pair in options.settings)
    topology.set_settings(settings, *options.services)
    topology.start(*options.services)
    status(topology, options)


def stop(topology: Topology, options: argparse.Namespace) -> None:
    topology.stop(*options.services)


def kill(topology: Topology, options: argparse.Namespace) -> None:
    topology.kill(*options.services)


def status(topology: Topology, options: argparse.Namespace) -> None:
    for name, programs in topology.find_running().items():
        if name == "migrate":
            continue
        state = "runs" if programs else "stopped"
        port = topology.state.ports.get(name, topology.state.ports.get(f"{name}-proxy"))
        where = f"127.0.0.1:{port}" if port else ""
        print(f"{name:10} {state:8} {where:16}", *sorted(programs.values()))
    print(f"\n{topology.url}")


def env(topology: Topology, options: argparse.Namespace) -> None:
    for name, value in topology.get_environment().items():
        print(f"{name}={value}")


def manage(topology: Topology, options: argparse.Namespace) -> int:
    command = [sys.executable, "manage.py", *options.words]
    environment = os.environ | topology.get_environment("manage")
    return subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode


def remove(topology: Topology, options: argparse.Namespace) -> None:
    topology.remove()


COMMANDS = {
    "start": start,
    "stop": stop,
    "kill": kill,
    "status": status,
    "env": env,
    "manage": manage,
    "remove": remove,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
