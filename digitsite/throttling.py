"""Throttling: how many requests one client may send."""

from ipaddress import IPv6Address, ip_network
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle

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

    # Of the rate; the base class sets them where there is one.
    num_requests: int
    duration: int

    def get_rate(self) -> str | None:
        """Return the current rate of the scope; None, for "off", means no limit."""
        rate = settings.THROTTLE_RATES[cast(str, self.scope)]
        return None if rate == "off" else rate

    def allow_request(self, request: Request, view: "APIView") -> bool:
        # OPTIONS is not counted: browsers send a preflight before each request.
        self.more = getattr(view, "more_to_count", 0)
        return request.method == "OPTIONS" or super().allow_request(request, view)

    def throttle_success(self) -> bool:
        """Count all pictures or none."""
        if self._count_missing() > 0:
            return self.throttle_failure()
        self.history[:0] = [self.now] * (self.more or 1)
        self.cache.set(self.key, self.history, self.duration)
        return True

    def throttle_failure(self) -> bool:
        if self.more >= self.num_requests:
            limit = SEND_FEWER.format(limit=self.num_requests)
            raise ValidationError({"images": [limit]})
        return False

    def _count_missing(self) -> int:
        """Return how many earlier requests must expire before this one fits."""
        return len(self.history) + (self.more or 1) - self.num_requests

    def get_ident(self, request: Request) -> str:
        """Return the key of a client: its token, or the address our proxies saw."""
        if request.auth:
            token = cast("Token", request.auth)
            return f"token-{token.prefix}"
        return rate_limit_key(super().get_ident(request))

    def wait(self) -> float:
        # The next try counts all pictures again, beside the one that is counted now.
        missing = self._count_missing() + (1 if self.more else 0)
        return self.duration - (self.now - self.history[-missing])


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
