"""nginx on loopback, with deploy/nginx.conf and without TLS."""

import re
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

from tests.support.scale.processes import (
    LOOPBACK,
    find_port,
    find_program,
    is_listening,
    running,
)

DEPLOY = Path(__file__).parents[3] / "deploy"
SITE, HOST_FILE = DEPLOY / "nginx.conf", DEPLOY / "nginx-hosts.conf"
HOSTS = "digitsite-hosts.conf"
# Where Debian installs what is not on the path of every account.
FOLDERS = ("/usr/sbin",)
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def nginx_server(folder: Path, hosts: Iterable[int]):
    """Start nginx in front of hosts with these ports; yield its URL.

    Raises:
        NotInstalled: if there is none on this machine.
    """
    port = find_port()
    write_configuration(folder, port, hosts)
    command, log = build_command(folder), folder / "nginx.log"
    with running(command, log, lambda: is_listening(port)):
        yield f"http://{LOOPBACK}:{port}"


def build_command(folder: Path) -> list[str]:
    program = find_program("nginx", *FOLDERS)
    return [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]


def write_configuration(folder: Path, port: int, hosts: Iterable[int]) -> None:
    line = HOST_FILE.read_text().splitlines()[-1]
    lines = [line.replace(":8000", f":{host}") for host in hosts]
    (folder / HOSTS).write_text("\n".join(lines))
    site = to_local(SITE.read_text(), port, folder)
    places = "".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log stderr;"
        f"events {{}} http {{ {places} {site} }}"
    )


def to_local(text: str, port: int, folder: Path) -> str:
    """Return deploy/nginx.conf with this port, without TLS, for hosts in a folder."""
    text = re.sub(r"\n    listen (\[::\]|80)[^\n]*", "", text)
    text = text.replace("listen 443 ssl http2", f"listen {LOOPBACK}:{port}")
    text = re.sub(r"\n    ssl_[^\n]*", "", text)
    # Without its port, the server that leads to https would answer on port 80.
    text = re.sub(r"server \{\n    server_name [^}]*return 308[^}]*\}\n", "", text)
    return text.replace(f"include /etc/nginx/{HOSTS};", f"include {folder}/{HOSTS};")
