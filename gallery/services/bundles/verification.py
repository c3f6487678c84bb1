"""Verify bundles, without a site: each checksum, each row, each picture."""

from collections.abc import Iterator
from itertools import islice, zip_longest

from gallery.services.bundles.chain import Chain, join_pictures
from gallery.services.bundles.errors import BundleError
from gallery.services.bundles.reader import Bundle
from gallery.services.bundles.stored_pictures import compute_sha256
from gallery.services.bundles.tables import PHOTOS, TABLES

# Of those that are named.
MAX_FAULTS = 20


def verify(chain: Chain) -> None:
    """Verify all that is in bundles.

    Raises:
        BundleError: if one is damaged; it names each fault.
        OSError: if a file can't be read.
    """
    if faults := list(islice(find_faults(chain), MAX_FAULTS)):
        raise BundleError("\n".join(faults))


def find_faults(chain: Chain) -> Iterator[str]:
    """Yield what is wrong with bundles; nothing if all is as it was written."""
    for bundle in chain.bundles.values():
        for check in (check_rows, check_index, check_pictures):
            yield from report(check(bundle))
    yield from report(check_earlier_pictures(chain))


def report(faults: Iterator[str]) -> Iterator[str]:
    """Yield the faults, and the one that ends the check."""
    try:
        yield from faults
    except BundleError as error:
        yield str(error)


def check_rows(bundle: Bundle) -> Iterator[str]:
    """Check that all rows are there, and that each fits its table."""
    labels = {table.label for table in TABLES}
    for label in sorted(bundle.manifest["rows"].keys() - labels):
        yield f"{bundle.path.name} has rows of {label}, which this version lacks."
    for table in TABLES:
        rows = map(table.to_row, bundle.read_rows(table.label))
        if sum(1 for _ in rows) != bundle.count(table.label):
            yield f"{bundle.path.name} lacks rows of {table.label}."


def check_index(bundle: Bundle) -> Iterator[str]:
    """Check that the index has an entry for each photo, in the same order."""
    photos = bundle.read_rows(PHOTOS.label)
    for photo, entry in zip_longest(photos, bundle.read_index()):
        ids = (photo["id"], photo["file"]) if photo else None
        if ids != (entry and (entry.photo, entry.name)):
            yield f"The index of {bundle.path.name} is not that of its photos."
            return


def check_pictures(bundle: Bundle) -> Iterator[str]:
    """Check that each picture that the bundle should hold is there and whole."""
    own = (entry for entry in bundle.read_index() if entry.bundle == bundle.id)
    for entry, data in join_pictures(bundle, own):
        if compute_sha256(data) != entry.sha256:
            yield f"{entry.name} in {bundle.path.name} is damaged."


def check_earlier_pictures(chain: Chain) -> Iterator[str]:
    """Check that each picture that is not in the newest bundle is in its own."""
    for key in chain.newest.needs:
        held = chain.bundles[key].read_index()
        for entry in chain.newest.read_index():
            # The index of an earlier bundle has the same order: each is looked at once.
            if entry.bundle == key and entry not in held:
                yield f"{entry.name} is missing in {chain.bundles[key].path.name}."
                return
