"""Context that every template gets."""

from gallery.identity import find_joined_pairing


def joined_gallery(request):
    """Add the pairing by which the visitor sees another gallery, if any."""
    # A request that a middleware refused early has no session.
    has_session = hasattr(request, "session")
    return {"joined": find_joined_pairing(request) if has_session else None}
