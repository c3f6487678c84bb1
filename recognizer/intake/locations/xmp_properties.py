"""Properties of XMP that tell a place, whatever the prefix of their namespace is."""

import re
from collections.abc import Iterator
from html import unescape

from recognizer.intake.locations.area import Area

LATITUDE, LONGITUDE = b"Latitude", b"Longitude"
# What stands in front of them; programs use these names outside of XMP, too.
GPS = re.compile(rb"(?:GPS|Gps|gps)(?:Dest)?\Z")
GPS_BYTES = len(b"GPSDest")
RDF = b"22-rdf-syntax-ns#"
# Names of properties by namespace; further names may begin with them.
PLACES: dict[bytes, tuple[bytes, ...]] = {
    b"http://ns.adobe.com/photoshop/1.0": (b"City", b"State", b"Country"),
    b"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns": (b"Location", b"CountryCode"),
    b"http://iptc.org/std/Iptc4xmpExt/2008-02-29": (
        *(b"Location", b"City", b"Sublocation", b"ProvinceState", b"Country"),
        b"WorldRegion",
    ),
    b"http://ns.adobe.com/xmp/1.0/DynamicMedia": (b"shotLocation",),
    b"http://ns.iview-multimedia.com/mediapro/1.0": (b"Location",),
    b"http://rs.tdwg.org/dwc/terms": (b"decimalLatitude", b"decimalLongitude"),
    b"http://www.w3.org/2003/01/geo/wgs84_pos": (b"lat", b"long"),
}
# Parts of XMP that is cut may lack the declaration of a prefix.
USUAL_PREFIXES = (
    (b"photoshop", b"http://ns.adobe.com/photoshop/1.0"),
    (b"Iptc4xmpCore", b"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns"),
    (b"Iptc4xmpExt", b"http://iptc.org/std/Iptc4xmpExt/2008-02-29"),
    (b"xmpDM", b"http://ns.adobe.com/xmp/1.0/DynamicMedia"),
)
DECLARATION = re.compile(
    rb"xmlns(?::([^\s=:\"'<>/]{1,64}))?\s{0,9}=\s{0,9}([\"'])([^\"'<>]{1,200})\2"
)
PREFIX = re.compile(rb"([^\s=:\"'<>/]{1,64}):\Z")
MAX_PREFIX_BYTES = 65
BEFORE_RDF_BYTES = 64 * 1024  # declarations may stand in front
UTF_16_BYTES = 4 * 1024 * 1024  # of XMP in UTF-16 that is looked at


def has_place_property(area: Area) -> bool:
    """Return whether properties that tell a place stand anywhere, also in UTF-16."""
    if has_gps_property(area):
        return True
    start = area.find_first(RDF)
    if start is not None and has_named_place(area.behind(start - BEFORE_RDF_BYTES)):
        return True
    start = area.find_first(widen(RDF), widen(LATITUDE))
    if start is None:
        return False
    start = max(0, start - BEFORE_RDF_BYTES)
    text = Area.of(area.data[start : start + UTF_16_BYTES].replace(b"\0", b""))
    return has_gps_property(text) or has_named_place(text)


def has_gps_property(area: Area) -> bool:
    """Return whether coordinates stand anywhere under the names they have in EXIF."""
    return any(
        GPS.search(area.data[max(0, position - GPS_BYTES) : position])
        for name in (LATITUDE, LONGITUDE)
        for position in area.iter_positions(name)
    )


def has_named_place(area: Area) -> bool:
    """Return whether a packet of XMP has properties that tell a place.

    Both ways to write them count: as attributes and as elements.
    """
    prefixes: dict[bytes, set[bytes]] = {}
    for prefix, namespace in (*USUAL_PREFIXES, *iter_declarations(area)):
        for name in PLACES[namespace]:
            prefixes.setdefault(name, set()).add(prefix)
    return any(has_property(area, name, prefixes[name]) for name in prefixes)


def has_property(area: Area, name: bytes, prefixes: set[bytes]) -> bool:
    """Return whether a property stands anywhere with one of some prefixes."""
    for position in area.iter_positions(b":" + name):
        before = area.data[max(0, position + 1 - MAX_PREFIX_BYTES) : position + 1]
        match = PREFIX.search(before)
        if match and match[1] in prefixes:
            return True
    return b"" in prefixes and area.find_first(b"<" + name) is not None


def iter_declarations(area: Area) -> Iterator[tuple[bytes, bytes]]:
    """Yield each prefix that stands for a known namespace; b"" if none is needed."""
    for position in area.iter_positions(b"xmlns"):
        match = DECLARATION.match(area.data, position)
        if match:
            text = unescape(match[3].decode("latin-1")).strip()
            namespace = text.encode("latin-1", "replace").rstrip(b"/#")
            if namespace in PLACES:
                yield match[1] or b"", namespace


def widen(text: bytes) -> bytes:
    """Return ASCII as it stands in UTF-16 of both byte orders."""
    return b"\0".join(text[at : at + 1] for at in range(len(text)))
