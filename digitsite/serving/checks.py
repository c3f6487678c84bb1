"""System checks of how the site is served, beside Django's own for a deployment."""

from typing import Any

from django.core.checks import Warning

from digitsite.serving.exposure import ANY_NAME, accepts_any_name


def check_any_name(**kwargs: Any) -> list[Warning]:
    """Look for a site that answers under any name, as to a forged Host header."""
    if not accepts_any_name():
        return []
    return [
        Warning(
            f"DJANGO_ALLOWED_HOSTS has {ANY_NAME}: requests may name any host.",
            hint="Set DJANGO_ALLOWED_HOSTS to the names of the site.",
            id="digitsite.W001",
        )
    ]
