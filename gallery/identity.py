"""Identify visitors: a browser by a key in its session, a program by its token."""

from uuid import UUID, uuid4

from django.http import Http404

from gallery.models import Pairing, Photo, PhotoQuerySet, Token
from gallery.services.pairings import detect_device, end_visit, use_link

SESSION_FIELD = "gallery_key"
PAIRING_FIELD = "pairing"


def get_gallery_key(request) -> UUID | None:
    """Return the key of the gallery that this visitor currently sees.

    While a browser is joined to another gallery, that is the other gallery's key. It is
    None before a browser's first accepted upload; a token has a gallery from the start.
    """
    if token := get_token(request):
        return token.gallery_key
    pairing = find_joined_pairing(request)
    return pairing.gallery_key if pairing else get_own_gallery_key(request)


def get_own_key(request) -> UUID | None:
    """Return the key of what belongs to the visitor alone, whatever gallery is seen."""
    token = get_token(request)
    return token.gallery_key if token else get_own_gallery_key(request)


def get_photos(request) -> PhotoQuerySet:
    """Return the photos of the gallery that this visitor currently sees."""
    return Photo.objects.in_gallery(get_gallery_key(request))


def get_token(request) -> Token | None:
    """Return the token of an API request; page requests have none."""
    return getattr(request, "auth", None)


def get_own_gallery_key(request) -> UUID | None:
    """Return the key of the visitor's own gallery, even while joined to another."""
    key = request.session.get(SESSION_FIELD)
    return UUID(key) if key else None


def find_joined_pairing(request) -> Pairing | None:
    """Return the active pairing by which this visitor sees another gallery, if any."""
    pk = request.session.get(PAIRING_FIELD)
    return Pairing.objects.joined().filter(pk=pk).first() if pk else None


def join_gallery(request, pairing: Pairing) -> bool:
    """Use the link for this browser; return False if it is no longer open.

    The browser's own gallery is kept for when it leaves. One that has none gets its key
    now: of several pictures that it sends after the visit, each would begin a gallery.
    """
    device = detect_device(request.headers.get("User-Agent", ""))
    if not use_link(pairing, device):
        return False
    if request.session.session_key:
        request.session.cycle_key()
    request.session[PAIRING_FIELD] = str(pairing.pk)
    request.session.setdefault(SESSION_FIELD, str(uuid4()))
    return True


def leave_gallery(request) -> None:
    """Return to the visitor's own gallery."""
    if pairing := find_joined_pairing(request):
        end_visit(pairing.gallery_key, pairing.pk)
    request.session.pop(PAIRING_FIELD, None)


def create_gallery_key(request, key: UUID | None = None) -> UUID:
    """Create a gallery key and store it in the session, under a new session id.

    The id is always a new one, so that nobody can fix it beforehand.
    """
    key = key or uuid4()
    if request.session.session_key:
        request.session.cycle_key()
    request.session[SESSION_FIELD] = str(key)
    return key


def is_gone(request, key: UUID) -> bool:
    """Return whether this visitor has lost a gallery since the request began."""
    session = request.session
    return get_gallery_key(request) != key or not session.exists(session.session_key)


def persist_gallery_key(request, known: UUID | None, key: UUID) -> None:
    """Store the key of a gallery that just got a photo in the visitor's session.

    Args:
        request: of the visitor; a token's key is in its row already.
        known: the key that the session held before, if any.
        key: the key under which the photo was stored.

    Raises:
        Http404: if the visitor was forgotten, or the visit ended, since then.
    """
    if get_token(request):
        return
    if known:
        if is_gone(request, known):
            raise Http404("The gallery was deleted while the picture was read.")
        # A gallery lives as long as its newest photo, so the session is renewed too.
        request.session.modified = True
    else:
        create_gallery_key(request, key)
        # Now, while the photo can still be withdrawn if this fails.
        request.session.save()


def persist_own_key(request, known: UUID | None, key: UUID) -> None:
    """Store the key under which something was just stored in the visitor's session.

    Args:
        request: of the visitor; a token's key is in its row already.
        known: the key that the session held before, if any.
        key: the key that it has to hold.

    Raises:
        Http404: if the visitor was forgotten since then.
    """
    if get_token(request):
        return
    if not known:
        create_gallery_key(request, key)
    elif not request.session.exists(request.session.session_key):
        raise Http404("The visitor was forgotten while this was received.")
    request.session.modified = True
    request.session.save()
