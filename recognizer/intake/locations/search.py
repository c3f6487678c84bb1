"""Search a file, and what is decoded of it, for a place."""

from recognizer.intake.locations.area import Area
from recognizer.intake.locations.embedded_pictures import iter_embedded_pictures
from recognizer.intake.locations.gps_directories import (
    DirectoryBudget,
    has_coordinates,
    has_gps_directory,
)
from recognizer.intake.locations.iptc_datasets import has_place_dataset, tells_place
from recognizer.intake.locations.texts import has_text_of_place
from recognizer.intake.locations.video_atoms import has_video_place
from recognizer.intake.locations.xmp_properties import (
    has_named_place,
    has_place_property,
)


class LocationSearch:
    """Looks for a place until one is found.

    Attributes:
        has_found: whether one was found.
    """

    def __init__(self) -> None:
        self.has_found = False
        self._budget = DirectoryBudget()

    def search(self, area: Area) -> None:
        """Look for whatever tells a place, wherever it stands."""
        self.has_found = (
            self.has_found
            or has_coordinates(area, self._budget)
            or has_place_property(area)
            or has_place_dataset(area)
            or has_video_place(area)
            or has_text_of_place(area)
            or any(
                has_coordinates(Area.of(picture), self._budget)
                for picture in iter_embedded_pictures(area)
            )
        )

    def search_directories(self, block: bytes) -> None:
        """Look into the directories of a TIFF alone."""
        self.has_found = self.has_found or has_gps_directory(block, self._budget)

    def search_xmp(self, content: bytes) -> None:
        """Look into XMP that may be cut or in UTF-16, so that nothing else tells it."""
        area = Area.of(content.replace(b"\0", b""))
        self.has_found = self.has_found or has_named_place(area)

    def search_iptc(self, content: bytes) -> None:
        """Look into IPTC that may stand without a block of Photoshop around it."""
        self.has_found = self.has_found or tells_place(content)
