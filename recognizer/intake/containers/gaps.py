"""Find the bytes of a file that nothing in it refers to."""

from collections.abc import Iterable, Iterator

MIN_GAP_BYTES = 16  # programs leave less between parts, and padding


def iter_gaps(
    data: bytes, ranges: Iterable[tuple[int, int]], start: int, end: int
) -> Iterator[bytes]:
    """Yield what stands between ranges and is no padding.

    Args:
        data: the file.
        ranges: start and end of each part that is referred to; they may overlap.
        start: of the bytes to be looked at.
        end: of these bytes.
    """
    position = start
    for first, last in sorted(ranges):
        yield from to_gap(data, position, min(first, end))
        position = max(position, last)
    yield from to_gap(data, position, end)


def to_gap(data: bytes, start: int, end: int) -> Iterator[bytes]:
    """Yield the bytes from start to end, unless they are few or padding."""
    if end - start >= MIN_GAP_BYTES:
        content = data[start:end]
        if len(content.strip(b"\0")) >= MIN_GAP_BYTES:
            yield content
