"""How often one client may ask."""

from ipaddress import IPv6Address, ip_network

from django.conf import settings
from rest_framework.throttling import ScopedRateThrottle

# What a provider gives to one customer.
HOME_BITS = 64


class ClientThrottle(ScopedRateThrottle):
    """Count what a token, or else an address, asks of each `throttle_scope`."""

    def get_rate(self):
        """Return the rate of the scope now; None, for "off", lifts it."""
        rate = settings.THROTTLE_RATES[self.scope]
        return None if rate == "off" else rate

    def allow_request(self, request, view):
        # A question about methods is no use of them; browsers ask before each.
        return request.method == "OPTIONS" or super().allow_request(request, view)

    def get_ident(self, request):
        """Return who is counted; the address that a proxy of ours saw, at most."""
        if request.auth:
            return f"token-{request.auth.prefix}"
        return home_of(super().get_ident(request))

    def wait(self):
        # Where a rate was lowered meanwhile, its own arithmetic finds no answer.
        return super().wait() or self.duration


def home_of(address):
    """Return the network of an IPv6 address, whose rest its owner chooses at will."""
    try:
        known = IPv6Address(address)
        return str(known.ipv4_mapped or ip_network((int(known), HOME_BITS), False))
    except ValueError:
        return address
