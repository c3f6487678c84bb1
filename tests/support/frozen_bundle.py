"""Freeze a backup of today's version, which later versions have to restore.

`python -m tests.support.frozen_bundle` makes a small site in a temporary folder and
prints its backup, and what it holds, as text. Save that as a new file in
`tests/gallery/services/bundles/frozen/` before the format or a table changes, and
never change a file that is there.
"""

import base64
import json
import os
import sys
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FOLDER = Path(__file__).parent.parent / "gallery" / "services" / "bundles" / "frozen"
FROZEN = sorted(FOLDER.glob("*.json"))


def main() -> None:
    with TemporaryDirectory() as folder:
        set_up_site(folder)
        site = fill_site()
        path = Path(folder) / "backup.tar"
        from gallery.services.bundles.backup import write_backup

        write_backup(path)
        site["backup"] = to_text(path.read_bytes())
    json.dump(site, sys.stdout, indent=1)
    print()


def set_up_site(folder: str) -> None:
    """Make an empty site whose model reads sevens."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "digitsite.settings"
    os.environ["DJANGO_SECRET_KEY"] = "of-a-frozen-site"
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/db.sqlite3"
    os.environ["MEDIA_ROOT"] = folder
    os.environ["DIGIT_ENGINE"] = "tests.support.engines.load_seven"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill_site() -> dict[str, Any]:
    """Store photos of a browser and of a program; return what has to be restored."""
    from gallery.models import Photo
    from gallery.services.tokens import create_token
    from tests.support.galleries import create_session, fill_gallery

    gallery_key, session_key = create_session()
    token, key = create_token("robot", days=36500)
    corrected, old = fill_gallery(gallery_key, "7", "47")
    fill_gallery(token.gallery_key, "17")
    Photo.objects.filter(pk=corrected.pk).update(correction="1")
    # As a version before stored it.
    reading = {name: old.reading[name] for name in old.reading if name != "numbers"}
    Photo.objects.filter(pk=old.pk).update(reading=reading, file_sha256=None)
    photos = {str(photo.pk): describe(photo) for photo in Photo.objects.all()}
    return {"session_key": session_key, "token": key, "photos": photos}


def describe(photo) -> dict[str, Any]:
    """Return what is shown of a photo."""
    from gallery.services.bundles.stored_pictures import compute_sha256

    with photo.file.open("rb") as file:
        sha256 = compute_sha256(file.read())
    return {
        "created": photo.created.isoformat(),
        "correction": photo.correction,
        "text": photo.text,
        "verdict": photo.verdict,
        "sha256": sha256,
    }


def to_text(data: bytes) -> list[str]:
    text = base64.b64encode(zlib.compress(data, 9)).decode()
    return [text[i : i + 88] for i in range(0, len(text), 88)]


def from_text(lines: list[str]) -> bytes:
    return zlib.decompress(base64.b64decode("".join(lines)))


if __name__ == "__main__":
    main()
