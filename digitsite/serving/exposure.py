"""Refuse to serve the public with the settings of development."""

from collections.abc import Callable, Iterable, Iterator
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

from digitsite.serving.proxy_headers import find_named_addresses
from gallery.network import ALL_INTERFACES, get_local_address

GetResponse = Callable[[HttpRequest], HttpResponse]

DEVELOPMENT_KEY = "for-development-only-"
# As Django's own check asks: `check --deploy`, security.W009.
MIN_KEY_LENGTH = 50
MIN_KEY_CHARACTERS = 5
# Names that no public name server knows.
LOCAL_SUFFIXES = (
    ".home.arpa",
    ".internal",
    ".lan",
    ".local",
    ".localhost",
    ".test",
)
ANY_NAME = "*"
LOCAL_ONLY = (
    "This site is in development mode (DJANGO_DEBUG), and answers this machine and its "
    "local network only."
)


def find_exposure(hosts: Iterable[str]) -> str:
    """Return why the site may not be served at these hosts; "" if it may.

    Args:
        hosts: addresses that the server listens on.
    """
    faults = list(find_faults())
    places = list(find_public_places(hosts))
    if not (faults and places):
        return ""
    return (
        f"Not served: {' and '.join(faults)}, and {' and '.join(places)}. "
        "docs/operations.md says what production needs."
    )


def find_faults() -> Iterator[str]:
    """Yield what is fit for development only."""
    key = settings.SECRET_KEY
    if settings.DEBUG:
        yield "DJANGO_DEBUG is on"
    if key.startswith(DEVELOPMENT_KEY):
        yield "DJANGO_SECRET_KEY is that of development"
    elif len(key) < MIN_KEY_LENGTH or len(set(key)) < MIN_KEY_CHARACTERS:
        yield "DJANGO_SECRET_KEY can be guessed"


def find_public_places(hosts: Iterable[str]) -> Iterator[str]:
    """Yield where the public may reach the site."""
    for host in hosts:
        address = get_local_address() if host in ALL_INTERFACES else host
        if is_public_address(address):
            yield f"{address} is a public address"
    if accepts_any_name():
        yield f"DJANGO_ALLOWED_HOSTS accepts any name ({ANY_NAME})"
    for name in settings.ALLOWED_HOSTS:
        if is_public_name(name):
            yield f"DJANGO_ALLOWED_HOSTS has the public name {name}"
    if settings.NUM_PROXIES:
        yield "NUM_PROXIES says that a proxy is in front"


def accepts_any_name() -> bool:
    """Return whether the site answers under any name, though it is not developed.

    In development it does, and `local_clients_only` refuses the public.
    """
    return not settings.DEBUG and ANY_NAME in settings.ALLOWED_HOSTS


def is_public_address(text: str) -> bool:
    """Return whether an address can be reached from everywhere."""
    try:
        return ip_address(text.strip("[]")).is_global
    except ValueError:
        return False


def is_public_name(name: str) -> bool:
    """Return whether a host of ALLOWED_HOSTS may be one of the public internet."""
    plain = name.strip("[].").lower()
    try:
        return ip_address(plain).is_global
    except ValueError:
        return "." in plain and not plain.endswith(LOCAL_SUFFIXES)


def local_clients_only(get_response: GetResponse) -> GetResponse:
    """Refuse clients from elsewhere in development mode.

    A machine behind a router, as in a cloud, does not know that it can be reached.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.DEBUG and any(map(is_public_address, find_clients(request))):
            return HttpResponseForbidden(LOCAL_ONLY, content_type="text/plain")
        return get_response(request)

    return middleware


def find_clients(request: HttpRequest) -> Iterator[str]:
    """Yield the addresses that a request names as its own, believed or not."""
    yield request.META.get("REMOTE_ADDR", "")
    yield from find_named_addresses(request)
