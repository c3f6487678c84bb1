"""Who counts as one client, and what it may send."""

from ipaddress import IPv6Address, ip_network
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle

from digitsite.throttling.windows import get_windows

if TYPE_CHECKING:
    from rest_framework.views import APIView

    from gallery.models import Token

# Providers assign a network of this size to each customer.
IPV6_CUSTOMER_BITS = 64
SEND_FEWER = _("Send at most {limit} pictures at once: the rate allows no more.")


class ClientThrottle(ScopedRateThrottle):
    """Limit each `throttle_scope` for each token, or for each address without one.

    The first check of a request counts one; a view that then finds more pictures sets
    `more_to_count` to their number and checks again.
    """

    # Seconds until the next try fits, after a refusal.
    seconds: float

    def get_rate(self) -> str | None:
        """Return the current rate of the scope; None, for "off", means no limit."""
        rate = settings.THROTTLE_RATES[cast(str, self.scope)]
        return None if rate == "off" else rate

    def allow_request(self, request: Request, view: "APIView") -> bool:
        self.scope = getattr(view, self.scope_attr, None)
        # OPTIONS is not counted: browsers send a preflight before each request.
        if not self.scope or request.method == "OPTIONS":
            return True
        limit, duration = self.parse_rate(self.get_rate())
        if limit is None or duration is None:
            return True
        more = getattr(view, "more_to_count", 0)
        key = cast(str, self.get_cache_key(request, view))
        # The next try counts all pictures again, beside the one that is counted now.
        next_amount = more + 1 if more else 1
        self.seconds = get_windows().take(key, more or 1, limit, duration, next_amount)
        if self.seconds and more >= limit:
            detail = SEND_FEWER.format(limit=limit)
            raise ValidationError({"images": [detail]})
        return not self.seconds

    def wait(self) -> float:
        return self.seconds

    def get_ident(self, request: Request) -> str:
        """Return the key of a client: its token, or the address our proxies saw."""
        if request.auth:
            token = cast("Token", request.auth)
            return f"token-{token.prefix}"
        return rate_limit_key(super().get_ident(request))


def rate_limit_key(address: str) -> str:
    """Return the address of a client, or its network for IPv6.

    A customer chooses freely among the addresses of an IPv6 network, so all of them
    share one limit.
    """
    try:
        ip = IPv6Address(address)
        return str(ip.ipv4_mapped or ip_network((int(ip), IPV6_CUSTOMER_BITS), False))
    except ValueError:
        return address
