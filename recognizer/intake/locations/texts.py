"""Coordinates in texts, as programs and devices write them."""

import re

from recognizer.intake.locations.area import Area

NUMBER = rb"[+-]?\d{1,3}\.\d"
# How a text starts that may tell a place, and how it goes on if it does: JSON and
# settings, GPX, links to maps, and the sentences of receivers (NMEA 0183).
TEXTS = {
    start: re.compile(re.escape(start) + end)
    for start, end in {
        b"atitude": rb"[\"']?\s{0,9}[:=]\s{0,9}[\"']?[+-]?\d",
        b'"lat"': rb"\s{0,9}:\s{0,9}\"?" + NUMBER,
        b' lat="': NUMBER,
        b"geo:": NUMBER + rb"\d{0,20},[+-]?\d",
        b"maps": rb"[^\s\"'<>]{0,99}?[@=/:]" + NUMBER + rb"\d{0,20},[+-]?\d",
        b"$G": rb"[A-Z](?:GGA|GLL|RMC),[^*\r\n]{0,20}?\d{4}\.\d{1,9},[NS],",
    }.items()
}


def has_text_of_place(area: Area) -> bool:
    """Return whether a text with coordinates stands anywhere."""
    return any(
        expression.match(area.data, position)
        for start, expression in TEXTS.items()
        for position in area.iter_positions(start)
    )
