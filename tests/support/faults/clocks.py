"""A host whose clock is off by five minutes: signed URLs, pairing and throttles."""

import json
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

from tests.support.faults.services import run_under_load
from tests.support.faults.site import Site, manage
from tests.support.faults.table import Row
from tests.support.faults.visitors import PHOTOS, Visitor
from tests.support.scale.processes import NotInstalled

# It shifts the time of day alone; libfaketime breaks waits, which count otherwise.
PACKAGE, LIBRARY = "datefudge", "*-linux-gnu*/datefudge/datefudge.so"
EXPORTS_PER_MINUTE = 10
RIGHT, WRONG = "web1", "web2"
# No pages on loopback invite phones, so browsers ask for a name.
NAME = "digits.test"
# What the clock of the database and the network add to a time of the site.
MAX_SKEW_SECONDS = 5
LINK_SECONDS = 300


def shift_clock(site: Site, minutes: int) -> Row:
    """Let the clock of one host be off while visitors come."""
    set_clock(site, minutes)

    def fail(row: Row) -> float:
        check_pairings(site, row)
        check_signed_urls(site, row)
        check_throttles(site, row, minutes)
        return time.monotonic()

    row, load = run_under_load(site, f"A host's clock {minutes:+} minutes", fail)
    row.expect(not load.failures, "a request failed")
    set_clock(site, 0)
    return row


def find_library() -> Path:
    """Return what shifts the clock of a process.

    Raises:
        NotInstalled: if it is not on this machine.
    """
    for path in Path("/usr/lib").glob(LIBRARY):
        return path
    raise NotInstalled(PACKAGE)


def set_clock(site: Site, minutes: int) -> None:
    """Start a host anew with another clock, and both with what is looked at here."""
    topology = site.topology
    wrong = {
        "LD_PRELOAD": str(find_library()) if minutes else "",
        "DATEFUDGE": str(-60 * minutes),
    }
    topology.stop(RIGHT, WRONG)
    topology.set_settings(wrong, WRONG)
    topology.set_settings(
        {
            "DJANGO_ALLOWED_HOSTS": f"127.0.0.1,{NAME}",
            "S3_PICTURE_ORIGIN": topology.get_environment()["S3_ENDPOINT_URL"],
            "THROTTLE_EXPORTS": f"{EXPORTS_PER_MINUTE}/min",
        }
    )
    topology.start(RIGHT, WRONG)


def visit(site: Site, host: str, number: int, known: Visitor | None = None) -> Visitor:
    """Return a visitor whom nginx would have sent to this host.

    Args:
        site: to visit.
        host: of the site.
        number: of the visitor.
        known: the same visitor at another host.
    """
    headers = {"X-Forwarded-For": f"127.0.2.{number}", "Host": NAME}
    port = site.topology.state.ports[host]
    visitor = Visitor(port, number, headers=headers)
    if known:
        visitor.token, visitor.cookies = known.token, known.cookies
    return visitor


def check_pairings(site: Site, row: Row) -> None:
    """Let a phone join by a link from either host, at the other one."""
    for number, (first, second) in enumerate(((RIGHT, WRONG), (WRONG, RIGHT))):
        desktop = visit(site, first, 2 * number)
        desktop.open_page()
        photo = desktop.do("keep").photo
        _, body, _ = desktop.send("POST", "/pairings/", b"{}", "application/json")
        link = json.loads(body)
        off = abs(link["waits"] - LINK_SECONDS)
        row.expect(off <= MAX_SKEW_SECONDS, f"a link of {first} is off by {off} s")
        phone = visit(site, second, 2 * number + 1)
        row.expect(join(phone, link["url"]), f"a link of {first} fails at {second}")
        seen = phone.send("GET", f"{PHOTOS}{photo}/")[0]
        row.expect(seen == 200, f"no gallery at {second} by a link of {first}")


def join(phone: Visitor, url: str) -> bool:
    address = urlsplit(url)
    [key] = parse_qs(address.query)["key"]
    phone.open_page(f"{address.path}?{address.query}")
    form = f"key={key}&csrfmiddlewaretoken={phone.cookies.get('csrftoken', '')}"
    kind = "application/x-www-form-urlencoded"
    return phone.send("POST", address.path, form.encode(), kind)[0] == 302


def check_signed_urls(site: Site, row: Row) -> None:
    """Load a picture by a signed URL of each host."""
    for host in (RIGHT, WRONG):
        browser = visit(site, host, 10)
        browser.open_page()
        photo = browser.do("keep").photo
        browser.headers["Sec-Fetch-Dest"] = "image"
        status, _, headers = browser.send("GET", f"{PHOTOS}{photo}/image/")
        is_sent = status == 302 and headers is not None
        found = fetch(headers["Location"]) if is_sent and headers else status
        row.expect(found == 200, f"a signed URL of {host}: {found}")


def fetch(url: str) -> int:
    try:
        with urlopen(url, timeout=10) as answer:
            return answer.status
    except HTTPError as error:
        return error.code


def check_throttles(site: Site, row: Row, minutes: int) -> None:
    """Export at both hosts by turns, as often as one minute allows, and more."""
    words = ("manage.py", "createtoken", f"exports {minutes}")
    token = manage(site.topology, *words).split()[-1]
    both = [visit(site, host, 20) for host in (RIGHT, WRONG)]
    statuses = []
    for turn in range(EXPORTS_PER_MINUTE + 2):
        program = both[turn % 2]
        program.token = token
        statuses.append(program.send("GET", f"{PHOTOS}export/?format=csv")[0])
    passed = statuses.count(200)
    row.expect(passed == EXPORTS_PER_MINUTE, f"{passed} exports passed the limit")
    row.expect(statuses[-2:] == [429, 429], f"beyond the limit: {statuses[-2:]}")
