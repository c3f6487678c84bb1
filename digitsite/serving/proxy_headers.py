"""Headers by which a proxy shows that it passed a request on, and for whom."""

import re
from collections.abc import Iterator

from django.http import HttpRequest

# Of nginx, Apache, HAProxy, Envoy, and of the networks in front of many sites, as in
# X-Forwarded-For, CF-Connecting-IP, True-Client-IP, X-Real-IP, X-Azure-ClientIP.
PROXY_HEADER = re.compile(
    r"(x-)?(original-)?forwarded(-[\w-]+)?"
    r"|([\w-]+-)?(client|connecting|real|remote|user|viewer)-?(ip|ipv6|addr|address)"
    r"|x-envoy-external-address|via|cdn-loop|cf-ray|x-amz-cf-id|x-varnish",
    re.ASCII | re.IGNORECASE,
)


def is_proxied(request: HttpRequest) -> bool:
    """Return whether a request came through a proxy, known to the site or not."""
    return any(map(PROXY_HEADER.fullmatch, request.headers))


def find_named_addresses(request: HttpRequest) -> Iterator[str]:
    """Yield what may be the client's address in the headers of proxies."""
    for name, value in request.headers.items():
        if PROXY_HEADER.fullmatch(name):
            for part in value.replace(";", ",").split(","):
                yield without_port(part.strip().lower().removeprefix("for=").strip('"'))


def without_port(text: str) -> str:
    """Return an address without its port, and without brackets."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    # With more than one colon, it is an address of IPv6, which has a port in brackets.
    return text.partition(":")[0] if text.count(":") == 1 else text
