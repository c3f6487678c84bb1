"""Store uploads in the gallery of the visitor who sends them."""

from uuid import uuid4

from django.core.files.base import File

from gallery.identity import get_gallery_key, persist_gallery_key
from gallery.models import Photo
from gallery.services.idempotency import Sending
from gallery.services.photos import submit_photo, submit_photos


def submit_to_gallery(
    request, upload: File, explain: bool = False, sending: Sending | None = None
) -> Photo:
    """Store an upload in this visitor's gallery; the first one creates the gallery.

    A refused upload creates no session. Several concurrent first uploads would create
    one gallery each, so a page waits for the first response before it sends the next.

    Raises:
        RecognizerError: if the pipeline refuses the upload; nothing is stored then.
    """
    known = get_gallery_key(request)
    key = known or uuid4()
    photo = submit_photo(key, upload, explain, sending)
    persist_gallery_key(request, known, key)
    return photo


def submit_each_to_gallery(
    request, uploads: list[File], explain: bool = False, sending: Sending | None = None
):
    """Store the readable uploads; return photos and refusals, in their order.

    Raises:
        ModelUnavailable: if there is no model; nothing is stored then.
    """
    known = get_gallery_key(request)
    key = known or uuid4()
    answers = submit_photos(key, uploads, explain, sending)
    if any(isinstance(answer, Photo) for answer in answers):
        persist_gallery_key(request, known, key)
    return answers
