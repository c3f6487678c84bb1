"""Static information pages."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.identity import get_photos


@require_safe
def privacy(request):
    """Show what is stored, for how long, and what is removed."""
    context = {
        "count": get_photos(request).count(),
        "keep_days": settings.PHOTO_MAX_AGE_DAYS,
        "keep_side": settings.PHOTO_KEEP_SIDE,
    }
    return render(request, "gallery/privacy.html", context)
