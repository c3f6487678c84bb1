"""The pages by which a phone joins another screen's gallery, and leaves it."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gallery.identity import (
    find_joined_pairing,
    get_own_gallery_key,
    join_gallery,
    leave_gallery,
)
from gallery.services.pairings import find_pairing

STATUSES = {"unknown": 404, "used": 410, "withdrawn": 410, "expired": 410}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    """Say what a link grants, and use it up when its button is pressed.

    Opening it changes nothing: previews of messengers open links before people do.
    """
    token = (request.POST if request.method == "POST" else request.GET).get("key", "")
    pairing = find_pairing(token)
    state = state_for(request, pairing)
    if state == "open" and request.method == "POST":
        state = "joined" if join_gallery(request, pairing) else "used"
    if state == "joined":
        return redirect("home")
    context = {"state": state, "key": token, "pairing": pairing}
    return render(request, "gallery/join.html", context, status=STATUSES.get(state))


def state_for(request, pairing):
    """Return what has become of a link, for who asks."""
    if pairing is None:
        return "unknown"
    # A second tap on the button, or the way back to this page.
    if find_joined_pairing(request) == pairing:
        return "joined"
    if pairing.state == "open" and pairing.gallery_key == get_own_gallery_key(request):
        return "own"
    return pairing.state


@require_POST
def leave(request):
    """Give this browser its own gallery back before the time is over."""
    leave_gallery(request)
    return redirect("home")
