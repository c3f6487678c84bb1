"""Exit with 0 if the server in this container is ready; else print why it is not."""

import os
import sys
from collections.abc import Mapping
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

TIMEOUT_SECONDS = 8


def build_request(environment: Mapping[str, str]) -> Request:
    """Return the request for `/readyz`, under a name that the site answers to."""
    port = environment.get("BIND", "").rpartition(":")[2] or "8000"
    names = environment.get("DJANGO_ALLOWED_HOSTS", "").split(",")
    name = names[0].strip().lstrip(".")
    host = "localhost" if name in ("", "*") else name
    return Request(f"http://127.0.0.1:{port}/readyz", headers={"Host": host})


def find_problem(request: Request) -> str:
    """Return why the server is not ready; "" if it is."""
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS):
            return ""
    except HTTPError as answer:
        with answer:
            return f"{answer.code} {answer.read(1000).decode(errors='replace')}"
    except (URLError, OSError) as e:
        return f"No answer: {e}"


if __name__ == "__main__":
    problem = find_problem(build_request(os.environ))
    print(problem or "ready")
    sys.exit(bool(problem))
