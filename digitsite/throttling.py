"""How often one client may ask."""

from ipaddress import IPv6Address, ip_network

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.throttling import ScopedRateThrottle

# What a provider gives to one customer.
HOME_BITS = 64
SEND_FEWER = _("Send at most {limit} pictures at once: the rate allows no more.")


class ClientThrottle(ScopedRateThrottle):
    """Count what a token, or else an address, asks of each `throttle_scope`.

    The first check of a request counts one; a view that then finds more to count says
    how much in `more_to_count`, and checks again.
    """

    def get_rate(self):
        """Return the rate of the scope now; None, for "off", lifts it."""
        rate = settings.THROTTLE_RATES[self.scope]
        return None if rate == "off" else rate

    def allow_request(self, request, view):
        # A question about methods is no use of them; browsers ask before each.
        self.more = getattr(view, "more_to_count", 0)
        return request.method == "OPTIONS" or super().allow_request(request, view)

    def throttle_success(self):
        """Count all or nothing."""
        if self._missing() > 0:
            return self.throttle_failure()
        self.history[:0] = [self.now] * (self.more or 1)
        self.cache.set(self.key, self.history, self.duration)
        return True

    def throttle_failure(self):
        if self.more >= self.num_requests:
            limit = SEND_FEWER.format(limit=self.num_requests)
            raise ValidationError({"images": [limit]})
        return False

    def _missing(self):
        """Return how many counted before have to be forgotten first."""
        return len(self.history) + (self.more or 1) - self.num_requests

    def get_ident(self, request):
        """Return who is counted; the address that a proxy of ours saw, at most."""
        if request.auth:
            return f"token-{request.auth.prefix}"
        return home_of(super().get_ident(request))

    def wait(self):
        # The next try is counted whole, beside the one that was counted now.
        missing = self._missing() + (1 if self.more else 0)
        return self.duration - (self.now - self.history[-missing])


def home_of(address):
    """Return the network of an IPv6 address, whose rest its owner chooses at will."""
    try:
        known = IPv6Address(address)
        return str(known.ipv4_mapped or ip_network((int(known), HOME_BITS), False))
    except ValueError:
        return address
