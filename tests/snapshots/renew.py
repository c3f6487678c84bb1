"""Write the readings of all drawn pages anew: `make snapshots`."""

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.snapshots import readings

    for snapshot, read in (
        (readings.STAND_IN, readings.read_with_stand_in),
        (readings.NETWORKS, readings.read_with_networks),
        (readings.ONE_PASS, readings.read_in_one_pass),
    ):
        found = read()
        changes = []
        if snapshot.path.exists():
            changes += readings.find_changes(snapshot.load(), found, snapshot.tolerance)
        snapshot.save(found)
        print(*changes, f"{snapshot.path.name}: {len(changes)} changes", sep="\n")


if __name__ == "__main__":
    main()
