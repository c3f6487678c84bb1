"""The pages where a phone joins the gallery of another screen, and leaves it."""

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
    """Show what a link grants; its button uses the link.

    Opening the link changes nothing: messengers open links for previews.
    """
    token = (request.POST if request.method == "POST" else request.GET).get("key", "")
    pairing = find_pairing(token)
    state = get_state(request, pairing)
    if state == "open" and request.method == "POST":
        state = "joined" if join_gallery(request, pairing) else "used"
    if state == "joined":
        return redirect("home")
    context = {"state": state, "key": token, "pairing": pairing}
    return render(request, "gallery/join.html", context, status=STATUSES.get(state))


def get_state(request, pairing):
    """Return the state of a link for this visitor."""
    if pairing is None:
        return "unknown"
    # The button was tapped twice, or the visitor came back to this page.
    if find_joined_pairing(request) == pairing:
        return "joined"
    if pairing.state == "open" and pairing.gallery_key == get_own_gallery_key(request):
        return "own"
    return pairing.state


@require_POST
def leave(request):
    """Return this browser to its own gallery before the visit ends."""
    leave_gallery(request)
    return redirect("home")
