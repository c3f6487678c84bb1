"""Static information pages."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gallery.identity import get_photos
from gallery.services.visitors import clear_browser, forget_visitor


@require_safe
def privacy(request):
    """Show what is stored, for how long, and what is removed."""
    context = {
        "count": get_photos(request).count(),
        "job_days": settings.JOB_MAX_AGE_DAYS,
        "keep_days": settings.PHOTO_MAX_AGE_DAYS,
        "keep_side": settings.PHOTO_KEEP_SIDE,
        "sweep_minutes": settings.RETENTION_MINUTES,
    }
    return render(request, "gallery/privacy.html", context)


@require_POST
def forget(request):
    """Delete all that is stored of this visitor, here and in the browser."""
    forget_visitor(request)
    response = redirect("privacy")
    clear_browser(response)
    return response
