"""The metadata blocks of HEIC and AVIF."""

from collections.abc import Iterator

from recognizer.intake.containers.compression import GZIP_OR_ZLIB, inflate
from recognizer.intake.containers.gaps import iter_gaps
from recognizer.intake.containers.heif_items import ItemInfo, Items, read_items
from recognizer.intake.containers.iso_media import (
    Box,
    find_boxes_end,
    find_second_file,
    iter_boxes,
)
from recognizer.intake.metadata.blocks import (
    APPLICATION_DATA,
    CREDENTIALS,
    EMBEDDED_PICTURE,
    EXIF,
    ICC_PROFILE,
    THUMBNAIL,
    VIDEO,
    XMP,
    Block,
)
from recognizer.intake.metadata.trailing import iter_trailing_blocks

PICTURE_BOXES = (b"ftyp", b"meta", b"mdat", b"moov", b"moof", b"sidx")
PADDING_BOXES = (b"free", b"skip")
NAMES = {b"mpvd": VIDEO, b"jumb": CREDENTIALS}
CREDENTIALS_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
# Names of what one picture is to another.
RELATIONS = {b"thmb": THUMBNAIL, b"auxl": EMBEDDED_PICTURE}
XMP_TYPE = b"application/rdf+xml"
CODINGS = (b"deflate", b"gzip")
PROFILE_KINDS = (b"prof", b"rICC")
MAX_ITEM_BYTES = 4 * 1024 * 1024  # of all that are no pictures
DESCRIPTION_BOXES = (b"udta", b"meta")


def iter_heif_blocks(data: bytes) -> Iterator[Block]:
    """Yield the metadata of a HEIC or AVIF, and what lies behind it."""
    end, is_described = find_second_file(data) or find_boxes_end(data, 0), False
    for box in iter_boxes(data, 0, end):
        content = data[box.body : box.end]
        if box.kind == b"meta" and not is_described:
            is_described = True
            yield from iter_meta_blocks(data, box)
            yield from iter_left_over(data, box, end)
        elif box.kind == b"meta":
            yield Block(APPLICATION_DATA, content)
        elif box.kind == b"moov":
            yield from iter_track_blocks(data, box)
        elif box.kind == b"uuid":
            yield to_uuid_block(content)
        elif box.kind in PADDING_BOXES:
            if content.strip(b"\0"):
                yield Block(APPLICATION_DATA, content)
        elif box.kind not in PICTURE_BOXES:
            yield Block(NAMES.get(box.kind, APPLICATION_DATA), content)
    yield from iter_trailing_blocks(data, end)


def iter_meta_blocks(data: bytes, meta: Box) -> Iterator[Block]:
    """Yield the items of a file that are no picture to be shown, and profiles."""
    items, left = read_items(data, meta), MAX_ITEM_BYTES
    for number, item in items.infos.items():
        if item.is_picture:
            continue
        content = decode_content(items.get_content(data, number, left), item, left)
        left = max(0, left - len(content))
        is_decoded = bool(item.coding) or len(items.extents.get(number, [])) > 1
        if item.kind == b"Exif":
            # The position of the TIFF header stands in front.
            skip = 4 + int.from_bytes(content[:4], "big")
            yield Block(EXIF, content[skip:], is_decoded)
        else:
            name = XMP if item.mime == XMP_TYPE else APPLICATION_DATA
            yield Block(name, content, is_decoded)
    yield from (Block(name) for name in name_hidden_pictures(items))
    for kind, start, end in items.properties:
        if kind == b"colr" and data[start : start + 4] in PROFILE_KINDS:
            yield Block(ICC_PROFILE, data[start + 4 : end])
        elif kind == b"udes":
            yield Block(APPLICATION_DATA, data[start:end])


def decode_content(content: bytes, item: ItemInfo, limit: int) -> bytes:
    """Return the content of an item, inflated if it is compressed, up to a limit."""
    if item.coding not in CODINGS:
        return content
    return inflate(content, limit, GZIP_OR_ZLIB) or content


def iter_left_over(data: bytes, meta: Box, end: int) -> Iterator[Block]:
    """Yield what stands with the pixels of a still picture and belongs to no item."""
    extents = read_items(data, meta).extents.values()
    ranges = [extent for parts in extents for extent in parts]
    position = 0
    for box in iter_boxes(data, 0, end):
        if box.kind == b"moov":
            return
        ranges.append((position, box.body if box.kind == b"mdat" else box.end))
        position = box.end
    for gap in iter_gaps(data, ranges, 0, position):
        yield Block(APPLICATION_DATA, gap)


def name_hidden_pictures(items: Items) -> Iterator[str]:
    """Yield a name for each picture that is not the one to be shown."""
    related = {}
    for kind, source, _ in items.references:
        if kind in RELATIONS:
            related[source] = RELATIONS[kind]
    parts = {target for kind, _, target in items.references if kind == b"dimg"}
    for number, item in items.infos.items():
        is_shown = number == items.primary or number in parts or item.is_hidden
        if number in related:
            yield related[number]
        elif item.is_picture and not is_shown:
            yield EMBEDDED_PICTURE


def iter_track_blocks(data: bytes, moov: Box) -> Iterator[Block]:
    """Yield the descriptions of an animation."""
    end = moov.body
    for box in iter_boxes(data, moov.body, moov.end):
        end = box.end
        if box.kind in DESCRIPTION_BOXES:
            # What tells a place in a video does so here.
            yield Block(VIDEO, data[box.body : box.end])
    if end < moov.end:
        yield Block(APPLICATION_DATA, data[end : moov.end])


def to_uuid_block(content: bytes) -> Block:
    """Return the block of a box whose type is a UUID."""
    names = {CREDENTIALS_UUID: CREDENTIALS, XMP_UUID: XMP}
    return Block(names.get(content[:16], APPLICATION_DATA), content[16:])
