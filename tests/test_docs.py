"""Papers and product say the same."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import get_resolver

from recognizer import errors

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
SETTINGS = (ROOT / "digitsite/settings.py").read_text()


def settings_read() -> list[str]:
    return sorted(set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z0-9_]+)"', SETTINGS)))


def error_codes() -> list[str]:
    kinds = errors.RecognizerError.__subclasses__()
    others = ["throttled", "not_found", "csrf_failed", "invalid_input"]
    return [kind.code for kind in kinds] + others


def routes(patterns=None, prefix="") -> list[str]:
    found = []
    for pattern in patterns or get_resolver().url_patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            found += routes(pattern.url_patterns, path)
        else:
            found.append("/" + path)
    return found


def public(route: str) -> str:
    """Return a route as papers write it: `/api/v1/photos/{id}/`."""
    return re.sub(r"<[^>]+>", "{id}", route)


def own_commands() -> list[str]:
    rooms = ("recognizer", "gallery", "digitsite")
    return sorted(name for name, app in get_commands().items() if app in rooms)


@pytest.mark.parametrize("name", settings_read())
def test_every_setting_is_in_the_readme(name):
    assert f"`{name}`" in README


@pytest.mark.parametrize("code", error_codes())
def test_every_error_code_is_in_the_readme(code):
    assert f"`{code}`" in README


@pytest.mark.parametrize("name", own_commands())
def test_every_command_is_in_the_readme(name):
    assert f"manage.py {name}" in README


@pytest.mark.parametrize(
    "route", [route for route in routes() if route.startswith("/api/")]
)
def test_every_route_of_the_api_is_in_the_readme(route):
    assert public(route).removeprefix("/api/v1") in README


@pytest.mark.parametrize(
    "line",
    [
        line.split("#")[0].strip()
        for line in (ROOT / "requirements.in").read_text().splitlines()
        if line and not line.startswith("#")
    ],
)
def test_every_requirement_is_pinned_and_has_its_reason(line):
    name = re.match(r"[\w-]+", line)[0].lower()
    pinned = (ROOT / "requirements.txt").read_text().lower()
    assert re.search(rf"^{name}==", pinned, re.MULTILINE)
    written = next(
        text
        for text in (ROOT / "requirements.in").read_text().splitlines()
        if text.startswith(line)
    )
    assert "#" in written


def test_the_make_targets_of_the_readme_exist():
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"(?:^    |`)make (\w+)", README, re.MULTILINE)) <= set(
        targets
    )


def test_the_changelog_opens_with_the_version_of_the_project():
    version = re.search(r'version = "([^"]+)"', (ROOT / "pyproject.toml").read_text())
    assert version[1] in (ROOT / "CHANGELOG.md").read_text()[:400]
