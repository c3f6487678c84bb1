"""A program with a token that calls a served site."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.support.drawing import encoded, page_of

PNG = encoded(page_of("7"))
PHOTOS = "/api/v1/photos/"


def call(server, method: str, path: str, data: bytes | None = None, **headers: str):
    """Return status and JSON of an answer.

    Args:
        server: of `tests.support.served`.
        method: of HTTP.
        path: of the address.
        data: a picture to send.
        headers: their names with underscores.
    """
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    sent |= {"Authorization": f"Bearer {server.token}", "Content-Type": "image/png"}
    url = f"http://127.0.0.1:{server.port}{path}"
    try:
        with urlopen(Request(url, data, sent, method=method), timeout=60) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


def keep(server, **headers: str):
    return call(server, "POST", PHOTOS, PNG, **headers)
