"""Write the readings of all drawn pages anew: `make snapshots`."""

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.snapshots import readings

    snapshot, found = readings.READINGS, readings.read_pages()
    changes = []
    if snapshot.path.exists():
        changes += readings.find_changes(snapshot.load(), found, snapshot.tolerance)
    snapshot.save(found)
    print(*changes, f"{snapshot.path.name}: {len(changes)} changes", sep="\n")


if __name__ == "__main__":
    main()
