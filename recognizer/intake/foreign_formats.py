"""Recognize files that people take for pictures, and tell what to send instead."""

from recognizer.errors import UnsupportedFormat
from recognizer.intake.containers.tiff import Directory, iter_directories

PDF_SIGNATURE = b"%PDF-"
BEFORE_SIGNATURE = b"\xef\xbb\xbf \t\r\n\0"  # what editors and mail programs add
MATROSKA_SIGNATURE = b"\x1aE\xdf\xa3"
# Canon's CRW and CR2, Fujifilm, Olympus, Panasonic, Sigma and Minolta.
RAW_SIGNATURES = (
    b"II\x1a\0\0\0HEAPCCDR",
    b"FUJIFILMCCD-RAW",
    b"IIRO",
    b"IIRS",
    b"MMOR",
    b"IIU\0",
    b"FOVb",
    b"\0MRM",
)
CR2_SIGNATURE, CR2_OFFSET = b"CR\x02", 8
# The brand of a file in the container that HEIC and videos share.
RAW_BRANDS = (b"crx ",)
VIDEO_BRANDS = (
    *(b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"qt  "),
    *(b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"dash", b"3gp4", b"3gp5", b"3gp6", b"3gp7"),
    *(b"3g2a", b"3g2b", b"3g2c", b"mmp4", b"f4v "),
)
DNG_VERSION_TAG = 0xC612
PHOTOMETRIC_TAG = 0x0106
SENSOR_DATA = {32_803, 34_892}  # color filter array, linear raw
MAX_DIRECTORIES = 50


def check_supported(data: bytes) -> None:
    """Check that a file is none of the known kinds that can't be read.

    Raises:
        UnsupportedFormat: if it is a PDF, a video or a RAW photo; the sentence says so.
    """
    if data[:64].lstrip(BEFORE_SIGNATURE).startswith(PDF_SIGNATURE):
        raise UnsupportedFormat.pdf()
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    if brand in VIDEO_BRANDS or data.startswith(MATROSKA_SIGNATURE):
        raise UnsupportedFormat.video()
    if brand in RAW_BRANDS or is_raw_photo(data):
        raise UnsupportedFormat.raw_photo()


def is_raw_photo(data: bytes) -> bool:
    """Return whether a file has what a sensor saw; a decoder finds its preview."""
    if data.startswith(RAW_SIGNATURES) or data.startswith(CR2_SIGNATURE, CR2_OFFSET):
        return True
    directories = iter_directories(data, MAX_DIRECTORIES, with_children=True)
    return any(map(has_sensor_data, directories))


def has_sensor_data(directory: Directory) -> bool:
    """Return whether a directory of a TIFF describes data of a sensor, or a DNG."""
    photometric = directory.get_number(PHOTOMETRIC_TAG)
    return DNG_VERSION_TAG in directory.tags or photometric in SENSOR_DATA
