"""What tells a place, in every way in which a file may hold it."""

import base64
import struct
import zlib

from tests.hostile.files import boxes, carriers
from tests.hostile.files.tiffs import Tiff, ascii_entry, bytes_entry, number_entry
from tests.support.hostile import png_chunk

MARKER = b"12 Elm Street"
PHOTOSHOP = b"http://ns.adobe.com/photoshop/1.0/"
CORE = b"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
EXTENSION = b"http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
RDF = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def xmp(namespace: bytes, body: bytes, prefix: bytes = b"p") -> bytes:
    """Return a packet of XMP; its body has properties of one namespace."""
    declared = b' xmlns:%s="%s"' % (prefix, namespace) if prefix else b""
    return (
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="%s">'
        b'<r:Description r:about=""%s %s</r:Description></r:RDF></x:xmpmeta>'
        b'<?xpacket end="w"?>'
    ) % (RDF, declared, body)


def big_endian_exif() -> bytes:
    """Return an EXIF block with coordinates, the most significant bytes first."""
    spot = struct.pack(">HHI4s", 1, 2, 2, b"N\0\0\0")
    spot += struct.pack(">HHII", 2, 5, 3, 8 + 18 + 42)
    spot += struct.pack(">HHI4s", 3, 2, 2, b"E\0\0\0")
    first = struct.pack(">HHHIII", 1, 0x8825, 4, 1, 8 + 18, 0)
    coordinate = struct.pack(">6I", 52, 1, 31, 1, 12, 1)
    return b"MM\0*\0\0\0\x08" + first + b"\0\3" + spot + bytes(4) + coordinate


def odd_exif() -> bytes:
    """Return EXIF whose coordinates have no letters, and stand in a hidden picture."""
    made = Tiff()
    degrees = struct.pack("<6i", 52, 1, 31, 1, 12, 1)
    spot = made.add_directory(bytes_entry(20, degrees)._replace(kind=10, count=3))
    child = made.add_directory(number_entry(carriers.GPS_IFD, spot))
    made.add_page(number_entry(0x014A, child), ascii_entry(0x010E, MARKER))
    return bytes(made.data)


def big_exif() -> bytes:
    """Return coordinates in the directories of a BigTIFF."""
    entry = struct.pack("<HHQQ", 2, 5, 3, 88)
    spot = struct.pack("<Q", 1) + entry + bytes(8)
    first = struct.pack("<QHHQQQ", 1, carriers.GPS_IFD, 4, 1, 52, 0)
    degrees = struct.pack("<6I", 52, 1, 31, 1, 12, 1)
    return b"II+\0\x08\0\0\0" + struct.pack("<Q", 16) + first + spot + degrees


def map_exif() -> bytes:
    """Return what makes a TIFF a map: a point with its longitude and latitude."""
    made = Tiff()
    point = struct.pack("<6d", 0, 0, 0, 13.4, 52.5, 0)
    keys = struct.pack("<8H", 1, 1, 0, 1, 1024, 0, 1, 2)
    made.add_page(
        bytes_entry(0x8482, point)._replace(kind=12, count=6),
        bytes_entry(0x87AF, keys)._replace(kind=3, count=8),
    )
    return bytes(made.data)


EXIF = carriers.exif(ascii_entry(0x010E, MARKER), place=True)
CITY = carriers.iptc((90, MARKER))
PICTURE = carriers.jpeg(carriers.segment(0xE1, b"Exif\0\0" + EXIF))
PROFILE = b"\nexif\n%8d\n%s\n" % (len(EXIF), EXIF.hex().encode())
PACKET = xmp(PHOTOSHOP, b'p:City="%s">' % MARKER)

# Each stands somewhere in a file as it is.
PLACES = {
    "EXIF": EXIF,
    "EXIF, big-endian": big_endian_exif(),
    "EXIF without letters": odd_exif(),
    "EXIF in a BigTIFF": big_exif(),
    "map": map_exif(),
    "EXIF that is cut": EXIF[8:],
    "JPEG": PICTURE,
    "PNG": carriers.png(before=png_chunk(b"eXIf", EXIF)),
    "PNG with a profile as text": carriers.png(
        behind=png_chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(PROFILE))
    ),
    "WebP": carriers.webp((b"EXIF", EXIF)),
    "GIF": carriers.gif(carriers.extension(0xFF, b"XMP DataXMP", PACKET[:250])),
    "TIFF": carriers.tiff(place=True),
    "HEIC": carriers.heif("HEIF", b"Exif", bytes(4) + EXIF),
    "video": boxes.video(MARKER),
    "video of 3GPP": boxes.video().replace(b"\xa9xyz", b"free")
    + boxes.full_box(b"loci", b"\x15\xc7Elm\0\0" + bytes(12)),
    "video of Apple": boxes.box(b"ftyp", b"qt  ")
    + boxes.full_box(
        b"keys", b"\0\0\0\1\0\0\0\0mdtacom.apple.quicktime.location.ISO6709"
    ),
    "IPTC": CITY,
    "XMP: coordinates": xmp(b"http://ns.adobe.com/exif/1.0/", b'p:GPSLatitude="52">'),
    "XMP: attribute": PACKET,
    "XMP: element": xmp(CORE, b"><p:Location>%s</p:Location>" % MARKER),
    "XMP: structure": xmp(EXTENSION, b"><p:LocationShown><r:Bag/></p:LocationShown>"),
    "XMP: without prefix": xmp(
        PHOTOSHOP, b'><City xmlns="%s">Elm</City>' % PHOTOSHOP, prefix=b""
    ),
    "XMP: in single quotes": PACKET.replace(b'"', b"'"),
    "XMP: entity in the namespace": PACKET.replace(b"photoshop/", b"photoshop&#47;"),
    "XMP: UTF-16, big-endian": PACKET.decode().encode("utf-16-be"),
    "XMP: UTF-16, little-endian": PACKET.decode().encode("utf-16-le"),
    "XMP: embedded picture": xmp(
        b"http://ns.adobe.com/xap/1.0/g/img/",
        b'p:image="%s">' % base64.b64encode(PICTURE),
    ),
    "XMP: usual prefix": xmp(EXTENSION, b'photoshop:State="Elm">'),
    "XMP: coordinates of a drone": xmp(
        b"http://www.dji.com/drone-dji/1.0/", b'p:GpsLatitude="+52.5">'
    ),
    "XMP: RDF of places": xmp(
        b"http://www.w3.org/2003/01/geo/wgs84_pos#", b"><p:lat>52.5</p:lat>"
    ),
    "text": b"exif:GPSLatitude: 52/1, 31/1",
    "JSON": b'{"time": 7, "latitude": 52.52, "longitude": 13.4}',
    "JSON, short": b'{"lat":52.52,"lon":13.4}',
    "settings": b"name=Elm latitude = -52.52 longitude = 13.4",
    "track": b'<gpx><trkpt lat="52.520" lon="13.405"></trkpt></gpx>',
    "link to a map": b"https://maps.example.com/maps/@52.52,13.405,17z",
    "link to a point": b"geo:52.52,13.405;u=35",
    "receiver": b"$GPRMC,081836,A,5231.65,N,01324.30,E,0.0,360.0,130998,,*62",
}
# Look like one, and tell none.
HARMLESS = {
    "EXIF": carriers.exif(ascii_entry(0x010E, MARKER)),
    "directory without coordinates": carriers.exif(
        number_entry(carriers.GPS_IFD, 8), ascii_entry(0x010E, MARKER)
    ),
    "JPEG": carriers.jpeg(carriers.segment(0xE1, b"Exif\0\0" + carriers.exif())),
    "video": boxes.video().replace(b"\xa9xyz", b"\xa9day"),
    "IPTC": carriers.iptc((120, MARKER)),
    "XMP": xmp(PHOTOSHOP, b'p:Headline="%s">' % MARKER),
    "XMP: same name elsewhere": xmp(b"http://elm.example/", b'p:City="%s">' % MARKER),
    "text": b"The City, its State, Latitude and loci. Elm Street, GPS: none.",
    "JSON": b'{"latitude": null, "lat": "", "maps": [1, 2], "geo:": 7}',
    "receiver": b"$GPRMC,081836,V,,,,,0.0,360.0,130998,,*62",
    "link": b"https://maps.example.com/about?geo=1",
}
