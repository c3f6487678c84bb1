"""A part of a file that is not pixels, and the names that visitors get to know."""

from typing import NamedTuple

EXIF = "EXIF"
PAGES = "Pages"
XMP = "XMP"
IPTC = "IPTC"
ICC_PROFILE = "ICC profile"
COMMENT = "Comment"
TEXT = "Text"
TIME = "Time"
THUMBNAIL = "Thumbnail"
EMBEDDED_PICTURE = "Embedded picture"
VIDEO = "Video"
CREDENTIALS = "Content credentials"
APPLICATION_DATA = "Application data"
TRAILING_DATA = "Trailing data"


class Block(NamedTuple):
    """A part that is not pixels.

    Attributes:
        name: for visitors; `EXIF` stands for the tags in it, `PAGES` for those of a
            document, and "" for what is needed to show the picture.
        content: of the part; of EXIF and pages, a TIFF file.
        is_decoded: whether the content stands otherwise in the file: compressed, as
            digits, or in several pieces.
    """

    name: str
    content: bytes = b""
    is_decoded: bool = False


class PixelRun(NamedTuple):
    """A part that is nothing but pixels, so that no metadata has to be searched in it.

    Attributes:
        start: position of its first byte in the file.
        end: position behind its last byte.
    """

    start: int
    end: int
