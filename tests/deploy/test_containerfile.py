"""deploy/Containerfile: what it copies exists, and what it runs is the site."""

import re
from fnmatch import fnmatch
from pathlib import Path

from recognizer.checks import PACKAGES

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "deploy/Containerfile").read_text().replace("\\\n", " ")
BUILD, FINAL = TEXT.split("\nFROM ")[1:]
IGNORED = (ROOT / ".containerignore").read_text().splitlines()
# The rooms, and what else serves.
ROOMS = {"digitsite", "gallery", "ml", "recognizer"}


def find_copied() -> list[str]:
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", BUILD, re.MULTILINE)
    return [word for line in lines for word in line.split()]


def test_what_is_copied_exists_and_is_not_ignored():
    copied = find_copied()
    assert set(copied) > ROOMS
    assert [name for name in copied if not (ROOT / name).exists()] == []
    let_in = [line.removeprefix("!") for line in IGNORED if line.startswith("!")]
    assert [
        name
        for name in copied
        if not any(fnmatch(name, p) or name.startswith(f"{p}/") for p in let_in)
    ] == []
    assert IGNORED[2] == "*"


def test_neither_state_nor_secrets_are_copied():
    kept = {".", ".env", "deploy", "media", "db.sqlite3", ".git"}
    assert not kept & {name.strip("/") for name in find_copied()}
    assert not re.search(r"(SECRET|PASSWORD|TOKEN)\w*=", TEXT)


def test_each_engine_has_its_requirements():
    engines = dict(re.findall(r"(\w+)\) file=(\S+) ;;", BUILD))
    assert engines == {name: file for name, (_, file) in PACKAGES.items()}


def test_the_site_runs_as_an_account_that_is_not_root():
    assert re.findall(r"^USER (\S+)$", FINAL, re.MULTILINE) == ["10001:10001"]
    assert "--uid 10001 " in FINAL


def test_what_runs_exists():
    [command] = re.findall(r"^CMD \[(.+)\]$", FINAL, re.MULTILINE)
    words = re.findall(r'"([^"]+)"', command)
    assert words[0] == "gunicorn"
    assert (ROOT / words[2]).exists()
    [health] = re.findall(r'CMD \["python", "([^"]+)"\]', FINAL)
    assert health in find_copied()


def test_what_is_kept_is_in_the_volume():
    [volume] = re.findall(r"^VOLUME (\S+)$", FINAL, re.MULTILINE)
    assert f"DATABASE_URL=sqlite:///{volume}/" in FINAL
    assert f"MEDIA_ROOT={volume}/" in FINAL
    assert f" {volume}\n" in FINAL  # owned by the account


def test_neither_file_of_containers_names_a_registry_of_packages():
    names = ("deploy/Containerfile", "deploy/container/check.sh")
    text = "".join((ROOT / name).read_text() for name in names)
    assert not re.search(r"index-url|https?://(?!127\.0\.0\.1)", text)
