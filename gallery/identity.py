"""How visitors are known: browsers by a key in their session, programs by a token."""

from uuid import UUID, uuid4

from django.core.files.base import File

from gallery.models import Pairing, Photo, Token
from gallery.services.idempotency import Sending
from gallery.services.pairings import device_of, end_visit, use_link
from gallery.services.photos import submit_photo, submit_photos

SESSION_FIELD = "gallery_key"
PAIRING_FIELD = "pairing"


def gallery_key(request) -> UUID | None:
    """Return the key of the gallery that this visitor is in now.

    That is another one's for as long as the visitor has joined it; None before the
    first accepted upload. A token's gallery is there from the start.
    """
    if token := token_of(request):
        return token.gallery_key
    pairing = joined_pairing(request)
    return pairing.gallery_key if pairing else own_gallery_key(request)


def token_of(request) -> Token | None:
    """Return the token that an API request came with; a page's request has none."""
    return getattr(request, "auth", None)


def own_gallery_key(request) -> UUID | None:
    """Return the key of the visitor's own gallery, wherever the visitor is now."""
    key = request.session.get(SESSION_FIELD)
    return UUID(key) if key else None


def joined_pairing(request) -> Pairing | None:
    """Return by which pairing this visitor is in another one's gallery, if at all."""
    pk = request.session.get(PAIRING_FIELD)
    return Pairing.objects.joined().filter(pk=pk).first() if pk else None


def join_gallery(request, pairing: Pairing) -> bool:
    """Use a link up for this browser, whose own gallery waits; False if too late."""
    if not use_link(pairing, device_of(request.headers.get("User-Agent", ""))):
        return False
    if request.session.session_key:
        request.session.cycle_key()
    request.session[PAIRING_FIELD] = str(pairing.pk)
    return True


def leave_gallery(request) -> None:
    """Go back to the visitor's own gallery."""
    if pairing := joined_pairing(request):
        end_visit(pairing.gallery_key, pairing.pk)
    request.session.pop(PAIRING_FIELD, None)


def create_gallery_key(request, key: UUID | None = None) -> UUID:
    """Begin a gallery, in a session whose id is made here and never taken over."""
    key = key or uuid4()
    if request.session.session_key:
        request.session.cycle_key()
    request.session[SESSION_FIELD] = str(key)
    return key


def submit_to_gallery(
    request, upload: File, explain: bool = False, sending: Sending | None = None
) -> Photo:
    """Keep an upload in this visitor's gallery, beginning one if need be.

    A refused upload leaves no session behind. Several first uploads at once would begin
    a gallery each: a page waits for the first answer before it sends the next.

    Raises:
        RecognizerError: if the pipeline refuses the bytes; nothing is stored then.
    """
    known = gallery_key(request)
    key = known or uuid4()
    photo = submit_photo(key, upload, explain, sending)
    settle(request, known, key)
    return photo


def submit_each_to_gallery(
    request, uploads: list[File], explain: bool = False, sending: Sending | None = None
):
    """Keep what can be read of uploads; return photos and refusals, in their order.

    Raises:
        ModelUnavailable: if there is no model; nothing is stored then.
    """
    known = gallery_key(request)
    key = known or uuid4()
    answers = submit_photos(key, uploads, explain, sending)
    if any(isinstance(answer, Photo) for answer in answers):
        settle(request, known, key)
    return answers


def settle(request, known: UUID | None, key: UUID) -> None:
    """Let the visitor find again what was kept under a key."""
    if token_of(request):
        return
    if known:
        # The gallery lives as long as its newest photo, so the session does too.
        request.session.modified = True
    else:
        create_gallery_key(request, key)
