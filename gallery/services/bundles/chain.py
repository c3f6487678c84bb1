"""A bundle with the earlier ones that hold its older pictures."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from gallery.services.bundles.errors import BundleError
from gallery.services.bundles.reader import Bundle, Entry, open_bundle


class Chain(NamedTuple):
    """What is restored together.

    Attributes:
        newest: the bundle whose rows are restored.
        bundles: all that were given, the newest included, by their ids.
    """

    newest: Bundle
    bundles: dict[str, Bundle]

    def read_pictures(self) -> Iterator[tuple[Entry, bytes]]:
        """Yield the picture of each photo of the newest, bundle by bundle.

        Raises:
            BundleError: if one is missing.
        """
        for key in [*self.newest.needs, self.newest.id]:
            entries = (e for e in self.newest.read_index() if e.bundle == key)
            yield from join_pictures(self.bundles[key], entries)


def open_chain(paths: Sequence[Path]) -> Chain:
    """Open bundles in any order; the newest of them is what they are for.

    Raises:
        BundleError: if one can't be read, or one that the newest needs is missing.
    """
    try:
        given = sorted(map(open_bundle, paths), key=lambda bundle: bundle.created)
    except OSError as e:
        raise BundleError(f"{e.filename} can't be read: {e.strerror}.") from e
    newest, bundles = given[-1], {bundle.id: bundle for bundle in given}
    missing = [date for key, date in newest.needs.items() if key not in bundles]
    if missing:
        raise BundleError(
            f"{newest.path.name} holds only what was new. Give the backups too that it "
            f"builds on, made at: {', '.join(sorted(missing))}."
        )
    return Chain(newest, bundles)


def join_pictures(
    bundle: Bundle, entries: Iterable[Entry]
) -> Iterator[tuple[Entry, bytes]]:
    """Yield entries of an index with their pictures, which a bundle holds.

    Both have the same order, so that none of them has to be in memory.

    Raises:
        BundleError: if a picture is missing.
    """
    pictures = bundle.read_pictures()
    for entry in entries:
        for name, data in pictures:
            if name == entry.name:
                yield entry, data
                break
        else:
            raise BundleError(f"{entry.name} is missing in {bundle.path.name}.")
