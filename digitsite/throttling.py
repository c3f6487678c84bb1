"""How often one client may ask."""

from django.conf import settings
from rest_framework.throttling import ScopedRateThrottle


class ClientThrottle(ScopedRateThrottle):
    """Count a client's requests to views that name a `throttle_scope`."""

    def get_rate(self):
        """Return the rate of the scope now; None, for "off", lifts it."""
        rate = settings.THROTTLE_RATES[self.scope]
        return None if rate == "off" else rate
