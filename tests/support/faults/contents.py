"""Print as JSON what a site keeps: rows, the files that they name, stored files."""

import json
import sys

import django
from django.core.files.storage import default_storage


def find_contents() -> dict[str, list[str]]:
    from gallery.models import Photo
    from gallery.services.upkeep.orphan_files import FOLDERS, list_files

    photos = list(Photo.objects.only("file", "thumbnail", "small_thumbnail"))
    stored = [n for folder in FOLDERS for n in list_files(default_storage, folder)]
    return {
        "rows": [str(photo.pk) for photo in photos],
        "files": [name for photo in photos for name in photo.file_names],
        "stored": stored,
        "packs": list(list_files(default_storage, "jobs")),
    }


if __name__ == "__main__":
    django.setup()
    json.dump(find_contents(), sys.stdout)
