"""The documentation agrees with the product."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.urls import get_resolver

from digitsite.exceptions import STATUSES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = [
    README,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "SECURITY.md",
    ROOT / "ml/README.md",
    *sorted(DOCS.rglob("*.md")),
]
SETTINGS = "".join(
    (ROOT / "digitsite" / name).read_text()
    for name in ("settings.py", "scaling/backends.py")
)
REFERENCE = "".join(page.read_text() for page in sorted(DOCS.glob("*.md")))

MAX_README_WORDS = 700
ROOMS = ("ml", "recognizer", "gallery", "digitsite")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# A file or folder of the tree, named from its root.
PATH = re.compile(
    r"(?<![\w/.-])(?:ml|recognizer|gallery|digitsite|templates|static|locale|deploy"
    r"|benchmarks|notebooks|tests|docs)/[\w./-]*[\w/]"
)
SOURCE = re.compile(r"`([\w./-]+\.(?:py|js|html|css))`")
CODE = re.compile(r"`([^`]+)`")
# What stands between empty lines, numbers and dots.
ITEM = re.compile(r"\n(?=\n|\d+\. |\* |#|\|)")
TEXTS = {".py", ".js", ".html", ".md", ".json", ".po", ".in"}
NAME = re.compile(r"[A-Z]\w{2,}|\w+_\w+")
MODULE = re.compile(r"python -m ([\w.]+)")
# Written by `make notebook`, and by operators.
GENERATED = {"notebooks/training-done.ipynb", "deploy/.env", "deploy/tls"}
GENERATED |= {f"deploy/tls/{name}.pem" for name in ("fullchain", "key")}
PUBLIC_ROUTES = ("/api/", "/healthz", "/readyz", "/metrics")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def find_in_pages(pattern: re.Pattern) -> list[tuple[Path, str]]:
    return [
        (page, text) for page in PAGES for text in pattern.findall(page.read_text())
    ]


def routes(patterns=None, prefix="") -> list[str]:
    found = []
    for pattern in patterns or get_resolver().url_patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            found += routes(pattern.url_patterns, path)
        else:
            found.append("/" + path)
    return found


def to_documented(route: str) -> str:
    """Return a route as the documentation writes it: `/photos/{id}/`."""
    return re.sub(r"<[^>]+>", "{id}", route).removeprefix("/api/v1")


def to_anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub makes of the headings of a page."""
    headings = HEADING.findall(page.read_text())
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def is_dead(page: Path, link: str) -> bool:
    target, _, anchor = link.partition("#")
    path = page.parent / target if target else page
    return not path.exists() or bool(anchor and anchor not in to_anchors(path))


def test_every_setting_is_documented():
    names = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z0-9_]+)"', SETTINGS))
    source = (ROOT / "deploy/gunicorn.conf.py").read_text()
    names |= set(re.findall(r'environ\.get\("([A-Z0-9_]+)"', source))
    names.discard("PROMETHEUS_MULTIPROC_DIR")  # set by the configuration itself
    assert len(names) > 30
    assert [name for name in sorted(names) if f"`{name}`" not in REFERENCE] == []


def test_every_error_code_is_documented_with_its_status():
    rows = [f"| `{code}` | {status} |" for code, status in STATUSES.items()]
    assert [row for row in rows if row not in REFERENCE] == []


def test_every_command_is_documented():
    names = [name for name, app in get_commands().items() if app in ROOMS]
    assert [name for name in names if f"manage.py {name}" not in REFERENCE] == []


def test_every_option_of_a_command_is_documented():
    usual = {"--version", "--help", "--verbosity", "--settings", "--pythonpath"}
    usual |= {"--traceback", "--no-color", "--force-color", "--skip-checks"}
    missing = [
        (name, option)
        for name, app in get_commands().items()
        if app in ROOMS
        for action in load_command_class(app, name).create_parser("", name)._actions
        for option in action.option_strings
        if option.startswith("--") and option not in usual and option not in REFERENCE
    ]
    assert missing == []


def test_every_route_of_programs_is_documented():
    public = [route for route in routes() if route.startswith(PUBLIC_ROUTES)]
    missing = {to_documented(route) for route in public if "<path:" not in route}
    assert [route for route in missing if f"{route}" not in REFERENCE] == []


def test_every_metric_is_documented():
    sources = ("digitsite/monitoring/metrics.py", "recognizer/metrics.py")
    text = "".join((ROOT / source).read_text() for source in sources)
    names = re.findall(r'"(digitsite_\w+)"', text)
    assert len(names) >= 7
    assert [name for name in names if f"`{name}" not in REFERENCE] == []


def test_the_readme_is_a_front_page():
    assert len(README.read_text().split()) <= MAX_README_WORDS


def test_every_page_is_in_its_table_of_contents():
    missing = [
        named(page)
        for folder in (DOCS, DOCS / "adr")
        for page in sorted(folder.glob("*.md"))
        if page.name != "README.md"
        and f"]({page.name})" not in (folder / "README.md").read_text()
    ]
    assert missing == []


def test_every_folder_of_a_room_is_in_the_architecture():
    page = (DOCS / "architecture.md").read_text()
    modules = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    folders = {named(path.parent) for path in modules if path.stem != "__init__"}
    deep = ("recognizer/reading/", "gallery/migrations", "digitsite/documentation/")
    missing = [f for f in sorted(folders) if f"`{f}/" not in page]
    assert [folder for folder in missing if not folder.startswith(deep)] == []


def test_every_module_of_ml_is_in_its_readme():
    page = (ROOT / "ml/README.md").read_text()
    modules = [*(ROOT / "ml").glob("*.py"), *(ROOT / "ml/data").glob("*.py")]
    names = {path.stem for path in modules} - {"__init__"}
    assert [n for n in sorted(names) if not re.search(rf"\b{n}\b", page)] == []


def test_relative_links_lead_somewhere():
    links = [(p, link) for p, link in find_in_pages(LINK) if "://" not in link]
    assert [(named(page), link) for page, link in links if is_dead(page, link)] == []


def test_named_paths_exist():
    dead = [
        (named(page), path)
        for page, path in find_in_pages(PATH)
        if path not in GENERATED and not any(ROOT.glob(path.replace("CODE", "*")))
    ]
    assert dead == []


def test_named_sources_exist():
    dead = [
        (named(page), path)
        for page, path in find_in_pages(SOURCE)
        if not (ROOT / path).exists() and not (page.parent / path).exists()
    ]
    assert dead == []


def test_named_modules_exist():
    rooms = ("ml", "benchmarks", "tests")
    dead = [
        (named(page), module)
        for page, module in find_in_pages(MODULE)
        if module.split(".")[0] in rooms
        and not (ROOT / module.replace(".", "/")).with_suffix(".py").exists()
    ]
    assert dead == []


def test_named_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([\w-]+):", makefile, re.MULTILINE))
    used = find_in_pages(re.compile(r"(?:^    |`)make ([a-z-]+)", re.MULTILINE))
    assert [(named(page), name) for page, name in used if name not in targets] == []


def test_the_recognition_page_describes_the_committed_networks():
    text = (DOCS / "recognition.md").read_text()
    for name, card in (("classifier", "digits"), ("line reader", "lines")):
        version = json.loads((ROOT / f"ml/artifacts/{card}.json").read_text())[
            "version"
        ]
        assert f"{name} {version}" in text


@pytest.mark.parametrize(
    "name", ["requirements", "requirements-light", "requirements-mcp"]
)
def test_every_requirement_is_pinned_and_has_its_reason(name):
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    lines = [line for line in lines if line and not line.startswith(("#", "-"))]
    pinned = (ROOT / f"{name}.txt").read_text().lower()
    names = [re.match(r"[\w.-]+", line)[0].lower() for line in lines]
    names = [name.replace(".", "-") for name in names]
    loose = [n for n in names if not re.search(rf"^{n}==", pinned, re.MULTILINE)]
    assert loose == []
    assert [line for line in lines if "#" not in line] == []


def test_every_pinned_package_has_the_hashes_of_its_files():
    files = sorted(ROOT.glob("requirements*.txt"))
    pins = [pin for file in files for pin in re.split(r"\n(?=\w)", file.read_text())]
    assert len(files) >= 4
    assert [pin for pin in pins if not re.match(r"[\w.-]+==", pin)] == []
    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_light_install_is_without_tensorflow_and_part_of_the_whole():
    light, whole = (
        set(re.findall(r"^([\w-]+)==", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements-light.txt", "requirements.txt")
    )
    assert light < whole
    assert {"tensorflow", "tensorflow-cpu", "keras"} <= whole - light


def test_the_changelog_opens_with_unreleased_and_names_the_version():
    text = (ROOT / "CHANGELOG.md").read_text()
    version = re.search(r'version = "([^"]+)"', (ROOT / "pyproject.toml").read_text())
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert titles[0] == "Unreleased"
    assert titles[1].startswith(version[1])


def find_unknown_names(text: str) -> list[str]:
    """Return the names of code that are in none of the files named beside them."""
    codes = CODE.findall(text)
    files = [ROOT / code for code in codes if Path(code).suffix in TEXTS]
    sources = [file.read_text() for file in files if file.exists()]
    names = [c for c in codes if NAME.fullmatch(c) and c not in SETTINGS]
    return [n for n in names if sources and not any(n in text for text in sources)]


def test_names_of_code_stand_in_the_files_named_beside_them():
    dead = [
        (named(page), name)
        for page in PAGES
        for item in ITEM.split(page.read_text())
        for name in find_unknown_names(item)
    ]
    assert dead == []
