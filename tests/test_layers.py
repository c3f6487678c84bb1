"""Imports run one way: ml <- recognizer <- gallery <- digitsite."""

import ast
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ["ml", "recognizer", "gallery", "digitsite"]
PUBLIC = {"recognizer"} | {
    f"recognizer.{p}" for p in ("api", "bulk", "evaluation", "jobs")
}
HEAVY = {"keras", "tensorflow"}
VAGUE = {"utils", "helpers", "common", "misc", "signals"}
MODULES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
BENCHMARKS = sorted((ROOT / "benchmarks").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def imports(path: Path) -> list[tuple[str, bool]]:
    """Return the modules that a file imports, each with whether it is at the top."""
    tree = parsed(path)
    top = {id(node) for node in tree.body}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.append((node.module, id(node) in top))
    return found


def packages(path: Path) -> set[str]:
    """Return the top-level packages that a file imports."""
    return {name.split(".")[0] for name, _ in imports(path)}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def offenders(paths, is_wrong) -> list[str]:
    """Return the names of the files that break a rule."""
    return [str(path.relative_to(ROOT)) for path in paths if is_wrong(path)]


def test_only_public_names_of_the_recognizer_are_imported():
    def reaches_in(path):
        modules = {name for name, _ in imports(path) if name.startswith("recognizer")}
        return room_of(path) in ("gallery", "digitsite") and modules - PUBLIC

    assert not offenders(MODULES, reaches_in)


def test_public_names_of_the_recognizer_exist():
    for name in PUBLIC:
        package = import_module(name)
        assert all(hasattr(package, public) for public in package.__all__)


def test_the_rooms_hold_the_modules_that_these_rules_look_at():
    assert {room_of(path) for path in MODULES} == set(ROOMS)
    assert len(MODULES) > 100
    assert BENCHMARKS
    assert TEMPLATES


def test_a_room_imports_only_rooms_before_it():
    def reaches_up(path):
        return packages(path) & set(ROOMS[ROOMS.index(room_of(path)) + 1 :])

    assert offenders(MODULES, reaches_up) == []


def test_neither_product_nor_benchmarks_import_tests():
    def needs_tests(path):
        return packages(path) & {"tests", "benchmarks"}

    assert offenders(MODULES, needs_tests) == []
    assert offenders(BENCHMARKS, lambda path: "tests" in packages(path)) == []


def test_the_gallery_does_not_reach_past_the_recognizer():
    gallery = [path for path in MODULES if room_of(path) == "gallery"]
    assert offenders(gallery, lambda path: "ml" in packages(path)) == []


def test_keras_is_imported_in_ml_alone_and_never_at_the_top():
    def loads_keras_early(path):
        return any(
            room_of(path) != "ml" or (top and not in_type_checking(path, name))
            for name, top in imports(path)
            if name.split(".")[0] in HEAVY
        )

    assert offenders(MODULES, loads_keras_early) == []


def in_type_checking(path: Path, name: str) -> bool:
    return f"if TYPE_CHECKING:\n    import {name}" in path.read_text()


def test_ml_runs_without_django():
    ml = [path for path in MODULES if room_of(path) == "ml"]
    assert offenders(ml, lambda path: "django" in packages(path)) == []


def test_no_module_is_a_drawer_for_odds_and_ends():
    assert offenders(MODULES, lambda path: path.stem in VAGUE) == []


def test_every_module_says_what_lives_in_it():
    def is_silent(path):
        has_code = parsed(path).body and "migrations" not in path.parts
        return has_code and not ast.get_docstring(parsed(path))

    assert offenders(MODULES, is_silent) == []


def test_files_stay_short():
    assert offenders(MODULES, lambda path: path.read_text().count("\n") > 300) == []


def test_functions_stay_short():
    def has_long_function(path):
        return any(
            node.end_lineno - node.lineno >= 50
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.FunctionDef)
        )

    assert offenders(MODULES, has_long_function) == []


def test_templates_stay_short_and_hold_no_script_or_style():
    def is_crowded(path):
        text = path.read_text()
        return text.count("\n") > 60 or "style=" in text or "<style" in text

    assert offenders(TEMPLATES, is_crowded) == []
