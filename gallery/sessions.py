"""How a browser is known: by a random key inside its session."""

from uuid import UUID, uuid4

from django.core.files.base import File

from gallery.models import Photo
from gallery.services import submit_photo

SESSION_FIELD = "gallery_key"


def gallery_key(request) -> UUID | None:
    """Return the visitor's gallery key; None before the first accepted upload."""
    key = request.session.get(SESSION_FIELD)
    return UUID(key) if key else None


def create_gallery_key(request, key: UUID | None = None) -> UUID:
    """Begin a gallery, in a session whose id is made here and never taken over."""
    key = key or uuid4()
    if request.session.session_key:
        request.session.cycle_key()
    request.session[SESSION_FIELD] = str(key)
    return key


def submit_to_gallery(request, upload: File, explain: bool = False) -> Photo:
    """Keep an upload in this visitor's gallery, beginning one if need be.

    A refused upload leaves no session behind. Several first uploads at once would begin
    a gallery each: a page waits for the first answer before it sends the next.

    Raises:
        RecognizerError: if the pipeline refuses the bytes; nothing is stored then.
    """
    known = gallery_key(request)
    key = known or uuid4()
    photo = submit_photo(key, upload, explain)
    if known:
        # The gallery lives as long as its newest photo, so the session does too.
        request.session.modified = True
    else:
        create_gallery_key(request, key)
    return photo
