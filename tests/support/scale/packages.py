"""Which of Debian's packages hold the servers, and their installation."""

import os
import shutil
import subprocess
from collections.abc import Iterable

from tests.support.scale.nginx_server import FOLDERS as NGINX_FOLDERS
from tests.support.scale.postgres_server import FOLDERS as POSTGRES_FOLDERS
from tests.support.scale.processes import NotInstalled, find_program

PACKAGES = {
    "postgres": "postgresql",
    "redis-server": "redis-server",
    "memcached": "memcached",
    "swift-proxy-server": "swift-proxy",
    "swift-account-server": "swift-account",
    "swift-container-server": "swift-container",
    "swift-object-server": "swift-object",
    "nginx": "nginx",
}
FOLDERS = (*POSTGRES_FOLDERS, *NGINX_FOLDERS)


def install_missing(programs: Iterable[str] = PACKAGES) -> None:
    """Install what is not here, from the package of the same name unless known.

    Raises:
        NotInstalled: if a program is not here, and packages may not be installed.
    """
    missing = find_missing(programs)
    if not missing:
        return
    if os.geteuid() or not shutil.which("apt-get"):
        raise NotInstalled(", ".join(missing))
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    packages = [PACKAGES.get(name, name) for name in missing]
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run([*install, *packages], check=True, stdout=subprocess.DEVNULL)


def find_missing(programs: Iterable[str] = PACKAGES) -> list[str]:
    return [name for name in programs if not is_installed(name)]


def is_installed(name: str) -> bool:
    try:
        find_program(name, *FOLDERS)
    except NotInstalled:
        return False
    return True
