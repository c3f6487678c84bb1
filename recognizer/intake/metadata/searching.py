"""Search a file for a place: its blocks, and whatever stands outside of them."""

from itertools import islice

from recognizer.intake.containers.compression import (
    GZIP_OR_ZLIB,
    inflate,
    is_compressed,
)
from recognizer.intake.containers.parts import PNG_SIGNATURE
from recognizer.intake.locations.area import Area
from recognizer.intake.locations.search import LocationSearch
from recognizer.intake.metadata.blocks import IPTC, XMP, Block, PixelRun
from recognizer.intake.metadata.png import iter_png_blocks
from recognizer.intake.metadata.trailing import find_picture_end

MAX_PNGS = 8  # of a file, that stand anywhere
MAX_BLOCKS = 3000  # that are looked into one by one, before the file as a whole
MAX_PNG_BLOCKS = 1000
MAX_INFLATED_BYTES = 4 * 1024 * 1024  # of all blocks that are compressed
MIN_BLOCK_BYTES = 12  # one entry of a directory, or the name of a property
# Of all blocks together, which may overlap: twice as much as a file may have.
MAX_BLOCK_BYTES = 40 * 1024 * 1024


class FileSearch:
    """Looks for a place in a file until one is found.

    Attributes:
        data: the file.
        has_named: whether the place that was found is in a block that has a name.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.has_named = False
        self._search = LocationSearch()
        self._runs: list[PixelRun] = []
        self._left = MAX_BLOCK_BYTES
        self._blocks_left = MAX_BLOCKS
        self._pngs_left = MAX_PNGS
        self._inflated_left = MAX_INFLATED_BYTES

    @property
    def has_found(self) -> bool:
        """Return whether a place was found."""
        return self._search.has_found

    def skip_run(self, run: PixelRun) -> None:
        """Leave pixels out when the file is searched."""
        self._runs.append(run)

    def search_block(self, block: Block, is_inner: bool = False) -> None:
        """Look into a block.

        Args:
            block: of the file.
            is_inner: whether the block around it is looked into, too; then, this one
                has to be only if its content stands otherwise in the file.
        """
        if self.has_found or len(block.content) < MIN_BLOCK_BYTES:
            return
        self._blocks_left -= 1
        if self._blocks_left < 0:
            return
        if block.content is self.data:
            self._search.search_directories(block.content)
        elif block.is_decoded or not is_inner:
            self._search_content(block.content)
            if is_compressed(block.content):
                content = inflate(block.content, self._inflated_left, GZIP_OR_ZLIB)
                self._inflated_left -= len(content)
                self._search_content(content)
        if block.name == XMP:
            self._search.search_xmp(block.content)
        if block.name == IPTC:
            self._search.search_iptc(block.content)
        self.has_named = bool(block.name) and self._search.has_found

    def search_file(self) -> None:
        """Look into all bytes of the file but those that are only pixels.

        So gaps between blocks and what decoders ignore are searched, too.
        """
        if self.has_found:
            return
        runs = sorted(self._runs)
        edges = [0, *(edge for run in runs for edge in run), len(self.data)]
        spans = zip(edges[::2], edges[1::2], strict=True)
        self._search_area(Area(self.data, tuple(spans)))

    def _search_content(self, content: bytes) -> None:
        self._left -= len(content)
        if self._left >= 0:
            self._search_area(Area.of(content))

    def _search_area(self, area: Area) -> None:
        """Look into bytes, and into the compressed texts of each PNG in them."""
        self._search.search(area)
        for position in islice(area.iter_positions(PNG_SIGNATURE), MAX_PNGS):
            if self.has_found or (area.data is self.data and not position):
                continue
            self._pngs_left -= 1
            if self._pngs_left < 0:
                return
            end = find_picture_end(area.data, position)
            blocks = iter_png_blocks(area.data[position:end])
            for block in islice(blocks, MAX_PNG_BLOCKS):
                if isinstance(block, Block):
                    self._search_content(block.content)
