"""The notebook runs from the repository alone, and repeats nothing of the product."""

import ast
import json
import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks/training.ipynb"
# The first test that needs its results runs the whole notebook, with a limit per cell.
pytestmark = pytest.mark.timeout(900)

ROOMS = ("ml", "recognizer")
FIGURES = 23
REPORT = """
import json

values = [mode, history, int(np.trace(confusion)), len(held), NUMBER, reading.as_json()]
values += [int(matches.sum()), int(written.sum()), len(candidates)]
print(json.dumps([*values, blank.verdict, signs.verdict]))
"""


def code_cells() -> list[str]:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def named_in(tree: ast.AST) -> set[str]:
    """Return the functions and classes that a file or cell defines."""
    kinds = ast.FunctionDef | ast.ClassDef
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


def imported(tree: ast.AST) -> set[str]:
    """Return the modules that a cell imports."""
    nodes = list(ast.walk(tree))
    plain = [node.names for node in nodes if isinstance(node, ast.Import)]
    froms = [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
    return {alias.name for names in plain for alias in names} | set(froms)


@pytest.fixture(scope="module")
def cells() -> ast.Module:
    return ast.parse("\n".join(code_cells()))


def test_it_is_committed_as_it_was_written_and_not_as_it_ran():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_its_cells_stay_small():
    assert max(source.count("\n") for source in code_cells()) < 25


def test_it_imports_the_rooms_that_train_and_read(cells):
    own = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    used = {name.split(".")[0] for name in imported(cells)} & own
    assert used == {*ROOMS}


def test_it_defines_nothing_that_the_rooms_have(cells):
    modules = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    known = set().union(*(named_in(ast.parse(path.read_text())) for path in modules))
    assert not named_in(cells) & known


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Run the notebook in short mode, where nothing can be downloaded."""
    empty = str(tmp_path_factory.mktemp("keras"))
    away = {"https_proxy": "http://127.0.0.1:9", "KERAS_HOME": empty}
    environment = os.environ | away | {"DIGIT_NOTEBOOK": "short", "DIGIT_DATA": empty}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(REPORT))
    here = {"metadata": {"path": str(NOTEBOOK.parent)}}
    NotebookClient(notebook, timeout=300, resources=here).execute(env=environment)
    names = ("mode", "history", "right", "glyphs", "number", "reading")
    names += ("found", "written", "candidates", "blank", "signs")
    last = json.loads(notebook.cells[-1].outputs[0].text)
    figures = sum("image/png" in str(cell.get("outputs")) for cell in notebook.cells)
    return dict(zip(names, last, strict=True)) | {"figures": figures}


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.xdist_group("notebook")
def test_the_short_mode_says_so_and_draws_every_figure(results):
    assert results["mode"].startswith("short")
    assert results["figures"] == FIGURES


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.xdist_group("notebook")
def test_the_training_loss_falls(results):
    assert results["history"]["loss"][-1] < 0.8 * results["history"]["loss"][0]


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.xdist_group("notebook")
def test_nine_tenths_of_the_held_out_part_are_read_right(results):
    assert results["right"] > 0.9 * results["glyphs"]


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.xdist_group("notebook")
def test_the_detector_finds_the_digits_of_a_composed_page(results):
    assert results["found"] > 0.7 * results["written"] > 0


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.xdist_group("notebook")
def test_the_drawn_photo_is_read_stage_by_stage(results):
    assert results["candidates"] >= len(results["number"])
    assert results["reading"]["text"] == results["number"]
    assert results["reading"]["verdict"] == "read"


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.xdist_group("notebook")
def test_blank_paper_is_refused_and_signs_are_not_trusted(results):
    assert results["blank"] == "nothing"
    assert results["signs"] != "read"
