"""Coordinates in the descriptions of videos."""

import re

from recognizer.intake.locations.area import Area

# ISO 6709 as QuickTime and Android write it, such as "+52.52+013.40/"; in front of it
# stand length and language, or the head of a box.
COORDINATES = b"\xa9xyz"
ISO_6709 = re.compile(rb".{4}(?:data.{8})?[+-]\d\d", re.DOTALL)
# Of 3GPP: type, version and flags.
LOCATION_BOX = b"loci\0\0\0\0"
APPLE_KEY = b"com.apple.quicktime.location"


def has_video_place(area: Area) -> bool:
    """Return whether a video tells a place anywhere."""
    if area.find_first(LOCATION_BOX, APPLE_KEY) is not None:
        return True
    return any(
        ISO_6709.match(area.data, position + len(COORDINATES))
        for position in area.iter_positions(COORDINATES)
    )
