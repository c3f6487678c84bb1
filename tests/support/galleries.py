"""Galleries filled by rows and files, without uploads through a page."""

from functools import cache
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile

from gallery.identity import SESSION_FIELD
from gallery.models import Photo
from gallery.services.submissions import submit_photo
from tests.support.drawing import encoded, page_of


@cache
def drawn(text: str) -> bytes:
    return encoded(page_of(text))


def fill_gallery(key: UUID, *texts: str) -> list[Photo]:
    """Save one photo for each text, the last one newest."""
    files = [ContentFile(drawn(text), "photo.png") for text in texts]
    return [submit_photo(key, file).photo for file in files]


def create_session() -> tuple[UUID, str]:
    """Create the session of a visitor with a gallery; return its key and the id."""
    session, key = SessionStore(), uuid4()
    session[SESSION_FIELD] = str(key)
    session.save()
    return key, session.session_key


def give_gallery(context, url: str, *texts: str) -> list[Photo]:
    """Give a browser's context a gallery with these photos; return them.

    Args:
        context: Playwright's, of a visitor who has no gallery yet.
        url: of the site.
        texts: what to write on each photo, oldest first.
    """
    key, session_id = create_session()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_id, "url": url}
    context.add_cookies([cookie])
    return fill_gallery(key, *texts)
