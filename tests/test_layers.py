"""Imports run one way: ml <- recognizer <- gallery <- digitsite."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ["ml", "recognizer", "gallery", "digitsite"]
HEAVY = {"keras", "tensorflow"}
MODULES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imports(path: Path) -> list[tuple[str, bool]]:
    """Return the modules that a file imports, each with whether it is at the top."""
    tree = ast.parse(path.read_text())
    top = {id(node) for node in tree.body}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.append((node.module, id(node) in top))
    return found


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_room_imports_only_rooms_before_it(path):
    room = ROOMS.index(path.relative_to(ROOT).parts[0])
    later = set(ROOMS[room + 1 :])
    assert not later & {name.split(".")[0] for name, _ in imports(path)}


def test_neither_product_nor_benchmarks_import_tests():
    benchmarks = sorted((ROOT / "benchmarks").rglob("*.py"))
    found = [
        named(path) for path in MODULES if rooms_of(path) & {"tests", "benchmarks"}
    ]
    assert found + [named(p) for p in benchmarks if "tests" in rooms_of(p)] == []


def rooms_of(path: Path) -> set[str]:
    return {name.split(".")[0] for name, _ in imports(path)}


def test_the_gallery_does_not_reach_past_the_recognizer():
    for path in (ROOT / "gallery").rglob("*.py"):
        assert "ml" not in {name.split(".")[0] for name, _ in imports(path)}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_keras_is_imported_in_ml_alone_and_never_at_the_top(path):
    for name, top in imports(path):
        if name.split(".")[0] in HEAVY:
            assert path.is_relative_to(ROOT / "ml")
            assert not top or in_type_checking(path, name)


def in_type_checking(path: Path, name: str) -> bool:
    return f"if TYPE_CHECKING:\n    import {name}" in path.read_text()


def test_ml_runs_without_django():
    for path in (ROOT / "ml").rglob("*.py"):
        assert "django" not in {name.split(".")[0] for name, _ in imports(path)}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_module_is_a_drawer_for_odds_and_ends(path):
    assert path.stem not in {"utils", "helpers", "common", "misc", "signals"}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_module_says_what_lives_in_it(path):
    tree = ast.parse(path.read_text())
    if tree.body and "migrations" not in path.parts:
        assert ast.get_docstring(tree)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_files_and_functions_stay_short(path):
    text = path.read_text()
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 50, node.name


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates").rglob("*.html")), ids=named
)
def test_templates_stay_short_and_hold_no_script_or_style(path):
    text = path.read_text()
    assert text.count("\n") <= 60
    assert "style=" not in text
    assert "<style" not in text
