"""What tests do with bundles: look into them, and restore them into an emptied site."""

import tarfile
from io import StringIO
from pathlib import Path

from django.contrib.sessions.models import Session
from django.core.management import call_command

from gallery.models import Pairing, Photo, Token
from gallery.services.bundles.reader import Bundle, open_bundle
from gallery.services.bundles.tables import PHOTOS
from gallery.services.photos import delete_photos


def say(command: str, *words) -> str:
    """Run a command and return what it printed."""
    out = StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


def empty_site() -> None:
    """Delete all rows and files."""
    delete_photos(Photo.objects.all())
    for model in (Pairing, Token, Session):
        model.objects.all().delete()


def move_site(path: Path) -> None:
    """Make a backup, empty the site, and restore it."""
    say("backup", path)
    empty_site()
    say("restore", path)


def read_names(path: Path) -> list[str]:
    """Return the names of what is in a bundle."""
    with tarfile.open(path) as archive:
        return archive.getnames()


def read_photo_ids(bundle: Bundle | Path) -> list[str]:
    bundle = bundle if isinstance(bundle, Bundle) else open_bundle(bundle)
    return [row["id"] for row in bundle.read_rows(PHOTOS.label)]
