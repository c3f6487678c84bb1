"""Names of places in IPTC."""

from itertools import islice

from recognizer.intake.locations.area import Area

# A block of Photoshop that holds datasets, and the dataset that comes first in many.
RESOURCE, RECORD_VERSION = b"8BIM\x04\x04", b"\x1c\x02\0\0\x02"
MARKER, RECORD = 0x1C, 2
# Content location, city, sublocation, province, country.
PLACES = {26, 27, 90, 92, 95, 100, 101}
HEADER_BYTES = 5
LONG = 0x8000  # a flag in the length: it is longer than two bytes can tell
MAX_BLOCKS, MAX_DATASETS = 50, 1000


def has_place_dataset(area: Area) -> bool:
    """Return whether datasets that name a place stand anywhere."""
    data = area.data
    starts = [
        *(
            find_datasets(data, at)
            for at in islice(area.iter_positions(RESOURCE), MAX_BLOCKS)
        ),
        *islice(area.iter_positions(RECORD_VERSION), MAX_BLOCKS),
    ]
    return any(tells_place(data, start) for start in starts)


def find_datasets(data: bytes, position: int) -> int:
    """Return where the datasets of a block start: behind its name and length."""
    name = position + len(RESOURCE)
    length = data[name] if name < len(data) else 0
    return name + 1 + length + (length + 1) % 2 + 4


def tells_place(data: bytes, position: int = 0) -> bool:
    """Return whether one of the datasets in a row names a place.

    Args:
        data: holds the datasets.
        position: of the first of them; where none starts, there is no place.
    """
    for _ in range(MAX_DATASETS):
        header = data[position : position + HEADER_BYTES]
        if len(header) < HEADER_BYTES or header[0] != MARKER:
            return False
        length = int.from_bytes(header[3:], "big")
        if header[1] == RECORD and header[2] in PLACES and length:
            return True
        if length & LONG:
            return False
        position += HEADER_BYTES + length
    return False
