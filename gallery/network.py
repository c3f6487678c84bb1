"""The address under which other devices of the local network reach this site."""

import socket
from ipaddress import ip_address

from django.conf import settings
from django.http.request import split_domain_port, validate_host

ALL_INTERFACES = {"0.0.0.0", "::"}


def get_local_address() -> str:
    """Return this machine's address on the local network; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # reserved for documentation
        except OSError:
            return "127.0.0.1"
        return probe.getsockname()[0]


def is_loopback(host: str) -> bool:
    """Return whether a host name leads a device back to itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def get_url_for_phones(request) -> str:
    """Return the root URL of the site for a phone; "" if no phone can reach it."""
    host, port = split_domain_port(request.get_host())
    if not is_loopback(host):
        return f"{request.scheme}://{request.get_host()}"
    local = get_local_address() if is_served_to_network(request) else host
    if is_loopback(local) or not validate_host(local, settings.ALLOWED_HOSTS):
        return ""
    return f"{request.scheme}://{local}{port and f':{port}'}"


def is_served_to_network(request) -> bool:
    # gunicorn sets it to the address it listens on, not to the requested one.
    return request.META.get("SERVER_NAME") in ALL_INTERFACES
